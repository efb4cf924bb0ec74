"""Recurring days: every 4 August, or every 16th at 20:00, each with a duration."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal, get_args

from solidarity_widgets.arguments import suggest_arguments
from solidarity_widgets.checks import check_choice, check_whole
from solidarity_widgets.countdowns.duration import DurationLike
from solidarity_widgets.countdowns.recurrence_rule import RecurrenceRule
from solidarity_widgets.countdowns.time_of_day import TimeOfDayLike
from solidarity_widgets.exceptions import InvalidTimeError
from solidarity_widgets.moments import Moment, TimeLike, ZoneLike, parse_moment
from solidarity_widgets.text import safe_str

LeapDay = Literal["feb28", "mar1", "skip"]
ShortMonth = Literal["clamp", "skip"]

_YEAR = re.compile(r"\d{4}\Z", re.ASCII)


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

    @suggest_arguments
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

    @suggest_arguments
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
        text = safe_str(since, "since").strip()
        if _YEAR.match(text):
            return _first_day(int(text))
        moment = Moment.from_text(text, "since", since)
    if isinstance(moment.value, datetime):
        return moment.instant(zone).astimezone(zone).date()
    return moment.value


def _first_day(year: int) -> date:
    return date(check_whole(year, "since", 1, 9999, error=InvalidTimeError), 1, 1)
