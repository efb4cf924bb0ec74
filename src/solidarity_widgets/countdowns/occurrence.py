"""One event: when it starts, and when it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from solidarity_widgets.countdowns.duration import Duration, DurationLike
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.moments import start_of_day

_DAY = timedelta(days=1)


class Occurrence(NamedTuple):
    """One event, such as one occurrence of a recurring day.

    Attributes:
        start: Its first instant, aware, in the event's zone.
        end: The first instant after it.
        ordinal: The number of years since the rule's ``since``, or ``None`` if there is no such rule.
    """

    start: datetime
    end: datetime
    ordinal: int | None = None

    @classmethod
    def starting(
        cls, start: datetime, event_duration: timedelta | None, zone: tzinfo, ordinal: int | None = None
    ) -> Occurrence:
        """Return the event that starts at an instant.

        Args:
            start: Its first instant, aware.
            event_duration: How long it lasts; ``None`` means until local midnight.
            zone: The event's zone.
            ordinal: Its ordinal.

        Returns:
            The event, with both instants in *zone*.

        Raises:
            OverflowError: If it does not end in the years 1 to 9999.
        """
        local = start.astimezone(zone)
        if event_duration is None:
            end = start_of_day(local.date() + _DAY, zone)
        else:
            end = start.astimezone(UTC) + event_duration
        return cls(local, end.astimezone(zone), ordinal)


def parse_event_duration(value: DurationLike | None) -> timedelta | None:
    """Parse how long an event lasts.

    Args:
        value: A ``timedelta``, a :class:`Duration` or its ISO 8601 form. Only hours, minutes and seconds are
            allowed in the last two, because a calendar day has no fixed length. ``None`` means until local
            midnight.

    Returns:
        The duration, or ``None``.

    Raises:
        InvalidFieldError: If *value* is not a duration, is negative, has years, months, weeks or days, or is
            longer than the calendar.

    Example:
        >>> parse_event_duration("PT15M")
        datetime.timedelta(seconds=900)
    """
    if value is None:
        return None
    if isinstance(value, timedelta):
        event_duration = value
    else:
        duration = value if isinstance(value, Duration) else Duration.from_iso(value)
        if duration.years or duration.months or duration.weeks or duration.days:
            raise InvalidFieldError(
                "event_duration", value, "must be in hours, minutes and seconds, such as 'PT15M'"
            )
        try:
            event_duration = timedelta(
                hours=duration.hours, minutes=duration.minutes, seconds=duration.seconds
            )
        except OverflowError:
            event_duration = timedelta.max if duration.sign > 0 else timedelta.min
    if event_duration < timedelta():
        raise InvalidFieldError("event_duration", value, "must not be negative")
    if event_duration > datetime.max - datetime.min:
        raise InvalidFieldError("event_duration", value, "must be shorter than the years 1 to 9999")
    return event_duration
