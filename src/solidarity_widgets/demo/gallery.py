"""The gallery: every widget, light and dark, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, get_args

from importlib_resources import files
from markupsafe import Markup

from solidarity_widgets.api import script, stylesheet
from solidarity_widgets.demo.gallery_examples import (
    Example,
    Texts,
    countdown_examples,
    petition_examples,
    share_examples,
)
from solidarity_widgets.html import element
from solidarity_widgets.i18n import Locale, get_locale

Theme = Literal["light", "dark"]

#: One language of each direction.
LOCALES = ("en", "ar")
#: The folder of the gallery, and its stylesheet.
FOLDER = "gallery"
STYLESHEET = f"{FOLDER}/gallery.css"
#: The pages of a language and theme.
KINDS: Mapping[str, Callable[[Locale, Texts], Iterator[Example]]] = {
    "share": share_examples,
    "brands": share_examples,  # with the brands' colours
    "countdown": countdown_examples,
    "petition": petition_examples,
}


def gallery_path(locale: str, theme: Theme, kind: str) -> str:
    """Return the path of a page.

    Args:
        locale: A language of :data:`LOCALES`.
        theme: ``light`` or ``dark``.
        kind: A name of :data:`KINDS`.

    Returns:
        The path below the site's root.

    Example:
        >>> gallery_path("ar", "dark", "share")
        'gallery/ar/dark/share.html'
    """
    return f"{FOLDER}/{locale}/{theme}/{kind}.html"


def build_gallery(texts: Callable[[Locale], Texts], *, integrity: bool = True) -> dict[str, bytes]:
    """Make the gallery's pages and its stylesheet.

    Args:
        texts: Returns the campaign's texts in a language.
        integrity: Whether the asset tags have integrity values, which browsers reject for local files.

    Returns:
        Path below the site's root -> content.
    """
    content = {STYLESHEET: (files("solidarity_widgets.demo") / "gallery.css").read_bytes()}
    links = [gallery_path(*page) for page in _pages()]
    items = [
        element("li", None, element("a", {"href": path.removeprefix(f"{FOLDER}/")}, path)) for path in links
    ]
    index = element("main", None, element("h1", None, "Gallery"), element("ul", None, *items))
    content[f"{FOLDER}/index.html"] = _document(
        get_locale("en"), "light dark", "Gallery", "..", index, integrity
    )
    for locale, theme, kind in _pages():
        language = get_locale(locale)
        examples = KINDS[kind](language, texts(language))
        content[gallery_path(locale, theme, kind)] = _page(language, theme, kind, examples, integrity)
    return content


def _pages() -> Iterator[tuple[str, Theme, str]]:
    for locale in LOCALES:
        for theme in get_args(Theme):
            for kind in KINDS:
                yield locale, theme, kind


def _index(integrity: bool) -> bytes:
    paths = [gallery_path(*page).removeprefix(f"{FOLDER}/") for page in _pages()]
    items = [element("li", None, element("a", {"href": path}, path)) for path in paths]
    main = element("main", None, element("h1", None, "Gallery"), element("ul", None, *items))
    return _document(get_locale("en"), "light dark", "Gallery", "..", main, integrity)


def _page(locale: Locale, theme: Theme, kind: str, examples: Iterable[Example], integrity: bool) -> bytes:
    sections = [
        element(
            "section",
            {"class": "example", "id": f"example-{number}"},
            element("h2", {"lang": "en", "dir": "ltr"}, example.name),
            element("div", {"class": "shown"}, example.widget),
        )
        for number, example in enumerate(examples)
    ]
    heading = element("h1", {"lang": "en", "dir": "ltr"}, f"{kind}, {theme}")
    main = element("main", None, heading, *sections)
    title = f"{kind}, {theme}"
    return _document(locale, theme, title, "../../..", main, integrity, brands=kind == "brands")


def _document(
    locale: Locale,
    color_scheme: str,
    title: str,
    up: str,
    main: Markup,
    integrity: bool,
    brands: bool = False,
) -> bytes:
    head = element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": color_scheme}),
        element("title", None, title),
        element("link", {"rel": "icon", "type": "image/svg+xml", "href": f"{up}/icon.svg"}),
        element("link", {"rel": "stylesheet", "href": f"{up}/{STYLESHEET}"}),
        stylesheet(base=f"{up}/static", integrity=integrity, brands=brands),
        script(base=f"{up}/static", integrity=integrity),
    )
    body = element("body", None, main)
    document = element("html", {"lang": locale.tag, "dir": locale.direction}, head, body)
    return f"<!doctype html>\n{document}\n".encode()
