"""Whole days in words.

Babel's date module takes a while to load, so nothing imports it before a day is written. A locale's data
bring it along, for they hold patterns of its own classes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from solidarity_widgets.i18n.locales import Locale
from solidarity_widgets.i18n.numbers import babel_locale, localize_digits


@lru_cache(maxsize=1024)
def format_day(day: date, locale: Locale) -> str:
    r"""Write a day as the locale does, with the month's name.

    Args:
        day: The day.
        locale: Its words, order and digits.

    Returns:
        CLDR's long date, in the Gregorian calendar.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> [format_day(date(2027, 8, 4), get_locale(code)) for code in ("en", "be", "de")]
        ['August 4, 2027', '4 жніўня 2027\u202fг.', '4. August 2027']
    """
    from babel.dates import format_date

    return localize_digits(format_date(day, "long", locale=babel_locale(locale.cldr)), locale)
