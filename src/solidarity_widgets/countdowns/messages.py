"""The messages of countdowns, marked for translation."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.countdowns.duration import Unit
from solidarity_widgets.i18n import MessageId, npgettext_noop, pgettext_noop

# Translators: The time left in a countdown. {duration} is a list such as "8 months, 12 days"; word it so that
# Translators: any number and gender fits, e.g. with a colon before {duration}.
LEFT = pgettext_noop("countdown", "{duration} left")
# Translators: The time since a past moment, for a counter that keeps counting. {duration} is a list such as
# Translators: "2 hours, 5 minutes".
AGO = pgettext_noop("countdown", "{duration} ago")
# Translators: Replaces a countdown on the day it counted down to.
TODAY = pgettext_noop("countdown", "Today is the day")
# Translators: Replaces a countdown while the event it counted down to is taking place, e.g. a vigil.
NOW = pgettext_noop("countdown", "Happening now")
# Translators: Replaces a countdown to a day when that day is over.
DAY_OVER = pgettext_noop("countdown", "This day has passed")
# Translators: Replaces a countdown to a time of day when the event is over.
TIME_OVER = pgettext_noop("countdown", "This is over")
# Translators: The moment that is counted to or from, after the text of a countdown in e-mail and feeds:
# Translators: "255 days left (4 August 2027, Minsk time)". {date} is a full date, for an hour with its time:
# Translators: "4 August 2027, 8:00 pm". {zone} is a city such as "Minsk", or an offset such as "UTC+3".
MOMENT = pgettext_noop("countdown", "({date}, {zone} time)")
# Translators: Label of a button that stops a countdown from updating every second.
PAUSE = pgettext_noop("countdown", "Pause")

#: The words under the numbers in the style ``boxes``.
UNIT_LABELS: Mapping[Unit, MessageId] = {
    # Translators: Shown on its own under a number in a box; use the form that the number needs. The same goes
    # Translators: for every message with this context.
    "years": npgettext_noop("countdown-label", "year", "years"),
    "months": npgettext_noop("countdown-label", "month", "months"),
    "weeks": npgettext_noop("countdown-label", "week", "weeks"),
    "days": npgettext_noop("countdown-label", "day", "days"),
    "hours": npgettext_noop("countdown-label", "hour", "hours"),
    "minutes": npgettext_noop("countdown-label", "minute", "minutes"),
    "seconds": npgettext_noop("countdown-label", "second", "seconds"),
}

#: Numbers with their units, by style. They do not need to be translated, because CLDR has them; a translation
#: in a catalog overrides CLDR.
UNIT_MESSAGES: Mapping[str, Mapping[Unit, MessageId]] = {
    "long": {
        # Translators: Leave empty to use the words of Unicode CLDR. Fill in all forms to use your own. The
        # Translators: same goes for every message with this context.
        "years": npgettext_noop("countdown-unit-long", "{n} year", "{n} years"),
        "months": npgettext_noop("countdown-unit-long", "{n} month", "{n} months"),
        "weeks": npgettext_noop("countdown-unit-long", "{n} week", "{n} weeks"),
        "days": npgettext_noop("countdown-unit-long", "{n} day", "{n} days"),
        "hours": npgettext_noop("countdown-unit-long", "{n} hour", "{n} hours"),
        "minutes": npgettext_noop("countdown-unit-long", "{n} minute", "{n} minutes"),
        "seconds": npgettext_noop("countdown-unit-long", "{n} second", "{n} seconds"),
    },
    "short": {
        # Translators: Leave empty to use the abbreviations of Unicode CLDR. The same goes for every
        # Translators: message with this context.
        "years": npgettext_noop("countdown-unit-short", "{n} year", "{n} years"),
        "months": npgettext_noop("countdown-unit-short", "{n} month", "{n} months"),
        "weeks": npgettext_noop("countdown-unit-short", "{n} week", "{n} weeks"),
        "days": npgettext_noop("countdown-unit-short", "{n} day", "{n} days"),
        "hours": npgettext_noop("countdown-unit-short", "{n} hour", "{n} hours"),
        "minutes": npgettext_noop("countdown-unit-short", "{n} minute", "{n} minutes"),
        "seconds": npgettext_noop("countdown-unit-short", "{n} second", "{n} seconds"),
    },
    "narrow": {
        # Translators: Leave empty to use the shortest abbreviations of Unicode CLDR. The same goes for
        # Translators: every message with this context.
        "years": npgettext_noop("countdown-unit-narrow", "{n} year", "{n} years"),
        "months": npgettext_noop("countdown-unit-narrow", "{n} month", "{n} months"),
        "weeks": npgettext_noop("countdown-unit-narrow", "{n} week", "{n} weeks"),
        "days": npgettext_noop("countdown-unit-narrow", "{n} day", "{n} days"),
        "hours": npgettext_noop("countdown-unit-narrow", "{n} hour", "{n} hours"),
        "minutes": npgettext_noop("countdown-unit-narrow", "{n} minute", "{n} minutes"),
        "seconds": npgettext_noop("countdown-unit-narrow", "{n} second", "{n} seconds"),
    },
}
