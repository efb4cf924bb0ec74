"""The contrast (WCAG 2.2, "contrast ratio") of everything that the widgets show, from computed styles."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Locator, Page

_FUNCTIONS = """
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const paint = (layers) => {
        for (const layer of layers) {
            canvas.fillStyle = layer;
            canvas.fillRect(0, 0, 1, 1);
        }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (layers) => paint(layers)
        .map((value) => value / 255)
        .map((value) => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4)
        .reduce((sum, value, index) => sum + value * [.2126, .7152, .0722][index], 0);
    const contrast = (front, back) => {
        const [low, high] = [[...back, front], back].map(luminance).sort((a, b) => a - b);
        return (high + .05) / (low + .05);
    };
    // Everything that is painted behind an element's content: the backgrounds from the page's to its own.
    const behind = (element) => element
        ? [...behind(element.parentElement), getComputedStyle(element).backgroundColor]
        : ["#fff"];
"""
#: Every visible text, the edges or fills by which one sees a control, bars and icons.
_SHOWN = (
    "(roots) => {"
    + _FUNCTIONS
    + """
        const found = [];
        for (const element of roots.flatMap((root) => [root, ...root.querySelectorAll("*")])) {
            if (!element.checkVisibility({ visibilityProperty: true })) continue;
            if (element.closest(".sw-hidden")) continue;
            const style = getComputedStyle(element), outside = behind(element.parentElement);
            const note = (part, least, ...ratios) =>
                found.push([`${element.localName}.${element.classList} ${part}`, Math.max(...ratios), least]);
            const field = element.matches("input:not([type=checkbox]), select, textarea");
            if (field || [...element.childNodes].some((node) => node.nodeType == 3 && node.data.trim()))
                note("text", 4.5, contrast(style.color, behind(element)));
            const button = element.matches(":is(a, button, summary):not(.sw-share__button--brand)");
            if (field || button && parseFloat(style.borderTopWidth)) // one sees a brand's square by its icon
                note("edge", 3, ...[style.borderTopColor, style.backgroundColor].map(
                    (colour) => contrast(colour, outside)));
            if (element.localName == "svg") note("icon", 3, contrast(style.color, outside));
            if (element.localName == "progress") note("bar", 3, contrast(style.color, behind(element)));
        }
        return found;
    }"""
)
#: The contrast of the ring around the control that has the focus; the browser's own ring has enough.
_FOCUS = (
    "(one) => {"
    + _FUNCTIONS
    + """
        const { outlineStyle, outlineColor } = getComputedStyle(one);
        return { auto: 21, none: 1 }[outlineStyle] ?? contrast(outlineColor, behind(one.parentElement));
    }"""
)
WIDGETS = ".sw-share, .sw-countdown, .sw-petition, .sw-progress, .sw-form"
_CONTROLS = ":is(a, button, summary, input, select, textarea)"


class Contrast(NamedTuple):
    """The contrast of a part of an element, and the least that WCAG allows it."""

    name: str
    ratio: float
    least: float


def contrasts(shown: Locator) -> list[Contrast]:
    """Return the contrast of everything in some elements."""
    return [Contrast(*each) for each in shown.evaluate_all(_SHOWN)]


def low_contrasts(page: Page) -> list[Contrast]:
    """Return what has too little contrast in a page's widgets, also under the pointer and with the focus."""
    found = contrasts(page.locator(WIDGETS))
    assert found
    kinds: dict[str, Locator] = {}
    for control in page.locator(f":is({WIDGETS}) {_CONTROLS}:visible").all():
        kinds.setdefault(
            control.evaluate("(one) => one.localName + one.parentElement.parentElement.className"), control
        )
    page.keyboard.press("Tab")  # from now on the reader uses keys
    for control in kinds.values():
        control.hover()
        found += contrasts(control)
        control.focus()
        found += contrasts(control)
        name = control.evaluate("(one) => `${one.localName}.${one.classList} focus`")
        found.append(Contrast(name, control.evaluate(_FOCUS), 3))
    return sorted({each for each in found if each.ratio < each.least})
