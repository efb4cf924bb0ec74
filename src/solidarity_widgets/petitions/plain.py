"""The plain form of a petition's widgets, for emails, feeds, EPUB and AMP.

It consists of headings, paragraphs, lists and links only, and is well-formed XML. There is no outer element,
so each element at the top says its language.
"""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidAttributeError
from solidarity_widgets.html import (
    AttributesLike,
    AttributeValue,
    check_attributes,
    element,
    merge_attributes,
)
from solidarity_widgets.i18n import Locale, Message, Translator
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.translations import LocalizedText
from solidarity_widgets.text import SupportsHtml
from solidarity_widgets.urls import ascii_url
from solidarity_widgets.widget import language_attributes

#: How a petition's widget looks: ``text`` is the plain form.
PetitionDisplay = Literal["full", "text"]

#: HTML has no end tag here, and XML requires one.
LINE_BREAK = Markup("<br/>")


def plain_element(
    tag: str, text: LocalizedText | Message | None, locale: Locale, *children: SupportsHtml | str
) -> Markup:
    """Make an element with its language and direction.

    Args:
        tag: The element's name.
        text: The text whose language the element has, and which it contains if there are no *children*;
            ``None`` for an element in the widget's language.
        locale: The widget's locale.
        *children: What the element contains.

    Returns:
        The element.

    Example:
        >>> from solidarity_widgets import get_locale
        >>> print(plain_element("li", LocalizedText("Воля", "be", "ltr"), get_locale("ar")))
        <li lang="be" dir="ltr">Воля</li>
    """
    attributes: dict[str, str | None] = {**language_attributes(locale)}
    if text is not None:
        attributes.update(text.attributes(locale))
        children = children or (text.text,)
    return element(tag, attributes, *children)


def plain_link(locale: Locale, page_url: str, attrs: dict[str, AttributeValue] | None = None) -> Markup:
    """Make the paragraph with the link to the page on which people sign.

    Args:
        locale: The widget's locale.
        page_url: The absolute URL of the page.
        attrs: Extra attributes of the paragraph.

    Returns:
        The paragraph.
    """
    message = Translator(locale).message(messages.SIGN_HEADING)
    attributes = {**language_attributes(locale), **message.attributes(locale)}
    link = element("a", {"href": ascii_url(page_url)}, message.text)
    return element("p", merge_attributes(attributes, attrs or {}), link)


def refuse_attributes(attrs: AttributesLike) -> None:
    """Check that a plain form of several elements gets no attributes.

    Args:
        attrs: The caller's attributes.

    Raises:
        InvalidAttributeError: If there is one.
    """
    for name in check_attributes(attrs):
        raise InvalidAttributeError(name, "cannot be set with display='text', which has no outer element")
