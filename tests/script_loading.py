"""Pages that load the script at every time there is, and a check that all of it works; for all engines."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from solidarity_widgets import elapsed, petition_progress, script, share_buttons, stylesheet

#: Loaded first: what no browser does without a window is noted instead, and everything waits a hundredth.
STUBS = """
    window.done = [];
    window.print = () => { done.push("print"); };
    navigator.canShare = () => true;
    navigator.share = async () => { done.push("share"); };
    navigator.clipboard.writeText = async () => { done.push("copy"); };
    const set = setTimeout;
    window.setTimeout = (what, ms, ...words) => set(what, ms / 100, ...words);
"""
DEFERRED = str(script(base="/static"))
PLAIN = DEFERRED.replace(" defer", "")
#: Where the script is: in the head, and at the end of the body.
PLACES = {
    "in the head": (PLAIN, ""),
    "deferred": (DEFERRED, ""),
    "asynchronous": (PLAIN.replace("<script", "<script async"), ""),
    "at the end": ("", PLAIN),
    "twice": (PLAIN, PLAIN),
}
#: How the widgets come into a page that has run the script, from the HTML of a page that has them.
WAYS = {
    "innerHTML": """(html) => {
        const made = document.createElement("template");
        made.innerHTML = html;
        document.querySelector("main").innerHTML = made.content.querySelector("main").innerHTML;
    }""",
    "cloneNode": """(html) => {
        const made = document.createElement("template");
        made.innerHTML = html;
        document.querySelector("main").append(...made.content.querySelector("main").cloneNode(true).children);
    }""",
    "a swap": """(html) => {
        const next = new DOMParser().parseFromString(html, "text/html");
        document.querySelector("main").replaceWith(next.querySelector("main"));
    }""",
    "a new body": """(html) => {
        const next = new DOMParser().parseFromString(html, "text/html");
        document.documentElement.replaceChild(document.adoptNode(next.body), document.body);
    }""",
    "a new body and the script again": """(html) => new Promise((done) => {
        const next = new DOMParser().parseFromString(html, "text/html");
        document.documentElement.replaceChild(document.adoptNode(next.body), document.body);
        const again = document.createElement("script");
        again.src = document.querySelector("script[integrity]").src;
        again.onload = done;
        document.head.append(again);
    })""",
    "back, from a copy": """(html) => {
        const made = document.createElement("template");
        made.innerHTML = html;
        document.querySelector("main").append(...made.content.querySelector("main").children);
        const copy = document.body.cloneNode(true);
        document.body.innerHTML = "";
        document.body.replaceWith(copy);
    }""",
}


def write_page(head: str, end: str, *, empty: bool = False) -> str:
    """Write a page with widgets, or one into which they come later."""
    widgets = [
        share_buttons("https://example.org/", "copy_link web_share print"),
        elapsed("2011-08-04", zone="Europe/Minsk", units="days seconds", label="In prison:"),
        petition_progress(7, count_url="/count"),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>'
        f'<link rel="icon" href="/icon.svg">{stylesheet(base="/static")}'
        f'<script src="/stubs.js"></script>{head}</head>'
        f"<body><main>{'' if empty else ''.join(map(str, widgets))}</main>{end}</body></html>"
    )


def check_everything(run: Callable[..., Any], click: Callable[[str], None]) -> None:
    """Press every button, and see both numbers move, in a page whose count has become 8.

    Args:
        run: Calls a JavaScript function in the page.
        click: Clicks on what a selector finds.
    """

    def wait_for(function: str, expected: object, *arguments: object) -> None:
        end = time.monotonic() + 10
        while (found := run(function, *arguments)) != expected and time.monotonic() < end:
            time.sleep(0.05)
        assert found == expected

    visible = """() => [...document.querySelectorAll("button")].filter((one) => one.checkVisibility())
        .map((one) => one.dataset.swProvider ?? "pause")"""
    wait_for(visible, ["copy_link", "web_share", "print", "pause"])
    for provider in ("copy_link", "web_share", "print"):
        click(f"[data-sw-provider={provider}]")
    wait_for("() => done", ["copy", "share", "print"])

    text = "() => document.querySelector('time').textContent"
    before = run(text)
    wait_for(f"(before) => ({text})() != before", True, before)
    pressed = "() => document.querySelector('.sw-countdown__pause').ariaPressed"
    click(".sw-countdown__pause")
    wait_for(pressed, "true")
    before = run(text)
    time.sleep(0.3)  # thirty ticks
    assert run(text) == before
    click(".sw-countdown__pause")
    wait_for(f"(before) => ({text})() != before", True, before)

    right = petition_progress(8, locale="en").text
    wait_for("() => document.querySelector('.sw-progress__signed').textContent", right)
