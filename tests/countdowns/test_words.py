"""Durations in words: the arguments, the units, the catalogs' own words, and the table of plural forms.

That CLDR's words are put together as ``Intl.DurationFormat`` does is held to in ``test_against_icu.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from babel import Locale as BabelLocale
from babel.localedata import locale_identifiers
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from solidarity_widgets.countdowns import UNITS, Duration, format_duration
from solidarity_widgets.countdowns.messages import UNIT_LABELS, UNIT_MESSAGES
from solidarity_widgets.countdowns.words import unit_formats
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import (
    Translator,
    available_locales,
    get_locale,
    use_locale,
)
from solidarity_widgets.i18n.cldr.plurals import plural_index
from solidarity_widgets.i18n.pofile import PoFile

pytestmark = pytest.mark.cldr


LOCALES = Path(__file__).resolve().parents[2] / "locales"
STYLES = ("long", "short", "narrow")
NUMBERS = (0, 1, 2, 5, 11, 21, 22, 25, 100, 1001, 1_000_000)
#: The seconds in a unit that always has as many.
SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}


# --- the units --------------------------------------------------------------------------------------------


class TestUnits:
    """What is larger moves into the first unit, exactly; what is smaller is cut off, never rounded up."""

    @pytest.mark.parametrize(
        ("duration", "units", "expected"),
        [
            ("P2Y", "months", "24 months"),
            ("P2Y3M", "months days", "27 months"),
            ("P2Y3M4D", "months days", "27 months, 4 days"),
            ("P1W", "days", "7 days"),
            ("P2W3D", "days hours", "17 days"),
            ("P1D", "hours", "24 hours"),
            ("P1DT1H", "hours minutes", "25 hours"),
            ("PT1H", "minutes", "60 minutes"),
            ("PT1M", "seconds", "60 seconds"),
            ("P1W", "seconds", "604,800 seconds"),
            ("P1WT1S", "minutes seconds", "10,080 minutes, 1 second"),
            ("P1Y2W", "years days", "1 year, 14 days"),
            ("P1Y2M3D", "years months", "1 year, 2 months"),
            ("P1Y1M", "months hours", "13 months"),
            ("P3DT5H", "days minutes", "3 days, 300 minutes"),
            ("PT1H59M59S", "hours", "1 hour"),
            ("PT23H59M59S", "days hours", "23 hours"),
            ("P6DT23H", "weeks days", "6 days"),
            ("P11M30DT23H59M59S", "years months", "11 months"),
            ("PT59S", "hours minutes", "0 minutes"),
            ("-P1DT2H", "hours", "-26 hours"),
            ("-P2WT59M", "days hours", "-14 days"),
            ("-PT59S", "hours minutes", "0 minutes"),
        ],
    )
    def test_each_case(self, duration: str, units: str, expected: str) -> None:
        assert format_duration(duration, units=units) == expected

    @pytest.mark.parametrize(
        ("duration", "units", "unit"),
        [
            ("P2M", "days", "months"),
            ("P2M", "weeks days", "months"),
            ("P2M", "hours minutes", "months"),
            ("P2M", "years days", "months"),
            ("P2Y", "days", "years"),
            ("P2Y", "weeks", "years"),
            ("P1Y1M1W", "seconds", "years"),
            ("-P2M", "days", "months"),
        ],
    )
    def test_months_never_become_days(self, duration: str, units: str, unit: str) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^units cannot hold {unit}, .*no fixed length") as e:
            format_duration(duration, units=units)
        assert (e.value.field, e.value.value) == ("units", units)
        assert f"name '{unit}' too" in str(e.value)

    def test_months_that_are_none_hinder_nobody(self) -> None:
        assert format_duration(Duration(years=0, months=0, days=40), units="days") == "40 days"

    @pytest.mark.parametrize(
        "units",
        [
            "days hours minutes",
            "minutes days hours",
            " days  hours\nminutes ",
            "day hour minute",
            "days hours days minutes",
            ["days", "hours", "minutes"],
            ("minutes", "hours", "days"),
            [Markup("days"), "hours minutes"],
            Markup("hours minutes days"),
        ],
    )
    def test_the_ways_to_write_them(self, units: object) -> None:
        assert format_duration("P1DT2H3M4S", units=units) == "1 day, 2 hours, 3 minutes"

    @settings(deadline=None, max_examples=200)
    @given(
        counts=st.fixed_dictionaries(dict.fromkeys(SECONDS, st.integers(0, 10_000))),
        units=st.sets(st.sampled_from([*SECONDS]), min_size=1),
    )
    def test_no_second_is_lost_or_won(self, counts: dict[str, int], units: set[str]) -> None:
        """The words hold the duration but for what is smaller than the last unit of itself."""
        ordered = [unit for unit in SECONDS if unit in units]
        text = format_duration(Duration(**counts), units=ordered, locale="en")
        read = {}
        for part in text.replace(" and ", " ").split(", "):
            number, name = part.split(" ")
            read[name.removesuffix("s") + "s"] = int(number.replace(",", ""))
        smallest = [*SECONDS].index(ordered[-1])
        kept = {unit: n for unit, n in counts.items() if [*SECONDS].index(unit) <= smallest}
        # Units that were not asked for move down, those asked for stay.
        assert sum(n * SECONDS[unit] for unit, n in read.items()) == sum(
            n * SECONDS[unit] for unit, n in kept.items()
        )
        assert set(read) <= units
        assert 0 not in read.values() or len(read) == 1


class TestZero:
    """Units that are zero are left out; if all are, the smallest one asked for stands alone."""

    @pytest.mark.parametrize(
        ("duration", "arguments", "expected"),
        [
            ("P1DT5M", {}, "1 day, 5 minutes"),
            ("P1DT5M", {"units": "days hours minutes seconds"}, "1 day, 5 minutes"),
            ("P0D", {}, "0 seconds"),
            ("P0D", {"units": "years months days"}, "0 days"),
            ("P0D", {"units": "hours"}, "0 hours"),
            ("P0D", {"units": "years months days", "max_units": 1}, "0 days"),
            ("P0D", {"max_units": 3}, "0 seconds"),
            ("P0D", {"style": "short"}, "0 sec"),
            ("P0D", {"style": "narrow"}, "0s"),
            ("P0D", {"style": "digital"}, "0:00:00"),
            ("P0D", {"style": "digital", "units": "days"}, "0 days"),
            ("P0D", {"style": "digital", "units": "days hours minutes"}, "0:00"),
            ("P0D", {"locale": "be"}, "0 секунд"),
            ("P0D", {"locale": "ar"}, "0 ثانية"),
            ("P0D", {"locale": "fa"}, "۰ ثانیه"),
            ("P0D", {"locale": "lv"}, "0 sekunžu"),
            (timedelta(0), {}, "0 seconds"),
            ("-PT5S", {"units": "minutes"}, "0 minutes"),
            ("-PT5S", {"style": "digital", "units": "hours minutes"}, "0:00"),
        ],
    )
    def test_each_case(self, duration: object, arguments: dict[str, Any], expected: str) -> None:
        assert format_duration(duration, **arguments) == expected


class TestLargest:
    """A window of adjacent units, which begins with the largest one that is not zero."""

    @pytest.mark.parametrize(
        ("duration", "units", "max_units", "expected"),
        [
            ("P1Y2M3DT4H", None, 1, "1 year"),
            ("P1Y2M3DT4H", None, 2, "1 year, 2 months"),
            ("P1Y2M3DT4H", None, 3, "1 year, 2 months, 3 days"),
            ("P1Y2M3DT4H", None, 7, "1 year, 2 months, 3 days, 4 hours"),
            ("P1Y2M3DT4H", None, 100, "1 year, 2 months, 3 days, 4 hours"),
            ("P1Y3D", None, 2, "1 year"),
            ("P1Y3D", None, 3, "1 year, 3 days"),
            ("P1M3D", None, 2, "1 month, 3 days"),
            ("P1M1W3D", None, 2, "1 month, 1 week"),
            ("P1M3DT5H", "months weeks days", 2, "1 month"),
            ("P1DT0H5M", "days hours minutes", 2, "1 day"),
            ("P1DT23H59M", "days hours minutes", 1, "1 day"),
            ("PT5M1S", "days hours minutes seconds", 2, "5 minutes, 1 second"),
            ("PT1S", "days hours minutes seconds", 2, "1 second"),
            ("P2DT5M", "days minutes", 2, "2 days, 5 minutes"),
            ("P1DT1H", "hours minutes", 1, "25 hours"),
            ("-P1DT5H7M", None, 2, "-1 day, 5 hours"),
        ],
    )
    def test_each_case(self, duration: str, units: str | None, max_units: int, expected: str) -> None:
        assert format_duration(duration, units=units, max_units=max_units) == expected


class TestDigital:
    """Hours, minutes and seconds in digits, after short words for what is larger."""

    @pytest.mark.parametrize(
        ("duration", "arguments", "expected"),
        [
            ("PT3H5M9S", {}, "3:05:09"),
            ("P2DT3H5M9S", {}, "2 days, 3:05:09"),
            ("P1Y2W", {}, "1 yr, 2 wks, 0:00:00"),
            ("PT1001H", {}, "1001:00:00"),
            ("PT1H15M", {"units": "hours minutes"}, "1:15"),
            ("PT1H15M59S", {"units": "hours minutes"}, "1:15"),
            ("P1DT1H", {"units": "hours minutes"}, "25:00"),
            # Intl writes "05:01" when told to leave the hours out; a clock of minutes does not.
            ("PT5M1S", {"units": "minutes seconds"}, "5:01"),
            ("PT5S", {"units": "seconds"}, "5"),
            ("P3D", {"units": "days"}, "3 days"),
            ("P3D", {"units": "days hours minutes"}, "3 days, 0:00"),
            ("P1DT0H5M", {"max_units": 1}, "1 day"),
            ("PT5M9S", {"max_units": 2}, "5:09"),
            ("-PT3H5M9S", {}, "-3:05:09"),
            ("-PT5S", {}, "-0:00:05"),
            ("-P2DT3H", {}, "-2 days, 3:00:00"),
            ("P2DT3H5M9S", {"locale": "fa"}, "۲ روز،\u200f ۳:۰۵:۰۹"),
            ("PT3H5M9S", {"locale": "da"}, "3.05.09"),
            ("PT3H5M9S", {"locale": "ar-EG"}, "٣:٠٥:٠٩"),
            ("P2DT3H5M9S", {"locale": "be", "translated": False}, "2 сут 3:05:09"),
        ],
    )
    def test_each_case(self, duration: str, arguments: dict[str, Any], expected: str) -> None:
        assert format_duration(duration, **{"locale": "en", **arguments, "style": "digital"}) == expected


class TestTaraskievica:
    """No engine has it: CLDR's data for be-tarask, and above them the catalog's own words, read by eye."""

    @pytest.mark.parametrize(
        ("duration", "style", "cldr", "own"),
        [
            (
                "P1Y2M3W5DT21H11M1S",
                "long",
                "1 год 2 месяца 3 тыдні 5 сутак 21 гадзіна 11 хвілін 1 сэкунда",
                "1 год 2 месяцы 3 тыдні 5 дзён 21 гадзіна 11 хвілінаў 1 сэкунда",
            ),
            (
                "P5Y5M5W1DT2H2M2S",
                "long",
                "5 гадоў 5 месяцаў 5 тыдняў 1 суткі 2 гадзіны 2 хвіліны 2 сэкунды",
                "5 гадоў 5 месяцаў 5 тыдняў 1 дзень 2 гадзіны 2 хвіліны 2 сэкунды",
            ),
            (
                "P22Y25M100W1001DT5H5M5S",
                "long",
                "22 гады 25 месяцаў 100 тыдняў 1001 суткі 5 гадзін 5 хвілін 5 сэкундаў",
                "22 гады 25 месяцаў 100 тыдняў 1001 дзень 5 гадзінаў 5 хвілінаў 5 сэкундаў",
            ),
            ("P11D", "long", "11 сутак", "11 дзён"),
            ("P10001D", "long", "10\xa0001 суткі", "10\xa0001 дзень"),
            ("P1000000D", "long", "1\xa0000\xa0000 сутак", "1\xa0000\xa0000 дзён"),
            (
                "P1Y2M3W5DT21H11M1S",
                "short",
                "1 г. 2 мес. 3 тыдз. 5 сут. 21 гадз. 11 хв. 1 сэк.",
                "1 г. 2 мес. 3 тыдз. 5 дз. 21 гадз. 11 хв. 1 сэк.",
            ),
            (
                "P1Y2M3W5DT21H11M1S",
                "narrow",
                "1 г. 2 мес. 3 тыдз. 5 сут 21 гадз 11 хв 1 с",
                "1 г. 2 мес. 3 тыдз. 5 дз. 21 гадз. 11 хв. 1 сэк.",
            ),
            ("P2DT21H1M5S", "digital", "2 сут. 21:01:05", "2 дз. 21:01:05"),
            ("-P1DT1001H", "long", "-1 суткі 1001 гадзіна", "-1 дзень 1001 гадзіна"),
            ("P0D", "long", "0 сэкундаў", "0 сэкундаў"),
        ],
    )
    def test_each_case(self, duration: str, style: Any, cldr: str, own: str) -> None:
        for code in ("be@tarask", "be-tarask", "be_BY@tarask", "be-BY-tarask"):
            assert format_duration(duration, style=style, locale=code, translated=False) == cldr
            assert format_duration(duration, style=style, locale=code) == own


# --- what may be given ------------------------------------------------------------------------------------


class TestArguments:
    """A duration in each of its forms; the locale; and an error that names what cannot be used."""

    @pytest.mark.parametrize(
        ("duration", "expected"),
        [
            (Duration(days=1, minutes=5), "1 day, 5 minutes"),
            ("P1DT5M", "1 day, 5 minutes"),
            (" p1dt5m ", "1 day, 5 minutes"),
            ("+P1DT5M", "1 day, 5 minutes"),
            (Markup("P01DT05M"), "1 day, 5 minutes"),
            (timedelta(days=1, minutes=5), "1 day, 5 minutes"),
            (timedelta(days=-1, minutes=-5), "-1 day, 5 minutes"),
            (timedelta(hours=-1), "-1 hour"),
            (timedelta(days=400, hours=25), "401 days, 1 hour"),
            (timedelta(seconds=61, microseconds=999_999), "1 minute, 1 second"),
            (timedelta(seconds=-61, microseconds=-999_999), "-1 minute, 1 second"),
            (timedelta(milliseconds=-1), "0 seconds"),
            (timedelta.max, "999,999,999 days, 23 hours, 59 minutes, 59 seconds"),
            (Duration(years=10**30), "1,000,000,000,000,000,000,000,000,000,000 years"),
        ],
    )
    def test_a_duration_in_any_form(self, duration: object, expected: str) -> None:
        assert format_duration(duration, locale="en") == expected

    @pytest.mark.parametrize(
        ("style", "expected"),
        [
            ("long", "8 months, 12 days"),
            ("short", "8 mths, 12 days"),
            ("narrow", "8m 12d"),
            ("digital", "8 mths, 12 days, 0:00:00"),
        ],
    )
    def test_each_style(self, style: Any, expected: str) -> None:
        assert format_duration("P8M12D", style=style, locale="en") == expected

    def test_the_locale_of_the_page(self) -> None:
        assert format_duration("P2D") == "2 days"
        with use_locale("be"):
            assert format_duration("P2D") == "2 дні"
            assert format_duration("P2D", locale="pl") == "2 dni"
        assert format_duration("P2D", locale="de, be;q=0.5") == "2 Tage"
        assert format_duration("P2D", locale="be-BY") == "2 дні"
        assert format_duration("P2D", locale="../../etc/passwd") == "2 days"

    @pytest.mark.parametrize(
        ("field", "arguments"),
        [
            *(
                ("duration", {"duration": value})
                for value in (
                    *(None, "", "P", "PT", "P1DT", "P1.5D", "1 day", "P1D P2D", "P-1D", "P1H", "P1DT1D", 5),
                    *(b"P1D", object(), 1.5, True, [], "P١D", "P1D\n2", "P" + "9" * 5000 + "D"),
                )
            ),
            *(
                ("style", {"style": value})
                for value in ("boxes", "Long", "", None, 1, ["long"], b"long", "long ")
            ),
            *(
                ("units", {"units": value})
                for value in (
                    [],
                    (),
                    "fortnights",
                    "days fortnights",
                    "DAYS",
                    7,
                    ["days", 3],
                    b"days",
                )
            ),
            *(("max_units", {"max_units": value}) for value in (0, -1, True, False, "2", 1.0, [1])),
        ],
    )
    def test_bad_input_is_named(self, field: str, arguments: dict[str, Any]) -> None:
        duration = arguments.pop("duration", "P1D")
        with pytest.raises(InvalidFieldError) as caught:
            format_duration(duration, **arguments)
        assert caught.value.field == field
        assert caught.value.value in (duration, *arguments.values())
        assert str(caught.value).startswith(f"{field} must")
        assert len(str(caught.value)) < 300

    def test_signs_do_not_mix(self) -> None:
        with pytest.raises(InvalidFieldError, match="must not mix positive and negative"):
            format_duration(Duration(days=1, hours=-1))

    def test_the_error_is_a_value_error_as_well(self) -> None:
        with pytest.raises(ValueError, match="max_units must be a whole number, 1 or more"):
            format_duration("P1D", max_units=0)


# --- the catalogs' own words ------------------------------------------------------------------------------

#: Every unit word that a shipped catalog has of its own: code, style, unit and its forms in gettext's order.
OWN_WORDS: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    # People count in дні; CLDR has сутак (24 hours) and the Russian-like "2 месяца".
    "be": {
        "long": {
            "months": ("{n} месяц", "{n} месяцы", "{n} месяцаў"),
            "days": ("{n} дзень", "{n} дні", "{n} дзён"),
        },
        # Every abbreviation has its full stop; CLDR has "3 тыдз" beside "2 мес.".
        **{
            style: {
                "weeks": ("{n} тыдз.", "{n} тыдз.", "{n} тыдз."),
                "days": ("{n} дз.", "{n} дз.", "{n} дз."),
                "hours": ("{n} гадз.", "{n} гадз.", "{n} гадз."),
                "minutes": ("{n} хв.", "{n} хв.", "{n} хв."),
            }
            for style in ("short", "narrow")
        },
    },
    # The same, and the classical endings -аў.
    "be@tarask": {
        "long": {
            "years": ("{n} год", "{n} гады", "{n} гадоў"),
            "months": ("{n} месяц", "{n} месяцы", "{n} месяцаў"),
            "weeks": ("{n} тыдзень", "{n} тыдні", "{n} тыдняў"),
            "days": ("{n} дзень", "{n} дні", "{n} дзён"),
            "hours": ("{n} гадзіна", "{n} гадзіны", "{n} гадзінаў"),
            "minutes": ("{n} хвіліна", "{n} хвіліны", "{n} хвілінаў"),
            "seconds": ("{n} сэкунда", "{n} сэкунды", "{n} сэкундаў"),
        },
        "short": {"days": ("{n} дз.", "{n} дз.", "{n} дз.")},
        "narrow": {
            "days": ("{n} дз.", "{n} дз.", "{n} дз."),
            "hours": ("{n} гадз.", "{n} гадз.", "{n} гадз."),
            "minutes": ("{n} хв.", "{n} хв.", "{n} хв."),
            "seconds": ("{n} сэк.", "{n} сэк.", "{n} сэк."),
        },
    },
    # CLDR writes Latin letters, or no space, after Persian digits.
    "fa": {
        "narrow": {
            "hours": ("{n} ساعت", "{n} ساعت"),
            "minutes": ("{n} دقیقه", "{n} دقیقه"),
            "seconds": ("{n} ثانیه", "{n} ثانیه"),
        },
    },
    # "One" follows its noun or is left out; CLDR has "1 יום", and one sign for narrow years and weeks.
    "he": {
        "long": {
            "years": ("שנה", "שנתיים", "{n} שנים"),
            "months": ("חודש", "חודשיים", "{n} חודשים"),
            "weeks": ("שבוע", "שבועיים", "{n} שבועות"),
            "days": ("יום אחד", "יומיים", "{n} ימים"),
            "hours": ("שעה", "שעתיים", "{n} שעות"),
            "minutes": ("דקה", "שתי דקות", "{n} דקות"),
            "seconds": ("שנייה", "שתי שניות", "{n} שניות"),
        },
        "narrow": {
            "years": ("שנה", "שנתיים", "{n} שנים"),
            "weeks": ("שבוע", "שבועיים", "{n} שבועות"),
        },
    },
    # CLDR has no Tajik units at all: "5 d".
    "tg": {
        "long": {
            "years": ("{n} сол", "{n} сол"),
            "months": ("{n} моҳ", "{n} моҳ"),
            "weeks": ("{n} ҳафта", "{n} ҳафта"),
            "days": ("{n} рӯз", "{n} рӯз"),
            "hours": ("{n} соат", "{n} соат"),
            "minutes": ("{n} дақиқа", "{n} дақиқа"),
            "seconds": ("{n} сония", "{n} сония"),
        },
        **{
            style: {
                "years": ("{n} сол", "{n} сол"),
                "months": ("{n} моҳ", "{n} моҳ"),
                "weeks": ("{n} ҳафта", "{n} ҳафта"),
                "days": ("{n} рӯз", "{n} рӯз"),
                "hours": ("{n} соат", "{n} соат"),
                "minutes": ("{n} дақ", "{n} дақ"),
                "seconds": ("{n} сон", "{n} сон"),
            }
            for style in ("short", "narrow")
        },
    },
}
#: The gettext form of one, of few and of all other numbers, for the catalogs above.
FORMS: dict[str, Callable[[int], int]] = {
    **dict.fromkeys(
        ("be", "be@tarask"),
        lambda n: {"one": 0, "few": 1}.get(get_locale("be").cldr_data.plural_category(n), 2),
    ),
    "fa": lambda n: int(n > 1),
    "he": lambda n: {1: 0, 2: 1}.get(n, 2),
    "tg": lambda n: int(n > 1),
}


def in_catalog(code: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """The unit words that a shipped catalog has."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    data = (LOCALES / code / "LC_MESSAGES" / "solidarity_widgets.po").read_bytes()
    named = {
        message: (style, unit) for style, units in UNIT_MESSAGES.items() for unit, message in units.items()
    }
    for entry in PoFile(data, code).entries:
        message = (entry.msgctxt, entry.msgid, entry.msgid_plural)
        if entry.translated and message in named:
            style, unit = named[message]  # type: ignore[index]
            found.setdefault(style, {})[unit] = tuple(entry.forms[i] for i in sorted(entry.forms))
    return found


class TestOwnWords:
    """A catalog's words go before CLDR's, exactly where they are listed; elsewhere CLDR answers."""

    def test_the_list_is_complete(self) -> None:
        found = {code: words for code in available_locales() if (words := in_catalog(code))}
        assert found == OWN_WORDS

    @pytest.mark.parametrize("code", sorted({*available_locales(), "en"}))
    def test_the_words_of_each_unit(self, code: str) -> None:
        locale = get_locale(code)
        own = OWN_WORDS.get(code, {})
        for style, unit, n in product(STYLES, UNITS, NUMBERS):
            arguments: dict[str, Any] = {"style": style, "units": unit, "locale": code}
            duration = Duration(**{unit: n})
            if forms := own.get(style, {}).get(unit):
                expected = forms[FORMS[code](n)].replace("{n}", locale.cldr_data.format_number(n))
            else:
                expected = format_duration(duration, translated=False, **arguments)
            assert format_duration(duration, **arguments) == expected

    @pytest.mark.parametrize("code", sorted({*available_locales(), "en"} - OWN_WORDS.keys()))
    @pytest.mark.parametrize("style", [*STYLES, "digital"])
    def test_without_own_words_everything_is_of_cldr(self, code: str, style: Any) -> None:
        for duration in ("P1Y2M3W4DT5H6M7S", "-P22D", "P0D", "P1000000Y11M"):
            words = [
                format_duration(duration, style=style, locale=code, translated=translated)
                for translated in (True, False)
            ]
            assert words[0] == words[1]

    @pytest.mark.parametrize(
        ("code", "duration", "style", "expected"),
        [
            ("be", "P8M12D", "long", "8 месяцаў 12 дзён"),
            ("be", "P2M21D", "long", "2 месяцы 21 дзень"),
            ("be", "P2Y3DT4H", "short", "2 г. 3 дз. 4 гадз."),
            ("be", "P3DT4H5M6S", "digital", "3 дз. 4:05:06"),
            ("fa", "P3DT4H5M", "narrow", "۳ روز ۴ ساعت ۵ دقیقه"),
            ("tg", "P2Y3M4DT5H", "long", "2 сол, 3 моҳ, 4 рӯз, 5 соат"),
            ("tg", "PT5M6S", "short", "5 дақ ва 6 сон"),
        ],
    )
    def test_to_read_by_eye(self, code: str, duration: str, style: Any, expected: str) -> None:
        assert format_duration(duration, style=style, locale=code) == expected


DAYS = UNIT_MESSAGES["long"]["days"]
CZECH = "nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);"
ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5);"
)


class TestDraft:
    """What a translator writes into a catalog is said at once, in its own style and language only."""

    def test_only_that_unit_and_that_style(self, draft: Any) -> None:
        draft("cs", {DAYS: ("{n} D", "{n} Dy", "{n} Dů")}, CZECH)
        found = [format_duration(Duration(days=n, hours=1), locale="cs") for n in (1, 3, 5, 22, 1_000_000)]
        assert found == [
            *("1 D a\xa01 hodina", "3 Dy a\xa01 hodina", "5 Dů a\xa01 hodina", "22 Dů a\xa01 hodina"),
            "1\xa0000\xa0000 Dů a\xa01 hodina",
        ]
        assert format_duration("P3D", locale="cs", style="short") == "3 dny"
        assert format_duration("P3D", locale="cs", translated=False) == "3 dny"

    def test_digits_take_the_short_words(self, draft: Any) -> None:
        draft("cs", {UNIT_MESSAGES["short"]["days"]: ("{n} D", "{n} Dy", "{n} Dů")}, CZECH)
        assert format_duration("P3DT1H", locale="cs", style="digital") == "3 Dy, 1:00:00"
        assert format_duration("P3D", locale="cs") == "3 dny"

    def test_a_number_may_stand_anywhere_or_nowhere(self, draft: Any) -> None:
        forms = ("none", "one", "a pair", "days: {n}", "{n} (days)", "{n}")
        draft("ar", {DAYS: forms}, ARABIC)
        found = [format_duration(Duration(days=n), units="days", locale="ar") for n in (0, 1, 2, 3, 11, 100)]
        assert found == ["none", "one", "a pair", "days: 3", "11 (days)", "100"]
        assert format_duration("-P3D", locale="ar") == "days: \u200e-3"

    def test_the_numbers_are_those_of_the_language(self, draft: Any) -> None:
        draft("fa", {DAYS: ("{n} D", "{n} Ds")}, "nplurals=2; plural=(n > 1);")
        assert format_duration("P7312D", locale="fa") == "۷٬۳۱۲ Ds"

    def test_a_plural_with_an_empty_form_is_left_to_cldr(self, draft: Any) -> None:
        draft("cs", {DAYS: ("{n} D", "", "{n} Dů")}, CZECH)
        assert [format_duration(Duration(days=n), locale="cs") for n in (1, 3, 5)] == [
            "1 den",
            "3 dny",
            "5 dnů",
        ]

    def test_a_territory_speaks_its_language_and_a_variant_does_not(self, draft: Any) -> None:
        draft("be", {DAYS: ("{n} Д", "{n} Ды", "{n} Дў")})
        assert format_duration("P3D", locale="be-BY") == "3 Ды"
        assert format_duration("P3D", locale="be@tarask") == "3 сутак"

    def test_braces_are_only_text(self, draft: Any) -> None:
        draft("be", {DAYS: ("{n} {0}", "{n} {0}{1}", "{n} {n}")})
        found = [format_duration(Duration(days=n, hours=1), locale="be") for n in (1, 3, 5)]
        # {0} and {1} are the script's holes: words that hold them are passed over for CLDR's.
        assert found == ["1 суткі 1 гадзіна", "3 сутак 1 гадзіна", "5 {n} 1 гадзіна"]


class TestLabels:
    """The words of boxes: the catalog's, else those of the unit, each with its number's form."""

    @pytest.mark.parametrize(
        ("code", "unit", "expected"),
        [
            ("en", "days", {1: "day", 0: "days", 2: "days", 21: "days"}),
            ("cs", "days", {1: "den", 2: "dny", 5: "dnů", 0: "dnů"}),
            ("ro", "hours", {1: "oră", 2: "ore", 21: "de ore"}),
            ("lv", "days", {0: "dienu", 1: "diena", 2: "dienas", 21: "diena"}),
            ("ka", "hours", {0: "საათი", 1: "საათი", 5: "საათი"}),
            ("zh_Hans", "days", {0: "天", 1: "天"}),
            ("ja", "months", {1: "か月"}),
            ("hu", "minutes", {1: "perc"}),
            ("sr_Latn", "weeks", {1: "nedelja", 3: "nedelje", 5: "nedelja"}),
        ],
    )
    def test_of_languages_without_a_catalog(self, code: str, unit: Any, expected: dict[int, str]) -> None:
        words = unit_formats(get_locale(code), "long")
        assert code not in available_locales()
        assert {n: words.labels[unit][words.index(n)] for n in expected} == expected

    def test_the_catalogs_go_before(self, draft: Any) -> None:
        draft(
            "be",
            {
                UNIT_LABELS["days"]: ("Д1", "Д2", "Д5"),
                DAYS: ("{n} a", "{n} b", "{n} c"),
                UNIT_MESSAGES["long"]["hours"]: ("{n} год-на", "{n} год-ны", "{n} год-н"),
            },
        )
        words = unit_formats(get_locale("be"), "long")
        assert [words.labels["days"][words.index(n)] for n in (1, 2, 5)] == ["Д1", "Д2", "Д5"]
        assert [words.labels["hours"][words.index(n)] for n in (1, 2, 5)] == ["год-на", "год-ны", "год-н"]
        assert [words.labels["weeks"][words.index(n)] for n in (1, 2, 5)] == ["тыдзень", "тыдні", "тыдняў"]

    def test_a_word_that_tells_its_number_is_no_label(self, draft: Any) -> None:
        draft("be", {})  # no catalog of Arabic: the words come from CLDR alone
        words = unit_formats(get_locale("ar"), "long")
        found = [words.labels["days"][words.index(n)] for n in (0, 1, 2, 3, 11, 100)]
        assert found == ["يوم", "يوم", "يوم", "أيام", "يومًا", "يوم"]
        hebrew = unit_formats(get_locale("he"), "long")
        assert [hebrew.labels["days"][hebrew.index(n)] for n in (1, 2, 3)] == ["יום", "ימים", "ימים"]


# --- plural forms -----------------------------------------------------------------------------------------

#: Cornish looks at the last five and six digits: 1000 to 20,000, 40,000, 100,000 … are "two" of their own.
NOT_COVERED = {"kw"}


def plural_rules() -> dict[str, tuple[BabelLocale, set[str]]]:
    """Every rule of CLDR, with one locale that has it and the languages that do."""
    rules: dict[str, tuple[BabelLocale, set[str]]] = {}
    for identifier in locale_identifiers():
        locale = BabelLocale.parse(identifier)
        _, languages = rules.setdefault(str(locale.plural_form), (locale, set()))
        languages.add(locale.language)
    return rules


class TestPluralTable:
    """The 200 small numbers and a million stand for every number of every language."""

    def test_every_language_of_cldr(self) -> None:
        millions = {
            k * 10**6 + d for k in (1, 2, 3, 5, 11, 21, 100, 101, 1000, 10**6) for d in range(-130, 131)
        }
        numbers = [*range(6001), *range(99_800, 100_201), *sorted(millions)]
        wrong: dict[str, list[int]] = {}
        rules = plural_rules()
        for locale, languages in rules.values():
            rule = locale.plural_form
            table = [rule(n) for n in (*range(200), 10**6)]
            if failed := [n for n in numbers if table[plural_index(n)] != rule(n)]:
                wrong |= dict.fromkeys(languages, failed)
        assert set(wrong) == NOT_COVERED
        assert wrong["kw"][:3] == [1000, 2000, 3000]
        assert len(rules) > 30
        assert sum(len(languages) for _, languages in rules.values()) > 200

    @pytest.mark.parametrize(
        "code", sorted({*available_locales(), "en", *"ka it pt_BR lv ro br mt cy ga gd sl".split()})
    )
    def test_the_words_of_a_locale_are_chosen_by_it(self, code: str) -> None:
        locale = get_locale(code)
        words = unit_formats(locale, "long")
        numbers = [*range(2001), 10**6, 10**6 + 1, 2 * 10**6, 10**9]
        # CLDR's category and the form of the catalog's own header, which may tell more numbers apart.
        own_forms = Translator(locale).own_forms
        pairs = {(words.index(n), (locale.cldr_data.plural_category(n), own_forms(n))) for n in numbers}
        assert len(pairs) == len({index for index, _ in pairs}) == len({kind for _, kind in pairs})
        assert len(words.plural) == 201
        assert {len(forms) for forms in (*words.patterns.values(), *words.labels.values())} == {len(pairs)}

    @pytest.mark.parametrize(
        ("count", "slot"),
        [(0, 0), (199, 199), (200, 100), (299, 199), (1001, 101), (999_999, 199), (1_000_001, 101)],
    )
    def test_where_a_number_is_found(self, count: int, slot: int) -> None:
        assert plural_index(count) == slot
        assert plural_index(3 * 10**6) == plural_index(10**6) == 200

    def test_millions_have_words_of_their_own(self) -> None:
        found = [format_duration(Duration(days=n), locale="br") for n in (100, 1001, 10**6, 10**6 + 7)]
        assert found == ["100 deiz", "1\xa0001 deiz", "1\xa0000\xa0000 a zeizioù", "1\xa0000\xa0007 deiz"]
