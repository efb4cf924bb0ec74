"""Whole percents are those of ICU with full data (Node), in every locale of CLDR."""

from __future__ import annotations

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets.i18n import available_locales, get_locale
from solidarity_widgets.i18n.cldr import cldr_data

from ..cldr.releases import ask_node, change, explain

pytestmark = pytest.mark.cldr


PERCENTS = [*range(101)]
#: Ours are checked whole; of CLDR's other locales the ends and a number between.
CODES = sorted({*available_locales(), "en"})
#: Where ICU has other signs, spaces or digits than Babel in every release: none has a catalog.
DIFFERENT = {"az_Arab", "blo", "ckb", "mni_Mtei", "sat_Deva"}
ASK = """
const {locales, percents} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answer = {};
for (const [code, tag] of Object.entries(locales)) {
    if (!Intl.NumberFormat.supportedLocalesOf(tag).length) continue;
    const format = new Intl.NumberFormat(tag, {style: "percent", maximumFractionDigits: 0});
    answer[code] = percents.map(percent => format.format(percent / 100));
}
process.stdout.write(JSON.stringify(answer));
"""


def asked(locales: dict[str, str], percents: list[int]) -> dict[str, list[str]]:
    """What Node answers."""
    found: dict[str, list[str]] = ask_node(ASK, {"locales": locales, "percents": percents})
    return found


@pytest.fixture(scope="module")
def icu() -> dict[str, list[str]]:
    return asked({code: get_locale(code).cldr.replace("_", "-") for code in CODES}, PERCENTS)


@pytest.mark.parametrize("code", CODES)
def test_as_icu(icu: dict[str, list[str]], code: str) -> None:
    data = get_locale(code).cldr_data
    # No engine has Taraškievica; CLDR gives it the numbers of Belarusian.
    assert [data.format_percent(percent) for percent in PERCENTS] == icu[code]


def test_every_locale_of_cldr() -> None:
    expected = asked({code: code.replace("_", "-") for code in sorted(locale_identifiers())}, [0, 73, 100])
    assert len(expected) > 800
    different = []
    for code, texts in expected.items():
        found = [cldr_data(code).format_percent(percent) for percent in (0, 73, 100)]
        known = change(code, "percent") or any(f"{code}_".startswith(f"{other}_") for other in DIFFERENT)
        if found != texts and not known:
            different.append((code, "percent", found, texts))
    assert not different, explain(different)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", ["0%", "73%", "100%"]),
        ("be", ["0\xa0%", "73\xa0%", "100\xa0%"]),
        ("de", ["0\xa0%", "73\xa0%", "100\xa0%"]),
        ("fr", ["0\xa0%", "73\xa0%", "100\xa0%"]),
        ("fa", ["۰٪", "۷۳٪", "۱۰۰٪"]),
        ("ar-EG", ["٠٪\u061c", "٧٣٪\u061c", "١٠٠٪\u061c"]),
        ("tr", ["%0", "%73", "%100"]),
        ("eu", ["%\xa00", "%\xa073", "%\xa0100"]),
    ],
)
def test_percents_to_read_by_eye(code: str, expected: list[str]) -> None:
    assert [get_locale(code).cldr_data.format_percent(percent) for percent in (0, 73, 100)] == expected


@given(st.sampled_from(CODES), st.integers(0, 100))
@settings(max_examples=100, deadline=None)
def test_the_number_is_the_locales_own(code: str, percent: int) -> None:
    data = get_locale(code).cldr_data
    pattern = data.percent_pattern
    assert pattern.count("{0}") == 1
    before, after = pattern.split("{0}")
    assert data.format_percent(percent) == f"{before}{data.format_number(percent)}{after}"
