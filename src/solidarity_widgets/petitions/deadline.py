"""The deadline of a petition, in the petition's own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeAlias

from solidarity_widgets.arguments import suggest_arguments
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError
from solidarity_widgets.moments import TimeLike, ZoneLike, check_zone, parse_day, start_of_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, init=False)
class Deadline:
    """The last day on which a petition can be signed.

    The petition closes at the end of that day in its zone. People who signed in time can confirm their
    signatures for some time after that. You can pass a deadline to ``countdown``.

    Args:
        day: The last day: a ``date``, or text such as ``2027-08-04``.
        zone: The zone of the day: an IANA name such as ``Europe/Minsk``, or a ``tzinfo``.
        grace: How long after the end a signature can be confirmed; by default one day.

    Attributes:
        day: The last day.
        zone: The zone of the day.
        grace: How long after the end a signature can be confirmed.

    Raises:
        InvalidTimeError: If *day* is not a day, or is too close to the end of the calendar.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *grace* is not a ``timedelta``, or is negative.

    Example:
        >>> deadline = Deadline("2027-03-28", "Europe/Warsaw")
        >>> deadline.end.isoformat(), deadline.confirm_until - deadline.end
        ('2027-03-28T22:00:00+00:00', datetime.timedelta(days=1))
    """

    day: date
    zone: tzinfo
    grace: timedelta

    @suggest_arguments
    def __init__(self, day: TimeLike, zone: ZoneLike, grace: timedelta = _DAY) -> None:
        last = parse_day(day, "closes")
        if not isinstance(grace, timedelta) or grace < timedelta():
            raise InvalidFieldError("grace", grace, "must be a timedelta that is not negative")
        object.__setattr__(self, "day", last)
        object.__setattr__(self, "zone", check_zone(zone))
        object.__setattr__(self, "grace", grace)
        try:
            _ = self.confirm_until
        except OverflowError:
            raise InvalidTimeError("closes", last, "must be well within the years 1 to 9999") from None

    @property
    def end(self) -> datetime:
        """The first instant after the last day, in UTC."""
        return start_of_day(self.day + _DAY, self.zone)

    @property
    def confirm_until(self) -> datetime:
        """The instant until which a signature can be confirmed, in UTC."""
        return self.end + self.grace

    @classmethod
    def parse(cls, value: DeadlineLike, zone: ZoneLike, grace: timedelta = _DAY) -> Deadline | None:
        """Parse a ``closes`` argument.

        Args:
            value: A day, a deadline, or ``None``.
            zone: The zone of a day.
            grace: How long after the end of a day a signature can be confirmed.

        Returns:
            The deadline, or ``None``. A deadline is returned unchanged.

        Raises:
            InvalidTimeError: If *value* is not a day, or is too close to the end of the calendar.
            UnknownZoneError: If there is no such zone.
            InvalidFieldError: If *grace* is not a ``timedelta``, or is negative.
        """
        if value is None or isinstance(value, Deadline):
            return value
        return cls(value, zone, grace)


#: A ``closes`` argument: the last day, or a deadline; ``None`` for a petition without a deadline.
DeadlineLike: TypeAlias = TimeLike | Deadline | None
