"""Where a countdown stands: before, under way, over or counting on, to the millisecond; and the clock changes
that its page needs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Undefined

from solidarity_widgets.countdowns import Monthly, Yearly, countdown
from solidarity_widgets.countdowns.schedule import Schedule, parse_now, parse_start, parse_target
from solidarity_widgets.countdowns.utc_offsets import utc_offsets
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError, UnknownZoneError
from solidarity_widgets.moments import parse_instant
from solidarity_widgets.petitions import Deadline, Petition

MINSK = "Europe/Minsk"
FULL = ("years", "months", "days", "hours", "minutes", "seconds")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def planned(target: object, now: object = "2026-11-22", **options: object) -> tuple[Schedule, datetime]:
    return parse_target(
        target, **{"zone": MINSK, "event_duration": None, "count_up": False, "now": now, **options}
    )


def states(plan: Schedule, at: datetime) -> list[str]:
    """The states a millisecond before an instant, at it and a millisecond after it."""
    return [plan.state(at + timedelta(milliseconds=ms)) for ms in (-1, 0, 1)]


class TestStates:
    """A moment is before until its first instant, now until its end, then after; or up, if it counts on."""

    @pytest.mark.parametrize(
        ("target", "options", "first", "last", "end_state"),
        [
            ("2027-08-04", {}, "2027-08-04", "2027-08-05", "after"),
            (date(2027, 8, 4), {}, "2027-08-04", "2027-08-05", "after"),
            ("2027-08-04T20:00", {}, "2027-08-04T20:00", "2027-08-05", "after"),
            (
                "2027-08-04T20:00",
                {"event_duration": "PT15M"},
                "2027-08-04T20:00",
                "2027-08-04T20:15",
                "after",
            ),
            ("2027-08-04T23:00", {"event_duration": "PT2H"}, "2027-08-04T23:00", "2027-08-05T01:00", "after"),
            ("2027-08-04", {"event_duration": "PT48H"}, "2027-08-04", "2027-08-06", "after"),
            ("2027-08-04", {"count_up": True}, "2027-08-04", "2027-08-05", "up"),
            (
                "2027-08-04T20:00",
                {"count_up": True, "event_duration": "PT1H"},
                "2027-08-04T20:00",
                "2027-08-04T21:00",
                "up",
            ),
            ("2027-08-04T20:00+03:00", {"zone": None}, "2027-08-04T20:00", "2027-08-05", "after"),
        ],
    )
    def test_change_to_the_millisecond(self, target, options, first, last, end_state) -> None:
        plan, _ = planned(target, **options)
        assert states(plan, parse_instant(first, MINSK)) == ["before", "now", "now"]
        assert states(plan, parse_instant(last, MINSK)) == ["now", end_state, end_state]

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({"count_up": True}, ["before", "up", "up"]),
            ({"event_duration": "PT0S"}, ["before", "after", "after"]),
        ],
    )
    def test_a_moment_without_length_is_never_now(self, options: dict, expected: list[str]) -> None:
        plan, _ = planned("2027-08-04T20:00", **options)
        assert expected == states(plan, parse_instant("2027-08-04T20:00", MINSK))

    @pytest.mark.parametrize(
        ("target", "first", "last", "next_one"),
        [
            ("--08-04", "2027-08-04", "2027-08-05", "2028-08-04"),
            ("---16T20:00/PT15M", "2026-12-16T20:00", "2026-12-16T20:15", "2027-01-16T20:00"),
            (Yearly(8, 4, zone=MINSK), "2027-08-04", "2027-08-05", "2028-08-04"),
            (Monthly(31, zone=MINSK), "2026-11-30", "2026-12-01", "2026-12-31"),
        ],
    )
    def test_what_comes_again_is_before_once_more(self, target, first, last, next_one) -> None:
        plan, now = planned(target)
        assert plan.state(now) == "before"
        assert states(plan, parse_instant(first, MINSK)) == ["before", "now", "now"]
        end = parse_instant(last, MINSK)
        assert states(plan, end) == ["now", "before", "before"]
        assert plan.current(end - timedelta(milliseconds=1)).start == parse_instant(first, MINSK)
        assert plan.current(end).start == parse_instant(next_one, MINSK)

    def test_after_the_last_one_carried_it_is_over(self) -> None:
        plan, _ = planned("--08-04")
        last = plan.occurrences[-1]
        assert plan.state(last.end.astimezone(UTC) - timedelta(milliseconds=1)) == "now"
        assert plan.state(last.end.astimezone(UTC)) == "after"
        assert plan.current(datetime(2100, 1, 1, tzinfo=UTC)) == last

    def test_a_page_carries_a_year_of_months_and_three_years(self) -> None:
        monthly, _ = planned("---16")
        yearly, _ = planned("--08-04")
        assert [f"{found.start:%Y-%m}" for found in monthly.occurrences[::11]] == ["2026-12", "2027-11"]
        assert [found.start.year for found in yearly.occurrences] == [2027, 2028, 2029]

    def test_one_under_way_comes_first(self) -> None:
        plan, now = planned("--08-04", now="2027-08-04T12:00")
        assert plan.state(now) == "now"
        assert plan.occurrences[0].start == parse_instant("2027-08-04", MINSK)

    def test_elapsed_time_is_always_up(self) -> None:
        plan, now = parse_start("2011-08-04", zone=MINSK, now="2011-08-03")
        assert states(plan, parse_instant("2011-08-04", MINSK)) == ["up", "up", "up"]
        assert plan.state(now) == "up"


class TestDuration:
    """It is counted from the moment, in the direction of the state, and never negative."""

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2026-11-22T12:34:56", "P8M11DT11H25M4S"),  # from the target's end: Temporal's since
            ("2027-08-03T23:59:59", "PT1S"),
            ("2027-08-03T23:59:59.001", "PT0S"),
            ("2027-08-04", "PT0S"),
            ("2027-08-04T12:00", "PT0S"),
            ("2027-09-01", "PT0S"),
        ],
    )
    def test_down(self, now: str, expected: str) -> None:
        plan, moment = planned("2027-08-04", now)
        assert expected == str(plan.duration(moment, FULL))

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2024-02-28T21:00", "PT3H"),
            ("2024-02-29T12:00", "PT0S"),  # the day itself: under way
            ("2024-03-01", "P1D"),
            ("2025-02-28", "P11M30D"),  # from the start: Temporal's until
            ("2025-03-01T00:00:01.999", "P1Y1DT1S"),
        ],
    )
    def test_on(self, now: str, expected: str) -> None:
        plan, moment = planned("2024-02-29", now, count_up=True)
        assert expected == str(plan.duration(moment, FULL))

    @pytest.mark.parametrize(
        ("now", "expected"),
        [("2011-08-03", "PT0S"), ("2011-08-04", "PT0S"), ("2013-08-04", "P2Y"), ("2026-11-22", "P15Y3M18D")],
    )
    def test_elapsed(self, now: str, expected: str) -> None:
        plan, moment = parse_start("2011-08-04", zone=MINSK, now=now)
        assert expected == str(plan.duration(moment, FULL))

    @settings(deadline=None, max_examples=150)
    @given(
        st.integers(-40_000_000_000, 40_000_000_000), st.booleans(), st.sampled_from([None, "PT0S", "PT5H"])
    )
    def test_never_negative_and_never_too_much(
        self, ms: int, count_up: bool, event_duration: str | None
    ) -> None:
        plan, _ = planned(
            "2027-03-28", zone="Europe/Warsaw", count_up=count_up, event_duration=event_duration
        )
        start = plan.occurrences[0].start.astimezone(UTC)
        now = start + timedelta(milliseconds=ms)
        found = plan.duration(now, ("seconds",))
        expected = {"before": -ms // 1000, "now": 0, "after": 0, "up": ms // 1000}[plan.state(now)]
        assert found.seconds == expected
        assert all(getattr(plan.duration(now, FULL), unit) >= 0 for unit in FULL)


class TestReading:
    """Targets are read as dates, times, rules and rules' written forms; what cannot be is named."""

    @pytest.mark.parametrize(
        ("target", "options", "expected"),
        [
            ("2027-08-04", {}, True),
            ("2027-08-04T00:00", {}, False),
            ("2027-08-04", {"event_duration": "PT15M"}, False),
            ("--08-04", {}, True),
            ("--08-04", {"event_duration": "PT15M"}, False),
            ("--08-04T20:00", {}, False),
            ("---16/PT15M", {}, False),
        ],
    )
    def test_knows_a_day_from_an_hour(self, target: str, options: dict, expected: bool) -> None:
        plan, _ = planned(target, **options)
        assert plan.whole_day is expected

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            ("2027-08-04T20:00+05:30", timedelta(hours=5, minutes=30)),
            ("2027-08-04t20:00z", timedelta()),
            (datetime(2027, 8, 4, tzinfo=ZoneInfo("Asia/Tokyo")), timedelta(hours=9)),
        ],
    )
    def test_a_zone_of_its_own(self, target: object, expected: timedelta) -> None:
        for plan, _ in (
            planned(target, "2026-11-22T00:00Z", zone=None),
            parse_start(target, zone=None, now=None),
        ):
            assert plan.zone.utcoffset(datetime(2027, 8, 4)) == expected

    @pytest.mark.parametrize("zone", ["Europe/Minsk", "America/Sao_Paulo", "Pacific/Kiritimati"])
    @pytest.mark.parametrize("own_zone", [False, True])
    def test_a_petitions_deadline(self, zone: str, own_zone: bool) -> None:
        deadline = Deadline("2018-11-03", zone)  # São Paulo has no midnight after that day
        plan, _ = planned(deadline, zone=zone if own_zone else None)
        assert plan == planned(deadline.end, zone=zone, event_duration="PT0S")[0]
        assert states(plan, deadline.end) == ["before", "after", "after"]
        assert plan.zone is deadline.zone

    def test_a_petition_is_refused_with_the_way_out(self) -> None:
        petition = Petition("lake", title="A", closes="2027-08-04", zone="Europe/Minsk")
        with pytest.raises(InvalidTimeError, match=r"^target must .*pass its deadline; got 'Petition'"):
            countdown(petition)  # type: ignore[arg-type]

    def test_a_deadline_that_is_followed_by_something(self) -> None:
        deadline = Deadline("2027-08-04", MINSK)
        lasting, _ = planned(deadline, zone=None, event_duration="PT1H")
        assert states(lasting, deadline.end) == ["before", "now", "now"]
        counting_up, _ = planned(deadline, zone=None, count_up=True)
        assert states(counting_up, deadline.end) == ["before", "up", "up"]

    def test_a_deadlines_zone_is_not_contradicted(self) -> None:
        with pytest.raises(InvalidFieldError, match=r"^zone contradicts the target's own zone") as caught:
            planned(Deadline("2027-08-04", MINSK), zone="Asia/Tokyo")
        assert caught.value.value == "Asia/Tokyo"

    @pytest.mark.parametrize(
        "target",
        [
            SimpleNamespace(end="soon", zone=UTC),
            re.match("a", "a"),
            Undefined(),
            object(),
            3.14,
            ["2027-08-04"],
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_what_is_not_a_target(self, target: object) -> None:
        with pytest.raises(InvalidTimeError, match=r"^target must be a date or time"):
            planned(target)

    def test_fractions_of_the_target_are_cut_off(self) -> None:
        plan, _ = planned("2027-08-04T20:00:00.999")
        assert plan.occurrences[0].start == datetime(2027, 8, 4, 17, tzinfo=UTC)

    @pytest.mark.parametrize(
        "target", ["2027-08-04", "2027-08-04T20:00", date(2027, 8, 4), datetime(2027, 8, 4)]
    )
    def test_needs_a_zone(self, target: object) -> None:
        with pytest.raises(InvalidTimeError, match=r"^target has no offset, so it needs a zone"):
            planned(target, zone=None)
        with pytest.raises(InvalidTimeError, match=r"^start has no offset, so it needs a zone"):
            parse_start(target, zone=None, now=None)

    @pytest.mark.parametrize("target", [None, "soon"])
    def test_a_zone_would_not_help(self, target: object) -> None:
        with pytest.raises(InvalidTimeError, match=r"^target must be a date or time"):
            planned(target, zone=None)
        with pytest.raises(InvalidTimeError, match=r"^start must be a date or time"):
            parse_start(target, zone=None, now=None)

    def test_unknown_zone(self) -> None:
        with pytest.raises(UnknownZoneError, match="Europe/Minsk"):
            planned("2027-08-04", zone="Europe/Minks")

    @pytest.mark.parametrize("target", ["--08-04", Monthly(16, zone=MINSK)])
    def test_what_comes_again_does_not_count_on(self, target: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^count_up cannot be used with a recurring day"):
            planned(target, count_up=True)

    @pytest.mark.parametrize(
        ("target", "options", "reason"),
        [
            ("9999-12-31", {"zone": "UTC"}, "target must end in the years 1 to 9999"),
            ("2027-08-04T20:00", {"event_duration": "PT87000000H"}, "target must end in the years 1 to 9999"),
            ("0001-01-01", {}, "target must be in the years 1 to 9999"),
            ("--08-04", {"now": "9999-08-05"}, "target does not recur"),
            ("2027-08-04", {"now": "now"}, "now must be a date or time"),
            ("", {}, "target must be a date or time"),
        ],
    )
    def test_refuses(self, target: str, options: dict, reason: str) -> None:
        with pytest.raises(InvalidTimeError, match=f"^{reason}"):
            planned(target, **options)


class TestNow:
    """The time is the clock's unless it is given, and is kept to the millisecond."""

    def test_the_clocks(self) -> None:
        with time_machine.travel(datetime(2026, 11, 22, 12, 34, 56, 789_999, tzinfo=UTC), tick=False):
            assert parse_now(None, UTC) == datetime(2026, 11, 22, 12, 34, 56, 789_000, tzinfo=UTC)
            assert planned("2027-08-04", now=None)[1] == datetime(
                2026, 11, 22, 12, 34, 56, 789_000, tzinfo=UTC
            )

    @pytest.mark.parametrize(
        "now",
        [
            "2026-11-22T15:34:56.789999",
            "2026-11-22T12:34:56.789Z",
            datetime(2026, 11, 22, 15, 34, 56, 789_123),
            datetime(2026, 11, 22, 12, 34, 56, 789_123, tzinfo=UTC),
        ],
        ids=repr,
    )
    def test_given(self, now: object) -> None:
        expected = datetime(2026, 11, 22, 12, 34, 56, 789_000, tzinfo=UTC)
        assert expected == parse_now(now, ZoneInfo(MINSK))


def offset_at(flat: list[int], moment: datetime) -> int:
    """Look an instant's offset up as the page does."""
    instants = flat[1::2]
    assert instants == sorted(instants)
    return flat[::2][bisect_right(instants, (moment - EPOCH) // timedelta(seconds=1))]


def real(zone: ZoneInfo, moment: datetime) -> int:
    return int(moment.astimezone(zone).utcoffset().total_seconds())


ZONES = [
    "UTC",
    MINSK,
    "Europe/Warsaw",
    "Europe/Dublin",
    "America/New_York",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
]
NOW = datetime(2026, 11, 22, 12, 34, 56, 789_000, tzinfo=UTC)


class TestOffsets:
    """The flat list of offsets and changes is zoneinfo's, over all that a page may be asked."""

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize(
        ("make", "back", "ahead"),
        [
            (lambda zone: planned("2028-08-04T20:00", NOW, zone=zone), 3, None),
            (lambda zone: planned("--08-04", NOW, zone=zone), 3, None),
            (lambda zone: planned("---16T20:00/PT15M", NOW, zone=zone), 3, None),
            (lambda zone: planned("2027-08-04", NOW, zone=zone, count_up=True), 3, 5 * 366),
            (lambda zone: planned("2026-02-04", NOW, zone=zone, count_up=True), 290, 5 * 366),
            (lambda zone: parse_start("2026-05-04T10:00", zone=zone, now=NOW), 200, 5 * 366),
        ],
        ids=["once", "yearly", "monthly", "counting on", "counting on from the past", "elapsed"],
    )
    def test_all_along(self, zone: str, make: Callable, back: int, ahead: int | None) -> None:
        plan, now = make(zone)
        flat = utc_offsets(plan, now)
        where = ZoneInfo(zone)
        changes = [EPOCH + timedelta(seconds=instant) for instant in flat[1::2]]
        for change in changes:
            for moment in (change - timedelta(seconds=1), change):
                assert offset_at(flat, moment) == real(where, moment), moment
        end = plan.occurrences[-1].end.astimezone(UTC) if ahead is None else now + timedelta(days=ahead)
        moment = now - timedelta(days=back)
        while moment <= end:
            assert offset_at(flat, moment) == real(where, moment), moment
            moment += timedelta(hours=6)

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize("target", ["1985-07-01T12:00", "2011-08-04", "2011-01-04T23:59:59"])
    def test_a_long_time_ago_only_the_start_and_the_last_year_count(self, zone: str, target: str) -> None:
        plan, now = parse_start(target, zone=zone, now=NOW)
        flat = utc_offsets(plan, now)
        where = ZoneInfo(zone)
        for moment in [plan.occurrences[0].start, *(now + timedelta(days=n) for n in range(-398, 5 * 365))]:
            assert offset_at(flat, moment) == real(where, moment), moment

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize("target", ["2040-07-01T12:00", "2040-01-15", "2099-10-31T02:30"])
    @pytest.mark.parametrize("count_up", [True, False])
    def test_a_long_time_ahead_the_next_years_and_the_target_count(self, zone, target, count_up) -> None:
        plan, now = planned(target, NOW, zone=zone, count_up=count_up)
        flat = utc_offsets(plan, now)
        where = ZoneInfo(zone)
        start = plan.occurrences[0].start
        for moment in [start, *(now + timedelta(days=n) for n in range(-2, 5 * 365))]:
            assert offset_at(flat, moment) == real(where, moment), moment

    def test_written_out(self) -> None:
        plan, now = planned("2027-08-04", NOW, zone="Europe/Warsaw")
        spring = int(datetime(2027, 3, 28, 1, tzinfo=UTC).timestamp())
        assert utc_offsets(plan, now) == [3600, spring, 7200]

    def test_a_fixed_offset_never_changes(self) -> None:
        plan, now = planned("2027-08-04T20:00+05:30", NOW, zone=None)
        assert utc_offsets(plan, now) == [19800]
        plan, now = planned("2027-08-04", NOW, zone=timezone(timedelta(hours=-3)))
        assert utc_offsets(plan, now) == [-10800]

    @pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/New_York"])
    @pytest.mark.parametrize(
        ("target", "now"),
        [
            ("9999-12-30", "9999-12-30T11:00Z"),
            ("9999-12-30", "0001-01-02T12:00Z"),
            ("0001-01-03", "9999-12-30T11:00Z"),
            ("0001-01-03", "0001-01-02T12:00Z"),
        ],
    )
    @pytest.mark.parametrize("count_up", [True, False])
    def test_at_the_ends_of_the_calendar(self, zone: str, target: str, now: str, count_up: bool) -> None:
        plan, moment = planned(target, now, zone=zone, count_up=count_up)
        flat = utc_offsets(plan, moment)
        assert offset_at(flat, moment) == real(ZoneInfo(zone), moment)

    def test_a_change_in_the_last_second_that_is_looked_at(self) -> None:
        lasting = timedelta(milliseconds=600)
        plan, now = planned("2027-03-25T02:00", NOW, zone="Europe/Warsaw", event_duration=lasting)
        assert utc_offsets(plan, now) == [3600, int(datetime(2027, 3, 28, 1, tzinfo=UTC).timestamp()), 7200]
