"""Recurring days as recurrence rules of calendars (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from solidarity_widgets.countdowns.recurrence import Monthly, Yearly
from solidarity_widgets.countdowns.recurrence_rule import RecurrenceRule
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.moments import from_wall_time


def has_name(zone: tzinfo) -> bool:
    """Tell whether a zone has a name that a calendar knows, and not only an offset.

    Args:
        zone: The zone.

    Returns:
        Whether it is UTC or from the time-zone database.
    """
    return zone is UTC or getattr(zone, "key", None) is not None


def rule_start(moment: datetime, rule: RecurrenceRule) -> datetime:
    """Return the rule's own time on the day of an occurrence, even if a clock change skips it.

    The later occurrences repeat it. A skipped time means the instant that comes as long after the change (RFC
    5545, section 3.3.5), as it does in a countdown.

    Args:
        moment: The start of an occurrence.
        rule: The rule.

    Returns:
        A time in the rule's zone.

    Raises:
        InvalidFieldError: If the zone has no name.
    """
    if not has_name(rule.zone):
        raise InvalidFieldError(
            "zone",
            rule.zone,
            "must have an IANA name, such as 'Europe/Minsk', for a recurring calendar event",
        )
    return _wall_time(moment, rule)


def rule_month(moment: datetime, rule: RecurrenceRule) -> int:
    """Return the month of an occurrence, as the rule means it.

    Args:
        moment: The start of an occurrence.
        rule: The rule.

    Returns:
        1 to 12.
    """
    return _wall_time(moment, rule).month


def _wall_time(moment: datetime, rule: RecurrenceRule) -> datetime:
    wall = datetime.combine(moment.astimezone(rule.zone).date(), rule.time)
    if from_wall_time(wall, rule.zone) > moment:  # it was moved over midnight
        wall -= timedelta(days=1)
    return wall.replace(tzinfo=rule.zone)


def format_rrule(rule: RecurrenceRule) -> dict[str, object]:
    """Return RFC 5545's recurrence rule for a rule of ours.

    Args:
        rule: ``Yearly`` or ``Monthly``.

    Returns:
        The parts of ``RRULE``. 29 February becomes "the last day of February" or "the 60th day of the
        year"; a clamped day of the month becomes "the last day" or "the last of the days up to it".

    Example:
        >>> format_rrule(Monthly(31, zone="Europe/Minsk"))
        {'FREQ': 'MONTHLY', 'BYMONTHDAY': -1}
    """
    if isinstance(rule, Yearly):
        if (rule.month, rule.day) == (2, 29) and rule.leap_day == "feb28":
            return {"FREQ": "YEARLY", "BYMONTH": 2, "BYMONTHDAY": -1}
        if (rule.month, rule.day) == (2, 29) and rule.leap_day == "mar1":
            return {"FREQ": "YEARLY", "BYYEARDAY": 60}
        return {"FREQ": "YEARLY", "BYMONTH": rule.month, "BYMONTHDAY": rule.day}
    if isinstance(rule, Monthly):
        if rule.day > 28 and rule.short_month == "clamp":
            if rule.day == 31:
                return {"FREQ": "MONTHLY", "BYMONTHDAY": -1}
            return {"FREQ": "MONTHLY", "BYMONTHDAY": [*range(28, rule.day + 1)], "BYSETPOS": -1}
        return {"FREQ": "MONTHLY", "BYMONTHDAY": rule.day}
    raise InvalidFieldError("target", rule, "must be Yearly or Monthly to be written to a calendar file")


def readable_rules(rule: RecurrenceRule) -> list[dict[str, object]]:
    """Return recurrence rules that all calendar programs read in the same way.

    ical.js, which Thunderbird uses, finds up to four days a month for "the last of the days 28 to 30", so the
    29th and the 30th become one rule for February and one for the other months: two events.

    Args:
        rule: ``Yearly`` or ``Monthly``.

    Returns:
        One rule, or two.

    Example:
        >>> [parts["BYMONTHDAY"] for parts in readable_rules(Monthly(30, zone="Europe/Minsk"))]
        [30, -1]
    """
    if isinstance(rule, Monthly) and rule.day in (29, 30) and rule.short_month == "clamp":
        others = [month for month in range(1, 13) if month != 2]
        return [
            {"FREQ": "YEARLY", "BYMONTH": others, "BYMONTHDAY": rule.day},
            {"FREQ": "YEARLY", "BYMONTH": 2, "BYMONTHDAY": -1},
        ]
    return [format_rrule(rule)]
