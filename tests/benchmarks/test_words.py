"""What a countdown's text costs against Babel's own functions, and that a language is read only once.

Run with ``-m benchmark``. Absolute times are not asserted, for they are the machine's.
"""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest
from babel import Locale as BabelLocale
from babel.lists import format_list
from babel.units import format_unit

from solidarity_widgets.countdowns import Duration, countdown, format_duration

pytestmark = pytest.mark.benchmark

COUNTS = {"days": 12, "hours": 3, "minutes": 21, "seconds": 45}
UNITS = " ".join(COUNTS)
DURATION = Duration(**COUNTS)
TEXTS = {
    "en": "12 days, 3 hours, 21 minutes, 45 seconds",
    "be": "12 дзён 3 гадзіны 21 хвіліна 45 секунд",
    "ru": "12 дней 3 часа 21 минута 45 секунд",
    "ar": "12 يومًا، و3 ساعات، و21 دقيقة، و45 ثانية",
}


def ours(code: str) -> str:
    """Four units in words, as a page asks for them."""
    return format_duration(DURATION, units=UNITS, locale=code)


def babels(locale: BabelLocale) -> str:
    """The same with Babel, whose locale is parsed beforehand; of many others it knows no list of four."""
    parts = [
        format_unit(count, f"duration-{unit.removesuffix('s')}", "long", locale=locale)
        for unit, count in COUNTS.items()
    ]
    return format_list(parts, style="unit", locale=locale)


@pytest.mark.parametrize("code", TEXTS)
def test_four_units_cost_a_quarter_of_babels(ratio: Any, code: str) -> None:
    locale = BabelLocale.parse(code)
    assert ours(code) == TEXTS[code]
    assert babels(locale).count(" ") >= 3
    assert ratio(f"four units, {code}", lambda: ours(code), lambda: babels(locale)) <= 0.25


def test_a_text_of_iso_costs_no_more_than_babels(ratio: Any) -> None:
    """A template has no Duration, so its text is read in each call."""
    locale = BabelLocale.parse("be")
    call = lambda: format_duration("P12DT3H21M45S", units=UNITS, locale="be")  # noqa: E731
    assert call() == TEXTS["be"]
    assert ratio("four units from ISO 8601, be", call, lambda: babels(locale)) <= 1


def test_a_whole_widget(ratio: Any) -> None:
    """Reading the target, counting, the words, the data for the script, and the HTML."""

    def call() -> str:
        return str(countdown("2027-08-04", zone="Europe/Minsk", units=UNITS, now="2026-11-22", locale="be"))

    locale = BabelLocale.parse("be")
    assert "Засталося: 255 дзён" in call()
    assert ratio("a countdown's HTML against Babel's four units", call, lambda: babels(locale)) <= 20


@pytest.mark.parametrize("code", ["be", "fa", "ka"])
def test_a_language_is_read_once(fresh: Any, code: str) -> None:
    prepared = f"""
from solidarity_widgets.countdowns import Duration, format_duration
duration = Duration(days=12, hours=3, minutes=21, seconds=45)
def call():
    return format_duration(duration, locale={code!r})
"""
    first, *later = fresh(prepared, 200)
    print(f"\nfirst words in {code}: {first / 1000:.0f} µs, later {median(later) / 1000:.1f} µs")
    assert median(later) < first / 100


def test_a_second_language_pays_for_itself_only(fresh: Any) -> None:
    """After all the rest was read for one language, another costs less than the first did."""
    prepared = """
from itertools import chain, repeat
from solidarity_widgets.countdowns import format_duration
codes = chain(["pl", "be"], repeat("pl"))
def call():
    return format_duration("P12DT3H21M45S", locale=next(codes))
"""
    first, second, *later = fresh(prepared, 100)
    print(
        f"\nfirst {first / 1000:.0f} µs, second {second / 1000:.0f} µs, later {median(later) / 1000:.1f} µs"
    )
    assert second < first
    assert median(later) < second / 50
