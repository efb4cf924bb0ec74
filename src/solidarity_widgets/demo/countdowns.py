"""The demo's countdowns (since the arrest, to the yearly day, to the monthly evening) and its reminder."""

from __future__ import annotations

from markupsafe import Markup

from solidarity_widgets.api import countdown, elapsed, share_buttons
from solidarity_widgets.countdowns import Countdown
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.html import element
from solidarity_widgets.i18n import Locale, Translator, pgettext_noop

#: The calendar file's name.
CALENDAR = "day.ics"
_ZONE = "Europe/Minsk"

# Translators: Before the time since that day, such as "15 years, 3 months". It is not time in prison, so keep
# Translators: the date. Ends with a colon.
SINCE_ARREST = pgettext_noop("demo", "Since the arrest of 4 August 2011:")
# Translators: Before a countdown to the next 4 August. Ends with a colon.
_NEXT_DAY = pgettext_noop("demo", "Time until 4 August:")
# Translators: Before a countdown to the next 16th of a month, 20:00. Ends with a colon.
_NEXT_EVENING = pgettext_noop("demo", "Time until the next solidarity evening (the 16th, 8pm in Minsk):")
# Translators: A link to a calendar file that adds the day, with a reminder, to the reader's own calendar.
_CALENDAR = pgettext_noop("demo", "Add to your calendar with a reminder")


def demo_countdowns(locale: Locale) -> list[Markup]:
    """Make the three countdowns, each in its own block.

    Args:
        locale: The page's locale.

    Returns:
        The blocks, in order.
    """
    translator = Translator(locale)
    since = translator.message(SINCE_ARREST).text
    evening = translator.message(_NEXT_EVENING).text
    return [
        element("div", {"class": "counter"}, counter)
        for counter in (
            elapsed("2011-08-04", zone=_ZONE, locale=locale, label=since),
            _yearly_countdown(locale),
            countdown(
                "---16T20:00/PT15M",
                zone=_ZONE,
                units="days hours minutes seconds",
                locale=locale,
                label=evening,
            ),
        )
    ]


def _yearly_countdown(locale: Locale) -> Countdown:
    label = Translator(locale).message(_NEXT_DAY).text
    units = "months days hours minutes"
    return countdown("--08-04", zone=_ZONE, units=units, style="boxes", locale=locale, label=label)


def calendar_file(locale: Locale, title: str, url: str) -> bytes | None:
    """Make a calendar file that contains the yearly day, a reminder and share links.

    Args:
        locale: The page's locale.
        title: The title of the event.
        url: The URL of the campaign.

    Returns:
        The file's content, or ``None`` if the extra ``ics`` is not installed.
    """
    links = share_buttons(url, "telegram whatsapp email", title=title, locale=locale)
    try:
        return _yearly_countdown(locale).ics(title=title, url=url, links=links)
    except MissingExtraError:
        return None


def reminder(locale: Locale, href: str) -> Markup:
    """Make the link to the calendar file.

    Args:
        locale: The page's locale.
        href: The URL of the file.

    Returns:
        A paragraph.
    """
    message = Translator(locale).message(_CALENDAR)
    attributes = {"lang": message.tag, "dir": message.direction} if message.is_fallback else None
    return element("p", attributes, element("a", {"href": href, "type": "text/calendar"}, message.text))
