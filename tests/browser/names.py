"""What of a page's accessibility may fail in one language alone, without axe: names, languages, sizes."""

from __future__ import annotations

import re

from playwright.sync_api import Page

#: Languages on whose pages axe examines everything, in light and dark: the source's, the one with the longest
#: texts, and two that are written from right to left, one with digits of its own.
EXAMINED = ("en", "be", "ar", "fa")
#: What must have a name to be announced.
_NAMED = re.compile(r"\s*- (?:link|button|textbox|combobox|checkbox|img|progressbar|navigation)\b")
_FAULTS = """() => {
    const faults = [], all = [...document.querySelectorAll("*")];
    const ids = all.map((one) => one.id).filter(Boolean);
    if (new Set(ids).size < ids.length) faults.push("an id stands twice");
    if (!document.documentElement.lang) faults.push("the page says no language");
    if (!document.title.trim()) faults.push("the page has no title");
    for (const one of all) {
        if (one.hasAttribute("lang"))
            try { Intl.getCanonicalLocales(one.lang || "-"); } catch { faults.push(`lang=${one.lang}`); }
        for (const name of ["for", "aria-labelledby", "aria-describedby"])
            for (const id of (one.getAttribute(name) ?? "").split(" ").filter(Boolean))
                if (!ids.includes(id)) faults.push(`${name}=${id} leads nowhere`);
    }
    for (const one of document.querySelectorAll("main :is(button, summary, input, select, textarea)")) {
        const {width, height} = one.getBoundingClientRect();
        if (one.checkVisibility() && !one.closest("[aria-hidden]") && (width < 24 || height < 24))
            faults.push(`${one.outerHTML} is ${width} by ${height}`);
    }
    return faults;
}"""


def faults(page: Page) -> list[str]:
    """Controls and pictures without a name, and what _FAULTS looks for."""
    shown = page.locator("body").aria_snapshot().splitlines()
    named = [line for line in shown if _NAMED.match(line)]
    assert len(named) > 5, shown
    nameless = [line for line in named if not re.match(r'\s*- [a-z]+ ".*\w', line.replace('\\"', ""))]
    found: list[str] = page.evaluate(_FAULTS)
    return nameless + found
