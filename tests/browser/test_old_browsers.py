"""Browsers that lack something: what needs it stays as the server made it, and all else works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from solidarity_widgets import elapsed, petition_progress, share_buttons

from .contexts import paused
from .site import SECOND, Answer, Site, live

pytestmark = pytest.mark.browser

MADE = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)
UNITS = "days hours minutes seconds"
#: Takes something from the page before its scripts run; what cannot be deleted is hidden.
WITHOUT = """
    for (const path of [%s]) {
        const names = path.split("."), name = names.pop();
        let owner = window;
        for (const part of names) owner = owner && owner[part];
        if (!owner || !(name in owner)) continue;
        delete owner[name];
        if (name in owner) Object.defineProperty(owner, name, {value: undefined, configurable: true});
    }
"""
#: What browsers of the last ten years did not have at some time, or do not have everywhere.
GONE = (
    "AbortSignal.timeout",
    "AbortSignal",
    "AbortController",
    "customElements",
    "matchMedia",
    "Navigator.prototype.clipboard",
    "Navigator.prototype.share",
    "Navigator.prototype.canShare",
    "isSecureContext",
    "ResizeObserver",
    "IntersectionObserver",
    "Element.prototype.ariaPressed",
    "Element.prototype.replaceChildren",
    "Object.hasOwn",
    "Array.prototype.at",
    "Array.prototype.flat",
    "Array.prototype.flatMap",
    "Array.prototype.findLast",
    "String.prototype.replaceAll",
    "String.prototype.at",
    "Promise.any",
    "structuredClone",
    "queueMicrotask",
    "requestIdleCallback",
    "Temporal",
    "Intl",
    "URL",
    "print",
    "fetch",
    "localStorage",
    "cookieStore",
)


def without(*names: str) -> str:
    return WITHOUT % ", ".join(f'"{name}"' for name in names)


@pytest.mark.parametrize(
    "gone", [*(pytest.param(name, marks=pytest.mark.slow) for name in GONE), "everything"]
)
def test_nothing_throws_half_way(visit: Callable, host: Callable, gone: str) -> None:
    """Buttons that can work are shown and work, and counters count, whatever else is missing.

    Without custom elements, which every browser that can read the script has, nothing is shown.
    """
    names = GONE if gone == "everything" else (gone,)
    stub = "window.printed = 0; window.print = () => { printed++; };"
    taken = [stub, without(*names)]
    made = elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE)
    bar = share_buttons("https://example.org/", "copy_link web_share print")
    seen = visit(
        html=host(bar, made, petition_progress(7, count_url="/count")), clock=paused(MADE), scripts=taken
    )
    page = seen.page
    shown = page.locator("button:visible").evaluate_all(
        "(all) => all.map((one) => one.parentNode.dataset.swAction || 'pause')"
    )
    shares = page.evaluate("() => Boolean(navigator.share && navigator.canShare)")
    elements = "customElements" not in names
    expected = {
        "copy": elements and "Navigator.prototype.clipboard" not in names,
        "share": elements and shares,
        "print": elements and "print" not in names,
        "pause": elements,
    }
    assert shown == [action for action, works in expected.items() if works]
    if expected["print"]:
        page.get_by_role("button", name="Print").click()
        assert page.evaluate("printed") == 1
    page.clock.run_for(2000)
    right = elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE + timedelta(seconds=2))
    text = right.text if expected["pause"] else made.text
    assert page.locator("time").text_content() == text
    assert seen.errors == seen.console == seen.refused == []


def test_the_pause_buttons_state_is_an_attribute(visit: Callable, host: Callable) -> None:
    """In browsers that do not reflect it too."""
    made = elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE)
    taken = [without("Element.prototype.ariaPressed")]
    page = visit(html=host(made), clock=paused(MADE), scripts=taken).page
    button = page.get_by_role("button", name="Pause")
    for state in ("true", "false"):
        button.click()
        assert button.get_attribute("aria-pressed") == state
        before = page.locator("time").text_content()
        page.clock.run_for(2000)
        assert (page.locator("time").text_content() == before) == (state == "true")


class TestTheLiveCount:
    """It needs a browser that can ask, and nothing newer."""

    @pytest.mark.parametrize(
        "gone",
        [
            ["AbortSignal.timeout"],
            ["AbortSignal", "AbortController"],
            [name for name in GONE if name not in ("fetch", "customElements")],
        ],
    )
    def test_it_works(self, reading: Callable, site: Site, gone: list[str]) -> None:
        site.answer = Answer(8)
        reader = reading(live(7), scripts=[without(*gone)])
        right = petition_progress(8, locale="en").text
        reader.elapse(30 * SECOND)
        reader.page.locator(".sw-progress__signed").filter(has_text=right).wait_for()
        site.answer = Answer(9)
        reader.elapse(30 * SECOND)
        right = petition_progress(9, locale="en").text
        reader.page.locator(".sw-progress__signed").filter(has_text=right).wait_for()
        assert reader.seen.errors == []

    def test_a_server_that_never_answers_is_given_up(self, reading: Callable, site: Site) -> None:
        """After ten seconds, without AbortSignal.timeout too."""
        site.answer = Answer(8, slow=True)
        reader = reading(live(7), scripts=[without("AbortSignal.timeout")])
        reader.elapse(30 * SECOND)
        assert reader.waits == [30]
        reader.elapse(9 * SECOND)
        reader.page.wait_for_timeout(50)
        assert reader.waits == [30]
        reader.elapse(SECOND)
        reader.page.wait_for_function("() => waits.length > 1")
        assert reader.waits == [30, 60]
        assert reader.text == petition_progress(7, locale="en").text
        site.answer = Answer(8)
        site.go_on.set()
        reader.elapse(60 * SECOND)
        right = petition_progress(8, locale="en").text
        reader.page.locator(".sw-progress__signed").filter(has_text=right).wait_for()
        assert reader.seen.errors == []

    def test_a_browser_that_cannot_ask_keeps_the_pages_number(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7), scripts=[without("fetch")])
        reader.elapse(600 * SECOND)
        assert reader.text == petition_progress(7, locale="en").text
        assert site.asked == []
        assert reader.seen.errors == []
