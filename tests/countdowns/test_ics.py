"""The calendar file is a valid event (RFC 5545), and another library expands it to the rule's occurrences."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from io import StringIO
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.cal import Component

from solidarity_widgets import Monthly, Yearly, countdown, elapsed, share_buttons
from solidarity_widgets.countdowns import Countdown
from solidarity_widgets.countdowns.ics import format_rrule
from solidarity_widgets.countdowns.recurrence_rule import RecurrenceRule
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError

MINSK = "Europe/Minsk"
NOW = "2026-11-22T12:34:56.789Z"
VIGIL = "2027-08-04T20:00"
#: What the library refuses in any text.
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def counting(target: object, **options: object) -> Countdown:
    zone = {} if isinstance(target, RecurrenceRule) else {"zone": MINSK}
    return countdown(target, **{**zone, "now": NOW, **options})


def lines(file: bytes) -> list[str]:
    """The file's lines, unfolded."""
    return file.decode().replace("\r\n ", "").split("\r\n")


def event(file: bytes) -> Component:
    calendar = Calendar.from_ical(file)
    (found,) = calendar.walk("VEVENT")
    assert [*calendar.errors, *found.errors] == []
    return found


def property_lines(file: bytes, name: str) -> list[str]:
    """All of the event's properties of one name, as they are written."""
    written = lines(file)
    inside = written[written.index("BEGIN:VEVENT") : written.index("BEGIN:VALARM")]
    return [line for line in inside if line.partition(":")[0].partition(";")[0] == name]


class TestProperties:
    """What a calendar needs is there once; the moment keeps its zone; the reminder is at the moment."""

    def test_a_whole_file(self) -> None:
        file = counting("---16T20:00/PT15M", label="Vigil").ics(
            text="Light a candle", url="https://example.org/"
        )
        written = lines(file)
        begin, end = written.index("BEGIN:VTIMEZONE"), written.index("END:VTIMEZONE")
        (uid,) = property_lines(file, "UID")
        assert sorted([*written[:begin], *written[end + 1 :]]) == sorted(
            [
                "BEGIN:VCALENDAR",
                "PRODID:-//solidarity-widgets//countdown//EN",
                "VERSION:2.0",
                "BEGIN:VEVENT",
                "SUMMARY:Vigil",
                "DTSTART;TZID=Europe/Minsk:20261216T200000",
                "DTEND;TZID=Europe/Minsk:20261216T201500",
                "RRULE:FREQ=MONTHLY;BYMONTHDAY=16",
                "DTSTAMP:20261122T123456Z",
                uid,
                "DESCRIPTION:Light a candle\\nhttps://example.org/",
                "URL:https://example.org/",
                "TRANSP:TRANSPARENT",
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                "DESCRIPTION:Vigil",
                "TRIGGER:P0D",
                "END:VALARM",
                "END:VEVENT",
                "END:VCALENDAR",
                "",
            ]
        )

    @pytest.mark.parametrize(
        ("target", "options", "start", "end"),
        [
            ("2027-08-04", {}, "DTSTART;VALUE=DATE:20270804", "DTEND;VALUE=DATE:20270805"),
            (date(2027, 12, 31), {}, "DTSTART;VALUE=DATE:20271231", "DTEND;VALUE=DATE:20280101"),
            (
                "2011-12-30",
                {"zone": "Pacific/Apia"},
                "DTSTART;VALUE=DATE:20111231",
                "DTEND;VALUE=DATE:20120101",
            ),
            (VIGIL, {}, f"DTSTART;TZID={MINSK}:20270804T200000", f"DTEND;TZID={MINSK}:20270805T000000"),
            (
                VIGIL,
                {"event_duration": "PT15M"},
                f"DTSTART;TZID={MINSK}:20270804T200000",
                f"DTEND;TZID={MINSK}:20270804T201500",
            ),
            (VIGIL, {"event_duration": "PT0S"}, f"DTSTART;TZID={MINSK}:20270804T200000", None),
            (VIGIL, {"count_up": True}, f"DTSTART;TZID={MINSK}:20270804T200000", None),
            (
                "2027-08-04",
                {"event_duration": "PT48H"},
                f"DTSTART;TZID={MINSK}:20270804T000000",
                f"DTEND;TZID={MINSK}:20270806T000000",
            ),
            (VIGIL, {"zone": "UTC"}, "DTSTART:20270804T200000Z", "DTEND:20270805T000000Z"),
            # an offset is no zone that a calendar knows
            ("2027-08-04T20:00+03:00", {"zone": None}, "DTSTART:20270804T170000Z", "DTEND:20270804T210000Z"),
            # a time that the clock shows again cannot be told from the first one
            (
                "2027-10-31T02:30+01:00",
                {"zone": "Europe/Warsaw", "event_duration": "PT1H"},
                "DTSTART:20271031T013000Z",
                "DTEND;TZID=Europe/Warsaw:20271031T033000",
            ),
            (
                "2027-10-31T02:30",
                {"zone": "Europe/Warsaw", "event_duration": "PT45M"},
                "DTSTART;TZID=Europe/Warsaw:20271031T023000",
                "DTEND:20271031T011500Z",
            ),
            # a skipped time: when it comes
            (
                "2027-03-28T02:30",
                {"zone": "Europe/Warsaw", "event_duration": "PT15M"},
                "DTSTART;TZID=Europe/Warsaw:20270328T033000",
                "DTEND;TZID=Europe/Warsaw:20270328T034500",
            ),
        ],
    )
    def test_when(self, target: object, options: dict, start: str, end: str | None) -> None:
        file = counting(target, **options).ics(title="Vigil")
        assert property_lines(file, "DTSTART") == [start]
        assert property_lines(file, "DTEND") == ([] if end is None else [end])
        assert property_lines(file, "RRULE") == []
        assert event(file)["summary"] == "Vigil"

    @pytest.mark.parametrize(
        ("target", "rule"),
        [
            ("--08-04", "FREQ=YEARLY;BYMONTHDAY=4;BYMONTH=8"),
            ("--02-29", "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2"),
            (Yearly(2, 29, zone=MINSK, leap_day="mar1"), "FREQ=YEARLY;BYYEARDAY=60"),
            (Yearly(2, 29, zone=MINSK, leap_day="skip"), "FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2"),
            ("---28", "FREQ=MONTHLY;BYMONTHDAY=28"),
            (
                "---30",
                "FREQ=YEARLY;BYMONTH=1,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=30",
            ),  # February is another event
            ("---31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            (Monthly(31, zone=MINSK, short_month="skip"), "FREQ=MONTHLY;BYMONTHDAY=31"),
        ],
    )
    def test_rule(self, target: object, rule: str) -> None:
        (written,) = property_lines(counting(target).ics(title="Vigil"), "RRULE")
        assert sorted(written.removeprefix("RRULE:").split(";")) == sorted(rule.split(";"))

    def test_reminder(self) -> None:
        (alarm,) = event(counting(VIGIL).ics(title="Vigil")).walk("VALARM")
        assert (alarm["action"], alarm["description"]) == ("DISPLAY", "Vigil")
        assert alarm["trigger"].dt == timedelta()

    @pytest.mark.parametrize("target", ["2027-08-04", "--08-04", "---31"])
    def test_reminder_of_a_whole_day(self, target: str) -> None:
        """In the morning: nobody is woken up at midnight."""
        (alarm,) = event(counting(target).ics(title="Vigil")).walk("VALARM")
        assert alarm["trigger"].dt == timedelta(hours=9)

    def test_url_in_ascii(self) -> None:
        file = counting(VIGIL).ics(title="Vigil", url="https://чысты.рф/пра-нас?x=%D1%8F|я#ы")
        (line,) = property_lines(file, "URL")
        assert line == (
            "URL:https://xn--80ay6ag3b.xn--p1ai/%D0%BF%D1%80%D0%B0-%D0%BD%D0%B0%D1%81?x=%D1%8F%7C%D1%8F#%D1%8B"
        ).replace("xn--80ay6ag3b.xn--p1ai", "чысты.рф".encode("idna").decode())

    def test_a_title_from_a_template(self) -> None:
        file = counting(VIGIL).ics(title="\n  Vigil\n  for Ales\n")
        assert str(event(file)["summary"]) == "Vigil for Ales"

    def test_long_words_are_shortened(self) -> None:
        file = counting(VIGIL).ics(title="я" * 100_000, text="я" * 100_000)
        assert (len(event(file)["summary"]), len(event(file)["description"])) == (1_000, 10_000)

    def test_required_and_single(self) -> None:
        file = counting("--08-04").ics(title="Vigil", text="Light a candle", url="https://example.org/")
        assert lines(file).count("BEGIN:VALARM") == 1
        for name in (
            "UID",
            "DTSTAMP",
            "DTSTART",
            "DTEND",
            "SUMMARY",
            "DESCRIPTION",
            "URL",
            "RRULE",
            "TRANSP",
        ):
            assert len(property_lines(file, name)) == 1, name

    def test_the_event_of_the_occurrence_under_way(self) -> None:
        file = counting("--08-04", now="2027-08-04T12:00").ics(title="Vigil")
        assert property_lines(file, "DTSTART") == ["DTSTART;VALUE=DATE:20270804"]


class TestZone:
    """The zone's clock changes are in the file, for ten years."""

    @pytest.mark.parametrize(
        "zone", ["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", MINSK]
    )
    def test_offsets_at_noon(self, zone: str) -> None:
        file = counting(VIGIL, zone=zone).ics(title="Vigil").decode()
        carried = tz.tzical(StringIO(file)).get()
        real = ZoneInfo(zone)
        for day in range(date(2026, 11, 22).toordinal(), date(2036, 12, 31).toordinal()):
            noon = datetime.combine(date.fromordinal(day), datetime.min.time()).replace(hour=12)
            assert noon.replace(tzinfo=carried).utcoffset() == noon.replace(tzinfo=real).utcoffset(), noon

    @pytest.mark.parametrize(
        ("target", "options"),
        [
            ("2027-08-04", {}),
            ("--08-04", {}),
            (VIGIL, {"zone": "UTC"}),
            ("2027-08-04T20:00Z", {"zone": None}),
        ],
    )
    def test_none_where_none_is_named(self, target: str, options: dict) -> None:
        file = counting(target, **options).ics(title="Vigil")
        assert "TZID" not in file.decode()

    @pytest.mark.parametrize("target", ["0001-01-03T10:00", "9999-12-30T10:00", "--02-29T20:00"])
    def test_at_the_ends_of_the_calendar(self, target: str) -> None:
        file = counting(target, now="9995-12-01").ics(title="Vigil")
        assert event(file)["dtstart"].dt == counting(target, now="9995-12-01").target


class TestExpansion:
    """Expanded by another library over twelve years, the file has the rule's own occurrences."""

    FIRST, LAST = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2038, 11, 22, tzinfo=UTC)
    RULES = (
        *(Yearly(2, 29, zone=MINSK, leap_day=choice) for choice in ("feb28", "mar1", "skip")),
        *(
            Yearly(2, 29, time="20:00", zone="Europe/Warsaw", leap_day=choice, event_duration="PT6H")
            for choice in ("feb28", "mar1", "skip")
        ),
        Yearly(8, 4, zone=MINSK, since=2011),
        Yearly(12, 31, time="23:30", zone="America/New_York", event_duration="PT1H"),
        *(
            Monthly(day, zone=MINSK, short_month=choice)
            for day in (28, 29, 30, 31)
            for choice in ("clamp", "skip")
        ),
        *(
            Monthly(day, time="20:00", zone="Australia/Lord_Howe", short_month=choice, event_duration="PT15M")
            for day in (29, 30, 31)
            for choice in ("clamp", "skip")
        ),
        Monthly(16, time="20:00", zone=MINSK, event_duration="PT15M"),
        Monthly(16, time="20:00", zone=MINSK),
        Monthly(28, time="02:30", zone="Europe/Warsaw", event_duration="PT15M"),
        Monthly(26, time="00:00", zone="Africa/Cairo", event_duration="PT15M"),
        Monthly(1, time="12:00", zone="UTC", event_duration="PT1H"),
    )

    @pytest.mark.parametrize("rule", RULES, ids=str)
    def test_equals_the_rule(self, rule: RecurrenceRule) -> None:
        file = counting(rule, now=self.FIRST).ics(title="Vigil")
        expanded = recurring_ical_events.of(Calendar.from_ical(file)).between(self.FIRST, self.LAST)
        own = list(takewhile(lambda found: found.start < self.LAST, rule.occurrences(self.FIRST)))
        assert len(own) > 2
        if rule.whole_day:
            expected = [(found.start.date(), found.start.date() + timedelta(days=1)) for found in own]
            assert expected == sorted((found.start, found.end) for found in expanded)
        else:
            expected = [(found.start.astimezone(UTC), found.end.astimezone(UTC)) for found in own]
            assert expected == sorted((f.start.astimezone(UTC), f.end.astimezone(UTC)) for f in expanded)

    @pytest.mark.parametrize(
        ("rule", "now", "start", "at"),
        [
            (
                Yearly(3, 28, time="02:30", zone="Europe/Warsaw", event_duration="PT15M"),
                "2026-11-22",
                "DTSTART;TZID=Europe/Warsaw:20270328T023000",
                "2027-03-28T03:30",
            ),
            (
                Monthly(26, zone="Africa/Cairo", event_duration="PT15M"),
                "2024-04-20",
                "DTSTART;TZID=Africa/Cairo:20240426T000000",
                "2024-04-26T01:00",
            ),
            (
                Yearly(3, 30, time="23:45", zone="America/Toronto", event_duration="PT15M"),
                "1919-01-01",
                "DTSTART;TZID=America/Toronto:19190330T234500",
                "1919-03-31T00:45",
            ),
        ],
    )
    def test_a_day_that_skips_the_hour_does_not_change_it_for_good(self, rule, now, start, at) -> None:
        """RFC 5545, section 3.3.5: such a local time means the instant as long after the change."""
        widget = counting(rule, now=now)
        assert widget.target.replace(tzinfo=None) == datetime.fromisoformat(at)
        assert property_lines(widget.ics(title="Vigil"), "DTSTART") == [start]

    def test_an_end_that_the_clock_shows_before_the_start(self) -> None:
        rule = Yearly(
            10, 31, time="02:30", zone="Europe/Warsaw", event_duration="PT45M"
        )  # until 02:15 comes again
        file = counting(rule).ics(title="Vigil")
        assert property_lines(file, "DTSTART") == ["DTSTART;TZID=Europe/Warsaw:20271031T023000"]
        assert property_lines(file, "DTEND") == ["DTEND:20271031T011500Z"]

    def test_a_day_in_every_zone_needs_no_name(self) -> None:
        rule = Monthly(16, zone=timezone(timedelta(hours=3)))
        assert property_lines(counting(rule).ics(title="Vigil"), "DTSTART") == ["DTSTART;VALUE=DATE:20261216"]

    def test_an_hour_that_comes_again_needs_a_named_zone(self) -> None:
        """In UTC the 16th at 01:00 would be the 15th."""
        rule = Monthly(16, time="01:00", zone=timezone(timedelta(hours=3)))
        with pytest.raises(InvalidFieldError, match=r"^zone must have an IANA name"):
            counting(rule).ics(title="Vigil")

    def test_an_hour_in_utc_needs_no_other_name(self) -> None:
        file = counting(Yearly(8, 4, time="20:00", zone=UTC)).ics(title="Vigil")
        assert property_lines(file, "DTSTART") == ["DTSTART:20270804T200000Z"]

    def test_a_rule_of_ones_own_has_no_written_form(self) -> None:
        with pytest.raises(InvalidFieldError, match="must be Yearly or Monthly"):
            format_rrule(RecurrenceRule(zone=MINSK))


class TestIdentity:
    """The id is that of what is said and when: two files of one event are one event."""

    def uid(
        self, target: object, *, title: str = "Vigil", text: str = "", url: str = "", **options: object
    ) -> str:
        return str(event(counting(target, **options).ics(title=title, text=text, url=url))["uid"])

    @pytest.mark.parametrize(
        ("target", "later"),
        [
            ("2027-08-04", "2027-01-01"),
            (VIGIL, "2027-01-01"),
            ("--08-04", "2030-01-01"),
            ("--02-29T20:00", "2027-03-01"),
            ("---16T20:00/PT15M", "2026-12-16T20:05"),
            ("---31", "2027-02-01"),
        ],
    )
    def test_stays(self, target: str, later: str) -> None:
        assert self.uid(target) == self.uid(target, now=later)
        assert self.uid(target).endswith("@solidarity-widgets")

    def test_differs(self) -> None:
        events = [
            (VIGIL, {}),
            (VIGIL, {"zone": "Europe/Warsaw"}),
            (VIGIL, {"title": "Vigil 2"}),
            (VIGIL, {"url": "https://example.org/"}),
            ("2027-08-04T20:01", {}),
            ("2027-08-04", {}),
            ("--08-04", {}),
            ("--08-04T20:00", {}),
            ("--08-04T20:00", {"zone": "Europe/Warsaw"}),
            ("--08-05T20:00", {}),
            ("---04", {}),
            ("---31", {}),
            (Monthly(31, zone=MINSK, short_month="skip"), {}),
        ]
        assert len({self.uid(target, **options) for target, options in events}) == len(events)

    def test_words_and_links_do_not_count(self) -> None:
        assert self.uid(VIGIL) == self.uid(VIGIL, text="Light a candle")
        bar = share_buttons("https://example.org/", "telegram")
        with_links = event(counting(VIGIL).ics(title="Vigil", links=bar))
        assert self.uid(VIGIL) == str(with_links["uid"])

    def test_of_the_host(self) -> None:
        """With an id of the host's own, a mended event stays the same event."""
        given: dict[str, Any] = {"uid": "vigil-2027@example.org", "url": "https://example.org/"}
        first = event(counting(VIGIL).ics(title="Evening", **given))
        mended = event(counting("2027-08-04T21:00").ics(title="Evening!", text="Come", sequence=1, **given))
        gone = event(counting(VIGIL).ics(title="Evening", sequence=2, cancelled=True, **given))
        assert {str(found["uid"]) for found in (first, mended, gone)} == {"vigil-2027@example.org"}
        assert [found.get("sequence", 0) for found in (first, mended, gone)] == [0, 1, 2]
        assert [str(found.get("status", "")) for found in (first, mended, gone)] == ["", "", "CANCELLED"]
        assert [len(found.walk("VALARM")) for found in (first, mended, gone)] == [1, 1, 0]

    def test_two_events_have_two_ids(self) -> None:
        calendar = Calendar.from_ical(counting("---30").ics(title="Vigil", uid="a@example.org", sequence=3))
        found = [(str(one["uid"]), one["sequence"]) for one in calendar.walk("VEVENT")]
        assert found == [("a@example.org", 3), ("february-a@example.org", 3)]

    @pytest.mark.parametrize("sequence", [-1, 1.5, True, "1", 2**31])
    def test_refuses_a_sequence(self, sequence: Any) -> None:
        with pytest.raises(InvalidFieldError, match=r"^sequence must be a whole number"):
            counting(VIGIL).ics(title="Vigil", sequence=sequence)

    def test_a_hostile_id(self) -> None:
        file = counting(VIGIL).ics(title="Vigil", uid="a\nEND:VEVENT;,\\")
        assert str(event(file)["uid"]) == "a END:VEVENT;,\\"

    def test_tells_nothing(self) -> None:
        assert "Vigil" not in self.uid(VIGIL)


class TestText:
    """Whatever the text, it is one value of one line, in lines of 75 octets at most."""

    HOSTILE = (
        "commas, semicolons; colons: \\ backslashes \\n \\, \\;",
        "several\nlines\n\nof text\n",
        "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:another",
        "quotes \" and ^n and '",
        "Алесь Бяляцкі, вызвалены; але 1000 чалавек — не. " * 20,
        "ы" * 500,
        "a" + "ы" * 500,
        "🕯️" * 200 + "e\u0301" * 100,
        "آزادی، برابری؛ " * 30,
        "a\u2028b\u2029c\td",
        "<b>not HTML</b> & {duration} %s",
        "=?utf-8?q?x?= \N{ZERO WIDTH NON-JOINER}\N{RIGHT-TO-LEFT MARK}",
    )

    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:30]))
    def test_reads_back(self, text: str) -> None:
        file = counting(VIGIL).ics(title="Vigil", text=text)
        self.check(file)
        assert event(file)["description"] == text
        assert event(file)["summary"] == "Vigil"

    @pytest.mark.parametrize("text", ["x\rEND:VEVENT\rBEGIN:VEVENT", "x\r\nEND:VEVENT\r\nBEGIN:VEVENT"])
    def test_any_line_break_is_one(self, text: str) -> None:
        file = counting(VIGIL).ics(title="Vigil", text=text)
        self.check(file)
        assert event(file)["description"] == "x\nEND:VEVENT\nBEGIN:VEVENT"

    # icalendar takes a backslash and a capital N for a line break.
    @settings(deadline=None, max_examples=100)
    @given(
        st.text(
            st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters=BIDI)
            | st.sampled_from("\n,;:\\\"'"),
            max_size=200,
        ).filter(lambda text: "\\N" not in text)
    )
    def test_any_text(self, text: str) -> None:
        file = counting("2027-08-04").ics(title="Vigil", text=text)
        self.check(file)
        assert str(event(file).get("description", "")) == text

    def check(self, file: bytes) -> None:
        assert file.endswith(b"\r\n")
        physical = file.split(b"\r\n")
        assert not any(b"\r" in line or b"\n" in line for line in physical)
        assert max(map(len, physical)) <= 75
        for line in physical:
            line.decode()  # no character is cut in two
        assert lines(file).count("BEGIN:VEVENT") == lines(file).count("END:VEVENT") == 1

    def test_a_title_of_every_letter(self) -> None:
        title = "Дзень салідарнасці; 16, 20:00 \\ «Запалі свечку»"
        file = counting(VIGIL).ics(title=title)
        self.check(file)
        assert event(file)["summary"] == event(file).walk("VALARM")[0]["description"] == title

    def test_the_label_is_the_title(self) -> None:
        widget = counting(VIGIL, label="Vigil")
        assert event(widget.ics())["summary"] == "Vigil"
        assert event(widget.ics(title="Another"))["summary"] == "Another"

    def test_nothing_to_say(self) -> None:
        file = counting(VIGIL).ics(title="Vigil")
        assert property_lines(file, "DESCRIPTION") == property_lines(file, "URL") == []

    @pytest.mark.parametrize(
        ("expected_text", "error", "reason"),
        [
            ({}, InvalidFieldError, "title must not be empty"),
            ({"title": {"be": "А"}}, InvalidFieldError, "title must be text, not a mapping"),
            ({"title": "a", "text": ["a"]}, InvalidFieldError, "text must be text, not a list"),
            ({"title": "a\0"}, InvalidFieldError, "title must not contain the character"),
            ({"title": "a", "text": "b\x1b[31m"}, InvalidFieldError, "text must not contain the character"),
            ({"title": "a", "text": "\u202eb"}, InvalidFieldError, "text must not contain the character"),
            ({"title": "a", "text": b"b"}, InvalidFieldError, "text must be text, not bytes"),
            ({"title": "a", "url": "/vigil"}, InvalidURLError, "absolute"),
            ({"title": "a", "url": "javascript:alert(1)"}, InvalidURLError, "absolute"),
            ({"title": "a", "url": "https://example.org/\r\nX:1"}, InvalidFieldError, "must not contain"),
        ],
    )
    def test_refuses(self, expected_text: dict, error: type[Exception], reason: str) -> None:
        with pytest.raises(error, match=reason):
            counting(VIGIL).ics(**expected_text)

    def test_elapsed_time_has_no_moment_to_come(self) -> None:
        with pytest.raises(InvalidFieldError, match=r"works for countdowns only: use countdown"):
            elapsed("2011-08-04", zone=MINSK).ics(title="Vigil")


class TestLinks:
    """The bar's links stand in the description, each under its own label; what has no link is left out."""

    URL = "https://example.org/воля?a=1,2;b"

    def test_of_a_bar(self) -> None:
        bar = share_buttons(
            self.URL, "telegram email copy_link print livejournal", title="Воля, 5%", locale="be"
        )
        file = counting(VIGIL, locale="be").ics(title="Vigil", text="Запалі свечку", url=self.URL, links=bar)
        told = str(event(file)["description"]).split("\n")
        linked = [button for button in bar if button.url]
        assert [button.provider.id for button in linked] == ["telegram", "email", "livejournal"]
        assert told == [
            "Запалі свечку",
            self.URL,
            *(f"{button.label}: {button.url}" for button in linked),
        ]
        assert "https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F" in told[2]

    def test_of_single_buttons(self) -> None:
        (button,) = share_buttons(self.URL, "telegram", title="Воля")
        file = counting(VIGIL).ics(title="Vigil", links=[button, object(), None])
        assert event(file)["description"] == f"{button.label}: {button.url}"


class TestWithoutTheExtra:
    """Without icalendar everything else works, and the error names the extra."""

    def test_names_the_extra(self) -> None:
        code = """
import sys
sys.modules["icalendar"] = None
import solidarity_widgets as sw
widget = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2026-11-22", label="Vigil:")
print(widget.text)
try:
    widget.ics()
except ImportError as error:
    print(type(error).__name__, error.extra, error)
"""
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout.splitlines() == [
            "255 days",
            "MissingExtraError ics ics() needs the extra 'ics': pip install \"solidarity-widgets[ics]\".",
        ]

    def test_is_not_imported_before_it_is_needed(self) -> None:
        code = """
import sys
import solidarity_widgets as sw
str(sw.countdown("--08-04", zone="Europe/Minsk"))
print(sorted({"icalendar", "dateutil"} & set(sys.modules)))
"""
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout == "[]\n"
