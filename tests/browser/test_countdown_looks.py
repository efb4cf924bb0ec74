"""How countdowns are laid out: blocks, boxes of one width, and a button beside the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from solidarity_widgets import countdown, elapsed

from .contexts import fixed, paused
from .test_countdown import MADE
from .test_looks import contrasts

pytestmark = pytest.mark.browser

EVENT: dict[str, Any] = {"zone": "Europe/Warsaw", "now": MADE}
UNITS = {
    3: "days hours minutes",
    4: "days hours minutes seconds",
    5: "months days hours minutes seconds",
    6: "years months weeks days hours minutes",
    7: "years months weeks days hours minutes seconds",
}
RECTANGLES = """(all) => all.map((one) => {
    const { left, right, top, bottom, width, height } = one.getBoundingClientRect();
    return { left, right, top, bottom, width, height };
})"""


def rectangles(page: Any, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.locator(selector).evaluate_all(RECTANGLES)
    return found


def test_two_countdowns_do_not_run_together(visit: Callable, host: Callable) -> None:
    day = countdown("2027-04-04", label="Until then:", **EVENT)
    page = visit(html=host(day, elapsed("2011-08-04", **EVENT)), clock=fixed(MADE)).page
    first, second = rectangles(page, "sw-countdown")
    assert first["bottom"] <= second["top"]
    label, time = rectangles(page, ".sw-countdown__label, .sw-countdown__time")[:2]
    assert label["right"] < time["left"]
    assert abs(label["top"] - time["top"]) < 1


def test_one_class_of_the_page_makes_it_part_of_a_sentence(visit: Callable, host: Callable) -> None:
    style = "<style>.inline { display: inline }</style>"
    made = countdown("2027-04-04", attrs={"class": "inline"}, **EVENT)
    page = visit(html=host("<p>Only ", made, "!</p>", head=style), clock=fixed(MADE)).page
    (paragraph,), (time,) = rectangles(page, "p"), rectangles(page, "time")
    assert paragraph["height"] < 2 * time["height"]


def test_an_element_that_the_page_hides_is_hidden(visit: Callable, host: Callable) -> None:
    made = countdown("2027-04-04", attrs={"hidden": True}, **EVENT)
    assert visit(html=host(made), clock=fixed(MADE)).page.locator("sw-countdown").is_hidden()


@pytest.mark.parametrize("locale", ["en", "be", "de", "ar"])
@pytest.mark.parametrize("width", [320, 768])
def test_boxes_have_one_width(visit: Callable, host: Callable, width: int, locale: str) -> None:
    """In one row where there is room for it, and otherwise in rows of three, or of four for seven."""
    made = [
        countdown(
            "2028-04-06T13:00", style="boxes", units=units, label="Until then:", locale=locale,
            attrs={"id": f"boxes{number}"}, **EVENT,
        )
        for number, units in UNITS.items()
    ]  # fmt: skip
    html = host(*made, lang=locale)
    page = visit(html=html, clock=fixed(MADE), viewport={"width": width, "height": 900}).page
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    rows = {3: [3], 4: [4], 5: [3, 2], 6: [3, 3], 7: [4, 3]} if width == 320 else {n: [n] for n in UNITS}
    for number in UNITS:
        boxes = rectangles(page, f"#boxes{number} .sw-countdown__box")
        widths = [box["width"] for box in boxes]
        assert max(widths) - min(widths) < 1, (number, widths)
        tops = [box["top"] for box in boxes]
        assert [tops.count(top) for top in dict.fromkeys(tops)] == rows[number]
        for text in rectangles(page, f"#boxes{number} :is(.sw-countdown__number, .sw-countdown__unit)"):
            assert any(
                box["left"] <= text["left"] and text["right"] <= box["right"] for box in boxes
            )  # no text leaves its box


class TestPause:
    """A button with an icon, beside the time."""

    @pytest.mark.parametrize("locale", ["en", "ar"])
    @pytest.mark.parametrize("style", ["long", "digital", "boxes"])
    def test_it_is_beside_the_time(self, visit: Callable, host: Callable, style: str, locale: str) -> None:
        """Also where both need the whole width."""
        made = countdown(
            "2027-04-04T20:00", style=style, units=UNITS[7], label="Until:", locale=locale, **EVENT
        )
        html = host(made, lang=locale)
        page = visit(html=html, clock=fixed(MADE), viewport={"width": 320, "height": 900}).page
        (time,), (pause,) = rectangles(page, "time"), rectangles(page, ".sw-countdown__pause")
        assert (pause["width"], pause["height"]) == (44, 44)
        assert max(time["top"], pause["top"]) < min(time["bottom"], pause["bottom"])
        gap = pause["left"] - time["right"] if locale == "en" else time["left"] - pause["right"]
        assert 0 < gap < 12
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_it_has_a_name_and_one_sees_its_state(
        self, visit: Callable, host: Callable, axe: Callable, scheme: str
    ) -> None:
        made = countdown("2027-04-04T20:00", units="seconds", **EVENT)
        head = '<meta name="color-scheme" content="light dark">'
        page = visit(html=host(made, head=head), clock=fixed(MADE), color_scheme=scheme).page
        button = page.get_by_role("button", name="Pause", exact=True)
        background = "(one) => getComputedStyle(one).backgroundColor"
        shapes = "(all) => all.map((one) => getComputedStyle(one).display)"
        running = button.evaluate(background), button.locator("path").evaluate_all(shapes)
        assert running[1] == ["inline", "none"]
        assert contrasts(page, ".sw-countdown__pause")[0] >= 4.5
        button.click()
        assert page.get_by_role("button", name="Pause", pressed=True).is_visible()
        stopped = button.evaluate(background), button.locator("path").evaluate_all(shapes)
        assert stopped[0] != running[0]
        assert stopped[1] == ["none", "inline"]
        assert contrasts(page, ".sw-countdown__pause")[0] >= 4.5
        assert axe(page).violations == []

    def test_the_icon_is_small_without_the_stylesheet(self, visit: Callable, host: Callable) -> None:
        made = countdown("2027-04-04T20:00", style="boxes", units=UNITS[4], **EVENT)
        page = visit(html=host(made), clock=fixed(MADE), blocked="**/*.css*").page
        (icon,) = rectangles(page, ".sw-countdown__pause svg")
        assert (icon["width"], icon["height"]) == (16, 16)
        assert page.get_by_role("button").inner_text() == "Pause"
        assert page.locator("time").inner_text() == "133 days 6 hours 25 minutes 3 seconds"


def test_digits_do_not_jitter(visit: Callable, host: Callable) -> None:
    made = countdown("2027-04-04T20:00", style="digital", units="hours minutes seconds", **EVENT)
    page = visit(html=host(made), clock=paused(MADE)).page
    widths, texts = set(), set()
    for _ in range(25):
        page.clock.run_for(1000)
        widths.add(rectangles(page, "time")[0]["width"])
        texts.add(page.locator("time").inner_text())
    assert len(texts) == 25
    assert len(widths) == 1


def test_a_text_form_is_one_paragraph(visit: Callable, host: Callable) -> None:
    """It looks the same with the stylesheet and without, and the script leaves it alone."""
    made = countdown("2027-04-04T20:00", units="seconds", label="Until then:", display="text", **EVENT)
    page = visit(html=host(made), clock=paused(MADE)).page
    text = page.locator("main p").inner_text()
    page.clock.run_for(timedelta(minutes=1) // timedelta(milliseconds=1))
    assert page.locator("main p").inner_text() == text
    assert page.evaluate("() => getComputedStyle(document.querySelector('main p')).display") == "block"
