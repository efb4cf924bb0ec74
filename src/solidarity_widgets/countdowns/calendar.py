"""Calendar arithmetic on the standard library, equal to Temporal's ``ZonedDateTime``.

Days are days of the calendar in the event's zone, hours and below are elapsed time, months are never
constrained into counting twice (31 January to 29 February is 29 days), and nothing is rounded up. Counting
is anchored on the fixed moment, so that the reading never repeats and never goes back from one day to the
next: a countdown on its target (:func:`since`), a count up on its start (:func:`until`).

Source: the Temporal proposal, abstract operations DifferenceZonedDateTime, CalendarDateUntil,
DisambiguatePossibleEpochNanoseconds and GetStartOfDay.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from solidarity_widgets.countdowns.duration import UNITS, Duration, Unit, check_units
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError, UnknownZoneError, nearest
from solidarity_widgets.text import is_text, plain

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_DATETIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ](?:[01]\d|2[0-3]):\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"(?:[Zz]|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?\Z",
    re.ASCII,
)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = available_timezones()
        raise UnknownZoneError(name, nearest(name, known) if known else (), bool(known)) from None


def check_zone(zone: object) -> tzinfo:
    """Return a time zone.

    Args:
        zone: An IANA name such as ``Europe/Minsk``, or a ``tzinfo``.

    Returns:
        The zone.

    Raises:
        UnknownZoneError: If there is no such zone; it lists the nearest names.

    Example:
        >>> check_zone("Europe/Minsk").key
        'Europe/Minsk'
    """
    return zone if isinstance(zone, tzinfo) else _zone(plain(zone, "zone").strip())


def instant(value: object, zone: object = None, field: str = "time") -> datetime:
    """Return the instant a value names.

    Args:
        value: An ISO 8601 string, a ``date`` or a ``datetime``. A bare date is the first instant of that
            day in *zone*. A time without an offset is wall time in *zone*: one that a clock change skips
            moves on by the length of the gap, of one that occurs twice the first is meant (Temporal's
            "compatible").
        zone: The event's zone; may be ``None`` for what has an offset.
        field: The argument's name, for the error.

    Returns:
        An aware ``datetime`` in UTC.

    Raises:
        InvalidTimeError: If it is no date or time of the years 1 to 9999, or needs a zone and has none.
        UnknownZoneError: If there is no such zone.

    Example:
        >>> instant("2027-08-04", "Europe/Minsk").isoformat()
        '2027-08-03T21:00:00+00:00'
    """
    moment = _read(value, field)
    try:
        where = UTC if zone is None else check_zone(zone)
        if isinstance(moment, datetime) and moment.utcoffset() is not None:
            found = moment.astimezone(UTC)
        elif zone is None:
            raise InvalidTimeError(
                field, value, "has no offset, so it needs a zone (pass zone='Europe/Minsk')"
            )
        elif isinstance(moment, datetime):
            found = from_wall(moment.replace(tzinfo=None), where)
        else:
            found = start_of_day(moment, where)
        found.astimezone(where)  # near the ends of the calendar this overflows
        return found
    except OverflowError:
        raise InvalidTimeError(field, value, "must lie in the years 1 to 9999") from None


def is_date(value: object) -> bool:
    """Tell whether a value is a bare date, so that it means a whole day."""
    if isinstance(value, date):
        return not isinstance(value, datetime)
    return is_text(value) and _DATE.match(plain(value).strip()) is not None


def _read(value: object, field: str) -> date | datetime:
    if isinstance(value, date):
        return value
    text = plain(value, field).strip()
    try:
        if _DATE.match(text):
            return date.fromisoformat(text)
        if _DATETIME.match(text):
            return datetime.fromisoformat(text.upper().replace(",", "."))
    except ValueError as error:
        raise InvalidTimeError(field, value, f"is no date of the calendar ({error})") from None
    raise InvalidTimeError(field, value, "must be a date or time such as '2027-08-04' or '2027-08-04T20:00'")


def from_wall(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant of a wall time, in UTC (``fold=0`` is Temporal's "compatible").

    Args:
        wall: A naive ``datetime``.
        zone: Where the clock hangs.

    Returns:
        An aware ``datetime`` in UTC.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of a day, in UTC; it need not be midnight.

    Args:
        day: The day.
        zone: Where.

    Returns:
        An aware ``datetime``; for a day that a zone skipped, the first instant after the gap.

    Example:
        >>> start_of_day(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo")).astimezone(
        ...     ZoneInfo("America/Sao_Paulo")).time()
        datetime.time(1, 0)
    """
    midnight = datetime.combine(day, time())
    first = from_wall(midnight, zone)
    if first.astimezone(zone).replace(tzinfo=None) == midnight:
        return first
    # Midnight fell into a gap, which began before it or with it: find the clock change itself.
    before = midnight.replace(tzinfo=zone, fold=1).astimezone(UTC)
    before, after = min(before, first), max(before, first)
    offset = before.astimezone(zone).utcoffset()
    if offset == after.astimezone(zone).utcoffset():
        return first
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _months_between(one: date, two: date, sign: int) -> int:
    """Count whole months from *one* to *two*; the day is compared as it is, not constrained."""
    months = (two.year - one.year) * 12 + two.month - one.month
    if (two.day - one.day) * sign < 0:
        months -= sign
    return months if months * sign > 0 else 0


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def between(anchor: datetime, other: datetime, zone: tzinfo, units: Collection[str]) -> Duration:
    """Count from one instant to another in some units, the calendar ones in the zone's calendar.

    What no smaller unit holds is cut off. What has no unit of its own moves into the next smaller one that
    was asked for: without months, years are followed by days.

    Args:
        anchor: The fixed instant, from which years, months and days are counted.
        other: The moving one.
        zone: The event's zone.
        units: Some of :data:`~solidarity_widgets.countdowns.duration.UNITS`.

    Returns:
        The duration from *anchor* to *other*, negative if *other* is earlier.

    Example:
        >>> minsk = ZoneInfo("Europe/Minsk")
        >>> now, day = instant("2026-11-22", minsk), instant("2027-08-04", minsk)
        >>> str(-between(day, now, minsk, ("years", "months", "days")))
        'P8M12D'
    """
    sign = -1 if other < anchor else 1
    counts: dict[str, int] = {}
    start, end = anchor.astimezone(zone).replace(tzinfo=None), other.astimezone(zone).replace(tzinfo=None)
    rest = other - anchor
    # A clock that is set back over midnight makes a later instant fall on an earlier day; Temporal has no
    # answer then (tc39/proposal-temporal#3311), and elapsed time is the only true one.
    days_on = (end.date() - start.date()).days * sign
    if days_on > 0 and not {"years", "months", "weeks", "days"}.isdisjoint(units):
        correction = 1 if (end.time() > start.time() if sign < 0 else end.time() < start.time()) else 0
        while True:
            last = end.date() - correction * sign * _DAY
            rest = other - from_wall(datetime.combine(last, start.time()), zone)
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
            rest = other - from_wall(datetime.combine(day, start.time()), zone)
    seconds = abs(rest) // _SECOND
    for unit, length in (("hours", 3600), ("minutes", 60), ("seconds", 1)):
        if unit in units:
            counts[unit], seconds = divmod(seconds, length)
    return Duration(**{unit: sign * count for unit, count in counts.items()})


def _units_below(largest: object) -> tuple[Unit, ...]:
    units = check_units(largest, "largest")
    if len(units) > 1:
        raise InvalidFieldError("largest", largest, "must be one unit")
    unit = units[0]
    # Temporal counts weeks only where they are the largest unit.
    return tuple(u for u in UNITS[UNITS.index(unit) :] if u != "weeks" or unit == "weeks")


def until(start: object, end: object, *, zone: object, largest: str = "years") -> Duration:
    """Count from *start* to *end*, anchored on *start*: for what counts up from a fixed beginning.

    Args:
        start: An ISO string, ``date`` or ``datetime``; see :func:`instant`.
        end: Likewise.
        zone: The event's zone.
        largest: The largest unit to use.

    Returns:
        The duration in whole seconds; negative if *end* is earlier than *start*.

    Raises:
        InvalidTimeError: If *start* or *end* is no time.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *largest* is no unit.

    Example:
        >>> str(until("2011-08-04", "2013-08-04", zone="Europe/Minsk"))
        'P2Y'
        >>> str(until("2024-01-31", "2024-02-29", zone="Europe/Minsk"))
        'P29D'
    """
    where = check_zone(zone)
    return between(instant(start, where, "start"), instant(end, where, "end"), where, _units_below(largest))


def since(start: object, end: object, *, zone: object, largest: str = "years") -> Duration:
    """Count from *start* to *end*, anchored on *end*: for what counts down to a fixed moment.

    Args:
        start: An ISO string, ``date`` or ``datetime``; see :func:`instant`.
        end: Likewise.
        zone: The event's zone.
        largest: The largest unit to use.

    Returns:
        The duration in whole seconds; negative if *end* is earlier than *start*.

    Raises:
        InvalidTimeError: If *start* or *end* is no time.
        UnknownZoneError: If there is no such zone.
        InvalidFieldError: If *largest* is no unit.

    Example:
        >>> str(since("2024-01-31", "2024-03-01", zone="Europe/Minsk"))
        'P1M1D'
        >>> str(since("2024-01-30", "2024-03-01", zone="Europe/Minsk"))
        'P1M2D'
    """
    where = check_zone(zone)
    return -between(instant(end, where, "end"), instant(start, where, "start"), where, _units_below(largest))
