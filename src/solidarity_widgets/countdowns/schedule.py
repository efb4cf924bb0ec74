"""What a countdown counts to, and where it stands at an instant: before, under way, or over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice
from typing import Literal, TypeAlias

from solidarity_widgets.countdowns.calendar import between
from solidarity_widgets.countdowns.duration import Duration, DurationLike, Unit
from solidarity_widgets.countdowns.notation import parse_rule
from solidarity_widgets.countdowns.recurrence import (
    Monthly,
    Occurrence,
    RecurrenceRule,
    check_event_duration,
    event_end,
)
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError
from solidarity_widgets.moments import TimeLike, ZoneLike, check_zone, is_date, parse_instant
from solidarity_widgets.text import safe_str

#: What a countdown counts to: a date, a time, a recurrence rule, or the rule's written form.
TargetLike: TypeAlias = TimeLike | RecurrenceRule
CountdownState = Literal["before", "now", "after", "up"]

#: How many occurrences a page carries, so that one that is cached or static stays right: a year of months.
_MAX_OCCURRENCES = {True: 12, False: 3}
#: How far ahead clock changes are looked up.
_HORIZON = timedelta(days=5 * 366)
_LOOK_BACK = timedelta(days=400)
_STEP = timedelta(days=10)
#: How much more at both ends: an instant's wall time is looked for in the days around it.
_MARGIN = timedelta(days=3)
_SECOND = timedelta(seconds=1)
#: The instants that are a date in every zone.
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is counted to or from.

    Attributes:
        occurrences: The moments with their ends, in order; one, or several of a rule.
        zone: Whose calendar and clock count.
        whole_day: Whether the moment is a day.
        rule: The rule, if it recurs.
        counts_up: ``never``; ``after`` the moment has passed; ``always`` for elapsed time.
    """

    occurrences: tuple[Occurrence, ...]
    zone: tzinfo
    whole_day: bool
    rule: RecurrenceRule | None = None
    counts_up: Literal["never", "after", "always"] = "never"

    def current(self, now: datetime) -> Occurrence:
        """Return the occurrence that is next or under way, else the last."""
        return next((found for found in self.occurrences if found.end > now), self.occurrences[-1])

    def state(self, now: datetime) -> CountdownState:
        """Return where it stands."""
        if self.counts_up == "always":
            return "up"
        found = self.current(now)
        if now < found.start:
            return "before"
        if now < found.end:
            return "now"
        return "up" if self.counts_up == "after" else "after"

    def duration(self, now: datetime, units: Sequence[Unit]) -> Duration:
        """Return how long it is to the moment, or since it; anchored on the moment, never negative."""
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
    """Read a target and the time.

    Args:
        target: A date, a time, a rule, or a rule's written form.
        zone: The event's zone.
        event_duration: How long the moment lasts.
        count_up: Whether to go on counting after it.
        now: The time, or ``None`` for the clock's.

    Returns:
        The plan, and the time in UTC to the millisecond, which is what the page's script counts in.

    Raises:
        InvalidTimeError: If *target* or *now* cannot be read.
        InvalidFieldError: If *count_up* is given for a recurring target.
    """
    if isinstance(target, RecurrenceRule):
        _check_rule_matches(target, zone, event_duration)
        return _parse_recurring(target, target, count_up, now)
    rule = parse_rule(safe_str(target, "target").strip(), zone, event_duration)
    if rule is not None:
        return _parse_recurring(rule, target, count_up, now)
    tz = _find_zone(target, zone, "target")
    start = parse_instant(target, tz, "target").replace(microsecond=0)  # a page counts in whole seconds
    parsed_duration = check_event_duration(event_duration)
    day = is_date(target) and parsed_duration is None
    if count_up and not day and parsed_duration is None:
        parsed_duration = timedelta()
    try:
        end = event_end(start, parsed_duration, tz)
    except OverflowError:
        raise InvalidTimeError("target", target, "must end in the years 1 to 9999") from None
    schedule = Schedule(
        (Occurrence(start.astimezone(tz), end),), tz, day, counts_up="after" if count_up else "never"
    )
    return schedule, parse_now(now, tz)


def _parse_recurring(
    rule: RecurrenceRule, target: TargetLike, count_up: bool, now: TimeLike | None
) -> tuple[Schedule, datetime]:
    if count_up:
        raise InvalidFieldError("count_up", target, "works for a single moment, not for a recurring day")
    moment = parse_now(now, rule.zone)
    found = tuple(islice(rule.occurrences(moment), _MAX_OCCURRENCES[isinstance(rule, Monthly)]))
    if not found:
        raise InvalidTimeError("target", target, "does not recur before the year 10000")
    return Schedule(found, rule.zone, rule.whole_day, rule), moment


def _check_rule_matches(
    rule: RecurrenceRule, zone: ZoneLike | None, event_duration: DurationLike | None
) -> None:
    """Refuse a zone or length that contradicts the rule's own."""
    if zone is not None and check_zone(zone) != rule.zone:
        raise InvalidFieldError("zone", zone, "is not the rule's own zone (leave it out)")
    if event_duration is not None and check_event_duration(event_duration) != rule.event_duration:
        raise InvalidFieldError(
            "event_duration", event_duration, "is not the rule's own length (give it to the rule)"
        )


def parse_start(start: TimeLike, *, zone: ZoneLike | None, now: TimeLike | None) -> tuple[Schedule, datetime]:
    """Read the beginning of what goes on, and the time; see :func:`parse_target`."""
    tz = _find_zone(start, zone, "start")
    begun = parse_instant(start, tz, "start").replace(microsecond=0)
    return Schedule((Occurrence(begun, begun),), tz, is_date(start), counts_up="always"), parse_now(now, tz)


def parse_now(now: TimeLike | None, zone: tzinfo) -> datetime:
    """Return the time to the millisecond, in UTC; the clock's for ``None``."""
    moment = datetime.now(UTC) if now is None else parse_instant(now, zone, "now")
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _find_zone(moment: TimeLike, zone: ZoneLike | None, field: str) -> tzinfo:
    if zone is not None:
        return check_zone(zone)
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.tzinfo
    text = safe_str(moment, field).strip().upper()
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise InvalidTimeError(field, moment, "has no offset, so it needs a zone (pass zone='Europe/Minsk')")
    return read.tzinfo


@lru_cache(maxsize=256)
def _offset_changes(zone: tzinfo, first: datetime, last: datetime) -> tuple[tuple[int, int], ...]:
    """Find a zone's clock changes between two instants, as (epoch seconds, new offset in seconds)."""
    changes = []
    here, offset = first, _offset(zone, first)
    while here < last:
        there = last if last - here < _STEP else here + _STEP
        if (new := _offset(zone, there)) != offset:
            low, high = here, there
            while high - low > _SECOND:
                middle = (low + (high - low) // 2).replace(microsecond=0)
                low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
            changes.append((_epoch(high), _offset(zone, high)))
            # There may be a second change within the step: go on from the first.
            here, offset = high, _offset(zone, high)
            continue
        here, offset = there, new
    return tuple(changes)


def _offset(zone: tzinfo, moment: datetime) -> int:
    return int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds())


def _clamped_add(moment: datetime, by: timedelta) -> datetime:
    """Move an instant, but not out of the calendar."""
    try:
        return min(max(moment + by, _FIRST), _LAST)
    except OverflowError:
        return _FIRST if by < timedelta() else _LAST


def _epoch(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // _SECOND


def utc_offsets(schedule: Schedule, now: datetime) -> list[int]:
    """Return the offsets the page's script needs: the first, then each change's instant and new offset.

    Args:
        schedule: What is counted.
        now: The time.

    Returns:
        Seconds, in one flat list.
    """
    zone = schedule.zone
    if isinstance(zone, timezone):
        return [_offset(zone, now)]
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    anchor = schedule.occurrences[0].start.astimezone(UTC).replace(microsecond=0)
    horizon = _clamped_add(day, _HORIZON)
    first = _clamped_add(day, -(_LOOK_BACK if schedule.counts_up != "never" else _MARGIN))
    last = _clamped_add(schedule.occurrences[-1].end.astimezone(UTC).replace(microsecond=0), _MARGIN)
    if schedule.counts_up != "never":
        last = max(last, horizon)
    flat = [_offset(zone, first)]
    if anchor < first and _offset(zone, anchor) != flat[0]:
        flat = [_offset(zone, anchor), _epoch(first), flat[0]]
    for moment, offset in _offset_changes(zone, first, min(last, horizon)):
        flat += [moment, offset]
    if last > horizon and _offset(zone, anchor) != flat[-1]:
        flat += [_epoch(_clamped_add(anchor, -_MARGIN)), _offset(zone, anchor)]
    return flat
