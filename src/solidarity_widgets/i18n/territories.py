"""Countries and territories: their ISO 3166-1 codes, their names of CLDR, and the order of a list of them.

Python has no collation, and code points put Čad behind Zambija, so names are compared here as the Unicode
Collation Algorithm does (UTS #10): letters of the reader's alphabet first, accents only where the letters
are the same, case last. Unlike there a list is read word by word: hyphens part words as spaces do, and
other punctuation, such as the apostrophe of В’етнам, counts for nothing. Chinese, Japanese, Thai and others
that need more than an alphabet come by code point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n.locales import SOURCE_LOCALE, Locale
from solidarity_widgets.i18n.numbers import babel_locale

#: Two-letter codes that CLDR names and ISO 3166-1 does not assign: those reserved for islands and unions, and
#: CLDR's own. XK is not assigned either, but is what Kosovo goes by.
_NOT_ASSIGNED = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
_CODE = re.compile("[A-Z]{2}")

#: The letters of all languages in the order of CLDR's root collation, where that is not the order of code
#: points; "=" joins what counts as the same letter. Other letters follow by code point, without accents.
_ROOT_ORDER = """
    a b c d=đ e ə f g h i ı j k l=ł m n o=ø p q r s t u v w x y z
    а ә ӕ б в г=ґ ғ ҕ д ђ ҙ е є ж җ з ѕ и і й ј к қ ҡ ҝ л љ м н ң ҥ њ о ө п р с ҫ т ћ у ү ұ ф х ҳ һ ц ч ҷ ҹ џ
    ш щ ъ ы ь э ю я ӏ
    א ב ג ד ה ו ז ח ט י כ=ך ל מ=ם נ=ן ס ע פ=ף צ=ץ ק ר ש ת
    ء آ أ ؤ إ ئ ا ب پ ة ت ث ٹ ج چ ح خ د ذ ڈ ر ز ڑ ژ س ش ص ض ط ظ ع غ ف ق ك ک گ ل م ن ں ه ھ ہ=ۂ ۃ و ى ي ی ے
"""
#: What a language's own alphabet changes: "c<č" puts č after c as a letter of its own, "i=y" makes y count
#: as i. From CLDR's collations; Tajik, which has none there, from its alphabet.
_TAILORINGS = {
    **dict.fromkeys(("bs", "hr", "sr"), "c<č<ć d<dž<đ l<lj n<nj s<š z<ž и=й"),
    **dict.fromkeys(("da", "nb", "nn", "no"), "y=ü z<æ=ä<ø=ö<å=aa"),
    "ar": "آ<ء=أ=ؤ=إ=ئ=ا ة=ت ى=ي",
    "az": "c<ç e<ə g<ğ h<x<ı k<q o<ö s<ş u<ü z<w",
    "be": "е<ё у<ў",
    "cs": "c<č h<ch r<ř s<š z<ž",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fa": "آ<ا<ء=أ=إ=ؤ=ئ<ب ن<و<ه ک=ك ی=ى=ي",
    "fi": "y=ü z<å<ä=æ<ö=ø",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö=ő s<sz t<ty u<ü=ű z<zs",
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
}
#: Letters that are written out, unless the language's alphabet has them.
_LIGATURES = {"æ": "ae", "œ": "oe"}
#: Languages whose capital of i is İ, and of ı is I.
_DOTTED_I = frozenset({"az", "tr"})
#: Unicode's categories of what parts words.
_SEPARATORS = frozenset({"Pd", "Zs"})
#: Those of letters, vowel signs and digits; a modifier such as the apostrophe ʼ is not one of them.
_LETTERS = frozenset({"Ll", "Lo", "Mc", "Mn", "Nd"})
#: Locale of CLDR -> code -> the name that replaces CLDR's: "Белорус" is a person from Belarus.
_CORRECTED_NAMES: Mapping[str, Mapping[str, str]] = {"tg": {"BY": "Беларус"}}
#: Sorts before every letter.
_SEPARATOR_RANK = -1


def territories(locale: Locale) -> tuple[tuple[str, str], ...]:
    """Return every country and territory, in the order of a list in the locale's language.

    Args:
        locale: Whose names and order.

    Returns:
        ISO 3166-1 alpha-2 code and name: the 249 assigned codes and ``XK``. A name that CLDR lacks in
        the language is the English one.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> territories(get_locale("be"))[22:24], len(territories(get_locale("be")))
        ((('AF', 'Афганістан'), ('BS', 'Багамскія астравы')), 250)
    """
    return tuple(_names(locale.cldr).items())


def territory_name(code: str, locale: Locale) -> str:
    """Return the name of a country or territory.

    Args:
        code: ISO 3166-1 alpha-2, in capitals.
        locale: In whose language.

    Returns:
        CLDR's name, or a correction of it.

    Raises:
        InvalidFieldError: If the code is not one of :func:`territories`.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> territory_name("LT", get_locale("be")), territory_name("LT", get_locale("be@tarask"))
        ('Літва', 'Летува')
    """
    try:
        return _names(locale.cldr)[code]
    except KeyError:
        reason = "is no ISO 3166-1 code of two capitals, such as 'BY'"
        raise InvalidFieldError("territory", code, reason) from None


def is_territory(code: str) -> bool:
    """Tell whether :func:`territories` has a code.

    Args:
        code: Anything a form may send.

    Returns:
        True for ISO 3166-1 alpha-2 in capitals, and for ``XK``.

    Example:
        >>> is_territory("BY"), is_territory("by"), is_territory("SU")
        (True, False, False)
    """
    return code in _names(SOURCE_LOCALE)


@lru_cache(maxsize=64)
def _names(identifier: str) -> Mapping[str, str]:
    """Return code -> name, in the order of the names."""
    english: Mapping[str, str] = babel_locale(SOURCE_LOCALE).territories
    own: Mapping[str, str] = babel_locale(identifier).territories
    codes = {code for code in english if _CODE.fullmatch(code)} - _NOT_ASSIGNED
    language = identifier.partition("_")[0]
    names = {code: own.get(code, english[code]) for code in codes}
    names |= _CORRECTED_NAMES.get(language, {})
    key = _collation_key(language)
    return MappingProxyType(dict(sorted(names.items(), key=lambda item: (key(item[1]), item[0]))))


def _ranks(language: str) -> dict[str, tuple[int, int]]:
    """Return letter -> its place in the language's alphabet, and its place among what counts the same."""
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


def _collation_key(language: str) -> Callable[[str], tuple[list[int], list[int], str]]:
    """Return the key that texts of a language are sorted by."""
    ranks = _ranks(language)
    digraphs = sorted((letter for letter in ranks if len(letter) > 1), key=len, reverse=True)
    token = re.compile("|".join([*digraphs, "."]), re.S)

    def key(text: str) -> tuple[list[int], list[int], str]:
        letters: list[int] = []
        accents: list[int] = []
        folded = text.replace("I", "ı").replace("İ", "i") if language in _DOTTED_I else text
        for found in token.findall(unicodedata.normalize("NFC", folded.casefold())):
            parts = [found] if found in ranks else unicodedata.normalize("NFD", _LIGATURES.get(found, found))
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
