"""The text form for e-mail and feeds: plain elements, well-formed XML, and a moment that stays true."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from solidarity_widgets import Countdown, Yearly, countdown, elapsed
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import available_locales
from solidarity_widgets.i18n.cldr import cldr_data
from solidarity_widgets.i18n.cldr.dates import format_day, format_day_and_time

pytestmark = pytest.mark.cldr

EVENT: dict[str, Any] = {"zone": "Europe/Minsk", "locale": "en", "display": "text"}
ALLOWED = {"p", "strong", "span", "time"}


def parse(widget: Countdown) -> ElementTree.Element:
    """The paragraph, read by a parser of XML."""
    return ElementTree.fromstring(str(widget))


def text_of(widget: Countdown) -> str:
    return "".join(parse(widget).itertext())


@pytest.mark.parametrize(
    ("target", "now", "text"),
    [
        ("2027-08-04", "2026-11-22", "255 days left (4 August 2027, Minsk time)"),
        ("2027-08-04", "2027-08-04T12:00", "Today is the day (4 August 2027, Minsk time)"),
        ("2027-08-04", "2027-08-05", "This day has passed (4 August 2027, Minsk time)"),
        ("2027-08-04T20:05", "2027-08-04", "20 hours, 5 minutes left (4 August 2027, 8:05 pm, Minsk time)"),
        (
            "2027-08-04T20:00+05:30",
            "2027-08-04T20:30+05:30",
            "Happening now (4 August 2027, 8:00 pm, UTC+5:30 time)",
        ),
        (Yearly(8, 4, zone="Europe/Minsk"), "2027-08-05", "365 days left (4 August 2028, Minsk time)"),
    ],
)
def test_it_names_the_moment(target: Any, now: str, text: str) -> None:
    zone = None if "+" in str(target) else "Europe/Minsk"
    widget = countdown(target, now=now, **{**EVENT, "zone": zone})
    assert text_of(widget).replace("\u202f", " ") == text  # releases of CLDR differ in the space


def test_the_moment_is_that_of_the_events_zone() -> None:
    """It is still 3 August in UTC when 4 August begins in Minsk."""
    time = parse(countdown("2027-08-04", now="2026-11-22", **EVENT)).find(".//time")
    assert time is not None
    assert (time.text, time.get("datetime")) == ("4 August 2027", "2027-08-03T21:00:00Z")


def test_elapsed_names_its_start() -> None:
    widget = elapsed("2011-08-04", now="2013-08-15", label="In prison:", **EVENT)
    assert text_of(widget) == "In prison: 2 years, 11 days (4 August 2011, Minsk time)"


@pytest.mark.parametrize(("now", "there"), [("2027-08-03", True), ("2027-08-04", False)])
def test_the_label_goes_with_a_duration(now: str, there: bool) -> None:
    widget = countdown("2027-08-04", label="Until:", now=now, **EVENT)
    assert text_of(widget).startswith("Until: ") == there


@pytest.mark.parametrize("style", ["long", "boxes", "digital"])
@pytest.mark.parametrize("locale", [*available_locales(), "ka", "ur"])
def test_only_plain_elements_in_every_language(locale: str, style: Any) -> None:
    options = {**EVENT, "locale": locale, "style": style, "now": "2026-11-22", "units": "days seconds"}
    for widget in (countdown("2027-08-04T20:05", **options), elapsed("2011-08-04", **options)):
        root = parse(widget)
        assert {element.tag for element in root.iter()} <= ALLOWED
        assert root.get("class") == "sw-countdown sw-countdown--text"
        for element in root.iter():
            assert set(element.attrib) <= {"class", "lang", "dir", "datetime"}
        assert widget.text in text_of(widget)


@pytest.mark.parametrize("locale", sorted(available_locales()))
def test_the_moment_is_in_the_readers_language(locale: str) -> None:
    widget = countdown("2027-08-04T20:05", now="2026-11-22", **{**EVENT, "locale": locale})
    moment = format_day_and_time(datetime(2027, 8, 4, 20, 5), widget.locale.cldr_data)
    time = parse(widget).find(".//time")
    assert time is not None
    assert time.text == moment
    assert [span.get("lang") for span in parse(widget).iter("span")] == [None, None]


def test_without_a_catalog_the_moment_is_english_and_says_so() -> None:
    widget = countdown("2027-08-04", now="2026-11-22", **{**EVENT, "locale": "ur"})
    moment = parse(widget).find("span")
    assert moment is not None
    assert "".join(moment.itertext()) == "(4 August 2027, Minsk time)"
    assert (moment.get("lang"), moment.get("dir")) == ("en", "ltr")
    assert "".join(parse(widget).find("strong").itertext()) == widget.text  # type: ignore[union-attr]


def test_hostile_labels_stay_text() -> None:
    label = '"><img src=x onerror=alert(1)> & {date}'
    widget = countdown("2027-08-04", now="2026-11-22", label=label, **EVENT)
    assert text_of(widget).startswith(f"{label} 255 days")


def test_another_display_is_refused() -> None:
    with pytest.raises(InvalidFieldError, match="display") as caught:
        countdown("2027-08-04", zone="Europe/Minsk", display="icon")  # type: ignore[arg-type]
    assert caught.value.field == "display"


@pytest.mark.parametrize("locale", ["en", "be", "fa", "tg", "ar"])
def test_the_day_is_that_of_days_alone(locale: str) -> None:
    data = cldr_data(locale)
    moment = datetime(2027, 8, 4, 0, 0)
    assert format_day(moment.date(), data) in format_day_and_time(moment, data)
