"""The moment as a calendar file (RFC 5545), through the icalendar library (extra ``ics``)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from solidarity_widgets.checks import check_whole
from solidarity_widgets.countdowns.calendar_rules import (
    format_rrule,
    has_name,
    readable_rules,
    rule_month,
    rule_start,
)
from solidarity_widgets.countdowns.event_words import EventWords, check_event_words
from solidarity_widgets.countdowns.occurrence import Occurrence
from solidarity_widgets.countdowns.schedule import Schedule
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.text import TextLike, one_line, safe_text
from solidarity_widgets.urls import UrlLike, ascii_url

#: How many years of clock changes a file carries.
_YEARS_OF_ZONE = 10
#: When a reminder of a whole day appears. At its first instant, it would wake people up at midnight.
_MORNING = timedelta(hours=9)
_PRODUCT = "-//solidarity-widgets//countdown//EN"


class LabelledLink(Protocol):
    """A link with its label, such as a share button."""

    @property
    def label(self) -> str:
        """The words of the link."""

    @property
    def url(self) -> str:
        """Its address; an empty one is left out."""


def calendar_file(
    schedule: Schedule,
    now: datetime,
    *,
    title: TextLike,
    text: TextLike,
    url: UrlLike | None,
    links: Iterable[LabelledLink],
    uid: TextLike = "",
    sequence: int = 0,
    cancelled: bool = False,
) -> bytes:
    """Write an event that recurs if the schedule does, with a reminder.

    Args:
        schedule: What is counted to.
        now: The time, which stamps the file.
        title: The event's name.
        text: What to say then.
        url: The page's URL, or nothing.
        links: Share buttons, or a bar of them.
        uid: The event's id; by default, it is made from the name, the URL and the time.
        sequence: How often the event has changed.
        cancelled: Whether the event does not take place.

    Returns:
        The file, in UTF-8.

    Raises:
        MissingExtraError: If icalendar is not installed.
        InvalidFieldError: If a text cannot be used, the schedule is of elapsed time, or a recurring event
            with an hour has a zone without a name.
        InvalidURLError: If *url* is not an absolute http(s) URL.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        raise MissingExtraError("ics()", "ics") from None
    words = check_event_words(schedule, "ics", title=title, text=text, url=url)
    description = _description(words.text, words.url, links)
    name = one_line(uid, "uid") or default_uid(schedule, now, words)
    calendar: Any = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for number, (rule, occurrence) in enumerate(_recurrences(schedule, now)):
        event = _event(schedule, occurrence, rule)
        event.add("summary", _text(words.title), encode=0)
        if description:
            event.add("description", _text(description), encode=0)
        if words.url:
            event.add("url", ascii_url(words.url))
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        event.add("uid", _text(f"{'february-' if number else ''}{name}"), encode=0)
        if count := check_whole(sequence, "sequence", 0, 2**31 - 1):
            event.add("sequence", count)
        event.add("transp", "TRANSPARENT")
        if cancelled:
            event.add("status", "CANCELLED")
        else:
            event.add_component(_alarm(words.title, schedule.whole_day))
        calendar.add_component(event)
    year = schedule.current(now).start.year
    calendar.add_missing_timezones(date(max(1, year - 1), 1, 1), date(min(9999, year + _YEARS_OF_ZONE), 1, 1))
    return bytes(calendar.to_ical())


def default_uid(schedule: Schedule, now: datetime, words: EventWords) -> str:
    """Make an event's id from its name, its URL and its time.

    So a file that is imported twice, or a recurring event's file of two different years, gives one event. The
    text and the links do not count. The name and the hour do, because a page may have several events in a
    day.

    Args:
        schedule: What is counted to.
        now: The time.
        words: The event's words.

    Returns:
        The id, which tells nothing.
    """
    start = schedule.current(now).start
    if schedule.rule is not None:
        when = f"{format_rrule(schedule.rule)} {schedule.rule.time} {schedule.zone}"
    elif schedule.whole_day:
        when = str(start.astimezone(schedule.zone).date())
    else:
        when = start.astimezone(UTC).isoformat()
    identity = "\0".join([words.title, words.url, when])
    return hashlib.sha256(identity.encode()).hexdigest()[:32] + "@solidarity-widgets"


def _recurrences(schedule: Schedule, now: datetime) -> Iterator[tuple[dict[str, object] | None, Occurrence]]:
    """Yield the rules of the file, each with its first occurrence."""
    rule = schedule.rule
    if rule is None:
        yield None, schedule.current(now)
        return
    for parts in readable_rules(rule):
        months = parts.get("BYMONTH")
        allowed = months if isinstance(months, list) else [months]
        yield (
            parts,
            next(
                found
                for found in rule.occurrences(now)
                if months is None or rule_month(found.start, rule) in allowed
            ),
        )


def _event(schedule: Schedule, occurrence: Occurrence, rule: dict[str, object] | None) -> Any:
    """Return an event with its times."""
    from icalendar import Event

    event: Any = Event()
    if schedule.whole_day:
        first = occurrence.start.astimezone(schedule.zone).date()
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
    else:
        start = (
            _local_time(occurrence.start, schedule)
            if schedule.rule is None
            else rule_start(occurrence.start, schedule.rule)
        )
        event.add("dtstart", start)
        if occurrence.end.astimezone(UTC) > occurrence.start.astimezone(UTC):
            event.add("dtend", _local_time(occurrence.end, schedule))
    if rule is not None:
        event.add("rrule", rule)
    return event


def _alarm(name: str, whole_day: bool) -> Any:
    """Return a reminder when the event starts, or on its morning if it lasts the whole day."""
    from icalendar import Alarm

    alarm: Any = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(name), encode=0)
    alarm.add("trigger", _MORNING if whole_day else timedelta())
    return alarm


def _text(text: str) -> Any:
    r"""Return a TEXT value (RFC 5545, section 3.3.11).

    icalendar takes a backslash before an N for a line break, even in "C:\New".
    """
    from icalendar import vText

    class Text(vText):
        def to_ical(self) -> bytes:
            escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
            return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n").encode()

    return Text(text)


def _local_time(moment: datetime, schedule: Schedule) -> datetime:
    """Return the moment in its zone; in UTC if that has no name, or if its clock shows the time again."""
    local = moment.astimezone(schedule.zone).replace(microsecond=0)
    return local if has_name(schedule.zone) and not local.fold else local.astimezone(UTC)


def _description(text: str, url: str, links: Iterable[LabelledLink]) -> str:
    lines = [text, url]
    for link in links:
        label, target = getattr(link, "label", ""), getattr(link, "url", "")
        if label and target:
            lines.append(f"{safe_text(label, 'links')}: {safe_text(target, 'links')}")
    # A bare CR could begin a line of its own: icalendar escapes LF, but not in every version CR.
    return "\n".join(line for line in lines if line).replace("\r\n", "\n").replace("\r", "\n")
