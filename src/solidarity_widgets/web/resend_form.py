"""The form that sends an email again, as a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

from markupsafe import Markup

from solidarity_widgets.html import AttributesLike, check_attributes, element
from solidarity_widgets.i18n import LocaleLike, Translator, get_locale
from solidarity_widgets.petitions import messages as petition_messages
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.petitions.functions import CsrfTokens, parse_csrf
from solidarity_widgets.text import TextLike, replace_unsafe
from solidarity_widgets.urls import UrlLike, check_form_target
from solidarity_widgets.web import messages
from solidarity_widgets.widget import Widget, message_element


@dataclass(frozen=True, slots=True, eq=False)
class ResendForm(Widget):
    """A form for signers who got no email.

    Attributes:
        action: The URL that the form is sent to.
        hidden_fields: The names and values of hidden fields.
        error: The error's code, or an empty string.
        value: What the reader entered.
        heading_level: The level of the heading, 1 to 6.
    """

    action: str = field(repr=False)
    _: KW_ONLY
    hidden_fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    error: str = ""
    value: str = field(default="", repr=False)
    heading_level: int = 2

    def render(self) -> Markup:
        """Return the HTML.

        Returns:
            A ``<form>`` element.
        """
        translator = Translator(self.locale)
        email = FIELDS["email"]
        described: list[Markup] = []
        if self.error:
            problem = translator.message(petition_messages.ERRORS["email"][self.error])
            described.append(
                message_element("p", problem, self.locale, "sw-form__error", id="sw-resend_error")
            )
        control = {
            "class": "sw-form__control",
            "id": "sw-resend_email",
            "name": "email",
            **email.attributes,
            "value": self.value or None,
            "aria-invalid": "true" if self.error else None,
            "aria-describedby": "sw-resend_error" if self.error else None,
        }
        label = message_element(
            "label",
            translator.message(email.label),
            self.locale,
            "sw-form__label",
            **{"for": control["id"]},
        )
        hidden = [
            element("input", {"type": "hidden", "name": name, "value": value})
            for name, value in self.hidden_fields.items()
        ]
        heading = translator.message(messages.RESEND)
        button = translator.message(messages.RESEND_BUTTON)
        return self.outer_element(
            "form",
            {"class": "sw-form sw-resend", "action": self.action, "method": "post", "novalidate": True},
            *hidden,
            message_element(f"h{self.heading_level}", heading, self.locale, "sw-form__heading"),
            element("div", {"class": "sw-form__field"}, label, *described, element("input", control)),
            message_element("button", button, self.locale, "sw-form__submit", type="submit"),
        )


def resend_form(
    *,
    action: UrlLike,
    csrf: CsrfTokens = None,
    error: str = "",
    value: TextLike = "",
    heading_level: int = 2,
    locale: LocaleLike = None,
    attrs: AttributesLike = None,
) -> ResendForm:
    """Show a form for signers who got no email.

    Args:
        action: The URL that the form is sent to, where you call ``service.resend``.
        csrf: As for :func:`solidarity_widgets.petition_form`.
        error: The code that ``service.resend`` returned for ``email``, or an empty string.
        value: What the reader entered.
        heading_level: The level of the heading, 1 to 6.
        locale: The language; see :func:`solidarity_widgets.get_locale`.
        attrs: Extra HTML attributes of the form.

    Returns:
        A widget.

    Raises:
        InvalidFieldError: If the token is missing.
        InvalidURLError: If *action* is neither a path nor an absolute http(s) URL.
        InvalidAttributeError: If an attribute is not allowed.

    Example:
        >>> "Send it again" in str(resend_form(action="/resend", csrf="t0ken", locale="en"))
        True
    """
    target = check_form_target(action)
    return ResendForm(
        target,
        hidden_fields=parse_csrf(csrf, same_site=not target.lower().startswith(("http://", "https://"))),
        error=error,
        value=replace_unsafe(value)[:500],
        heading_level=heading_level,
        locale=get_locale(locale),
        attrs=check_attributes(attrs),
    )
