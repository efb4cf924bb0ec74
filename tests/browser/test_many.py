"""A page with many counters costs so much for each of them, and nothing for each pair."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from solidarity_widgets import countdown, elapsed, share_buttons

from .contexts import paused

pytestmark = pytest.mark.browser

MADE = datetime(2026, 11, 22, 12, 34, 56, 789000, UTC)
UNITS = "days hours minutes seconds"
#: Counts what the script calls, because time would depend on the machine.
COUNTING = """
    window.work = {};
    const calls = [
        [Element.prototype, "querySelector"], [Document.prototype, "querySelectorAll"], [JSON, "parse"],
        [window, "setTimeout"], [window, "clearTimeout"], [performance, "now"],
    ];
    for (const [owner, name] of calls) {
        const call = owner[name];
        work[name] = 0;
        owner[name] = function (...words) {
            work[name]++;
            return call.apply(this, words);
        };
    }
"""
SPENT = """() => {
    const spent = {...work};
    for (const name in work) work[name] = 0;
    return spent;
}"""
INSERTED = "(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)"
INSERTED_ONE_BY_ONE = """async (html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const one of [...made.content.children]) {
        document.querySelector("main").append(one);
        await null;
    }
}"""
REMOVED = "() => document.querySelectorAll('sw-countdown').forEach((one) => one.remove())"
SIZES = (20, 40, 60)


def counters(count: int) -> list[object]:
    """Counters since different days, so that each has a text of its own."""
    return [
        elapsed(MADE - timedelta(days=n + 1, milliseconds=789), units=UNITS, now=MADE) for n in range(count)
    ]


def is_linear(spent: list[dict[str, int]]) -> bool:
    """Whether twenty more cost as much as the twenty before."""
    return all(
        third[name] - second[name] == second[name] - first[name]
        for first, second, third in [spent]
        for name in first
    )


@pytest.fixture
def opening(visit: Callable, host: Callable) -> Callable[..., Page]:
    """Opens a page whose clock stands still, and whose script's work is counted."""

    def opening(*widgets: object, waits: bool = True) -> Page:
        html = host(*widgets)
        if not waits:
            assert " defer" in html
            html = html.replace(" defer", "")
        page: Page = visit(html=html, clock=paused(MADE), scripts=[COUNTING]).page
        return page

    return opening


@pytest.mark.parametrize("waits", [True, False], ids=["deferred", "at once"])
def test_loading_and_ticking_cost_the_same_for_each(opening: Callable, waits: bool) -> None:
    loaded, ticked, removed = [], [], []
    for size in SIZES:
        page = opening(*counters(size), waits=waits)
        loaded.append(page.evaluate(SPENT))
        before = page.locator("time").all_text_contents()
        page.clock.run_for(1000)
        after = page.locator("time").all_text_contents()
        ticked.append(page.evaluate(SPENT))
        assert len(before) == size
        assert not set(before) & set(after)
        page.evaluate(REMOVED)
        page.clock.run_for(1000)
        removed.append(page.evaluate(SPENT))
    assert loaded[0]["parse"] == SIZES[0]
    assert loaded[0]["querySelector"] >= SIZES[0] <= ticked[0]["querySelector"]
    assert is_linear(loaded), loaded
    assert is_linear(ticked), ticked
    assert is_linear(removed), removed


@pytest.mark.parametrize("insert", [INSERTED, INSERTED_ONE_BY_ONE], ids=["together", "one by one"])
def test_later_counters_cost_the_same_for_each(opening: Callable, insert: str) -> None:
    spent = []
    for size in SIZES:
        page = opening(countdown("2027-08-04", zone="Europe/Minsk", now=MADE))
        page.evaluate(SPENT)
        page.evaluate(insert, "".join(map(str, counters(size))))
        spent.append(page.evaluate(SPENT))
        before = page.locator("time").all_text_contents()
        page.clock.run_for(1000)
        assert page.locator("time").all_text_contents()[1:] != before[1:]
        assert len(before) == size + 1
    assert spent[0]["querySelector"] >= SIZES[0]
    assert is_linear(spent), spent


def test_looking_away_and_back_costs_the_same_for_each(opening: Callable) -> None:
    def look(page: Page, hidden: bool) -> Any:
        page.evaluate(
            """(hidden) => {
                Object.defineProperty(document, "hidden", {configurable: true, value: hidden});
                document.dispatchEvent(new Event("visibilitychange"));
            }""",
            hidden,
        )
        return page.evaluate(SPENT)

    away, back = [], []
    for size in SIZES:
        page = opening(*counters(size))
        page.evaluate(SPENT)
        away.append(look(page, True))
        back.append(look(page, False))
    assert away[0] == away[1] == away[2]
    assert back[0]["querySelector"] >= SIZES[0]
    assert is_linear(back), back


def test_pausing_one_costs_nothing_for_the_others(opening: Callable) -> None:
    spent = []
    for size in SIZES:
        page = opening(*counters(size))
        page.evaluate(SPENT)
        page.evaluate("() => document.querySelector('sw-countdown button').click()")
        page.evaluate("() => document.querySelector('sw-countdown button').click()")
        spent.append(page.evaluate(SPENT))
    assert spent[0] == spent[1] == spent[2]


def test_a_counter_that_comes_later_and_changes_sooner_is_not_late(opening: Callable) -> None:
    """The timer that serves all is set anew for it."""
    page = opening(elapsed("2011-08-04", zone="Europe/Minsk", units="days", now=MADE))
    page.clock.run_for(10_000)
    page.evaluate(INSERTED, str(elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE)))
    for seconds in range(11, 15):
        page.clock.run_for(1000)
        now = MADE + timedelta(seconds=seconds)
        right = elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=now)
        assert page.locator("time").last.text_content() == right.text


def test_a_counter_that_comes_later_and_changes_later_delays_nobody(opening: Callable) -> None:
    page = opening(elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE))
    page.evaluate(INSERTED, str(elapsed("2011-08-04", zone="Europe/Minsk", units="days", now=MADE)))
    for seconds in range(1, 4):
        page.clock.run_for(1000)
        right = elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE + timedelta(seconds=seconds))
        assert page.locator("time").first.text_content() == right.text


def test_a_script_that_does_not_wait_for_the_page_works_too(opening: Callable) -> None:
    """Some hosts put it into a bundle of their own; then elements come before their content."""
    made = elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE)
    page = opening(made, share_buttons("https://example.org/", "print"), waits=False)
    assert page.get_by_role("button", name="Print").is_visible()
    assert page.get_by_role("button", name="Pause").is_visible()
    page.clock.run_for(2000)
    right = elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE + timedelta(seconds=2))
    assert page.locator("time").text_content() == right.text
