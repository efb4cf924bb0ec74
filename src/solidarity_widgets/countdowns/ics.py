"""Calendar files for countdowns (RFC 5545), written by the icalendar library (extra ``ics``)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Protocol

from solidarity_widgets.countdowns.recurrence import Monthly, Yearly
from solidarity_widgets.countdowns.recurrence_rule import RecurrenceRule
from solidarity_widgets.countdowns.schedule import Schedule
from solidarity_widgets.exceptions import InvalidFieldError, MissingExtraError
from solidarity_widgets.moments import from_wall_time
from solidarity_widgets.text import TextLike, safe_text, single_line
from solidarity_widgets.urls import UrlLike, check_url

#: How many years of clock changes a file contains.
_YEARS_OF_ZONE = 10
_PRODUCT = "-//solidarity-widgets//countdown//EN"


class LabelledLink(Protocol):
    """A link with a label, such as a share button."""

    @property
    def label(self) -> str:
        """The text of the link."""

    @property
    def url(self) -> str:
        """The URL; if it is empty, the link is left out."""


def calendar_file(
    schedule: Schedule,
    now: datetime,
    *,
    title: TextLike,
    text: TextLike,
    url: UrlLike | None,
    links: Iterable[LabelledLink],
) -> bytes:
    """Make a calendar file with one event, which recurs if the schedule does.

    The event has a reminder when it starts. Its UID is derived from its content and time, so importing the
    same file twice, or the file of a recurring event in two different years, gives one event.

    Args:
        schedule: What is counted to.
        now: The time of the file's DTSTAMP.
        title: The event's title.
        text: The event's description.
        url: The page's URL, or an empty string.
        links: Share buttons, or a bar of them. Their labels and links are added to the description.

    Returns:
        An iCalendar object, in UTF-8.

    Raises:
        MissingExtraError: If icalendar is not installed.
        InvalidFieldError: If a text is not valid, if there is no title, if the schedule is of elapsed time,
            or if a recurring time is in a zone without an IANA name.
        InvalidURLError: If *url* is not an absolute http(s) URL.
    """
    try:
        from icalendar import Alarm, Calendar, Event
    except ImportError:
        raise MissingExtraError("ics()", "ics") from None
    if schedule.counts_up == "always":
        raise InvalidFieldError("ics", "elapsed(…)", "works for countdowns only: use countdown(…)")
    name = single_line(title, "title")
    if not name:
        raise InvalidFieldError("title", title, "must not be empty (pass it, or give the countdown a label)")
    address = check_url(url) if safe_text(url, "url") else ""
    description = _description(safe_text(text, "text"), address, links)
    occurrence = schedule.current(now)
    event: Any = Event()
    event.add("summary", _text(name), encode=0)
    if schedule.whole_day:
        first = occurrence.start.astimezone(schedule.zone).date()
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
        when = str(first)
    else:
        start = (
            _local_time(occurrence.start, schedule)
            if schedule.rule is None
            else _rule_start(occurrence.start, schedule.rule)
        )
        event.add("dtstart", start)
        when = occurrence.start.astimezone(UTC).isoformat()
        if occurrence.end.astimezone(UTC) > occurrence.start.astimezone(UTC):
            event.add("dtend", _local_time(occurrence.end, schedule))
    if schedule.rule is not None:
        event.add("rrule", format_rrule(schedule.rule))
        when = f"{format_rrule(schedule.rule)} {schedule.rule.time} {schedule.zone}"
    if description:
        event.add("description", _text(description), encode=0)
    if address:
        event.add("url", address)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    identity = "\0".join([name, description, address, when])
    event.add("uid", hashlib.sha256(identity.encode()).hexdigest()[:32] + "@solidarity-widgets")
    event.add("transp", "TRANSPARENT")
    alarm: Any = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(name), encode=0)
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    calendar: Any = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    year = occurrence.start.year
    calendar.add_missing_timezones(date(max(1, year - 1), 1, 1), date(min(9999, year + _YEARS_OF_ZONE), 1, 1))
    return bytes(calendar.to_ical())


def _text(text: str) -> Any:
    r"""Return a TEXT value (RFC 5545, section 3.3.11).

    icalendar reads a backslash before an N as a line break, even in "C:\New".
    """
    from icalendar import vText

    class Text(vText):
        def to_ical(self) -> bytes:
            escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
            return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n").encode()

    return Text(text)


def _local_time(moment: datetime, schedule: Schedule) -> datetime:
    """Return an instant in its zone, or in UTC if the zone has no name or the wall-clock time is repeated."""
    local = moment.astimezone(schedule.zone).replace(microsecond=0)
    return local if _has_name(schedule.zone) and not local.fold else local.astimezone(UTC)


def _has_name(zone: tzinfo) -> bool:
    return zone is UTC or getattr(zone, "key", None) is not None


def _rule_start(moment: datetime, rule: RecurrenceRule) -> datetime:
    """Return the first occurrence at the rule's wall-clock time, even if a clock change skips that time.

    Later occurrences repeat this time. RFC 5545, section 3.3.5 moves a skipped time forward by the length of
    the gap, as this library does.
    """
    zone = rule.zone
    if not _has_name(zone):
        raise InvalidFieldError(
            "zone", zone, "must have an IANA name, such as 'Europe/Minsk', for a recurring calendar event"
        )
    wall = datetime.combine(moment.astimezone(zone).date(), rule.time)
    if from_wall_time(wall, zone) > moment:  # the skipped time was moved past midnight
        wall -= timedelta(days=1)
    return wall.replace(tzinfo=zone)


def _description(text: str, url: str, links: Iterable[LabelledLink]) -> str:
    lines = [text, url]
    for link in links:
        label, target = getattr(link, "label", ""), getattr(link, "url", "")
        if label and target:
            lines.append(f"{safe_text(label, 'links')}: {safe_text(target, 'links')}")
    # A bare CR could start a line of the file: icalendar escapes LF, but some versions do not escape CR.
    return "\n".join(line for line in lines if line).replace("\r\n", "\n").replace("\r", "\n")


def format_rrule(rule: RecurrenceRule) -> dict[str, object]:
    """Convert a recurrence rule to RFC 5545's RRULE.

    Args:
        rule: A ``Yearly`` or ``Monthly`` rule.

    Returns:
        The parts of the RRULE. For 29 February it is the last day of February or the 60th day of the year;
        for a clamped day of the month it is the last existing day up to that number.

    Raises:
        InvalidFieldError: If the rule is of another class.

    Example:
        >>> format_rrule(Monthly(31, zone="Europe/Minsk"))
        {'FREQ': 'MONTHLY', 'BYMONTHDAY': [28, 29, 30, 31], 'BYSETPOS': -1}
    """
    if isinstance(rule, Yearly):
        if (rule.month, rule.day) == (2, 29) and rule.leap_day == "feb28":
            return {"FREQ": "YEARLY", "BYMONTH": 2, "BYMONTHDAY": -1}
        if (rule.month, rule.day) == (2, 29) and rule.leap_day == "mar1":
            return {"FREQ": "YEARLY", "BYYEARDAY": 60}
        return {"FREQ": "YEARLY", "BYMONTH": rule.month, "BYMONTHDAY": rule.day}
    if isinstance(rule, Monthly):
        if rule.day > 28 and rule.short_month == "clamp":
            return {"FREQ": "MONTHLY", "BYMONTHDAY": [*range(28, rule.day + 1)], "BYSETPOS": -1}
        return {"FREQ": "MONTHLY", "BYMONTHDAY": rule.day}
    raise InvalidFieldError("target", rule, "must be Yearly or Monthly to be written to a calendar file")
