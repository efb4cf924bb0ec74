"""The written form of recurring days, for templates: ``--08-04``, ``---16T20:00/PT15M``."""

from __future__ import annotations

import re

from solidarity_widgets.countdowns.duration import DurationLike
from solidarity_widgets.countdowns.recurrence import Monthly, RecurrenceRule, Yearly
from solidarity_widgets.exceptions import InvalidTimeError
from solidarity_widgets.moments import ZoneLike

_NOTATION = re.compile(
    r"(?:--(?P<month>\d\d)-?(?P<yearly>\d\d)|---(?P<monthly>\d\d))(?:T(?P<time>[\d:]+))?(?:/(?P<length>P.+))?\Z",
    re.ASCII,
)


def parse_rule(
    text: str, zone: ZoneLike | None, event_duration: DurationLike | None = None
) -> RecurrenceRule | None:
    """Read a rule's written form, for templates.

    Args:
        text: ``--08-04``, HTML's yearless date, or ``---16``, XML Schema's day of the month; ``T20:00`` may
            follow, and a length: ``---16T20:00/PT15M``.
        zone: The zone whose calendar and clock count.
        event_duration: The length, if the text has none.

    Returns:
        The rule, or ``None`` for text that does not begin with two hyphens.

    Raises:
        InvalidTimeError: If it starts like a rule but is not one, or needs a zone and has none.

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
            "must be '--MM-DD' for every year or '---DD' for every month, with 'T20:00' after it",
        )
    if zone is None:
        raise InvalidTimeError("target", text, "needs a zone (pass zone='Europe/Minsk')")
    time = match["time"] or "00:00"
    parsed_duration = match["length"] or event_duration
    if match["monthly"]:
        return Monthly(int(match["monthly"]), time=time, zone=zone, event_duration=parsed_duration)
    return Yearly(
        int(match["month"]), int(match["yearly"]), time=time, zone=zone, event_duration=parsed_duration
    )
