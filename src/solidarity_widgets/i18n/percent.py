"""Whole percents, as CLDR writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from solidarity_widgets.i18n.locales import Locale
from solidarity_widgets.i18n.numbers import babel_locale, format_number, number_symbol


@lru_cache(maxsize=64)
def percent_pattern(identifier: str) -> str:
    r"""Return a locale's pattern for percents, with ``{0}`` for the number.

    Args:
        identifier: One of Babel's own.

    Returns:
        The pattern, with the locale's own sign.

    Example:
        >>> [percent_pattern(identifier) for identifier in ("en", "be", "tr", "fa")]
        ['{0}%', '{0}\xa0%', '%{0}', '{0}٪']
    """
    pattern: Any = babel_locale(identifier).percent_formats[None]
    text = f"{pattern.prefix[0]}{{0}}{pattern.suffix[0]}"
    return text.replace("%", number_symbol(identifier, "percentSign", "%"))


def format_percent(percent: int, locale: Locale) -> str:
    """Write whole percents as the locale does.

    Args:
        percent: A whole number of percents.
        locale: Its sign, its place, and its digits.

    Returns:
        The text.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> format_percent(73, get_locale("fa")), format_percent(73, get_locale("en"))
        ('۷۳٪', '73%')
    """
    return percent_pattern(locale.cldr).replace("{0}", format_number(percent, locale))
