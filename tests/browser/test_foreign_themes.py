"""The widgets look the same in other people's themes, whatever those say about every list or button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from solidarity_widgets import get_locale
from solidarity_widgets.assets import SCRIPT, STYLESHEET, read
from solidarity_widgets.demo.gallery import KINDS
from solidarity_widgets.demo.gallery_examples import Texts

from .contexts import fixed
from .foreign_themes import MARK, THEMES, page

#: One process, because each would build the themes' pages again.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("themes")]

Seen = list[tuple[str, str, dict[str, Any]]]

#: The widgets are made at this moment and the browser's clock shows it.
MOMENT = datetime.now(UTC)
TEXTS = Texts(
    "Save the lake", ("The lake is drying up.", "We ask the ministry to stop the pumps."), "Since then:"
)
#: What the widgets inherit is made the same everywhere, so that all other differences are the theme's doing.
ROOM = """
    <style>
        :root { font-size: 16px !important; }
        #room { inline-size: 38rem; font: 16px/1.5 sans-serif; letter-spacing: normal; text-align: start;
            text-transform: none; text-indent: 0; white-space: normal; word-break: normal; hyphens: manual;
            list-style: disc; color: %s; overflow-wrap: normal; font-feature-settings: normal; quotes: auto;
            -webkit-font-smoothing: auto; text-rendering: auto; font-kerning: auto; text-wrap: wrap;
            -webkit-text-size-adjust: auto; text-shadow: none; border-collapse: separate; direction: ltr; }
    </style>
"""
BOX = """
    display position float visibility opacity margin-top margin-right margin-bottom margin-left
    padding-top padding-right padding-bottom padding-left border-top-left-radius border-bottom-right-radius
    background-color background-image box-shadow transform animation-name color-scheme accent-color
    cursor overflow-x overflow-y clip-path row-gap column-gap justify-content align-items
""".split()
TEXT = """
    color font-size font-weight font-style line-height text-align text-transform text-decoration-line
    text-indent text-shadow letter-spacing white-space-collapse text-wrap-mode
""".split()
#: What is the theme's affair, or makes no difference.
THEIRS = {
    "h2": {"font-weight", "letter-spacing"},
    "h3": {"font-weight", "letter-spacing"},
    "h4": {"font-weight", "letter-spacing"},
    "strong": {"font-weight"},
    "label": {"cursor"},
    "ul": {"display"},
    "ol": {"display"},
    "input": {"cursor"},
    "progress": {"accent-color"},
    "details": {"border-top-left-radius", "border-bottom-right-radius"},
    "summary": {"overflow-x", "overflow-y"},
}
#: Pico marks a wrong field by an icon, and keeps the room for it with !important.
KNOWN = {"pico": {"input.sw-form__control padding-left", "input.sw-form__control padding-right"}}
#: What is seen of each element: borders that have a width, the style of words it has, the marker of an item.
SEEN = """
    ([box, text, room]) => [...document.querySelectorAll("#room *")].filter((one) => !one.matches(`
        option, .sw-hidden, .sw-hidden *, .sw-share--text, .sw-share--text *
    `)).map((one) => {
        const name = `${one.localName}.${[...one.classList].join(".")}`;
        if (!one.checkVisibility()) return [one.localName, name, { visible: false }];
        const style = getComputedStyle(one), { width, height } = one.getBoundingClientRect();
        const found = { visible: true, width: Math.round(width * 4) / 4, height: Math.round(height * 4) / 4 };
        const note = (properties) => {
            for (const property of properties) found[property] = style.getPropertyValue(property);
        };
        if (one.matches("select, [type=checkbox]")) note(["appearance"]);
        if (one.matches("[type=checkbox]")) return [one.localName, name, found]; // the browser paints it
        note(box);
        if (found["color-scheme"] == "normal") found["color-scheme"] = "light";
        for (const side of ["top", "right", "bottom", "left"]) {
            const parts = ["width", "style", "color"].map((part) => style[`border-${side}-${part}`]);
            found[`border-${side}`] = parseFloat(parts[0]) ? parts.join(" ") : "none";
        }
        const field = one.matches("input, select, textarea");
        if (field || [...one.childNodes].some((node) => node.nodeType == 3 && node.data.trim())) {
            note(text);
            if (found.color == room) delete found.color; // the page's own colour for plain text
        }
        if (style.display == "list-item") found.marker = style.listStyleType + style.listStyleImage;
        for (const part of ["::before", "::after"]) found[part] = getComputedStyle(one, part).content;
        return [one.localName, name, found];
    })
"""


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """The widgets of each kind, made once so that all themes show the same moment.

    Plain forms are left out: they are meant to look like the rest of the theme.
    """
    locale = get_locale("en")
    return {
        kind: "".join(str(one.widget) for one in make(locale, TEXTS) if 'display="text"' not in one.name)
        for kind, make in KINDS.items()
    }


def differences(ours: Seen, theirs: Seen) -> dict[str, str]:
    """Return what is different in the theme, each once, by the element and the property."""
    assert [name for _, name, _ in ours] == [name for _, name, _ in theirs]
    found: dict[str, str] = {}
    for (tag, name, one), (_, _, other) in zip(ours, theirs, strict=True):
        for what, value in one.items():
            theirs_ = other.get(what)
            if isinstance(value, float) and theirs_ is not None:
                same = abs(value - theirs_) <= 1
            else:
                same = value == theirs_
            if not same and what not in THEIRS.get(tag, ()) and other["visible"] | (what == "visible"):
                found.setdefault(f"{name} {what}", f"{name} {what}: {value} became {theirs_}")
    return found


@pytest.fixture(scope="module")
def seen(opened: Callable, shown: dict[str, str]) -> Callable[[str, str, str], Seen]:
    """What is seen of each element of some widgets in a theme."""
    assets = f"<style>{read(STYLESHEET).decode()}</style>", f"<script>{read(SCRIPT).decode()}</script>"

    @cache
    def seen(theme: str, scheme: str, kind: str) -> Seen:
        colour = {"light": "rgb(51, 51, 51)", "dark": "rgb(221, 221, 221)"}[scheme]
        widgets = f'{ROOM % colour}<div id="room">{shown[kind]}</div>{assets[1]}'
        # The theme comes after our stylesheet, which makes it harder.
        html = page(theme, scheme).replace("<style>", f"{assets[0]}<style>", 1).replace(MARK, widgets)
        with opened(html=html, clock=fixed(MOMENT)) as visit:
            found: Seen = visit.page.evaluate(SEEN, [BOX, TEXT, colour])
        return found

    return seen


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "brands"])
@pytest.mark.parametrize(
    ("name", "scheme"),
    [pytest.param(*each, marks=[pytest.mark.slow] if each[1] == "dark" else []) for each in THEMES],
)
def test_the_theme_reaches_no_element(seen: Callable, name: str, scheme: str, kind: str) -> None:
    found = differences(seen("plain", scheme, kind), seen(name, scheme, kind))
    assert not found.keys() - KNOWN.get(name, ()), "\n".join(sorted(found.values()))
