"""How a button looks, and the text on it."""

from __future__ import annotations

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
        display: ``label`` shows the icon and the label. ``icon`` shows only the icon; assistive technology
            still reads the label.
        icons: ``project`` for the library's icons, ``brands`` for those of Simple Icons.
        new_tab: Whether links open in a new tab and say so.
    """

    display: Display = "label"
    icons: IconSet = "project"
    new_tab: bool = False


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


def message_children(message: Message, name: str = "") -> list[Markup | str]:
    """Return a message as HTML children, with names isolated (``<bdi>``).

    Without isolation, the plus sign of "Google+" would move to the other end of the name in a language that
    is written from right to left.

    Args:
        message: The message. The values of its placeholders are isolated.
        name: A name to isolate in right-to-left text as well, where the translator kept it in its own script.

    Returns:
        Text and elements, in order.
    """
    children: list[Markup | str] = []
    for segment in message.segments:
        if segment.name:
            children.append(element("bdi", None, segment.text))
        elif name and message.direction == "rtl" and name in segment.text:
            before, _, after = segment.text.partition(name)
            children += [before, element("bdi", None, safe_text(name)), after]
        else:
            children.append(segment.text)
    return children


def label_element(provider: type[Provider], locale: Locale, state: ButtonState, style: ButtonStyle) -> Markup:
    """Return the element that holds the label.

    Args:
        provider: The provider's class.
        locale: The widget's locale.
        state: What the button is.
        style: How it looks. An icon without a label keeps the label for assistive technology.

    Returns:
        A ``span``.
    """
    message = button_label(provider, locale, state)
    hidden = " sw-hidden" if style.display == "icon" else ""
    attributes = {"class": f"sw-share__label{hidden}", **message.attributes(locale)}
    return element("span", attributes, *message_children(message, provider.name))


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
    return button_label(provider, locale, state).text if style.display == "icon" else None


def new_tab_note(locale: Locale) -> list[Markup | str]:
    """Return the note, for screen readers, that a link opens in a new tab.

    Args:
        locale: The widget's locale.

    Returns:
        HTML children to add after the label.
    """
    message = Translator(locale).message(_NEW_TAB)
    return [" ", element("span", {"class": "sw-hidden", **message.attributes(locale)}, message.text)]
