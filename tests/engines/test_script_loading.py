"""In Firefox and WebKit the script works whenever it runs, and however the widgets come into the page."""

from __future__ import annotations

import pytest

from tests.script_loading import PLACES, STUBS, WAYS, check_everything, write_page

from .engine import Engine
from .host import Host


@pytest.fixture(autouse=True)
def _count(host: Host) -> None:
    host.scripts["/stubs.js"] = STUBS
    host.signed = 8


def _open(browser: Engine, host: Host, page: str) -> None:
    host.pages["/loading"] = page
    browser.open(host.origin + "/loading")


def _check(browser: Engine) -> None:
    check_everything(browser.run, browser.click)
    assert browser.run("() => heard") == browser.console() == []


@pytest.mark.parametrize("place", PLACES)
def test_the_script_works_wherever_it_is(browser: Engine, host: Host, place: str) -> None:
    _open(browser, host, write_page(*PLACES[place]))
    _check(browser)


@pytest.mark.parametrize("way", WAYS)
def test_later_widgets_work(browser: Engine, host: Host, way: str) -> None:
    _open(browser, host, write_page(*PLACES["deferred"], empty=True))
    browser.run(WAYS[way], write_page("", ""))
    _check(browser)
