"""Counting is Temporal's: calendar days in the event's zone, elapsed hours, anchored on the fixed moment."""

from __future__ import annotations

import itertools
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets.countdowns import UNITS, Duration, since, until
from solidarity_widgets.countdowns.calendar import between
from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError, UnknownZoneError
from solidarity_widgets.moments import check_zone, from_wall_time, parse_instant, parse_moment, start_of_day

CASES = [
    tuple(line.split())
    for line in Path(__file__).with_name("temporal_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]

#: One zone of each kind: none, whole and half hours of summer time, in either hemisphere, at midnight, before
#: midnight, two hours at once, a winter time, odd minutes, a skipped date.
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Minsk",
        "Europe/Warsaw",
        "Europe/Dublin",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Havana",
        "America/St_Johns",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Antarctica/Troll",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Chatham",
    )
]
CALENDAR = ("years", "months", "days")
CLOCK = ("hours", "minutes", "seconds")
SUBSETS = [subset for size in range(1, len(UNITS) + 1) for subset in itertools.combinations(UNITS, size)]

zones = st.sampled_from(ZONES)
clocks = st.times().map(lambda clock: clock.replace(microsecond=0, fold=0))
walls = st.datetimes(datetime(1970, 1, 1), datetime(2037, 12, 31), timezones=st.none()).map(
    lambda wall: wall.replace(microsecond=0, fold=0)
)


def changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """The hours within which a zone's clock is changed in a year, found by looking at each."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(366 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hour for hour, one, two in zip(hours, offsets, offsets[1:], strict=False) if one != two]


CHANGES = [
    (zone, change) for zone in ZONES for year in (2009, 2010, 2018, 2024) for change in changes(zone, year)
]


def parts(duration: Duration) -> tuple[int, ...]:
    return tuple(getattr(duration, unit) for unit in UNITS)


def mornings(day: date, steps: range, clock: time, zone: ZoneInfo) -> list[datetime]:
    """When a clock shows a time on the days around one; what it skips comes later, a skipped date once."""
    walls = [datetime.combine(day + timedelta(days=step), clock) for step in steps]
    return sorted({from_wall_time(wall, zone) for wall in walls})


def shown(clock: time, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a clock shows a time on the day of an instant."""
    wall = datetime.combine(now.astimezone(zone).date(), clock)
    return from_wall_time(wall, zone).astimezone(zone).replace(tzinfo=None, fold=0) == wall


class TestTable:
    """Every case of the table, counted from its start and from its end."""

    def test_has_enough_cases(self) -> None:
        assert len(CASES) >= 120
        assert len(set(CASES)) == len(CASES)

    def test_until(self, subtests: pytest.Subtests) -> None:
        for zone, start, end, largest_unit, expected, _ in CASES:
            with subtests.test(f"{zone} {start} {end} {largest_unit}"):
                assert expected == str(until(start, end, zone=zone, largest_unit=largest_unit))

    def test_since(self, subtests: pytest.Subtests) -> None:
        for zone, start, end, largest_unit, _, expected in CASES:
            with subtests.test(f"{zone} {start} {end} {largest_unit}"):
                assert expected == str(since(start, end, zone=zone, largest_unit=largest_unit))

    def test_each_anchor_is_the_other_one_backwards(self, subtests: pytest.Subtests) -> None:
        for zone, start, end, largest_unit, _, _ in CASES:
            with subtests.test(f"{zone} {start} {end} {largest_unit}"):
                backwards = since(end, start, zone=zone, largest_unit=largest_unit)
                assert -backwards == until(start, end, zone=zone, largest_unit=largest_unit)


class TestClockSetBackOverMidnight:
    """Where a later instant falls on an earlier day Temporal has no answer; elapsed time is counted."""

    # St John's: on 7 November 2010 at 00:01 it was 23:01 of the 6th again.
    FIRST, AGAIN = "2010-11-07T00:00:30-02:30", "2010-11-06T23:30:00-03:30"
    SECOND = "2010-11-07T00:00:30-03:30"

    @pytest.mark.parametrize("counted", [until, since])
    @pytest.mark.parametrize("largest_unit", ["years", "weeks", "days", "hours"])
    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [(FIRST, AGAIN, "PT29M30S"), (AGAIN, FIRST, "-PT29M30S"), (FIRST, SECOND, "PT1H")],
    )
    def test_elapsed_time(self, counted, largest_unit: str, start: str, end: str, expected: str) -> None:
        assert expected == str(counted(start, end, zone="America/St_Johns", largest_unit=largest_unit))

    def test_anchor_after_the_change_reached_from_before_it(self) -> None:
        assert str(until(self.SECOND, self.AGAIN, zone="America/St_Johns")) == "-PT30M30S"
        assert str(since(self.AGAIN, self.SECOND, zone="America/St_Johns")) == "PT30M30S"

    def test_weeks_later_the_days_are_right_again(self) -> None:
        assert str(until(self.AGAIN, "2010-12-07", zone="America/St_Johns")) == "P1MT30M"
        assert (
            str(since(self.AGAIN, "2010-12-07", zone="America/St_Johns", largest_unit="days"))
            == "P29DT24H30M"
        )

    def test_alaska_lived_a_day_twice(self) -> None:
        assert str(until("1867-10-18T19:00Z", "1867-10-19T05:00Z", zone="America/Sitka")) == "PT10H"


class TestAlwaysDown:
    """Walking now forward to a fixed target, the reading never repeats and never goes back."""

    @settings(deadline=None, max_examples=60)
    @given(zones, walls, clocks, st.integers(20, 500))
    def test_day_by_day(self, zone: ZoneInfo, wall: datetime, clock: time, days: int) -> None:
        target = from_wall_time(wall, zone)
        nows = [now for now in mornings(wall.date(), range(-days, 1), clock, zone) if now < target]
        full = [parts(since(now, target, zone=zone)) for now in nows]
        assert all(later < earlier for earlier, later in itertools.pairwise(full))
        dated = [parts(-between(target, now, zone, CALENDAR)) for now in nows]
        assert all(later <= earlier for earlier, later in itertools.pairwise(dated))
        # Where the clock skips that time, it was looked at too late to count in whole days.
        dated = [read for now, read in zip(nows, dated, strict=True) if shown(clock, now, zone)]
        assert all(later < earlier for earlier, later in itertools.pairwise(dated))
        assert all(part >= 0 for reading in full for part in reading)

    @settings(deadline=None, max_examples=60)
    @given(
        st.sampled_from(CHANGES),
        st.integers(0, 400),
        st.times(),
        st.sampled_from([15, 30, 60]),
        st.sampled_from([(*CALENDAR, *CLOCK), (*CALENDAR, "hours", "minutes"), ("weeks", "days", "minutes")]),
    )
    def test_hour_by_hour_over_a_clock_change(self, change, days, clock, minutes, units) -> None:
        zone, at = change
        wall = datetime.combine(at.astimezone(zone).date() + timedelta(days=days), clock.replace(second=0))
        target = from_wall_time(wall.replace(microsecond=0), zone)
        start = at - timedelta(hours=36)
        nows = [start + n * timedelta(minutes=minutes) for n in range(72 * 60 // minutes)]
        readings = [parts(-between(target, now, zone, units)) for now in nows if now <= target]
        assert all(later < earlier for earlier, later in itertools.pairwise(readings))

    def test_the_last_days_of_january_are_told_apart(self) -> None:
        """Counted from now they would all read one month and one day."""
        read = [str(since(f"2023-01-{day}", "2023-03-01", zone="Europe/Minsk")) for day in (28, 29, 30, 31)]
        assert read == ["P1M4D", "P1M3D", "P1M2D", "P1M1D"]


class TestAlwaysUp:
    """Counting up from a fixed start, the reading never repeats and never goes back."""

    @settings(deadline=None, max_examples=60)
    @given(zones, walls, clocks, st.integers(20, 500))
    def test_day_by_day(self, zone: ZoneInfo, wall: datetime, clock: time, days: int) -> None:
        start = from_wall_time(wall, zone)
        nows = [now for now in mornings(wall.date(), range(days), clock, zone) if now > start]
        full = [parts(until(start, now, zone=zone)) for now in nows]
        assert all(earlier < later for earlier, later in itertools.pairwise(full))
        dated = [parts(between(start, now, zone, CALENDAR)) for now in nows]
        assert all(earlier <= later for earlier, later in itertools.pairwise(dated))
        # Where the clock skips that time or the start's, it was looked at too late or too early.
        kept = [now for now in nows if shown(clock, now, zone) and shown(wall.time(), now, zone)]
        dated = [parts(between(start, now, zone, CALENDAR)) for now in kept]
        assert all(earlier < later for earlier, later in itertools.pairwise(dated))

    # Starts at noon or later: within a repeated hour Temporal itself goes back, if the start's time of day is
    # in that hour (the table's "goes by the wall clock first").
    @settings(deadline=None, max_examples=60)
    @given(
        st.sampled_from(CHANGES),
        st.integers(2, 400),
        st.times(time(12), time(22)),
        st.sampled_from([15, 30, 60]),
        st.sampled_from([(*CALENDAR, *CLOCK), (*CALENDAR, "hours", "minutes"), ("weeks", "days", "minutes")]),
    )
    def test_hour_by_hour_over_a_clock_change(self, change, days, clock, minutes, units) -> None:
        zone, at = change
        wall = datetime.combine(at.astimezone(zone).date() - timedelta(days=days), clock.replace(second=0))
        start = from_wall_time(wall.replace(microsecond=0), zone)
        first = at - timedelta(hours=36)
        nows = [first + n * timedelta(minutes=minutes) for n in range(72 * 60 // minutes)]
        readings = [parts(between(start, now, zone, units)) for now in nows if now >= start]
        assert all(earlier < later for earlier, later in itertools.pairwise(readings))


def counted_naively(anchor: datetime, other: datetime, zone: ZoneInfo, units: tuple[str, ...]) -> Duration:
    """Count by trying: one more year, one more month, one more day, while that does not go too far."""
    sign = 1 if other >= anchor else -1
    here, there = anchor.astimezone(zone).replace(tzinfo=None), other.astimezone(zone).replace(tzinfo=None)
    counts = dict.fromkeys(UNITS, 0)
    begin = anchor
    if (there.date() - here.date()).days * sign > 0:
        last = there.date()
        if (there.time() < here.time()) if sign > 0 else (there.time() > here.time()):
            last -= timedelta(days=sign)
        while (other - from_wall_time(datetime.combine(last, here.time()), zone)) * sign < timedelta():
            last -= timedelta(days=sign)
        day = here.date()

        def moved(months: int) -> tuple[int, int, int]:
            year, month = divmod(day.year * 12 + day.month - 1 + months * sign, 12)
            return year, month + 1, day.day

        def too_far(months: int) -> bool:
            return (
                moved(months) > (last.year, last.month, last.day)
                if sign > 0
                else (moved(months) < (last.year, last.month, last.day))
            )

        months = 0
        for unit, size in (("years", 12), ("months", 1)):
            while unit in units and not too_far(months + size):
                months += size
                counts[unit] += 1
        year, month, number = moved(months)
        day = date(year, month, min(number, monthrange(year, month)[1]))
        for unit, size in (("weeks", 7), ("days", 1)):
            while unit in units and (last - day).days * sign >= size:
                day += timedelta(days=size * sign)
                counts[unit] += 1
        if not {"years", "months", "weeks", "days"}.isdisjoint(units):
            begin = from_wall_time(datetime.combine(day, here.time()), zone)
    left = abs(other - begin)
    for unit, size in (("hours", 3600), ("minutes", 60), ("seconds", 1)):
        if unit in units:
            counts[unit], left = divmod(left, timedelta(seconds=size))
    return Duration(**{unit: sign * count for unit, count in counts.items()})


class TestEveryChoiceOfUnits:
    """What has no unit of its own moves into the next smaller one asked for; the rest is cut off."""

    def test_equals_counting_one_by_one(self, subtests: pytest.Subtests) -> None:
        moments = [
            (where, parse_instant(start, where), parse_instant(end, where))
            for zone, start, end, _, _, _ in CASES
            for where in [ZoneInfo(zone)]
        ]
        near = [case for case in moments if abs(case[1] - case[2]) < timedelta(days=4000)]
        for units in SUBSETS:
            with subtests.test("-".join(units)):
                for where, anchor, other in near:
                    expected = counted_naively(anchor, other, where, units)
                    assert expected == between(anchor, other, where, units), (where, anchor, other)

    @settings(deadline=None, max_examples=300)
    @given(zones, walls, st.integers(-40_000_000, 40_000_000), st.sampled_from(SUBSETS))
    def test_equals_counting_one_by_one_anywhere(self, zone, wall, seconds, units) -> None:
        anchor = from_wall_time(wall, zone)
        other = anchor + timedelta(seconds=seconds)
        assert counted_naively(anchor, other, zone, units) == between(anchor, other, zone, units)

    @settings(deadline=None, max_examples=300)
    @given(zones, walls, walls, st.sampled_from(SUBSETS))
    def test_added_to_the_anchor_it_gives_the_other_moment(self, zone, wall, wall2, units) -> None:
        anchor, other = from_wall_time(wall, zone), from_wall_time(wall2, zone)
        found = between(anchor, other, zone, units)
        local = anchor.astimezone(zone).replace(tzinfo=None)
        year, month = divmod(local.year * 12 + local.month - 1 + found.years * 12 + found.months, 12)
        day = date(year, month + 1, min(local.day, monthrange(year, month + 1)[1]))
        day += timedelta(days=found.weeks * 7 + found.days)
        reached = anchor if day == local.date() else from_wall_time(datetime.combine(day, local.time()), zone)
        reached += timedelta(hours=found.hours, minutes=found.minutes, seconds=found.seconds)
        cut_off = (other - reached) * (1 if other >= anchor else -1)
        smallest = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400 + 7200, "weeks": 8 * 86400}
        assert timedelta() <= cut_off
        if units[-1] in smallest:
            assert cut_off < timedelta(seconds=smallest[units[-1]])

    def test_weeks_beside_months_when_asked_for(self) -> None:
        where = ZoneInfo("Europe/Minsk")
        found = between(
            parse_instant("2024-01-31", where), parse_instant("2024-03-20T05:06", where), where, UNITS
        )
        assert str(found) == "P1M2W6DT5H6M"

    def test_fractions_of_a_second_are_cut_off(self) -> None:
        assert str(since("2027-08-03T23:59:59.001", "2027-08-04", zone="Europe/Minsk")) == "PT0S"
        assert str(until("2027-08-04", "2027-08-04T00:00:01.999999", zone="Europe/Minsk")) == "PT1S"
        assert str(since("2027-08-02T23:59:59.999", "2027-08-04", zone="Europe/Minsk")) == "P1D"


class TestInstant:
    """A string, a date or a datetime names an instant; a naive time is wall time, a date its day's first."""

    MINSK = ZoneInfo("Europe/Minsk")

    @pytest.mark.parametrize(
        ("value", "zone", "expected"),
        [
            # written
            ("2027-08-04", "Europe/Minsk", "2027-08-03T21:00:00"),
            ("  2027-08-04\n", "Europe/Minsk", "2027-08-03T21:00:00"),
            ("2027-08-04T20:00", "Europe/Minsk", "2027-08-04T17:00:00"),
            ("2027-08-04 20:00", "Europe/Minsk", "2027-08-04T17:00:00"),
            ("2027-08-04t20:00:01z", "Europe/Minsk", "2027-08-04T20:00:01"),
            ("2027-08-04T20:00:01.5", "Europe/Minsk", "2027-08-04T17:00:01.500000"),
            ("2027-08-04T20:00:01,25Z", None, "2027-08-04T20:00:01.250000"),
            ("2027-08-04T20:00:01.123456789Z", None, "2027-08-04T20:00:01.123456"),
            # the offset wins over the zone
            ("2027-08-04T20:00+05:30", "Europe/Minsk", "2027-08-04T14:30:00"),
            ("2027-08-04T20:00+0530", None, "2027-08-04T14:30:00"),
            ("2027-08-04T20:00-10", None, "2027-08-05T06:00:00"),
            ("1890-01-01T00:00+01:50:16", None, "1889-12-31T22:09:44"),
            # objects
            (date(2027, 8, 4), "Europe/Minsk", "2027-08-03T21:00:00"),
            (datetime(2027, 8, 4, 20), "Europe/Minsk", "2027-08-04T17:00:00"),
            (datetime(2027, 8, 4, 20, tzinfo=UTC), "Europe/Minsk", "2027-08-04T20:00:00"),
            (datetime(2027, 8, 4, 20, tzinfo=ZoneInfo("Asia/Tokyo")), None, "2027-08-04T11:00:00"),
            (datetime(2027, 8, 4, 20), timezone(timedelta(hours=-3)), "2027-08-04T23:00:00"),
            (date(2027, 8, 4), MINSK, "2027-08-03T21:00:00"),
            # a skipped time moves on by the gap, of a repeated one the first is meant, whatever its fold
            ("2024-03-10T02:30", "America/New_York", "2024-03-10T07:30:00"),
            ("2024-11-03T01:30", "America/New_York", "2024-11-03T05:30:00"),
            (datetime(2024, 11, 3, 1, 30, fold=1), "America/New_York", "2024-11-03T05:30:00"),
            ("2024-11-03T01:30-05:00", "America/New_York", "2024-11-03T06:30:00"),
            (
                datetime(2024, 11, 3, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
                "America/New_York",
                "2024-11-03T06:30:00",
            ),
            # the ends of the calendar
            ("0001-01-01", "UTC", "0001-01-01T00:00:00"),
            ("9999-12-31T23:59:59", "UTC", "9999-12-31T23:59:59"),
            ("0001-01-01", "America/New_York", "0001-01-01T04:56:02"),
            ("0001-01-01T03:00+03:00", "UTC", "0001-01-01T00:00:00"),
        ],
    )
    def test_reads(self, value: object, zone: object, expected: str) -> None:
        found = parse_instant(value, zone)
        assert found == datetime.fromisoformat(f"{expected}+00:00")
        assert found.tzinfo is UTC

    @pytest.mark.parametrize(
        ("day", "zone", "expected"),
        [
            ("2018-11-04", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"),
            ("2018-02-18", "America/Sao_Paulo", "2018-02-18T00:00:00-03:00"),
            ("2024-04-26", "Africa/Cairo", "2024-04-26T01:00:00+03:00"),
            ("2024-03-31", "Asia/Beirut", "2024-03-31T01:00:00+03:00"),
            ("2022-02-25", "Asia/Amman", "2022-02-25T01:00:00+03:00"),
            ("2022-03-22", "Asia/Tehran", "2022-03-22T01:00:00+04:30"),
            ("2024-03-10", "America/Havana", "2024-03-10T01:00:00-04:00"),
            ("2024-11-03", "America/Havana", "2024-11-03T00:00:00-04:00"),
            ("2010-11-07", "America/St_Johns", "2010-11-07T00:00:00-02:30"),
            ("1919-03-31", "America/Toronto", "1919-03-31T00:30:00-04:00"),
            ("2011-12-30", "Pacific/Apia", "2011-12-31T00:00:00+14:00"),
            ("2011-12-31", "Pacific/Apia", "2011-12-31T00:00:00+14:00"),
            ("2024-03-10", "America/New_York", "2024-03-10T00:00:00-05:00"),
            ("2024-10-06", "Australia/Lord_Howe", "2024-10-06T00:00:00+10:30"),
        ],
    )
    def test_day_begins(self, day: str, zone: str, expected: str) -> None:
        where = ZoneInfo(zone)
        assert expected == parse_instant(day, zone).astimezone(where).isoformat()
        assert expected == start_of_day(date.fromisoformat(day), where).astimezone(where).isoformat()

    @pytest.mark.parametrize("zone", ZONES, ids=str)
    def test_every_day_begins_where_no_earlier_second_belongs_to_it(self, zone: ZoneInfo) -> None:
        for number in range(date(2009, 1, 1).toordinal(), date(2012, 1, 2).toordinal()):
            day = date.fromordinal(number)
            first = start_of_day(day, zone).astimezone(zone)
            before = (first.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone)
            if day != date(2011, 12, 30) or zone.key != "Pacific/Apia":
                assert first.date() == day
            assert before.date() < day

    @pytest.mark.parametrize(
        ("value", "zone", "reason"),
        [
            ("2027-08-04", None, "needs a zone"),
            ("2027-08-04T20:00", None, "needs a zone"),
            (date(2027, 8, 4), None, "needs a zone"),
            (datetime(2027, 8, 4, 20), None, "needs a zone"),
            ("0000-12-31", "UTC", "not a valid date"),
            ("10000-01-01", "UTC", "must be a date or time"),
            ("-0001-01-01", "UTC", "must be a date or time"),
            ("+002027-08-04", "UTC", "must be a date or time"),
            ("0001-01-01", "Europe/Minsk", "years 1 to 9999"),
            ("0001-01-01T03:00+03:01", "UTC", "years 1 to 9999"),
            ("9999-12-31T23:00", "America/New_York", "years 1 to 9999"),
            ("9999-12-31T23:00Z", "Europe/Minsk", "years 1 to 9999"),
            (datetime(1, 1, 1), "Pacific/Apia", "years 1 to 9999"),
            ("2023-02-29", "UTC", "not a valid date"),
            ("2100-02-29", "UTC", "not a valid date"),
            ("2027-13-01", "UTC", "not a valid date"),
            ("2027-04-31T20:00", "UTC", "not a valid date"),
            ("2027-08-04T24:00", "UTC", "must be a date or time"),
            ("2027-08-04T20:60", "UTC", "not a valid date"),
            ("2027-08-04T23:59:60", "UTC", "not a valid date"),
            ("2027-08-04T20:00+24:00", "UTC", "not a valid date"),
            ("2027-08-04T20", "UTC", "must be a date or time"),
            ("2027-08-04T20:00[Europe/Minsk]", "UTC", "must be a date or time"),
            ("2027-8-4", "UTC", "must be a date or time"),
            ("20270804", "UTC", "must be a date or time"),
            ("2027-W31-3", "UTC", "must be a date or time"),
            ("04.08.2027", "UTC", "must be a date or time"),
            ("٢٠٢٧-٠٨-٠٤", "UTC", "must be a date or time"),
            ("tomorrow", "UTC", "must be a date or time"),
            ("", "UTC", "must be a date or time"),
            (None, "UTC", "must be a date or time"),
            (1_817_337_600, "UTC", "must be a date or time"),
            (time(20), "UTC", "must be a date or time"),
        ],
    )
    def test_refuses(self, value: object, zone: object, reason: str) -> None:
        with pytest.raises(InvalidTimeError, match=reason) as caught:
            parse_instant(value, zone, "target")
        assert (caught.value.field, caught.value.value) == ("target", value)
        assert isinstance(caught.value, ValueError)

    def test_refuses_bytes(self) -> None:
        with pytest.raises(InvalidFieldError, match="start must be text, not bytes"):
            until(b"2027-08-04", "2027-08-05", zone="UTC")

    def test_names_the_argument(self) -> None:
        with pytest.raises(InvalidTimeError, match=r"^start must be"):
            until("once", "2027-08-04", zone="UTC")
        with pytest.raises(InvalidTimeError, match=r"^end must be"):
            since("2027-08-04", "one day", zone="UTC")

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("2027-08-04", True),
            (" 2027-08-04 ", True),
            (date(2027, 8, 4), True),
            ("2027-08-04T00:00", False),
            (datetime(2027, 8, 4), False),
        ],
    )
    def test_knows_a_bare_date(self, value: object, expected: bool) -> None:
        assert parse_moment(value).whole_day is expected


class TestMoment:
    """A value is parsed once; what it is, and what it names in a zone, is read from the result."""

    @pytest.mark.parametrize(
        ("value", "parsed", "zone"),
        [
            ("2027-08-04", date(2027, 8, 4), None),
            (date(2027, 8, 4), date(2027, 8, 4), None),
            ("2027-08-04T20:00", datetime(2027, 8, 4, 20), None),
            ("2027-08-04t20:00:00,5Z", datetime(2027, 8, 4, 20, 0, 0, 500_000, UTC), UTC),
            ("2027-08-04 20:00+03:00", None, timezone(timedelta(hours=3))),
            (datetime(2027, 8, 4, tzinfo=ZoneInfo("Asia/Tokyo")), None, ZoneInfo("Asia/Tokyo")),
        ],
        ids=repr,
    )
    def test_is_what_was_written(self, value: object, parsed: object, zone: object) -> None:
        moment = parse_moment(value)
        assert parsed is None or moment.value == parsed
        assert moment.zone == zone
        assert moment.source is value

    def test_the_callers_zone_goes_before_its_own(self) -> None:
        moment = parse_moment("2027-08-04T20:00+03:00")
        assert moment.resolve_zone(None) == timezone(timedelta(hours=3))
        assert moment.resolve_zone(UTC) is UTC
        assert (
            moment.instant() == moment.instant(ZoneInfo("Asia/Tokyo")) == datetime(2027, 8, 4, 17, tzinfo=UTC)
        )

    def test_needs_a_zone(self) -> None:
        moment = parse_moment("2027-08-04", "closes")
        with pytest.raises(InvalidTimeError, match=r"^closes has no offset, so it needs a zone") as caught:
            moment.instant()
        assert caught.value.value == "2027-08-04"

    def test_equal_however_they_were_written(self) -> None:
        assert parse_moment("2027-08-04") == parse_moment(date(2027, 8, 4), "start")
        assert parse_moment("2027-08-04") != parse_moment("2027-08-04T00:00")


class TestObjects:
    """Dates, datetimes and strings of one moment count the same."""

    @pytest.mark.parametrize(
        "start",
        [
            "2024-01-31",
            date(2024, 1, 31),
            datetime(2024, 1, 31),
            "2024-01-31T00:00",
            "2024-01-30T21:00Z",
            datetime(2024, 1, 30, 21, tzinfo=UTC),
            datetime(2024, 1, 31, tzinfo=ZoneInfo("Europe/Minsk")),
            datetime(2024, 1, 31, 8, 30, tzinfo=timezone(timedelta(hours=11, minutes=30))),
        ],
        ids=repr,
    )
    @pytest.mark.parametrize("zone", ["Europe/Minsk", ZoneInfo("Europe/Minsk"), timezone(timedelta(hours=3))])
    def test_count_the_same(self, start: object, zone: object) -> None:
        assert str(until(start, "2024-03-01T00:00", zone=zone)) == "P1M1D"
        assert str(until("2023-12-31T00:00", start, zone=zone)) == "P1M"


class TestZone:
    """A zone is an IANA name or a tzinfo; an unknown one is refused with the nearest names."""

    def test_name_or_object(self) -> None:
        assert check_zone(" Europe/Minsk ") == ZoneInfo("Europe/Minsk")
        assert check_zone(UTC) is UTC

    @pytest.mark.parametrize(
        ("zone", "suggestion"),
        [
            ("Europe/Minks", "Europe/Minsk"),
            ("europe/minsk", "Europe/Minsk"),
            ("Europe/Kieff", "Europe/Kiev"),
            ("America/NewYork", "America/New_York"),
        ],
    )
    def test_suggests(self, zone: str, suggestion: str) -> None:
        with pytest.raises(UnknownZoneError, match="Did you mean") as caught:
            since("2027-08-04", "2027-08-05", zone=zone)
        assert caught.value.zone == zone
        assert suggestion in caught.value.suggestions
        assert repr(suggestion) in str(caught.value)
        assert isinstance(caught.value, LookupError)

    @pytest.mark.parametrize(
        "zone",
        ["", None, "Europe", "Mars/Olympus_Mons_Base_Camp", "../etc/passwd", "/etc/localtime", 3, "x" * 9999],
    )
    def test_refuses(self, zone: object) -> None:
        with pytest.raises(UnknownZoneError, match="Unknown time zone"):
            until("2027-08-04", "2027-08-05", zone=zone)


class TestLargest:
    """The largest unit is one of the seven, singular or plural."""

    @pytest.mark.parametrize("unit", UNITS)
    def test_singular_and_plural(self, unit: str) -> None:
        given = ("2026-11-22T01:02:03", "2027-12-31T04:05:06")
        one, two = (until(*given, zone="UTC", largest_unit=name) for name in (unit, unit[:-1]))
        assert one == two
        assert all(getattr(one, larger) == 0 for larger in UNITS[: UNITS.index(unit)])
        assert getattr(one, unit) > 0

    @pytest.mark.parametrize("largest_unit", ["", None, "eons", "years days", ["years", "days"], 2, "ms"])
    @pytest.mark.parametrize("counted", [until, since])
    def test_refuses(self, counted, largest_unit: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^largest_unit must be") as caught:
            counted("2027-08-04", "2027-08-05", zone="UTC", largest_unit=largest_unit)
        assert (caught.value.field, caught.value.value) == ("largest_unit", largest_unit)
