"""What all recurring days have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from solidarity_widgets.countdowns.duration import DurationLike
from solidarity_widgets.countdowns.occurrence import Occurrence, parse_event_duration
from solidarity_widgets.countdowns.time_of_day import TimeOfDayLike, parse_time_of_day
from solidarity_widgets.exceptions import InvalidTimeError
from solidarity_widgets.moments import (
    TimeLike,
    ZoneLike,
    check_zone,
    from_wall_time,
    parse_instant,
    start_of_day,
)

_TWO_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True, init=False)
class RecurrenceRule:
    """What all recurring days have in common; use :class:`Yearly` or :class:`Monthly`.

    Args:
        time: The wall-clock time at which each occurrence starts: ``20:00``, ``20:00:30`` or a naive
            ``time``.
        zone: The zone whose calendar and clock count.
        event_duration: How long each occurrence lasts, such as ``PT15M`` or a ``timedelta``; ``None`` means
            until local midnight.

    Attributes:
        time: The parsed time.
        zone: The zone as a ``tzinfo``.
        event_duration: The parsed duration, or ``None``.

    Raises:
        InvalidTimeError: If *time* is not a time of day.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *event_duration* is not valid.
    """

    time: dt.time
    zone: tzinfo
    event_duration: timedelta | None

    def __init__(
        self,
        *,
        time: TimeOfDayLike = "00:00",
        zone: ZoneLike,
        event_duration: DurationLike | None = None,
    ) -> None:
        object.__setattr__(self, "time", parse_time_of_day(time))
        object.__setattr__(self, "zone", check_zone(zone))
        object.__setattr__(self, "event_duration", parse_event_duration(event_duration))

    @property
    def whole_day(self) -> bool:
        """Whether each occurrence is a whole day, without a time or a duration."""
        return self.time == dt.time() and self.event_duration is None

    def days(self, year: int, month: int) -> Iterator[tuple[date, int | None]]:
        """Yield the days of one month on which an occurrence starts.

        Args:
            year: The year.
            month: 1 to 12.

        Yields:
            Each day with its ordinal, which is ``None`` if the rule has no ``since``.

        Raises:
            NotImplementedError: If a subclass does not define this method.
        """
        raise NotImplementedError(f"{type(self).__name__} must define days()")

    def _occurrence(self, day: date, ordinal: int | None) -> Occurrence:
        if self.time == dt.time():
            start = start_of_day(day, self.zone)
        else:
            start = from_wall_time(datetime.combine(day, self.time), self.zone)
        return Occurrence.starting(start, self.event_duration, self.zone, ordinal)

    def occurrences(self, after: datetime) -> Iterator[Occurrence]:
        """Yield the occurrences that end after an instant, in order, up to the year 9999.

        Args:
            after: An aware ``datetime``.

        Yields:
            Occurrences. The first may have started already.
        """
        after = after.astimezone(UTC)  # Python compares datetimes in the same zone by wall-clock time
        # An occurrence that started earlier may not be over. Durations of weeks are unusual, but allowed.
        try:
            back = (after - (self.event_duration or timedelta()) - _TWO_DAYS).astimezone(self.zone)
            first = back.year * 12 + back.month - 1
        except OverflowError:
            first = 12
        for months in range(first, 10_000 * 12):
            for day, ordinal in self.days(months // 12, months % 12 + 1):
                try:
                    found = self._occurrence(day, ordinal)
                except OverflowError:  # it starts before the year 1 or ends after 9999
                    continue
                if found.end > after:
                    yield found

    def next_after(self, now: TimeLike) -> Occurrence:
        """Return the first occurrence that starts after *now*.

        Args:
            now: An ISO 8601 string, ``date`` or ``datetime``. A value without an offset is local to the
                rule's zone.

        Returns:
            The occurrence.

        Raises:
            InvalidTimeError: If *now* is not a date or time, or if no occurrence follows by the year 9999.

        Example:
            >>> from solidarity_widgets import Yearly
            >>> Yearly(8, 4, zone="Europe/Minsk", since=2011).next_after("2026-11-22").ordinal
            16
        """
        moment = parse_instant(now, self.zone, "now")
        for found in self.occurrences(moment):
            if found.start > moment:
                return found
        raise InvalidTimeError("now", now, "has no occurrence after it in the years up to 9999")

    def at(self, now: TimeLike) -> Occurrence | None:
        """Return the occurrence that is in progress.

        Args:
            now: An ISO 8601 string, ``date`` or ``datetime``. A value without an offset is local to the
                rule's zone.

        Returns:
            The occurrence, or ``None`` if there is none at that time.

        Raises:
            InvalidTimeError: If *now* is not a date or time.

        Example:
            >>> from solidarity_widgets import Monthly
            >>> Monthly(16, time="20:00", zone="Europe/Minsk",
            ...     event_duration="PT15M").at("2026-11-16T20:14").end.hour
            20
        """
        moment = parse_instant(now, self.zone, "now")
        found = next(self.occurrences(moment), None)
        return found if found is not None and found.start <= moment else None
