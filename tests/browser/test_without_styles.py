"""Pages without our stylesheet and script: readable, and nothing is larger than the text around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

import solidarity_widgets as sw
from solidarity_widgets.sharing.fields import Display

pytestmark = pytest.mark.browser

URL = "https://example.org/lake"
LAKE = sw.Petition(
    "lake",
    title="Save the lake",
    text="It is in danger.",
    demands=["Stop"],
    goal={100: "A reply"},
    closes="2027-08-04",
    zone="Europe/Minsk",
    fields="name email country postcode message",
    consents="processing updates public",
)
WIDGETS = {
    **{
        f"share, {display}": lambda display=display: sw.share_buttons(
            URL,
            "telegram vk email copy_link web_share print qr google_plus",
            retired="inert",
            display=display,
        )
        for display in get_args(Display)
    },
    **{
        f"countdown, {style}": lambda style=style: sw.countdown(
            "2027-08-04",
            zone="Europe/Minsk",
            style=style,
            units="days hours minutes seconds",
            now="2027-08-01",
        )
        for style in ("long", "digital", "boxes")
    },
    "petition": lambda: sw.petition(
        LAKE, signed=7, action="/sign", csrf="t", errors={"email": "missing"}, now="2027-07-10"
    ),
    "petition, thanks": lambda: sw.petition(
        LAKE, signed=100, step="thanks", share=sw.share_buttons(URL, "telegram vk"), now="2027-07-10"
    ),
    "progress": lambda: sw.petition_progress(7, goal=10, count_url="/count"),
}
#: The boxes of what is neither text nor a field, and what is displayed although it is hidden.
MEASURED = """() => {
    const main = document.querySelector("main"), box = (one) => one.getBoundingClientRect();
    const name = (one) => one.outerHTML.slice(0, 80);
    return {
        text: parseFloat(getComputedStyle(main).fontSize),
        pictures: [...main.querySelectorAll("svg, img")].filter((one) => box(one).width)
            .map((one) =>
                [name(one), box(one).width, box(one).height, Boolean(one.closest("details:not([open])"))]),
        shown: [...main.querySelectorAll("[hidden]")].filter((one) => box(one).width).map(name),
        wide: [...main.querySelectorAll("*")].filter((one) => box(one).right > innerWidth + 1).map(name),
        words: main.innerText,
    };
}"""


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_larger_than_the_text(visit: Callable, name: str, width: int) -> None:
    widget = WIDGETS[name]()
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title></head>'
        f"<body><main><p>Text</p>{widget}</main></body></html>"
    )
    seen = visit(html=html, viewport={"width": width, "height": 720})
    measured = seen.page.evaluate(MEASURED)
    for picture, across, down, folded in measured["pictures"]:
        largest = 160 if folded else 1.5 * measured["text"]  # a QR code opens when the reader asks for it
        assert max(across, down) <= largest, picture
    assert measured["shown"] == []
    assert measured["wide"] == []
    assert seen.complaints == []


@pytest.mark.parametrize("name", [name for name in WIDGETS if name.startswith("share") or "thanks" in name])
def test_each_button_has_its_words(visit: Callable, name: str) -> None:
    html = f'<!doctype html><html lang="en"><title>A</title><main>{WIDGETS[name]()}</main></html>'
    seen = visit(html=html)
    words = seen.page.evaluate(MEASURED)["words"]
    for network in ("Telegram", "VK"):
        assert network in words
    assert "Copy" not in words, "a button that needs the script"
