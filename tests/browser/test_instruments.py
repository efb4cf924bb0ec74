"""The instruments hear: a bad page is caught by each of them, so that its silence elsewhere tells."""

from collections.abc import Callable

import pytest

from solidarity_widgets.demo import POLICY

from .names import faults

pytestmark = pytest.mark.browser

BAD = """<!doctype html><title>bad</title>
<img src="https://image.example/pixel.png">
<script>alert("dialog"); setTimeout(() => missing(), 0)</script>
<p style="color: #999">pale"""


def waited(visit) -> None:
    visit.page.wait_for_timeout(400)


@pytest.mark.parametrize(
    "asking",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="prefetch" href="{}">',
        '<iframe src="{}"></iframe>',
        '<p style="background: url({})">p</p>',
        '<script>fetch("{}").catch(() => 0)</script>',
        '<script>navigator.sendBeacon("{}", "")</script>',
        '<a href="#here" ping="{}">a</a><script>document.querySelector("a").click()</script>',
    ],
)
def test_whoever_asks_another_origin_is_heard_twice(visit: Callable, asking: str) -> None:
    """By the browser's own account, and at the only door there is."""
    seen = visit(
        fresh=True, html=f"<!doctype html><title>t</title>{asking.format('https://another.example/x')}"
    )
    for _ in range(50):
        if len(seen.strangers) > 1:
            break
        seen.page.wait_for_timeout(50)
    assert seen.strangers[:2] == ["https://another.example/x", "CONNECT another.example:443 HTTP/1.1"]


def test_dialogs_exceptions_and_failed_requests_are_heard(visit: Callable) -> None:
    seen = visit(fresh=True, html=BAD)
    waited(seen)
    assert seen.dialogs == ["dialog"]
    assert "missing is not defined" in seen.errors[0]
    assert "https://image.example/pixel.png" in seen.failures[0]
    assert any("Failed to load resource" in text for text in seen.console)


@pytest.mark.parametrize("scripting", [True, False])
def test_every_breach_of_the_policy_is_heard(visit: Callable, scripting: bool) -> None:
    seen = visit(fresh=True, html=BAD, policy=POLICY, scripting=scripting)
    waited(seen)
    heard = " ".join(seen.refused)
    assert "https://image.example/pixel.png" in heard
    assert "style-src" in heard
    assert ("script-src" in heard) == scripting
    assert seen.dialogs == []


def test_axe_and_the_measure_of_width_find_what_is_wrong(visit: Callable, axe: Callable) -> None:
    seen = visit(
        fresh=True, html="<!doctype html><html><title>t</title><main><p style='color: #aaa'>pale</p></main>"
    )
    found = axe(seen.page)
    assert {"color-contrast", "html-has-lang"} == {text.partition(":")[0] for text in found.violations}


def test_the_look_without_axe_finds_what_is_wrong(opened: Callable) -> None:
    def look(html: str) -> list[str]:
        with opened(html=html) as visit:
            return faults(visit.page)

    good = "".join(f"<button style='min-height: 24px'>button {n}</button>" for n in range(6))
    head = "<!doctype html><html lang=en><title>t</title><main>"
    assert look(f"{head}{good}") == []
    for bad, told in (
        ("<button style='padding: 24px'></button>", "- button"),
        ("<a href='#'> </a>", "- link"),
        ("<input style='padding: 24px'>", "- textbox"),
        ("<svg role=img></svg>", "- img"),
        ("<button style='all: unset'>i</button>", "by"),
        ("<p id=a></p><p id=a></p>", "an id stands twice"),
        ("<p lang=be@tarask></p>", "lang=be@tarask"),
        ("<p lang=''></p>", "lang="),
        ("<label for=nobody></label>", "for=nobody leads nowhere"),
    ):
        found = look(f"{head}{good}{bad}")
        assert len(found) == 1, (bad, found)
        assert told in found[0]
    assert look(f"<!doctype html>{good}") == ["the page says no language", "the page has no title"]
