"""Links for calendars on the web hold the same moment as the calendar file."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from solidarity_widgets import Monthly, countdown, elapsed
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError

MINSK = "Europe/Minsk"
NOW = "2026-11-22T12:34:56Z"
VIGIL = "2027-08-04T20:00"


def link(target: object, service: Any = "google", **options: Any) -> dict[str, str]:
    given = {name: options.pop(name) for name in ("title", "text", "url") if name in options}
    zone = {} if isinstance(target, Monthly) else {"zone": MINSK}
    url = countdown(target, **{**zone, "now": NOW, **options}).calendar_url(
        service, **{"title": "Vigil", **given}
    )
    assert url.isascii()
    assert "+" not in url
    return dict(parse_qsl(urlsplit(url).query, strict_parsing=True))


@pytest.mark.parametrize(
    ("target", "options", "expected"),
    [
        ("2027-08-04", {}, {"dates": "20270804/20270805"}),
        ("--08-04", {}, {"dates": "20270804/20270805", "recur": "RRULE:FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=4"}),
        (VIGIL, {}, {"dates": "20270804T200000/20270805T000000", "ctz": MINSK}),
        (VIGIL, {"count_up": True}, {"dates": "20270804T200000/20270804T200000", "ctz": MINSK}),
        (
            "---16T20:00/PT15M",
            {},
            {
                "dates": "20261216T200000/20261216T201500",
                "ctz": MINSK,
                "recur": "RRULE:FREQ=MONTHLY;BYMONTHDAY=16",
            },
        ),
        ("---31", {}, {"dates": "20261130/20261201", "recur": "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"}),
        (
            "---30",
            {},
            {
                "dates": "20261130/20261201",
                "recur": "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            },
        ),
        ("2027-08-04T20:00+03:00", {"zone": None}, {"dates": "20270804T170000Z/20270804T210000Z"}),
        (
            "2027-10-31T02:30+01:00",
            {"zone": "Europe/Warsaw", "event_duration": "PT1H"},
            {"dates": "20271031T013000Z/20271031T023000Z"},
        ),
    ],
)
def test_google(target: object, options: dict[str, Any], expected: dict[str, str]) -> None:
    assert link(target, **options) == {"action": "TEMPLATE", "text": "Vigil", **expected}


@pytest.mark.parametrize("service", ["outlook", "office365"])
@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("2027-08-04", {"startdt": "2027-08-04", "enddt": "2027-08-05", "allday": "true"}),
        ("--08-04", {"startdt": "2027-08-04", "enddt": "2027-08-05", "allday": "true"}),
        (VIGIL, {"startdt": "2027-08-04T17:00:00Z", "enddt": "2027-08-04T21:00:00Z"}),
    ],
)
def test_outlook(service: str, target: str, expected: dict[str, str]) -> None:
    fixed = {"path": "/calendar/action/compose", "rru": "addevent", "subject": "Vigil"}
    assert link(target, service) == {**fixed, **expected}


def test_hosts() -> None:
    counter = countdown(VIGIL, zone=MINSK, now=NOW, label="Vigil")
    hosts = [urlsplit(counter.calendar_url(name)).netloc for name in ("google", "outlook", "office365")]
    assert hosts == ["calendar.google.com", "outlook.live.com", "outlook.office.com"]


@pytest.mark.parametrize(("service", "name"), [("google", "details"), ("outlook", "body")])
class TestWords:
    def test_text_and_url(self, service: str, name: str) -> None:
        found = link(
            VIGIL,
            service,
            title="\n Воля & мір + 5%\n",
            text="Light a candle",
            url="https://example.org/?a=1&b",
        )
        assert found[name] == "Light a candle\nhttps://example.org/?a=1&b"
        assert "Воля & мір + 5%" in found.values()

    def test_long_text(self, service: str, name: str) -> None:
        counter = countdown(VIGIL, zone=MINSK, now=NOW)
        url = counter.calendar_url(
            service, title="Vigil", text="слова " * 20_000, url="https://example.org/lake"
        )
        assert len(url) <= (8_000 if service == "google" else 2_000)
        details = dict(parse_qsl(urlsplit(url).query))[name]
        assert details.endswith("слова…\nhttps://example.org/lake")


def test_refuses() -> None:
    counter = countdown(VIGIL, zone=MINSK, now=NOW)
    with pytest.raises(InvalidFieldError, match="service must be one of 'google', 'outlook', 'office365'"):
        counter.calendar_url("yahoo", title="Vigil")  # type: ignore[arg-type]
    with pytest.raises(InvalidFieldError, match="title must not be empty"):
        counter.calendar_url("google")
    with pytest.raises(InvalidFieldError, match="title must be text"):
        counter.calendar_url("google", title={"be": "А"})  # type: ignore[arg-type]
    with pytest.raises(InvalidURLError):
        counter.calendar_url("google", title="Vigil", url="javascript:alert(1)")
    with pytest.raises(InvalidFieldError, match="works for countdowns only"):
        elapsed("2011-08-04", zone=MINSK).calendar_url("google", title="Vigil")
