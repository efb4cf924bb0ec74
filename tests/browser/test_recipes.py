"""The guide's sites in a browser: their bars are styled and work, and apps keep the strict content policy."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route

from solidarity_widgets.demo.page import POLICY
from tests.recipes import APPS, RECIPES, running

from .site import ELSEWHERE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", RECIPES)
def test_the_bar_is_styled_and_works(visit: Callable, tmp_path: Path, name: str) -> None:
    recipe = RECIPES[name]

    def with_policy(route: Route) -> None:
        with urllib.request.urlopen(route.request.url, timeout=20) as answer:
            headers = {"Content-Type": answer.headers["Content-Type"], "Content-Security-Policy": POLICY}
            route.fulfill(headers=headers, body=answer.read())

    with running(recipe, tmp_path) as origin:
        seen = visit(ELSEWHERE, fresh=True)
        seen.origin = origin
        seen.requests.clear()
        if name in APPS:  # the themes of the generators have inline scripts
            seen.context.route(origin + recipe.page, with_policy)
        seen.page.goto(origin + recipe.page)
        bar = seen.page.locator(".sw-share")
        button = bar.locator(".sw-share__button").first
        assert "flex" in button.evaluate("(button) => getComputedStyle(button).display")
        assert bar.locator("[data-sw-action=copy]").is_visible()
        ours = [url for url in seen.requests if "solidarity_widgets" in url]
        assert len(ours) == 2
        assert not [failure for failure in seen.failures if "solidarity_widgets" in failure]
        assert seen.errors == seen.strangers == []
        if name in APPS:
            assert seen.complaints == []
