"""Whole days are written as ICU with full data (Node) writes them, in the Gregorian calendar."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets.i18n import available_locales, get_locale
from solidarity_widgets.i18n.cldr.dates import format_day

from ..cldr.releases import ask_node, change, explain

pytestmark = pytest.mark.cldr


#: Taraškievica is not among them: no engine has its data.
CODES = sorted({*available_locales(), "en"} - {"be@tarask"})
#: Every month, its ends, leap days, and years of few digits.
DAYS = [date(2027, month, day) for month in range(1, 13) for day in (1, 4, 28)]
DAYS += [date(2013, 8, 4), date(2011, 8, 4), date(2028, 2, 29), date(2027, 12, 31), date(2100, 1, 1)]
ASK = """
const {locales, days} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answer = {};
for (const [code, tag] of Object.entries(locales)) {
    if (!Intl.DateTimeFormat.supportedLocalesOf(tag).length) continue;
    const format = new Intl.DateTimeFormat(tag, {dateStyle: "long", calendar: "gregory", timeZone: "UTC"});
    answer[code] = days.map(day => format.format(new Date(day)));
}
process.stdout.write(JSON.stringify(answer));
"""


@pytest.fixture(scope="module")
def icu() -> dict[str, list[str]]:
    locales = {code: get_locale(code).cldr.replace("_", "-") for code in CODES}
    locales["en"] = "en-001"  # plain English has the international order
    found: dict[str, list[str]] = ask_node(
        ASK, {"locales": locales, "days": [day.isoformat() for day in DAYS]}
    )
    return found


@pytest.mark.parametrize("code", sorted({*CODES} - {"fa", "tg"}))  # these have patterns of their own
def test_as_icu(icu: dict[str, list[str]], code: str) -> None:
    known = change(code, "date")
    different = []
    for day, icu_text in zip(DAYS, icu[code], strict=True):
        expected = re.sub("^1 ", "1er ", icu_text) if code == "fr" else icu_text
        if code == "pl":
            expected += " r."
        text = spaced(
            format_day(day, get_locale(code).cldr_data)
        )  # as V8 does where CLDR has a narrow no-break space
        if (known.to_icu(text) if known else text) != expected:
            different.append((code, "date", text, expected))
    assert not different, explain(different)


def spaced(text: str) -> str:
    return text.replace("\u202f", " ")


def test_taraskievica_has_its_own_words() -> None:
    """No engine has its data; three months differ from those of Belarusian."""
    for month, official, own in (
        (5, "4 мая 2027 г.", "4 траўня 2027 г."),
        (9, "4 верасня 2027 г.", "4 верасьня 2027 г."),
        (12, "4 снежня 2027 г.", "4 сьнежня 2027 г."),
    ):
        day = date(2027, month, 4)
        assert spaced(format_day(day, get_locale("be").cldr_data)) == official
        assert spaced(format_day(day, get_locale("be@tarask").cldr_data)) == own


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "4 August 2027"),
        ("en-US", "August 4, 2027"),
        ("en-GB", "4 August 2027"),
        ("be", "4 жніўня 2027 г."),
        ("uk", "4 серпня 2027 р."),
        ("ru", "4 августа 2027 г."),
        ("pl", "4 sierpnia 2027 r."),
        ("lt", "2027 m. rugpjūčio 4 d."),
        ("de", "4. August 2027"),
        ("fr", "4 août 2027"),
        ("es", "4 de agosto de 2027"),
        ("tg", "4 августи соли 2027"),
        ("he", "4 באוגוסט 2027"),
        ("ar", "4 أغسطس 2027"),
        ("ar-EG", "٤ أغسطس ٢٠٢٧"),
        ("fa", "۱۳ مرداد ۱۴۰۶ (۴ اوت ۲۰۲۷)"),
        ("fa-AF", "۱۳ اسد ۱۴۰۶ (۴ اگست ۲۰۲۷)"),
    ],
)
def test_days_to_read_by_eye(code: str, expected: str) -> None:
    assert spaced(format_day(date(2027, 8, 4), get_locale(code).cldr_data)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fr", "1er août 2027"),
        ("fr-CA", "1er août 2027"),
        ("tg", "1 августи соли 2027"),
        ("es", "1 de agosto de 2027"),
        ("en", "1 August 2027"),
    ],
)
def test_the_first_of_a_month(code: str, expected: str) -> None:
    assert format_day(date(2027, 8, 1), get_locale(code).cldr_data) == expected
    assert not format_day(date(2027, 8, 11), get_locale(code).cldr_data).startswith("1er")


def test_tajik_months_take_the_form_before_a_year() -> None:
    months = [format_day(date(2027, month, 21), get_locale("tg").cldr_data) for month in range(1, 13)]
    stems = "январ феврал март апрел май июн июл август сентябр октябр ноябр декабр".split()
    assert months == [f"21 {stem}и соли 2027" for stem in stems]


@given(st.dates(), st.sampled_from(CODES))
@settings(max_examples=150, deadline=None)
def test_any_day(day: date, code: str) -> None:
    """The day and the year as numbers, the month in a word, and no digits but the locale's own."""
    locale = get_locale(code)
    text = format_day(day, locale.cldr_data)
    if code == "fa" and "(" in text:
        text = text.partition("(")[2].removesuffix(")")
    assert sorted(map(int, re.findall(r"\d+", text))) == sorted([day.day, day.year])
    assert re.search(r"[^\W\d]{2}", text)
    assert locale.cldr_data.localize_digits(text) == text


@pytest.mark.parametrize(("code", "tag"), [("fa", "fa"), ("fa-AF", "fa-AF")])
def test_the_solar_calendar_is_that_of_icu(code: str, tag: str) -> None:
    """Every day of the turns of years and months until 2121, and every fifth day."""
    days = [date.fromordinal(n) for n in range(date(1925, 3, 21).toordinal(), date(2122, 3, 21).toordinal())]
    days = [day for day in days if day.day in (18, 19, 20, 21, 22, 23) or day.toordinal() % 5 == 0]
    ask = """
const {tag, days} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const format = new Intl.DateTimeFormat(tag, {dateStyle: "long", calendar: "persian", timeZone: "UTC"});
process.stdout.write(JSON.stringify(days.map(day => format.format(new Date(day)))));
"""
    expected = ask_node(ask, {"tag": tag, "days": [day.isoformat() for day in days]})
    data = get_locale(code).cldr_data
    assert [format_day(day, data).partition(" (")[0] for day in days] == expected


def test_days_outside_the_solar_calendar_are_gregorian_only() -> None:
    for day in (date(1, 1, 1), date(1900, 1, 1), date(9999, 12, 31)):
        text = format_day(day, get_locale("fa").cldr_data)
        assert "(" not in text
        assert text.endswith(get_locale("fa").cldr_data.localize_digits(str(day.year)))
