"""The form: works without a script, follows the GOV.UK Design System's rules, and keeps what was typed.

Source of the rules: GOV.UK Design System, patterns "Validation" and "Recover from validation errors",
components "Error summary", "Error message", "Text input", "Checkboxes".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

from markupsafe import Markup

from solidarity_widgets.caching import bounded_cache
from solidarity_widgets.html import element, merge_attributes
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs
from solidarity_widgets.i18n.cldr.territories import territory_names
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.consent import Consent, wording_hash
from solidarity_widgets.petitions.fields import FIELDS, FormField
from solidarity_widgets.petitions.model import Petition
from solidarity_widgets.widget import Widget, message_element

#: The name of the field that must stay empty: neutral, and nothing a browser fills by itself.
HONEYPOT = "topic"
#: What stands before a purpose in the name of its box.
CONSENT_PREFIX = "consent-"


@dataclass(frozen=True, slots=True, eq=False)
class PetitionForm(Widget):
    """The form to sign a petition.

    Attributes:
        petition: The petition.
        action: Where the form is sent.
        hidden_fields: Names and values of hidden fields: the CSRF token, the service's time stamp.
        values: What was typed before, by field.
        errors: What is wrong with it: field -> code, or a text of the host's own.
        heading_level: The heading's level, 2 to 6.
    """

    petition: Petition
    action: str
    _: KW_ONLY
    hidden_fields: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    heading_level: int = 2

    @property
    def error_prefix(self) -> str:
        """What a page's title begins with while there are errors ("Error: "); else empty."""
        return f"{self._message(messages.ERROR).text} " if self.errors else ""

    @property
    def error_messages(self) -> Mapping[str, str]:
        """What is wrong, field by field in the order of the form, in the reader's language."""
        return {name: self._error_message(name).text for name in self._names() if name in self.errors}

    @property
    def consent_values(self) -> Mapping[str, str]:
        """Name -> value of each consent's box, for your own markup: the value is the hash of its text."""
        return {
            CONSENT_PREFIX + consent.purpose: wording_hash(consent.wording(self.locale).text)
            for consent in self.petition.consents
        }

    def _names(self) -> tuple[str, ...]:
        return (
            *self.petition.fields,
            *(CONSENT_PREFIX + consent.purpose for consent in self.petition.consents),
        )

    def _message(self, message: MessageId, n: int | None = None, **fields: str) -> Message:
        return Translator(self.locale).message(message, n, **fields)

    def _error_message(self, name: str) -> Message:
        known = messages.ERRORS[CONSENT_PREFIX.rstrip("-") if name.startswith(CONSENT_PREFIX) else name]
        code = self.errors[name]
        if code not in known:  # the host's own words, in the page's language
            return Message.from_text(code, self.locale)
        message = known[code]
        return self._message(message, FIELDS[name].max_length if message.plural else None)

    def _id(self, name: str) -> str:
        return f"sw-{self.petition.id}_{name}"  # no id and no name has a "_": so no two ids are the same

    def render(self) -> Markup:
        """Return the HTML."""
        attributes: dict[str, object] = {
            "class": "sw-form",
            "id": self._id("form"),
            "action": self.action,
            "method": "post",
            "accept-charset": "utf-8",
            "novalidate": True,  # the browser's own messages are in its language, not the page's
            "lang": self.locale.tag,
            "dir": self.locale.direction,
        }
        hidden = [
            element("input", {"type": "hidden", "name": name, "value": value})
            for name, value in self.hidden_fields.items()
        ]
        return element(
            "form",
            merge_attributes(attributes, self.attrs),
            *hidden,
            message_element(
                f"h{self.heading_level}",
                self._message(messages.SIGN_HEADING),
                self.locale,
                "sw-form__heading",
            ),
            self._summary(),
            *(self._field(FIELDS[name]) for name in self.petition.fields),
            self._consents(),
            self._honeypot(),
            message_element(
                "button", self._message(messages.SIGN), self.locale, "sw-form__submit", type="submit"
            ),
        )

    def _summary(self) -> Markup | str:
        names = [name for name in self._names() if name in self.errors]
        if not names:
            return ""
        links = [element("li", None, self._summary_item(name)) for name in names]
        title = self._id("problem")
        return element(
            "div",
            # What autofocus reaches without a script, GOV.UK's script does with one.
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
            element("ul", {"role": "list"}, *links),
        )  # fmt: skip

    def _summary_item(self, name: str) -> Markup:
        """Return a problem as a link to its control; one of a box with the words beside it."""
        problem = self._error_message(name)
        attributes = {"href": f"#{self._id(name)}", **problem.attributes(self.locale)}
        consent = (
            self.petition.consent(name.removeprefix(CONSENT_PREFIX))
            if name.startswith(CONSENT_PREFIX)
            else None
        )
        if consent is None:
            return element("a", attributes, problem.text)
        wording = consent.wording(self.locale)
        about = element("span", wording.attributes(self.locale), wording.text)
        before = self._message(messages.PROBLEM_OF, problem=problem.text).text
        return element("a", attributes, f"{before} ", about)

    # --- fields -------------------------------------------------------------------------------------------

    def _field(self, field: FormField) -> Markup:
        label = self._message(field.label)
        if field.name not in self.petition.required:
            label = self._message(messages.OPTIONAL, label=label.text)
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
            message_element("label", label, self.locale, "sw-form__label", **{"for": control["id"]}),
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
            options = [
                element("option", {"value": code, "selected": True}, label) if code == value else made
                for code, label, made in _country_options(self.locale)
            ]
            return element("select", attributes, *options)
        if name == "message":
            # The parser drops a line break that comes first; one more keeps the signer's own.
            return element("textarea", attributes, "\n" + value if value.startswith(("\n", "\r")) else value)
        return element("input", {**attributes, "value": value or None})

    # --- consents -----------------------------------------------------------------------------------------

    def _consents(self) -> Markup | str:
        if not self.petition.consents:
            return ""
        legend = message_element("legend", self._message(messages.CONSENT), self.locale, "sw-form__label")
        boxes = [self._consent(consent) for consent in self.petition.consents]
        return element("fieldset", {"class": "sw-form__consents"}, legend, *boxes)

    def _consent(self, consent: Consent) -> Markup:
        name = CONSENT_PREFIX + consent.purpose
        wording = consent.wording(self.locale)
        described: list[Markup] = []
        hash = wording_hash(wording.text)
        box: dict[str, object] = {
            "type": "checkbox",
            "class": "sw-form__box",
            "id": self._id(name),
            "name": name,
            "value": hash,  # what is sent tells which words were agreed to
            "checked": self.values.get(name) == hash,
            "autocomplete": "off",  # some browsers tick again, on a reload, what was ticked before
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

    def _honeypot(self) -> Markup:
        box: dict[str, object] = {
            "type": "text",
            "id": self._id(HONEYPOT),
            "name": HONEYPOT,
            "tabindex": -1,
            "autocomplete": "off",
        }
        label = message_element(
            "label", self._message(messages.HONEYPOT), self.locale, None, **{"for": box["id"]}
        )
        # Where the stylesheet is missing, the label tells people what to do.
        return element("div", {"class": "sw-hidden", "aria-hidden": "true"}, label, element("input", box))


@catalogs.depends_on_catalogs
@bounded_cache(64)
def _country_options(locale: Locale) -> tuple[tuple[str, str, Markup], ...]:
    """Return code, name and finished option of every country, the empty choice first."""
    choose = Translator(locale).message(messages.CHOOSE_COUNTRY).text
    return tuple(
        (code, name, element("option", {"value": code}, name))
        for code, name in (("", choose), *territory_names(locale.cldr_data).items())
    )
