"""Widgets whose data or parts somebody damaged: they keep their words, and stop no other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from copy import copy
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from typing import Any

import pytest

from solidarity_widgets import countdown, elapsed, petition_progress, share_buttons

from .contexts import paused
from .site import Answer, Site, live, markup_of

pytestmark = pytest.mark.browser

MADE = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)
MOMENT = MADE + timedelta(seconds=4)
UNITS = "years months weeks days hours minutes seconds"
#: What an attribute may hold that is no JSON object with our data.
ATTRIBUTES = ("", "{", "null", "true", "7", "[]", '"x"', "{}", "undefined")
#: What a key of the data may hold instead; ``...`` stands for a key that is missing.
VALUES: tuple[Any, ...] = (..., None, True, -1, 7.5, "", "x", [], [None], [[]], ["x"], [["x", "y"]], {})
#: Texts that only a computation with damaged data can make.
NONSENSE = re.compile(r"NaN|undefined|null|Infinity|\[object|^\s*$")


#: Keys without which nothing can be computed, and values that can be told from theirs.
NEEDED = ("t", "z", "u", "w", "g")
EVIDENT = {f"{key}: {value!r}" for key in NEEDED for value in (..., None, True, -1, 7.5, {})}
EVIDENT |= {f"t: {value!r}" for value in VALUES} | {"z: []", "z: ['x']"}


def attribute_of(markup: str) -> str:
    return re.search(' (data-sw-(?:countdown|progress))="', markup)[1]  # type: ignore[index]


def with_data(markup: str, data: str | None) -> str:
    """The same widget with other data, or without the attribute."""
    name = attribute_of(markup)
    return re.sub(
        f' {name}="[^"]*"', lambda _: "" if data is None else f' {name}="{escape(data)}"', markup, count=1
    )


def damaged(markup: str) -> Iterator[tuple[str, str]]:
    """Every kind of damage to a widget's data, named."""
    name = attribute_of(markup)
    data: dict[str, Any] = json.loads(unescape(re.search(f'{name}="([^"]*)"', markup)[1]))  # type: ignore[index]
    yield "no attribute", with_data(markup, None)
    for text in ATTRIBUTES:
        yield f"attribute {text}", with_data(markup, text)
    for key in data:
        for value in VALUES:
            changed = {**data, key: value}
            if value is ...:
                del changed[key]
            yield f"{key}: {value!r}", with_data(markup, json.dumps(changed))
        for path, changed in damaged_within(data[key]):
            yield f"{key}{path}", with_data(markup, json.dumps({**data, key: changed}))


def damaged_within(value: Any) -> Iterator[tuple[str, Any]]:
    """A list or an object with one thing in it damaged."""
    if not isinstance(value, (list, dict)):
        return
    for key in range(len(value)) if isinstance(value, list) else value:
        for wrong in (None, -1, 0, 1e300, "x", []):
            changed = copy(value)
            changed[key] = wrong
            yield f"[{key!r}]: {wrong!r}", changed


def without_parts(markup: str) -> Iterator[str]:
    """The widget without one element after the other."""
    for tag in ("time", "button", "span", "p", "progress", "ol", "li"):
        found = re.search(f"<{tag}[ >].*</{tag}>", markup, re.DOTALL)
        if found:
            yield markup.replace(found[0], "")
    yield re.sub(r"(<sw-\w+[^>]*>).*(</sw-\w+>)", r"\1\2", markup, flags=re.DOTALL)


#: The texts of the counters in some HTML.
TEXTS = """(html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    return [...made.content.querySelectorAll("time")].map((time) => time.textContent);
}"""
STYLES: dict[str, dict[str, Any]] = {
    "words": {"units": UNITS},
    "short": {"units": UNITS, "style": "short", "max_units": 3},
    "boxes": {"units": UNITS, "style": "boxes"},
    "digital": {"units": "days hours minutes seconds", "style": "digital"},
}


@pytest.mark.parametrize("locale", ["en", "fa"])
@pytest.mark.parametrize("style", STYLES)
def test_a_damaged_countdown_keeps_words_and_stops_no_other(
    visit: Callable, host: Callable, style: str, locale: str
) -> None:
    def made(now: datetime) -> list[Any]:
        options = {**STYLES[style], "locale": locale, "now": now}
        return [
            countdown(MOMENT, event_duration="PT2S", **options),
            elapsed("2011-08-04", zone="Europe/Minsk", **options),
        ]

    kinds = [list(damaged(markup_of(widget))) for widget in made(MADE)]
    names = [name for some in kinds for name, _ in some]
    broken = markup_of(*(markup for some in kinds for _, markup in some))
    parts = [part for widget in made(MADE) for part in without_parts(markup_of(widget))]
    whole = markup_of(*made(MADE))
    body = (f'<div id="broken">{broken}</div>', *parts, f'<div id="whole">{whole}</div>')
    seen = visit(html=host(whole, *body), clock=paused(MADE))
    before = seen.page.evaluate(TEXTS, broken)
    now = MADE
    for ms in (1100, 1000, 2500, 2000):  # before, before, under way, after
        now += timedelta(milliseconds=ms)
        seen.page.clock.run_for(ms)
        right = seen.page.evaluate(TEXTS, markup_of(*made(now)))
        assert seen.page.locator("#whole time").all_text_contents() == right
        texts = seen.page.locator("#broken time").all_text_contents()
        undamaged = [text for some, text in zip(kinds, right, strict=True) for _ in some]
        for name, text, old, new in zip(names, texts, before, undamaged, strict=True):
            assert not NONSENSE.search(text), name
            if name in EVIDENT:
                assert text in (old, new), name
    assert seen.errors == seen.console == []


@pytest.mark.parametrize("goal", [None, 10, "ladder", {5: "A letter", 21: "A debate"}])
def test_a_damaged_live_count_keeps_words_and_stops_no_other(
    reading: Callable, site: Site, goal: Any
) -> None:
    widget = markup_of(live(7, goal=goal))
    broken = [markup for _, markup in damaged(widget)]
    names = [name for name, _ in damaged(widget)]
    site.answer = Answer(8)
    reader = reading('<div id="broken">', *broken, "</div>", *without_parts(widget), live(7, goal=goal))
    asked = len(reader.waits)
    assert 0 < asked < len(broken)
    reader.ask(asked)
    right = petition_progress(8, goal=goal, locale="en")
    reader.page.locator(".sw-progress__signed").last.filter(has_text=right.text).wait_for()
    for part in ("signed", "goal", "bar"):
        texts = reader.page.locator(f"#broken .sw-progress__{part}").all_text_contents()
        assert len(texts) == (0 if goal is None and part != "signed" else len(broken))
        nonsense = [(name, text) for name, text in zip(names, texts, strict=False) if NONSENSE.search(text)]
        assert nonsense == []
    assert {url.rpartition("/")[2].partition("?")[0] for url in reader.seen.requests} <= {
        "", "x", "count", "favicon.ico", "solidarity_widgets.css", "solidarity_widgets.js",
    }  # fmt: skip
    assert reader.seen.errors == []


def test_a_damaged_step_is_not_said_to_be_reached(reading: Callable, site: Site) -> None:
    made = markup_of(live(7, goal={5: "A letter", 21: "A debate"}))
    site.answer = Answer(8)
    reader = reading(*(made.replace('data-sw-at="21"', f'data-sw-at="{text}"') for text in ("", "x")), made)
    reader.ask(3)
    reached = reader.page.locator(".sw-progress__reached").evaluate_all(
        "(all) => all.map((one) => one.hidden)"
    )
    assert reached == [False, True] * 3


PROVIDERS = "copy_link web_share print"
BROWSER = """
    window.done = [];
    window.print = () => { done.push("print"); };
    navigator.canShare = ({url}) => url.startsWith("http");
    navigator.share = async ({url}) => { done.push(url); };
    navigator.clipboard.writeText = async (text) => { done.push(text); };
"""


def test_a_damaged_button_stops_no_other(visit: Callable, host: Callable) -> None:
    whole = markup_of(share_buttons("https://example.org/", PROVIDERS, title="T", text="t"))
    broken = []
    for name in set(re.findall(r" (data-sw-\w+)=", whole)) | {"class", "role", "type"}:
        broken += [re.sub(f' {name}="[^"]*"', new, whole) for new in ("", f' {name}=""', f' {name}="x"')]
    broken.append(re.sub("<span.*?</span>", "", whole))
    seen = visit(html=host(*broken, '<div id="whole">', whole, "</div>"), scripts=[BROWSER])
    seen.page.evaluate("() => document.querySelectorAll('button').forEach((button) => button.click())")
    seen.page.evaluate("() => { done.length = 0; }")
    for provider in PROVIDERS.split():
        seen.page.locator(f"#whole [data-sw-provider={provider}]").click()
    assert seen.page.evaluate("done") == ["https://example.org/"] * 2 + ["print"]
    assert seen.complaints == []


def test_a_browser_that_fails_when_asked_stops_no_other_button(visit: Callable, host: Callable) -> None:
    """An extension may have replaced the function that says whether there is a share sheet."""
    fails = BROWSER + "navigator.canShare = () => { throw new TypeError('no'); };"
    bar = share_buttons("https://example.org/", "web_share copy_link print")
    made = elapsed("2011-08-04", zone="Europe/Minsk", units=UNITS, now=MADE)
    seen = visit(html=host(bar, made), scripts=[fails], clock=paused(MADE))
    shown = seen.page.locator("[data-sw-provider]:visible").evaluate_all(
        "(all) => all.map((one) => one.dataset.swProvider)"
    )
    assert shown == ["copy_link", "print"]
    seen.page.clock.run_for(1000)
    assert seen.page.locator("time").text_content() != made.text
    assert seen.complaints == []
