"""The form: works without a script, follows the GOV.UK Design System's rules, and keeps what was typed.

Source of the rules: GOV.UK Design System, patterns "Validation" and "Recover from validation errors",
components "Error summary", "Error message", "Text input", "Checkboxes".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

from markupsafe import Markup

from solidarity_widgets.caching import bounded
from solidarity_widgets.html import element, merged
from solidarity_widgets.i18n import Locale, Message, Translator, catalogs
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.i18n.territories import territories
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.consent import Consent, wording_hash
from solidarity_widgets.petitions.definition import Petition
from solidarity_widgets.petitions.fields import FIELDS, Field
from solidarity_widgets.widget import Widget, said

#: The name of the field that must stay empty: neutral, and nothing a browser fills by itself.
HONEYPOT = "topic"
#: What stands before a purpose in the name of its box.
CONSENT = "consent-"


@dataclass(frozen=True, slots=True, eq=False)
class PetitionForm(Widget):
    """The form to sign a petition.

    Attributes:
        petition: The petition.
        action: Where the form is sent.
        hidden: Names and values of hidden fields: the CSRF token, the service's time stamp.
        values: What was typed before, by field.
        errors: What is wrong with it: field -> code, or a text of the host's own.
        level: The heading's level, 2 to 6.
    """

    petition: Petition
    action: str
    _: KW_ONLY
    hidden: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    level: int = 2

    @property
    def error_prefix(self) -> str:
        """What a page's title begins with while there are errors ("Error: "); else empty."""
        return f"{self._message(messages.ERROR).text} " if self.errors else ""

    @property
    def problems(self) -> Mapping[str, str]:
        """What is wrong, field by field in the order of the form, in the reader's language."""
        return {name: self._problem(name).text for name in self._names() if name in self.errors}

    @property
    def boxes(self) -> Mapping[str, str]:
        """Name -> value of each consent's box, for markup of one's own: the value is its words' hash."""
        return {
            CONSENT + consent.purpose: wording_hash(consent.spoken(self.locale).text)
            for consent in self.petition.consents
        }

    def _names(self) -> tuple[str, ...]:
        return (*self.petition.fields, *(CONSENT + consent.purpose for consent in self.petition.consents))

    def _message(self, message: MessageId, n: int | None = None, **fields: str) -> Message:
        return Translator(self.locale).message(message, n, **fields)

    def _problem(self, name: str) -> Message:
        known = messages.ERRORS[CONSENT.rstrip("-") if name.startswith(CONSENT) else name]
        code = self.errors[name]
        if code not in known:  # the host's own words, in the page's language
            return Message.plain(code, self.locale)
        message = known[code]
        return self._message(message, FIELDS[name].most if message.plural else None)

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
            for name, value in self.hidden.items()
        ]
        return element(
            "form",
            merged(attributes, self.attrs),
            *hidden,
            said(f"h{self.level}", self._message(messages.SIGN_HEADING), self.locale, "sw-form__heading"),
            self._summary(),
            *(self._field(FIELDS[name]) for name in self.petition.fields),
            self._consents(),
            self._honeypot(),
            said("button", self._message(messages.SIGN), self.locale, "sw-form__submit", type="submit"),
        )

    def _summary(self) -> Markup | str:
        shown = [name for name in self._names() if name in self.errors]
        if not shown:
            return ""
        links = [element("li", None, self._summarized(name)) for name in shown]
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
            said(
                f"h{min(self.level + 1, 6)}", self._message(messages.PROBLEM), self.locale,
                "sw-form__title", id=title,
            ),
            element("ul", {"role": "list"}, *links),
        )  # fmt: skip

    def _summarized(self, name: str) -> Markup:
        """Return a problem as a link to its control; one of a box with the words beside it."""
        problem = self._problem(name)
        attributes = {"href": f"#{self._id(name)}", **problem.attributes(self.locale)}
        consent = self.petition.consent(name.removeprefix(CONSENT)) if name.startswith(CONSENT) else None
        if consent is None:
            return element("a", attributes, problem.text)
        words = consent.spoken(self.locale)
        about = element("span", words.attributes(self.locale), words.text)
        return element("a", attributes, f"{problem.text}: ", about)

    # --- fields -------------------------------------------------------------------------------------------

    def _field(self, what: Field) -> Markup:
        label = self._message(what.label)
        if what.name not in self.petition.required:
            label = self._message(messages.OPTIONAL, label=label.text)
        described: list[Markup] = []
        if what.hint is not None:
            hint = self._message(what.hint, what.most if what.hint.plural else None)
            described.append(said("p", hint, self.locale, "sw-form__hint", id=self._id(f"{what.name}_hint")))
        control: dict[str, object] = {
            "class": "sw-form__control",
            "id": self._id(what.name),
            "name": what.name,
            **what.attributes,
            **self._erring(what.name, described),
        }
        return element(
            "div",
            {"class": "sw-form__field"},
            said("label", label, self.locale, "sw-form__label", **{"for": control["id"]}),
            *described,
            self._control(what.name, control),
        )

    def _erring(self, name: str, described: list[Markup]) -> dict[str, object]:
        """Add a field's error to what describes it; return the attributes that tie both to the control."""
        ids = [self._id(f"{name}_hint")] if described else []
        wrong = name in self.errors
        if wrong:
            problem = self._problem(name)
            prefix = said("span", self._message(messages.ERROR), self.locale, "sw-hidden")
            attributes = {
                "class": "sw-form__error",
                "id": self._id(f"{name}_error"),
                **problem.attributes(self.locale),
            }
            described.append(element("p", attributes, prefix, " ", problem.text))
            ids.append(self._id(f"{name}_error"))
        return {"aria-describedby": " ".join(ids) or None, "aria-invalid": "true" if wrong else None}

    def _control(self, name: str, attributes: dict[str, object]) -> Markup:
        value = self.values.get(name, "")
        if name == "country":
            options = [
                element("option", {"value": code, "selected": True}, label) if code == value else made
                for code, label, made in _countries(self.locale)
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
        legend = said("legend", self._message(messages.CONSENT), self.locale, "sw-form__label")
        boxes = [self._consent(consent) for consent in self.petition.consents]
        return element("fieldset", {"class": "sw-form__consents"}, legend, *boxes)

    def _consent(self, consent: Consent) -> Markup:
        name = CONSENT + consent.purpose
        words = consent.spoken(self.locale)
        described: list[Markup] = []
        wording = wording_hash(words.text)
        box: dict[str, object] = {
            "type": "checkbox",
            "class": "sw-form__box",
            "id": self._id(name),
            "name": name,
            "value": wording,  # what is sent tells which words were agreed to
            "checked": self.values.get(name) == wording,
            "autocomplete": "off",  # some browsers tick again, on a reload, what was ticked before
            **self._erring(name, described),
        }
        label = {"class": "sw-form__words", "for": box["id"], **words.attributes(self.locale)}
        return element(
            "div",
            {"class": "sw-form__consent"},
            *described,
            element("input", box),
            element("label", label, words.text),
        )

    def _honeypot(self) -> Markup:
        box: dict[str, object] = {
            "type": "text",
            "id": self._id(HONEYPOT),
            "name": HONEYPOT,
            "tabindex": -1,
            "autocomplete": "off",
        }
        label = said("label", self._message(messages.HONEYPOT), self.locale, None, **{"for": box["id"]})
        # Where the stylesheet is missing, the label tells people what to do.
        return element("div", {"class": "sw-hidden", "aria-hidden": "true"}, label, element("input", box))


@catalogs.derived
@bounded(64)
def _countries(locale: Locale) -> tuple[tuple[str, str, Markup], ...]:
    """Return code, name and finished option of every country, the empty choice first."""
    choose = Translator(locale).message(messages.CHOOSE_COUNTRY).text
    return tuple(
        (code, name, element("option", {"value": code}, name))
        for code, name in (("", choose), *territories(locale))
    )
