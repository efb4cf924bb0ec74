"""The calendar file is a valid event (RFC 5545) that another library expands to the rule's own occurrences."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from io import StringIO
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from solidarity_widgets import Monthly, Yearly, countdown, elapsed, share_buttons
from solidarity_widgets.countdowns import Countdown
from solidarity_widgets.countdowns.ics import recurrence_rule
from solidarity_widgets.countdowns.recurrence import Rule
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError

MINSK = "Europe/Minsk"
NOW = "2026-11-22T12:34:56.789Z"
VIGIL = "2027-08-04T20:00"


def counting(target: object, **options: object) -> Countdown:
    zone = None if isinstance(target, Rule) else options.pop("zone", MINSK)
    return countdown(target, **{"zone": zone, "now": NOW, **options})


def event(file: bytes) -> Event:
    calendar = Calendar.from_ical(file)
    (found,) = calendar.walk("VEVENT")
    assert found.errors == calendar.errors == []
    return found


def lines(file: bytes) -> list[str]:
    """The file's lines, unfolded."""
    return file.decode().replace("\r\n ", "").split("\r\n")


class TestProperties:
    """What a calendar needs is there once; the moment keeps its zone; the reminder is at the moment."""

    def test_a_whole_file(self) -> None:
        file = counting("---16T20:00/PT15M", label="Vigil").ics(text="Light a candle", url="https://example.org/")
        written = lines(file)
        kept = [line for line in written if not line.startswith("UID:")]
        begin, end = kept.index("BEGIN:VTIMEZONE"), kept.index("END:VTIMEZONE")
        assert kept[:begin] + kept[end + 1 :] == [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//solidarity-widgets//countdown//EN",
            "BEGIN:VEVENT",
            "SUMMARY:Vigil",
            "DTSTART;TZID=Europe/Minsk:20261216T200000",
            "DTEND;TZID=Europe/Minsk:20261216T201500",
            "DTSTAMP:20261122T123456Z",
            "RRULE:FREQ=MONTHLY;BYMONTHDAY=16",
            "DESCRIPTION:Light a candle\\nhttps://example.org/",
            "TRANSP:TRANSPARENT",
            "URL:https://example.org/",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Vigil",
            "TRIGGER:P0D",
            "END:VALARM",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ] or sorted(kept[:begin] + kept[end + 1 :]) == []
        assert len(written) - len(kept) == 1
