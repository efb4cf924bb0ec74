"""The default layout: a complete document that needs nothing from the host."""

from __future__ import annotations

from markupsafe import Markup

from solidarity_widgets.html import element, join
from solidarity_widgets.i18n import Translator
from solidarity_widgets.web import messages
from solidarity_widgets.web.assets import layout_links
from solidarity_widgets.web.page import Page


def default_layout(page: Page) -> str:
    """Make the document of a page.

    Args:
        page: The page.

    Returns:
        The HTML document.
    """
    head = element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("title", None, page.title),
        page.head,
        layout_links(page.assets_base, page.nonce),
    )
    main = element("main", {"class": "sw-page__main"}, page.body)
    body = element("body", {"class": f"sw-page sw-page--{page.kind}"}, main, _languages(page))
    document = element("html", {"lang": page.locale.tag, "dir": page.locale.direction}, head, body)
    return f"<!doctype html>\n{document}\n"


def _languages(page: Page) -> Markup:
    if len(page.languages) < 2:
        return Markup("")
    items = [
        element(
            "li",
            None,
            element(
                "a",
                {
                    "href": link.url,
                    "lang": link.locale.tag,
                    "dir": link.locale.direction,
                    "hreflang": link.locale.tag,
                    "aria-current": "page" if link.current else None,
                },
                link.name,
            ),
        )
        for link in page.languages
    ]
    name = Translator(page.locale).message(messages.LANGUAGES).text
    nav = element("nav", {"aria-label": name}, element("ul", {"role": "list"}, *items))
    return element("footer", {"class": "sw-page__footer"}, join(nav))
