"""The base class of all widgets, and the elements that every widget needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

from markupsafe import Markup

from solidarity_widgets.html import AttributeValue, element, merge_attributes, write_attributes
from solidarity_widgets.i18n.locales import Locale
from solidarity_widgets.i18n.messages import Message
from solidarity_widgets.text import SupportsHtml


@dataclass(frozen=True, slots=True, eq=False)
class Widget:
    """A part of a page that renders itself to HTML.

    Widgets are values: create one, read its attributes, put it into a template. ``str(widget)`` and
    ``widget.__html__()`` return the same ``Markup``, so Jinja (with or without autoescaping), Django and
    f-strings all output the HTML once, unescaped. ``"<p>" + str(widget)`` escapes the text before the plus
    sign, because ``Markup`` escapes what is added to it; write ``f"<p>{widget}"``.

    Attributes:
        locale: The locale of the widget's own texts.
        attrs: Extra HTML attributes of the outer element, already checked.
    """

    _: KW_ONLY
    locale: Locale
    attrs: Mapping[str, AttributeValue] = field(default_factory=dict, repr=False)

    def render(self) -> Markup:
        """Return the widget's HTML.

        Returns:
            The HTML.

        Raises:
            NotImplementedError: If a subclass does not define this method.
        """
        raise NotImplementedError(f"{type(self).__name__} must define render()")

    def __html__(self) -> Markup:
        return self.render()

    # Markup, not str: Django calls str() on a variable before it looks for __html__.
    def __str__(self) -> Markup:
        return self.render()

    def outer_element(
        self,
        tag: str,
        attributes: Mapping[str, AttributeValue],
        *children: SupportsHtml | str,
        more_attributes: Mapping[str, AttributeValue] | None = None,
    ) -> Markup:
        """Make the widget's outer element, with its language, its direction and the caller's attributes.

        Args:
            tag: The element's name.
            attributes: The attributes before ``lang`` and ``dir``.
            *children: What the element contains, as for :func:`~solidarity_widgets.html.element`.
            more_attributes: The attributes after ``lang`` and ``dir``.

        Returns:
            The element. :attr:`attrs` replace its attributes, except that classes are joined.

        Raises:
            InvalidFieldError: If a value contains a character that is not allowed.

        Example:
            >>> from solidarity_widgets.i18n import get_locale
            >>> widget = Widget(locale=get_locale("be"), attrs={"class": "mine"})
            >>> print(widget.outer_element("p", {"class": "note"}, "Салют"))
            <p class="note mine" lang="be" dir="ltr">Салют</p>
        """
        return element(tag, self._merged(attributes, more_attributes), *children)

    def _merged(
        self,
        attributes: Mapping[str, AttributeValue],
        more_attributes: Mapping[str, AttributeValue] | None = None,
    ) -> Mapping[str, object]:
        own = {**attributes, **language_attributes(self.locale), **(more_attributes or {})}
        return merge_attributes(own, self.attrs)

    def _own_attributes(self) -> tuple[Mapping[str, AttributeValue], Mapping[str, AttributeValue]]:
        """Return the outer element's attributes before and after the language."""
        return {}, {}

    @property
    def outer_attributes(self) -> Markup:
        """The attributes of the outer element, each after a space, for a template with your own markup."""
        return write_attributes(self._merged(*self._own_attributes()))


def language_attributes(locale: Locale) -> dict[str, str]:
    """Return the ``lang`` and ``dir`` attributes of a locale.

    Args:
        locale: The locale.

    Returns:
        A new dictionary.
    """
    return {"lang": locale.tag, "dir": locale.direction}


def message_element(
    tag: str, message: Message, locale: Locale, class_name: str | None = None, **attributes: object
) -> Markup:
    """Make an element that contains a message.

    Args:
        tag: The element's name.
        message: The message. If it is in another language than the widget, the element gets ``lang``, and
            ``dir`` where it differs.
        locale: The widget's locale.
        class_name: The element's class.
        **attributes: Other attributes.

    Returns:
        The element.

    Raises:
        InvalidFieldError: If a value contains a character that is not allowed.

    Example:
        >>> from solidarity_widgets.i18n import pgettext_noop, Translator, get_locale
        >>> english = get_locale("en")
        >>> print(message_element("p", Translator(english).message(pgettext_noop("share", "Copy link")),
        ...     english, "note"))
        <p class="note">Copy link</p>
    """
    return element(tag, {"class": class_name, **attributes, **message.attributes(locale)}, message.text)
