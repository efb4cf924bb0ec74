"""The notation for recurring days in templates: ``--08-04``, ``---16T20:00/PT15M``."""

from __future__ import annotations

import re

from solidarity_widgets.countdowns.duration import DurationLike
from solidarity_widgets.countdowns.recurrence import Monthly, Yearly
from solidarity_widgets.countdowns.recurrence_rule import RecurrenceRule
from solidarity_widgets.exceptions import InvalidTimeError
from solidarity_widgets.moments import ZoneLike

_NOTATION = re.compile(
    r"(?:--(?P<month>\d\d)-?(?P<yearly>\d\d)|---(?P<monthly>\d\d))(?:T(?P<time>[\d:]+))?(?:/(?P<duration>P.+))?\Z",
    re.ASCII,
)


def parse_rule(
    text: str, zone: ZoneLike | None, event_duration: DurationLike | None = None
) -> RecurrenceRule | None:
    """Parse the notation for a recurring day.

    Args:
        text: ``--08-04``, HTML's yearless date, or ``---16``, XML Schema's day of the month. A time and a
            duration may follow: ``---16T20:00/PT15M``.
        zone: The zone whose calendar and clock count.
        event_duration: The duration to use if *text* has none.

    Returns:
        The rule, or ``None`` if *text* does not start with two hyphens.

    Raises:
        InvalidTimeError: If *text* starts with two hyphens but is not a rule, or if *zone* is ``None``.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If the duration is not valid.

    Example:
        >>> parse_rule("--08-04", "Europe/Minsk").day
        4
    """
    if not text.startswith("--"):
        return None
    match = _NOTATION.match(text)
    if match is None:
        raise InvalidTimeError(
            "target",
            text,
            "must be '--MM-DD' for every year or '---DD' for every month, optionally followed by a time "
            "such as 'T20:00' and a duration such as '/PT15M'",
        )
    if zone is None:
        raise InvalidTimeError("target", text, "needs a zone (pass zone='Europe/Minsk')")
    time = match["time"] or "00:00"
    duration = match["duration"] or event_duration
    if match["monthly"]:
        return Monthly(int(match["monthly"]), time=time, zone=zone, event_duration=duration)
    return Yearly(int(match["month"]), int(match["yearly"]), time=time, zone=zone, event_duration=duration)
