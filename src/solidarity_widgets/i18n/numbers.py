"""Numbers, lists and unit patterns of CLDR, with what Babel 2.18 leaves out put right.

1. A unit's long and narrow patterns that CLDR stores as an alias of another style are missing in Babel;
   they are taken from there, then from the category ``other``.
2. A list style with some keys missing is filled key by key from the wider styles.
3. ``minimumGroupingDigits``: Polish writes 1001 and 10 001.
4. Native digits: Babel changes the separators of Persian numbers but not their digits, and it writes a
   hyphen for every locale's minus sign.

The tables below were read off ICU 78 (CLDR 48) in Node 24; the tests ask it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from babel.core import Locale as BabelLocale

from solidarity_widgets.i18n.locales import Locale

UnitStyle = Literal["long", "short", "narrow"]

#: Languages, and territories where they differ, that group digits only from five digits on
#: (CLDR numbers/minimumGroupingDigits = 2).
_GROUP_FROM_FIVE = frozenset(
    "be bg es et hu hy ia ie it ka lv pl pt_PT pt_CH pt_CV pt_GQ pt_GW pt_LU pt_MO pt_MZ pt_ST pt_TL ru_UA "
    "sl sq".split()
)
_NOT_THERE = frozenset(
    "es_419 es_AR es_BO es_BR es_BZ es_CL es_CO es_CR es_CU es_DO es_EC es_GT es_HN es_MX es_NI es_PA es_PE "
    "es_PR es_PY es_SV es_US es_UY es_VE".split()
)
#: The digit zero of CLDR's numbering systems that are some locale's default.
_ZEROS = {
    "adlm": 0x1E950,
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "cakm": 0x11136,
    "deva": 0x0966,
    "mymr": 0x1040,
    "nkoo": 0x07C0,
    "olck": 0x1C50,
    "tibt": 0x0F20,
}


@lru_cache(maxsize=64)
def babel_locale(identifier: str) -> BabelLocale:
    """Return Babel's locale for an identifier, keeping variants.

    Args:
        identifier: One of Babel's own, e.g. ``be_TARASK``.

    Returns:
        The locale; its data are loaded when first used.
    """
    return BabelLocale.parse(identifier)


@lru_cache(maxsize=64)
def _digits(identifier: str) -> Mapping[int, int] | None:
    zero = _ZEROS.get(babel_locale(identifier).default_numbering_system)
    return None if zero is None else {ord("0") + i: zero + i for i in range(10)}


def localize_digits(text: str, locale: Locale) -> str:
    """Write the ASCII digits of *text* in the locale's own digits.

    Args:
        text: Any text.
        locale: Whose digits.

    Returns:
        The text, unchanged for locales that use ASCII digits.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> localize_digits("1392", get_locale("fa")), localize_digits("1392", get_locale("be"))
        ('۱۳۹۲', '1392')
    """
    table = _digits(locale.cldr)
    return text if table is None else text.translate(table)


@lru_cache(maxsize=64)
def minimum_grouping(identifier: str) -> int:
    """Return how many digits must stand before the first separator.

    Args:
        identifier: One of Babel's own.

    Returns:
        CLDR's ``minimumGroupingDigits``: 1 or 2.

    Example:
        >>> minimum_grouping("be"), minimum_grouping("en")
        (2, 1)
    """
    if identifier in _NOT_THERE:
        return 1
    return 2 if identifier in _GROUP_FROM_FIVE or identifier.split("_")[0] in _GROUP_FROM_FIVE else 1


@lru_cache(maxsize=1024)
def format_number(number: int, locale: Locale) -> str:
    r"""Write a whole number as the locale does.

    Args:
        number: A whole number.
        locale: Its separators and digits.

    Returns:
        The number with grouping and native digits.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> [format_number(n, get_locale("pl")) for n in (1001, 10001)], format_number(7312, get_locale("fa"))
        (['1001', '10\xa0001'], '۷٬۳۱۲')
    """
    # Not needed by pages without numbers.
    from decimal import localcontext

    from babel.numbers import format_decimal, get_minus_sign_symbol

    data = babel_locale(locale.cldr)
    grouped = abs(number) >= 10 ** (2 + minimum_grouping(locale.cldr))
    with localcontext(prec=max(28, number.bit_length())):  # Babel rounds in the context's precision
        text = format_decimal(abs(number), locale=data, group_separator=grouped, numbering_system="default")
    sign = get_minus_sign_symbol(data, numbering_system="default") if number < 0 else ""
    return sign + localize_digits(text, locale)


#: The aliases of CLDR's root locale.
_LIST_FALLBACK = {
    "unit-narrow": ("unit-narrow", "unit-short", "standard"),
    "unit-short": ("unit-short", "standard"),
    "unit": ("unit", "unit-short", "standard"),
    "or": ("or", "standard"),
    "standard": ("standard",),
}


@lru_cache(maxsize=256)
def list_patterns(identifier: str, style: str = "standard") -> Mapping[str, str]:
    """Return a locale's patterns for lists, complete.

    Args:
        identifier: One of Babel's own.
        style: ``standard``, ``or``, ``unit``, ``unit-short`` or ``unit-narrow``.

    Returns:
        The keys ``2``, ``start``, ``middle`` and ``end``, each holding ``{0}`` and ``{1}``.

    Example:
        >>> list_patterns("de", "unit")["end"]
        '{0} und {1}'
    """
    known: Mapping[str, Mapping[str, str]] = babel_locale(identifier).list_patterns
    patterns = {"2": "{0}, {1}", "start": "{0}, {1}", "middle": "{0}, {1}", "end": "{0}, {1}"}
    for name in reversed(_LIST_FALLBACK[style]):
        patterns.update(known.get(name, {}))
    return MappingProxyType(patterns)


def join_list(items: Iterable[str], patterns: Mapping[str, str]) -> str:
    """Join items by list patterns (CLDR, UTS #35, "List Patterns").

    Args:
        items: Plain texts; braces in them stay as they are.
        patterns: What :func:`list_patterns` returns.

    Returns:
        One text.

    Example:
        >>> join_list(["1", "2", "3"], list_patterns("en"))
        '1, 2, and 3'
    """
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2:
        return _join_pair(patterns["2"], parts[0], parts[1])
    joined = _join_pair(patterns["end"], parts[-2], parts[-1])
    for part in reversed(parts[1:-2]):
        joined = _join_pair(patterns["middle"], part, joined)
    return _join_pair(patterns["start"], parts[0], joined)


def _join_pair(pattern: str, first: str, second: str) -> str:
    before, _, rest = pattern.partition("{0}")
    between, _, after = rest.partition("{1}")
    return f"{before}{first}{between}{second}{after}"


def format_list(items: Iterable[str], locale: Locale, style: str = "standard") -> str:
    """Join items as the locale does.

    Args:
        items: Plain texts.
        locale: Its words and separators.
        style: ``standard`` (and), ``or``, ``unit``, ``unit-short`` or ``unit-narrow``.

    Returns:
        One text.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> format_list(["VK", "MAX", "X"], get_locale("be"))
        'VK, MAX і X'
    """
    return join_list(items, list_patterns(locale.cldr, style))


_UNIT_FALLBACK: dict[UnitStyle, tuple[UnitStyle, ...]] = {
    "long": ("long", "short", "narrow"),
    "short": ("short", "long", "narrow"),
    "narrow": ("narrow", "short", "long"),
}


@lru_cache(maxsize=1024)
def unit_patterns(identifier: str, unit: str, style: UnitStyle = "long") -> Mapping[str, str]:
    """Return a locale's patterns for one unit of time.

    Args:
        identifier: One of Babel's own.
        unit: ``year``, ``month``, ``week``, ``day``, ``hour``, ``minute`` or ``second``.
        style: ``long``, ``short`` or ``narrow``.

    Returns:
        CLDR plural category -> pattern with ``{0}`` for the number; always has ``other``.

    Example:
        >>> unit_patterns("ar", "day")["two"], unit_patterns("it", "day")["other"]
        ('يومان', '{0} giorni')
    """
    # Babel's own units module reads the same key; there is no public name for it.
    data: Any = babel_locale(identifier)._data["unit_patterns"]
    known = data.get(f"duration-{unit}", {})
    for name in _UNIT_FALLBACK[style]:
        found = {k: v for k, v in known.get(name, {}).items() if isinstance(v, str) and k in _CATEGORIES}
        if found:
            found.setdefault("other", next(iter(found.values())))
            return MappingProxyType(found)
    return MappingProxyType({"other": f"{{0}} {unit}"})


_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})


def plural_category(number: int, locale: Locale) -> str:
    """Return CLDR's plural category of a whole number.

    Args:
        number: A whole number.
        locale: Whose rule.

    Returns:
        ``zero``, ``one``, ``two``, ``few``, ``many`` or ``other``.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> [plural_category(n, get_locale("be")) for n in (1, 2, 5, 11, 21)]
        ['one', 'few', 'many', 'many', 'one']
    """
    return str(babel_locale(locale.cldr).plural_form(abs(number)))


@lru_cache(maxsize=256)
def number_symbol(identifier: str, name: str, default: str) -> str:
    """Return one of a locale's number symbols, for its default digits.

    Args:
        identifier: One of Babel's own.
        name: CLDR's name, e.g. ``timeSeparator``, ``minusSign``, ``group``.
        default: What to return where CLDR has none.

    Returns:
        The symbol.

    Example:
        >>> number_symbol("da", "timeSeparator", ":"), number_symbol("fa", "group", ",")
        ('.', '٬')
    """
    locale = babel_locale(identifier)
    symbols: Any = locale.number_symbols
    for system in (locale.default_numbering_system, "latn"):
        if found := symbols.get(system, {}).get(name):
            return str(found)
    return default


@lru_cache(maxsize=64)
def digit_table(identifier: str) -> str:
    """Return a locale's ten digits, or an empty string where they are the ASCII ones.

    Args:
        identifier: One of Babel's own.

    Returns:
        Ten characters or none.

    Example:
        >>> digit_table("fa"), digit_table("be")
        ('۰۱۲۳۴۵۶۷۸۹', '')
    """
    table = _digits(identifier)
    return "" if table is None else "".join(map(chr, table.values()))


@lru_cache(maxsize=64)
def digit_grouping(identifier: str) -> list[str | int]:
    """Return how a locale groups digits, for the script.

    Args:
        identifier: One of Babel's own.

    Returns:
        The separator, from how many digits on it is used, the size of the last group, that of the others.

    Example:
        >>> digit_grouping("en"), digit_grouping("hi")
        ([',', 4, 3, 3], [',', 4, 3, 2])
    """
    pattern: Any = babel_locale(identifier).decimal_formats[None]
    primary, secondary = pattern.grouping
    separator = number_symbol(identifier, "group", ",")
    return [separator, primary + minimum_grouping(identifier), primary, secondary]
