"""Reads pages as an HTML parser does, and compares a hostile one with a harmless one.

A page is rendered twice, with a harmless word and with a hostile text in the same slot. For an HTML parser
both must have the very same tags and attribute names in the same order, and every attribute value and text
of the second must be that of the first with the word replaced by the text: encoded where it is in a link.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from html import escape as escaped
from html.parser import HTMLParser
from typing import Any
from zlib import crc32

from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.urls import percent_encode

from .hostile import TYPES, Wrap
from .pages import RENDERERS, AnySlots, Page, Renderer

Node = tuple[str, str, list[tuple[str, Any]]]
#: The attributes with the script's data, which are JSON.
DATA = ("data-sw-countdown", "data-sw-progress")


class Reader(HTMLParser):
    """Notes what stands in a page: tags with their attributes, and texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read = [(key, json.loads(value or "") if key in DATA else value) for key, value in attrs]
        self.nodes.append(("start", tag, read))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append(("alone", tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.nodes.append(("end", tag, []))

    def handle_data(self, data: str) -> None:
        if self.nodes and self.nodes[-1][0] == "text":
            data = self.nodes.pop()[1] + data
        self.nodes.append(("text", data, []))

    def handle_comment(self, data: str) -> None:
        self.nodes.append(("comment", data, []))

    handle_decl = handle_pi = unknown_decl = handle_comment


WORD = "Harmless"


def in_link(provider: str | None, link: str, text: str) -> str:
    """A network's link with *text* in the place of the word."""
    once = percent_encode(text)
    if provider == "livejournal":  # it reads the entry, and not the subject, as HTML
        subject, sign, entry = link.partition("&event=")
        return subject.replace(WORD, once) + sign + entry.replace(WORD, percent_encode(escaped(text)))
    # Mail.ru takes a whole mailto: URI as one value.
    return link.replace(WORD, percent_encode(once) if provider == "mailru_mail" else once)


def replaced(data: Any, text: str) -> Any:
    """The script's data with *text* in the place of the word, or of its hash; their keys stay."""
    if isinstance(data, dict):
        return {key: replaced(value, text) for key, value in data.items()}
    if isinstance(data, list):
        return [replaced(value, text) for value in data]
    if isinstance(data, str):
        return wording_hash(text) if data == wording_hash(WORD) else data.replace(WORD, text)
    return data


def with_text(nodes: list[Node], text: str) -> list[Node]:
    """The page as it must be with *text* in the place of the word."""
    expected: list[Node] = []
    for kind, name, attributes in nodes:
        provider = dict(attributes).get("data-sw-provider")
        changed = [
            (key, value and (in_link(provider, value, text) if key == "href" else replaced(value, text)))
            for key, value in attributes
        ]
        expected.append((kind, name.replace(WORD, text) if kind == "text" else name, changed))
    return expected


def mixed(text: str) -> Iterator[tuple[str, Renderer, Wrap]]:
    """Every renderer and every type of text, in pairs; which of them meet changes with the text."""
    types = list(TYPES.values())
    first = crc32(text.encode(errors="surrogatepass")) % len(types)
    for (name, render), wrap in zip(RENDERERS.items(), types[first:] + types[:first], strict=True):
        yield name, render, wrap


_rendered: dict[tuple[str, str], str] = {}


def rendered(name: str, page: Page) -> str:
    """A page that many tests compare with, rendered once by each renderer."""
    key = (name, page.arguments)
    if key not in _rendered:
        _rendered[key] = RENDERERS[name](page)
    return _rendered[key]


@cache
def harmless(html: str) -> list[Node]:
    """A page with the word, read."""
    nodes = Reader(html).nodes
    assert any(WORD in str(node) for node in nodes), html
    return nodes


def hold(
    slots: Callable[[Wrap, str], AnySlots], text: str, shown: str | None = None, *, lazy: bool = True
) -> None:
    """Render with the word and with *text* everywhere, and compare.

    Args:
        slots: Puts a text of some type into the slot.
        text: The hostile text.
        shown: What of it stands in the page, if that is not the text itself.
        lazy: Whether the slot takes lazy texts.
    """
    read = cache(lambda html: Reader(html).nodes)  # most renderers write the same
    expected = cache(lambda html: with_text(harmless(html), text if shown is None else shown))
    word = slots(str, WORD)
    for name, render, wrap in mixed(text):
        if wrap is TYPES["lazy"] and not lazy:
            wrap = str
        assert read(render(slots(wrap, text))) == expected(rendered(name, word)), (name, wrap)
