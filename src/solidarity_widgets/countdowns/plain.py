"""The moment of a countdown in words, for texts that are read later than they are made."""

from __future__ import annotations

from datetime import UTC, datetime

from markupsafe import Markup

from solidarity_widgets.countdowns.messages import MOMENT
from solidarity_widgets.html import AttributeValue, element
from solidarity_widgets.i18n import Locale, Translator
from solidarity_widgets.i18n.cldr import CldrData
from solidarity_widgets.i18n.cldr.dates import format_day, format_day_and_time
from solidarity_widgets.i18n.cldr.zones import zone_name


def format_instant(moment: datetime) -> str:
    """Format an instant for HTML's attribute ``datetime``.

    Args:
        moment: The instant, aware.

    Returns:
        A global date and time string in UTC, whose year has at least four digits.

    Example:
        >>> from datetime import timedelta, timezone
        >>> format_instant(datetime(988, 7, 28, tzinfo=timezone(timedelta(hours=2))))
        '0988-07-27T22:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def moment_element(moment: datetime, whole_day: bool, locale: Locale) -> Markup:
    """Make an element that names a moment and the time zone that it is in.

    Args:
        moment: The moment, in the event's zone.
        whole_day: Whether to name the day only.
        locale: The widget's locale.

    Returns:
        A ``<span>`` with the sentence. The day in it is a ``<time>``.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> from solidarity_widgets import get_locale
        >>> evening = datetime(2027, 8, 4, 20, tzinfo=ZoneInfo("Europe/Minsk"))
        >>> moment_element(evening, False, get_locale("be")).striptags()  # doctest: +ELLIPSIS
        '(4 жніўня 2027...20:00, час: Мінск)'
    """
    zone = moment.tzinfo or UTC

    def format_moment(data: CldrData) -> str:
        return format_day(moment.date(), data) if whole_day else format_day_and_time(moment, data)

    found = Translator(locale).message(
        MOMENT, date=format_moment, zone=lambda data: zone_name(zone, moment, data)
    )
    # dir="auto" isolates the zone as <bdi> would, which feed readers may not know.
    wrappers: dict[str, tuple[str, dict[str, AttributeValue]]] = {
        "date": ("time", {"datetime": format_instant(moment)}),
        "zone": ("span", {"dir": "auto"}),
    }
    children = [
        element(*wrappers[segment.name], segment.text) if segment.name else segment.text
        for segment in found.segments
    ]
    return element("span", found.attributes(locale), *children)
