"""The countdown's messages, marked for the translators."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.countdowns.duration import Unit
from solidarity_widgets.i18n import MessageId, npgettext_noop, pgettext_noop

# Translators: What a countdown says. {duration} is a list such as "8 months, 12 days"; word it so that any
# Translators: number and gender fits, e.g. with a colon before {duration}.
LEFT = pgettext_noop("countdown", "{duration} left")
# Translators: What a counter says that goes on after its moment. {duration} is a list such as "2 hours,
# Translators: 5 minutes".
AGO = pgettext_noop("countdown", "{duration} ago")
# Translators: Said in place of a countdown on the day it counted to.
TODAY = pgettext_noop("countdown", "Today is the day")
# Translators: Said in place of a countdown while what it counted to is under way, e.g. a vigil at an hour.
NOW = pgettext_noop("countdown", "It is happening now")
# Translators: Said in place of a countdown when its day is over.
DAY_OVER = pgettext_noop("countdown", "The day has passed")
# Translators: Said in place of a countdown when its hour is over.
TIME_OVER = pgettext_noop("countdown", "The time has passed")
# Translators: A switch that stops a counter of seconds from moving.
PAUSE = pgettext_noop("countdown", "Pause")

#: The words under the numbers of boxes.
UNIT_LABELS: Mapping[Unit, MessageId] = {
    # Translators: Stands alone under a number in a box; only the form follows the number. So are all with
    # Translators: this context.
    "years": npgettext_noop("countdown-label", "year", "years"),
    "months": npgettext_noop("countdown-label", "month", "months"),
    "weeks": npgettext_noop("countdown-label", "week", "weeks"),
    "days": npgettext_noop("countdown-label", "day", "days"),
    "hours": npgettext_noop("countdown-label", "hour", "hours"),
    "minutes": npgettext_noop("countdown-label", "minute", "minutes"),
    "seconds": npgettext_noop("countdown-label", "second", "seconds"),
}

#: Unit words with their number, by style. They need no translation: CLDR has them. A catalog that fills one
#: in overrides CLDR.
UNIT_MESSAGES: Mapping[str, Mapping[Unit, MessageId]] = {
    "long": {
        # Translators: Leave empty to use the words of Unicode CLDR. Fill in all forms to use your own. So
        # Translators: it is with everything in this context.
        "years": npgettext_noop("countdown-unit-long", "{n} year", "{n} years"),
        "months": npgettext_noop("countdown-unit-long", "{n} month", "{n} months"),
        "weeks": npgettext_noop("countdown-unit-long", "{n} week", "{n} weeks"),
        "days": npgettext_noop("countdown-unit-long", "{n} day", "{n} days"),
        "hours": npgettext_noop("countdown-unit-long", "{n} hour", "{n} hours"),
        "minutes": npgettext_noop("countdown-unit-long", "{n} minute", "{n} minutes"),
        "seconds": npgettext_noop("countdown-unit-long", "{n} second", "{n} seconds"),
    },
    "short": {
        # Translators: Leave empty to use the abbreviations of Unicode CLDR. So it is with everything in
        # Translators: this context.
        "years": npgettext_noop("countdown-unit-short", "{n} year", "{n} years"),
        "months": npgettext_noop("countdown-unit-short", "{n} month", "{n} months"),
        "weeks": npgettext_noop("countdown-unit-short", "{n} week", "{n} weeks"),
        "days": npgettext_noop("countdown-unit-short", "{n} day", "{n} days"),
        "hours": npgettext_noop("countdown-unit-short", "{n} hour", "{n} hours"),
        "minutes": npgettext_noop("countdown-unit-short", "{n} minute", "{n} minutes"),
        "seconds": npgettext_noop("countdown-unit-short", "{n} second", "{n} seconds"),
    },
    "narrow": {
        # Translators: Leave empty to use the shortest abbreviations of Unicode CLDR. So it is with
        # Translators: everything in this context.
        "years": npgettext_noop("countdown-unit-narrow", "{n} year", "{n} years"),
        "months": npgettext_noop("countdown-unit-narrow", "{n} month", "{n} months"),
        "weeks": npgettext_noop("countdown-unit-narrow", "{n} week", "{n} weeks"),
        "days": npgettext_noop("countdown-unit-narrow", "{n} day", "{n} days"),
        "hours": npgettext_noop("countdown-unit-narrow", "{n} hour", "{n} hours"),
        "minutes": npgettext_noop("countdown-unit-narrow", "{n} minute", "{n} minutes"),
        "seconds": npgettext_noop("countdown-unit-narrow", "{n} second", "{n} seconds"),
    },
}
