"""Wall-clock times, such as 20:00."""

from __future__ import annotations

import re
from datetime import time
from typing import TypeAlias

from solidarity_widgets.exceptions import InvalidTimeError
from solidarity_widgets.text import LazyText, safe_str

#: A wall-clock time: ``20:00``, ``20:00:30`` or a naive ``time``.
TimeOfDayLike: TypeAlias = str | LazyText | time

_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\Z", re.ASCII)


def parse_time_of_day(value: TimeOfDayLike) -> time:
    """Parse a wall-clock time.

    Args:
        value: ``20:00``, ``20:00:30`` or a naive ``time``, of which microseconds are dropped.

    Returns:
        The time, in whole seconds.

    Raises:
        InvalidTimeError: If *value* is not a time of day.
        InvalidFieldError: If *value* is ``bytes`` or contains a character that is not allowed.

    Example:
        >>> parse_time_of_day("20:00")
        datetime.time(20, 0)
    """
    if isinstance(value, time) and value.tzinfo is None:
        return value.replace(microsecond=0, fold=0)
    match = _TIME_OF_DAY.match(safe_str(value, "time").strip())
    if match is None:
        raise InvalidTimeError("time", value, "must be a time of day such as '20:00'")
    return time(int(match[1]), int(match[2]), int(match[3] or 0))
