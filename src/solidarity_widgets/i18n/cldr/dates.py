"""Days, and times of day, in words.

Babel's date module is slow to load, so it is imported when the first day is formatted. A locale's data import
it too, because they contain patterns of its classes.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from solidarity_widgets.i18n.cldr.data import CldrData, cldr_data
from solidarity_widgets.i18n.cldr.persian import persian_day

#: Locale -> the locale whose dates it uses. CLDR's plain English is American: "August 4, 2027".
_PREFERRED = {"en": "en_001"}
#: Months in the form that the word for "year" follows. CLDR has "04 Август 2027", which fits no sentence.
_TAJIK_MONTHS = (
    "январи", "феврали", "марти", "апрели", "майи", "июни",
    "июли", "августи", "сентябри", "октябри", "ноябри", "декабри",
)  # fmt: skip


@lru_cache(maxsize=1024)
def format_day(day: date, data: CldrData) -> str:
    r"""Format a day, with the month's name.

    Args:
        day: The day.
        data: The locale's data: words, order and digits.

    Returns:
        CLDR's long date. English without a territory has the international order of day and month. French
        writes the first of a month as an ordinal, Polish has the abbreviation of "year", and Tajik has its
        own pattern, because CLDR's do not fit inside a sentence. Persian has the day of the solar calendar,
        which is the civil calendar of Iran and Afghanistan, and then the Gregorian one in brackets.

    Example:
        >>> [format_day(date(2027, 8, 4), cldr_data(name)) for name in ("en", "be", "tg")]
        ['4 August 2027', '4 жніўня 2027\u202fг.', '4 августи соли 2027']
        >>> [format_day(date(2027, 8, 1), cldr_data(name)) for name in ("fr", "pl", "fa")]
        ['1er août 2027', '1 sierpnia 2027 r.', '۱۰ مرداد ۱۴۰۶ (۱ اوت ۲۰۲۷)']
    """
    from babel.dates import format_date

    if data.language == "tg":
        text = f"{day.day} {_TAJIK_MONTHS[day.month - 1]} соли {day.year}"
    else:
        preferred = _PREFERRED.get(data.identifier)
        text = format_date(day, "long", locale=cldr_data(preferred).babel if preferred else data.babel)
    if data.language == "fr" and text.startswith("1 "):
        text = f"1er {text[2:]}"
    elif data.language == "pl":
        text += " r."
    elif data.language == "fa" and (solar := persian_day(day, data.identifier)):
        text = f"{solar} ({text})"
    return data.localize_digits(text)


def format_day_and_time(moment: datetime, data: CldrData) -> str:
    r"""Format a day and the time of day, to the minute.

    Args:
        moment: The local time.
        data: The locale's data: words, order and digits.

    Returns:
        The day as :func:`format_day` formats it, and CLDR's short time.

    Example:
        >>> evening = datetime(2027, 8, 4, 20, 5)
        >>> [format_day_and_time(evening, cldr_data(name)) for name in ("en", "be", "fr")]
        ['4 August 2027, 8:05\u202fpm', '4 жніўня 2027\u202fг., 20:05', '4 août 2027, 20:05']
    """
    from babel.dates import format_time, get_datetime_format

    preferred = _PREFERRED.get(data.identifier)
    locale = cldr_data(preferred).babel if preferred else data.babel
    time = data.localize_digits(format_time(moment.time(), "short", locale=locale))
    pattern = str(get_datetime_format("long", locale=locale)).replace("'", "")
    return pattern.replace("{0}", time).replace("{1}", format_day(moment.date(), data))
