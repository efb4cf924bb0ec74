"""The zone of a day in words: a city in the reader's language and letters, or the offset from UTC."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import pytest

from solidarity_widgets.i18n import available_locales, get_locale
from solidarity_widgets.i18n.cldr.zones import zone_name

pytestmark = pytest.mark.cldr

SUMMER, WINTER = datetime(2027, 8, 4, tzinfo=UTC), datetime(2027, 1, 4, tzinfo=UTC)
LOCALES = sorted({*available_locales(), "en"})


def name(zone: str | tzinfo, locale: str, instant: datetime = SUMMER) -> str:
    return zone_name(ZoneInfo(zone) if isinstance(zone, str) else zone, instant, get_locale(locale).cldr_data)


@pytest.mark.parametrize(
    ("zone", "locale", "expected"),
    [
        ("Europe/Minsk", "en", "Minsk"),
        ("Europe/Minsk", "be", "Мінск"),
        ("Europe/Minsk", "be@tarask", "Менск"),
        ("Europe/Minsk", "ar", "مينسك"),
        ("Europe/Minsk", "tg", "Минск"),
        ("Europe/Kiev", "en", "Kyiv"),
        ("Europe/Kyiv", "uk", "Київ"),
        ("US/Eastern", "de", "New York"),
        ("America/Argentina/Buenos_Aires", "fr", "Buenos Aires"),
        ("America/Indiana/Knox", "en", "Knox, Indiana"),
    ],
)
def test_a_city(zone: str, locale: str, expected: str) -> None:
    assert name(zone, locale) == expected


@pytest.mark.parametrize(
    ("zone", "instant", "locale", "expected"),
    [
        ("UTC", SUMMER, "be", "UTC"),
        ("Etc/UTC", SUMMER, "en", "UTC"),
        ("Etc/GMT-3", SUMMER, "en", "UTC+3"),
        ("CET", SUMMER, "en", "UTC+2"),
        ("CET", WINTER, "en", "UTC+1"),
        (timezone(timedelta(hours=-3, minutes=-30)), SUMMER, "en", "UTC−3:30"),
        (timezone(timedelta(hours=5, minutes=30)), SUMMER, "fa", "UTC+۵:۳۰"),
        (timezone(timedelta(hours=3), "MSK"), SUMMER, "ru", "UTC+3"),
    ],
    ids=str,
)
def test_an_offset(zone: str | tzinfo, instant: datetime, locale: str, expected: str) -> None:
    assert name(zone, locale, instant) == expected


@pytest.mark.parametrize("locale", LOCALES)
def test_every_zone_in_the_readers_letters(locale: str) -> None:
    script = {"Cyrl": "CYRILLIC", "Arab": "ARABIC", "Hebr": "HEBREW"}.get(
        get_locale(locale).subtags.script, "LATIN"
    )
    for zone in sorted(available_timezones()):
        found = name(zone, locale)
        assert found.strip() == found != ""
        if not found.startswith("UTC"):
            letters = re.findall(r"[^\W\d_]", found)
            # CLDR has a few marks and letters of another script inside names, so the first letter decides.
            assert unicodedata.name(letters[0]).startswith(script), (zone, found)
