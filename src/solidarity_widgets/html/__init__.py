"""The only package that creates HTML: elements, extra attributes, prepared templates.

All other code passes plain text to it and receives :class:`markupsafe.Markup`, so there is one place to
audit. Attribute values are always text. Children are text unless they are ``Markup`` from this package. HTML
from elsewhere is never trusted: :func:`clean_inline_html` cleans it and returns ``Markup``.
"""

from solidarity_widgets.html.attributes import (
    AttributesLike,
    AttributeValue,
    check_attributes,
    merge_attributes,
)
from solidarity_widgets.html.cleaning import clean_inline_html
from solidarity_widgets.html.elements import SLOT, element, join, write_attributes
from solidarity_widgets.html.svg import svg_shapes
from solidarity_widgets.html.templates import MarkupTemplate

__all__ = [
    "SLOT",
    "AttributeValue",
    "AttributesLike",
    "MarkupTemplate",
    "check_attributes",
    "clean_inline_html",
    "element",
    "join",
    "merge_attributes",
    "svg_shapes",
    "write_attributes",
]
