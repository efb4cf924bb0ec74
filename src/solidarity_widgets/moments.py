"""Time zones, and the instants that dates and wall times name in them.

Source: the Temporal proposal, abstract operations DisambiguatePossibleEpochNanoseconds and GetStartOfDay.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from solidarity_widgets.exceptions import InvalidTimeError, UnknownZoneError, nearest
from solidarity_widgets.text import LazyText, is_text, safe_str, safe_text

#: A date or time argument: ISO 8601 text, a ``date`` or a ``datetime``.
TimeLike: TypeAlias = str | LazyText | date
#: A time zone argument: an IANA name such as ``Europe/Minsk``, or a ``tzinfo``.
ZoneLike: TypeAlias = str | LazyText | tzinfo

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_DATETIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ](?:[01]\d|2[0-3]):\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"(?:[Zz]|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?\Z",
    re.ASCII,
)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = available_timezones()
        raise UnknownZoneError(name, nearest(name, known) if known else (), bool(known)) from None


def check_zone(zone: ZoneLike) -> tzinfo:
    """Return a time zone.

    Args:
        zone: An IANA name such as ``Europe/Minsk``, or a ``tzinfo``.

    Returns:
        The zone.

    Raises:
        UnknownZoneError: If there is no such zone; it lists the nearest names.

    Example:
        >>> check_zone("Europe/Minsk").key
        'Europe/Minsk'
    """
    return zone if isinstance(zone, tzinfo) else _zone(safe_text(zone, "zone").strip())


def parse_instant(value: TimeLike, zone: ZoneLike | None = None, field: str = "time") -> datetime:
    """Return the instant a value names.

    Args:
        value: An ISO 8601 string, a ``date`` or a ``datetime``. A bare date is the first instant of that
            day in *zone*. A time without an offset is wall time in *zone*: one that a clock change skips
            moves on by the length of the gap, of one that occurs twice the first is meant (Temporal's
            "compatible").
        zone: The event's zone; may be ``None`` for what has an offset.
        field: The argument's name, for the error.

    Returns:
        An aware ``datetime`` in UTC.

    Raises:
        InvalidTimeError: If it is not a date or time in the years 1 to 9999, or needs a zone and has none.
        UnknownZoneError: If there is no such zone.

    Example:
        >>> parse_instant("2027-08-04", "Europe/Minsk").isoformat()
        '2027-08-03T21:00:00+00:00'
    """
    moment = _parse(value, field)
    try:
        tz = UTC if zone is None else check_zone(zone)
        if isinstance(moment, datetime) and moment.utcoffset() is not None:
            found = moment.astimezone(UTC)
        elif zone is None:
            raise InvalidTimeError(
                field, value, "has no offset, so it needs a zone (pass zone='Europe/Minsk')"
            )
        elif isinstance(moment, datetime):
            found = from_wall_time(moment.replace(tzinfo=None), tz)
        else:
            found = start_of_day(moment, tz)
        found.astimezone(tz)  # near the ends of the calendar this overflows
        return found
    except OverflowError:
        raise InvalidTimeError(field, value, "must lie in the years 1 to 9999") from None


def is_date(value: object, field: str = "time") -> bool:
    """Tell whether a value is a bare date, so that it means a whole day."""
    if isinstance(value, date):
        return not isinstance(value, datetime)
    return is_text(value) and _DATE.match(safe_text(value, field).strip()) is not None


def _parse(value: object, field: str) -> date | datetime:
    if isinstance(value, date):
        return value
    text = safe_str(value, field).strip()
    try:
        if _DATE.match(text):
            return date.fromisoformat(text)
        if _DATETIME.match(text):
            return datetime.fromisoformat(text.upper().replace(",", "."))
    except ValueError as error:
        raise InvalidTimeError(field, value, f"is not a valid date ({error})") from None
    raise InvalidTimeError(field, value, "must be a date or time such as '2027-08-04' or '2027-08-04T20:00'")


def from_wall_time(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant of a wall time, in UTC (``fold=0`` is Temporal's "compatible").

    Args:
        wall: A naive ``datetime``.
        zone: Where the clock hangs.

    Returns:
        An aware ``datetime`` in UTC.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of a day, in UTC; it need not be midnight.

    Args:
        day: The day.
        zone: Where.

    Returns:
        An aware ``datetime``; for a day that a zone skipped, the first instant after the gap.

    Example:
        >>> start_of_day(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo")).astimezone(
        ...     ZoneInfo("America/Sao_Paulo")).time()
        datetime.time(1, 0)
    """
    midnight = datetime.combine(day, time())
    first = from_wall_time(midnight, zone)
    if first.astimezone(zone).replace(tzinfo=None) == midnight:
        return first
    # Midnight fell into a gap, which began before it or with it: find the clock change itself.
    before = midnight.replace(tzinfo=zone, fold=1).astimezone(UTC)
    before, after = min(before, first), max(before, first)
    offset = before.astimezone(zone).utcoffset()
    if offset == after.astimezone(zone).utcoffset():
        return first
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
