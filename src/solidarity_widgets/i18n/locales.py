"""Locale names in every spelling, likely subtags, direction; knows no catalogs.

A locale may be written as gettext does (``be@tarask``, ``sr@latin``), as BCP 47 does (``be-tarask``), as
POSIX does (``be_BY.UTF-8``) or as Babel does (``be_TARASK``). All of them become :class:`Subtags`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from babel.core import Locale as BabelLocale
from babel.core import get_global
from babel.localedata import locale_identifiers

from solidarity_widgets.text import TextLike

Direction = Literal["ltr", "rtl"]

#: The language of the source text, which every chain of catalogs ends in.
SOURCE_LOCALE = "en"

#: Scripts written from right to left (Unicode, Script Metadata).
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
#: gettext modifiers that name a script.
_MODIFIER_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
#: Variants that change the text and for which data or catalogs exist; others are ignored.
_VARIANTS = frozenset({"tarask", "valencia"})
#: The longest locale name that is looked at; hostile headers are longer.
MAX_NAME_LENGTH = 64
_SEPARATOR = re.compile(r"[-_]+")


class Subtags(NamedTuple):
    """A locale's name, taken apart; the script is always filled in.

    Attributes:
        language: Two or three lower-case letters.
        script: ISO 15924, e.g. ``Cyrl``; the likely one if the name did not say.
        territory: ISO 3166 or UN M.49, or an empty string if the name did not say.
        variant: Lower case, e.g. ``tarask``, or an empty string.
    """

    language: str
    script: str
    territory: str = ""
    variant: str = ""

    @property
    def code(self) -> str:
        """The gettext spelling, e.g. ``be@tarask``, ``zh_Hant_TW``."""
        return self._joined("_") + (f"@{self.variant}" if self.variant else "")

    @property
    def tag(self) -> str:
        """The BCP 47 spelling for ``lang`` attributes, e.g. ``be-tarask``."""
        return self._joined("-") + (f"-{self.variant}" if self.variant else "")

    @property
    def direction(self) -> Direction:
        """``rtl`` for right-to-left scripts, else ``ltr``."""
        return "rtl" if self.script in _RTL_SCRIPTS else "ltr"

    def _joined(self, separator: str) -> str:
        # Both zh_Hans_TW and zh_Hant_TW name their script: zh is read as Hans, and zh_TW as Hant.
        likely = {likely_script(self.language), likely_script(self.language, self.territory)}
        script = "" if likely == {self.script} else self.script
        return separator.join(filter(None, (self.language, script, self.territory)))


@lru_cache(maxsize=1024)
def likely_script(language: str, territory: str = "") -> str:
    """Return the script a language is most likely written in (CLDR likely subtags).

    Args:
        language: An ISO 639 code.
        territory: Narrows the answer: Chinese of ``TW`` is ``Hant``.

    Returns:
        An ISO 15924 code, or an empty string for a language CLDR does not know.

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
    """Take a locale's name apart, in any spelling.

    Args:
        name: E.g. ``be``, ``be-BY``, ``be_BY.UTF-8``, ``be@tarask``, ``BE-TARASK``, ``sr@latin``.

    Returns:
        The subtags, or ``None`` for what is no known language. Never raises.

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
    """Return ever broader names for a locale, the nearest first, never of another script.

    Args:
        subtags: What was asked for.

    Returns:
        E.g. for ``be_BY@tarask``: itself, ``be@tarask``, ``be_BY``, ``be``.

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
    # Babel lists them in the order of its folder; of several names for one locale the shortest is taken.
    for identifier in sorted(locale_identifiers(), key=lambda name: (len(name), name)):
        # Lower case first, so that be_TARASK is read as a variant and not dropped.
        if (subtags := parse_locale(identifier)) is not None:
            table.setdefault(subtags, identifier)
    return table


@lru_cache(maxsize=512)
def cldr_identifier(subtags: Subtags) -> str | None:
    """Return the name of the Babel locale that holds the data for *subtags*.

    Args:
        subtags: What was asked for.

    Returns:
        E.g. ``be_TARASK``, ``zh_Hant_TW``; ``None`` where CLDR has no data in that script.

    Example:
        >>> cldr_identifier(parse_locale("be@tarask")), cldr_identifier(parse_locale("be@latin"))
        ('be_TARASK', None)
    """
    table = _babel_identifiers()
    return next((table[c] for c in fallback_candidates(subtags) if c in table), None)


@dataclass(frozen=True, slots=True)
class Locale:
    """The locale a widget speaks.

    Attributes:
        code: The gettext spelling, as the folders of ``locales/`` are named.
        tag: The BCP 47 spelling, for ``lang`` attributes.
        direction: ``ltr`` or ``rtl``, for ``dir`` attributes.
        cldr: The Babel locale whose numbers, lists and units are used.
        catalogs: The catalogs that are asked for a message, in order; the last is the source language.
    """

    code: str
    tag: str
    direction: Direction
    cldr: str
    catalogs: tuple[str, ...]

    def __hash__(self) -> int:  # a locale is a key of many small caches
        return hash(self.code)


#: A locale argument: a name in any spelling, an ``Accept-Language`` header, a locale of this library or of
#: Babel, or several of them, the most wanted first. ``None`` is the locale of the context.
LocaleName: TypeAlias = TextLike | Locale | BabelLocale
LocaleLike: TypeAlias = LocaleName | Collection[LocaleName]
