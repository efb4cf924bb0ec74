"""Graphemes are those of the ``regex`` package's ``\\X``; a cut never falls inside one."""

import sys
import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets.graphemes import count_graphemes, graphemes, truncate


def clusters(text: str) -> list[str]:
    return regex.findall(r"\X", text)


EMOJI = (
    "✊✊🏽🕊❤\ufe0f🏳\ufe0f\u200d🌈👨\u200d👩\u200d👧\u200d👦👩🏿\u200d❤\ufe0f\u200d💋\u200d👨🏻🇧🇾🇺🇦1\ufe0f\u20e3"
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
)
SAMPLES = {
    "two joiners join nothing": "✊\u200d\u200d🌈 ✊\u200d\u0301🌈 ✊\u0301\u200d🌈",
    "Belarusian": "Жыве Беларусь! э\u0301ўі́",
    "Ukrainian": "ї й и\u0306 ґ",
    "Lithuanian": "ė\u0301 i\u0307\u0301 Ūū",
    "Polish": "Zażółć gęślą jaźń",
    "Arabic": "حُقُوقُ الإِنْسَانِ لَا\u0670",
    "Persian": "می\u200cخواهم آزادی\u200c",
    "Hebrew": "שָׁלוֹם עֲלֵיכֶם\u05c3",
    "Devanagari": "क्षत्रिय क\u094d\u200dष क\u094d\u200cष स्त्री नि",
    "Bengali": "ক্ষ স্ত্রী কি\u09cd",
    "Gujarati": "ક્ષ ત્ર",
    "Odia": "କ୍ଷ",
    "Telugu": "క్ష త్రి",
    "Malayalam": "ക്ഷ സ്ത്രീ",
    "Tamil": "க்ஷ நி கொ",
    "Burmese": "က္က မြန်မာ သြ",
    "Khmer": "ក្រុង ស្ត្រី",
    "Thai": "ที่นี่ น้ำ กำ",
    "Lao": "ນ້ຳ",
    "Korean": "각 \u1100\u1161\u11a8 가\u11a8 \u1100\u1100\u1161",
    "Chinese": "自由\u3000与正义",
    "Georgian": "თავისუფლება",
    "Armenian": "Ազատություն",
    "emoji": EMOJI,
    "odd flags": "🇧🇾🇺🇦🇵 🇧🇾\u0301🇧",
    "Zalgo": "Z\u0351\u036b\u0343a\u034f\u0321lgo",
    "control": "a\r\nb\n\rc\u200b\u2028\u0301",
    "number signs": "\u0600\u0661\u0662 \u06dd1",
    "nothing": "",
}


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES.keys())
def test_real_words(text: str) -> None:
    assert list(graphemes(text)) == clusters(text)
    assert count_graphemes(text) == len(clusters(text))


#: A virama always after its consonant: UAX #29 and ICU let it join only there, ``regex`` everywhere.
STACKERS = ("क\u094d", "ক\u09cd", "ક\u0acd", "ക\u0d4d", "က\u1039", "ក\u17d2")
LETTERS = {*"".join(SAMPLES.values()), "\u0301", "a"} - set(
    "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2"
)
ALPHABET = st.sampled_from([*sorted(LETTERS), *STACKERS])


@given(st.lists(ALPHABET, max_size=12).map("".join))
@settings(max_examples=1500, deadline=None)
def test_any_mixture_of_those_words_letters(text: str) -> None:
    assert list(graphemes(text)) == clusters(text)


def test_every_character_python_knows_beside_a_letter_and_a_mark() -> None:
    different = [
        f"U+{code:04X}"
        for code in range(sys.maxunicode + 1)
        if (char := chr(code)).isprintable() or unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Zs")
        for text in [f"a{char}\u0301{char}"]
        if list(graphemes(text)) != clusters(text)
    ]
    assert different == []


LONG = "Вызваліце ўсіх палітвязняў 🇧🇾 зараз жа"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 5, ""),
        ("", 0, ""),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("abcd", 1, "…"),
        ("abcd", 0, ""),
        ("abcd", -7, ""),
        ("👨\u200d👩\u200d👧👨\u200d👩\u200d👧", 2, "👨\u200d👩\u200d👧👨\u200d👩\u200d👧"),
        ("👨\u200d👩\u200d👧👨\u200d👩\u200d👧🇧🇾", 2, "👨\u200d👩\u200d👧…"),
        ("Free all political prisoners", 28, "Free all political prisoners"),
        ("Free all political prisoners", 27, "Free all political…"),
        ("Free all political prisoners", 18, "Free all politica…"),
        ("Free all political prisoners", 15, "Free all…"),
        ("Free politicalprisoners", 20, "Free politicalpriso…"),
        ("a  b  c  d  e", 9, "a  b  c…"),
        (LONG, count_graphemes(LONG), LONG),
        (LONG, 31, "Вызваліце ўсіх палітвязняў 🇧🇾…"),
    ],
)
def test_a_text_is_shortened_between_words(text: str, limit: int, expected: str) -> None:
    assert truncate(text, limit) == expected


@given(st.lists(ALPHABET, max_size=40).map("".join), st.integers(-1, 30))
@settings(max_examples=500, deadline=None)
def test_a_shortened_text_fits_and_begins_like_the_text(text: str, limit: int) -> None:
    short = truncate(text, limit)
    assert count_graphemes(short) <= max(limit, 0)
    if short != text:
        assert count_graphemes(text) > limit
        kept = list(graphemes(short.removesuffix("…")))
        assert list(graphemes(text))[: len(kept)] == kept
        assert limit <= 0 or short.endswith("…")
