"""Recurring days: every 4 August, or every 16th at 20:00, each with a duration."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, get_args

from solidarity_widgets.checks import check_choice, check_whole
from solidarity_widgets.countdowns.duration import DurationLike
from solidarity_widgets.countdowns.occurrence import Occurrence, parse_event_duration
from solidarity_widgets.exceptions import InvalidTimeError
from solidarity_widgets.moments import (
    Moment,
    TimeLike,
    TimeOfDayLike,
    ZoneLike,
    check_zone,
    from_wall_time,
    parse_instant,
    parse_moment,
    parse_time_of_day,
    start_of_day,
)
from solidarity_widgets.text import safe_text

LeapDay = Literal["feb28", "mar1", "skip"]
ShortMonth = Literal["clamp", "skip"]

_YEAR = re.compile(r"\d{4}\Z", re.ASCII)
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
            >>> Monthly(16, time="20:00", zone="Europe/Minsk",
            ...     event_duration="PT15M").at("2026-11-16T20:14").end.hour
            20
        """
        moment = parse_instant(now, self.zone, "now")
        found = next(self.occurrences(moment), None)
        return found if found is not None and found.start <= moment else None


@dataclass(frozen=True, slots=True, init=False)
class Yearly(RecurrenceRule):
    """The same day every year.

    Args:
        month: 1 to 12.
        day: 1 to 31, as the month allows.
        time: The wall-clock time at which each occurrence starts.
        zone: The zone whose calendar and clock count.
        since: The year, date or time of the first event, which has the ordinal 0. There are no earlier
            occurrences.
        leap_day: When 29 February is observed in common years: ``feb28``, ``mar1`` or ``skip``.
        event_duration: How long each occurrence lasts; by default until local midnight.

    Raises:
        InvalidTimeError: If the day, *time* or *since* is not valid.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *leap_day* or *event_duration* is not valid.

    Example:
        >>> Yearly(8, 4, zone="Europe/Minsk").next_after("2027-08-04").start.date()
        datetime.date(2028, 8, 4)
    """

    month: int
    day: int
    since: date | None
    leap_day: LeapDay

    def __init__(
        self,
        month: int,
        day: int,
        *,
        time: TimeOfDayLike = "00:00",
        zone: ZoneLike,
        event_duration: DurationLike | None = None,
        since: int | TimeLike | None = None,
        leap_day: LeapDay = "feb28",
    ) -> None:
        RecurrenceRule.__init__(self, time=time, zone=zone, event_duration=event_duration)
        month = check_whole(month, "month", 1, 12, error=InvalidTimeError)
        last = monthrange(2000, month)[1]  # a leap year
        check_choice(leap_day, get_args(LeapDay), "leap_day")
        object.__setattr__(self, "month", month)
        object.__setattr__(self, "day", check_whole(day, "day", 1, last, error=InvalidTimeError))
        object.__setattr__(self, "leap_day", leap_day)
        object.__setattr__(self, "since", _parse_since(since, self.zone))

    def days(self, year: int, month: int) -> Iterator[tuple[date, int | None]]:
        """Yield the day if it is in this month.

        Args:
            year: The year.
            month: 1 to 12.

        Yields:
            The day with its ordinal.
        """
        day = self._day_of(year) if 1 <= year <= 9999 else None
        if day is not None and day.month == month and (self.since is None or day >= self.since):
            yield day, None if self.since is None else year - self.since.year

    def _day_of(self, year: int) -> date | None:
        if self.day <= monthrange(year, self.month)[1]:
            return date(year, self.month, self.day)
        return {"feb28": date(year, 2, 28), "mar1": date(year, 3, 1), "skip": None}[self.leap_day]


@dataclass(frozen=True, slots=True, init=False)
class Monthly(RecurrenceRule):
    """The same day every month.

    Args:
        day: 1 to 31.
        time: The wall-clock time at which each occurrence starts.
        zone: The zone whose calendar and clock count.
        short_month: What to do in a month that does not have this day: ``clamp`` to the month's last day, or
            ``skip`` the month.
        event_duration: How long each occurrence lasts; by default until local midnight.

    Raises:
        InvalidTimeError: If *day* or *time* is not valid.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *short_month* or *event_duration* is not valid.

    Example:
        >>> Monthly(31, zone="Europe/Minsk").next_after("2027-02-01").start.date()
        datetime.date(2027, 2, 28)
    """

    day: int
    short_month: ShortMonth

    def __init__(
        self,
        day: int,
        *,
        time: TimeOfDayLike = "00:00",
        zone: ZoneLike,
        event_duration: DurationLike | None = None,
        short_month: ShortMonth = "clamp",
    ) -> None:
        RecurrenceRule.__init__(self, time=time, zone=zone, event_duration=event_duration)
        check_choice(short_month, get_args(ShortMonth), "short_month")
        object.__setattr__(self, "day", check_whole(day, "day", 1, 31, error=InvalidTimeError))
        object.__setattr__(self, "short_month", short_month)

    def days(self, year: int, month: int) -> Iterator[tuple[date, int | None]]:
        """Yield the day, or the last day of a shorter month.

        Args:
            year: The year.
            month: 1 to 12.

        Yields:
            The day; it has no ordinal.
        """
        if not 1 <= year <= 9999:
            return
        last = monthrange(year, month)[1]
        if self.day <= last or self.short_month == "clamp":
            yield date(year, month, min(self.day, last)), None


def _parse_since(since: int | TimeLike | None, zone: tzinfo) -> date | None:
    """Return the first day of a rule; a year means its 1 January."""
    if since is None:
        return None
    if isinstance(since, int):
        return _first_day(since)
    if isinstance(since, date):
        moment = parse_moment(since, "since")
    else:
        text = safe_text(since, "since").strip()
        if _YEAR.match(text):
            return _first_day(int(text))
        moment = Moment.from_text(text, "since", since)
    if isinstance(moment.value, datetime):
        return moment.instant(zone).astimezone(zone).date()
    return moment.value


def _first_day(year: int) -> date:
    return date(check_whole(year, "since", 1, 9999, error=InvalidTimeError), 1, 1)
