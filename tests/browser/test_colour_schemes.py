"""Which colours the widgets take: the page's own, whatever the reader prefers, or those of an attribute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest

import solidarity_widgets as sw

pytestmark = pytest.mark.browser

URL = "https://example.org/lake"
LAKE = sw.Petition("lake", title="Save the lake", fields="name country", goal=10)
#: The head of the page, and the scheme that it then has for readers who prefer light and dark.
PAGES = {
    "nothing": ("", ("light", "light")),
    "both": ("<style>:root { color-scheme: light dark }</style>", ("light", "dark")),
    "only dark": ("<style>:root { color-scheme: only dark }</style>", ("dark", "dark")),
    "meta": ('<meta name="color-scheme" content="light dark">', ("light", "dark")),
    "a dark look without a word": (
        "<style>@media (prefers-color-scheme: dark) { body { background: #000; color: #fff } }</style>",
        ("light", "light"),
    ),
}
ATTRIBUTES = {
    'data-sw-theme="light"': "light",
    'data-sw-theme="dark"': "dark",
    'data-bs-theme="light"': "light",
    'data-bs-theme="dark"': "dark",
    'data-md-color-scheme="default"': "light",
    'data-md-color-scheme="slate"': "dark",
    'data-sw-theme="something"': "",
}
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(34, 34, 34)"}

#: The scheme that is used at each place: of the library's own colours, of the browser's colours (which form
#: controls have too), and whether the host's element around it kept its scheme.
SEEN = """
    () => Object.fromEntries([...document.querySelectorAll("[data-place]")].map((place) => {
        const seen = [...place.querySelectorAll(".sw-share__button, .sw-form__control")]
            .map((one) => getComputedStyle(one).backgroundColor);
        const control = place.querySelector("input[type=checkbox]");
        control.style.cssText = "appearance: none; background: Field";
        seen.push(getComputedStyle(control).colorScheme, getComputedStyle(control).backgroundColor);
        return [place.dataset.place, [...seen, getComputedStyle(place).colorScheme]];
    }))
"""


def widgets(**attrs: str) -> str:
    """Return a bar and a form. The form has fields, a list and a checkbox."""
    bar = sw.share_buttons(URL, "telegram vk", attrs=attrs)
    form = sw.petition_form(LAKE, action="/sign", csrf="token", attrs=attrs)
    return f"{bar}{form}"


def places() -> Iterator[tuple[str, str, str]]:
    """Yield the name of a place on the page, its HTML, and the scheme that it asks for."""
    yield "plain", widgets(), ""
    for attribute, scheme in ATTRIBUTES.items():
        yield attribute, f"<div {attribute}>{widgets()}</div>", scheme
    for outer, inner in product(ATTRIBUTES, repeat=2):
        scheme = ATTRIBUTES[inner] or ATTRIBUTES[outer]
        html = f"<div {outer}><p {inner}></p><div {inner}><div>{widgets()}</div></div></div>"
        yield f"{outer} {inner}", html, scheme
    for scheme in ("light", "dark"):
        html = widgets(**{"data-sw-theme": scheme})
        yield f"{scheme} on the widget", html, scheme
        yield f"{scheme} on the widget in dark", f'<div data-bs-theme="dark">{html}</div>', scheme


class TestScheme:
    """Every reader on every page, with and without attributes."""

    @pytest.mark.parametrize("name", PAGES)
    def test_the_page_or_the_nearest_attribute_decides(
        self, visit: Callable, host: Callable, name: str
    ) -> None:
        head, schemes = PAGES[name]
        all_places = list(places())
        # Each place has the same ids, which does no harm here.
        html = host(
            *(f'<div data-place="{index}">{html}</div>' for index, (_, html, _) in enumerate(all_places)),
            head=head,
        )
        for reader, page_scheme in zip(("light", "dark"), schemes, strict=True):
            page = visit(html=html, color_scheme=reader).page
            fields = {
                scheme: page.evaluate(
                    """(scheme) => {
                        const probe = document.body.appendChild(document.createElement("i"));
                        probe.style.cssText = `color-scheme: ${scheme}; background: Field`;
                        return getComputedStyle(probe).backgroundColor;
                    }""",
                    scheme,
                )
                for scheme in ("light", "dark")
            }
            assert fields["light"] != fields["dark"]
            host_scheme = page.evaluate("getComputedStyle(document.body).colorScheme")
            seen = page.evaluate(SEEN)
            for index, (place, _, wanted) in enumerate(all_places):
                *backgrounds, scheme, field, around = seen[str(index)]
                expected = wanted or page_scheme
                assert set(backgrounds) == {BACKGROUNDS[expected]}, (reader, place)
                assert len(backgrounds) == 4
                assert field == fields[expected], (reader, place)
                assert scheme == (wanted or host_scheme), (reader, place)
                assert around == host_scheme, (reader, place)

    @pytest.mark.parametrize("attribute", [name for name in ATTRIBUTES if ATTRIBUTES[name]])
    def test_the_root_may_say_it(self, visit: Callable, host: Callable, attribute: str) -> None:
        html = host(f'<div data-place="all">{widgets()}</div>').replace("<html ", f"<html {attribute} ")
        for reader in ("light", "dark"):
            page = visit(html=html, color_scheme=reader).page
            *backgrounds, scheme, _, around = page.evaluate(SEEN)["all"]
            assert set(backgrounds) == {BACKGROUNDS[ATTRIBUTES[attribute]]}
            assert (scheme, around) == (ATTRIBUTES[attribute], "normal")

    def test_the_page_own_colours_win(self, visit: Callable, host: Callable) -> None:
        head = "<style>:root { color-scheme: dark; --sw-background: #fed; --sw-text: #123 }</style>"
        page = visit(html=host(f'<div data-sw-theme="dark">{widgets()}</div>', head=head)).page
        for selector in (".sw-share__button", ".sw-form__control"):
            colours = "(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
            assert page.locator(selector).first.evaluate(colours) == ["rgb(255, 238, 221)", "rgb(17, 34, 51)"]

    def test_browsers_without_light_dark_keep_the_light_colours(
        self, visit: Callable, host: Callable
    ) -> None:
        """What they read of the stylesheet is the rules outside of @supports."""
        html = host(widgets(), f'<div data-sw-theme="dark">{widgets()}</div>')
        page = visit(html=html).page
        page.evaluate("""() => {
            const [sheet] = document.styleSheets;
            const index = [...sheet.cssRules].findIndex((rule) => rule.conditionText?.includes("light-dark"));
            sheet.deleteRule(index);
        }""")
        backgrounds = "(all) => all.map((one) => getComputedStyle(one).backgroundColor)"
        first, *_, last = page.locator(".sw-form__control").evaluate_all(backgrounds)
        assert (first, last) == (BACKGROUNDS["light"], BACKGROUNDS["dark"])
