"""Recurring days: every 4 August, every 16th at 20:00; each with a duration."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple, TypeAlias, get_args

from solidarity_widgets.checks import check_choice, check_whole
from solidarity_widgets.countdowns.duration import Duration, DurationLike
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError
from solidarity_widgets.moments import (
    TimeLike,
    ZoneLike,
    check_zone,
    from_wall_time,
    parse_instant,
    start_of_day,
)
from solidarity_widgets.text import LazyText, safe_str

LeapDay = Literal["feb28", "mar1", "skip"]
ShortMonth = Literal["clamp", "skip"]
#: A wall-clock time: ``20:00``, ``20:00:30`` or a naive ``time``.
TimeOfDayLike: TypeAlias = str | LazyText | dt.time

_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\Z", re.ASCII)
_DAY = timedelta(days=1)


class Occurrence(NamedTuple):
    """One time that a recurring day comes.

    Attributes:
        start: Its first instant, aware, in the rule's zone.
        end: The first instant after it.
        ordinal: How many years after ``since`` it is, or ``None`` where the rule has no beginning.
    """

    start: datetime
    end: datetime
    ordinal: int | None = None


def parse_time_of_day(value: TimeOfDayLike) -> dt.time:
    """Read a wall-clock time.

    Args:
        value: ``20:00``, ``20:00:30`` or a naive ``time``.

    Returns:
        The time.

    Raises:
        InvalidTimeError: If it is not a time of day.

    Example:
        >>> parse_time_of_day("20:00")
        datetime.time(20, 0)
    """
    if isinstance(value, dt.time) and value.tzinfo is None:
        return value.replace(microsecond=0, fold=0)
    match = _TIME_OF_DAY.match(safe_str(value, "time").strip())
    if match is None:
        raise InvalidTimeError("time", value, "must be a time of day such as '20:00'")
    return dt.time(int(match[1]), int(match[2]), int(match[3] or 0))


def check_event_duration(value: DurationLike | None) -> timedelta | None:
    """Read how long something lasts.

    Args:
        value: A ``timedelta``, a :class:`Duration` or its ISO form (hours and below: exact lengths);
            ``None`` means until local midnight.

    Returns:
        The length.

    Raises:
        InvalidFieldError: If it is negative, has calendar parts, or is too long for the calendar.

    Example:
        >>> check_event_duration("PT15M")
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
                "event_duration", value, "must be of hours, minutes and seconds, such as 'PT15M'"
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
        raise InvalidFieldError("event_duration", value, "must fit into the years 1 to 9999")
    return event_duration


def event_end(start: datetime, event_duration: timedelta | None, zone: tzinfo) -> datetime:
    """Return the first instant after what begins at *start*.

    Args:
        start: Its first instant.
        event_duration: How long it lasts; ``None`` means until local midnight.
        zone: Where midnight is.

    Returns:
        An aware ``datetime`` in the zone.

    Raises:
        OverflowError: If that is after the year 9999.
    """
    if event_duration is not None:
        return (start.astimezone(UTC) + event_duration).astimezone(zone)
    return start_of_day(start.astimezone(zone).date() + _DAY, zone).astimezone(zone)


@dataclass(frozen=True, slots=True, init=False)
class RecurrenceRule:
    """What recurring days have in common.

    Attributes:
        time: The wall-clock time it begins at.
        zone: The zone whose calendar and clock count.
        event_duration: How long it lasts; ``None`` means until local midnight.
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
        object.__setattr__(self, "event_duration", check_event_duration(event_duration))

    @property
    def whole_day(self) -> bool:
        """Whether it is a day rather than an hour."""
        return self.time == dt.time() and self.event_duration is None

    def days(self, year: int, month: int) -> Iterator[tuple[date, int | None]]:
        """Yield the days of one month on which it comes, each with its ordinal."""
        raise NotImplementedError(f"{type(self).__name__} must define days()")

    def _occurrence(self, day: date, ordinal: int | None) -> Occurrence:
        wall = datetime.combine(day, self.time)
        begins = start_of_day(day, self.zone) if self.time == dt.time() else from_wall_time(wall, self.zone)
        start = begins.astimezone(self.zone)
        return Occurrence(start, event_end(start, self.event_duration, self.zone), ordinal)

    def occurrences(self, after: datetime) -> Iterator[Occurrence]:
        """Yield the occurrences that end after an instant, in order, up to the year 9999.

        Args:
            after: An aware ``datetime``.

        Yields:
            Occurrences; the first may be under way.
        """
        after = after.astimezone(UTC)  # two times of one zone would be compared by the clock alone
        # One that began earlier may still last; lengths of weeks are unusual, but allowed.
        try:
            back = (after - (self.event_duration or timedelta()) - 2 * _DAY).astimezone(self.zone)
            first = back.year * 12 + back.month - 1
        except OverflowError:
            first = 12
        for months in range(first, 10_000 * 12):
            for day, ordinal in self.days(months // 12, months % 12 + 1):
                try:
                    found = self._occurrence(day, ordinal)
                except OverflowError:  # it begins before the year 1 or ends after 9999
                    continue
                if found.end > after:
                    yield found

    def next_after(self, now: TimeLike) -> Occurrence:
        """Return the first occurrence that begins strictly after *now*.

        Args:
            now: An ISO string or ``datetime``; a naive one is wall time in the rule's zone.

        Returns:
            The occurrence.

        Raises:
            InvalidTimeError: If *now* is no time, or no occurrence follows in the calendar.

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
        """Return the occurrence under way.

        Args:
            now: An ISO string or ``datetime``; a naive one is wall time in the rule's zone.

        Returns:
            The occurrence, or ``None``.

        Raises:
            InvalidTimeError: If *now* is no time.

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
    """A day of every year.

    Args:
        month: 1 to 12.
        day: 1 to 31, as the month allows.
        time: The wall-clock time it begins at.
        zone: The zone whose calendar and clock count.
        since: The year, date or time of the beginning, which has the ordinal 0; nothing comes before it.
        leap_day: What becomes of 29 February in common years: ``feb28``, ``mar1`` or ``skip``.
        event_duration: How long it lasts; by default until local midnight.

    Raises:
        InvalidTimeError: If there is no such day or time.
        UnknownZoneError: If there is no such zone.

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
        object.__setattr__(self, "month", check_whole(month, "month", 1, 12, error=InvalidTimeError))
        object.__setattr__(
            self, "day", check_whole(day, "day", 1, monthrange(2000, month)[1], error=InvalidTimeError)
        )
        check_choice(leap_day, get_args(LeapDay), "leap_day")
        object.__setattr__(self, "leap_day", leap_day)
        object.__setattr__(self, "since", _parse_since(since, self.zone))

    def days(self, year: int, month: int) -> Iterator[tuple[date, int | None]]:
        """Yield the day, in its month."""
        day = self._day_of(year) if 1 <= year <= 9999 else None
        if day is not None and day.month == month and (self.since is None or day >= self.since):
            yield day, None if self.since is None else year - self.since.year

    def _day_of(self, year: int) -> date | None:
        if self.day <= monthrange(year, self.month)[1]:
            return date(year, self.month, self.day)
        return {"feb28": date(year, 2, 28), "mar1": date(year, 3, 1), "skip": None}[self.leap_day]


@dataclass(frozen=True, slots=True, init=False)
class Monthly(RecurrenceRule):
    """A day of every month.

    Args:
        day: 1 to 31.
        time: The wall-clock time it begins at.
        zone: The zone whose calendar and clock count.
        short_month: What becomes of a day that a month lacks: ``clamp`` to its last day, or ``skip``.
        event_duration: How long it lasts; by default until local midnight.

    Raises:
        InvalidTimeError: If there is no such day or time.
        UnknownZoneError: If there is no such zone.

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
        object.__setattr__(self, "day", check_whole(day, "day", 1, 31, error=InvalidTimeError))
        check_choice(short_month, get_args(ShortMonth), "short_month")
        object.__setattr__(self, "short_month", short_month)

    def days(self, year: int, month: int) -> Iterator[tuple[date, int | None]]:
        """Yield the day, or the month's last one for it."""
        if not 1 <= year <= 9999:
            return
        last = monthrange(year, month)[1]
        if self.day <= last or self.short_month == "clamp":
            yield date(year, month, min(self.day, last)), None


def _parse_since(since: int | TimeLike | None, zone: tzinfo) -> date | None:
    """Return the first day of what has a beginning; a year alone is its 1 January."""
    if since is None:
        return None
    if isinstance(since, int):
        return date(check_whole(since, "since", 1, 9999, error=InvalidTimeError), 1, 1)
    if isinstance(since, date) and not isinstance(since, datetime):
        return since
    text = str(since).strip()
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return date(check_whole(int(text), "since", 1, 9999, error=InvalidTimeError), 1, 1)
    return parse_instant(since, zone, "since").astimezone(zone).date()
