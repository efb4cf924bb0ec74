"""The alphabetical order of texts in a language.

Python has no collation, and code points put Čad after Zambija. Texts are compared here as the Unicode
Collation Algorithm (UTS #10) does: first the letters of the reader's alphabet, accents only where the letters
are the same, and case last. Unlike there, a text is compared word by word: hyphens separate words as spaces
do, and other punctuation, such as the apostrophe of В’етнам, is ignored. Chinese, Japanese, Thai and other
languages that need more than an alphabet are sorted by code point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container
from typing import TypeAlias

#: The letters of all languages in the order of CLDR's root collation, where that is not the order of code
#: points. "=" joins letters that count as the same. Other letters follow by code point, without accents.
_ROOT_ORDER = """
    a b c d=đ e ə f g h i ı j k l=ł m n o=ø p q r s t u v w x y z
    а ә ӕ б в г=ґ ғ ҕ д ђ ҙ е є ж җ з ѕ и і й ј к қ ҡ ҝ л љ м н ң ҥ њ о ө п р с ҫ т ћ у ү ұ ф х ҳ һ ц ч ҷ ҹ џ
    ш щ ъ ы ь э ю я ӏ
    א ב ג ד ה ו ז ח ט י כ=ך ל מ=ם נ=ן ס ע פ=ף צ=ץ ק ר ש ת
    ء آ أ ؤ إ ئ ا ب پ ة ت ث ٹ ج چ ح خ د ذ ڈ ر ز ڑ ژ س ش ص ض ط ظ ع غ ف ق ك ک گ ل م ن ں ه ھ ہ=ۂ ۃ و ى ي ی ے
"""
#: What a language's own alphabet changes: "c<č" puts č after c as a separate letter, and "i=y" sorts y
#: as i. From CLDR's collations; Tajik, which has none there, from its alphabet.
_TAILORINGS = {
    **dict.fromkeys(("bs", "hr", "sr"), "c<č<ć d<dž<đ l<lj n<nj s<š z<ž и=й"),
    **dict.fromkeys(("da", "nb", "nn", "no"), "y=ü z<æ=ä<ø=ö<å=aa"),
    "ar": "آ<ء=أ=ؤ=إ=ئ=ا ة=ت ى=ي",
    "az": "c<ç e<ə g<ğ h<x<ı k<q o<ö s<ş u<ü z<w",
    "be": "е<ё у<ў",
    "cs": "c<č h<ch r<ř s<š z<ž",
    "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
    "eo": "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fa": "آ<ا<ء=أ=إ=ؤ=ئ<ب ن<و<ه ک=ك ی=ى=ي",
    "fi": "y=ü z<å<ä=æ<ö=ø",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö=ő s<sz t<ty u<ü=ű z<zs",
    "is": "a<á d<ð e<é i<í o<ó u<ú y<ý z<þ<æ=ä<ö=ø<å",
    "kk": "е<ё ұ<ү ы<і",
    "ku": "c<ç e<ê i<î s<ş u<û",
    "ky": "е<ё",
    "lt": "c<č i=y s<š z<ž",
    "lv": "a<ā c<č e<ē g<ģ i<y<ī k<ķ l<ļ n<ņ s<š u<ū z<ž",
    "mk": "д<ѓ т<ћ<ќ",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș=ş t<ț=ţ",
    "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh",
    "sv": "y=ü z<å<ä=æ<ö=ø",
    "tg": "е<ё и<ӣ у<ӯ",
    "tk": "c<ç e<ä j<ž n<ň o<ö s<ş u<ü y<ý",
    "tr": "c<ç g<ğ h<ı o<ö s<ş u<ü",
    "uk": "г<ґ і<ї",
    "ur": "ا=أ<آ ب<بھ پ<پھ ت<تھ<ٹ<ٹھ<ث ج<جھ چ<چھ د<دھ<ڈ<ڈھ<ذ ر<رھ<ڑ<ڑھ ک<کھ گ<گھ ل<لھ م<مھ "
    "ن<نھ<ں<و=ؤ<ہ=ۂ<ۃ<ء<ی=ئ<ے",
    "uz": "z<oʻ=o‘<gʻ=g‘<sh<ch",  # CLDR writes some names with either mark
    "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
}
#: Letters that are sorted as two letters, unless the language's alphabet has them.
_LIGATURES = {"æ": "ae", "œ": "oe"}
#: Languages in which the capital of i is İ, and that of ı is I.
_DOTTED_I = frozenset({"az", "tr"})
#: Unicode's categories of characters that separate words.
_SEPARATORS = frozenset({"Pd", "Zs"})
#: Unicode's categories of letters, vowel signs and digits. A modifier such as ʼ is in none of them.
_LETTERS = frozenset({"Ll", "Lo", "Mc", "Mn", "Nd"})
#: Sorts before every letter.
_SEPARATOR_RANK = -1

#: A sort key: the ranks of the letters, then those of the accents, then the text itself.
CollationKey: TypeAlias = tuple[list[int], list[int], str]


def collation_key(language: str) -> Callable[[str], CollationKey]:
    """Return the function that gives the sort key of a text.

    Args:
        language: The language whose alphabet gives the order, such as ``be``.

    Returns:
        A function for the argument ``key`` of :func:`sorted`.

    Example:
        >>> sorted(["Зімбабвэ", "Іарданія", "Замбія"], key=collation_key("be"))
        ['Замбія', 'Зімбабвэ', 'Іарданія']
    """
    ranks = _ranks(language)
    digraphs = sorted((letter for letter in ranks if len(letter) > 1), key=len, reverse=True)
    token = re.compile("|".join([*digraphs, "."]), re.S)

    def key(text: str) -> CollationKey:
        letters: list[int] = []
        accents: list[int] = []
        folded = text.replace("I", "ı").replace("İ", "i") if language in _DOTTED_I else text
        for found in token.findall(unicodedata.normalize("NFC", folded.casefold())):
            parts = [found] if found in ranks else _decompose(_LIGATURES.get(found, found), ranks)
            for char in parts:
                category = unicodedata.category(char) if char not in ranks else ""
                if char in ranks:
                    letter, accent = ranks[char]
                elif category in _SEPARATORS and letters[-1:] != [_SEPARATOR_RANK]:
                    letter, accent = _SEPARATOR_RANK, 0
                elif category in _LETTERS and unicodedata.combining(char) in (0, 9):  # 9: a virama
                    letter, accent = len(ranks) + ord(char), 0
                else:
                    if category == "Mn":
                        accents.append(ord(char))
                    continue
                letters.append(letter)
                accents.append(accent)
        return letters, accents, text

    return key


def _decompose(letter: str, alphabet: Container[str]) -> list[str]:
    """Take a letter apart, except for the marks that make a letter of the alphabet: ậ is â and a dot."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    accents = []
    for mark in marks:
        composed = unicodedata.normalize("NFC", base + mark)
        if composed in alphabet:
            base = composed
        else:
            accents.append(mark)
    return [base, *accents]


def _ranks(language: str) -> dict[str, tuple[int, int]]:
    """Return letter -> its place in the language's alphabet, and its place among equal letters."""
    groups = [word.split("=") for word in _ROOT_ORDER.split()]
    for chain in _TAILORINGS.get(language, "").split():
        anchor, *steps = re.split("(?=[<=])", chain)
        for step in steps:
            letter = step[1:]
            groups = [[other for other in group if other != letter] for group in groups]
            at = next(index for index, group in enumerate(groups) if anchor in group)
            if step.startswith("="):
                groups[at].append(letter)
            else:
                groups.insert(at + 1, [letter])
            anchor = letter
    return {letter: (at, i) for at, group in enumerate(groups) for i, letter in enumerate(group)}
