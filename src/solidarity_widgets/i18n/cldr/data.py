"""CLDR's data of one locale, with corrections for what Babel 2.18 leaves out.

1. Babel lacks a unit's long and narrow patterns where CLDR stores them as an alias of another style. They are
   taken from that style, then from the category ``other``.
2. A list style that lacks some keys is completed key by key from the wider styles.
3. ``minimumGroupingDigits``: Polish writes 1001 and 10 001.
4. Native digits: Babel changes the separators of Persian numbers but not their digits, and it writes a
   hyphen for the minus sign of every locale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from babel.core import Locale as BabelLocale

from solidarity_widgets.i18n.cldr.lists import join_list
from solidarity_widgets.i18n.cldr.numbering import minimum_grouping, native_digits

UnitStyle = Literal["long", "short", "narrow"]
ListStyle = Literal["standard", "or", "unit", "unit-short", "unit-narrow"]

#: The aliases of CLDR's root locale.
_LIST_FALLBACK: dict[ListStyle, tuple[ListStyle, ...]] = {
    "unit-narrow": ("unit-narrow", "unit-short", "standard"),
    "unit-short": ("unit-short", "standard"),
    "unit": ("unit", "unit-short", "standard"),
    "or": ("or", "standard"),
    "standard": ("standard",),
}
_ROOT_LIST = {"2": "{0}, {1}", "start": "{0}, {1}", "middle": "{0}, {1}", "end": "{0}, {1}"}
_UNIT_FALLBACK: dict[UnitStyle, tuple[UnitStyle, ...]] = {
    "long": ("long", "short", "narrow"),
    "short": ("short", "long", "narrow"),
    "narrow": ("narrow", "short", "long"),
}
_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})


class DigitGrouping(NamedTuple):
    """How a locale groups the digits of a number. The page's script reads it as an array.

    Attributes:
        separator: The separator between groups.
        min_digits: The length from which a number is grouped.
        primary: The size of the last group.
        secondary: The size of the other groups.
    """

    separator: str
    min_digits: int
    primary: int
    secondary: int


class CldrData:
    r"""CLDR's data of one locale: numbers, lists, units and plural categories.

    Get it from :func:`cldr_data` or from the attribute ``cldr_data`` of a ``Locale``. The data are loaded
    when they are first used, and what is computed from them is kept on the object.

    Args:
        identifier: Babel's name of the locale, such as ``be_TARASK``.

    Attributes:
        identifier: The same name.
        language: The language's code, such as ``be``.

    Example:
        >>> data = cldr_data("be")
        >>> data.format_number(12345), data.plural_category(21), data.format_list(["VK", "MAX", "X"])
        ('12\xa0345', 'one', 'VK, MAX і X')
    """

    def __init__(self, identifier: str) -> None:
        self.identifier: str = identifier
        self.language: str = identifier.partition("_")[0]

    def __repr__(self) -> str:
        return f"CldrData({self.identifier!r})"

    def __reduce__(self) -> tuple[Callable[[str], CldrData], tuple[str]]:
        # A copy, or the object in another process, loads its own data.
        return cldr_data, (self.identifier,)

    @cached_property
    def babel(self) -> BabelLocale:
        """Babel's locale, with its variant."""
        return BabelLocale.parse(self.identifier)

    @cached_property
    def digits(self) -> str:
        """The locale's ten digits, or an empty string for ASCII digits."""
        return native_digits(self.babel.default_numbering_system)

    @cached_property
    def _digit_table(self) -> Mapping[int, int]:
        return str.maketrans("0123456789", self.digits) if self.digits else {}

    @cached_property
    def grouping(self) -> DigitGrouping:
        """How the locale groups digits."""
        pattern: Any = self.babel.decimal_formats[None]
        primary, secondary = pattern.grouping
        separator = self.number_symbol("group", ",")
        return DigitGrouping(separator, primary + self.minimum_grouping, primary, secondary)

    @cached_property
    def minimum_grouping(self) -> int:
        """CLDR's ``minimumGroupingDigits``: how many digits a number needs before its first separator."""
        return minimum_grouping(self.identifier)

    @cached_property
    def percent_pattern(self) -> str:
        """The pattern for percentages, with ``{0}`` for the number and the locale's own sign."""
        pattern: Any = self.babel.percent_formats[None]
        text = f"{pattern.prefix[0]}{{0}}{pattern.suffix[0]}"
        return text.replace("%", self.number_symbol("percentSign", "%"))

    @cached_property
    def list_patterns(self) -> Mapping[ListStyle, Mapping[str, str]]:
        """Style -> the patterns ``2``, ``start``, ``middle`` and ``end``, each with ``{0}`` and ``{1}``."""
        known: Mapping[str, Mapping[str, str]] = self.babel.list_patterns
        found: dict[ListStyle, Mapping[str, str]] = {}
        for style, fallback in _LIST_FALLBACK.items():
            patterns = dict(_ROOT_LIST)
            for name in reversed(fallback):
                patterns.update(known.get(name, {}))
            if self.language == "he" and style.startswith("unit"):
                # Before CLDR 49, these have "and" with a hyphen, which is wrong before a Hebrew word.
                patterns = {key: text.replace(" ו-{1}", ", {1}") for key, text in patterns.items()}
            found[style] = MappingProxyType(patterns)
        return MappingProxyType(found)

    @cached_property
    def _plural_form(self) -> Callable[[int], str]:
        return self.babel.plural_form

    def unit_patterns(self, unit: str, style: UnitStyle = "long") -> Mapping[str, str]:
        """Return the patterns for one unit of time.

        Args:
            unit: ``year``, ``month``, ``week``, ``day``, ``hour``, ``minute`` or ``second``.
            style: ``long``, ``short`` or ``narrow``.

        Returns:
            CLDR plural category -> pattern with ``{0}`` for the number. It always has ``other``.

        Example:
            >>> cldr_data("ar").unit_patterns("day")["two"], cldr_data("it").unit_patterns("day")["other"]
            ('يومان', '{0} giorni')
        """
        # Babel's own units module reads the same key; there is no public name for it.
        data: Any = self.babel._data["unit_patterns"]
        known = data.get(f"duration-{unit}", {})
        for name in _UNIT_FALLBACK[style]:
            found = {k: v for k, v in known.get(name, {}).items() if isinstance(v, str) and k in _CATEGORIES}
            if found:
                found.setdefault("other", next(iter(found.values())))
                return MappingProxyType(found)
        return MappingProxyType({"other": f"{{0}} {unit}"})

    def number_symbol(self, name: str, default: str) -> str:
        """Return a number symbol for the locale's default digits.

        Args:
            name: CLDR's name, such as ``timeSeparator``, ``minusSign`` or ``group``.
            default: The result if CLDR has no such symbol.

        Returns:
            The symbol.

        Example:
            >>> cldr_data("da").number_symbol("timeSeparator", ":")
            '.'
        """
        symbols: Any = self.babel.number_symbols
        for system in (self.babel.default_numbering_system, "latn"):
            if found := symbols.get(system, {}).get(name):
                return str(found)
        return default

    def plural_category(self, number: int) -> str:
        """Return CLDR's plural category of a whole number.

        Args:
            number: A whole number.

        Returns:
            ``zero``, ``one``, ``two``, ``few``, ``many`` or ``other``.

        Example:
            >>> [cldr_data("be").plural_category(n) for n in (1, 2, 5, 11, 21)]
            ['one', 'few', 'many', 'many', 'one']
        """
        return str(self._plural_form(abs(number)))

    def localize_digits(self, text: str) -> str:
        """Replace the ASCII digits of a text with the locale's digits.

        Args:
            text: Any text.

        Returns:
            The text; unchanged for locales that use ASCII digits.

        Example:
            >>> cldr_data("fa").localize_digits("1392"), cldr_data("be").localize_digits("1392")
            ('۱۳۹۲', '1392')
        """
        return text.translate(self._digit_table) if self._digit_table else text

    def format_number(self, number: int) -> str:
        r"""Format a whole number with the locale's separators and digits.

        Args:
            number: A whole number.

        Returns:
            The text.

        Example:
            >>> [cldr_data("pl").format_number(n) for n in (1001, 10001)], cldr_data("fa").format_number(7312)
            (['1001', '10\xa0001'], '۷٬۳۱۲')
        """
        return _format_number(self, number)

    def format_percent(self, percent: int) -> str:
        """Format a whole percentage.

        Args:
            percent: A whole number of percents.

        Returns:
            The text.

        Example:
            >>> cldr_data("fa").format_percent(73), cldr_data("en").format_percent(73)
            ('۷۳٪', '73%')
        """
        return self.percent_pattern.replace("{0}", self.format_number(percent))

    def format_list(self, items: Iterable[str], style: ListStyle = "standard") -> str:
        """Join items with the locale's words and separators.

        Args:
            items: Plain texts.
            style: ``standard`` (and), ``or``, ``unit``, ``unit-short`` or ``unit-narrow``.

        Returns:
            One text.

        Raises:
            KeyError: If there is no such style.

        Example:
            >>> cldr_data("be").format_list(["VK", "MAX", "X"])
            'VK, MAX і X'
        """
        return join_list(items, self.list_patterns[style])


@lru_cache(maxsize=1024)
def _format_number(data: CldrData, number: int) -> str:
    # Not needed by pages without numbers.
    from decimal import localcontext

    from babel.numbers import format_decimal, get_minus_sign_symbol

    grouped = abs(number) >= 10 ** (2 + data.minimum_grouping)
    with localcontext(prec=max(28, number.bit_length())):  # Babel rounds in the context's precision
        text = format_decimal(
            abs(number), locale=data.babel, group_separator=grouped, numbering_system="default"
        )
    sign = get_minus_sign_symbol(data.babel, numbering_system="default") if number < 0 else ""
    return sign + data.localize_digits(text)


@lru_cache(maxsize=256)
def cldr_data(identifier: str) -> CldrData:
    """Return CLDR's data of a locale. Nothing is loaded before the data are used.

    Args:
        identifier: One of Babel's own names, such as ``be_TARASK``.

    Returns:
        The data. The 256 locales used last are kept.

    Example:
        >>> cldr_data("be").identifier, cldr_data("be") is cldr_data("be")
        ('be', True)
    """
    return CldrData(identifier)
