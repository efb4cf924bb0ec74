"""Share buttons as values: a button, and a bar of buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass

from markupsafe import Markup

from solidarity_widgets.html import AttributeValue, join, write_attributes
from solidarity_widgets.i18n import Translator, pgettext_noop
from solidarity_widgets.sharing.button_labels import ButtonState, ButtonStyle, button_label, button_name
from solidarity_widgets.sharing.button_rendering import (
    link_attributes,
    link_label,
    render_button,
    render_item,
)
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.icons import icon
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.widget import Widget

# Translators: Name of the whole list of share buttons, read by screen readers.
_BAR = pgettext_noop("a11y", "Share this page")


@dataclass(frozen=True, slots=True, eq=False)
class ShareButton(Widget):
    """One network's button.

    Attributes:
        provider: The provider's class. Use ``provider.id`` and ``provider.colour`` in your own markup.
        url: The link, or an empty string for actions and retired networks.
        content: What is shared.
        state: ``link``; ``action`` for a button that acts on the reader's device; ``retired`` for a network
            that has shut down; ``omitted`` for a button that is left out, so that the widget is empty and
            false: that of a retired network, or of an action if ``display`` is ``text``.
        style: How the button looks.
    """

    provider: type[Provider]
    url: str
    content: ShareContent
    _: KW_ONLY
    state: ButtonState = "link"
    style: ButtonStyle = ButtonStyle()  # noqa: RUF009 - frozen

    @property
    def label(self) -> str:
        """The text on the button, in the widget's locale."""
        return button_label(self.provider, self.locale, self.state).text

    @property
    def name(self) -> str:
        """The network's name in the widget's locale, or a short text such as "Copy link"."""
        name = button_name(self.provider, self.locale)
        return name if isinstance(name, str) else name.text

    def __bool__(self) -> bool:
        return self.state != "omitted"

    def render(self) -> Markup:
        """Return the button's HTML, or an empty string if it is omitted."""
        return render_button(self)

    @property
    def icon_html(self) -> Markup:
        """The icon, an ``<svg>`` element."""
        return icon(self.provider, self.style.icons)

    @property
    def label_html(self) -> Markup:
        """The label of a link, with the note that it opens a new tab, to put beside its icon."""
        return join(*link_label(self))

    @property
    def link_attributes(self) -> Markup:
        """The attributes of the link in a bar, each after a space."""
        return write_attributes(link_attributes(self))

    def _own_attributes(self) -> tuple[Mapping[str, AttributeValue], Mapping[str, AttributeValue]]:
        return link_attributes(self), {}

    @property
    def item_html(self) -> Markup:
        """The button in an ``<li>`` element, as an item of a bar, whatever its state."""
        return render_item(self)


@dataclass(frozen=True, slots=True, eq=False)
class ShareButtons(Widget):
    """A bar of buttons. Iterate over it to write your own markup.

    Attributes:
        buttons: The buttons, without omitted ones.
        style: How the buttons look.
    """

    buttons: tuple[ShareButton, ...]
    _: KW_ONLY
    style: ButtonStyle = ButtonStyle()  # noqa: RUF009 - frozen

    def __iter__(self) -> Iterator[ShareButton]:
        return iter(self.buttons)

    def __len__(self) -> int:
        return len(self.buttons)

    def __getitem__(self, index: int) -> ShareButton:
        return self.buttons[index]

    def render(self) -> Markup:
        """Return the bar's HTML, or an empty string if it has no buttons."""
        if not self.buttons:
            return Markup("")
        attributes, more_attributes = self._own_attributes()
        items = (button.item_html for button in self.buttons)
        return self.outer_element("ul", attributes, *items, more_attributes=more_attributes)

    def _own_attributes(self) -> tuple[Mapping[str, AttributeValue], Mapping[str, AttributeValue]]:
        more_attributes = {
            "role": "list",  # Safari drops the role of lists without bullets
            "aria-label": Translator(self.locale).message(_BAR).text,
        }
        return {"class": f"sw-share sw-share--{self.style.display}"}, more_attributes
