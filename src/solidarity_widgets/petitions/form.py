"""The form for signing, which works without JavaScript and follows the GOV.UK Design System.

Sources: GOV.UK Design System, patterns "Validation" and "Recover from validation errors", components "Error
summary", "Error message", "Text input" and "Checkboxes".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

from markupsafe import Markup

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.html import AttributeValue, element, join
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs
from solidarity_widgets.i18n.cldr.territories import territory_names
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.consent import Consent, wording_hash
from solidarity_widgets.petitions.fields import CONSENT_PREFIX, FIELDS, FormField
from solidarity_widgets.petitions.ids import make_id
from solidarity_widgets.petitions.model import Petition
from solidarity_widgets.petitions.plain import PetitionDisplay, plain_link
from solidarity_widgets.widget import Widget, message_element


def consent_control(consent: Consent) -> str:
    """Return the name of a consent's checkbox.

    Args:
        consent: The consent.

    Returns:
        The name, which no field of the form has.
    """
    return CONSENT_PREFIX + consent.purpose


def control_names(petition: Petition) -> tuple[str, ...]:
    """Return the names of the controls that a signer fills in.

    Args:
        petition: The petition.

    Returns:
        The names of its fields and of its consents' checkboxes, in the order of the form.
    """
    return (*petition.fields, *map(consent_control, petition.consents))


@dataclass(frozen=True, slots=True, eq=False)
class PetitionForm(Widget):
    """The form for signing a petition.

    Its ``repr`` shows neither what the visitor entered nor a token, so it can appear in logs.

    Attributes:
        petition: The petition.
        action: The URL that the form is submitted to.
        hidden_fields: The names and values of hidden fields, such as the CSRF token.
        values: What the visitor entered, by field.
        errors: The errors by field: a code of the library, or the caller's own text.
        heading_level: The level of the heading, 2 to 6.
        id_prefix: A part of every id, so that the form can be on a page twice, or an empty string.
        display: ``full``, or ``text`` for the plain form: a link to the page with the form.
        page_url: The absolute URL of that page, or an empty string.
    """

    petition: Petition
    action: str = field(repr=False)
    _: KW_ONLY
    hidden_fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    errors: Mapping[str, str] = field(default_factory=dict, repr=False)
    heading_level: int = 2
    id_prefix: str = ""
    display: PetitionDisplay = "full"
    page_url: str = ""

    @property
    def id(self) -> str:
        """The id of the form, to which a link can lead."""
        return self._id("form")

    @property
    def error_prefix(self) -> str:
        """The prefix for the page's title if there are errors ("Error: "), or an empty string."""
        return f"{self._message(messages.ERROR).text} " if self.errors else ""

    @property
    def error_messages(self) -> Mapping[str, str]:
        """The error message of each field that has one, in the order of the form."""
        return {name: self._error_message(name).text for name in self._names_with_errors()}

    @property
    def consent_values(self) -> Mapping[str, str]:
        """The name of each consent's checkbox and its value, the hash of its text, for your own markup."""
        return {
            consent_control(consent): wording_hash(consent.wording(self.locale).text)
            for consent in self.petition.consents
        }

    def _names_with_errors(self) -> list[str]:
        return [name for name in control_names(self.petition) if name in self.errors]

    def _message(self, message: MessageId, n: int | None = None, **fields: str) -> Message:
        return Translator(self.locale).message(message, n, **fields)

    def _error_message(self, name: str) -> Message:
        known = messages.ERRORS["consent" if name.startswith(CONSENT_PREFIX) else name]
        code = self.errors[name]
        if code not in known:  # the caller's own text, in the page's language
            return Message.from_text(code, self.locale)
        message = known[code]
        return self._message(message, FIELDS[name].max_length if message.plural else None)

    def _id(self, name: str) -> str:
        return make_id(self.petition.id, self.id_prefix, name)

    def render(self) -> Markup:
        """Return the HTML.

        Returns:
            A ``<form>`` element; a paragraph with a link for the plain form.
        """
        if self.display == "text":
            return plain_link(self.locale, self.page_url, dict(self.attrs))
        return self.outer_element(
            "form",
            self._own_attributes()[0],
            self.hidden_html,
            self.heading_html,
            self.summary_html,
            *self.fields_html,
            self.consents_html,
            self.honeypot_html,
            self.submit_html,
        )

    def _own_attributes(self) -> tuple[Mapping[str, AttributeValue], Mapping[str, AttributeValue]]:
        attributes: dict[str, AttributeValue] = {
            "class": "sw-form",
            "id": self.id,
            "action": self.action,
            "method": "post",
            "accept-charset": "utf-8",
            # Some browsers restore ticks on reload. HTML does not allow this attribute on checkboxes. The
            # other fields have their own, which takes precedence.
            "autocomplete": "off",
            "novalidate": True,  # the browser's messages are in the browser's language
        }
        return attributes, {}

    @property
    def hidden_html(self) -> Markup:
        """The hidden fields. Without them, no form is accepted."""
        return join(
            *(
                element("input", {"type": "hidden", "name": name, "value": value})
                for name, value in self.hidden_fields.items()
            )
        )

    @property
    def heading_html(self) -> Markup:
        """The heading."""
        heading = self._message(messages.SIGN_HEADING)
        return message_element(f"h{self.heading_level}", heading, self.locale, "sw-form__heading")

    @property
    def fields_html(self) -> tuple[Markup, ...]:
        """Each field with its label, hint and error, in the order of the petition."""
        return tuple(self._field(FIELDS[name]) for name in self.petition.fields)

    @property
    def submit_html(self) -> Markup:
        """The button."""
        text = self._message(messages.SIGN)
        return message_element("button", text, self.locale, "sw-form__submit", type="submit")

    @property
    def summary_html(self) -> Markup:
        """The list of errors, or nothing."""
        names = self._names_with_errors()
        if not names:
            return Markup("")
        links = [element("li", {"class": "sw-form__problem"}, self._summary_item(name)) for name in names]
        title = self._id("problem")
        return element(
            "div",
            # autofocus moves the focus here without JavaScript, as GOV.UK's script does.
            {
                "class": "sw-form__summary",
                "role": "alert",
                "aria-labelledby": title,
                "tabindex": -1,
                "autofocus": True,
            },
            message_element(
                f"h{min(self.heading_level + 1, 6)}", self._message(messages.PROBLEM), self.locale,
                "sw-form__title", id=title,
            ),
            element("ul", {"class": "sw-form__problems", "role": "list"}, *links),
        )  # fmt: skip

    def _summary_item(self, name: str) -> Markup:
        """Return an error as a link to its control. For a checkbox the link includes the checkbox's label."""
        problem = self._error_message(name)
        attributes = {
            "class": "sw-form__link",
            "href": f"#{self._id(name)}",
            **problem.attributes(self.locale),
        }
        consent = next((found for found in self.petition.consents if consent_control(found) == name), None)
        if consent is None:
            return element("a", attributes, problem.text)
        wording = consent.wording(self.locale)
        about = element("span", wording.attributes(self.locale), wording.text)
        before = self._message(messages.PROBLEM_OF, problem=problem.text).text
        return element("a", attributes, f"{before} ", about)

    # --- fields -------------------------------------------------------------------------------------------

    def _field(self, field: FormField) -> Markup:
        label = name = self._message(field.label)
        if field.name not in self.petition.required:
            label = self._message(messages.OPTIONAL, label=name.text)
        # In an incomplete catalog the two may be in different languages.
        text = [
            element("span", {"lang": name.tag, "dir": name.direction}, part.text)
            if part.name == "label" and name.tag != label.tag
            else part.text
            for part in label.segments
        ]
        described: list[Markup] = []
        if field.hint is not None:
            hint = self._message(field.hint, field.max_length if field.hint.plural else None)
            described.append(
                message_element("p", hint, self.locale, "sw-form__hint", id=self._id(f"{field.name}_hint"))
            )
        control: dict[str, object] = {
            "class": "sw-form__control",
            "id": self._id(field.name),
            "name": field.name,
            **field.attributes,
            **self._error_attributes(field.name, described),
        }
        return element(
            "div",
            {"class": "sw-form__field"},
            element(
                "label",
                {"class": "sw-form__label", "for": control["id"], **label.attributes(self.locale)},
                *text,
            ),
            *described,
            self._control(field.name, control),
        )

    def _error_attributes(self, name: str, described: list[Markup]) -> dict[str, object]:
        """Add a field's error to what describes it; return the attributes that tie both to the control."""
        ids = [self._id(f"{name}_hint")] if described else []
        has_error = name in self.errors
        if has_error:
            problem = self._error_message(name)
            prefix = message_element("span", self._message(messages.ERROR), self.locale, "sw-hidden")
            attributes = {
                "class": "sw-form__error",
                "id": self._id(f"{name}_error"),
                **problem.attributes(self.locale),
            }
            described.append(element("p", attributes, prefix, " ", problem.text))
            ids.append(self._id(f"{name}_error"))
        return {"aria-describedby": " ".join(ids) or None, "aria-invalid": "true" if has_error else None}

    def _control(self, name: str, attributes: dict[str, object]) -> Markup:
        value = self.values.get(name, "")
        if name == "country":
            chosen = value.strip().upper()  # as validate_signature reads it
            options = [
                element("option", {"value": code, "selected": True}, label)
                if code == chosen and code
                else made
                for code, label, made in _country_options(self.locale)
            ]
            return element("select", attributes, *options)
        if name == "message":
            # HTML parsers drop a line break at the start, so another one keeps the visitor's own.
            return element("textarea", attributes, "\n" + value if value.startswith(("\n", "\r")) else value)
        return element("input", {**attributes, "value": value or None})

    # --- consents -----------------------------------------------------------------------------------------

    @property
    def consents_html(self) -> Markup:
        """The boxes for consents, or nothing."""
        if not self.petition.consents:
            return Markup("")
        legend = message_element("legend", self._message(messages.CONSENT), self.locale, "sw-form__label")
        boxes = [self._consent(consent) for consent in self.petition.consents]
        return element("fieldset", {"class": "sw-form__consents"}, legend, *boxes)

    def _consent(self, consent: Consent) -> Markup:
        name = consent_control(consent)
        wording = consent.wording(self.locale)
        described: list[Markup] = []
        hash = wording_hash(wording.text)
        box: dict[str, object] = {
            "type": "checkbox",
            "class": "sw-form__box",
            "id": self._id(name),
            "name": name,
            "value": hash,  # identifies the text that was agreed to
            "checked": self.values.get(name) == hash,
            **self._error_attributes(name, described),
        }
        label = {"class": "sw-form__words", "for": box["id"], **wording.attributes(self.locale)}
        return element(
            "div",
            {"class": "sw-form__consent"},
            *described,
            element("input", box),
            element("label", label, wording.text),
        )

    @property
    def honeypot_html(self) -> Markup:
        """The field that people do not see. Programs that fill it in are suspicious."""
        box: dict[str, object] = {
            "type": "text",
            "id": self._id(self.petition.honeypot),
            "name": self.petition.honeypot,
            "tabindex": -1,
            "autocomplete": "off",
        }
        label = message_element(
            "label", self._message(messages.HONEYPOT), self.locale, None, **{"for": box["id"]}
        )
        # Without the stylesheet the field is visible, and the label tells people to leave it blank.
        return element("div", {"class": "sw-hidden", "aria-hidden": "true"}, label, element("input", box))


@catalogs.depends_on_catalogs
@bounded_cache(64)
def _country_options(locale: Locale) -> tuple[tuple[str, str, Markup], ...]:
    """Return the code, name and ``<option>`` of every country, after an empty choice."""
    choose = Translator(locale).message(messages.CHOOSE_COUNTRY)
    first = message_element("option", choose, locale, value="")
    return (
        ("", choose.text, first),
        *(
            (code, name, element("option", {"value": code}, name))
            for code, name in territory_names(locale.cldr_data).items()
        ),
    )
