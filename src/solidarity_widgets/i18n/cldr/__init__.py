"""Unicode CLDR's data: numbers, lists, units, plural categories, days and territories.

:class:`~solidarity_widgets.i18n.cldr.data.CldrData` holds the data of one locale, and the functions
of this package take such an object. Nothing here knows catalogs or the library's own ``Locale``.
"""

from solidarity_widgets.i18n.cldr.data import CldrData, DigitGrouping, ListStyle, UnitStyle, cldr_data

__all__ = ["CldrData", "DigitGrouping", "ListStyle", "UnitStyle", "cldr_data"]
