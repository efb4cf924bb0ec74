"""How a button looks, and the text on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.html import element
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs, pgettext_noop
from solidarity_widgets.sharing.fields import Display, IconSet
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.text import safe_text

ButtonState = Literal["link", "action", "retired", "omitted"]

# Translators: Shown in place of a share button when the network no longer exists. {provider} is a name
# Translators: that cannot be declined; word it so that any name and gender fits.
_RETIRED = pgettext_noop("share-status", "{provider} has closed")
# Translators: Added, for screen readers, after a label whose link opens in a new tab. Keep the parentheses.
_NEW_TAB = pgettext_noop("a11y", "(opens in a new tab)")


@dataclass(frozen=True, slots=True)
class ButtonStyle:
    """How buttons look. All buttons of a bar look the same.

    Attributes:
        display: What a button shows: ``label``, ``name``, ``icon``, ``brand`` or ``text``; see
            :class:`ButtonOptions`. Assistive technology always gets the label.
        icons: ``project`` for the library's icons, ``brands`` for those of Simple Icons.
        new_tab: Whether links open in a new tab and say so.
    """

    display: Display = "label"
    icons: IconSet = "project"
    new_tab: bool = False

    @property
    def is_icon_only(self) -> bool:
        """Whether a button shows no words."""
        return self.display in ("icon", "brand")


@catalogs.depends_on_catalogs
@bounded_cache(2048)
def button_label(provider: type[Provider], locale: Locale, state: ButtonState = "link") -> Message:
    """Return the text on a button.

    Args:
        provider: The provider's class.
        locale: The widget's locale.
        state: What the button is; for ``retired``, the text says that the network has closed.

    Returns:
        The message.
    """
    name = provider.local_name(locale.tag)
    if state == "retired":
        return Translator(locale).message(_RETIRED, provider=name)
    return Translator(locale).message(provider.label, provider=name)


@catalogs.depends_on_catalogs
@bounded_cache(2048)
def button_name(provider: type[Provider], locale: Locale) -> Message | str:
    """Return the short text on a button.

    Args:
        provider: The provider's class.
        locale: The widget's locale.

    Returns:
        The network's name in that language. For a provider that is not a network, a message: a short word, or
        the label.
    """
    if provider.short_label is not None:
        return Translator(locale).message(provider.short_label)
    if provider.action is not None:
        return button_label(provider, locale)
    return provider.local_name(locale.tag)


def message_children(message: Message, name: str = "", *, plain: bool = False) -> list[Markup | str]:
    """Return a message as HTML children, with names isolated (``<bdi>``).

    Without isolation, the plus sign of "Google+" would move to the other end of the name in a language that
    is written from right to left.

    Args:
        message: The message. The values of its placeholders are isolated.
        name: A name to isolate in right-to-left text as well, where the translator kept it in its own script.
        plain: Whether to isolate with ``<span dir="auto">``, which more readers know.

    Returns:
        Text and elements, in order.
    """
    tag, attributes = ("span", {"dir": "auto"}) if plain else ("bdi", None)
    children: list[Markup | str] = []
    for segment in message.segments:
        if segment.name:
            children.append(element(tag, attributes, segment.text))
        elif name and message.direction == "rtl" and name in segment.text:
            before, _, after = segment.text.partition(name)
            children += [before, element(tag, attributes, safe_text(name)), after]
        else:
            children.append(segment.text)
    return children


def label_element(provider: type[Provider], locale: Locale, state: ButtonState, style: ButtonStyle) -> Markup:
    """Return the element that holds the label.

    Args:
        provider: The provider's class.
        locale: The widget's locale.
        state: What the button is.
        style: How it looks. A button that does not show its label keeps it for assistive technology.

    Returns:
        A ``span``.
    """
    message = button_label(provider, locale, state)
    attributes: dict[str, object] = {"class": "sw-share__label", **message.attributes(locale)}
    if style.is_icon_only:
        attributes["class"] = "sw-share__label sw-hidden"
    elif style.display == "name" and state == "link":
        return element("span", attributes, *_name_children(provider, locale, message))
    return element("span", attributes, *message_children(message, provider.name))


def _name_children(provider: type[Provider], locale: Locale, label: Message) -> list[Markup | str]:
    """Return the visible name, and the hidden rest of the label.

    What a button is called contains what it shows, as voice control needs (WCAG 2.2, 2.5.3). If the label has
    the name in another grammatical case, or does not have it, the label follows the name.
    """
    short = button_name(provider, locale)
    name = short if isinstance(short, str) else short.text
    visible = element("bdi", None, safe_text(name)) if label.direction == "rtl" else name
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", label.text)
    if found is None:
        hidden = {"class": "sw-hidden"}
        return [visible, " ", element("span", hidden, *message_children(label, provider.name))]
    around = label.text[: found.start()], label.text[found.end() :]
    before, after = (element("span", {"class": "sw-hidden"}, text) if text else "" for text in around)
    return [before, visible, after]


def text_children(message: Message, locale: Locale, name: str) -> list[Markup | str]:
    """Return a message as HTML children for readers that know only a few elements, such as mail programs.

    Args:
        message: The message.
        locale: The widget's locale.
        name: A name to isolate in right-to-left text, as for :func:`message_children`.

    Returns:
        Text, and ``span`` elements with a direction or a language.
    """
    children = message_children(message, name, plain=True)
    attributes = message.attributes(locale)
    return [element("span", attributes, *children)] if attributes else children


def tooltip(provider: type[Provider], locale: Locale, state: ButtonState, style: ButtonStyle) -> str | None:
    """Return the tooltip of a button that shows only its icon.

    Args:
        provider: The provider's class.
        locale: The widget's locale.
        state: What the button is.
        style: How it looks.

    Returns:
        The label, or ``None`` if the label is visible.
    """
    return button_label(provider, locale, state).text if style.is_icon_only else None


def new_tab_note(locale: Locale, style: ButtonStyle) -> list[Markup | str]:
    """Return the note that a link opens in a new tab. Screen readers get it, and readers of plain links.

    Args:
        locale: The widget's locale.
        style: How the button looks.

    Returns:
        HTML children to add after the label.
    """
    message = Translator(locale).message(_NEW_TAB)
    if style.display == "text":
        return [" ", *text_children(message, locale, "")]
    return [" ", element("span", {"class": "sw-hidden", **message.attributes(locale)}, message.text)]
