"""HTML elements from plain text."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from solidarity_widgets.text import SupportsHtml, safe_text

#: HTML's void elements (HTML Standard, 13.1.2).
_VOID_ELEMENTS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
#: SVG's shapes: foreign content in HTML, where an element may close itself.
_SELF_CLOSING = frozenset({"path", "circle", "rect"})


class _Slot(str):
    """A NUL that is recognized by its identity, because equal one-character strings are the same object."""

    __slots__ = ()


#: A placeholder for a value that is filled in later. No other text contains a NUL: safe_text() rejects it.
SLOT = _Slot("\0")


def element(
    tag: str, attributes: Mapping[str, object] | None = None, *children: SupportsHtml | str
) -> Markup:
    """Create an HTML element.

    Args:
        tag: The element's name, which is trusted.
        attributes: Names, which are trusted, and values. ``None`` and ``False`` omit the attribute; ``True``
            writes only its name; any other value is converted to plain text and escaped.
        *children: Text, which is escaped, or ``Markup`` and widgets, which are not.

    Returns:
        The element with its children. The order of the attributes is kept.

    Raises:
        InvalidFieldError: If a value contains a character that is not allowed in text.

    Example:
        >>> print(element("a", {"href": "https://example.org/?a=1&b=2", "hidden": True}, "<Алесь>"))
        <a href="https://example.org/?a=1&amp;b=2" hidden>&lt;Алесь&gt;</a>
    """
    parts = [f"<{tag}", write_attributes(attributes or {})]
    if tag in _SELF_CLOSING and not children:
        parts.append("/>")
    elif tag in _VOID_ELEMENTS:
        parts.append(">")
    else:
        parts.append(">")
        parts.extend(_child(child) for child in children)
        parts.append(f"</{tag}>")
    return Markup("".join(parts))  # noqa: S704 - every value above was escaped


def write_attributes(attributes: Mapping[str, object]) -> Markup:
    """Return attributes as they stand in a start tag, each after a space.

    Args:
        attributes: As for :func:`element`.

    Returns:
        The attributes, or nothing.

    Raises:
        InvalidFieldError: If a value contains a character that is not allowed in text.

    Example:
        >>> print(write_attributes({"class": "bar", "hidden": True, "title": None}))
         class="bar" hidden
    """
    parts = []
    for name, value in attributes.items():
        if value is True:
            parts.append(f" {name}")
        elif value is not None and value is not False:
            text = SLOT if value is SLOT else safe_text(value, name)
            parts.append(f' {name}="{escape(text)}"')
    return Markup("".join(parts))  # noqa: S704 - every value above was escaped


def _child(child: SupportsHtml | str) -> str:
    if child is SLOT:
        return SLOT
    if isinstance(child, Markup):
        return child
    if not isinstance(child, str) and isinstance(child, SupportsHtml):
        return str(child.__html__())
    return escape(safe_text(child))


def join(*parts: Markup) -> Markup:
    """Join pieces of HTML.

    Args:
        *parts: ``Markup`` from this package.

    Returns:
        The pieces, with nothing between them.

    Example:
        >>> print(join(element("b", None, "1"), element("i", None, "2")))
        <b>1</b><i>2</i>
    """
    return Markup("").join(parts)
