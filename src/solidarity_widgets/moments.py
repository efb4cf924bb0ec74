"""Dates, times and time zones: from what a caller passes to the instant it names.

Each value is parsed once, by :func:`parse_moment` or :func:`parse_day`, and has an exact type from then on.

Source: the Temporal proposal, abstract operations DisambiguatePossibleEpochNanoseconds and GetStartOfDay.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from solidarity_widgets.exceptions import InvalidTimeError, UnknownZoneError, nearest
from solidarity_widgets.text import LazyText, safe_str

#: A date or time argument: ISO 8601 text, a ``date`` or a ``datetime``.
TimeLike: TypeAlias = str | LazyText | date
#: A time zone argument: an IANA name such as ``Europe/Minsk``, or a ``tzinfo``.
ZoneLike: TypeAlias = str | LazyText | tzinfo

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_DATETIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ](?:[01]\d|2[0-3]):\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"(?:[Zz]|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?\Z",
    re.ASCII,
)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=256)
def _load_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = available_timezones()
        raise UnknownZoneError(name, nearest(name, known) if known else (), bool(known)) from None


def check_zone(zone: ZoneLike) -> tzinfo:
    """Return a time zone.

    Args:
        zone: An IANA name such as ``Europe/Minsk``, or a ``tzinfo``.

    Returns:
        The zone.

    Raises:
        InvalidFieldError: If *zone* is ``bytes`` or contains a character that is not allowed.
        UnknownZoneError: If no zone has this name; the error lists the nearest names.

    Example:
        >>> check_zone("Europe/Minsk").key
        'Europe/Minsk'
    """
    return zone if isinstance(zone, tzinfo) else _load_zone(safe_str(zone, "zone").strip())


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """A parsed date or time.

    Make one with :func:`parse_moment`.

    Attributes:
        value: A ``date``, which means the whole day, or a ``datetime``. A naive ``datetime`` is wall-clock
            time in a zone that the caller supplies.
        source: The argument it was parsed from, for errors.
        field: The argument's name, for errors.

    Example:
        >>> parse_moment("2027-08-04").whole_day, parse_moment("2027-08-04T20:00+03:00").zone
        (True, datetime.timezone(datetime.timedelta(seconds=10800)))
    """

    value: date | datetime
    source: object = dataclasses.field(compare=False, repr=False)
    field: str = dataclasses.field(compare=False, repr=False)

    @property
    def whole_day(self) -> bool:
        """Whether it is a day, without a time."""
        return not isinstance(self.value, datetime)

    @property
    def zone(self) -> tzinfo | None:
        """The zone or offset that the value itself has, or ``None``."""
        if isinstance(self.value, datetime) and self.value.utcoffset() is not None:
            return self.value.tzinfo
        return None

    def resolve_zone(self, zone: tzinfo | None) -> tzinfo:
        """Return the zone to count in: the caller's, or else the value's own.

        Args:
            zone: The caller's zone; ``None`` if the caller gave none.

        Returns:
            The zone.

        Raises:
            InvalidTimeError: If neither gives a zone.
        """
        found = self.zone if zone is None else zone
        if found is None:
            raise self._error("has no offset, so it needs a zone (pass zone='Europe/Minsk')")
        return found

    def instant(self, zone: tzinfo | None = None) -> datetime:
        """Return the instant that the value names.

        Args:
            zone: The event's zone. It may be ``None`` if the value has an offset, which takes precedence.

        Returns:
            An aware ``datetime`` in UTC. For a day it is the day's first instant in *zone*. A wall-clock
            time that a clock change skips is moved forward by the length of the gap; if a time occurs
            twice, the first occurrence is used (Temporal's "compatible").

        Raises:
            InvalidTimeError: If the value has no offset and *zone* is ``None``, or if the instant is outside
                the years 1 to 9999.
        """
        tz = self.resolve_zone(zone)
        try:
            if not isinstance(self.value, datetime):
                found = start_of_day(self.value, tz)
            elif self.zone is not None:
                found = self.value.astimezone(UTC)
            else:
                found = from_wall_time(self.value.replace(tzinfo=None), tz)
            found.astimezone(tz)  # overflows near the ends of the calendar
        except OverflowError:
            raise self._error("must be in the years 1 to 9999") from None
        return found

    def _error(self, reason: str) -> InvalidTimeError:
        return InvalidTimeError(self.field, self.source, reason)

    @classmethod
    def from_text(cls, text: str, field: str, source: object) -> Moment:
        """Parse ISO 8601 text that has been cleaned by ``safe_str`` and stripped.

        Args:
            text: Such as ``2027-08-04``, ``2027-08-04T20:00`` or ``2027-08-04T20:00+03:00``.
            field: The argument's name, for errors.
            source: The argument as it was passed, for errors.

        Returns:
            The moment.

        Raises:
            InvalidTimeError: If *text* is not a date or time.
        """
        try:
            if _DATE.match(text):
                return cls(date.fromisoformat(text), source, field)
            if _DATETIME.match(text):
                return cls(datetime.fromisoformat(text.upper().replace(",", ".")), source, field)
        except ValueError as error:
            raise InvalidTimeError(field, source, f"is not a valid date ({error})") from None
        raise InvalidTimeError(
            field, source, "must be a date or time such as '2027-08-04' or '2027-08-04T20:00'"
        )


def parse_moment(value: TimeLike, field: str = "time") -> Moment:
    """Parse a date or time.

    Args:
        value: An ISO 8601 string, a ``date`` or a ``datetime``.
        field: The argument's name, for errors.

    Returns:
        The moment.

    Raises:
        InvalidTimeError: If *value* is not a date or time.
        InvalidFieldError: If *value* is ``bytes`` or contains a character that is not allowed.

    Example:
        >>> parse_moment("2027-08-04T20:00").value
        datetime.datetime(2027, 8, 4, 20, 0)
    """
    if isinstance(value, date):
        return Moment(value, value, field)
    return Moment.from_text(safe_str(value, field).strip(), field, value)


def parse_day(value: TimeLike, field: str = "day") -> date:
    """Parse a day.

    Args:
        value: A ``date``, or text such as ``2027-08-04``.
        field: The argument's name, for errors.

    Returns:
        The day.

    Raises:
        InvalidTimeError: If *value* is not a day, or has a time of day.
        InvalidFieldError: If *value* is ``bytes`` or contains a character that is not allowed.

    Example:
        >>> parse_day("2027-08-04")
        datetime.date(2027, 8, 4)
    """
    if isinstance(value, date):
        day = None if isinstance(value, datetime) else value
    else:
        text = safe_str(value, field).strip()
        day = Moment.from_text(text, field, value).value if _DATE.match(text) else None
    if day is None:
        raise InvalidTimeError(field, value, "must be a day such as '2027-08-04'")
    return day


def parse_instant(value: TimeLike, zone: ZoneLike | None = None, field: str = "time") -> datetime:
    """Return the instant that a value names; see :meth:`Moment.instant`.

    Args:
        value: An ISO 8601 string, a ``date`` or a ``datetime``.
        zone: The event's zone. It may be ``None`` if *value* has an offset.
        field: The argument's name, for errors.

    Returns:
        An aware ``datetime`` in UTC.

    Raises:
        InvalidTimeError: If *value* is not a date or time in the years 1 to 9999, or has no offset and
            *zone* is ``None``.
        InvalidFieldError: If *value* is ``bytes`` or contains a character that is not allowed.
        UnknownZoneError: If there is no such zone.

    Example:
        >>> parse_instant("2027-08-04", "Europe/Minsk").isoformat()
        '2027-08-03T21:00:00+00:00'
    """
    moment = parse_moment(value, field)
    return moment.instant(None if zone is None else check_zone(zone))


def from_wall_time(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which a zone's clocks show a time.

    Args:
        wall: A naive ``datetime``.
        zone: The zone.

    Returns:
        An aware ``datetime`` in UTC. Skipped and repeated times are resolved as in :meth:`Moment.instant`
        (``fold=0`` is Temporal's "compatible").

    Raises:
        OverflowError: If the instant is outside the years 1 to 9999.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of a day, which is not always midnight.

    Args:
        day: The day.
        zone: The zone.

    Returns:
        An aware ``datetime`` in UTC. If the zone skipped the whole day, it is the first instant after the
        gap.

    Raises:
        OverflowError: If the instant is outside the years 1 to 9999.

    Example:
        >>> start_of_day(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo")).astimezone(
        ...     ZoneInfo("America/Sao_Paulo")).time()
        datetime.time(1, 0)
    """
    midnight = datetime.combine(day, time())
    first = from_wall_time(midnight, zone)
    if first.astimezone(zone).replace(tzinfo=None) == midnight:
        return first
    # Midnight is inside a gap, which may have begun before midnight: search for the clock change itself.
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
