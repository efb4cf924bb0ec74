"""Extracting the shapes of an SVG file."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from markupsafe import Markup

from solidarity_widgets.html.elements import element, join

_SHAPES = {
    "path": frozenset({"d"}),
    "circle": frozenset({"cx", "cy", "r"}),
    "rect": frozenset({"x", "y", "width", "height", "rx"}),
}
#: Numbers, names and colours, but nothing that could load a file, such as ``url(…)`` in any spelling.
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
    """Extract the shapes of an SVG file, and nothing else.

    Args:
        source: An SVG document whose shapes are paths, circles and rectangles.

    Returns:
        The shapes, rebuilt from the attributes that are allowed, so that scripts, styles, references and
        unknown elements are removed.

    Raises:
        ValueError: If the document is not well-formed XML, or has a document type, a comment or a CDATA
            section.

    Example:
        >>> print(svg_shapes('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1" onload="x"/></svg>'))
        <path d="M0 0h1"/>
    """
    if "<!" in source:
        raise ValueError("an icon must not contain a document type, comment or CDATA section")
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
