"""What a countdown counts to or from, and its state at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Literal, Protocol, TypeAlias, TypeGuard, TypeVar, runtime_checkable

from solidarity_widgets.countdowns.calendar import between
from solidarity_widgets.countdowns.duration import Duration, DurationLike, Unit
from solidarity_widgets.countdowns.notation import parse_rule
from solidarity_widgets.countdowns.occurrence import Occurrence, parse_event_duration
from solidarity_widgets.countdowns.recurrence import Monthly
from solidarity_widgets.countdowns.recurrence_rule import RecurrenceRule
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError
from solidarity_widgets.moments import Moment, TimeLike, ZoneLike, check_zone, parse_instant, parse_moment
from solidarity_widgets.text import is_text, safe_str

T = TypeVar("T")


@runtime_checkable
class HasEnd(Protocol):
    """Something that ends at an instant, in a zone of its own, such as a petition's deadline."""

    @property
    def end(self) -> datetime:
        """The first instant after it, aware."""

    @property
    def zone(self) -> tzinfo:
        """The zone whose calendar and clock count."""


#: What a countdown counts to: a date, a time, a recurrence rule or its notation, or something with an end.
TargetLike: TypeAlias = TimeLike | RecurrenceRule | HasEnd
CountdownState = Literal["before", "now", "after", "up"]

#: How many occurrences a page carries, so that a cached or static page stays right: a year of monthly ones,
#: or three yearly ones.
_MAX_OCCURRENCES = {True: 12, False: 3}


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is counted to or from.

    Attributes:
        occurrences: The events in order: one, or several of a recurrence rule.
        zone: The zone whose calendar and clock count.
        whole_day: Whether the event is a whole day.
        rule: The recurrence rule, or ``None``.
        counts_up: ``never``; ``after`` the event has started or ended; or ``always``, for elapsed time.
    """

    occurrences: tuple[Occurrence, ...]
    zone: tzinfo
    whole_day: bool
    rule: RecurrenceRule | None = None
    counts_up: Literal["never", "after", "always"] = "never"

    def current(self, now: datetime) -> Occurrence:
        """Return the event that is next or in progress.

        Args:
            now: The time, aware.

        Returns:
            The event; if all are over, the last one.
        """
        return next((found for found in self.occurrences if found.end > now), self.occurrences[-1])

    def state(self, now: datetime) -> CountdownState:
        """Return the state of the countdown.

        Args:
            now: The time, aware.

        Returns:
            ``before`` the event, ``now`` while it is in progress, ``after`` it, or ``up`` if it counts up.
        """
        if self.counts_up == "always":
            return "up"
        found = self.current(now)
        if now < found.start:
            return "before"
        if now < found.end:
            return "now"
        return "up" if self.counts_up == "after" else "after"

    def duration(self, now: datetime, units: Sequence[Unit]) -> Duration:
        """Return the time until the event, or since it in the state ``up``.

        Args:
            now: The time, aware.
            units: The units to count in.

        Returns:
            The duration, counted from the event and never negative.
        """
        start = self.current(now).start
        found = between(start, now, self.zone, units)
        if self.state(now) == "up":
            return found if found.sign > 0 else Duration()
        return -found if found.sign < 0 else Duration()


def parse_target(
    target: TargetLike,
    *,
    zone: ZoneLike | None,
    event_duration: DurationLike | None,
    count_up: bool,
    now: TimeLike | None,
) -> tuple[Schedule, datetime]:
    """Parse what a countdown counts to, and the time it is made for.

    Args:
        target: A date, a time, a recurrence rule or its notation, or an object with ``end`` and ``zone``.
        zone: The event's zone; ``None`` if *target* has one.
        event_duration: How long the event lasts. ``None`` means until local midnight; for an object with an
            ``end``, and for a time with *count_up*, it means no time at all.
        count_up: Whether to count up after the event.
        now: The time; ``None`` means the current time.

    Returns:
        The schedule, and the time in UTC in whole milliseconds, which is the unit of the page's script.

    Raises:
        InvalidTimeError: If *target* or *now* is not valid, or if *target* needs a zone.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *zone* or *event_duration* contradicts *target*, or if *count_up* is set for a
            recurring target.
    """
    tz = None if zone is None else check_zone(zone)
    duration = parse_event_duration(event_duration)
    if isinstance(target, RecurrenceRule):
        _check_matches(target.zone, tz, "zone", zone)
        _check_matches(target.event_duration, duration, "event_duration", event_duration)
        return _schedule_rule(target, target, count_up, now)
    if _has_end(target):
        _check_matches(target.zone, tz, "zone", zone)
        tz = target.zone
        moment = Moment(target.end, target, "target")
        duration = duration or timedelta()
    elif isinstance(target, date):
        moment = parse_moment(target, "target")
    elif not is_text(target) and hasattr(target, "deadline"):
        raise InvalidTimeError(
            "target", type(target).__name__, "must be a date or time; of a petition, pass its deadline"
        )
    else:
        text = safe_str(target, "target").strip()
        rule = parse_rule(text, tz, duration)
        if rule is not None:
            return _schedule_rule(rule, target, count_up, now)
        moment = Moment.from_text(text, "target", target)
    return _schedule_moment(moment, tz, duration, count_up, now)


def _has_end(target: TargetLike) -> TypeGuard[HasEnd]:
    if isinstance(target, (str, date)) or is_text(target):
        return False
    return isinstance(target, HasEnd) and isinstance(target.end, datetime)


def _check_matches(own: T, parsed: T | None, field: str, value: object) -> None:
    """Refuse an argument that contradicts what the target itself says."""
    if parsed is not None and parsed != own:
        raise InvalidFieldError(field, value, f"contradicts the target's own {field} (leave it out)")


def _schedule_moment(
    moment: Moment, zone: tzinfo | None, duration: timedelta | None, count_up: bool, now: TimeLike | None
) -> tuple[Schedule, datetime]:
    tz = moment.resolve_zone(zone)
    start = moment.instant(tz).replace(microsecond=0)  # the page's script counts in whole seconds
    whole_day = moment.whole_day and duration is None
    if count_up and not whole_day:
        duration = duration or timedelta()
    try:
        occurrence = Occurrence.starting(start, duration, tz)
    except OverflowError:
        raise InvalidTimeError("target", moment.source, "must end in the years 1 to 9999") from None
    schedule = Schedule((occurrence,), tz, whole_day, counts_up="after" if count_up else "never")
    return schedule, parse_now(now, tz)


def _schedule_rule(
    rule: RecurrenceRule, target: TargetLike, count_up: bool, now: TimeLike | None
) -> tuple[Schedule, datetime]:
    if count_up:
        raise InvalidFieldError("count_up", target, "cannot be used with a recurring day")
    moment = parse_now(now, rule.zone)
    found = tuple(islice(rule.occurrences(moment), _MAX_OCCURRENCES[isinstance(rule, Monthly)]))
    if not found:
        raise InvalidTimeError("target", target, "does not recur before the year 10000")
    return Schedule(found, rule.zone, rule.whole_day, rule), moment


def parse_start(start: TimeLike, *, zone: ZoneLike | None, now: TimeLike | None) -> tuple[Schedule, datetime]:
    """Parse the start of elapsed time, and the time that the widget is made for.

    Args:
        start: A date, whose first instant counts, or a time.
        zone: The event's zone; ``None`` if *start* has an offset.
        now: The time; ``None`` means the current time.

    Returns:
        The schedule, and the time in UTC in whole milliseconds.

    Raises:
        InvalidTimeError: If *start* or *now* is not a date or time, or if *start* needs a zone.
        UnknownZoneError: If there is no such zone.
    """
    tz = None if zone is None else check_zone(zone)
    moment = parse_moment(start, "start")
    tz = moment.resolve_zone(tz)
    instant = moment.instant(tz).replace(microsecond=0)
    occurrence = Occurrence(instant, instant)
    return Schedule((occurrence,), tz, moment.whole_day, counts_up="always"), parse_now(now, tz)


def parse_now(now: TimeLike | None, zone: tzinfo) -> datetime:
    """Parse the time that a widget is made for.

    Args:
        now: The time; ``None`` means the current time.
        zone: The zone of a value without an offset.

    Returns:
        The time in UTC, in whole milliseconds.

    Raises:
        InvalidTimeError: If *now* is not a date or time.
    """
    moment = datetime.now(UTC) if now is None else parse_instant(now, zone, "now")
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
