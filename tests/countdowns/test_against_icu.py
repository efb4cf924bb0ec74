"""Durations in CLDR's words are, to the character, what ``Intl.DurationFormat`` of Node with full ICU says.

Node and Babel may have different releases of CLDR. What differs for that reason is in ``cldr/changes.toml``,
and nothing else may differ. ``test_words.py`` has the catalogs' own words, which go before CLDR's.
"""

from __future__ import annotations

from typing import Any

import pytest

from solidarity_widgets.countdowns import UNITS, Duration, format_duration
from solidarity_widgets.i18n import available_locales, get_locale

from ..cldr.releases import ask_node, change, explain

pytestmark = pytest.mark.cldr


#: No engine has Taraškievica; it is written out in test_words.py.
SHIPPED = {*available_locales(), "en"} - {"be@tarask"}
OTHERS = (
    "ka hy az kk ky uz lv et es_419 pt_BR pt_PT cs it tr zh_Hans zh_Hant ja ur hi bn sr sr_Latn ro hu bg tg "
    "ar_EG uz_Cyrl be_BY en_GB"
)
CODES = sorted({*SHIPPED, *OTHERS.split()})
STYLES = ("long", "short", "narrow", "digital")
WORDS = STYLES[:3]
NUMBERS = (1, 2, 5, 11, 21, 22, 25, 100, 1001, 1_000_000)
Counts = dict[str, int]


def mixed() -> list[Counts]:
    """Every run of two to seven adjacent units, and some with gaps; the numbers go round."""
    durations = []
    for size in range(2, 8):
        for first in range(8 - size):
            units = UNITS[first : first + size]
            durations.append(
                {unit: NUMBERS[(size * 3 + first + i * 7) % len(NUMBERS)] for i, unit in enumerate(units)}
            )
    return [
        *durations,
        {"years": 2, "days": 11, "minutes": 5},
        {"months": 8, "days": 12},
        {"weeks": 1, "hours": 25},
        {"days": 2, "seconds": 2},
        {"years": 1, "seconds": 1},
        {"hours": 1, "seconds": 9},
        {"years": 3, "months": 3, "weeks": 3, "days": 3, "hours": 3, "minutes": 3, "seconds": 3},
    ]


SINGLE: list[Counts] = [{unit: number} for unit in UNITS for number in NUMBERS]
MIXED = mixed()
NEGATIVE = [{unit: -number for unit, number in counts.items()} for counts in (*SINGLE, *MIXED)]
DURATIONS: list[Counts] = [*SINGLE, *MIXED, *NEGATIVE]

ASK = """
const {locales, styles, words, durations, units} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answer = {};
for (const [code, tag] of Object.entries(locales)) {
    const found = answer[code] = {known: Intl.DurationFormat.supportedLocalesOf(tag).length === 1};
    for (const style of styles) {
        const format = new Intl.DurationFormat(tag, {style});
        found[style] = durations.map(duration => format.format(duration));
        found["zero " + style] = units.map(unit => format.format({[unit]: 0}));
    }
    for (const style of words)
        found["shown zero " + style] = units.map(unit =>
            new Intl.DurationFormat(tag, {style, [unit + "Display"]: "always"}).format({[unit]: 0}));
    const clock = {style: "digital", secondsDisplay: "auto"};
    found.clock = durations.map(({seconds, ...rest}) =>
        Object.keys(rest).length ? new Intl.DurationFormat(tag, clock).format(rest) : "");
}
process.stdout.write(JSON.stringify(answer));
"""


#: Which unit patterns and which list patterns a style is made of.
PARTS = {
    "long": ("long", "list unit"),
    "short": ("short", "list unit-short"),
    "narrow": ("narrow", "list unit-narrow"),
    "digital": ("short", "list unit-short"),
}


@pytest.fixture(scope="session")
def icu() -> dict[str, dict[str, Any]]:
    """What Node says, asked once."""
    question = {
        "locales": {code: get_locale(code).cldr.replace("_", "-") for code in CODES},
        "styles": STYLES,
        "words": WORDS,
        "durations": DURATIONS,
        "units": UNITS,
    }
    found: dict[str, dict[str, Any]] = ask_node(ASK, question)
    return found


def as_icu_says(text: str, code: str, style: str) -> str:
    """A text of Babel's, with the pieces that changed between the two releases."""
    for unit in UNITS:
        known = change(code, f"unit {unit.removesuffix('s')} {PARTS[style][0]}")
        text = known.to_icu(text) if known else text
    return text


def test_the_engine_knows_every_locale_and_is_the_one_it_should_be(icu: dict[str, dict[str, Any]]) -> None:
    """An engine with partial data answers in English, and would make every comparison below worthless."""
    assert {code for code in CODES if not icu[code]["known"]} == set()
    two_days = DURATIONS.index({"days": 2})
    assert [icu[code]["long"][two_days] for code in ("be", "ka", "kk")] == ["2 сутак", "2 დღე", "2 күн"]
    assert {get_locale(code).cldr for code in CODES} >= {"be", "ka", "es_419", "zh_Hant", "sr_Latn", "ar_EG"}
    assert len(DURATIONS) > 190


@pytest.mark.parametrize("style", STYLES)
class TestIntl:
    """Every unit with every number, and mixtures of two to seven units, both signs."""

    @pytest.mark.parametrize("code", CODES)
    def test_durations(self, icu: dict[str, dict[str, Any]], code: str, style: Any) -> None:
        found = [
            format_duration(Duration(**counts), style=style, locale=code, translated=False)
            for counts in DURATIONS
        ]
        item = PARTS[style][1]
        different = [
            (code, f"{style} duration", text, expected)
            for counts, text, expected in zip(DURATIONS, found, icu[code][style], strict=True)
            if as_icu_says(text, code, style) != expected and not (len(counts) > 1 and change(code, item))
        ]
        assert not different, explain(different)

    def test_naming_its_own_units_changes_nothing(self, style: Any, subtests: pytest.Subtests) -> None:
        for code in CODES:
            with subtests.test(code):
                for counts in MIXED:
                    units = UNITS[min(map(UNITS.index, counts)) :]
                    plain = format_duration(Duration(**counts), style=style, locale=code, translated=False)
                    if style == "digital":
                        units = tuple(unit for unit in UNITS if unit in units or unit in UNITS[4:])
                    named = format_duration(
                        Duration(**counts), style=style, units=list(units), locale=code, translated=False
                    )
                    assert named == plain

    def test_nothing(self, icu: dict[str, dict[str, Any]], style: Any, subtests: pytest.Subtests) -> None:
        """Intl says nothing about nothing; we say the smallest unit, as Intl does when told to show it."""
        for code in CODES:
            with subtests.test(code):
                asked = {"style": style, "locale": code, "translated": False}
                if style == "digital":
                    assert icu[code]["zero digital"] == [format_duration("P0D", **asked)] * 7
                    continue
                assert icu[code][f"zero {style}"] == [""] * 7
                for unit, expected in zip(UNITS, icu[code][f"shown zero {style}"], strict=True):
                    assert as_icu_says(format_duration("P0D", units=unit, **asked), code, style) == expected
                    larger = format_duration("P0D", units=UNITS[: UNITS.index(unit) + 1], **asked)
                    assert larger == format_duration("P0D", units=unit, **asked)
                assert format_duration("P0D", **asked) == icu[code][f"shown zero {style}"][-1]


@pytest.mark.parametrize("code", CODES)
def test_a_clock_without_seconds(icu: dict[str, dict[str, Any]], code: str) -> None:
    """Digits cut below the minutes are Intl's digits for what is left."""
    units = UNITS[:-1]
    compared = 0
    for counts, expected in zip(DURATIONS, icu[code]["clock"], strict=True):
        if expected and counts.keys() != {"seconds"}:
            found = format_duration(
                Duration(**counts), style="digital", units=units, locale=code, translated=False
            )
            assert found == expected, counts
            compared += 1
    assert compared > 170
