"""The countdown's markup and values: what each state says, in every style, and the data for the script."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from html import unescape
from html.parser import HTMLParser
from typing import Any, get_args
from zoneinfo import ZoneInfo

import jinja2
import pytest
import time_machine
from babel.localedata import locale_identifiers
from markupsafe import Markup

from solidarity_widgets.countdowns import (
    UNITS,
    Countdown,
    Duration,
    Monthly,
    Yearly,
    countdown,
    elapsed,
    format_duration,
)
from solidarity_widgets.countdowns.messages import AGO, LEFT, PAUSE, TODAY, UNIT_LABELS
from solidarity_widgets.countdowns.widget import CountdownStyle
from solidarity_widgets.exceptions import (
    InvalidAttributeError,
    InvalidFieldError,
    InvalidTimeError,
    SolidarityWidgetsError,
    UnknownZoneError,
)
from solidarity_widgets.i18n import available_locales, catalogs, get_locale, use_locale
from solidarity_widgets.jinja import install

pytestmark = pytest.mark.cldr


MINSK = ZoneInfo("Europe/Minsk")
DAY = "2027-08-04"
HOUR = "2027-08-04T20:00"
EVENT = {"zone": "Europe/Minsk", "locale": "en"}
STYLES = get_args(CountdownStyle)
#: HTML, "valid global date and time string": a year of four digits or more, above zero.
GLOBAL_TIME = re.compile(
    r"(?!0000)\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ"
)


class Node:
    """An element, its attributes and what is in it."""

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: Node | None = None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []

    def __iter__(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child

    def one(self, tag: str, **attrs: str) -> Node:
        (found,) = (node for node in self if node.tag == tag and attrs.items() <= node.attrs.items())
        return found

    def all(self, name: str) -> list[Node]:
        return [node for node in self if name in (node.attrs.get("class") or "").split()]

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class Tree(HTMLParser):
    """Reads markup, and refuses what is not closed or what has an attribute twice."""

    def __init__(self, markup: object) -> None:
        super().__init__()
        self.root = self.open = Node("", {})
        self.feed(str(markup))
        self.close()
        assert self.open is self.root, f"<{self.open.tag}> is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in <{tag}>"
        node = Node(tag, dict(attrs), self.open)
        self.open.children.append(node)
        self.open = node

    def handle_endtag(self, tag: str) -> None:
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def parse(widget: object) -> Node:
    """The one element that a widget is."""
    (node,) = Tree(widget).root.children
    assert isinstance(node, Node)
    assert node.tag == "sw-countdown"
    return node


def data(widget: object) -> dict[str, Any]:
    """The data for the script."""
    written = parse(widget).attrs["data-sw-countdown"]
    assert written is not None
    found = json.loads(written)
    assert isinstance(found, dict)
    return found


# --- the values -------------------------------------------------------------------------------------------


class TestStates:
    """Before, under way, over, and going on: the text and the values are right without any script."""

    @pytest.mark.parametrize(
        ("target", "arguments", "now", "state", "text"),
        [
            (DAY, {}, "2026-11-22", "before", "255 days left"),
            (DAY, {}, "2027-08-02T21:30", "before", "1 day, 2 hours, 30 minutes left"),
            (DAY, {}, "2027-08-03T23:59:59.999", "before", "0 minutes left"),
            (DAY, {}, "2027-08-04", "now", "Today is the day"),
            (DAY, {}, "2027-08-04T23:59:59.999", "now", "Today is the day"),
            (DAY, {}, "2027-08-05", "after", "This day has passed"),
            (DAY, {}, "2037-08-05", "after", "This day has passed"),
            (DAY, {"count_up": True}, "2027-08-03", "before", "1 day left"),
            (DAY, {"count_up": True}, "2027-08-04T09:00", "now", "Today is the day"),
            (DAY, {"count_up": True}, "2027-08-05", "up", "1 day ago"),
            (DAY, {"count_up": True}, "2027-08-06T01:30", "up", "2 days, 1 hour, 30 minutes ago"),
            (DAY, {"event_duration": "PT12H"}, "2027-08-04T11:59", "now", "Happening now"),
            (DAY, {"event_duration": "PT12H"}, "2027-08-04T12:00", "after", "This is over"),
            (HOUR, {}, "2027-08-04T19:58:30", "before", "1 minute left"),
            (HOUR, {}, HOUR, "now", "Happening now"),
            (HOUR, {}, "2027-08-04T23:59:59", "now", "Happening now"),
            (HOUR, {}, "2027-08-05", "after", "This is over"),
            (HOUR, {"event_duration": "PT15M"}, "2027-08-04T20:14:59.999", "now", "Happening now"),
            (HOUR, {"event_duration": "PT15M"}, "2027-08-04T20:15", "after", "This is over"),
            (
                HOUR,
                {"event_duration": timedelta(minutes=15)},
                "2027-08-04T20:15",
                "after",
                "This is over",
            ),
            (HOUR, {"event_duration": "PT0S"}, HOUR, "after", "This is over"),
            (HOUR, {"count_up": True}, HOUR, "up", "0 minutes ago"),
            (HOUR, {"count_up": True}, "2027-08-04T20:05:59", "up", "5 minutes ago"),
            (
                HOUR,
                {"count_up": True, "event_duration": "PT15M"},
                "2027-08-04T20:10",
                "now",
                "Happening now",
            ),
            (HOUR, {"count_up": True, "event_duration": "PT15M"}, "2027-08-04T20:20", "up", "20 minutes ago"),
            ("2027-08-04T20:00+03:00", {"zone": None}, "2027-08-04T16:59Z", "before", "1 minute left"),
            ("2027-08-04T20:00Z", {"zone": None}, "2027-08-04T20:00Z", "now", "Happening now"),
            (date(2027, 8, 4), {}, "2027-08-04", "now", "Today is the day"),
            (datetime(2027, 8, 4, 20), {}, "2027-08-04T19:00", "before", "1 hour left"),
            (datetime(2027, 8, 4, 17, tzinfo=UTC), {}, "2027-08-04T19:00", "before", "1 hour left"),
            (datetime(2027, 8, 4, 20, tzinfo=MINSK), {"zone": None}, HOUR, "now", "Happening now"),
            (Markup(DAY), {}, "2027-08-04", "now", "Today is the day"),
            (f" {DAY} ", {}, "2027-08-04", "now", "Today is the day"),
            (DAY, {"units": "months days"}, "2026-11-22", "before", "8 months, 12 days left"),
            (DAY, {"units": "months days", "max_units": 1}, "2026-11-22", "before", "8 months left"),
            (DAY, {"units": "years"}, "2026-11-22", "before", "0 years left"),
            (DAY, {"units": "days hours", "max_units": 1}, "2027-08-03T12:00", "before", "12 hours left"),
        ],
    )
    def test_each_case(
        self, target: object, arguments: dict[str, Any], now: str, state: str, text: str
    ) -> None:
        widget = countdown(target, now=now, **{**EVENT, **arguments})
        assert (widget.state, widget.text) == (state, text)
        time = parse(widget).one("time")
        assert time.text == text
        assert "lang" not in time.attrs

    @pytest.mark.parametrize(
        ("now", "text"),
        [
            ("2011-08-04", "0 days"),
            ("2010-01-01", "0 days"),
            ("2011-08-05T12:00", "1 day"),
            ("2013-08-04", "2 years"),
            ("2013-08-15", "2 years, 11 days"),
            ("2024-02-29", "12 years, 6 months, 25 days"),
        ],
    )
    def test_elapsed_time(self, now: str, text: str) -> None:
        widget = elapsed("2011-08-04", now=now, **EVENT)
        assert (widget.state, widget.text) == ("up", text)
        assert parse(widget).one("time").text == text

    def test_elapsed_time_in_other_units_and_from_an_hour(self) -> None:
        arguments = {"now": "2013-08-04", "zone": "Europe/Minsk"}
        assert elapsed("2011-08-04", locale="be", **arguments).text == "2 гады"
        assert elapsed("2011-08-04", units="days", **arguments).text == "731 days"
        hour = elapsed("2013-08-03T22:15:30", units="hours minutes seconds", style="digital", **arguments)
        assert hour.text == "1:44:30"
        assert elapsed("2013-08-04T00:00+03:00", now="2013-08-05T00:00+03:00").text == "1 day"

    def test_the_values(self) -> None:
        widget = countdown(HOUR, units="days hours minutes", now="2027-08-01T18:30", **EVENT)
        assert widget.target == datetime(2027, 8, 4, 20, tzinfo=MINSK)
        assert widget.target.tzinfo is MINSK
        assert widget.duration == Duration(days=3, hours=1, minutes=30)
        assert (widget.now, widget.units) == (
            datetime(2027, 8, 1, 15, 30, tzinfo=UTC),
            ("days", "hours", "minutes"),
        )
        assert (widget.style, widget.max_units, widget.label) == ("long", None, "")
        assert widget.occurrence.end == datetime(2027, 8, 5, tzinfo=MINSK)
        assert widget.locale.code == "en"

    def test_the_duration_is_never_negative(self) -> None:
        for now, expected in (
            (HOUR, Duration()),
            ("2028-01-01", Duration()),
            ("2027-08-03T20:00", Duration(days=1)),
        ):
            assert countdown(HOUR, now=now, **EVENT).duration == expected
        up = countdown(HOUR, count_up=True, now="2027-08-05T20:01", **EVENT)
        assert up.duration == Duration(days=1, minutes=1)
        assert elapsed("2030-01-01", now="2027-01-01", **EVENT).duration == Duration()

    def test_it_is_a_value(self) -> None:
        widget = countdown(DAY, now="2027-08-01", **EVENT)
        assert isinstance(widget, Countdown)
        with pytest.raises(dataclasses.FrozenInstanceError):
            widget.label = "x"  # type: ignore[misc]
        assert type(str(widget)) is Markup
        assert str(widget) == widget.__html__() == Markup("{}").format(widget)

    def test_counting_is_anchored_on_the_moment(self) -> None:
        """28 to 31 January are four different readings to 1 March."""
        days = [f"2027-01-{day}" for day in (28, 29, 30, 31)]
        found = [countdown("2027-03-01", units="months days", now=day, **EVENT).text for day in days]
        assert found == [f"1 month, {n} days left" for n in (4, 3, 2)] + ["1 month, 1 day left"]

    def test_a_fraction_of_a_second_changes_nothing(self) -> None:
        """A page and its script count in whole seconds, so what is made of a clock's time is cut."""
        whole, odd = (
            countdown(
                datetime(2027, 8, 4, 20, 0, 0, fraction, MINSK),
                event_duration=timedelta(seconds=30, microseconds=fraction),
                units="seconds",
                now="2027-08-04T19:59:50",
            )
            for fraction in (0, 987_654)
        )
        assert str(odd) == str(whole)
        assert odd.text == "10 seconds left"
        up = elapsed("2027-08-04T20:00:00.9", units="seconds", now="2027-08-04T20:00:05", zone=MINSK)
        assert (up.text, data(up)["t"]) == ("5 seconds", [[1817398800, 1817398800]])


class TestRecurring:
    """A rule, or its written form in a template: the same widget, and always the next time or this one."""

    @pytest.mark.parametrize(
        ("written", "rule"),
        [
            ("--08-04", Yearly(8, 4, zone="Europe/Minsk")),
            ("--0804", Yearly(8, 4, zone="Europe/Minsk")),
            ("--08-04T20:00", Yearly(8, 4, time="20:00", zone="Europe/Minsk")),
            ("--02-29", Yearly(2, 29, zone="Europe/Minsk")),
            ("---16", Monthly(16, zone="Europe/Minsk")),
            ("---16T20:00", Monthly(16, time="20:00", zone="Europe/Minsk")),
            ("---16T20:00/PT15M", Monthly(16, time="20:00", zone="Europe/Minsk", event_duration="PT15M")),
            ("---31", Monthly(31, zone="Europe/Minsk")),
        ],
    )
    def test_written_and_made(self, written: str, rule: Yearly | Monthly) -> None:
        for now in ("2026-11-22T10:00", "2027-08-04T20:05", "2027-02-28T12:00", "2026-11-16T20:10"):
            made = countdown(rule, now=now, locale="be")
            assert str(countdown(written, zone="Europe/Minsk", now=now, locale="be")) == str(made)
            assert str(countdown(rule, zone="Europe/Minsk", now=now, locale="be")) == str(made)

    @pytest.mark.parametrize("odd", [{"zone": "Asia/Tokyo"}, {"event_duration": "PT5M"}])
    def test_a_rule_is_not_contradicted(self, odd: dict[str, str]) -> None:
        with pytest.raises(InvalidFieldError, match=f"^{next(iter(odd))} contradicts the target's own"):
            countdown(Monthly(16, zone="Europe/Minsk", event_duration="PT15M"), **odd)

    @pytest.mark.parametrize(
        ("target", "now", "state", "text", "start"),
        [
            ("--08-04", "2026-11-22", "before", "255 days left", "2027-08-04T00:00"),
            ("--08-04", "2027-08-04T23:59", "now", "Today is the day", "2027-08-04T00:00"),
            ("--08-04", "2027-08-05", "before", "365 days left", "2028-08-04T00:00"),
            ("--02-29", "2027-02-27", "before", "1 day left", "2027-02-28T00:00"),
            ("---16T20:00", "2026-11-16T19:30", "before", "30 minutes left", "2026-11-16T20:00"),
            ("---16T20:00", "2026-11-16T23:00", "now", "Happening now", "2026-11-16T20:00"),
            ("---16T20:00/PT15M", "2026-11-16T20:14", "now", "Happening now", "2026-11-16T20:00"),
            (
                "---16T20:00/PT15M",
                "2026-11-16T20:15",
                "before",
                "29 days, 23 hours, 45 minutes left",
                "2026-12-16T20:00",
            ),
            ("---31", "2027-02-27", "before", "1 day left", "2027-02-28T00:00"),
        ],
    )
    def test_each_case(self, target: str, now: str, state: str, text: str, start: str) -> None:
        widget = countdown(target, now=now, **EVENT)
        assert (widget.state, widget.text) == (state, text)
        assert widget.target == datetime.fromisoformat(start).replace(tzinfo=MINSK)

    def test_a_length_beside_the_written_form(self) -> None:
        widget = countdown("---16T20:00", event_duration="PT15M", now="2026-11-16T20:15", **EVENT)
        assert widget.state == "before"

    def test_a_page_carries_the_next_ones_for_its_script(self) -> None:
        yearly = data(countdown("--08-04", now="2027-08-04T12:00", **EVENT))["t"]
        starts = [datetime.fromtimestamp(start, MINSK) for start, _ in yearly]
        assert starts == [datetime(year, 8, 4, tzinfo=MINSK) for year in (2027, 2028, 2029)]
        assert [end - start for start, end in yearly] == [86_400] * 3
        monthly = data(countdown("---16T20:00/PT15M", now="2026-11-20", **EVENT))["t"]
        assert len(monthly) == 12
        assert {end - start for start, end in monthly} == {900}
        assert datetime.fromtimestamp(monthly[0][0], MINSK) == datetime(2026, 12, 16, 20, tzinfo=MINSK)
        assert len(data(countdown(HOUR, now="2026-11-20", **EVENT))["t"]) == 1


class TestNow:
    """The clock's time, or what is given: naive is wall time in the event's zone."""

    @pytest.mark.parametrize(
        "now",
        [
            "2027-08-04T18:59",
            "2027-08-04 18:59:00",
            "2027-08-04T15:59Z",
            "2027-08-04T17:59:00+02:00",
            datetime(2027, 8, 4, 18, 59),
            datetime(2027, 8, 4, 18, 59, tzinfo=MINSK),
            datetime(2027, 8, 4, 15, 59, tzinfo=UTC),
            datetime(2027, 8, 5, 0, 59, tzinfo=timezone(timedelta(hours=9))),
            datetime(2027, 8, 4, 18, 59, 0, 999),
            Markup("2027-08-04T18:59"),
        ],
        ids=repr,
    )
    def test_the_ways_to_give_it(self, now: object) -> None:
        widget = countdown(HOUR, now=now, **EVENT)
        assert widget.text == "1 hour, 1 minute left"
        assert widget.now == datetime(2027, 8, 4, 15, 59, tzinfo=UTC)
        assert widget.now.tzinfo is UTC
        assert data(widget)["n"] == 1817395140000

    def test_a_bare_date_is_its_first_instant(self) -> None:
        assert countdown(HOUR, now=date(2027, 8, 4), **EVENT).text == "20 hours left"

    def test_the_clock(self) -> None:
        with time_machine.travel(datetime(2027, 8, 4, 16, 59, 30, 123_999, tzinfo=UTC), tick=False):
            widget = countdown(HOUR, units="seconds", **EVENT)
            assert (widget.text, data(widget)["n"]) == ("29 seconds left", 1817398770123)
            assert elapsed(HOUR, units="days", **EVENT).text == "0 days"
            assert countdown("--08-04", **EVENT).state == "now"

    def test_the_time_is_that_of_making_it_and_not_of_showing_it(self) -> None:
        with time_machine.travel(datetime(2027, 8, 4, 16, 0, tzinfo=UTC), tick=False):
            widget = countdown(HOUR, **EVENT)
        with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False):
            assert widget.text == parse(widget).one("time").text == "1 hour left"

    def test_the_zone_is_the_events_and_not_the_machines(self) -> None:
        kiritimati = countdown(DAY, zone="Pacific/Kiritimati", now="2027-08-03T12:00Z", locale="en")
        honolulu = countdown(DAY, zone="Pacific/Honolulu", now="2027-08-03T12:00Z", locale="en")
        assert (kiritimati.text, honolulu.text) == ("Today is the day", "22 hours left")


# --- the styles -------------------------------------------------------------------------------------------


class TestStyles:
    """Words in three lengths, digits, and boxes."""

    @pytest.mark.parametrize(
        ("style", "locale", "text"),
        [
            ("long", "en", "12 days, 3 hours, 5 minutes, 9 seconds left"),
            ("short", "en", "12 days, 3 hr, 5 min, 9 sec left"),
            ("narrow", "en", "12d 3h 5m 9s left"),
            ("digital", "en", "12 days, 3:05:09 left"),
            ("boxes", "en", "12 days, 3 hours, 5 minutes, 9 seconds left"),
            ("long", "be", "Засталося: 12 дзён 3 гадзіны 5 хвілін 9 секунд"),
            ("digital", "be", "Засталося: 12 дз. 3:05:09"),
            ("long", "pl", "Pozostało: 12 dni, 3 godziny, 5 minut i 9 sekund"),
            ("digital", "fa", "۱۲ روز،\u200f ۳:۰۵:۰۹ مانده"),
            ("short", "de", "Noch 12 Tg., 3 Std., 5 Min. und 9 Sek."),
            ("long", "ka", "12 დღე, 3 საათი, 5 წუთი, 9 წამი"),
        ],
    )
    def test_each_style(self, style: Any, locale: str, text: str) -> None:
        widget = countdown(
            "2027-08-04T03:05:09",
            zone="Europe/Minsk",
            units="days hours minutes seconds",
            style=style,
            now="2027-07-23",
            locale=locale,
        )
        assert widget.text == text
        node = parse(widget)
        assert node.attrs["class"] == f"sw-countdown sw-countdown--{style}"
        if style != "boxes":
            assert node.one("time").text == text
            assert node.one("time").children == [text]

    @pytest.mark.parametrize(
        ("units", "expected"),
        [
            ("months days hours minutes", "2 mths, 3 days, 4 hr, 5 min left"),
            ("years months minutes", "2 mths, 4,565 min left"),
            ("months days hours", "2m 3d 4h left"),
            ("days hours minutes", "64d 4h 5m left"),
        ],
    )
    def test_narrow_months_and_minutes_would_both_be_m(self, units: str, expected: str) -> None:
        widget = countdown("2027-08-04T04:05", units=units, style="narrow", now="2027-06-01", **EVENT)
        assert widget.text == expected
        assert widget.style == "narrow"
        assert "sw-countdown--narrow" in parse(widget).attrs["class"]  # type: ignore[operator]

    def test_digits_show_all_their_units(self) -> None:
        arguments = {**EVENT, "units": "days hours minutes seconds", "style": "digital"}
        assert countdown(HOUR, now="2027-08-04T19:59", **arguments).text == "0:01:00 left"
        assert (
            countdown(HOUR, max_units=1, now="2027-08-02T19:59", **arguments).text == "2 days, 0:01:00 left"
        )


def boxes(widget: object) -> list[tuple[str, str]]:
    """Number and label of each box."""
    found = []
    for box in parse(widget).one("time").all("sw-countdown__box"):
        (number,), (label,) = box.all("sw-countdown__number"), box.all("sw-countdown__unit")
        assert box.children == [number, " ", label]
        found.append((number.text, label.text))
    return found


class TestBoxes:
    """A number above its own label, in the form the number wants; every unit asked for has its box."""

    @pytest.mark.parametrize(
        ("locale", "expected"),
        [
            ("en", [("1", "day"), ("2", "hours"), ("5", "minutes"), ("0", "seconds")]),
            ("be", [("1", "дзень"), ("2", "гадзіны"), ("5", "хвілін"), ("0", "секунд")]),
            ("be@tarask", [("1", "дзень"), ("2", "гадзіны"), ("5", "хвілінаў"), ("0", "сэкундаў")]),
            ("ru", [("1", "день"), ("2", "часа"), ("5", "минут"), ("0", "секунд")]),
            ("uk", [("1", "день"), ("2", "години"), ("5", "хвилин"), ("0", "секунд")]),
            ("pl", [("1", "dzień"), ("2", "godziny"), ("5", "minut"), ("0", "sekund")]),
            ("ar", [("1", "يوم"), ("2", "ساعتان"), ("5", "دقائق"), ("0", "ثانية")]),
            ("he", [("1", "יום"), ("2", "שעות"), ("5", "דקות"), ("0", "שניות")]),
            ("fa", [("۱", "روز"), ("۲", "ساعت"), ("۵", "دقیقه"), ("۰", "ثانیه")]),
            ("tg", [("1", "рӯз"), ("2", "соат"), ("5", "дақиқа"), ("0", "сония")]),
            ("cs", [("1", "den"), ("2", "hodiny"), ("5", "minut"), ("0", "sekund")]),
            ("ka", [("1", "დღე"), ("2", "საათი"), ("5", "წუთი"), ("0", "წამი")]),
            ("ar-EG", [("١", "يوم"), ("٢", "ساعتان"), ("٥", "دقائق"), ("٠", "ثانية")]),
        ],
    )
    def test_labels(self, locale: str, expected: list[tuple[str, str]]) -> None:
        widget = countdown(
            "2027-08-04T02:05",
            zone="Europe/Minsk",
            units="days hours minutes seconds",
            style="boxes",
            now="2027-08-03",
            locale=locale,
        )
        assert boxes(widget) == expected

    @pytest.mark.parametrize("code", ["ar", "be", "he", "pl", "ru"])
    def test_every_number_has_its_form(self, code: str) -> None:
        """The same form that the catalog gives for the number itself."""
        catalog = catalogs.load(code)
        assert catalog is not None
        for n in (0, 1, 2, 3, 5, 10, 11, 12, 19, 21, 22, 25, 99, 100, 101, 102, 111, 1001):
            (box,) = boxes(
                elapsed(
                    datetime(2020, 1, 1, tzinfo=UTC),
                    units="days",
                    style="boxes",
                    now=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=n),
                    locale=code,
                )
            )
            assert box[0].replace(",", "").replace("\xa0", "") == str(n)
            assert box[1] == catalog.find(UNIT_LABELS["days"], n)

    def test_large_numbers_are_grouped(self) -> None:
        widget = countdown("2037-08-04", units="hours", style="boxes", now="2027-08-04", **EVENT)
        assert boxes(widget) == [("87,672", "hours")]

    @pytest.mark.parametrize("state", ["before", "up"])
    def test_zeros_stay(self, state: str) -> None:
        widget = countdown(
            HOUR, count_up=True, style="boxes", now=HOUR if state == "up" else "2027-08-03T20:00", **EVENT
        )
        assert widget.state == state
        days = {"before": ("1", "day"), "up": ("0", "days")}[state]
        assert boxes(widget) == [days, ("0", "hours"), ("0", "minutes")]

    def test_the_first_so_many(self) -> None:
        arguments = {**EVENT, "style": "boxes", "now": "2027-08-04T19:00"}
        widget = countdown(HOUR, units="days hours minutes seconds", max_units=2, **arguments)
        assert boxes(widget) == [("0", "days"), ("1", "hour")]
        assert data(widget)["u"] == "dh"

    @pytest.mark.parametrize(
        ("now", "text"), [("2027-08-04", "Today is the day"), ("2027-08-05", "This day has passed")]
    )
    def test_what_does_not_count_is_a_sentence(self, now: str, text: str) -> None:
        widget = countdown(DAY, style="boxes", now=now, **EVENT)
        assert boxes(widget) == []
        assert parse(widget).one("time").children == [text]


class TestLabel:
    """Words of the page's own take the place of "left" and "ago", and stand before every state."""

    @pytest.mark.parametrize(
        ("now", "text"),
        [
            ("2027-08-02", "2 days"),
            ("2027-08-04", "Today is the day"),
            ("2027-08-06", "2 days"),
        ],
    )
    def test_it_frames_the_duration(self, now: str, text: str) -> None:
        widget = countdown(DAY, count_up=True, label="To 4 August:", now=now, **EVENT)
        assert widget.label == "To 4 August:"
        assert widget.text == text
        node = parse(widget)
        (label,) = node.all("sw-countdown__label")
        assert label.text == "To 4 August:"
        assert node.text == f"To 4 August: {text}"
        assert data(widget)["x"][0] == data(widget)["x"][3] == "{duration}"

    @pytest.mark.parametrize("absent", ["", None])
    def test_none_is_no_element(self, absent: object) -> None:
        assert parse(countdown(DAY, label=absent, now="2027-08-01", **EVENT)).all("sw-countdown__label") == []

    def test_elapsed_time_may_have_one(self) -> None:
        widget = elapsed("2011-08-04", label="In prison for", now="2013-08-04", **EVENT)
        assert parse(widget).text == "In prison for 2 years"


# --- languages --------------------------------------------------------------------------------------------


class TestLanguage:
    """The reader's language, or the page's; what had to come from another says so."""

    @pytest.mark.parametrize(
        ("locale", "tag", "direction"),
        [
            ("en", "en", "ltr"),
            ("be", "be", "ltr"),
            ("be@tarask", "be-tarask", "ltr"),
            ("ar", "ar", "rtl"),
            ("fa", "fa", "rtl"),
            ("he", "he", "rtl"),
            ("ar-EG", "ar-EG", "rtl"),
            ("zh-TW", "zh-Hant-TW", "ltr"),
            ("ka", "ka", "ltr"),
            ("xx", "en", "ltr"),
        ],
    )
    def test_lang_and_dir(self, locale: str, tag: str, direction: str) -> None:
        node = parse(countdown(DAY, zone="Europe/Minsk", now="2027-08-01", locale=locale))
        assert (node.attrs["lang"], node.attrs["dir"]) == (tag, direction)

    def test_the_locale_of_the_page(self) -> None:
        arguments = {"zone": "Europe/Minsk", "now": "2027-08-02"}
        with use_locale("be"):
            inside = countdown(DAY, **arguments)
            assert inside.text == "Засталося: 2 дні"
            assert elapsed("2025-08-02", **arguments).text == "2 гады"
            assert countdown(DAY, locale="pl", **arguments).text == "Pozostało: 2 dni"
        assert countdown(DAY, **arguments).text == "2 days left"
        assert inside.text == "Засталося: 2 дні"
        assert parse(inside).attrs["lang"] == "be"

    @pytest.mark.parametrize(
        ("arguments", "now", "text", "lang"),
        [
            ({}, "2027-08-02", "2 დღე", None),
            ({"count_up": True}, "2027-08-06", "2 დღე", None),
            ({}, "2027-08-04", "Today is the day", "en"),
            ({}, "2027-08-05", "This day has passed", "en"),
            ({"event_duration": "PT1H"}, "2027-08-04", "Happening now", "en"),
            ({"event_duration": "PT1H"}, "2027-08-05", "This is over", "en"),
        ],
    )
    def test_georgian_has_no_catalog(
        self, arguments: dict[str, Any], now: str, text: str, lang: str | None
    ) -> None:
        """A Georgian duration never stands in an English sentence, and an English one says what it is."""
        assert "ka" not in available_locales()
        widget = countdown(DAY, zone="Europe/Minsk", now=now, locale="ka", **arguments)
        node = parse(widget)
        assert widget.text == node.one("time").text == text
        assert (node.attrs["lang"], node.attrs["dir"]) == ("ka", "ltr")
        assert node.one("time").attrs.get("lang") == lang
        assert node.one("time").attrs.get("dir") == ("ltr" if lang else None)
        timed = "event_duration" in arguments
        assert data(widget)["x"] == [
            "{duration}",
            ["Happening now" if timed else "Today is the day", "en", "ltr"],
            ["This is over" if timed else "This day has passed", "en", "ltr"],
            "{duration}",
        ]

    def test_an_english_sentence_in_urdu_runs_from_left_to_right(self) -> None:
        node = parse(countdown(DAY, zone="Europe/Minsk", now=DAY, locale="ur"))
        assert (node.attrs["dir"], node.one("time").attrs["dir"]) == ("rtl", "ltr")

    def test_a_sentence_of_the_next_catalog_of_the_chain(self, draft: Any) -> None:
        draft("be", {TODAY: "Сёння", LEFT: "Засталося: {duration}"})
        draft("be@tarask", {AGO: "{duration} таму"})
        arguments = {"zone": "Europe/Minsk", "locale": "be@tarask", "count_up": True}
        found = {
            now: parse(countdown(DAY, now=now, **arguments)).one("time")
            for now in ("2027-08-03", DAY, "2027-08-05")
        }
        assert [(time.text, time.attrs.get("lang")) for time in found.values()] == [
            ("1 суткі", None),
            ("Сёння", "be"),
            ("1 суткі таму", None),
        ]

    def test_a_draft_is_read_at_once_and_forgotten_with_its_block(self, tmp_path: Any) -> None:
        arguments: dict[str, Any] = {"zone": "Europe/Minsk", "now": "2027-08-01", "locale": "be"}
        for style in STYLES:
            before = str(countdown(DAY, style=style, **arguments))
            with catalogs.use_folder(tmp_path):
                assert str(countdown(DAY, style=style, **arguments)) != before
                assert countdown(DAY, **arguments).text == "3 сутак"
            assert str(countdown(DAY, style=style, **arguments)) == before

    def test_every_language_of_cldr_can_be_shown(self) -> None:
        """With the style of most parts; what CLDR writes may hold no character that our pages refuse."""
        languages = [identifier for identifier in locale_identifiers() if "_" not in identifier]
        assert len(languages) > 250
        for language in languages:
            for style in ("boxes", "digital"):
                widget = countdown(
                    HOUR, zone=UTC, units=UNITS, style=style, now="2026-01-29T11:12:13", locale=language
                )
                node = parse(widget)
                assert node.attrs["lang"] == get_locale(language).tag
                assert data(widget)["u"] == "ymwdhis"
                assert "{" not in node.one("time").text


# --- the markup -------------------------------------------------------------------------------------------


class TestMarkup:
    """One element with a time, a place for announcements and, where seconds tick, a switch."""

    def test_all_of_it(self) -> None:
        widget = countdown(HOUR, units="days seconds", label="Vigil:", now="2027-08-01T20:00", **EVENT)
        node = parse(widget)
        written = node.attrs.pop("data-sw-countdown")
        assert written is not None
        assert node.attrs == {
            "class": "sw-countdown sw-countdown--long",
            "role": "timer",
            "lang": "en",
            "dir": "ltr",
        }
        label, space, row, status = node.children
        assert isinstance(row, Node)
        assert (row.tag, row.attrs) == ("span", {"class": "sw-countdown__row"})
        time, button = row.children
        assert isinstance(label, Node)
        assert (label.tag, label.attrs, label.text) == ("span", {"class": "sw-countdown__label"}, "Vigil:")
        assert space == " "
        assert isinstance(time, Node)
        assert (time.tag, time.text) == ("time", "3 days")
        assert time.attrs == {"class": "sw-countdown__time", "datetime": "2027-08-04T17:00:00Z"}
        assert isinstance(status, Node)
        assert (status.tag, status.text) == ("span", "")
        assert status.attrs == {"class": "sw-hidden", "role": "status"}
        assert isinstance(button, Node)
        assert (button.tag, button.text) == ("button", "Pause")
        assert button.attrs == {
            "class": "sw-countdown__pause",
            "type": "button",
            "hidden": None,
            "aria-pressed": "false",
        }
        assert (button.one("svg").attrs["aria-hidden"], button.one("svg").text) == ("true", "")
        assert button.one("span").attrs == {"class": "sw-hidden"}

    @pytest.mark.parametrize("style", STYLES)
    @pytest.mark.parametrize("now", ["2027-08-01", DAY, "2027-08-06"])
    def test_a_timer_that_announces_nothing_by_itself(self, style: Any, now: str) -> None:
        node = parse(countdown(DAY, style=style, now=now, **EVENT))
        assert node.attrs["role"] == "timer"
        assert "aria-live" not in node.attrs
        assert node.one("span", role="status").text == ""
        assert {child.tag for child in node} == {"time", "span"}

    @pytest.mark.parametrize(
        ("arguments", "there"),
        [
            ({"units": "days hours minutes"}, False),
            ({"units": "seconds"}, True),
            ({"units": "days seconds", "style": "digital"}, True),
            ({"units": "days hours seconds", "style": "boxes"}, True),
            ({"units": "days hours seconds", "style": "boxes", "max_units": 2}, False),
            ({"units": "days hours seconds", "max_units": 2}, True),
        ],
    )
    def test_a_switch_only_where_seconds_tick(self, arguments: dict[str, Any], there: bool) -> None:
        tags = [child.tag for child in parse(countdown(DAY, now="2027-08-01", **EVENT, **arguments))]
        assert tags.count("button") == there

    def test_the_switch_speaks_the_readers_language(self) -> None:
        arguments = {"zone": "Europe/Minsk", "units": "seconds", "now": "2027-08-01"}
        catalog = catalogs.load("be")
        assert catalog is not None
        name = parse(countdown(DAY, locale="be", **arguments)).one("button").one("span")
        assert (name.text, name.attrs.get("lang")) == (catalog.find(PAUSE), None)
        fallen = parse(countdown(DAY, locale="ur", **arguments)).one("button").one("span")
        assert (fallen.text, fallen.attrs["lang"], fallen.attrs["dir"]) == ("Pause", "en", "ltr")

    @pytest.mark.parametrize(
        ("target", "zone", "expected"),
        [
            (DAY, "Europe/Minsk", "2027-08-03T21:00:00Z"),
            (HOUR, "Europe/Minsk", "2027-08-04T17:00:00Z"),
            ("2027-08-04T20:00:30.5", "Europe/Minsk", "2027-08-04T17:00:30Z"),
            ("2027-08-04T20:00-05:30", None, "2027-08-05T01:30:00Z"),
            ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
            ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"),
            ("2027-03-28T02:30", "Europe/Vilnius", "2027-03-28T00:30:00Z"),
            ("0001-01-02", "UTC", "0001-01-02T00:00:00Z"),
            ("0988-07-28", "UTC", "0988-07-28T00:00:00Z"),
            ("9999-12-30", "UTC", "9999-12-30T00:00:00Z"),
            ("--08-04", "Europe/Minsk", "2027-08-03T21:00:00Z"),
            ("---16T20:00", "Europe/Minsk", "2026-12-16T17:00:00Z"),
        ],
    )
    def test_the_target_as_html_writes_an_instant(self, target: str, zone: str | None, expected: str) -> None:
        widget = countdown(target, zone=zone, now="2026-11-22T00:00Z", locale="en")
        written = parse(widget).one("time").attrs["datetime"]
        assert written == expected
        assert GLOBAL_TIME.fullmatch(written)
        assert datetime.fromisoformat(written) == widget.target

    @pytest.mark.parametrize(
        "target", ["0001-01-02", "0001-01-03T12:00", "9999-12-30", "9998-12-31T23:59:59"]
    )
    @pytest.mark.parametrize("now", ["0001-01-03", "2026-11-22", "9999-12-29T12:00"])
    @pytest.mark.parametrize("zone", ["Europe/Minsk", "America/New_York", "Asia/Tokyo"])
    def test_the_ends_of_the_calendar(self, target: str, now: str, zone: str) -> None:
        for widget in (
            countdown(target, zone=zone, now=now),
            countdown(target, zone=zone, now=now, count_up=True),
            elapsed(target, zone=zone, now=now),
        ):
            written = parse(widget).one("time").attrs["datetime"]
            assert written is not None
            assert GLOBAL_TIME.fullmatch(written)
            assert data(widget)["t"][0][0] == int(widget.target.timestamp())


class TestAttributes:
    """Extra attributes of the outer element, checked and escaped."""

    def test_they_are_added(self) -> None:
        attrs = {
            "class_": "big",
            "id": "until",
            "data_page": 4,
            "title": '"><script>',
            "hidden": True,
            "x": None,
        }
        node = parse(countdown(DAY, now="2027-08-01", attrs=attrs, **EVENT))
        assert node.attrs["class"] == "sw-countdown sw-countdown--long big"
        assert (node.attrs["id"], node.attrs["data-page"], node.attrs["title"]) == (
            "until",
            "4",
            '"><script>',
        )
        assert "hidden" in node.attrs
        assert "x" not in node.attrs
        assert parse(elapsed(DAY, now="2027-08-01", attrs={"id": "since"}, **EVENT)).attrs["id"] == "since"

    @pytest.mark.parametrize(
        "attrs",
        [
            {"onclick": "x"},
            {"style": "x"},
            {"data-sw-countdown": "{}"},
            {"data_sw_action": "pause"},
            {"a b": 1},
        ],
    )
    def test_those_that_are_not_the_pages_to_set(self, attrs: dict[str, object]) -> None:
        for make in (countdown, elapsed):
            with pytest.raises(InvalidAttributeError):
                make(DAY, now="2027-08-01", attrs=attrs, **EVENT)


HOSTILE = [
    '"><script>alert(1)</script>',
    "</sw-countdown><img src=x onerror=alert(1)>",
    "'\"]}, <!-- & &amp; &#34;",
    "{duration} {0} {n} {{ 7 * 7 }}",
    '\\u0022 \\" \\',
    "Воля سلام\u200cها 👨‍👩‍👧",
]


class TestHostileText:
    """Neither a page's label nor a catalog's sentence can break out of its place."""

    @pytest.mark.parametrize("label", HOSTILE)
    @pytest.mark.parametrize("style", STYLES)
    def test_labels(self, label: str, style: Any) -> None:
        plain = parse(countdown(DAY, style=style, label="x", now="2027-08-01", **EVENT))
        node = parse(countdown(DAY, style=style, label=label, now="2027-08-01", **EVENT))
        assert [child.tag for child in node] == [child.tag for child in plain]
        assert node.all("sw-countdown__label")[0].text == label
        assert node.attrs == plain.attrs

    def test_markup_is_text(self) -> None:
        node = parse(countdown(DAY, label=Markup("<b>4 August</b>"), now="2027-08-01", **EVENT))
        assert node.all("sw-countdown__label")[0].children == ["<b>4 August</b>"]

    @pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\u2066", "\ud800", "\uffff"])
    def test_deceiving_characters_are_refused(self, character: str) -> None:
        with pytest.raises(
            InvalidFieldError, match=f"label must not contain the character U\\+{ord(character):04X}"
        ):
            countdown(DAY, label=f"a{character}b", now="2027-08-01", **EVENT)

    @pytest.mark.parametrize("text", [text for text in HOSTILE if "{" not in text])
    def test_catalogs(self, draft: Any, text: str) -> None:
        draft("be", {LEFT: f"{{duration}} {text}", TODAY: text, UNIT_LABELS["days"]: (text, text, text)})
        arguments = {"zone": "Europe/Minsk", "locale": "be"}
        before = countdown(DAY, now="2027-08-02", **arguments)
        assert before.text == parse(before).one("time").text == f"2 сутак {text}"
        assert data(before)["x"][:2] == [f"{{duration}} {text}", text]
        assert parse(countdown(DAY, now=DAY, **arguments)).one("time").children == [text]
        box = countdown(DAY, units="days", style="boxes", now="2027-08-02", **arguments)
        assert boxes(box) == [("2", text)]
        assert data(box)["w"]["d"] == [text] * 3


# --- the data for the script ------------------------------------------------------------------------------


def script_text(found: dict[str, Any], counts: dict[str, int]) -> str:
    """What the script makes of its data, for units in words: a number's form, its digits, and the list."""
    parts = []
    separator, least, primary, secondary = found["g"]
    for letter, count in counts.items():
        digits = str(count)
        if len(digits) >= least:
            groups = [digits[-primary:]]
            digits = digits[:-primary]
            while digits:
                groups.insert(0, digits[-secondary:])
                digits = digits[:-secondary]
            digits = separator.join(groups)
        if "d" in found:
            digits = digits.translate({ord("0") + i: zero for i, zero in enumerate(found["d"])})
        slot = count if count < 200 else 200 if count % 10**6 == 0 else 100 + count % 100
        form = found["w"][letter][int(found["p"][slot]) if "p" in found else 0]
        parts.append(form.replace("{0}", digits))
    two, start, middle, end = found["l"]
    if len(parts) < 3:
        return str(two.replace("{0}", parts[0]).replace("{1}", parts[1]) if len(parts) == 2 else parts[0])
    text = parts.pop()
    for pattern in (end, *[middle] * (len(parts) - 2), start):
        text = pattern.replace("{0}", parts.pop()).replace("{1}", text)
    return text


class TestData:
    """Valid JSON in an attribute, from which the script can say what the server says."""

    def test_what_stands_in_it(self) -> None:
        widget = countdown(HOUR, units="days minutes", max_units=1, now="2027-08-01T20:00", **EVENT)
        assert data(widget) == {
            "t": [[1817398800, 1817413200]],
            "n": 1817139600000,
            "z": [10800],
            "u": "di",
            "k": 1,
            "p": "01" + "0" * 199,
            "w": {"d": ["{0} days", "{0} day"], "i": ["{0} minutes", "{0} minute"]},
            "l": ["{0}, {1}"] * 4,
            "g": [",", 4, 3, 3],
            "x": ["{duration} left", "Happening now", "This is over", "{duration} ago"],
        }

    def test_what_differs_in_other_styles(self) -> None:
        arguments = {**EVENT, "units": "hours minutes", "now": "2027-08-01T20:00"}
        assert data(countdown(HOUR, style="digital", max_units=1, **arguments)).items() >= {"s": ":"}.items()
        assert "k" not in data(countdown(HOUR, style="digital", max_units=1, **arguments))
        found = data(countdown(HOUR, style="boxes", **arguments))
        assert (found["b"], found["w"]) == (1, {"h": ["hours", "hour"], "i": ["minutes", "minute"]})
        assert data(countdown(HOUR, count_up=True, **arguments))["c"] == 1
        assert data(elapsed(HOUR, **arguments))["c"] == 2
        assert "c" not in data(countdown(HOUR, **arguments))

    def test_native_digits(self) -> None:
        assert data(countdown(HOUR, zone="Asia/Tehran", now="2027-08-01", locale="fa"))["d"] == "۰۱۲۳۴۵۶۷۸۹"
        assert data(countdown(HOUR, zone="Europe/Minsk", now="2027-08-01", locale="be")).get("d") is None

    def test_the_clock_changes_on_the_way(self) -> None:
        widget = countdown("2027-04-01", zone="Europe/Vilnius", now="2027-03-20", locale="lt")
        summer = int(datetime(2027, 3, 28, 1, tzinfo=UTC).timestamp())
        assert data(widget)["z"] == [7200, summer, 10800]

    def test_it_is_one_line_of_json(self) -> None:
        for style in STYLES:
            for locale in ("ar", "be", "fa", "ka"):
                widget = countdown("--08-04", zone="Europe/Minsk", style=style, now=DAY, locale=locale)
                written = parse(widget).attrs["data-sw-countdown"]
                assert written is not None
                assert written == json.dumps(json.loads(written), ensure_ascii=False, separators=(",", ":"))

    @pytest.mark.parametrize("style", ["long", "short", "narrow"])
    @pytest.mark.parametrize(
        "code", sorted({*available_locales(), "en", *"ka hy ur hi pt_PT lv ja ar_EG sl ro br".split()})
    )
    def test_the_words_can_be_rebuilt_from_it(self, code: str, style: Any) -> None:
        """So the script needs nothing else; that it does so is tried in the browser."""
        letters = dict(zip(UNITS, "ymwdhis", strict=True))
        for counts in (
            {"days": 1},
            {"days": 2, "hours": 1},
            {"years": 21, "months": 11, "days": 5},
            {"years": 2, "weeks": 3, "hours": 100, "minutes": 0},
            {"months": 1001, "days": 12_345, "hours": 1_000_000, "minutes": 22, "seconds": 1},
            dict.fromkeys(UNITS, 99),
        ):
            units = tuple(counts)
            widget = countdown(DAY, zone=UTC, units=units, style=style, now="2027-08-01", locale=code)
            ambiguous = style == "narrow" and {"months", "minutes"} <= set(units)
            spoken = "short" if ambiguous else style
            expected = format_duration(Duration(**counts), units=units, style=spoken, locale=code)
            kept = {letters[unit]: n for unit, n in counts.items() if n}
            assert script_text(data(widget), kept) == expected


# --- errors -----------------------------------------------------------------------------------------------


class TestErrors:
    """Bad input names the argument, and says what would do."""

    @pytest.mark.parametrize(
        ("target", "arguments", "error", "field"),
        [
            (DAY, {"zone": None}, InvalidTimeError, "target"),
            (HOUR, {"zone": None}, InvalidTimeError, "target"),
            (date(2027, 8, 4), {"zone": None}, InvalidTimeError, "target"),
            (datetime(2027, 8, 4), {"zone": None}, InvalidTimeError, "target"),
            ("--08-04", {"zone": None}, InvalidTimeError, "target"),
            ("4 August", {}, InvalidTimeError, "target"),
            ("2027-02-30", {}, InvalidTimeError, "target"),
            ("2027-08-04T25:00", {}, InvalidTimeError, "target"),
            ("", {}, InvalidTimeError, "target"),
            (None, {}, InvalidTimeError, "target"),
            (20270804, {}, InvalidTimeError, "target"),
            (b"2027-08-04", {}, InvalidFieldError, "target"),
            ("--13-04", {}, InvalidTimeError, "month"),
            ("--04-31", {}, InvalidTimeError, "day"),
            ("---32", {}, InvalidTimeError, "day"),
            ("--08-04T24:30", {}, InvalidTimeError, "time"),
            ("---16T20:00/15M", {}, InvalidTimeError, "target"),
            ("---16T20:00/P1D", {}, InvalidFieldError, "event_duration"),
            ("9999-12-31", {}, InvalidTimeError, "target"),
            (DAY, {"now": "soon"}, InvalidTimeError, "now"),
            (DAY, {"now": "2027-02-29"}, InvalidTimeError, "now"),
            (DAY, {"units": "fortnights"}, InvalidFieldError, "units"),
            (DAY, {"units": None}, InvalidFieldError, "units"),
            (DAY, {"units": ""}, InvalidFieldError, "units"),
            (DAY, {"style": "box"}, InvalidFieldError, "style"),
            (DAY, {"style": None}, InvalidFieldError, "style"),
            (DAY, {"max_units": 0}, InvalidFieldError, "max_units"),
            (DAY, {"max_units": "2"}, InvalidFieldError, "max_units"),
            (DAY, {"event_duration": "P1D"}, InvalidFieldError, "event_duration"),
            (DAY, {"event_duration": "-PT1H"}, InvalidFieldError, "event_duration"),
            (DAY, {"event_duration": "an hour"}, InvalidFieldError, "duration"),
            (DAY, {"event_duration": "PT99999999999H"}, InvalidFieldError, "event_duration"),
            (DAY, {"event_duration": timedelta(days=3_000_000)}, InvalidTimeError, "target"),
            (DAY, {"label": b"x"}, InvalidFieldError, "label"),
            ("--08-04", {"count_up": True}, InvalidFieldError, "count_up"),
            ("---16", {"count_up": True}, InvalidFieldError, "count_up"),
        ],
    )
    def test_countdown(
        self, target: object, arguments: dict[str, Any], error: type[InvalidFieldError], field: str
    ) -> None:
        with pytest.raises(InvalidFieldError) as caught:
            countdown(target, **{**EVENT, "now": "2027-08-01", **arguments})
        assert (type(caught.value), caught.value.field) == (error, field)
        assert str(caught.value).startswith(f"{field} ")
        assert isinstance(caught.value, ValueError)

    @pytest.mark.parametrize(
        ("start", "arguments", "field"),
        [
            (DAY, {"zone": None}, "start"),
            ("yesterday", {}, "start"),
            ("--08-04", {}, "start"),
            (DAY, {"now": "soon"}, "now"),
            (DAY, {"units": "fortnights"}, "units"),
            (DAY, {"style": "box"}, "style"),
            (DAY, {"max_units": -1}, "max_units"),
        ],
    )
    def test_elapsed(self, start: object, arguments: dict[str, Any], field: str) -> None:
        with pytest.raises(InvalidFieldError) as caught:
            elapsed(start, **{**EVENT, "now": "2027-08-01", **arguments})
        assert caught.value.field == field

    def test_a_missing_zone_is_said_with_its_remedy(self) -> None:
        with pytest.raises(
            InvalidTimeError, match=r"needs a zone \(pass zone='Europe/Minsk'\); got '2027-08-04'"
        ):
            countdown(DAY)

    @pytest.mark.parametrize("make", [countdown, elapsed])
    def test_an_unknown_zone(self, make: Any) -> None:
        with pytest.raises(
            UnknownZoneError, match=r"Unknown time zone 'Europe/Minks'. Did you mean 'Europe/Minsk'"
        ):
            make(DAY, zone="Europe/Minks")
        with pytest.raises(LookupError):
            make(DAY, zone="../../etc/passwd")

    @pytest.mark.parametrize("locale", ["xx", "", "be;q=x", "../../etc/passwd", 7, object(), b"\xff"])
    def test_a_language_never_fails_a_page(self, locale: object) -> None:
        assert countdown(DAY, zone="Europe/Minsk", now="2027-08-01", locale=locale).text in (
            "3 days left",
            "Засталося: 3 дні",
        )

    def test_everything_is_of_the_library(self) -> None:
        for wrong in ({"zone": "x"}, {"zone": None}, {"units": "x"}, {"attrs": {"style": 1}}, {"style": 7}):
            with pytest.raises(SolidarityWidgetsError):
                countdown(DAY, **{**EVENT, "now": DAY, **wrong})


# --- templates --------------------------------------------------------------------------------------------

#: A template with literals only, and what it says on two pages, which differ in language and in time.
TEMPLATES = {
    "{{ ('2027-08-04' | countdown(zone='Europe/Minsk')).text }}": ("Засталося: 2 дні", "Pozostało: 1 dzień"),
    "{{ ('2027-08-04' | countdown(zone='Europe/Minsk')).state }}": ("before", "before"),
    "{{ ('--08-04' | countdown(zone='Europe/Minsk', style='short')).text }}": (
        "Засталося: 2 дз.",
        "Pozostało: 1 dzień",
    ),
    "{{ ('2011-08-02' | elapsed(zone='Europe/Minsk', label='x')).text }}": ("16 гадоў", "16 lat i 1 dzień"),
    "{{ 'P2D' | format_duration }}": ("2 дні", "2 dni"),
    "{{ 'P2D' | format_duration(style='narrow') }}": ("2 дз.", "2 d."),
    "{{ 'P2D' | format_duration ~ '!' }}": ("2 дні!", "2 dni!"),
    "{{ 'P2D' | format_duration | upper }}": ("2 ДНІ", "2 DNI"),
    "{{ 'да ' ~ ('P2D' | format_duration) }}": ("да 2 дні", "да 2 dni"),
    "{{ 'yes' if 'P2D' | format_duration == '2 дні' else 'no' }}": ("yes", "no"),
    "{{ ['P1D', 'P2D'] | map('format_duration') | join('/') }}": ("1 дзень/2 дні", "1 dzień/2 dni"),
    "{{ ('P2D' | format_duration)[2:] }}": ("дні", "dni"),
    "{{ ('P2D' | format_duration, 1) | first }}": ("2 дні", "2 dni"),
    "{% filter format_duration %}P2D{% endfilter %}": ("2 дні", "2 dni"),
    "{% set words = 'P2D' | format_duration %}{{ words }}": ("2 дні", "2 dni"),
    "{% macro m(x='P2D' | format_duration) %}{{ x }}{% endmacro %}{{ m() }}": ("2 дні", "2 dni"),
    "{% if 'P2D' | format_duration == '2 дні' %}be{% else %}pl{% endif %}": ("be", "pl"),
    "{{ format_duration('P2D') }}": ("2 дні", "2 dni"),
    "{{ countdown('2027-08-04', zone='Europe/Minsk').text }}": ("Засталося: 2 дні", "Pozostało: 1 dzień"),
    "{{ elapsed('2027-08-01', zone='Europe/Minsk').text }}": ("1 дзень", "2 dni"),
}
PAGES = [("be", datetime(2027, 8, 2, tzinfo=MINSK)), ("pl", datetime(2027, 8, 3, tzinfo=MINSK))]


class TestJinja:
    """The filters of a template answer when the page is made, not when the template is compiled."""

    @pytest.mark.parametrize("template", TEMPLATES)
    @pytest.mark.parametrize("compiled_for", [0, 1], ids=["be", "pl"])
    def test_literals_are_not_folded(self, template: str, compiled_for: int) -> None:
        language, moment = PAGES[compiled_for]
        with use_locale(language), time_machine.travel(moment, tick=False):
            page = install(jinja2.Environment(autoescape=True)).from_string(template)
        for (language, moment), expected in zip(PAGES, TEMPLATES[template], strict=True):
            with use_locale(language), time_machine.travel(moment, tick=False):
                assert page.render() == expected

    def test_a_template_that_is_loaded_and_overlaid(self) -> None:
        loader = jinja2.DictLoader({"page": "{{ 'P2D' | format_duration }}"})
        environment = jinja2.Environment(
            loader=loader, extensions=["solidarity_widgets.jinja.SolidarityWidgetsExtension"]
        )
        for each in (environment, environment.overlay(autoescape=True)):
            with use_locale("be"):
                page = each.get_template("page")
            with use_locale("pl"):
                assert page.render() == "2 dni"

    @pytest.mark.parametrize("autoescape", [True, False])
    def test_the_same_as_in_python(self, autoescape: bool) -> None:
        environment = install(jinja2.Environment(autoescape=autoescape))
        arguments: dict[str, Any] = {
            "zone": "Europe/Minsk",
            "label": '<"&>',
            "now": "2027-08-01",
            "locale": "be",
        }
        for name, function in (("countdown", countdown), ("elapsed", elapsed)):
            expected = str(function(DAY, **arguments))
            for template in (
                f"{{{{ day | {name}(zone=zone, label=label, now=now, locale=locale) }}}}",
                f"{{{{ {name}(day, zone=zone, label=label, now=now, locale=locale) }}}}",
                f"{{{{ day | {name}(zone=zone, label=label, now=now, locale=locale) | safe }}}}",
            ):
                assert environment.from_string(template).render(day=DAY, **arguments) == expected

    def test_markup_of_a_pages_own(self) -> None:
        environment = install(jinja2.Environment(autoescape=True))
        template = (
            "{% with c = day | countdown(zone='Europe/Minsk', now='2027-08-02T20:00', locale='be') %}"
            "<b class='{{ c.state }}' data-to='{{ c.target.isoformat() }}'>"
            "{{ c.duration.days }}: {{ c.text }}</b>"
            "{% endwith %}"
        )
        assert environment.from_string(template).render(day=DAY) == (
            "<b class='before' data-to='2027-08-04T00:00:00+03:00'>1: Засталося: 1 дзень 4 гадзіны</b>"
        )


def test_the_script_is_told_the_time_even_at_its_zero() -> None:
    made = countdown("1970-01-02", zone="UTC", now="1970-01-01T00:00:00Z")
    data = json.loads(unescape(re.search(r'data-sw-countdown="([^"]*)"', str(made))[1]))  # type: ignore[index]
    assert data["n"] == 0
