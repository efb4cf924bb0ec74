"""Whole days in words.

Babel's date module takes a while to load, so nothing imports it before a day is written. A locale's data
bring it along, for they hold patterns of its own classes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from solidarity_widgets.i18n.locales import Locale
from solidarity_widgets.i18n.numbers import babel_locale, localize_digits

#: Locale -> the one whose dates it uses. CLDR's plain English is that of the United States: "August 4, 2027".
_PREFERRED = {"en": "en_001"}
#: Months in the form that the word for "year" follows. CLDR has "04 Август 2027", which fits no sentence.
_TAJIK_MONTHS = (
    "январи", "феврали", "марти", "апрели", "майи", "июни",
    "июли", "августи", "сентябри", "октябри", "ноябри", "декабри",
)  # fmt: skip


@lru_cache(maxsize=1024)
def format_day(day: date, locale: Locale) -> str:
    r"""Write a day as the locale does, with the month's name.

    Args:
        day: The day.
        locale: Its words, order and digits.

    Returns:
        CLDR's long date, in the Gregorian calendar. English without a territory has the international order
        of day and month. French writes the first of a month as an ordinal, and Tajik has its own pattern,
        because CLDR's does not fit inside a sentence.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> [format_day(date(2027, 8, 4), get_locale(code)) for code in ("en", "be", "tg")]
        ['4 August 2027', '4 жніўня 2027\u202fг.', '4 августи соли 2027']
        >>> format_day(date(2027, 8, 1), get_locale("fr"))
        '1er août 2027'
    """
    from babel.dates import format_date

    identifier = _PREFERRED.get(locale.cldr, locale.cldr)
    language = identifier.partition("_")[0]
    if language == "tg":
        text = f"{day.day} {_TAJIK_MONTHS[day.month - 1]} соли {day.year}"
    else:
        text = format_date(day, "long", locale=babel_locale(identifier))
    if language == "fr" and text.startswith("1 "):
        text = f"1er {text[2:]}"
    return localize_digits(text, locale)
