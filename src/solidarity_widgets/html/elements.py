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
    """Told from an ordinary NUL by its identity: one-character strings are all the same object."""

    __slots__ = ()


#: Stands for a value that is filled in later; safe_text() lets no other text hold a NUL.
SLOT = _Slot("\0")


def element(
    tag: str, attributes: Mapping[str, object] | None = None, *children: SupportsHtml | str
) -> Markup:
    """Make one HTML element.

    Args:
        tag: The element's name; trusted.
        attributes: Names, which are trusted, and values: ``None`` and ``False`` leave the attribute out,
            ``True`` writes the bare name, anything else is made plain text and escaped.
        *children: Text, which is escaped, or ``Markup`` and widgets, which are not.

    Returns:
        The element with its children, attributes in the order given.

    Raises:
        InvalidFieldError: If a value holds a character that no text may have.

    Example:
        >>> print(element("a", {"href": "https://example.org/?a=1&b=2", "hidden": True}, "<Алесь>"))
        <a href="https://example.org/?a=1&amp;b=2" hidden>&lt;Алесь&gt;</a>
    """
    parts = [f"<{tag}"]
    for name, value in (attributes or {}).items():
        if value is True:
            parts.append(f" {name}")
        elif value is not None and value is not False:
            text = SLOT if value is SLOT else safe_text(value, name)
            parts.append(f' {name}="{escape(text)}"')
    if tag in _SELF_CLOSING and not children:
        parts.append("/>")
    elif tag in _VOID_ELEMENTS:
        parts.append(">")
    else:
        parts.append(">")
        parts.extend(_child(child) for child in children)
        parts.append(f"</{tag}>")
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
    """Join pieces of HTML without anything between them.

    Args:
        *parts: Markup made here.

    Returns:
        Their concatenation.

    Example:
        >>> print(join(element("b", None, "1"), element("i", None, "2")))
        <b>1</b><i>2</i>
    """
    return Markup("").join(parts)
