"""A deadline ends with its own local day, at month ends, over clock changes and where midnight is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError, InvalidTimeError, UnknownZoneError
from solidarity_widgets.moments import parse_day
from solidarity_widgets.petitions import Deadline

MINSK = ZoneInfo("Europe/Minsk")
DAY = timedelta(days=1)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


def deadline(day: Any, zone: Any = "Europe/Minsk", *grace: Any) -> Deadline:
    return Deadline(day, zone, *grace)


class TestEnd:
    """The first instant after the last day."""

    @pytest.mark.parametrize(
        ("day", "zone", "end"),
        [
            ("2027-08-04", "Europe/Minsk", "2027-08-04T21:00"),
            # month ends
            ("2027-01-31", "UTC", "2027-02-01T00:00"),
            ("2027-02-28", "UTC", "2027-03-01T00:00"),
            ("2028-02-28", "UTC", "2028-02-29T00:00"),
            ("2028-02-29", "UTC", "2028-03-01T00:00"),
            ("2027-04-30", "UTC", "2027-05-01T00:00"),
            ("2027-12-31", "UTC", "2028-01-01T00:00"),
            ("2027-04-30", "Europe/Minsk", "2027-04-30T21:00"),
            ("2027-12-31", "America/New_York", "2028-01-01T05:00"),
            ("2027-12-31", "Pacific/Kiritimati", "2027-12-31T10:00"),
            # the day before, of, and after a clock change
            ("2027-03-27", "Europe/Warsaw", "2027-03-27T23:00"),
            ("2027-03-28", "Europe/Warsaw", "2027-03-28T22:00"),
            ("2027-03-29", "Europe/Warsaw", "2027-03-29T22:00"),
            ("2027-10-30", "Europe/Warsaw", "2027-10-30T22:00"),
            ("2027-10-31", "Europe/Warsaw", "2027-10-31T23:00"),
            ("2027-03-27", "Europe/London", "2027-03-28T00:00"),
            ("2027-03-28", "Europe/London", "2027-03-28T23:00"),
            ("2027-10-31", "Europe/London", "2027-11-01T00:00"),
            ("2027-04-04", "Australia/Lord_Howe", "2027-04-04T13:30"),
            # the clocks skip the midnight that ends it: the next day begins at one
            ("2018-11-03", "America/Sao_Paulo", "2018-11-04T03:00"),
            ("2022-03-26", "Asia/Beirut", "2022-03-26T22:00"),
            ("2023-04-27", "Africa/Cairo", "2023-04-27T22:00"),
            ("2022-03-21", "Asia/Tehran", "2022-03-21T20:30"),
            # the hour before midnight comes twice
            ("2018-02-17", "America/Sao_Paulo", "2018-02-18T03:00"),
            # the midnight that ends it comes twice: the first ends it
            ("2027-10-30", "Atlantic/Azores", "2027-10-31T00:00"),
            ("2027-11-06", "America/Havana", "2027-11-07T04:00"),
            # the next day was skipped altogether
            ("2011-12-29", "Pacific/Apia", "2011-12-30T10:00"),
            ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00"),
            ("2027-08-04", timezone(timedelta(hours=5, minutes=30)), "2027-08-04T18:30"),
            ("0001-01-01", "UTC", "0001-01-02T00:00"),
            ("9999-12-29", "UTC", "9999-12-30T00:00"),
        ],
        ids=str,
    )
    def test_each_case(self, day: str, zone: str | tzinfo, end: str) -> None:
        found = deadline(day, zone)
        assert found.end == datetime.fromisoformat(f"{end}+00:00")
        assert found.end.tzinfo is UTC
        assert found.day == date.fromisoformat(day)

    @given(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.sampled_from(ZONES))
    @settings(max_examples=300, deadline=None)
    def test_any_day_anywhere(self, day: date, zone: str) -> None:
        where = ZoneInfo(zone)
        end = deadline(day, where).end
        assert (end - timedelta(seconds=1)).astimezone(where).date() <= day < end.astimezone(where).date()

    @pytest.mark.parametrize(
        "zone", ["Europe/London", "America/Sao_Paulo", "America/St_Johns", "Africa/Cairo", "Asia/Gaza"]
    )
    def test_days_follow_one_another(self, zone: str) -> None:
        """One ends where the next begins: nothing is open twice, and nothing is left out."""
        days = [date(2009, 1, 1) + n * DAY for n in range(0, 5200)]
        ends = [deadline(day, zone).end for day in days]
        spans = {after - before for before, after in zip(ends, islice(ends, 1, None), strict=False)}
        assert spans == {DAY - timedelta(hours=1), DAY, DAY + timedelta(hours=1)}


class TestGrace:
    """Who signed in time may still confirm, for a length of time that no clock change alters."""

    @pytest.mark.parametrize(
        ("grace", "until"),
        [
            ((), "2027-03-28T23:00"),
            ((timedelta(),), "2027-03-27T23:00"),
            ((timedelta(hours=1),), "2027-03-28T00:00"),
            ((timedelta(days=7),), "2027-04-03T23:00"),
            ((timedelta(microseconds=1),), "2027-03-27T23:00:00.000001"),
        ],
    )
    def test_each_length(self, grace: tuple[timedelta, ...], until: str) -> None:
        found = deadline("2027-03-27", "Europe/Warsaw", *grace)
        assert found.confirm_until == datetime.fromisoformat(f"{until}+00:00")

    @pytest.mark.parametrize("grace", [timedelta(microseconds=-1), -DAY, 1, 86400.0, "1 day", None])
    def test_refused(self, grace: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^grace must be a timedelta that is not negative"):
            deadline("2027-08-04", "Europe/Minsk", grace)


class TestReading:
    """A day of the calendar and nothing else, in a zone that there is."""

    @pytest.mark.parametrize(
        "day", ["2027-08-04", " 2027-08-04\n", Markup("2027-08-04"), date(2027, 8, 4)], ids=repr
    )
    def test_days(self, day: object) -> None:
        assert parse_day(day, "closes") == date(2027, 8, 4)
        assert type(parse_day(day, "closes")) is date
        assert deadline(day) == Deadline(date(2027, 8, 4), MINSK)

    @pytest.mark.parametrize(
        "day",
        [
            *(
                "2027-08-04T20:00",
                "2027-02-29",
                "2027-13-01",
                "2027-8-4",
                "04.08.2027",
                "--08-04",
                "0000-01-01",
            ),
            *("", "next week", "２０２７-08-04", None, 20270804, b"2027-08-04", Undefined(name="closes")),
            *(datetime(2027, 8, 4), datetime(2027, 8, 4, tzinfo=UTC)),
        ],
        ids=ascii,
    )
    def test_what_is_no_day(self, day: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^opens "):
            parse_day(day, "opens")
        with pytest.raises(InvalidFieldError, match=r"^closes "):
            deadline(day)

    @pytest.mark.parametrize("day", ["9999-12-31", date.max, "9999-12-30"], ids=repr)
    def test_beyond_the_calendar(self, day: object) -> None:
        with pytest.raises(InvalidTimeError, match=r"^closes must be well within the years 1 to 9999"):
            deadline(day, "America/New_York", timedelta(days=2))
        with pytest.raises(InvalidTimeError, match=r"^closes must"):
            deadline("2027-08-04", "UTC", timedelta.max)

    @pytest.mark.parametrize("zone", ["Europe/Minks", "", None, "../../etc/passwd", 3])
    def test_what_is_no_zone(self, zone: object) -> None:
        with pytest.raises(UnknownZoneError):
            deadline("2027-08-04", zone)

    def test_the_nearest_zone_is_named(self) -> None:
        with pytest.raises(UnknownZoneError, match="Europe/Minsk"):
            deadline("2027-08-04", "Europe/Minks")

    def test_of_whatever_is_given(self) -> None:
        made = deadline("2027-08-04")
        assert Deadline.parse(made, "America/New_York") is made
        assert Deadline.parse(None, "Europe/Minsk") is None
        assert Deadline.parse("2027-08-04", MINSK) == made
        assert Deadline.parse(date(2027, 8, 4), "Europe/Minsk", DAY * 3) == deadline(
            "2027-08-04", "Europe/Minsk", DAY * 3
        )
