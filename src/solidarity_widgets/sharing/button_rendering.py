"""From a button to its HTML: one renderer for each state and action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from markupsafe import Markup

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.html import SLOT, AttributeValue, MarkupTemplate, element
from solidarity_widgets.i18n import Locale, Translator, catalogs, pgettext_noop
from solidarity_widgets.sharing.button_labels import (
    ButtonState,
    ButtonStyle,
    button_label,
    label_element,
    new_tab_note,
    text_children,
    tooltip,
)
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.icons import icon
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.sharing.provider_checks import Action
from solidarity_widgets.sharing.qr import qr_svg
from solidarity_widgets.text import SupportsHtml
from solidarity_widgets.widget import language_attributes

# Translators: Announced after the address of the page was copied. Short.
COPIED = pgettext_noop("share-status", "Link copied")
# Translators: Announced when the browser refused to copy.
NOT_COPIED = pgettext_noop("share-status", "Link could not be copied")
# Translators: Text for readers who cannot see the QR code.
_QR = pgettext_noop("a11y", "QR code for this page")


class Button(Protocol):
    """The attributes of a share button that the renderers read."""

    @property
    def provider(self) -> type[Provider]:
        """The provider."""

    @property
    def url(self) -> str:
        """The link."""

    @property
    def content(self) -> ShareContent:
        """What is shared."""

    @property
    def state(self) -> ButtonState:
        """Whether the button is a link, an action, retired or omitted."""

    @property
    def style(self) -> ButtonStyle:
        """How the button looks."""

    @property
    def locale(self) -> Locale:
        """The language of the label."""

    @property
    def attrs(self) -> Mapping[str, AttributeValue]:
        """Extra attributes of the outer element."""

    def outer_element(
        self, tag: str, attributes: Mapping[str, AttributeValue], *children: SupportsHtml | str
    ) -> Markup:
        """Make the outer element; see :meth:`solidarity_widgets.widget.Widget.outer_element`."""


def render_button(button: Button) -> Markup:
    """Return the HTML of a button on its own.

    Args:
        button: The button.

    Returns:
        The HTML, or an empty string if the button is omitted.
    """
    if button.state == "omitted":
        return Markup("")
    if button.state == "link":
        if not button.attrs:
            return _link_template(button.provider, button.locale, button.style, False).fill(button.url)
        attributes = _link_attributes(button.provider, button.locale, button.style, button.url)
        content = _link_content(button.provider, button.locale, button.style)
        return button.outer_element("a", attributes, *content)
    if button.style.display == "text":
        return button.outer_element("span", {}, *_text_content(button.provider, button.locale, button.state))
    attributes = {"class": "sw-share__item", "hidden": _needs_script(button)}
    is_disclosure = button.state == "action" and button.provider.action == "qr"
    # A <details> element cannot be inside a <span>.
    return button.outer_element("div" if is_disclosure else "span", attributes, _render_inner(button))


def render_item(button: Button) -> Markup:
    """Return the HTML of a button as an item of a bar.

    Args:
        button: The button.

    Returns:
        The HTML, or an empty string if the button is omitted.
    """
    if button.state == "omitted":
        return Markup("")
    if button.state == "link":
        return _link_template(button.provider, button.locale, button.style, True).fill(button.url)
    if button.style.display == "text":
        return element("li", None, *_text_content(button.provider, button.locale, button.state))
    return element("li", {"class": "sw-share__item", "hidden": _needs_script(button)}, _render_inner(button))


def _text_content(provider: type[Provider], locale: Locale, state: ButtonState) -> list[Markup | str]:
    return text_children(button_label(provider, locale, state), locale, provider.name)


def _button_class(style: ButtonStyle) -> str:
    if not style.is_icon_only:
        return "sw-share__button"
    brand = " sw-share__button--brand" if style.display == "brand" else ""
    return f"sw-share__button sw-share__button--icon{brand}"


# --- links ------------------------------------------------------------------------------------------------


def _opens_tab(provider: type[Provider], style: ButtonStyle) -> bool:
    # A link that opens an app leaves no page behind, only an empty tab.
    return style.new_tab and provider.is_web_link()


def _link_attributes(
    provider: type[Provider], locale: Locale, style: ButtonStyle, url: str
) -> dict[str, AttributeValue]:
    link: dict[str, AttributeValue] = {
        "href": url,
        "rel": "noopener noreferrer",
        "target": "_blank" if _opens_tab(provider, style) else None,
    }
    if style.display == "text":
        return link
    return {
        "class": _button_class(style),
        "data-sw-provider": provider.id,
        **link,
        "title": tooltip(provider, locale, "link", style),
    }


def _link_content(
    provider: type[Provider], locale: Locale, style: ButtonStyle
) -> tuple[SupportsHtml | str, ...]:
    note = new_tab_note(locale, style) if _opens_tab(provider, style) else ()
    if style.display == "text":
        return (*_text_content(provider, locale, "link"), *note)
    return (icon(provider, style.icons), label_element(provider, locale, "link", style), *note)


def link_attributes(button: Button) -> dict[str, AttributeValue]:
    """Return the attributes of a button's link, without its language.

    Args:
        button: The button.
    """
    return _link_attributes(button.provider, button.locale, button.style, button.url)


def link_label(button: Button) -> list[Markup]:
    """Return the content of a button's link beside its icon.

    Args:
        button: The button.
    """
    content = _link_content(button.provider, button.locale, button.style)
    shown = content if button.style.display == "text" else content[1:]
    return [Markup.escape(each) for each in shown]


@catalogs.depends_on_catalogs
@bounded_cache(2048)
def _link_template(
    provider: type[Provider], locale: Locale, style: ButtonStyle, as_item: bool
) -> MarkupTemplate:
    """Prepare a link once for each provider and locale; only the page's URL is filled in later."""
    attributes = _link_attributes(provider, locale, style, SLOT)
    content = _link_content(provider, locale, style)
    if as_item:
        item = None if style.display == "text" else {"class": "sw-share__item"}
        return MarkupTemplate(element("li", item, element("a", attributes, *content)))
    return MarkupTemplate(element("a", {**attributes, **language_attributes(locale)}, *content))


# --- actions and retired networks ---------------------------------------------------------------------------


def _needs_script(button: Button) -> bool:
    """Whether the button is hidden until the script runs, because it works only with the script."""
    return button.state == "action" and button.provider.action != "qr"


def _render_inner(button: Button) -> Markup:
    kind = button.provider.action if button.state == "action" else None
    return _RENDERERS[kind or "retired"](button)


def _icon_and_label(button: Button) -> tuple[Markup, Markup]:
    return (
        icon(button.provider, button.style.icons),
        label_element(button.provider, button.locale, button.state, button.style),
    )


def _tooltip(button: Button) -> str | None:
    return tooltip(button.provider, button.locale, button.state, button.style)


def _render_retired(button: Button) -> Markup:
    attributes = {
        "class": f"{_button_class(button.style)} sw-share__button--retired",
        "data-sw-provider": button.provider.id,
        "title": _tooltip(button),
    }
    return element("span", attributes, *_icon_and_label(button))


def _render_qr(button: Button) -> Markup:
    name = Translator(button.locale).message(_QR).text
    summary_attributes = {"class": _button_class(button.style), "title": _tooltip(button)}
    summary = element("summary", summary_attributes, *_icon_and_label(button))
    attributes = {"class": "sw-share__qr", "data-sw-provider": button.provider.id}
    return element("details", attributes, summary, qr_svg(button.content.url, name))


def _action_element(button: Button, *children: SupportsHtml | str, **data: str | None) -> Markup:
    """Return a button in the element that acts when it is pressed, and shows it if the browser can act.

    The data are attributes of that element, not of the button: the browser creates the element before it has
    read what is inside.
    """
    button_attributes: dict[str, object] = {
        "class": _button_class(button.style),
        "type": "button",
        "data-sw-provider": button.provider.id,
        "title": _tooltip(button),
    }
    action_attributes = {
        "data-sw-action": button.provider.action,
        **{f"data-sw-{name}": value for name, value in data.items()},
    }
    inner = element("button", button_attributes, *_icon_and_label(button))
    return element("sw-action", action_attributes, inner, *children)


def _render_copy(button: Button, **data: str | None) -> Markup:
    """Return a button that copies the link, if only as a last resort, and the status that says so."""
    translator = Translator(button.locale)
    done, failed = translator.message(COPIED).text, translator.message(NOT_COPIED).text
    status = element("span", {"class": "sw-share__status", "role": "status"})
    return _action_element(button, status, url=button.content.url, **data, done=done, failed=failed)


def _render_share(button: Button) -> Markup:
    return _render_copy(button, title=button.content.title or None, text=button.content.text or None)


_RENDERERS: Mapping[Action | Literal["retired"], Callable[[Button], Markup]] = {
    "retired": _render_retired,
    "qr": _render_qr,
    "copy": _render_copy,
    "share": _render_share,
    "print": _action_element,
}
