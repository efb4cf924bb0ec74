"""Durations in calendar units: years, months, weeks, days, hours, minutes and seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from solidarity_widgets.checks import check_whole, split_names
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.text import LazyText, TextLike, safe_str

Unit = Literal["years", "months", "weeks", "days", "hours", "minutes", "seconds"]

#: Every unit, the largest first.
UNITS: tuple[Unit, ...] = get_args(Unit)

#: Names of units: a list, or one string with spaces between them.
UnitNames: TypeAlias = TextLike | Sequence[TextLike]

_ISO = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?P<time>T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?\Z",
    re.ASCII | re.IGNORECASE,
)
_DESIGNATORS = dict(zip(UNITS, "YMWDHMS", strict=True))


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration in calendar units. Its parts are whole numbers with the same sign.

    A day is a calendar day, which can have 23 or 25 hours; hours and smaller units are elapsed time.
    Durations are equal if all their parts are equal: one week does not equal seven days.

    Attributes:
        years: The number of years.
        months: The number of months.
        weeks: The number of weeks.
        days: The number of days.
        hours: The number of hours.
        minutes: The number of minutes.
        seconds: The number of seconds.

    Raises:
        InvalidFieldError: If a part is not a whole number, or the signs differ.

    Example:
        >>> str(Duration(years=2, days=11, minutes=5))
        'P2Y11DT5M'
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    def __post_init__(self) -> None:
        signs = set()
        for field in fields(self):
            value = getattr(self, field.name)
            if type(value) is not int:
                value = check_whole(value, field.name)
                object.__setattr__(self, field.name, value)
            if value:
                signs.add(value > 0)
        if len(signs) > 1:
            parts = {f.name: n for f in fields(self) if (n := getattr(self, f.name))}
            raise InvalidFieldError("duration", parts, "must not mix positive and negative parts")

    @classmethod
    def from_iso(cls, text: str | LazyText) -> Duration:
        """Parse an ISO 8601 duration.

        Args:
            text: Such as ``P2Y11D``, ``PT15M`` or ``-P1W``; whole numbers only.

        Returns:
            The duration.

        Raises:
            InvalidFieldError: If *text* is not an ISO 8601 duration of whole numbers.

        Example:
            >>> Duration.from_iso("PT15M")
            Duration(years=0, months=0, weeks=0, days=0, hours=0, minutes=15, seconds=0)
        """
        parts_text = safe_str(text, "duration").strip()
        match = _ISO.match(parts_text) if len(parts_text) < 4000 else None  # int() refuses longer numbers
        parts = {unit: int(match[unit]) for unit in UNITS if match[unit]} if match else {}
        if match is None or not parts or match["time"] in ("T", "t"):
            raise InvalidFieldError(
                "duration", text, "must be an ISO 8601 duration of whole numbers, such as 'P8M12D' or 'PT15M'"
            )
        return -cls(**parts) if match["sign"] == "-" else cls(**parts)

    def __str__(self) -> str:
        """Return the duration in ISO 8601 format; ``PT0S`` if it is zero."""
        parts_text = [f"{abs(n)}{_DESIGNATORS[unit]}" for unit in UNITS if (n := getattr(self, unit))]
        dates = sum(1 for unit in UNITS[:4] if getattr(self, unit))
        if not parts_text:
            return "PT0S"
        time = "T" if parts_text[dates:] else ""
        return (
            f"{'-' if self.sign < 0 else ''}P{''.join(parts_text[:dates])}{time}{''.join(parts_text[dates:])}"
        )

    def __neg__(self) -> Duration:
        return Duration(**{unit: -getattr(self, unit) for unit in UNITS})

    def __bool__(self) -> bool:
        return self.sign != 0

    @property
    def sign(self) -> int:
        """The sign of the parts, as 1, 0 or -1."""
        return next((1 if n > 0 else -1 for unit in UNITS if (n := getattr(self, unit))), 0)


#: A duration argument: ISO 8601 text, a ``Duration`` or a ``timedelta``, whose days have 24 hours.
DurationLike: TypeAlias = str | LazyText | Duration | timedelta


def check_units(value: UnitNames, field: str = "units") -> tuple[Unit, ...]:
    """Parse a list of units.

    Args:
        value: Names in a list, or in one string separated by spaces, in any order, plural or singular.
        field: The argument's name, for errors.

    Returns:
        The units, largest first.

    Raises:
        InvalidFieldError: If a name is not one of :data:`UNITS`, or there are no names.

    Example:
        >>> check_units("minutes days hour")
        ('days', 'hours', 'minutes')
    """
    units = _parse_units(split_names(value, field))
    if not units:
        raise InvalidFieldError(field, value, f"must be one or more of {', '.join(UNITS)}")
    return units


@lru_cache(maxsize=256)
def _parse_units(names: tuple[str, ...]) -> tuple[Unit, ...]:
    units = {name if name.endswith("s") else f"{name}s" for name in names}
    return tuple(unit for unit in UNITS if unit in units) if units <= set(UNITS) else ()
