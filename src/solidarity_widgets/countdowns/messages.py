"""The countdown's messages, marked for the translators."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.countdowns.duration import Unit
from solidarity_widgets.i18n import N_, NN_, MessageId

# Translators: What a countdown says. {duration} is a list such as "8 months, 12 days"; word it so that any
# Translators: number and gender fits, e.g. with a colon before {duration}.
LEFT = N_("countdown", "{duration} left")
# Translators: What a counter says that goes on after its moment. {duration} is a list such as "2 hours,
# Translators: 5 minutes".
AGO = N_("countdown", "{duration} ago")
# Translators: Said in place of a countdown on the day it counted to.
TODAY = N_("countdown", "Today is the day")
# Translators: Said in place of a countdown while what it counted to is under way, e.g. a vigil at an hour.
NOW = N_("countdown", "It is happening now")
# Translators: Said in place of a countdown when its day is over.
DAY_OVER = N_("countdown", "The day has passed")
# Translators: Said in place of a countdown when its hour is over.
TIME_OVER = N_("countdown", "The time has passed")
# Translators: A switch that stops a counter of seconds from moving.
PAUSE = N_("countdown", "Pause")

#: The words under the numbers of boxes.
LABELS: Mapping[Unit, MessageId] = {
    # Translators: Stands alone under a number in a box; only the form follows the number. So are all with
    # Translators: this context.
    "years": NN_("countdown-label", "year", "years"),
    "months": NN_("countdown-label", "month", "months"),
    "weeks": NN_("countdown-label", "week", "weeks"),
    "days": NN_("countdown-label", "day", "days"),
    "hours": NN_("countdown-label", "hour", "hours"),
    "minutes": NN_("countdown-label", "minute", "minutes"),
    "seconds": NN_("countdown-label", "second", "seconds"),
}

#: Unit words with their number, by style. They need no translation: CLDR has them. A catalog that fills one
#: in overrides CLDR.
OVERRIDES: Mapping[str, Mapping[Unit, MessageId]] = {
    "long": {
        # Translators: Leave empty to use the words of Unicode CLDR. Fill in all forms to use your own. So
        # Translators: it is with everything in this context.
        "years": NN_("countdown-unit-long", "{n} year", "{n} years"),
        "months": NN_("countdown-unit-long", "{n} month", "{n} months"),
        "weeks": NN_("countdown-unit-long", "{n} week", "{n} weeks"),
        "days": NN_("countdown-unit-long", "{n} day", "{n} days"),
        "hours": NN_("countdown-unit-long", "{n} hour", "{n} hours"),
        "minutes": NN_("countdown-unit-long", "{n} minute", "{n} minutes"),
        "seconds": NN_("countdown-unit-long", "{n} second", "{n} seconds"),
    },
    "short": {
        # Translators: Leave empty to use the abbreviations of Unicode CLDR. So it is with everything in
        # Translators: this context.
        "years": NN_("countdown-unit-short", "{n} year", "{n} years"),
        "months": NN_("countdown-unit-short", "{n} month", "{n} months"),
        "weeks": NN_("countdown-unit-short", "{n} week", "{n} weeks"),
        "days": NN_("countdown-unit-short", "{n} day", "{n} days"),
        "hours": NN_("countdown-unit-short", "{n} hour", "{n} hours"),
        "minutes": NN_("countdown-unit-short", "{n} minute", "{n} minutes"),
        "seconds": NN_("countdown-unit-short", "{n} second", "{n} seconds"),
    },
    "narrow": {
        # Translators: Leave empty to use the shortest abbreviations of Unicode CLDR. So it is with
        # Translators: everything in this context.
        "years": NN_("countdown-unit-narrow", "{n} year", "{n} years"),
        "months": NN_("countdown-unit-narrow", "{n} month", "{n} months"),
        "weeks": NN_("countdown-unit-narrow", "{n} week", "{n} weeks"),
        "days": NN_("countdown-unit-narrow", "{n} day", "{n} days"),
        "hours": NN_("countdown-unit-narrow", "{n} hour", "{n} hours"),
        "minutes": NN_("countdown-unit-narrow", "{n} minute", "{n} minutes"),
        "seconds": NN_("countdown-unit-narrow", "{n} second", "{n} seconds"),
    },
}
