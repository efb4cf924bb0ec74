"""The only module that makes HTML: elements, extra attributes, prepared patterns.

Everything else hands over plain text and gets :class:`markupsafe.Markup` back, so there is one place to
audit. Attribute values are always text; children are text unless they are ``Markup`` made here. HTML that
somebody else wrote becomes ``Markup`` only by being cleaned (:func:`clean_inline_html`), never by being
trusted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias
from xml.etree import ElementTree

from markupsafe import Markup, escape

from solidarity_widgets.exceptions import InvalidAttributeError, InvalidURLError, MissingExtraError
from solidarity_widgets.text import SupportsHtml, TextLike, safe_text, to_str
from solidarity_widgets.urls import check_url

#: HTML's void elements (HTML Standard, 13.1.2).
_VOID_ELEMENTS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_ATTRIBUTE_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
#: What a caller may not set: these run code, load something, or belong to the widget itself.
_RESERVED = frozenset(
    {
        "style",
        "srcdoc",
        "href",
        "src",
        "srcset",
        "action",
        "formaction",
        "rel",
        "target",
        "method",
        "enctype",
        "type",
        "ping",
        "attributionsrc",
        "is",
    }
)


class _Slot(str):
    """Told from an ordinary NUL by its identity: one-character strings are all the same object."""

    __slots__ = ()


#: Stands for a value that is filled in later; plain() lets no other text hold a NUL.
SLOT = _Slot("\0")


#: The value of an HTML attribute: ``None`` and ``False`` leave it out, ``True`` writes the bare name.
AttributeValue: TypeAlias = TextLike | bool | int | float
#: Extra HTML attributes of a widget's outer element.
AttributesLike: TypeAlias = Mapping[str, AttributeValue] | None


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
    if tag in _SHAPES and not children:
        parts.append("/>")  # SVG is foreign content in HTML, where an element may close itself
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


class MarkupTemplate:
    """HTML with open slots: prepared once, filled often.

    Args:
        markup: HTML in which attribute values or children are :data:`SLOT`.

    Example:
        >>> link = MarkupTemplate(element("a", {"href": SLOT}, "Telegram"))
        >>> print(link.fill("https://t.me/share/url?url=a&text=b"))
        <a href="https://t.me/share/url?url=a&amp;text=b">Telegram</a>
    """

    __slots__ = ("_pieces",)

    def __init__(self, markup: Markup) -> None:
        self._pieces = str.__str__(markup).split(SLOT)

    def fill(self, *values: str) -> Markup:
        """Return the HTML with *values*, escaped, in the slots.

        Args:
            *values: Plain text, one for each slot in order.

        Returns:
            The finished HTML.

        Raises:
            ValueError: If there are more or fewer values than slots.
        """
        if len(values) != len(self._pieces) - 1:
            raise ValueError(f"the pattern has {len(self._pieces) - 1} slots, got {len(values)} values")
        filled = [self._pieces[0]]
        for value, piece in zip(values, self._pieces[1:], strict=True):
            filled.append(str.__str__(escape(str.__str__(value))))
            filled.append(piece)
        return Markup("".join(filled))  # noqa: S704 - the pieces are Markup, the values escaped


def check_attributes(attrs: AttributesLike) -> dict[str, AttributeValue]:
    """Check the extra attributes a caller gave for a widget's outer element.

    Args:
        attrs: Names and values; ``None`` is absent. ``class_`` may be written for ``class``, and ``data_x``
            for ``data-x``.

    Returns:
        A new dictionary with HTML's spelling of the names.

    Raises:
        InvalidAttributeError: For names that are no attribute's, event handlers (``on…``), ``style``, and
            attributes that load something or belong to the widget (``href``, ``rel``, …).

    Example:
        >>> check_attributes({"class_": "bar", "data_page": 4})
        {'class': 'bar', 'data-page': 4}
    """
    if not attrs:
        return {}
    if not isinstance(attrs, Mapping):
        raise InvalidAttributeError(attrs, "must come in a mapping, as attrs={'class': '…'}")
    checked: dict[str, AttributeValue] = {}
    for original, value in attrs.items():
        if value is None:
            continue
        name = safe_text(original, "attrs").removesuffix("_").replace("_", "-").lower()
        if not _ATTRIBUTE_NAME.match(name):
            raise InvalidAttributeError(original, "has no valid name (letters, digits and hyphens)")
        if name.startswith("on"):
            raise InvalidAttributeError(original, "is an event handler, which a strict content policy blocks")
        if name in _RESERVED or (name.startswith("data-sw-") and name != "data-sw-theme"):
            raise InvalidAttributeError(
                original, "is not yours to set here (use a class and your stylesheet)"
            )
        checked[name] = value
    return checked


def merge_attributes(own: Mapping[str, object], extra: Mapping[str, object]) -> dict[str, object]:
    """Lay a caller's checked attributes over an element's own; classes add up.

    Args:
        own: The widget's attributes.
        extra: What :func:`check_attributes` returned.

    Returns:
        A new dictionary.

    Example:
        >>> merge_attributes({"class": "sw-share", "dir": "ltr"}, {"class": "mine", "id": "bar"})
        {'class': 'sw-share mine', 'dir': 'ltr', 'id': 'bar'}
    """
    result = {**own, **extra}
    if own.get("class"):
        more = extra.get("class")
        result["class"] = f"{own['class']} {safe_text(more, 'class')}" if more else own["class"]
    return result


_SHAPES = {
    "path": frozenset({"d"}),
    "circle": frozenset({"cx", "cy", "r"}),
    "rect": frozenset({"x", "y", "width", "height", "rx"}),
}
#: A shape's numbers, names and colours; nothing that could load, such as ``url(…)``, in any spelling.
_SHAPE_VALUE = re.compile(r"(?!.*url\s*\()[\w\s.,+#()%-]*\Z", re.ASCII | re.DOTALL | re.IGNORECASE)
_PRESENTATION = frozenset(
    {
        "fill",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "transform",
        "opacity",
    }
)


def svg_shapes(source: str) -> Markup:
    """Take the shapes out of an SVG file and nothing else.

    Args:
        source: An SVG document whose shapes are paths, circles and rectangles.

    Returns:
        Those shapes, rebuilt attribute by attribute: scripts, styles, references and unknown elements
        cannot come through.

    Raises:
        ValueError: If the document is not well-formed XML.

    Example:
        >>> print(svg_shapes('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1" onload="x"/></svg>'))
        <path d="M0 0h1"/>
    """
    if "<!" in source:
        raise ValueError("an icon must not hold a document type, comment or CDATA section")
    try:
        root = ElementTree.fromstring(source)  # noqa: S314 - no document type, so no entities
    except ElementTree.ParseError as error:
        raise ValueError(f"not well-formed SVG: {error}") from error
    shapes = []
    for node in root:
        tag = str(node.tag).rpartition("}")[2]
        if tag in _SHAPES:
            allowed = _SHAPES[tag] | _PRESENTATION
            kept = {n: v for n, v in node.attrib.items() if n in allowed and _SHAPE_VALUE.match(v)}
            shapes.append(element(tag, kept))
    return join(*shapes)


#: Inline elements, and what each may have besides; nothing that loads, runs, names or styles.
_INLINE_TAGS: dict[str, set[str]] = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "acronym": {"title"},
    "b": set(),
    "blockquote": {"cite"},
    "cite": set(),
    "code": set(),
    "del": {"cite", "datetime"},
    "em": set(),
    "i": set(),
    "q": {"cite"},
    "strike": set(),
    "strong": set(),
}
_SCHEMES = {"http", "https", "mailto"}
#: One address and nothing else: a link that fills in recipients or a text of its own speaks for its reader.
_MAILTO = re.compile(r"mailto:[^\s?&#,;<>\"]+@[^\s?&#,;<>\"@]+\Z", re.IGNORECASE)
_DATETIME = re.compile(r"[0-9TZ:. +-]{4,40}\Z")


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or ``None`` to leave it out."""
    if name == "datetime":
        return value if _DATETIME.match(value) else None
    if name not in ("href", "cite") or (name == "href" and _MAILTO.match(value)):
        return value
    try:
        return check_url(value)
    except InvalidURLError:
        return None


def clean_inline_html(source: object, field: str = "text") -> Markup:
    """Clean HTML that somebody else wrote, down to inline elements (extra ``html``).

    The elements a, abbr, acronym, b, blockquote, cite, code, del, em, i, q, strike and strong are kept, with
    the few attributes that say something: links to ``http``, ``https`` and one ``mailto`` address, titles,
    sources and dates. Other elements leave their text, ``script`` and ``style`` nothing. Cleaning twice gives
    the same as cleaning once.

    Args:
        source: HTML, however broken.
        field: The argument's name, for the error.

    Returns:
        Safe HTML; links carry ``rel="nofollow noopener noreferrer ugc"``.

    Raises:
        InvalidFieldError: For ``bytes``, and if the text, character references resolved, holds a character
            that :func:`solidarity_widgets.text.safe_text` refuses.
        MissingExtraError: If the extra ``html`` is not installed.

    Example:
        >>> print(clean_inline_html('<p onclick="x()">Салют, <em>Алесь</em>! <a href="javascript:x()">Я'))
        Салют, <em>Алесь</em>! <a rel="nofollow noopener noreferrer ugc">Я</a>
    """
    try:
        import nh3
    except ImportError:
        raise MissingExtraError("HTML in a message", "html") from None
    cleaned = nh3.clean(
        to_str(source, field),
        tags=set(_INLINE_TAGS),
        attributes={"*": set(), **_INLINE_TAGS},  # else every element may have lang and title
        generic_attribute_prefixes=set(),
        url_schemes=_SCHEMES,
        attribute_filter=_filter_attribute,
        link_rel="nofollow noopener noreferrer ugc",
    )
    return Markup(safe_text(cleaned, field))  # noqa: S704 - cleaned just now
