"""Reads a widget's markup as a browser does, and refuses what is not well-formed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from solidarity_widgets.i18n import available_locales

#: Every locale with a catalog, and the source.
LOCALES = sorted({*available_locales(), "en"})
VOID = frozenset({"br", "input"})
#: Elements with a label of their own kind (HTML, "labelable elements").
CONTROLS = ("button", "input", "progress", "select", "textarea")


class Node:
    """An element, its attributes and what is in it."""

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: Node | None = None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []

    def __iter__(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child

    def all(self, *tags: str, **attrs: str | None) -> list[Node]:
        """The elements of these names, or of any, with these attributes; ``class_`` is one of the classes."""
        return [node for node in self if (node.tag in tags or not tags) and node._has(attrs)]

    def one(self, *tags: str, **attrs: str | None) -> Node:
        """The only such element."""
        found = self.all(*tags, **attrs)
        assert len(found) == 1, f"{len(found)} of {tags} {attrs}"
        return found[0]

    def _has(self, attrs: dict[str, str | None]) -> bool:
        for key, value in attrs.items():
            name = key.rstrip("_").replace("_", "-")
            if name == "class":
                if value not in (self.attrs.get("class") or "").split():
                    return False
            elif name not in self.attrs or self.attrs[name] != value:
                return False
        return True

    def attr(self, name: str) -> str:
        """An attribute that must be there, with a value."""
        value = self.attrs.get(name)
        assert value is not None, f"<{self.tag}> has no {name}"
        return value

    def up(self) -> Iterator[Node]:
        """What it stands in, from within."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def text(self) -> str:
        """The text of all in it; of a textarea the value (HTML, "in body": a first break is dropped)."""
        text = "".join(child if isinstance(child, str) else child.text for child in self.children)
        return text.removeprefix("\n") if self.tag == "textarea" else text


class _Tree(HTMLParser):
    def __init__(self, markup: object) -> None:
        super().__init__()
        self.root = self.open = Node("", {})
        self.feed(re.sub("\r\n?", "\n", str(markup)))  # HTML, "preprocessing the input stream"
        self.close()
        assert self.open is self.root, f"<{self.open.tag}> is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in <{tag}>"
        node = Node(tag, dict(attrs), self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_endtag(self, tag: str) -> None:
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment stands in the markup: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def parse(widget: object, tag: str) -> Node:
    """The one element that a widget is."""
    (node,) = _Tree(widget).root.children
    assert isinstance(node, Node)
    assert node.tag == tag
    return node


def hold_ids(node: Node) -> None:
    """No id stands twice, and each that is spoken of is there."""
    ids = [found.attrs["id"] for found in (node, *node) if "id" in found.attrs]
    assert all(ids)
    assert len(set(ids)) == len(ids), f"ids stand twice: {sorted(filter(None, ids))}"
    for found in (node, *node):
        for name in ("for", "aria-labelledby", "aria-describedby"):
            spoken_of = (found.attrs.get(name) or "").split()
            assert set(spoken_of) <= set(ids), f"{name}={spoken_of} of <{found.tag}> leads nowhere"
        if (found.attrs.get("href") or "").startswith("#"):
            assert found.attr("href")[1:] in ids
