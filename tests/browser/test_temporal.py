"""Chromium's own Temporal counts as the library does: the table's cases, and thousands of drawn ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from solidarity_widgets.countdowns import UNITS, since, until
from solidarity_widgets.moments import from_wall_time, start_of_day

pytestmark = pytest.mark.browser

TABLE = Path(__file__).parents[1] / "countdowns" / "temporal_cases.txt"
CASES = [
    line.split()
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ZONES = (
    "UTC",
    "Europe/Minsk",
    "Europe/Warsaw",
    "Europe/Dublin",
    "Europe/Kyiv",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "America/St_Johns",
    "Africa/Cairo",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
)
#: What both sides have rules for.
FIRST, LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2037, 12, 30, tzinfo=UTC)

READ = """
    const read = (zone, text) =>
        /^\\d{4}-\\d\\d-\\d\\d$/.test(text) ? Temporal.PlainDate.from(text).toZonedDateTime(zone)
        : /T.*(Z|[+-]\\d\\d:\\d\\d)$/.test(text) ? Temporal.Instant.from(text).toZonedDateTimeISO(zone)
        : Temporal.PlainDateTime.from(text).toZonedDateTime(zone, {disambiguation: "compatible"});
"""
DIFFERENCES = f"""(cases) => {{
    {READ}
    return cases.map(([zone, start, end, largestUnit]) => {{
        const one = read(zone, start), two = read(zone, end);
        try {{
            return [one.until(two, {{largestUnit}}), two.since(one, {{largestUnit}})].map(String);
        }} catch (error) {{
            return String(error);
        }}
    }});
}}"""
INSTANTS = f"""(cases) => {{
    {READ}
    return cases.map(([zone, text]) => read(zone, text).epochMilliseconds / 1000);
}}"""
CHANGES = """([zones, first, last]) => zones.map((zone) => {
    const found = [];
    let here = Temporal.Instant.from(first).toZonedDateTimeISO(zone);
    while ((here = here.getTimeZoneTransition("next")) && here.epochMilliseconds < Date.parse(last))
        found.push(here.epochMilliseconds / 1000);
    return found;
})"""
STARTS = """(cases) => cases.map(([zone, text]) =>
    Temporal.Instant.from(text).toZonedDateTimeISO(zone).startOfDay().epochMilliseconds / 1000)"""


@pytest.fixture(scope="module")
def ask(chromium: Browser) -> Iterator[Callable[[str, list[Any]], list[Any]]]:
    """Asks Temporal many things in one go; there must be one."""
    page = chromium.new_page()
    assert page.evaluate("() => typeof Temporal") == "object", f"Chromium {chromium.version} has no Temporal"
    yield page.evaluate
    page.close()


@pytest.fixture(scope="module")
def changes(ask: Callable) -> dict[str, list[datetime]]:
    """The clock changes of the zones for which this system and the browser were given the same ones.

    Both have a copy of the IANA database, hardly ever of one age, and it is corrected backwards too.
    """
    theirs = ask(CHANGES, [ZONES, FIRST.isoformat(), LAST.isoformat()])
    ours = [own_changes(ZoneInfo(zone)) for zone in ZONES]
    same = {
        zone: one
        for zone, one, two in zip(ZONES, ours, theirs, strict=True)
        if [seconds(change) for change in one] == two
    }
    assert len(same) > len(ZONES) - 4, f"different data for {set(ZONES) - set(same)}"
    return same


@pytest.fixture(scope="module")
def days(changes: dict[str, list[datetime]]) -> list[tuple[str, date]]:
    draw = random.Random(4)
    drawn = {
        (zone, date.fromordinal(draw.randrange(719_200, 744_000))) for zone in changes for _ in range(50)
    }
    around = {
        (zone, change.astimezone(ZoneInfo(zone)).date() + timedelta(days=step))
        for zone in changes
        for change in changes[zone]
        for step in (-1, 0, 1)
    }
    strange = {
        *(("Pacific/Apia", date(2011, 12, day)) for day in (29, 30, 31)),
        *(("America/Toronto", date(1919, 3, day)) for day in (30, 31)),
    }
    return sorted(drawn | around | strange)


def own_changes(zone: ZoneInfo) -> list[datetime]:
    """The instants at which a zone's clock was or will be changed, to the second."""
    found = []
    here, step = FIRST, timedelta(days=7)
    while here < LAST:
        low, high = here, min(here + step, LAST)
        while high.astimezone(zone).utcoffset() != low.astimezone(zone).utcoffset():
            if high - low <= timedelta(seconds=1):
                found.append(high)
                break
            middle = (low + (high - low) / 2).replace(microsecond=0)
            same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
            low, high = (middle, high) if same else (low, middle)
        here += step
    return found


def seconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def pairs(seed: int, number: int, changes: dict[str, list[datetime]]) -> Iterator[list[str]]:
    """Moments years or days apart, half of them around a clock change; as instants and as wall times."""
    draw = random.Random(seed)
    span = int((LAST - FIRST).total_seconds())
    for _ in range(number):
        zone = draw.choice(list(changes))
        one = FIRST + timedelta(seconds=draw.randrange(span))
        if changes[zone] and draw.random() < 0.5:
            one = draw.choice(changes[zone]) + timedelta(minutes=draw.randint(-3000, 3000))
        other = FIRST + timedelta(seconds=draw.randrange(span))
        if draw.random() < 0.5:
            other = one + timedelta(minutes=draw.choice([30, 60 * 24, 60 * 24 * 31]) * draw.randint(-40, 40))
        texts = []
        for moment in (one, min(max(other, FIRST), LAST)):
            here = moment if draw.random() < 0.5 else moment.astimezone(ZoneInfo(zone))
            texts.append(f"{here:%Y-%m-%dT%H:%M:%S}{'Z' if here is moment else ''}")
        yield [zone, *texts, draw.choice(UNITS)]


def test_the_table(ask: Callable) -> None:
    assert [case[4:] for case in CASES] == ask(DIFFERENCES, [case[:4] for case in CASES])


@pytest.mark.parametrize("seed", range(4))
def test_drawn_pairs(ask: Callable, changes: dict[str, list[datetime]], seed: int) -> None:
    cases = list(pairs(seed, 1000, changes))
    different = []
    for (zone, start, end, largest_unit), answer in zip(cases, ask(DIFFERENCES, cases), strict=True):
        own = [str(counted(start, end, zone=zone, largest_unit=largest_unit)) for counted in (until, since)]
        if own != answer:
            different.append((zone, start, end, largest_unit, own, answer))
    assert different == []


def test_wall_times_around_every_clock_change(ask: Callable, changes: dict[str, list[datetime]]) -> None:
    """Skipped, repeated and plain: "compatible" is what a naive time means here."""
    cases = [
        (zone, f"{change.astimezone(ZoneInfo(zone)) + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}")
        for zone in changes
        for change in changes[zone]
        for minutes in (-90, -61, -30, -15, -1, 0, 1, 30, 59, 60)
    ]
    assert len(cases) > 10_000
    own = [seconds(from_wall_time(datetime.fromisoformat(wall), ZoneInfo(zone))) for zone, wall in cases]
    answers = ask(INSTANTS, cases)
    assert [case for case, one, two in zip(cases, own, answers, strict=True) if one != two] == []


class TestStartOfDay:
    """On the days around every clock change, on drawn days, and on some that began strangely."""

    def test_of_a_date(self, ask: Callable, days: list[tuple[str, date]]) -> None:
        own = [seconds(start_of_day(day, ZoneInfo(zone))) for zone, day in days]
        answers = ask(INSTANTS, [(zone, day.isoformat()) for zone, day in days])
        assert [case for case, one, two in zip(days, own, answers, strict=True) if one != two] == []

    def test_of_a_time(self, ask: Callable, days: list[tuple[str, date]]) -> None:
        noons = [from_wall_time(datetime.combine(day, time(12)), ZoneInfo(zone)) for zone, day in days]
        local = [noon.astimezone(ZoneInfo(zone)) for noon, (zone, _) in zip(noons, days, strict=True)]
        own = [seconds(start_of_day(noon.date(), noon.tzinfo)) for noon in local]
        answers = ask(STARTS, [(noon.tzinfo.key, noon.astimezone(UTC).isoformat()) for noon in local])
        assert [case for case, one, two in zip(days, own, answers, strict=True) if one != two] == []
