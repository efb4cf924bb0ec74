"""From content and provider to markup: one button, and a bar of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from markupsafe import Markup

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.html import SLOT, MarkupTemplate, element, join, merge_attributes
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs, pgettext_noop
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.icons import IconSet, icon
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.sharing.qr import qr_svg
from solidarity_widgets.text import safe_text
from solidarity_widgets.widget import Widget

Display = Literal["label", "icon"]
ButtonState = Literal["link", "action", "retired", "omitted"]

# Translators: Shown in place of a share button when the network no longer exists. {provider} is a name
# Translators: that cannot be declined; word it so that any name and gender fits.
_RETIRED = pgettext_noop("share-status", "{provider} has closed")
# Translators: Announced after the address of the page was copied. Short.
_COPIED = pgettext_noop("share-status", "Link copied")
# Translators: Announced when the browser refused to copy.
_NOT_COPIED = pgettext_noop("share-status", "Link could not be copied")
# Translators: Name of the whole list of share buttons, read by screen readers.
_BAR = pgettext_noop("a11y", "Share this page")
# Translators: Text for those who cannot see the QR code.
_QR = pgettext_noop("a11y", "QR code for this page")
# Translators: Added, for screen readers, after a label whose link opens in a new tab. Keep the parentheses.
_NEW_TAB = pgettext_noop("a11y", "(opens in a new tab)")


@dataclass(frozen=True, slots=True)
class ButtonStyle:
    """How buttons look; the same for all of a bar.

    Attributes:
        display: ``button_label`` shows mark and words, ``icon`` the mark alone (the words stay for assistive
            technology).
        icons: Whose marks.
        new_tab: Whether links open in a new tab, and say so.
    """

    display: Display = "label"
    icons: IconSet = "project"
    new_tab: bool = False


@catalogs.depends_on_catalogs
@bounded_cache(2048)
def button_label(provider: type[Provider], locale: Locale, state: ButtonState = "link") -> Message:
    """Return the words on a button.

    Args:
        provider: The provider's class.
        locale: The locale the widget speaks.
        state: ``retired`` says that the network has closed.

    Returns:
        The message.
    """
    name = provider.local_name(locale.tag)
    if state == "retired":
        return Translator(locale).message(_RETIRED, provider=provider.service or name)
    return Translator(locale).message(provider.label, provider=name)


def message_children(message: Message, name: str = "") -> list[Markup | str]:
    """Return a message's runs as HTML children, with names isolated (``<bdi>``).

    Names are what was filled in and, in languages written from right to left, *name* where the translator
    left it in its own letters: without isolation "Google+" would end in its first letter there.
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


def _label(provider: type[Provider], locale: Locale, state: ButtonState, style: ButtonStyle) -> Markup:
    message = button_label(provider, locale, state)
    hidden = " sw-hidden" if style.display == "icon" else ""
    attributes = {"class": f"sw-share__label{hidden}", **message.attributes(locale)}
    return element("span", attributes, *message_children(message, provider.name))


def _tooltip(provider: type[Provider], locale: Locale, state: ButtonState, style: ButtonStyle) -> str | None:
    """Return what a mouse shows over a mark that stands alone."""
    return button_label(provider, locale, state).text if style.display == "icon" else None


def _new_tab(locale: Locale) -> list[Markup | str]:
    message = Translator(locale).message(_NEW_TAB)
    return [" ", element("span", {"class": "sw-hidden", **message.attributes(locale)}, message.text)]


def _link(provider: type[Provider], locale: Locale, style: ButtonStyle, extra: dict[str, object]) -> Markup:
    attributes: dict[str, object] = {
        "class": "sw-share__button",
        "data-sw-provider": provider.id,
        "href": SLOT,
        "rel": "noopener noreferrer",
        "target": "_blank" if style.new_tab else None,
        "title": _tooltip(provider, locale, "link", style),
    }
    tail = _new_tab(locale) if style.new_tab else []
    inner = (
        icon(provider, style.icons, style.display == "icon"),
        _label(provider, locale, "link", style),
        *tail,
    )
    return element("a", merge_attributes(attributes, extra), *inner)


@catalogs.depends_on_catalogs
@bounded_cache(2048)
def _link_template(
    provider: type[Provider], locale: Locale, style: ButtonStyle, as_item: bool
) -> MarkupTemplate:
    """Prepare a link once for a provider and locale; a page's URL is all that is filled in later."""
    if as_item:
        return MarkupTemplate(element("li", {"class": "sw-share__item"}, _link(provider, locale, style, {})))
    return MarkupTemplate(_link(provider, locale, style, {"lang": locale.tag, "dir": locale.direction}))


@dataclass(frozen=True, slots=True, eq=False)
class ShareButton(Widget):
    """One network's button.

    Attributes:
        provider: The provider's class; ``provider.id``, ``provider.name`` and ``provider.colour`` are there
            for markup of one's own.
        url: The link, or an empty string for actions and closed networks.
        content: What is shared.
        state: ``link``; ``action`` for a button of the reader's device; ``retired`` for a network that is
            only named; ``omitted`` for one that is left out, and then the widget is empty and false.
        style: How it looks.
    """

    provider: type[Provider]
    url: str
    content: ShareContent
    _: KW_ONLY
    state: ButtonState = "link"
    style: ButtonStyle = ButtonStyle()

    @property
    def label(self) -> str:
        """The words on the button, in the widget's locale."""
        return button_label(self.provider, self.locale, self.state).text

    def __bool__(self) -> bool:
        return self.state != "omitted"

    def render(self) -> Markup:
        """Return the button's HTML; an empty string if it is omitted."""
        if self.state == "omitted":
            return Markup("")
        outer = {"lang": self.locale.tag, "dir": self.locale.direction, **self.attrs}
        if self.state == "link":
            if not self.attrs:
                return _link_template(self.provider, self.locale, self.style, False).fill(self.url)
            return MarkupTemplate(_link(self.provider, self.locale, self.style, outer)).fill(self.url)
        return element(
            "span",
            merge_attributes({"class": "sw-share__item", "hidden": self._needs_script()}, outer),
            self._render_inner(),
        )

    def as_item(self) -> Markup:
        """Return the button as an item of a bar."""
        if self.state == "omitted":
            return Markup("")
        if self.state == "link":
            return _link_template(self.provider, self.locale, self.style, True).fill(self.url)
        return element(
            "li", {"class": "sw-share__item", "hidden": self._needs_script()}, self._render_inner()
        )

    def _tooltip(self) -> str | None:
        return _tooltip(self.provider, self.locale, self.state, self.style)

    def _needs_script(self) -> bool:
        """Whether the script must reveal the button, because only a script makes it work."""
        return self.state == "action" and self.provider.action != "qr"

    def _render_inner(self) -> Markup:
        inside = (
            icon(self.provider, self.style.icons, self.style.display == "icon"),
            _label(self.provider, self.locale, self.state, self.style),
        )
        if self.state == "retired":
            attributes = {
                "class": "sw-share__button sw-share__button--retired",
                "data-sw-provider": self.provider.id,
                "title": self._tooltip(),
            }
            return element("span", attributes, *inside)
        if self.provider.action == "qr":
            name = Translator(self.locale).message(_QR).text
            summary = element("summary", {"class": "sw-share__button", "title": self._tooltip()}, *inside)
            attributes = {"class": "sw-share__qr", "data-sw-provider": self.provider.id}
            return element("details", attributes, summary, qr_svg(self.content.url, name))
        button = element("button", self._script_data(), *inside)
        if self.provider.action == "copy":
            return join(button, element("span", {"class": "sw-share__status", "role": "status"}))
        return button

    def _script_data(self) -> dict[str, object]:
        action = self.provider.action
        data: dict[str, object] = {
            "class": "sw-share__button",
            "type": "button",
            "data-sw-provider": self.provider.id,
            "data-sw-action": action,
            "title": self._tooltip(),
        }
        if action in ("copy", "share"):
            data["data-sw-url"] = self.content.url
        if action == "share":
            data["data-sw-title"] = self.content.title or None
            data["data-sw-text"] = self.content.text or None
        if action == "copy":
            translator = Translator(self.locale)
            data["data-sw-done"] = translator.message(_COPIED).text
            data["data-sw-failed"] = translator.message(_NOT_COPIED).text
        return data


@dataclass(frozen=True, slots=True, eq=False)
class ShareButtons(Widget):
    """A bar of buttons; iterate it to write markup of your own.

    Attributes:
        buttons: The buttons, without the omitted ones.
        style: How they look.
    """

    buttons: tuple[ShareButton, ...]
    _: KW_ONLY
    style: ButtonStyle = ButtonStyle()

    def __iter__(self) -> Iterator[ShareButton]:
        return iter(self.buttons)

    def __len__(self) -> int:
        return len(self.buttons)

    def __getitem__(self, index: int) -> ShareButton:
        return self.buttons[index]

    def render(self) -> Markup:
        """Return the bar's HTML; an empty string if it has no buttons."""
        if not self.buttons:
            return Markup("")
        attributes: dict[str, object] = {
            "class": "sw-share sw-share--icons" if self.style.display == "icon" else "sw-share",
            "lang": self.locale.tag,
            "dir": self.locale.direction,
            "role": "list",  # Safari drops the role of lists without bullets
            "aria-label": Translator(self.locale).message(_BAR).text,
        }
        return element(
            "ul", merge_attributes(attributes, self.attrs), *(button.as_item() for button in self.buttons)
        )
