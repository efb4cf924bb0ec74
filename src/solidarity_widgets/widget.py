"""What every widget has: a locale, extra attributes, ``__html__`` and ``__str__``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

from markupsafe import Markup

from solidarity_widgets.html import AttributeValue, element
from solidarity_widgets.i18n.locales import Locale
from solidarity_widgets.i18n.messages import Message


@dataclass(frozen=True, slots=True, eq=False)
class Widget:
    """A piece of a page that renders itself.

    Widgets are values: build one, read its attributes, put it into a template. ``str(widget)`` and
    ``widget.__html__()`` give the same ``Markup``, so that Jinja (with autoescape on or off), Django and
    plain Python all show the HTML once, unescaped.

    Attributes:
        locale: The locale the widget speaks.
        attrs: Extra HTML attributes of the outer element, checked.
    """

    _: KW_ONLY
    locale: Locale
    attrs: Mapping[str, AttributeValue] = field(default_factory=dict)

    def render(self) -> Markup:
        """Return the widget's HTML."""
        raise NotImplementedError(f"{type(self).__name__} must define render()")

    def __html__(self) -> Markup:
        return self.render()

    # Markup, not str: Django calls str() on a variable before it asks for __html__.
    def __str__(self) -> Markup:
        return self.render()


def message_element(
    tag: str, message: Message, locale: Locale, class_name: str | None = None, **attributes: object
) -> Markup:
    """Make an element that says a message, in its own language where that is not the widget's.

    Args:
        tag: The element's name.
        message: What it says.
        locale: The widget's locale.
        class_name: Its class.
        **attributes: More of them.

    Returns:
        The element.

    Example:
        >>> from solidarity_widgets.i18n import pgettext_noop, Translator, get_locale
        >>> english = get_locale("en")
        >>> print(message_element("p", Translator(english).message(pgettext_noop("share", "Copy link")),
        ...     english, "note"))
        <p class="note">Copy link</p>
    """
    return element(tag, {"class": class_name, **attributes, **message.attributes(locale)}, message.text)
