"""Numbers, lists and units are those of ICU with full data (Node), which the four corrections make Babel's.

Node and Babel may have different releases of CLDR. What differs for that reason is in ``cldr/changes.toml``;
what ICU does in code and not in data is listed here with its reason. Nothing else may differ.
"""

from __future__ import annotations

from typing import Any

import pytest
from babel.localedata import locale_identifiers

from solidarity_widgets.i18n import Locale, available_locales, get_locale
from solidarity_widgets.i18n.cldr import ListStyle, UnitStyle, cldr_data
from solidarity_widgets.i18n.cldr.lists import join_list

from ..cldr.releases import ask_node, change, explain

pytestmark = pytest.mark.cldr


NUMBERS = [
    *(0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 19, 20, 21, 22, 25, 99, 100, 101, 102, 111, 121, 999, 1000, 1001),
    *(1234, 7312, 9999, 10000, 10001, 12345, 99999, 100000, 123456, 1000000, 1234567, 12345678, 10**9),
    *(-1, -2, -5, -1001, -12345),
]
ITEMS = ["VK", "MAX", "Жывы Журнал", "X", "{0}"]
LISTS: dict[ListStyle, tuple[str, str]] = {
    "standard": ("conjunction", "long"),
    "or": ("disjunction", "long"),
    "unit": ("unit", "long"),
    "unit-short": ("unit", "short"),
    "unit-narrow": ("unit", "narrow"),
}
UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
STYLES: tuple[UnitStyle, ...] = ("long", "short", "narrow")
CODES = sorted(
    {
        *(available_locales() - {"be@tarask"}),  # no engine has it: below
        *(
            "en",
            "ka",
            "hy",
            "tg",
            "az",
            "kk",
            "ky",
            "uz",
            "ur",
            "it",
            "lv",
            "et",
            "es",
            "pt_PT",
            "bg",
            "ar_EG",
        ),
        *(
            "mr",
            "bn",
            "my",
            "cs",
            "pt_BR",
            "ro",
            "tr",
            "zh_Hans",
            "zh_Hant",
            "es_419",
            "uz@cyrillic",
            "sr@latin",
        ),
    }
)
#: In every release.
DIFFERENCES = {
    ("he", "list standard"): 'ICU itself writes "ו-" before letters that are not Hebrew; the data say "ו"',
}
ASK = """
const {locales, numbers, items, lists, units, styles} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answer = {};
for (const [code, tag] of Object.entries(locales)) {
    const found = answer[code] = {};
    const rules = new Intl.PluralRules(tag);
    found.known = Intl.NumberFormat.supportedLocalesOf(tag).length === 1;
    found.number = numbers.map(n => new Intl.NumberFormat(tag).format(n));
    found.plural = numbers.map(n => rules.select(Math.abs(n)));
    for (const [name, [type, style]] of Object.entries(lists)) {
        const list = new Intl.ListFormat(tag, {type, style});
        found["list " + name] = [...items, ""].map((_, count) => list.format(items.slice(0, count)));
    }
    for (const unit of units) for (const unitDisplay of styles) {
        const format = new Intl.NumberFormat(tag, {style: "unit", unit, unitDisplay});
        found[`unit ${unit} ${unitDisplay}`] = numbers.map(n => format.format(n));
    }
}
process.stdout.write(JSON.stringify(answer));
"""


GROUPS = """
const answer = {};
for (const code of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
    const tag = code.replaceAll("_", "-");
    if (!Intl.NumberFormat.supportedLocalesOf(tag).length) continue;
    const groups = n => new Intl.NumberFormat(tag).formatToParts(n).some(part => part.type === "group");
    answer[code] = groups(1001) ? 1 : groups(10001) ? 2 : 0;
}
process.stdout.write(JSON.stringify(answer));
"""


def ours(locale: Locale) -> dict[str, list[str]]:
    """What the library says, under the names that the question to ICU uses."""
    data = locale.cldr_data
    numbers = [data.format_number(n) for n in NUMBERS]
    categories = [data.plural_category(n) for n in NUMBERS]
    found = {"number": numbers, "plural": categories}
    for name in LISTS:
        found[f"list {name}"] = [data.format_list(ITEMS[:n], name) for n in range(len(ITEMS) + 1)]
    for unit in UNITS:
        for style in STYLES:
            patterns = data.unit_patterns(unit, style)
            found[f"unit {unit} {style}"] = [
                patterns.get(category, patterns["other"]).replace("{0}", number)
                for category, number in zip(categories, numbers, strict=True)
            ]
    return found


@pytest.fixture(scope="module")
def icu() -> dict[str, dict[str, Any]]:
    question = {
        "locales": {code: get_locale(code).cldr.replace("_", "-") for code in CODES},
        "numbers": NUMBERS,
        "items": ITEMS,
        "lists": LISTS,
        "units": UNITS,
        "styles": STYLES,
    }
    found: dict[str, dict[str, Any]] = ask_node(ASK, question)
    return found


@pytest.mark.parametrize("code", CODES)
def test_as_icu(icu: dict[str, dict[str, Any]], code: str) -> None:
    expected = icu[code]
    assert expected.pop("known"), f"Node has no data for {code}"
    found = ours(get_locale(code))
    assert expected.keys() == found.keys()
    different, stale = [], []
    for item, texts in found.items():
        known = change(get_locale(code).cldr, item)
        if texts == expected[item]:
            stale += [known] if known else []
        elif known and known.before:
            different += [
                (code, item, text, other)
                for text, other in zip(texts, expected[item], strict=True)
                if known.to_icu(text) != other
            ]
        elif not known and (code, item) not in DIFFERENCES:
            pairs = zip(texts, expected[item], strict=True)
            different.append((code, item, *next(pair for pair in pairs if pair[0] != pair[1])))
    assert not different, explain(different)
    assert not stale, f"Babel and ICU say the same, so these are no changes: {stale}"


def test_taraskievica_has_its_own_words() -> None:
    official, own = ours(get_locale("be")), ours(get_locale("be@tarask"))
    assert {what for what in own if own[what] != official[what]} == {
        *("unit second long", "unit second short", "unit minute short", "unit hour short", "unit day short"),
        *("unit week short", "unit week narrow"),
    }
    assert own["unit second long"][1] == "1 сэкунда"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("be", ["0", "999", "1001", "9999", "10\xa0001", "1\xa0234\xa0567", "-1001"]),
        ("be@tarask", ["0", "999", "1001", "9999", "10\xa0001", "1\xa0234\xa0567", "-1001"]),
        ("en", ["0", "999", "1,001", "9,999", "10,001", "1,234,567", "-1,001"]),
        ("ru", ["0", "999", "1\xa0001", "9\xa0999", "10\xa0001", "1\xa0234\xa0567", "-1\xa0001"]),
        ("fr", ["0", "999", "1\u202f001", "9\u202f999", "10\u202f001", "1\u202f234\u202f567", "-1\u202f001"]),
        ("lt", ["0", "999", "1\xa0001", "9\xa0999", "10\xa0001", "1\xa0234\xa0567", "−1\xa0001"]),
        ("fa", ["۰", "۹۹۹", "۱٬۰۰۱", "۹٬۹۹۹", "۱۰٬۰۰۱", "۱٬۲۳۴٬۵۶۷", "\u200e−۱٬۰۰۱"]),
        ("ar", ["0", "999", "1,001", "9,999", "10,001", "1,234,567", "\u200e-1,001"]),
        ("ar-EG", ["٠", "٩٩٩", "١٬٠٠١", "٩٬٩٩٩", "١٠٬٠٠١", "١٬٢٣٤٬٥٦٧", "\u061c-١٬٠٠١"]),
        ("mr", ["०", "९९९", "१,००१", "९,९९९", "१०,००१", "१२,३४,५६७", "-१,००१"]),
    ],
)
def test_numbers_to_read_by_eye(code: str, expected: list[str]) -> None:
    numbers = (0, 999, 1001, 9999, 10001, 1234567, -1001)
    assert [get_locale(code).cldr_data.format_number(n) for n in numbers] == expected


def test_every_digit_is_turned() -> None:
    assert cldr_data("fa").localize_digits("0123456789 х ٣") == "۰۱۲۳۴۵۶۷۸۹ х ٣"
    assert cldr_data("ar_EG").localize_digits("0123456789") == "٠١٢٣٤٥٦٧٨٩"
    assert cldr_data("be").localize_digits("0123456789") == "0123456789"


def test_every_locale_of_cldr_groups_as_icu_does() -> None:
    least = ask_node(GROUPS, sorted(locale_identifiers()))
    assert len(least) > 800
    # Ewe and POSIX never group, which is a matter of their patterns.
    found = {code: cldr_data(code).minimum_grouping for code, digits in least.items() if digits}
    assert found == {code: digits for code, digits in least.items() if digits}
    assert {code for code, digits in least.items() if not digits} <= {"ee", "ee_GH", "ee_TG", "en_US_POSIX"}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a & b"),
        (["a", "b", "c"], "[a] b, c."),
        (["a", "b", "c", "d", "e"], "[a] b; c; d, e."),
        (["{1}", "{0}"], "{1} & {0}"),
        (["{0}", "{1}", "{0}{1}"], "[{0}] {1}, {0}{1}."),
    ],
)
def test_joining_by_patterns(items: list[str], expected: str) -> None:
    patterns = {"2": "{0} & {1}", "start": "[{0}] {1}", "middle": "{0}; {1}", "end": "{0}, {1}."}
    assert join_list(items, patterns) == expected
    assert join_list(iter(items), patterns) == expected


def test_every_locale_has_every_list_and_unit() -> None:
    for code in CODES:
        data = get_locale(code).cldr_data
        for list_style in LISTS:
            patterns = data.list_patterns[list_style]
            assert sorted(patterns) == ["2", "end", "middle", "start"]
            assert all("{0}" in pattern and "{1}" in pattern for pattern in patterns.values())
        for unit in UNITS:
            assert all("other" in data.unit_patterns(unit, style) for style in STYLES)
