"""Calendar arithmetic with the standard library, with the results of Temporal's ``ZonedDateTime``.

Days are calendar days in the event's zone; hours and smaller units are elapsed time. A day of the month is
never clamped, so 31 January to 29 February is 29 days and not a month. Nothing is rounded up. Units are
counted from the fixed moment, so the result never repeats and never goes backwards from one day to the next:
a countdown is counted back from its target (:func:`since`), elapsed time forward from its start
(:func:`until`).

Source: the Temporal proposal, abstract operations DifferenceZonedDateTime and CalendarDateUntil.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, timedelta, tzinfo

from solidarity_widgets.countdowns.duration import UNITS, Duration, Unit, UnitNames, check_units
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.moments import TimeLike, ZoneLike, check_zone, from_wall_time, parse_instant

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def _months_between(one: date, two: date, sign: int) -> int:
    """Count whole months from *one* to *two*, without clamping the day of the month."""
    months = (two.year - one.year) * 12 + two.month - one.month
    if (two.day - one.day) * sign < 0:
        months -= sign
    return months if months * sign > 0 else 0


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def between(anchor: datetime, other: datetime, zone: tzinfo, units: Collection[str]) -> Duration:
    """Count from one instant to another in the units you choose.

    A unit that you leave out is counted in the next smaller unit that you chose: without months, years are
    followed by days. What is smaller than the smallest unit is dropped.

    Args:
        anchor: The fixed instant, from which years, months and days are counted; aware.
        other: The moving instant; aware.
        zone: The event's zone.
        units: Some of :data:`~solidarity_widgets.countdowns.duration.UNITS`.

    Returns:
        The duration from *anchor* to *other*; negative if *other* is earlier.

    Example:
        >>> minsk = check_zone("Europe/Minsk")
        >>> now, day = parse_instant("2026-11-22", minsk), parse_instant("2027-08-04", minsk)
        >>> str(-between(day, now, minsk, ("years", "months", "days")))
        'P8M12D'
    """
    sign = -1 if other < anchor else 1
    counts: dict[str, int] = {}
    start, end = anchor.astimezone(zone).replace(tzinfo=None), other.astimezone(zone).replace(tzinfo=None)
    rest = other - anchor
    # If clocks are set back across midnight, a later instant can be on an earlier day. Temporal does not
    # define a result for that (tc39/proposal-temporal#3311), so only elapsed time is counted.
    days_on = (end.date() - start.date()).days * sign
    if days_on > 0 and not {"years", "months", "weeks", "days"}.isdisjoint(units):
        correction = 1 if (end.time() > start.time() if sign < 0 else end.time() < start.time()) else 0
        while True:
            last = end.date() - correction * sign * _DAY
            rest = other - from_wall_time(datetime.combine(last, start.time()), zone)
            if rest == timedelta() or (rest > timedelta()) == (sign > 0):
                break
            if correction == days_on:
                rest = other - anchor
                break
            correction += 1
        day = start.date()
        if "years" in units or "months" in units:
            months = _months_between(day, last, sign)
            if "months" not in units:
                months = sign * (abs(months) // 12) * 12
            day = _add_months(day, months)
            counts["months"] = abs(months)
            if "years" in units:
                counts["years"], counts["months"] = divmod(abs(months), 12)
        days = abs((last - day).days)
        if "weeks" in units:
            counts["weeks"], days = divmod(days, 7)
            day += sign * counts["weeks"] * 7 * _DAY
        if "days" in units:
            counts["days"] = days
        elif days:
            rest = other - from_wall_time(datetime.combine(day, start.time()), zone)
    seconds = abs(rest) // _SECOND
    for unit, length in (("hours", 3600), ("minutes", 60), ("seconds", 1)):
        if unit in units:
            counts[unit], seconds = divmod(seconds, length)
    return Duration(**{unit: sign * count for unit, count in counts.items()})


def _units_below(largest_unit: UnitNames) -> tuple[Unit, ...]:
    units = check_units(largest_unit, "largest_unit")
    if len(units) > 1:
        raise InvalidFieldError("largest_unit", largest_unit, "must be one unit")
    unit = units[0]
    # Temporal counts weeks only if they are the largest unit.
    return tuple(u for u in UNITS[UNITS.index(unit) :] if u != "weeks" or unit == "weeks")


def until(start: TimeLike, end: TimeLike, *, zone: ZoneLike, largest_unit: str = "years") -> Duration:
    """Count from *start* to *end* in units counted forward from *start*. Use it for elapsed time.

    Args:
        start: An ISO 8601 string, a ``date`` or a ``datetime``.
        end: An ISO 8601 string, a ``date`` or a ``datetime``.
        zone: The event's zone.
        largest_unit: The largest unit to use: ``years``, ``months``, ``weeks``, ``days``, ``hours``,
            ``minutes`` or ``seconds``.

    Returns:
        The duration in whole seconds; negative if *end* is earlier than *start*.

    Raises:
        InvalidTimeError: If *start* or *end* is not a date or time.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *largest_unit* is not a unit.

    Example:
        >>> str(until("2011-08-04", "2013-08-04", zone="Europe/Minsk"))
        'P2Y'
        >>> str(until("2024-01-31", "2024-02-29", zone="Europe/Minsk"))
        'P29D'
    """
    tz = check_zone(zone)
    return between(
        parse_instant(start, tz, "start"), parse_instant(end, tz, "end"), tz, _units_below(largest_unit)
    )


def since(start: TimeLike, end: TimeLike, *, zone: ZoneLike, largest_unit: str = "years") -> Duration:
    """Count from *start* to *end* in units counted back from *end*. Use it for a countdown.

    Args:
        start: An ISO 8601 string, a ``date`` or a ``datetime``.
        end: An ISO 8601 string, a ``date`` or a ``datetime``.
        zone: The event's zone.
        largest_unit: The largest unit to use: ``years``, ``months``, ``weeks``, ``days``, ``hours``,
            ``minutes`` or ``seconds``.

    Returns:
        The duration in whole seconds; negative if *end* is earlier than *start*.

    Raises:
        InvalidTimeError: If *start* or *end* is not a date or time.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *largest_unit* is not a unit.

    Example:
        >>> str(since("2024-01-31", "2024-03-01", zone="Europe/Minsk"))
        'P1M1D'
        >>> str(since("2024-01-30", "2024-03-01", zone="Europe/Minsk"))
        'P1M2D'
    """
    tz = check_zone(zone)
    return -between(
        parse_instant(end, tz, "end"), parse_instant(start, tz, "start"), tz, _units_below(largest_unit)
    )
