"""The page that a link in an email opens, as a widget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, field
from http import HTTPStatus
from typing import get_args

from markupsafe import Markup

from solidarity_widgets.checks import check_choice, check_whole
from solidarity_widgets.html import AttributesLike, AttributeValue, check_attributes, element
from solidarity_widgets.i18n import LocaleLike, Message, Translator, get_locale
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.signing import LinkPreview, render_message
from solidarity_widgets.signing.tokens import TokenPurpose
from solidarity_widgets.urls import UrlLike, check_form_target
from solidarity_widgets.web import messages
from solidarity_widgets.widget import Widget, message_element


@dataclass(frozen=True, slots=True, eq=False)
class LinkPage(Widget):
    """What a link in an email shows: what its button does, the button, or why there is none.

    Attributes:
        purpose: What the link is for.
        preview: What the service says about the link.
        petition_url: The URL of the petition, or an empty string.
        correct_url: The URL of the form for a reader who did not write what is shown, or an empty string.
        heading_level: The level of the heading, 1 to 5.
    """

    purpose: TokenPurpose
    preview: LinkPreview
    _: KW_ONLY
    petition_url: str = field(default="", repr=False)
    correct_url: str = field(default="", repr=False)
    heading_level: int = 1

    @property
    def status(self) -> HTTPStatus:
        """The status code, which is 404 for a broken link, 410 for one that no longer works, else 200."""
        outcomes = {"invalid": HTTPStatus.NOT_FOUND, "expired": HTTPStatus.GONE}
        return outcomes.get(self.preview.outcome, HTTPStatus.OK)

    @property
    def title(self) -> str:
        """The heading's text, for the page's title."""
        return self._message(self._heading()).text

    def _heading(self) -> MessageId:
        other = {
            "done": messages.DONE[self.purpose],
            "expired": messages.EXPIRED,
            "invalid": messages.INVALID,
        }
        return other.get(self.preview.outcome, messages.HEADINGS[self.purpose])

    def _message(self, message: MessageId) -> Message:
        return Translator(self.locale).message(message)

    def _element(self, tag: str, message: MessageId, class_name: str | None = None, **more: object) -> Markup:
        return message_element(tag, self._message(message), self.locale, class_name, **more)

    def render(self) -> Markup:
        """Return the HTML.

        Returns:
            A ``<section>`` element.
        """
        heading = self._element(f"h{self.heading_level}", self._heading(), "sw-link__heading")
        return self.outer_element(
            "section",
            {"class": f"sw-link sw-link--{self.preview.outcome}"},
            heading,
            *self._petition_title(),
            *self._content(),
            *self._back(),
        )

    def _petition_title(self) -> Iterable[Markup]:
        if self.preview.petition is not None:
            title = self.preview.petition.title.best(self.locale)
            yield element("p", {"class": "sw-link__petition", **title.attributes(self.locale)}, title.text)

    def _content(self) -> Iterable[Markup]:
        outcome = self.preview.outcome
        if outcome == "expired":
            yield self._element("p", messages.EXPIRED_TEXT)
        elif outcome == "invalid":
            yield self._element("p", messages.INVALID_TEXT)
        elif outcome == "ready":
            yield self._element("p", messages.EXPLANATIONS[self.purpose])
            if self.purpose == "confirm":
                yield from self._what_was_written()
            # Without an action, a form is sent to the page's own address: the token is not repeated.
            button = self._element("button", messages.BUTTONS[self.purpose], "sw-form__submit", type="submit")
            yield element("form", {"class": "sw-link__form", "method": "post"}, button)
            if self.purpose == "confirm":
                yield self._element("p", messages.NOT_YOU, "sw-link__note")
                if self.correct_url:
                    link = self._element("a", messages.CORRECT, None, href=self.correct_url)
                    yield element("p", {"class": "sw-link__note"}, link)

    def _what_was_written(self) -> Iterable[Markup]:
        preview, rows = self.preview, []
        if preview.name:
            name = element("dd", None, element("bdi", None, preview.name))
            rows += [self._element("dt", messages.NAME), name]
        if preview.message:
            as_html = preview.petition is not None and preview.petition.message_html
            message = element("bdi", None, render_message(preview.message, html=as_html))
            rows += [
                self._element("dt", messages.MESSAGE),
                element("dd", {"class": "sw-link__message"}, message),
            ]
        if rows:
            yield element("dl", {"class": "sw-link__signature"}, *rows)
        if preview.consents:
            yield self._element(f"h{self.heading_level + 1}", messages.AGREED)
            items = [
                element("li", {"lang": agreed.tag or None, "dir": "auto"}, agreed.text)
                for agreed in preview.consents
                if agreed.text
            ]
            yield element("ul", {"class": "sw-link__consents"}, *items)

    def _back(self) -> Iterable[Markup]:
        if self.petition_url and self.preview.outcome != "ready":
            yield element("p", None, self._element("a", messages.BACK, None, href=self.petition_url))


def link_page(
    preview: LinkPreview,
    purpose: TokenPurpose,
    *,
    petition_url: UrlLike | None = None,
    correct_url: UrlLike | None = None,
    heading_level: int = 1,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> LinkPage:
    """Show what a link in an email is about, with the button that acts.

    The form is sent to the page's own address.

    Args:
        preview: The result of ``service.preview(purpose, token)``.
        purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``.
        petition_url: The URL of the petition, for readers whose link does nothing.
        correct_url: The URL of a form that passes the token to ``service.sign(confirm_token=…)``, for readers
            who did not write what is shown.
        heading_level: The level of the heading, 1 to 5.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the outer element.

    Returns:
        A widget. Use its ``title`` and ``status`` for the page.

    Raises:
        InvalidFieldError: If an argument is not valid.
        InvalidURLError: If a URL is neither a path nor an absolute http(s) URL.
        InvalidAttributeError: If an attribute is not allowed.

    Example:
        >>> page = link_page(LinkPreview("expired"), "confirm", locale="en")
        >>> page.title, page.status.value
        ('This link no longer works', 410)
    """
    check_choice(purpose, get_args(TokenPurpose), "purpose")
    checked: dict[str, AttributeValue] = check_attributes(attrs)
    return LinkPage(
        purpose,
        preview,
        petition_url=check_form_target(petition_url, "petition_url") if petition_url else "",
        correct_url=check_form_target(correct_url, "correct_url") if correct_url else "",
        heading_level=check_whole(heading_level, "heading_level", 1, 5),
        locale=get_locale(locale),
        attrs=checked,
    )
