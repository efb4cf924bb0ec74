"""Names of time zones in words: the city whose time is meant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from babel.core import get_global

from solidarity_widgets.i18n.cldr.data import CldrData

_MINUTE = timedelta(minutes=1)


def zone_name(zone: tzinfo, instant: datetime, data: CldrData) -> str:
    """Return the name of a time zone for readers.

    Args:
        zone: The zone.
        instant: An aware ``datetime``. It determines the offset.
        data: The data of the reader's language.

    Returns:
        The city of an IANA zone, such as ``Minsk``. For a zone without a city, and for a city whose name CLDR
        does not have in a language with another alphabet, the offset from UTC at *instant*: ``UTC+3``.

    Example:
        >>> from datetime import UTC
        >>> from zoneinfo import ZoneInfo
        >>> from solidarity_widgets.i18n.cldr import cldr_data
        >>> noon = datetime(2027, 8, 4, 12, tzinfo=UTC)
        >>> [zone_name(ZoneInfo("Europe/Minsk"), noon, cldr_data(name)) for name in ("en", "be", "fa")]
        ['Minsk', 'Мінск', 'مینسک']
        >>> zone_name(UTC, noon, cldr_data("be"))
        'UTC'
    """
    return _city(zone, data) or _offset(instant.astimezone(zone).utcoffset() or timedelta(), data)


def _city(zone: tzinfo, data: CldrData) -> str:
    name = str(getattr(zone, "key", None) or getattr(zone, "zone", None) or "")  # zoneinfo's name, or pytz's
    canonical = str(get_global("zone_aliases").get(name, name))  # US/Eastern -> America/New_York
    area, _, place = canonical.partition("/")
    if "/" not in name or not place or area in ("Etc", "SystemV"):
        return ""
    known: Mapping[str, Mapping[str, object]] = data.babel.time_zones
    for key in (canonical, *_old_names(canonical)):
        if isinstance(city := known.get(key, {}).get("city"), str):
            return city
    # CLDR leaves out the names that do not differ from the zone's own, which has Latin letters.
    return place.rpartition("/")[2].replace("_", " ") if _has_latin_letters(data) else ""


@lru_cache(maxsize=256)
def _old_names(canonical: str) -> tuple[str, ...]:
    """Return the other names of a zone. Before CLDR 48, cities are listed under names such as Europe/Kiev."""
    aliases: Mapping[str, str] = get_global("zone_aliases")
    return tuple(sorted(alias for alias, name in aliases.items() if name == canonical))


def _has_latin_letters(data: CldrData) -> bool:
    scripts = [part for part in data.identifier.split("_")[1:] if len(part) == 4]
    return "Latn" in (scripts or str(get_global("likely_subtags").get(data.language)).split("_"))


def _offset(offset: timedelta, data: CldrData) -> str:
    minutes = offset // _MINUTE
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return data.localize_digits(f"UTC{sign}{hours}" + (f":{rest:02}" if rest else ""))
