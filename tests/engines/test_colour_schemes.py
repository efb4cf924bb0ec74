"""The colours follow the page and its attributes in every engine, as in Chromium."""

from __future__ import annotations

import pytest

from solidarity_widgets import share_buttons

from .engine import Engine
from .host import Host, write_page

BACKGROUNDS = """() => [...document.querySelectorAll(".sw-share__button")]
    .map((one) => getComputedStyle(one).backgroundColor)"""
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(34, 34, 34)"


@pytest.mark.parametrize(
    ("meta", "page"),
    [("", LIGHT), ("light", LIGHT), ("light dark", LIGHT), ("only dark", DARK), ("dark", DARK)],
)
def test_the_page_or_the_nearest_attribute_decides(browser: Engine, host: Host, meta: str, page: str) -> None:
    """The reader of this browser prefers light."""
    bar = share_buttons("https://example.org/", "telegram")
    html = write_page(
        bar,
        f'<div data-sw-theme="dark">{bar}<div data-bs-theme="light">{bar}</div></div>',
        f'<div data-md-color-scheme="slate">{bar}</div><div data-sw-theme="light">{bar}</div>',
    )
    host.pages["/colours"] = html.replace("<head>", f'<head><meta name="color-scheme" content="{meta}">')
    browser.open(f"{host.origin}/colours")
    assert browser.run(BACKGROUNDS) == [page, DARK, LIGHT, DARK, LIGHT]
