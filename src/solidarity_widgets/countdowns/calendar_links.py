"""Links that add the moment to a calendar on the web."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from solidarity_widgets.checks import check_choice
from solidarity_widgets.countdowns.calendar_rules import format_rrule, has_name, rule_start
from solidarity_widgets.countdowns.event_words import EventWords, check_event_words
from solidarity_widgets.countdowns.schedule import Schedule
from solidarity_widgets.graphemes import truncate
from solidarity_widgets.text import TextLike
from solidarity_widgets.urls import UrlLike, encode_query

CalendarService = Literal["google", "outlook", "office365"]

#: The longest link, in characters: Google refuses a longer request, and Outlook cuts one.
_MAX_LINK = {"google": 8_000, "outlook": 2_000, "office365": 2_000}
_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = {
    "outlook": "https://outlook.live.com/calendar/0/deeplink/compose",
    "office365": "https://outlook.office.com/calendar/0/deeplink/compose",
}


def calendar_link(
    schedule: Schedule,
    now: datetime,
    service: CalendarService,
    *,
    title: TextLike,
    text: TextLike,
    url: UrlLike | None,
) -> str:
    """Build a link that opens a new event in a calendar on the web.

    Args:
        schedule: What is counted to.
        now: The time.
        service: The calendar.
        title: The event's name.
        text: What to say then.
        url: The page's URL, or nothing.

    Returns:
        The link. The text is shortened to fit, the URL is not.

    Raises:
        InvalidFieldError: If the service is unknown, a text cannot be used, the schedule is of elapsed time,
            or a recurring event with an hour has a zone without a name.
        InvalidURLError: If *url* is not an absolute http(s) URL.
    """
    check_choice(service, get_args(CalendarService), "service")
    words = check_event_words(schedule, "calendar_url", title=title, text=text, url=url)
    build = _google if service == "google" else _outlook

    def link(details: str) -> str:
        return build(schedule, now, service, words, "\n".join(filter(None, (details, words.url))))

    # Each character of the text is at least one of the link.
    start = words.text[: _MAX_LINK[service]]
    return link(truncate(start, _MAX_LINK[service], lambda details: len(link(details))))


def _google(schedule: Schedule, now: datetime, service: str, words: EventWords, details: str) -> str:
    occurrence = schedule.current(now)
    zone = ""
    if schedule.whole_day:
        first = occurrence.start.astimezone(schedule.zone).date()
        dates = f"{first:%Y%m%d}/{first + timedelta(days=1):%Y%m%d}"
    else:
        start, end = occurrence.start.astimezone(schedule.zone), occurrence.end.astimezone(schedule.zone)
        if schedule.rule is not None:
            start = rule_start(occurrence.start, schedule.rule)
        if has_name(schedule.zone) and (schedule.rule is not None or not (start.fold or end.fold)):
            dates = f"{start:%Y%m%dT%H%M%S}/{end:%Y%m%dT%H%M%S}"
            zone = str(schedule.zone)
        else:  # a time that the clock shows twice
            dates = f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}/{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    rule = format_rrule(schedule.rule) if schedule.rule is not None else {}
    parts = ";".join(
        f"{name}={','.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in rule.items()
    )
    query = encode_query(
        [
            ("action", "TEMPLATE"),
            ("text", words.title),
            ("dates", dates),
            ("ctz", zone),
            ("details", details),
            ("recur", f"RRULE:{parts}" if parts else ""),
        ]
    )
    return f"{_GOOGLE}?{query}"


def _outlook(schedule: Schedule, now: datetime, service: str, words: EventWords, details: str) -> str:
    """Outlook's links know no recurrence, so the event is the next occurrence."""
    occurrence = schedule.current(now)
    if schedule.whole_day:
        first = occurrence.start.astimezone(schedule.zone).date()
        start, end = str(first), str(first + timedelta(days=1))
    else:
        start, end = (
            f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (occurrence.start, occurrence.end)
        )
    query = encode_query(
        [
            ("path", "/calendar/action/compose"),
            ("rru", "addevent"),
            ("startdt", start),
            ("enddt", end),
            ("allday", "true" if schedule.whole_day else ""),
            ("subject", words.title),
            ("body", details),
        ]
    )
    return f"{_OUTLOOK[service]}?{query}"
