"""Days in the solar calendar of Iran and Afghanistan, which Babel does not have.

Source for the arithmetic: ICU, class ``PersianCalendar``. It is right until 1501 (2122).
"""

from __future__ import annotations

from datetime import date

_FIRST_YEAR, _LAST_YEAR = 1304, 1501  # the calendar was adopted in Iran in 1304 (1925)
#: The ordinal of the day before 1 Farvardin 1.
_EPOCH = date(622, 3, 21).toordinal()
_IRAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_AFGHANISTAN = "حمل ثور جوزا سرطان اسد سنبلهٔ میزان عقرب قوس جدی دلو حوت".split()


def persian_day(day: date, identifier: str) -> str:
    """Write a day in the solar calendar.

    Args:
        day: The day.
        identifier: Babel's name of the locale; that of Afghanistan has other names of months.

    Returns:
        Day, month and year in ASCII digits; an empty string for years in which the calendar was not in use,
        or for which its leap years are not known.

    Example:
        >>> persian_day(date(2027, 8, 4), "fa"), persian_day(date(2027, 8, 4), "fa_AF")
        ('13 مرداد 1406', '13 اسد 1406')
    """
    days = day.toordinal() - _EPOCH
    year = 1 + (33 * days + 3) // 12053  # 33 years have 12,053 days
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ""
    of_year = days - (365 * (year - 1) + (8 * year + 21) // 33)
    month = of_year // 31 if of_year < 216 else (of_year - 6) // 30
    of_month = of_year - (31 * month if month < 6 else 30 * month + 6)
    names = _AFGHANISTAN if identifier == "fa_AF" else _IRAN
    return f"{of_month + 1} {names[month]} {year}"
