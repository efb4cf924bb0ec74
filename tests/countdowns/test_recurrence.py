"""Days come again strictly after now, at the zone's own clock; each lasts, and counts the years since."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from calendar import isleap, monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets.countdowns import Duration, Monthly, Occurrence, Yearly
from solidarity_widgets.countdowns.notation import parse_rule
from solidarity_widgets.countdowns.occurrence import parse_event_duration
from solidarity_widgets.countdowns.recurrence_rule import RecurrenceRule
from solidarity_widgets.countdowns.time_of_day import parse_time_of_day
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError, UnknownZoneError
from solidarity_widgets.moments import from_wall_time, start_of_day

MINSK = "Europe/Minsk"


def written(found: Occurrence | None) -> str | None:
    """An occurrence as a text: its beginning and its end on the rule's own clock."""
    if found is None:
        return None
    start, end = found.start, found.end
    return f"{start:%Y-%m-%dT%H:%M%z}/{end:%Y-%m-%dT%H:%M%z}"


class TestYearly:
    """Every year on its day, from its first instant until local midnight unless a length is given."""

    def test_the_fourth_of_august(self) -> None:
        found = Yearly(8, 4, zone=MINSK, since=2011).next_after("2026-11-22T12:00")
        assert found == Occurrence(
            datetime(2027, 8, 4, tzinfo=ZoneInfo(MINSK)), datetime(2027, 8, 5, tzinfo=ZoneInfo(MINSK)), 16
        )
        assert found.start.tzinfo == ZoneInfo(MINSK)

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2027-08-03", "2027-08-04"),
            ("2027-08-03T23:59:59.999999", "2027-08-04"),
            ("2027-08-04T00:00", "2028-08-04"),  # strictly after
            ("2027-08-04T00:00:00.000001", "2028-08-04"),
            ("2027-08-04T12:00", "2028-08-04"),
            ("2027-08-03T20:59:59Z", "2027-08-04"),
            ("2027-08-03T21:00:00Z", "2028-08-04"),
            (date(2027, 8, 3), "2027-08-04"),
            (date(2027, 8, 4), "2028-08-04"),
            (datetime(2027, 8, 3, 23), "2027-08-04"),
            (datetime(2027, 8, 3, 23, tzinfo=UTC), "2028-08-04"),
            (datetime(2027, 8, 4, 6, tzinfo=ZoneInfo("Asia/Tokyo")), "2028-08-04"),
            (datetime(2027, 8, 4, 5, 59, tzinfo=ZoneInfo("Asia/Tokyo")), "2027-08-04"),
        ],
        ids=repr,
    )
    def test_strictly_after_now(self, now: object, expected: str) -> None:
        assert expected == Yearly(8, 4, zone=MINSK).next_after(now).start.date().isoformat()

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2027-08-03T23:59:59.999999", None),
            ("2027-08-04T00:00", "2027-08-04T00:00+0300/2027-08-05T00:00+0300"),
            ("2027-08-04T23:59:59.999999", "2027-08-04T00:00+0300/2027-08-05T00:00+0300"),
            ("2027-08-05T00:00", None),
            ("2027-08-04T20:59:59Z", "2027-08-04T00:00+0300/2027-08-05T00:00+0300"),
            ("2027-08-04T21:00Z", None),
        ],
    )
    def test_under_way(self, now: str, expected: str | None) -> None:
        assert expected == written(Yearly(8, 4, zone=MINSK).at(now))

    @pytest.mark.parametrize(
        ("leap_day", "expected"),
        [
            ("feb28", ["2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
            ("mar1", ["2027-03-01", "2028-02-29", "2029-03-01", "2030-03-01", "2031-03-01", "2032-02-29"]),
            ("skip", ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29", "2044-02-29", "2048-02-29"]),
        ],
    )
    def test_leap_day(self, leap_day: str, expected: list[str]) -> None:
        rule = Yearly(2, 29, zone=MINSK, leap_day=leap_day)
        found = islice(rule.occurrences(datetime(2026, 11, 22, tzinfo=UTC)), 6)
        assert expected == [occurrence.start.date().isoformat() for occurrence in found]

    @pytest.mark.parametrize(
        ("leap_day", "expected"), [("feb28", "2100-02-28"), ("mar1", "2100-03-01"), ("skip", "2104-02-29")]
    )
    def test_leap_day_over_a_century_without_one(self, leap_day: str, expected: str) -> None:
        rule = Yearly(2, 29, zone="UTC", leap_day=leap_day)
        assert expected == rule.next_after("2099-12-31").start.date().isoformat()

    @pytest.mark.parametrize(("leap_day", "day"), [("feb28", "2027-02-28"), ("mar1", "2027-03-01")])
    def test_leap_day_lasts_a_day_in_common_years(self, leap_day: str, day: str) -> None:
        rule = Yearly(2, 29, zone="UTC", leap_day=leap_day)
        found = rule.at(f"{day}T12:00")
        assert (found.start.date().isoformat(), found.end - found.start) == (day, timedelta(days=1))

    def test_other_days_know_no_leap_day(self) -> None:
        rules = [Yearly(2, 28, zone="UTC", leap_day=choice) for choice in ("feb28", "mar1", "skip")]
        assert {rule.next_after("2028-01-01").start.date() for rule in rules} == {date(2028, 2, 28)}

    @pytest.mark.parametrize(
        ("since", "ordinals"),
        [
            (2011, [0, 1, 2]),
            ("2011", [0, 1, 2]),
            ("2011-08-04", [0, 1, 2]),
            (date(2011, 8, 4), [0, 1, 2]),
            ("2011-08-03T21:00Z", [0, 1, 2]),
            (datetime(2011, 8, 4, 12), [0, 1, 2]),
            (datetime(2011, 8, 3, 21, tzinfo=UTC), [0, 1, 2]),
            ("2011-08-05", [1, 2, 3]),  # the first one after it is a year on
            (2012, [0, 1, 2]),
            (None, [None, None, None]),
        ],
        ids=repr,
    )
    def test_ordinal_counts_from_since(self, since: object, ordinals: list[int | None]) -> None:
        rule = Yearly(8, 4, zone=MINSK, since=since)
        found = list(islice(rule.occurrences(datetime(2011, 1, 1, tzinfo=UTC)), 3))
        assert ordinals == [occurrence.ordinal for occurrence in found]
        assert found[0].start.year == (2012 if since in ("2011-08-05", 2012) else 2011)

    def test_nothing_before_since(self) -> None:
        rule = Yearly(8, 4, zone=MINSK, since=2030)
        assert rule.at("2027-08-04T12:00") is None
        assert rule.next_after("0001-01-02").start.year == 2030

    @pytest.mark.parametrize("since", [0, 10_000, "0000", "soon", True, 2.5, "2011-02-29", "--08-04"])
    def test_refuses_a_since_that_is_none(self, since: object) -> None:
        with pytest.raises(InvalidTimeError, match=r"^since "):
            Yearly(8, 4, zone=MINSK, since=since)


class TestMonthly:
    """Every month on its day; a month without it has its last day, or none."""

    @pytest.mark.parametrize(
        ("day", "short_month", "expected"),
        [
            (31, "clamp", ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]),
            (31, "skip", ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31"]),
            (30, "clamp", ["01-30", "02-28", "03-30", "04-30", "05-30", "06-30"]),
            (30, "skip", ["01-30", "03-30", "04-30", "05-30", "06-30", "07-30"]),
            (29, "clamp", ["01-29", "02-28", "03-29", "04-29", "05-29", "06-29"]),
            (29, "skip", ["01-29", "03-29", "04-29", "05-29", "06-29", "07-29"]),
            (28, "skip", ["01-28", "02-28", "03-28", "04-28", "05-28", "06-28"]),
            (16, "clamp", ["01-16", "02-16", "03-16", "04-16", "05-16", "06-16"]),
        ],
    )
    def test_days(self, day: int, short_month: str, expected: list[str]) -> None:
        rule = Monthly(day, zone=MINSK, short_month=short_month)
        found = islice(rule.occurrences(datetime(2027, 1, 2, tzinfo=UTC)), 6)
        assert expected == [f"{occurrence.start:%m-%d}" for occurrence in found]

    def test_leap_february(self) -> None:
        assert Monthly(31, zone="UTC").next_after("2028-02-01").start.date() == date(2028, 2, 29)
        assert Monthly(29, zone="UTC", short_month="skip").next_after("2028-02-01").start.date() == date(
            2028, 2, 29
        )

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2026-11-16T19:59:59", "2026-11-16T20:00+0300/2026-11-16T20:15+0300"),
            ("2026-11-16T20:00", "2026-12-16T20:00+0300/2026-12-16T20:15+0300"),
            ("2026-12-31T23:59", "2027-01-16T20:00+0300/2027-01-16T20:15+0300"),
        ],
    )
    def test_the_sixteenth_at_eight(self, now: str, expected: str) -> None:
        rule = Monthly(16, time="20:00", zone=MINSK, event_duration="PT15M")
        assert expected == written(rule.next_after(now))
        assert rule.next_after(now).ordinal is None


class TestLength:
    """Until local midnight, or so long as is said; over midnight too, or not at all."""

    @pytest.mark.parametrize(
        ("event_duration", "now", "expected"),
        [
            (None, "2026-11-16T19:59:59", None),
            (None, "2026-11-16T20:00", "2026-11-16T20:00+0300/2026-11-17T00:00+0300"),
            (None, "2026-11-16T23:59:59", "2026-11-16T20:00+0300/2026-11-17T00:00+0300"),
            (None, "2026-11-17", None),
            ("PT15M", "2026-11-16T20:14:59", "2026-11-16T20:00+0300/2026-11-16T20:15+0300"),
            ("PT15M", "2026-11-16T20:15", None),
            (timedelta(minutes=15), "2026-11-16T20:14", "2026-11-16T20:00+0300/2026-11-16T20:15+0300"),
            (Duration(minutes=15), "2026-11-16T20:14", "2026-11-16T20:00+0300/2026-11-16T20:15+0300"),
            ("PT6H", "2026-11-17T01:59", "2026-11-16T20:00+0300/2026-11-17T02:00+0300"),
            ("PT6H", "2026-11-17T02:00", None),
            ("PT240H", "2026-11-26T19:59", "2026-11-16T20:00+0300/2026-11-26T20:00+0300"),
            ("PT0S", "2026-11-16T20:00", None),
            ("PT0S", "2026-11-16T19:59:59.999999", None),
        ],
        ids=str,
    )
    def test_under_way(self, event_duration: object, now: str, expected: str | None) -> None:
        rule = Monthly(16, time="20:00", zone=MINSK, event_duration=event_duration)
        assert expected == written(rule.at(now))

    def test_a_moment_without_length_comes_all_the_same(self) -> None:
        rule = Monthly(16, time="20:00", zone=MINSK, event_duration="PT0S")
        found = rule.next_after("2026-11-16T19:59")
        assert found.start == found.end == datetime(2026, 11, 16, 17, tzinfo=UTC)
        assert rule.next_after(found.start).start.month == 12

    def test_of_two_under_way_the_earlier(self) -> None:
        rule = Monthly(16, zone="UTC", event_duration="PT1000H")
        assert rule.at("2026-11-20").start.date() == date(2026, 10, 16)
        assert rule.at("2026-11-27").start.date() == date(2026, 11, 16)
        assert rule.next_after("2026-11-20").start.date() == date(2026, 12, 16)

    @pytest.mark.parametrize(
        "event_duration",
        ["P1D", "P1W", "P1M", "-PT1M", timedelta(seconds=-1), "PT9999999999999999H", "PT87649416H"],
    )
    def test_refuses(self, event_duration: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^event_duration must"):
            Monthly(16, zone=MINSK, event_duration=event_duration)

    @pytest.mark.parametrize("event_duration", ["15 minutes", "PT", 15, ""])
    def test_refuses_what_is_no_length(self, event_duration: object) -> None:
        with pytest.raises(InvalidFieldError, match="must be an ISO 8601 duration"):
            Monthly(16, zone=MINSK, event_duration=event_duration)

    def test_read(self) -> None:
        assert parse_event_duration(None) is None
        assert parse_event_duration("PT1H30M15S") == timedelta(hours=1, minutes=30, seconds=15)
        assert parse_event_duration(timedelta(days=2)) == timedelta(days=2)


class TestClockChanges:
    """A skipped time comes after the gap, a repeated one once and first; days are as long as they are."""

    @pytest.mark.parametrize(
        ("rule", "now", "expected"),
        [
            # 02:30 does not exist on 28 March 2027 in Warsaw, and comes twice on 31 October
            (
                Yearly(3, 28, time="02:30", zone="Europe/Warsaw", event_duration="PT15M"),
                "2027-01-01",
                "2027-03-28T03:30+0200/2027-03-28T03:45+0200",
            ),
            (
                Yearly(3, 28, time="02:30", zone="Europe/Warsaw", event_duration="PT15M"),
                "2027-12-01",
                "2028-03-28T02:30+0200/2028-03-28T02:45+0200",
            ),
            (
                Yearly(10, 31, time="02:30", zone="Europe/Warsaw", event_duration="PT2H"),
                "2027-01-01",
                "2027-10-31T02:30+0200/2027-10-31T03:30+0100",
            ),
            # exact lengths over a change
            (
                Yearly(3, 28, time="01:30", zone="Europe/Warsaw", event_duration="PT1H"),
                "2027-01-01",
                "2027-03-28T01:30+0100/2027-03-28T03:30+0200",
            ),
            # days of 23 and 25 hours
            (
                Yearly(3, 28, zone="Europe/Warsaw"),
                "2027-01-01",
                "2027-03-28T00:00+0100/2027-03-29T00:00+0200",
            ),
            (
                Yearly(10, 31, zone="Europe/Warsaw"),
                "2027-01-01",
                "2027-10-31T00:00+0200/2027-11-01T00:00+0100",
            ),
            # days without a midnight, and the days before them
            (
                Yearly(11, 4, zone="America/Sao_Paulo"),
                "2018-01-01",
                "2018-11-04T01:00-0200/2018-11-05T00:00-0200",
            ),
            (
                Yearly(11, 3, zone="America/Sao_Paulo"),
                "2018-01-01",
                "2018-11-03T00:00-0300/2018-11-04T01:00-0200",
            ),
            (
                Yearly(11, 3, time="20:00", zone="America/Sao_Paulo"),
                "2018-01-01",
                "2018-11-03T20:00-0300/2018-11-04T01:00-0200",
            ),
            (
                Yearly(11, 4, time="00:30", zone="America/Sao_Paulo", event_duration="PT1H"),
                "2018-01-01",
                "2018-11-04T01:30-0200/2018-11-04T02:30-0200",
            ),
            (Monthly(26, zone="Africa/Cairo"), "2024-04-20", "2024-04-26T01:00+0300/2024-04-27T00:00+0300"),
            (Monthly(31, zone="Asia/Beirut"), "2024-03-20", "2024-03-31T01:00+0300/2024-04-01T00:00+0300"),
            (Monthly(25, zone="Asia/Amman"), "2022-02-20", "2022-02-25T01:00+0300/2022-02-26T00:00+0300"),
            (
                Yearly(3, 31, zone="America/Toronto"),
                "1919-01-01",
                "1919-03-31T00:30-0400/1919-04-01T00:00-0400",
            ),
            # midnight comes twice
            (
                Yearly(11, 3, zone="America/Havana"),
                "2024-01-01",
                "2024-11-03T00:00-0400/2024-11-04T00:00-0500",
            ),
            # half an hour
            (
                Monthly(6, time="02:15", zone="Australia/Lord_Howe", event_duration="PT0S"),
                "2024-10-01",
                "2024-10-06T02:45+1100/2024-10-06T02:45+1100",
            ),
            # the rule's zone decides, not now's
            (
                Yearly(8, 4, zone="Pacific/Kiritimati"),
                "2027-08-03T09:59Z",
                "2027-08-04T00:00+1400/2027-08-05T00:00+1400",
            ),
            (
                Yearly(8, 4, zone="Pacific/Kiritimati"),
                "2027-08-03T10:00Z",
                "2028-08-04T00:00+1400/2028-08-05T00:00+1400",
            ),
        ],
        ids=str,
    )
    def test_next(self, rule: RecurrenceRule, now: str, expected: str) -> None:
        assert expected == written(rule.next_after(now))

    def test_a_naive_now_is_wall_time_in_the_rules_zone(self) -> None:
        rule = Yearly(3, 28, time="02:30", zone="Europe/Warsaw", event_duration="PT15M")
        assert rule.at("2027-03-28T02:40").start == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
        assert rule.at("2027-03-28T03:40").start == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
        assert rule.at("2027-03-28T02:40+02:00") is None

    def test_a_now_of_the_same_zone_is_compared_by_the_instant(self) -> None:
        rule = Yearly(
            10, 31, time="02:30", zone="Europe/Warsaw", event_duration="PT45M"
        )  # until 02:15 comes again
        first = datetime(2027, 10, 31, 2, 50, tzinfo=ZoneInfo("Europe/Warsaw"))
        assert next(rule.occurrences(first)).start.year == 2027
        assert rule.at(first).end.isoformat() == "2027-10-31T02:15:00+01:00"
        assert rule.at(first.replace(fold=1)) is None
        assert rule.at("2027-10-31T02:14+01:00").start.year == 2027

    def test_a_zone_may_be_an_offset(self) -> None:
        found = Monthly(1, time="20:00", zone=timezone(timedelta(hours=3))).next_after("2026-11-22")
        assert written(found) == "2026-12-01T20:00+0300/2026-12-02T00:00+0300"


def by_walking(rule: Yearly | Monthly, now: datetime, where: ZoneInfo, at: time) -> datetime:
    """The next beginning, found by looking at every day."""
    day = now.astimezone(where).date() - timedelta(days=2)
    while True:
        day += timedelta(days=1)
        last = monthrange(day.year, day.month)[1]
        if isinstance(rule, Monthly):
            today = day.day == rule.day or (rule.short_month == "clamp" and day.day == last < rule.day)
        elif (rule.month, rule.day) == (2, 29) and not isleap(day.year):
            today = (day.month, day.day) == {"feb28": (2, 28), "mar1": (3, 1), "skip": None}[rule.leap_day]
        else:
            today = (day.month, day.day) == (rule.month, rule.day)
        if today:
            start = (
                start_of_day(day, where) if at == time() else from_wall_time(datetime.combine(day, at), where)
            )
            if start > now:
                return start


names = st.sampled_from(
    [
        "UTC",
        MINSK,
        "Europe/Warsaw",
        "America/Sao_Paulo",
        "America/Havana",
        "Africa/Cairo",
        "Australia/Lord_Howe",
    ]
)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
times = st.sampled_from(["00:00", "00:30", "02:30", "20:00", "23:59:59"])
lengths = st.sampled_from([None, "PT0S", "PT15M", "PT30H"])


class TestEqualsLookingAtEveryDay:
    """The next one is the first day found by looking at each, and at() is the one around now."""

    @settings(deadline=None, max_examples=150)
    @given(names, moments, times, lengths, st.integers(1, 31), st.sampled_from(["clamp", "skip"]))
    def test_monthly(self, zone, now, at, event_duration, day, short_month) -> None:
        self.check(
            Monthly(day, time=at, zone=zone, event_duration=event_duration, short_month=short_month), now
        )

    @settings(deadline=None, max_examples=150)
    @given(
        names,
        moments,
        times,
        lengths,
        st.dates(date(2000, 1, 1), date(2000, 12, 31)) | st.just(date(2000, 2, 29)),
        st.sampled_from(["feb28", "mar1", "skip"]),
    )
    def test_yearly(self, zone, now, at, event_duration, day, leap_day) -> None:
        self.check(
            Yearly(day.month, day.day, time=at, zone=zone, event_duration=event_duration, leap_day=leap_day),
            now,
        )

    def check(self, rule: Yearly | Monthly, now: datetime) -> None:
        found = rule.next_after(now)
        assert found.start.tzinfo is found.end.tzinfo is rule.zone
        # In UTC: Python finds no time of a repeated hour equal to one of another zone.
        start, end = found.start.astimezone(UTC), found.end.astimezone(UTC)
        assert start == by_walking(rule, now, rule.zone, rule.time)
        assert now < start <= end
        if rule.event_duration is None:
            assert end == start_of_day(found.start.date() + timedelta(days=1), rule.zone)
        else:
            assert end - start == rule.event_duration
        assert rule.next_after(start).start > start
        inside = start + (end - start) / 2
        under_way = rule.at(inside)
        if start == end:
            assert under_way is None
        else:
            assert under_way.start <= inside < under_way.end
        if (around := rule.at(now)) is not None:
            assert around.start <= now < around.end


class TestEndsOfTheCalendar:
    """From the year 1 to the year 9999, and a clear error after that."""

    def test_first_year(self) -> None:
        assert (
            written(Yearly(8, 4, zone="UTC").next_after("0001-01-01"))
            == "1-08-04T00:00+0000/1-08-05T00:00+0000"
        )
        assert Monthly(1, zone="UTC").at("0001-01-01").start == datetime(1, 1, 1, tzinfo=UTC)
        assert Monthly(1, zone=MINSK, event_duration="PT1000H").at("0001-01-01T03:00") is None

    def test_last_year(self) -> None:
        assert Yearly(8, 4, zone=MINSK).next_after("9998-12-31").start.year == 9999
        assert Monthly(16, zone=MINSK).next_after("9999-11-30").start.date() == date(9999, 12, 16)
        assert Yearly(12, 31, zone="UTC", event_duration="PT1H").next_after("9999-12-30").start.day == 31

    @pytest.mark.parametrize(
        ("rule", "now"),
        [
            (Yearly(8, 4, zone=MINSK), "9999-08-04"),
            (Yearly(12, 31, zone="UTC"), "9999-12-30"),  # would end in the year 10000
            (Yearly(12, 31, time="20:00", zone="America/New_York", event_duration="PT0S"), "9999-12-30"),
            (Yearly(2, 29, zone=MINSK, leap_day="skip"), "9996-02-29"),
            (Monthly(16, zone=MINSK), "9999-12-16"),
            (Yearly(8, 4, zone=MINSK, event_duration="PT70000000H"), "2026-11-22"),
            (Yearly(8, 4, zone=MINSK, since="9999-08-05"), "2026-11-22"),
        ],
        ids=str,
    )
    def test_no_more(self, rule: RecurrenceRule, now: str) -> None:
        with pytest.raises(
            InvalidTimeError, match="no occurrence after it in the years up to 9999"
        ) as caught:
            rule.next_after(now)
        assert (caught.value.field, caught.value.value) == ("now", now)
        assert rule.at("9999-12-30T23:00") is None


class TestArguments:
    """A rule that cannot be is refused when it is made, by the argument's name."""

    @pytest.mark.parametrize(
        ("month", "day", "reason"),
        [
            (0, 1, "month must be a whole number, 1 to 12"),
            (13, 1, "month must be a whole number, 1 to 12"),
            ("8", 4, "month must be"),
            (True, 4, "month must be"),
            (8.0, 4, "month must be"),
            (None, 4, "month must be"),
            (8, 0, "day must be a whole number, 1 to 31"),
            (8, 32, "day must be a whole number, 1 to 31"),
            (4, 31, "day must be a whole number, 1 to 30"),
            (2, 30, "day must be a whole number, 1 to 29"),
            (8, "4", "day must be"),
        ],
    )
    def test_yearly(self, month: object, day: object, reason: str) -> None:
        with pytest.raises(InvalidTimeError, match=f"^{reason}"):
            Yearly(month, day, zone=MINSK)

    @pytest.mark.parametrize("day", [0, 32, -1, "16", True, 1.5, None])
    def test_monthly(self, day: object) -> None:
        with pytest.raises(InvalidTimeError, match=r"^day must be a whole number, 1 to 31"):
            Monthly(day, zone=MINSK)

    @pytest.mark.parametrize("choice", ["", None, "feb29", "FEB28", ["skip"]])
    def test_choices(self, choice: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^leap_day must be one of 'feb28', 'mar1', 'skip'"):
            Yearly(2, 29, zone=MINSK, leap_day=choice)
        with pytest.raises(InvalidFieldError, match=r"^short_month must be one of 'clamp', 'skip'"):
            Monthly(31, zone=MINSK, short_month=choice)

    @pytest.mark.parametrize(
        "value",
        [
            "",
            None,
            "8",
            "8:00",
            "20",
            "20:60",
            "24:00",
            "20:00:60",
            "20:00Z",
            "8 pm",
            "٢٠:٠٠",
            time(20, tzinfo=UTC),
        ],
    )
    def test_time(self, value: object) -> None:
        with pytest.raises(InvalidTimeError, match=r"^time must be a time of day such as '20:00'"):
            Monthly(16, time=value, zone=MINSK)

    def test_times_that_are(self) -> None:
        assert (
            parse_time_of_day("20:00")
            == parse_time_of_day(" 20:00:00 ")
            == parse_time_of_day(time(20))
            == dt.time(20)
        )
        assert parse_time_of_day("23:59:59") == dt.time(23, 59, 59)
        assert parse_time_of_day(time(20, 0, 1, 5, fold=1)) == dt.time(20, 0, 1)

    def test_zone(self) -> None:
        with pytest.raises(UnknownZoneError, match="Europe/Minsk"):
            Yearly(8, 4, zone="Europe/Minks")
        with pytest.raises(TypeError, match="zone"):
            Monthly(16)

    @pytest.mark.parametrize("now", ["", None, "tomorrow", 5, "2027-02-29"])
    def test_now(self, now: object) -> None:
        for asked in (Monthly(16, zone=MINSK).next_after, Monthly(16, zone=MINSK).at):
            with pytest.raises(InvalidTimeError, match=r"^now "):
                asked(now)

    def test_rules_are_values(self) -> None:
        rule = Yearly(8, 4, zone=MINSK, since=2011)
        assert rule == Yearly(8, 4, zone=MINSK, since=2011)
        assert len({rule, Yearly(8, 4, zone=MINSK, since=2011), Yearly(8, 4, zone="UTC")}) == 2
        assert eval(repr(rule), {"Yearly": Yearly, "datetime": dt, "zoneinfo": zoneinfo}) == rule
        with pytest.raises(AttributeError):
            rule.day = 5

    def test_whole_day(self) -> None:
        assert Yearly(8, 4, zone=MINSK).whole_day
        assert not Yearly(8, 4, zone=MINSK, time="20:00").whole_day
        assert not Yearly(8, 4, zone=MINSK, event_duration="PT1H").whole_day

    def test_a_rule_of_ones_own_must_name_its_days(self) -> None:
        with pytest.raises(NotImplementedError, match=r"Rule must define days\(\)"):
            RecurrenceRule(zone=MINSK).next_after("2026-11-22")


class TestWritten:
    """--08-04 is HTML's yearless date, ---16 XML Schema's day of the month; an hour, a length may follow."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("--08-04", Yearly(8, 4, zone=MINSK)),
            ("--0804", Yearly(8, 4, zone=MINSK)),
            ("--02-29", Yearly(2, 29, zone=MINSK)),
            ("--08-04T20:00", Yearly(8, 4, time="20:00", zone=MINSK)),
            ("--08-04T20:00:30/PT1H30M", Yearly(8, 4, time="20:00:30", zone=MINSK, event_duration="PT1H30M")),
            ("--0804/PT12H", Yearly(8, 4, zone=MINSK, event_duration="PT12H")),
            ("---16", Monthly(16, zone=MINSK)),
            ("---31", Monthly(31, zone=MINSK)),
            ("---16T20:00", Monthly(16, time="20:00", zone=MINSK)),
            ("---16T20:00/PT15M", Monthly(16, time="20:00", zone=MINSK, event_duration="PT15M")),
            ("---16/PT0S", Monthly(16, zone=MINSK, event_duration="PT0S")),
        ],
    )
    def test_reads(self, text: str, expected: RecurrenceRule) -> None:
        assert expected == parse_rule(text, MINSK)

    def test_a_length_in_the_text_goes_first(self) -> None:
        assert parse_rule("---16T20:00", MINSK, "PT1H").event_duration == timedelta(hours=1)
        assert parse_rule("---16T20:00/PT15M", MINSK, "PT1H").event_duration == timedelta(minutes=15)

    @pytest.mark.parametrize("text", ["", "2027-08-04", "08-04", "-08-04", "–08-04", "P1D"])
    def test_leaves_other_texts_alone(self, text: str) -> None:
        assert parse_rule(text, MINSK) is None

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            *(
                (text, "target must be '--MM-DD' for every year or '---DD' for every month")
                for text in (
                    "--",
                    "---",
                    "----16",
                    "--8-4",
                    "--08-4",
                    "--08",
                    "--08-04-",
                    "---1",
                    "---016",
                    "--08-04Z",
                    "--08-04 20:00",
                    "--08-04T",
                    "--08-04T20:00/",
                    "--08-04T20:00/15M",
                    "---16T20:00+03:00",
                    "--08-04\n",
                    "--٠٨-٠٤",
                    "--08-04T20:00Z/PT15M",
                    "--08-04/PT1H\n",
                )
            ),
            ("--13-01", "month must be a whole number, 1 to 12"),
            ("--00-04", "month must be a whole number, 1 to 12"),
            ("--02-30", "day must be a whole number, 1 to 29"),
            ("--04-31", "day must be a whole number, 1 to 30"),
            ("--08-00", "day must be a whole number, 1 to 31"),
            ("---00", "day must be a whole number, 1 to 31"),
            ("---32", "day must be a whole number, 1 to 31"),
            ("---16T24:00", "time must be a time of day"),
            ("---16T2000", "time must be a time of day"),
            ("---16T20", "time must be a time of day"),
        ],
    )
    def test_refuses(self, text: str, reason: str) -> None:
        with pytest.raises(InvalidTimeError, match=f"^{reason}"):
            parse_rule(text, MINSK)

    @pytest.mark.parametrize("text", ["---16T20:00/P1D", "---16T20:00/PT", "---16T20:00/PT1.5H"])
    def test_refuses_lengths(self, text: str) -> None:
        with pytest.raises(InvalidFieldError, match="must be"):
            parse_rule(text, MINSK)

    @pytest.mark.parametrize("text", ["--08-04", "---16T20:00/PT15M"])
    def test_needs_a_zone(self, text: str) -> None:
        with pytest.raises(InvalidTimeError, match="needs a zone") as caught:
            parse_rule(text, None)
        assert caught.value.value == text
