"""The only package that makes HTML: elements, extra attributes, prepared templates.

Everything else hands over plain text and gets :class:`markupsafe.Markup` back, so there is one place to
audit. Attribute values are always text; children are text unless they are ``Markup`` made here. HTML that
somebody else wrote becomes ``Markup`` only by being cleaned (:func:`clean_inline_html`), never by being
trusted.
"""

from solidarity_widgets.html.attributes import (
    AttributesLike,
    AttributeValue,
    check_attributes,
    merge_attributes,
)
from solidarity_widgets.html.cleaning import clean_inline_html
from solidarity_widgets.html.elements import SLOT, element, join
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
]
