"""Locales and their names in every spelling. This module knows no catalogs.

A name may have the spelling of gettext (``be@tarask``, ``sr@latin``), of BCP 47 (``be-tarask``), of POSIX
(``be_BY.UTF-8``) or of Babel (``be_TARASK``). Each of them is parsed once, to :class:`Subtags`, and a
:class:`Locale` keeps its subtags.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from babel.core import Locale as BabelLocale
from babel.core import get_global
from babel.localedata import locale_identifiers

from solidarity_widgets.i18n.cldr import CldrData, cldr_data
from solidarity_widgets.text import TextLike

Direction = Literal["ltr", "rtl"]

#: The language of the source text: the end of every chain of catalogs.
SOURCE_LOCALE = "en"

#: Scripts written from right to left (Unicode, Script Metadata).
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
#: gettext modifiers that name a script.
_MODIFIER_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
#: Variants that change the text and have data or catalogs. Others are ignored.
_VARIANTS = frozenset({"tarask", "valencia"})
#: The longest locale name that is parsed. Hostile headers are longer.
MAX_NAME_LENGTH = 64
_SEPARATOR = re.compile(r"[-_]+")


class Subtags(NamedTuple):
    """A parsed locale name. It always has a script.

    Attributes:
        language: Two or three lower-case letters.
        script: ISO 15924, such as ``Cyrl``: the script in the name, or the likely one.
        territory: ISO 3166 or UN M.49, or an empty string if the name has none.
        variant: Lower case, such as ``tarask``, or an empty string.
    """

    language: str
    script: str
    territory: str = ""
    variant: str = ""

    @property
    def code(self) -> str:
        """The gettext spelling, such as ``be@tarask`` or ``zh_Hant_TW``."""
        return self._joined("_") + (f"@{self.variant}" if self.variant else "")

    @property
    def tag(self) -> str:
        """The BCP 47 spelling for ``lang`` attributes, such as ``be-tarask``."""
        return self._joined("-") + (f"-{self.variant}" if self.variant else "")

    @property
    def direction(self) -> Direction:
        """``rtl`` for right-to-left scripts, otherwise ``ltr``."""
        return "rtl" if self.script in _RTL_SCRIPTS else "ltr"

    def is_same_language(self, other: Subtags) -> bool:
        """Return whether two names differ in the territory at most.

        Args:
            other: The other name.

        Returns:
            Whether language, script and variant are the same.

        Example:
            >>> be, be_by, tarask = map(parse_locale, ("be", "be-BY", "be-tarask"))
            >>> be.is_same_language(be_by), be.is_same_language(tarask)
            (True, False)
        """
        return self[:2] == other[:2] and self.variant == other.variant

    def _joined(self, separator: str) -> str:
        # Both zh_Hans_TW and zh_Hant_TW name their script: zh means Hans, and zh_TW means Hant.
        likely = {likely_script(self.language), likely_script(self.language, self.territory)}
        script = "" if likely == {self.script} else self.script
        return separator.join(filter(None, (self.language, script, self.territory)))


#: :data:`SOURCE_LOCALE`, parsed.
SOURCE_SUBTAGS = Subtags(SOURCE_LOCALE, "Latn")


@lru_cache(maxsize=1024)
def likely_script(language: str, territory: str = "") -> str:
    """Return the script a language is most likely written in (CLDR likely subtags).

    Args:
        language: An ISO 639 code.
        territory: An optional territory: Chinese of ``TW`` is ``Hant``.

    Returns:
        An ISO 15924 code, or an empty string for a language that CLDR does not know.

    Example:
        >>> likely_script("be"), likely_script("zh", "TW"), likely_script("xx")
        ('Cyrl', 'Hant', '')
    """
    likely = get_global("likely_subtags")
    for name in (f"{language}_{territory}", language):
        if (full := likely.get(name)) is not None:
            parts = str(full).split("_")
            return parts[1] if len(parts) > 1 else ""
    return ""


@lru_cache(maxsize=1024)
def parse_locale(name: str) -> Subtags | None:
    """Parse a locale name in any spelling.

    Args:
        name: For example ``be``, ``be-BY``, ``be_BY.UTF-8``, ``be@tarask``, ``BE-TARASK``, ``sr@latin``.

    Returns:
        The subtags, or ``None`` if the name is not that of a known language. Never raises.

    Example:
        >>> (parse_locale("be-BY-tarask").code, parse_locale("sr_RS@latin").tag, parse_locale("iw").code,
        ...     parse_locale("../../x"))
        ('be_BY@tarask', 'sr-Latn-RS', 'he', None)
    """
    if not name or len(name) > MAX_NAME_LENGTH or not name.isascii():
        return None
    base, _, modifier = name.strip().lower().partition("@")
    parts = _SEPARATOR.split(base.partition(".")[0])
    language = str(get_global("language_aliases").get(parts[0], parts[0]))
    language, _, alias_rest = language.partition("_")  # "sh" is an alias of sr_Latn
    if not (language.isalpha() and 2 <= len(language) <= 3):
        return None
    script = _MODIFIER_SCRIPTS.get(modifier, "")
    territory = ""
    variant = modifier if modifier in _VARIANTS else ""
    for part in [*parts[1:], *filter(None, [alias_rest.lower()])]:
        if len(part) == 1:  # a BCP 47 extension or private use begins
            break
        if len(part) == 4 and part.isalpha():
            script = script or part.title()
        elif (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            territory = territory or part.upper()
        elif part in _VARIANTS:
            variant = part
        elif not part.isalnum():
            return None
    script = script or likely_script(language, territory)
    return Subtags(language, script, territory, variant) if script else None


def fallback_candidates(subtags: Subtags) -> tuple[Subtags, ...]:
    """Return the names to try for a locale, from the most specific to the broadest, all in the same script.

    Args:
        subtags: The requested locale.

    Returns:
        For example for ``be_BY@tarask``: itself, ``be@tarask``, ``be_BY``, ``be``.

    Example:
        >>> [c.code for c in fallback_candidates(parse_locale("be-BY-tarask"))]
        ['be_BY@tarask', 'be@tarask', 'be_BY', 'be']
    """
    language, script, territory, variant = subtags
    found = []
    for v in dict.fromkeys((variant, "")):
        for t in dict.fromkeys((territory, "")):
            found.append(Subtags(language, script, t, v))
    return tuple(found)


@lru_cache(maxsize=1)
def _babel_identifiers() -> dict[Subtags, str]:
    table: dict[Subtags, str] = {}
    # Babel lists them in the order of its folder. If a locale has several names, the shortest is used.
    for identifier in sorted(locale_identifiers(), key=lambda name: (len(name), name)):
        if (subtags := parse_locale(identifier)) is not None:
            table.setdefault(subtags, identifier)
    return table


@lru_cache(maxsize=512)
def cldr_identifier(subtags: Subtags) -> str | None:
    """Return the name of the Babel locale that has the data for a locale.

    Args:
        subtags: The requested locale.

    Returns:
        For example ``be_TARASK`` or ``zh_Hant_TW``; ``None`` if CLDR has no data in that script.

    Example:
        >>> cldr_identifier(parse_locale("be@tarask")), cldr_identifier(parse_locale("be@latin"))
        ('be_TARASK', None)
    """
    table = _babel_identifiers()
    return next((table[c] for c in fallback_candidates(subtags) if c in table), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    r"""The locale of a widget.

    Args:
        subtags: The parsed name.
        catalogs: The chain of catalogs.

    Attributes:
        code: The gettext spelling, which names the folders of ``locales/``.
        tag: The BCP 47 spelling, for ``lang`` attributes.
        direction: ``ltr`` or ``rtl``, for ``dir`` attributes.
        cldr: Babel's name of the locale whose numbers, lists and units are used.
        catalogs: The catalogs that are searched for a message, in order. The last is the source language.
        subtags: The parsed name, from which the attributes above come.
        cldr_data: The numbers, lists and units of ``cldr``.

    Example:
        >>> locale = Locale(subtags=parse_locale("be-BY"), catalogs=("be", "en"))
        >>> locale.code, locale.tag, locale.cldr_data.format_number(12345)
        ('be_BY', 'be-BY', '12\xa0345')
    """

    code: str = field(init=False)
    tag: str = field(init=False)
    direction: Direction = field(init=False)
    cldr: str = field(init=False)
    catalogs: tuple[str, ...]
    subtags: Subtags = field(repr=False)
    cldr_data: CldrData = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        identifier = cldr_identifier(self.subtags) or SOURCE_LOCALE
        derived = {
            "code": self.subtags.code,
            "tag": self.subtags.tag,
            "direction": self.subtags.direction,
            "cldr": identifier,
            "cldr_data": cldr_data(identifier),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)  # a frozen dataclass has no other way

    def __hash__(self) -> int:  # a locale is a key of many small caches
        return hash(self.code)


#: A locale argument: a name in any spelling, an ``Accept-Language`` header, a locale of this library or of
#: Babel, or several of them, the most preferred first. ``None`` is the locale of the context.
LocaleName: TypeAlias = TextLike | Locale | BabelLocale
LocaleLike: TypeAlias = LocaleName | Collection[LocaleName]
