"""The UTC offsets that a page's script needs to count in a zone's calendar without ``Intl``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from solidarity_widgets.countdowns.schedule import Schedule

#: How far ahead of the present day clock changes are included.
_HORIZON = timedelta(days=5 * 366)
#: How far back they are included for a counter that counts up.
_LOOK_BACK = timedelta(days=400)
_STEP = timedelta(days=10)
#: Added at both ends, because the script searches for a wall-clock time in the days around it.
_MARGIN = timedelta(days=3)
_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: The first and last instants that are a date in every zone.
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def utc_offsets(schedule: Schedule, now: datetime) -> list[int]:
    """Return the UTC offsets of a schedule's zone that the page's script needs.

    Args:
        schedule: What is counted to or from.
        now: The time that the page was made for, in UTC.

    Returns:
        One flat list: the first offset in seconds, then for each clock change its instant in epoch seconds
        and the new offset in seconds.
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


@lru_cache(maxsize=256)
def _offset_changes(zone: tzinfo, first: datetime, last: datetime) -> tuple[tuple[int, int], ...]:
    """Find a zone's clock changes between two instants.

    Args:
        zone: The zone.
        first: The earliest instant, in UTC.
        last: The latest instant, in UTC.

    Returns:
        For each change its instant in epoch seconds and the new offset in seconds.
    """
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
            # There may be a second change within the step, so continue from the first.
            here, offset = high, _offset(zone, high)
            continue
        here, offset = there, new
    return tuple(changes)


def _offset(zone: tzinfo, moment: datetime) -> int:
    return int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds())


def _clamped_add(moment: datetime, by: timedelta) -> datetime:
    """Add to an instant, within the limits of the calendar."""
    try:
        return min(max(moment + by, _FIRST), _LAST)
    except OverflowError:
        return _FIRST if by < timedelta() else _LAST


def _epoch(moment: datetime) -> int:
    return (moment - _EPOCH) // _SECOND
