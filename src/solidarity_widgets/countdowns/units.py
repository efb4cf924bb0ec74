"""Converts a duration to the units that are displayed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter

from solidarity_widgets.checks import check_whole
from solidarity_widgets.countdowns.duration import UNITS, Duration, DurationLike, Unit
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.text import none_if_blank

#: The next smaller unit and how many of it a unit has, where that number is fixed.
_SMALLER: Mapping[Unit, tuple[Unit, int]] = {
    "years": ("months", 12),
    "weeks": ("days", 7),
    "days": ("hours", 24),
    "hours": ("minutes", 60),
    "minutes": ("seconds", 60),
}


def parse_duration(value: DurationLike) -> Duration:
    """Parse a duration argument.

    Args:
        value: A :class:`Duration`, its ISO 8601 form, or a ``timedelta``, whose days have 24 hours.

    Returns:
        The duration, in whole seconds.

    Raises:
        InvalidFieldError: If *value* is not a duration.

    Example:
        >>> str(parse_duration(timedelta(days=1, minutes=5)))
        'P1DT5M'
    """
    if isinstance(value, Duration):
        return value
    if isinstance(value, timedelta):
        sign = -1 if value < timedelta() else 1
        whole = abs(value)
        hours, rest = divmod(whole.seconds, 3600)
        counts = (whole.days, hours, *divmod(rest, 60))
        return Duration(**{unit: sign * n for unit, n in zip(UNITS[3:], counts, strict=True)})
    return Duration.from_iso(value)


unit_values: Callable[[Duration], tuple[int, ...]] = attrgetter(*UNITS)


def convert_units(duration: Duration, units: Sequence[Unit] | None) -> dict[Unit, int]:
    """Convert a duration to other units. What is smaller than the last of them is dropped.

    Args:
        duration: The duration; its sign is ignored.
        units: The units, largest first; ``None`` keeps the duration's own units.

    Returns:
        A mapping of each unit to its count, which is not negative.

    Raises:
        InvalidFieldError: If years or months would have to be converted to days, because months differ in
            length.

    Example:
        >>> convert_units(Duration(weeks=1, days=2, hours=5, minutes=59), ("days", "hours"))
        {'days': 9, 'hours': 5}
    """
    counts = dict(zip(UNITS, map(abs, unit_values(duration)), strict=True))
    if units is None:
        return counts
    last = UNITS.index(units[-1])
    for unit in UNITS[:last]:
        if not counts[unit] or unit in units:
            continue
        if unit == "months" or (unit == "years" and "months" not in units):
            raise InvalidFieldError(
                "units",
                " ".join(units),
                f"cannot express {unit}, which have no fixed length "
                f"(add {unit!r}, or count with until(…, largest_unit={units[0]!r}))",
            )
        smaller, times = _SMALLER[unit]
        counts[smaller] += counts[unit] * times
    return {unit: counts[unit] for unit in units}


def visible_units(
    counts: Mapping[Unit, int], units: Sequence[Unit] | None, max_units: int | None
) -> list[Unit]:
    """Choose which units to display.

    Args:
        counts: A mapping of units to counts.
        units: The units to choose from, largest first; ``None`` means all.
        max_units: How many adjacent units to consider, from the largest one that is not zero; ``None`` means
            no limit.

    Returns:
        The units among these that are not zero; if all are zero, the smallest unit.

    Example:
        >>> visible_units({"days": 2, "hours": 0, "minutes": 5}, ("days", "hours", "minutes"), 2)
        ['days']
    """
    row = list(units) if units is not None else [unit for unit in UNITS if unit != "weeks" or counts[unit]]
    begin = next((index for index, unit in enumerate(row) if counts[unit]), len(row) - 1)
    window = row[begin:] if max_units is None else row[begin : begin + max_units]
    return [unit for unit in window if counts[unit]] or [row[-1]]


def check_max_units(max_units: int | None) -> int | None:
    """Check a ``max_units`` argument.

    Args:
        max_units: A whole number, 1 or more; ``None`` and empty text mean no limit.

    Returns:
        The number, or ``None``.

    Raises:
        InvalidFieldError: If *max_units* is anything else.
    """
    number = none_if_blank(max_units, "max_units")
    return None if number is None else check_whole(number, "max_units", 1)
