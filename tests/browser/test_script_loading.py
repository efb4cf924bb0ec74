"""In Chromium the script works whenever it runs, and however the widgets come into the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.script_loading import PLACES, STUBS, WAYS, check_everything, write_page

from .site import ELSEWHERE, Answer, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def opened_page(visit: Callable, site: Site) -> Callable[[str], Any]:
    """Opens a page of the site."""

    def open_page(html: str) -> Any:
        site.pages["/"] = (html.replace('<script src="/stubs.js"></script>', ""), {})
        site.answer = Answer(8)
        seen = visit(ELSEWHERE, scripts=[STUBS])
        seen.origin = site.origin
        seen.requests.clear()
        seen.page.goto(site.origin + "/")
        return seen

    return open_page


def check(seen: Any) -> None:
    def run(function: str, *arguments: object) -> Any:
        return seen.page.evaluate(f"(all) => ({function})(...all)", list(arguments))

    check_everything(run, seen.page.click)
    assert seen.errors == seen.strangers == []


@pytest.mark.parametrize("place", PLACES)
def test_the_script_works_wherever_it_is(opened_page: Callable[[str], Any], place: str) -> None:
    check(opened_page(write_page(*PLACES[place])))


@pytest.mark.parametrize("way", WAYS)
def test_later_widgets_work(opened_page: Callable[[str], Any], way: str) -> None:
    seen = opened_page(write_page(*PLACES["deferred"], empty=True))
    seen.page.evaluate(WAYS[way], write_page("", ""))
    check(seen)


def test_a_theme_that_insists_on_hidden_does_not_matter(opened_page: Callable[[str], Any]) -> None:
    """Bootstrap's rule."""
    head, end = PLACES["deferred"]
    check(opened_page(write_page(f"<style>[hidden] {{ display: none !important }}</style>{head}", end)))
