"""From a duration to the counts that are written: which units, and how many of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter

from solidarity_widgets.checks import check_whole
from solidarity_widgets.countdowns.duration import UNITS, Duration, DurationLike, Unit
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.text import none_if_blank

#: How much of the next smaller unit a unit holds, where that never varies.
_SMALLER: Mapping[Unit, tuple[Unit, int]] = {
    "years": ("months", 12),
    "weeks": ("days", 7),
    "days": ("hours", 24),
    "hours": ("minutes", 60),
    "minutes": ("seconds", 60),
}


def parse_duration(value: DurationLike) -> Duration:
    """Make a duration of what a template may hold.

    Args:
        value: A :class:`Duration`, its ISO form, or a ``timedelta``, whose days have 24 hours.

    Returns:
        The duration.

    Raises:
        InvalidFieldError: If it is not one of these.

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
    """Put a duration into the units asked for; what is smaller than the last of them is cut off.

    Args:
        duration: The duration.
        units: The units, the largest first; ``None`` keeps its own.

    Returns:
        Unit -> count, not negative, for each of the units.

    Raises:
        InvalidFieldError: If years or months would have to become days: no month has a fixed length.

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
                f"cannot hold {unit}, which have no fixed length "
                f"(name {unit!r} too, or count with until(…, largest_unit={units[0]!r}))",
            )
        smaller, times = _SMALLER[unit]
        counts[smaller] += counts[unit] * times
    return {unit: counts[unit] for unit in units}


def visible_units(
    counts: Mapping[Unit, int], units: Sequence[Unit] | None, max_units: int | None
) -> list[Unit]:
    """Choose which units are written.

    Args:
        counts: Unit -> count.
        units: The units asked for; ``None`` means all.
        max_units: The width of the window of adjacent units, beginning with the largest that is not zero.

    Returns:
        The units that are not zero in that window; if all are, the smallest asked for.

    Example:
        >>> visible_units({"days": 2, "hours": 0, "minutes": 5}, ("days", "hours", "minutes"), 2)
        ['days']
    """
    row = list(units) if units is not None else [unit for unit in UNITS if unit != "weeks" or counts[unit]]
    begin = next((index for index, unit in enumerate(row) if counts[unit]), len(row) - 1)
    window = row[begin:] if max_units is None else row[begin : begin + max_units]
    return [unit for unit in window if counts[unit]] or [row[-1]]


def check_max_units(max_units: int | None) -> int | None:
    """Return a number of units, or ``None`` for absent text; refuse anything else."""
    number = none_if_blank(max_units, "max_units")
    return None if number is None else check_whole(number, "max_units", 1)
