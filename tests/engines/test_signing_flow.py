"""A petition in Firefox and WebKit, from the form to the end of the data, with a real mail server."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.web.running import LAKE, running

from .engine import Engine


def wait(seen: Callable[[], object], expected: object) -> None:
    """Wait until something is seen; what is seen instead after ten seconds fails the test."""
    end = time.monotonic() + 10
    while seen() != expected and time.monotonic() < end:
        time.sleep(0.05)
    assert seen() == expected


def sign_confirm_withdraw_erase(browser: Engine, folder: Path) -> None:
    """Go through the pages of a petition."""
    with running(folder) as site:
        browser.open(f"{site.url}/lake?lang=ar")
        assert browser.run("() => document.dir") == "rtl"
        browser.type("[name=name]", "Ales")
        browser.type("[name=email]", "ales@example.org")
        browser.click("[name=consent-processing]")
        browser.click(".sw-form button[type=submit]")
        wait(browser.path, "/lake/check-email")
        site.wait_for_mail(1)
        browser.open(site.link("confirm"))
        browser.click("main form button")
        wait(browser.path, "/lake/thanks")
        assert site.service.count(LAKE) == 1
        browser.open(site.link("withdraw"))
        browser.click("main form button")
        wait(lambda: browser.run("() => document.querySelector('main form') === null"), True)
        assert site.service.count(LAKE) == 0
        browser.open(site.link("erase"))
        browser.click("main form button")
        wait(lambda: browser.run("() => document.querySelector('main form') === null"), True)
        assert site.service.find(LAKE, "ales@example.org") == []


def test_a_signer_with_scripts(browser: Engine, tmp_path: Path) -> None:
    sign_confirm_withdraw_erase(browser, tmp_path)


def test_a_signer_without_scripts(unscripted: Engine, tmp_path: Path) -> None:
    sign_confirm_withdraw_erase(unscripted, tmp_path)
