"""Calendar files mean the same days in the programs that people use: each expands the file by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar

from devtools import npm
from solidarity_widgets import Monthly, Yearly, countdown
from solidarity_widgets.countdowns.recurrence import RecurrenceRule

from ..node import run_node

MINSK = "Europe/Minsk"
FIRST, LAST = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC)
RULES: tuple[RecurrenceRule, ...] = (
    *(
        Monthly(day, zone=MINSK, short_month=choice)
        for day in (28, 29, 30, 31)
        for choice in ("clamp", "skip")
    ),
    *(
        Monthly(day, time="20:00", zone="Europe/Warsaw", short_month="clamp", event_duration="PT15M")
        for day in (29, 30, 31)
    ),
    Monthly(16, time="20:00", zone=MINSK, event_duration="PT15M"),
    *(Yearly(2, 29, zone=MINSK, leap_day=choice) for choice in ("feb28", "mar1", "skip")),
    Yearly(8, 4, zone=MINSK),
    Yearly(12, 31, time="23:30", zone=MINSK, event_duration="PT1H"),
)
NOWS = ("2026-11-22T12:00", "2027-01-30T12:00", "2027-02-10T12:00", "2028-02-29T12:00")

ICAL_JS = """
    const result = given.map(({ file, last }) => {
        const days = [];
        const calendar = new library.Component(library.parse(file));
        for (const component of calendar.getAllSubcomponents("vevent")) {
            const event = new library.Event(component);
            const iterator = event.iterator();
            let next;
            while ((next = iterator.next()) && next.toString().slice(0, 10) < last) {
                days.push(next.toString().slice(0, 16));
            }
        }
        return days.sort();
    });
"""
RRULE_JS = """
    const result = given.map(({ rules, last }) =>
        rules.flatMap((rule) => library.rrulestr(rule).between(new Date(0), new Date(last), true))
            .map((found) => found.toISOString().slice(0, 16)).sort()
    );
"""


def file_of(rule: RecurrenceRule, now: str) -> bytes:
    return countdown(rule, now=now).ics(title="Vigil")


def own(rule: RecurrenceRule, now: str) -> list[str]:
    """The days, and the hours on the clock, that the countdown counts to."""
    zone = rule.zone
    start = datetime.fromisoformat(now).replace(tzinfo=zone)
    found = takewhile(lambda one: one.start < LAST, rule.occurrences(start))
    form = "%Y-%m-%d" if rule.whole_day else "%Y-%m-%dT%H:%M"
    return [one.start.astimezone(zone).strftime(form) for one in found]


def local_rules(file: bytes) -> list[str]:
    """Each event's start, without its zone, and its rule."""
    texts = []
    for event in Calendar.from_ical(file).walk("VEVENT"):
        start = event["dtstart"].dt
        moment = start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
        texts.append(f"DTSTART:{moment:%Y%m%dT%H%M%S}Z\nRRULE:{event['rrule'].to_ical().decode()}")
    return texts


CASES = [(rule, now) for rule in RULES for now in NOWS]
IDS = [f"{number}-{now}" for number, rule in enumerate(RULES) for now in NOWS]


def test_ical_js_reads_the_same_days() -> None:
    """Thunderbird uses ical.js."""
    given = [{"file": file_of(rule, now).decode(), "last": "2033-01-01"} for rule, now in CASES]
    found = run_node(npm.ICAL, ICAL_JS, given)
    for (rule, now), days in zip(CASES, found, strict=True):
        assert days == own(rule, now), (rule, now)


def test_rrule_js_reads_the_same_days() -> None:
    given = [{"rules": local_rules(file_of(rule, now)), "last": "2033-01-01"} for rule, now in CASES]
    found = run_node(npm.RRULE, RRULE_JS, given)
    for (rule, now), days in zip(CASES, found, strict=True):
        expected = own(rule, now)
        assert [day[: len(expected[0])] for day in days] == expected, (rule, now)


@pytest.mark.parametrize(("rule", "now"), CASES, ids=IDS)
def test_dateutil_reads_the_same_days(rule: RecurrenceRule, now: str) -> None:
    expected = own(rule, now)
    found = [
        day.isoformat()
        for text in local_rules(file_of(rule, now))
        for day in rrulestr(text).between(datetime(2000, 1, 1, tzinfo=UTC), LAST, inc=True)
    ]
    assert sorted(day[: len(expected[0])] for day in found) == expected


@pytest.mark.parametrize(("rule", "now"), CASES, ids=IDS)
def test_recurring_ical_events_reads_the_same_days(rule: RecurrenceRule, now: str) -> None:
    expected = own(rule, now)
    events = recurring_ical_events.of(Calendar.from_ical(file_of(rule, now))).between(
        datetime(2000, 1, 1, tzinfo=UTC), LAST
    )
    found = [
        one.start.astimezone(rule.zone).strftime("%Y-%m-%dT%H:%M")
        if isinstance(one.start, datetime)
        else str(one.start)
        for one in events
    ]
    assert sorted(found) == expected


def test_february_of_a_nameless_zone() -> None:
    """A whole day needs no name of its zone, also in two events."""
    zone = ZoneInfo(MINSK)
    file = countdown(Monthly(30, zone=zone), now="2027-02-10").ics(title="Vigil")
    starts = [event["dtstart"].dt for event in Calendar.from_ical(file).walk("VEVENT")]
    assert starts == [date(2027, 3, 30), date(2027, 2, 28)]
    assert max(starts) - min(starts) == timedelta(days=30)
