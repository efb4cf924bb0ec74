"""The form: GOV.UK's rules, kept values, boxes that nobody ticked, and nothing that needs a script."""

from __future__ import annotations

import hashlib
import re
from collections import UserDict
from collections.abc import Iterable
from itertools import combinations
from typing import Any
from urllib.parse import parse_qs

import django.conf
import pytest
from django.http import QueryDict
from django.utils.functional import lazystr
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Undefined
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from solidarity_widgets.exceptions import InvalidAttributeError, InvalidFieldError, InvalidURLError
from solidarity_widgets.i18n import Translator, get_locale, use_locale
from solidarity_widgets.i18n.cldr.territories import territory_names
from solidarity_widgets.petitions import Consent, Petition, PetitionForm, messages, petition_form
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.signing import validate_signature

from .markup import CONTROLS, LOCALES, Node, hold_ids, parse

if not django.conf.settings.configured:
    django.conf.settings.configure()

ALL = ("name", "email", "country", "postcode", "message")
PURPOSES = ("processing", "updates", "public")
EVERYTHING = Petition("vigil", title="Let them go", fields=ALL, consents="processing updates public")
COUNTRY_ONLY = Petition("vigil", title="Let them go", fields="country")
NAMES = (*ALL, *(f"consent-{purpose}" for purpose in PURPOSES))
#: Every field with every code there is for it.
CODES = [(name, code) for name in ALL for code in messages.ERRORS[name]]
CODES += [("consent-processing", "missing"), ("consent-updates", "missing")]
TYPED = {
    "name": "Алесь",
    "email": "ales@example.org",
    "country": "BY",
    "postcode": "220030",
    "message": "Воля!",
}
SUBSETS = [fields for size in range(1, 6) for fields in combinations(ALL, size)]


def form(petition: Petition = EVERYTHING, **arguments: Any) -> tuple[PetitionForm, Node]:
    widget = petition_form(petition, **{"action": "/sign", "csrf": "t0ken", "locale": "en", **arguments})
    node = parse(widget, "form")
    hold_ids(node)
    return widget, node


def control(node: Node, name: str) -> Node:
    return node.one(*CONTROLS, name=name)


def label(node: Node, name: str) -> Node:
    return node.one("label", for_=control(node, name).attr("id"))


def described(node: Node, name: str) -> list[str]:
    """What a screen reader reads after the label."""
    ids = (control(node, name).attrs.get("aria-describedby") or "").split()
    return [node.one(id=id).text for id in ids]


def sent(node: Node) -> dict[str, str]:
    """What a browser sends (HTML, "constructing the entry list")."""
    found: dict[str, str] = {}
    for field in node.all("input", "select", "textarea"):
        value = field.attrs.get("value")
        if field.tag == "select":
            chosen = [option for option in field.all("option") if "selected" in option.attrs]
            value = (chosen or field.all("option"))[-1 if chosen else 0].attr("value")
        elif field.tag == "textarea":
            value = field.text
        elif field.attrs.get("type") == "checkbox" and "checked" not in field.attrs:
            continue
        assert field.attr("name") not in found
        found[field.attr("name")] = value or ""
    return found


def shown_fields(node: Node) -> list[str]:
    return [field.attr("name") for field in node.all(*CONTROLS, class_="sw-form__control")]


def say(code: str, message: Any, n: int | None = None, **fields: str) -> str:
    return Translator(get_locale(code)).message(message, n, **fields).text


class TestForm:
    """A form that a browser without a script sends as it stands."""

    def test_the_element(self) -> None:
        _, node = form()
        assert {name: node.attrs[name] for name in ("action", "method", "accept-charset")} == {
            "action": "/sign",
            "method": "post",
            "accept-charset": "utf-8",
        }
        assert node.attrs["novalidate"] is None
        button = node.one("button")
        assert (button.attr("type"), button.text) == ("submit", "Sign")
        assert "disabled" not in button.attrs

    def test_no_attribute_of_the_browsers_own_checks(self) -> None:
        """Its messages would be in its own language; ``maxlength`` would cut what was pasted."""
        _, node = form(errors=dict.fromkeys(NAMES, "missing"))
        strange = {"required", "pattern", "maxlength", "minlength", "min", "max", "placeholder", "disabled"}
        for found in node:
            assert not strange & found.attrs.keys()
            assert not [name for name in found.attrs if name == "style" or name.startswith("on")]

    @pytest.mark.parametrize("code", LOCALES)
    @pytest.mark.parametrize("errors", [{}, dict.fromkeys(NAMES, "missing")], ids=["clean", "errors"])
    def test_every_language(self, code: str, errors: dict[str, str]) -> None:
        locale = get_locale(code)
        widget, node = form(locale=code, errors=errors, values=TYPED)
        assert (node.attr("lang"), node.attr("dir")) == (locale.tag, locale.direction)
        assert node.one("h2").text == say(code, messages.SIGN_HEADING)
        assert node.one("button").text == say(code, messages.SIGN)
        for name, field in FIELDS.items():
            own = say(code, field.label)
            if name not in EVERYTHING.required:
                own = say(code, messages.OPTIONAL, label=own)
            assert label(node, name).text == own
            hint = (
                [say(code, field.hint, field.max_length if field.hint.plural else None)] if field.hint else []
            )
            problem = [f"{say(code, messages.ERROR)} {widget.error_messages[name]}"] if errors else []
            assert described(node, name) == hint + problem
        assert node.one("legend").text == say(code, messages.CONSENT)
        assert bool(widget.error_messages) is bool(errors)
        options = control(node, "country").all("option")
        assert [(option.attr("value"), option.text) for option in options] == [
            ("", say(code, messages.CHOOSE_COUNTRY)),
            *territory_names(locale.cldr_data).items(),
        ]
        assert "{" not in re.sub(r"\s", "", node.text)

    @pytest.mark.parametrize("fields", SUBSETS, ids=" ".join)
    def test_each_field_can_be_switched_off(self, fields: tuple[str, ...]) -> None:
        petition = Petition("vigil", title="T", fields=fields)
        _, node = form(petition)
        assert tuple(shown_fields(node)) == fields
        processing = [] if fields == ("country",) else [f"consent-{petition.consents[0].purpose}"]
        assert {*sent(node)} == {*fields, "csrf_token", "topic"}
        assert [box.attr("name") for box in node.all("input", type="checkbox")] == processing
        hidden = [name for name in ALL if name not in fields]
        assert not [name for name in hidden if node.all(name=name)]

    def test_country_only(self) -> None:
        """Signing without any personal data."""
        _, node = form(COUNTRY_ONLY)
        assert sent(node) == {"csrf_token": "t0ken", "country": "", "topic": ""}
        assert label(node, "country").text == "Country"
        assert node.all("fieldset") == []

    def test_what_must_be_filled_is_not_called_optional(self) -> None:
        for required in SUBSETS:
            _, node = form(Petition("vigil", title="T", fields=ALL, required=required))
            optional = [name for name in ALL if label(node, name).text.endswith(" (optional)")]
            assert optional == [name for name in ALL if name not in required]

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("name", {"type": "text", "autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
            (
                "email",
                {
                    **{"type": "email", "autocomplete": "email", "spellcheck": "false"},
                    **{"autocapitalize": "none", "dir": "ltr"},
                },
            ),
            ("country", {"autocomplete": "country"}),
            (
                "postcode",
                {"type": "text", "autocomplete": "postal-code", "spellcheck": "false", "dir": "auto"},
            ),
            ("message", {"rows": "4", "autocomplete": "off", "dir": "auto"}),
        ],
    )
    def test_controls_help_to_type(self, name: str, expected: dict[str, str]) -> None:
        _, node = form()
        found = control(node, name).attrs
        assert {key: found[key] for key in expected} == expected

    def test_each_field_has_its_own_paragraphs(self) -> None:
        """GOV.UK: the label above, then the hint, then the error, then the control."""
        _, node = form(errors={"message": "missing"})
        (field,) = [found for found in node.all(class_="sw-form__field") if found.all(name="message")]
        order = [child.attr("class") for child in field.children if isinstance(child, Node)]
        assert order == [f"sw-form__{part}" for part in ("label", "hint", "error", "control")]

    def test_two_petitions_on_one_page(self) -> None:
        """Nor is the name of one the other's name with a field's, nor a purpose another's error."""
        names = ("vigil", "letter", "vigil-form", "vigil-name", "vigil-name-error")
        consents = [Consent(purpose, "I agree.") for purpose in ("news", "news-error", "news-hint")]
        errors = {f"consent-{consent.purpose}": "missing" for consent in consents}
        forms = [
            form(Petition(name, title="T", fields=ALL, consents=consents), errors=errors)[1] for name in names
        ]
        ids = [found.attrs["id"] for node in forms for found in (node, *node) if "id" in found.attrs]
        assert len(set(ids)) == len(ids)


class TestNames:
    """Every control has a visible label, and whatever describes it is there."""

    @pytest.mark.parametrize("code", LOCALES)
    @pytest.mark.parametrize("fields", [ALL, ("country",), ("message",), ("name", "email")], ids=" ".join)
    def test_every_control_has_a_label(self, code: str, fields: tuple[str, ...]) -> None:
        petition = Petition("vigil", title="T", fields=fields)
        errors = dict.fromkeys(fields, "missing")
        for node in (form(petition, locale=code)[1], form(petition, locale=code, errors=errors)[1]):
            labels = [found.attr("for") for found in node.all("label")]
            assert len(set(labels)) == len(labels)
            for found in node.all("input", "select", "textarea"):
                if found.attrs.get("type") != "hidden":
                    assert node.one("label", for_=found.attr("id")).text.strip()
            assert node.one("button").text.strip()
            for name in fields:
                assert all(text.strip() for text in described(node, name))

    def test_hidden_fields_have_no_label(self) -> None:
        _, node = form(hidden_fields={"started": "x"})
        for found in node.all("input", type="hidden"):
            assert "id" not in found.attrs


class TestErrors:
    """A summary linked to the fields, a message beside each, and nothing lost."""

    def test_no_error_no_trace(self) -> None:
        widget, node = form()
        assert (widget.error_prefix, dict(widget.error_messages)) == ("", {})
        assert node.all(class_="sw-form__summary") == node.all(class_="sw-form__error") == []
        assert not [found for found in node if "aria-invalid" in found.attrs or "autofocus" in found.attrs]

    @pytest.mark.parametrize("errors", [{"name": ""}, {"name": None}, {"email": Markup("")}], ids=repr)
    def test_an_empty_error_is_none(self, errors: dict[str, Any]) -> None:
        widget, node = form(errors=errors)
        assert (widget.error_prefix, node.all(class_="sw-form__summary")) == ("", [])

    @pytest.mark.parametrize(("name", "code"), CODES)
    def test_each_code(self, name: str, code: str) -> None:
        message = messages.ERRORS[name.partition("-")[0]][code]
        number = {"name": 100, "message": 500}.get(name) if message.plural else None
        expected = say("en", message, number)
        widget, node = form(errors={name: code})
        assert dict(widget.error_messages) == {name: expected}
        assert widget.error_prefix == "Error: "
        summary = node.one(class_="sw-form__summary")
        (link,) = summary.all("a")
        words = f": {label(node, name).text}" if name.startswith("consent-") else ""
        assert (link.text, link.attr("href")) == (expected + words, f"#{control(node, name).attr('id')}")
        assert described(node, name)[-1] == f"Error: {expected}"
        assert control(node, name).attr("aria-invalid") == "true"
        wrong = [found for found in node if "aria-invalid" in found.attrs]
        assert [found.attr("name") for found in wrong] == [name]
        assert node.one(class_="sw-form__error").text == f"Error: {expected}"
        assert "{" not in expected

    def test_the_summary(self) -> None:
        """In the order of the form, above everything, focused without a script, announced, and named."""
        widget, node = form(errors=dict.fromkeys(reversed(NAMES), "missing"))
        summary = node.one(class_="sw-form__summary")
        assert (summary.attr("role"), summary.attr("tabindex")) == ("alert", "-1")
        assert summary.attrs["autofocus"] is None
        title = node.one(id=summary.attr("aria-labelledby"))
        assert (title.tag, title.text) == ("h3", "There is a problem")
        assert title in list(summary)
        links = summary.all("a")
        assert [link.attr("href") for link in links] == [
            f"#{control(node, name).attr('id')}" for name in NAMES
        ]
        assert list(widget.error_messages) == list(NAMES)
        assert [link.text for link in links] == [
            f"{problem}: {label(node, name).text}" if name.startswith("consent-") else problem
            for name, problem in widget.error_messages.items()
        ]
        order = list(node)
        assert order.index(summary) < min(order.index(control(node, name)) for name in NAMES)
        for link in links:
            assert node.one(id=link.attr("href")[1:]).tag in ("input", "select", "textarea")

    @pytest.mark.parametrize(
        ("code", "expected"),
        [("en", "To sign, tick this box: "), ("fr", "Pour signer, cochez cette case\u00a0: ")],
    )
    def test_a_box_is_named_after_the_languages_own_colon(self, code: str, expected: str) -> None:
        _, node = form(errors={"consent-processing": "missing"}, locale=code)
        assert node.one(class_="sw-form__summary").one("a").text.startswith(expected)

    def test_the_hosts_own_words(self) -> None:
        widget, node = form(
            errors={"name": Markup("<b>Try</b> again"), "email": lazystr("Anders")}, locale="be"
        )
        assert dict(widget.error_messages) == {"name": "<b>Try</b> again", "email": "Anders"}
        assert [link.text for link in node.one(class_="sw-form__summary").all("a")] == [
            *widget.error_messages.values(),
        ]
        assert "lang" not in node.one("a", href="#sw-vigil_name").attrs

    def test_of_several_errors_the_first(self) -> None:
        """Form libraries have a list of them for each field."""
        widget, _ = form(errors={"name": ["Try again", "Or not"], "email": ("missing",), "country": []})
        assert dict(widget.error_messages) == {"name": "Try again", "email": "Enter your email address"}

    def test_codes_belong_to_their_field(self) -> None:
        """What is a code elsewhere is only a word here."""
        assert dict(form(errors={"country": "too-long"})[0].error_messages) == {"country": "too-long"}

    @pytest.mark.parametrize("name", ["phone", "consent-partner", "topic", "csrf_token", "", "Name"])
    def test_errors_about_nothing(self, name: str) -> None:
        for text in ("missing", ""):
            with pytest.raises(InvalidFieldError, match=r"^errors must be for fields of the form: name, "):
                form(errors={name: text})
        with pytest.raises(InvalidFieldError, match=r"^errors must be for fields of the form: country;"):
            form(COUNTRY_ONLY, errors={"name": "missing"})

    @pytest.mark.parametrize("code", LOCALES)
    def test_the_prefix_of_the_title(self, code: str) -> None:
        widget, _ = form(locale=code, errors={"name": "missing"})
        assert widget.error_prefix == f"{say(code, messages.ERROR)} "
        assert form(locale=code)[0].error_prefix == ""


class TestValues:
    """What was typed is there again, whatever it is."""

    def test_all(self) -> None:
        _, node = form(values=TYPED)
        assert sent(node) == {**TYPED, "csrf_token": "t0ken", "topic": ""}

    def test_nothing(self) -> None:
        for values in (None, {}, {"name": None}, dict.fromkeys(ALL, "")):
            _, node = form(values=values)
            assert sent(node) == {**dict.fromkeys(ALL, ""), "csrf_token": "t0ken", "topic": ""}
            assert "value" not in control(node, "name").attrs

    @pytest.mark.parametrize(
        "values",
        [
            QueryDict("name=A&name=B&country=BY", encoding="utf-8"),
            MultiDict([("name", "B"), ("country", "BY")]),
            UserDict({"name": Markup("B"), "country": lazystr("BY")}),
            parse_qs("name=B&name=C&country=BY"),
        ],
        ids=["Django", "Werkzeug", "mapping", "lists"],
    )
    def test_forms_of_frameworks(self, values: Any) -> None:
        _, node = form(values=values)
        assert (sent(node)["name"], sent(node)["country"]) == ("B", "BY")

    @pytest.mark.parametrize("values", [[("name", "x")], "name=x", 7, {"name"}], ids=repr)
    def test_what_is_no_mapping(self, values: object) -> None:
        with pytest.raises(
            InvalidFieldError, match=r"^values must be a mapping of fields to values"
        ) as caught:
            form(values=values)
        assert "name" not in str(caught.value.value)  # personal data are no part of an error

    @pytest.mark.parametrize(
        "message",
        [
            *(
                "\nVolya",
                "\n\nVolya",
                "\r\nVolya",
                "\rVolya",
                "\r\n\r\nVolya",
                "\n",
                "\r\n",
                " \nVolya",
                "\tVolya",
            ),
            *("Volya\n", "a\r\nb\n\nc", "</textarea><b>", "&amp;&#10;", "", " "),
        ],
        ids=ascii,
    )
    def test_a_message_as_it_was(self, message: str) -> None:
        """Line breaks at its beginning too, which the parser would drop; a browser sends CR LF."""
        _, node = form(values={"message": message})
        assert sent(node)["message"] == re.sub("\r\n?", "\n", message)
        again = form(values=sent(node))[1]
        assert sent(again) == sent(node)

    @pytest.mark.parametrize("country", ["BY", "XK", "ZW", "AF"])
    def test_the_country(self, country: str) -> None:
        options = control(form(values={"country": country})[1], "country").all("option")
        assert [found.attr("value") for found in options if "selected" in found.attrs] == [country]

    @pytest.mark.parametrize("country", ["by", " By "])
    def test_a_country_as_validation_reads_it(self, country: str) -> None:
        assert sent(form(values={"country": country})[1])["country"] == "BY"

    @pytest.mark.parametrize("code", ["be", "it", "ka", "en"])
    def test_the_first_choice_has_its_language(self, code: str) -> None:
        first = control(form(locale=code)[1], "country").all("option")[0]
        words = Translator(get_locale(code)).message(messages.CHOOSE_COUNTRY)
        assert (first.attr("value"), first.text) == ("", words.text)
        assert first.attrs.get("lang") == ("en" if code in ("it", "ka") else None)

    @pytest.mark.parametrize("argument", ["errors", "hidden_fields", "values"])
    @pytest.mark.parametrize("value", ["geheim", ["geheim"], b"geheim"], ids=repr)
    def test_an_argument_that_is_no_mapping_stays_private(self, argument: str, value: object) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^{argument} must be a mapping") as caught:
            form(**{argument: value})
        assert "geheim" not in str(caught.value)

    @pytest.mark.parametrize("country", ["SU", "Belarus", "'\"><script>", "BYX", "\0"], ids=ascii)
    def test_no_such_country(self, country: str) -> None:
        _, node = form(values={"country": country})
        assert sent(node)["country"] == ""
        offered = [[found.attr("value") for found in control(one, "country")] for one in (node, form()[1])]
        assert offered[0] == offered[1]

    def test_what_is_kept_has_an_end(self) -> None:
        _, node = form(values={"message": "x" * 1_000_000})
        assert sent(node)["message"] == "x" * 10_000

    def test_nothing_but_the_fields(self) -> None:
        _, node = form(values={**TYPED, "topic": "casino", "csrf_token": "stolen", "phone": "1"})
        assert sent(node) == {**TYPED, "csrf_token": "t0ken", "topic": ""}

    @given(
        st.dictionaries(
            st.sampled_from([*ALL, "phone", "consent-updates"]),
            st.text(st.characters(codec=None), max_size=30)
            | st.none()
            | st.integers()
            | st.binary(max_size=5)
            | st.lists(st.text(max_size=3), max_size=2),
        ),
        st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(codec=None), max_size=20)),
    )
    @settings(max_examples=60, deadline=None)
    def test_whatever_comes(self, values: dict[str, Any], errors: dict[str, str]) -> None:
        """No character raises, and each that can stand in a page is there again."""
        widget, node = form(values=values, errors=errors)
        assert str(widget).isascii() or str(widget).encode()
        hostile = re.compile(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
        )
        for name in ("name", "email", "postcode", "message"):
            if isinstance(typed := values.get(name), str):
                expected = re.sub("\r\n?", "\n", hostile.sub("\ufffd", typed))
                assert sent(node)[name] == expected
            elif isinstance(typed, bytes):
                assert sent(node)[name] == ""
        assert {*widget.error_messages} == {name for name, text in errors.items() if text}


class TestConsents:
    """One box for each purpose, none ticked, and what is sent tells which words were agreed to."""

    @pytest.mark.parametrize("code", LOCALES)
    def test_the_hash_is_that_of_the_words_shown(self, code: str) -> None:
        _, node = form(locale=code)
        boxes = node.all("input", type="checkbox")
        assert [box.attr("name") for box in boxes] == [f"consent-{purpose}" for purpose in PURPOSES]
        assert len({box.attr("value") for box in boxes}) == len(boxes)
        for box in boxes:
            words = node.one("label", for_=box.attr("id")).text
            assert box.attr("value") == hashlib.sha256(words.encode()).hexdigest()

    @pytest.mark.parametrize("code", LOCALES)
    def test_the_boxes_for_markup_of_ones_own(self, code: str) -> None:
        widget, node = form(locale=code)
        boxes = node.all("input", type="checkbox")
        assert dict(widget.consent_values) == {box.attr("name"): box.attr("value") for box in boxes}

    @pytest.mark.parametrize("errors", [{}, dict.fromkeys(NAMES, "missing")], ids=["clean", "errors"])
    @pytest.mark.parametrize(
        "values",
        [
            None,
            {},
            TYPED,
            {"consent-updates": "on", "consent-public": "1", "consent-processing": "true"},
            {"consent-updates": True, "updates": "on"},
            {"consent-updates": "0" * 64},
        ],
        ids=str,
    )
    def test_none_is_ticked_by_itself(self, values: Any, errors: dict[str, str]) -> None:
        """Nor by what was not sent by this very box: other words are other consent."""
        for code in ("en", "be", "fa"):
            _, node = form(values=values, errors=errors, locale=code)
            assert not [box for box in node.all("input") if "checked" in box.attrs]

    @pytest.mark.parametrize("ticked", [(), ("updates",), ("processing", "public"), PURPOSES], ids=str)
    def test_ticks_are_kept(self, ticked: Iterable[str]) -> None:
        _, node = form()
        values = {f"consent-{name}": control(node, f"consent-{name}").attr("value") for name in ticked}
        _, again = form(values={**TYPED, **values}, errors={"name": "missing"})
        assert {name for name in sent(again) if name.startswith("consent-")} == {*values}
        assert {name: sent(again)[name] for name in values} == values

    def test_words_that_changed_are_not_agreed_to(self) -> None:
        first, second = (
            Petition("vigil", title="T", consents=[Consent("partner", words)])
            for words in ("I agree.", "I do.")
        )
        values = {"consent-partner": control(form(first)[1], "consent-partner").attr("value")}
        assert "checked" in control(form(first, values=values)[1], "consent-partner").attrs
        assert "checked" not in control(form(second, values=values)[1], "consent-partner").attrs

    def test_words_in_another_language(self) -> None:
        petition = Petition("vigil", title="T", consents=[Consent("partner", {"ar": "أوافق"}), "processing"])
        _, node = form(petition, locale="be")
        assert label(node, "consent-partner").attrs.items() >= {"lang": "ar", "dir": "rtl"}.items()
        assert "lang" not in label(node, "consent-processing").attrs
        unknown = Petition("vigil", title="T", consents=[Consent("partner", "I agree.")])
        found = label(form(unknown)[1], "consent-partner").attrs
        assert (found["dir"], "lang" in found) == ("auto", False)

    def test_one_group_with_a_legend(self) -> None:
        _, node = form()
        group = node.one("fieldset")
        assert group.one("legend").text == "Your consent"
        assert len(group.all("input", type="checkbox")) == 3

    def test_no_tick_is_restored(self) -> None:
        """HTML has no autocomplete for checkboxes; that of the form counts, where a field has none."""
        _, node = form()
        assert node.attr("autocomplete") == "off"
        assert not any("autocomplete" in box.attrs for box in node.all("input", type="checkbox"))
        for name in ALL:
            assert control(node, name).attr("autocomplete")

    def test_no_consent_no_group(self) -> None:
        _, node = form(Petition("vigil", title="T", consents=()))
        assert node.all("fieldset", "legend") == node.all("input", type="checkbox") == []


class TestHoneypot:
    """A field for machines that needs no script: hidden by the stylesheet, out of everybody's way."""

    def test_a_name_of_ones_own(self) -> None:
        petition = Petition("vigil", title="T", honeypot="subject-2")
        _, node = form(petition)
        assert control(node, "subject-2").attr("autocomplete") == "off"
        assert not node.all("input", name="topic")
        assert validate_signature(petition, {"subject-2": "Buy"}).honeypot_filled
        assert validate_signature(
            petition, MultiDict([("subject-2", ""), ("subject-2", "Buy")])
        ).honeypot_filled
        assert not validate_signature(petition, {"topic": "Buy"}).honeypot_filled
        for arguments in ({"csrf": {"subject-2": "x"}}, {"hidden_fields": {"subject-2": "x"}}):
            with pytest.raises(InvalidFieldError, match=r"honeypot|own fields"):
                form(petition, **arguments)

    @pytest.mark.parametrize(
        "name", ["name", "email", "consent-x", "", "Topic", "a b", "x" * 33, "а", 'x"', b"x"]
    )
    def test_names_it_cannot_have(self, name: Any) -> None:
        with pytest.raises(InvalidFieldError, match=r"^honeypot"):
            Petition("vigil", title="T", honeypot=name)

    @pytest.mark.parametrize("code", LOCALES)
    @pytest.mark.parametrize("petition", [EVERYTHING, COUNTRY_ONLY], ids=["everything", "country"])
    def test_where_it_is(self, code: str, petition: Petition) -> None:
        _, node = form(petition, locale=code)
        field = control(node, "topic")
        assert {key: field.attrs[key] for key in ("type", "tabindex", "autocomplete")} == {
            **{"type": "text", "tabindex": "-1", "autocomplete": "off"},
        }
        assert not {"value", "hidden", "required"} & field.attrs.keys()
        assert label(node, "topic").text == say(code, messages.HONEYPOT)
        around = next(field.up())
        assert (around.attr("class"), around.attr("aria-hidden")) == ("sw-hidden", "true")
        assert not around.all("button", "a", "select", "textarea")
        (own,) = around.all("input")
        assert own is field

    def test_its_name_is_no_fields(self) -> None:
        assert "topic" not in FIELDS


class TestArguments:
    """The token, where the form is sent, and what else a caller gives."""

    @pytest.mark.parametrize(
        ("csrf", "expected"),
        [
            ("t0ken", {"csrf_token": "t0ken"}),
            (Markup("t0ken"), {"csrf_token": "t0ken"}),
            (lazystr("t0ken"), {"csrf_token": "t0ken"}),
            ({"csrfmiddlewaretoken": "t0ken"}, {"csrfmiddlewaretoken": "t0ken"}),
            ({"a": "1", "b": ""}, {"a": "1"}),
            (False, {}),
        ],
        ids=["str", "Markup", "lazy", "Django's", "two", "none"],
    )
    def test_the_token(self, csrf: object, expected: dict[str, str]) -> None:
        _, node = form(csrf=csrf)
        hidden = {field.attr("name"): field.attr("value") for field in node.all("input", type="hidden")}
        assert hidden == expected

    @pytest.mark.parametrize(
        "csrf", [None, "", {}, {"csrf_token": ""}, Undefined(name="csrf"), Markup("")], ids=repr
    )
    @pytest.mark.parametrize("action", ["/sign", "sign?next=https://example.org/", "?a", "#x", "/a://b"])
    def test_a_form_of_the_pages_own_site_needs_it(self, action: str, csrf: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^csrf is needed for a form that is sent to the"):
            form(action=action, csrf=csrf)

    @pytest.mark.parametrize("action", ["https://petitions.example/sign", "HTTPS://petitions.example/"])
    @pytest.mark.parametrize("csrf", [None, "", False])
    def test_another_site_has_its_own_ways(self, action: str, csrf: object) -> None:
        _, node = form(action=action, csrf=csrf)
        assert node.attr("action") == action
        assert node.all("input", type="hidden") == []

    @pytest.mark.parametrize("csrf", ["\0", b"t0ken", {"a\u202e": "1"}, {"a": "\ud800"}], ids=ascii)
    def test_hostile_tokens(self, csrf: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^csrf must"):
            form(csrf=csrf)

    @pytest.mark.parametrize(
        "action",
        ["", None, "javascript:alert(1)", "//evil.example/", "data:,x", "https://", "/a b", b"/sign", "/\0"],
    )
    def test_where_no_form_is_sent(self, action: object) -> None:
        with pytest.raises(InvalidURLError, match=r"^action "):
            form(action=action)

    def test_more_hidden_fields(self) -> None:
        _, node = form(hidden_fields={"started": Markup('a"<b>'), "campaign": 7})
        assert sent(node).items() >= {"started": 'a"<b>', "campaign": "7", "csrf_token": "t0ken"}.items()

    @pytest.mark.parametrize("name", [*ALL, "topic", "consent-updates", "consent-new", "csrf_token"])
    def test_hidden_fields_with_a_name_that_is_taken(self, name: str) -> None:
        with pytest.raises(
            InvalidFieldError, match=r"^hidden_fields must not be the name of one of the form's own fields"
        ):
            form(hidden_fields={name: "x"})

    @pytest.mark.parametrize("heading_level", [2, 3, 4, 5, 6])
    def test_headings(self, heading_level: int) -> None:
        _, node = form(heading_level=heading_level, errors={"name": "missing"})
        found = [node_.tag for node_ in node if re.fullmatch("h[1-6]", node_.tag)]
        assert found == [f"h{heading_level}", f"h{min(6, heading_level + 1)}"]

    @pytest.mark.parametrize("heading_level", [0, 1, 7, "2", True, 2.0, None], ids=repr)
    def test_what_is_no_level(self, heading_level: Any) -> None:
        with pytest.raises(InvalidFieldError, match=r"^heading_level must be a whole number, 2 to 6"):
            form(heading_level=heading_level)

    @pytest.mark.parametrize("petition", [None, "vigil", {"id": "vigil"}, Petition])
    def test_what_is_no_petition(self, petition: Any) -> None:
        with pytest.raises(InvalidFieldError, match=r"^petition must be a Petition"):
            form(petition)

    def test_attributes(self) -> None:
        _, node = form(attrs={"class": "mine", "data_x": "<", "autocomplete": "on"})
        assert (node.attr("class"), node.attr("data-x")) == ("sw-form mine", "<")
        for name in ("action", "onsubmit", "style", "target", "method", "enctype"):
            with pytest.raises(InvalidAttributeError):
                form(attrs={name: "x"})

    def test_the_locale_of_the_page(self) -> None:
        with use_locale("fa"):
            widget = petition_form(EVERYTHING, action="/sign", csrf="t0ken")
        assert parse(widget, "form").attr("dir") == "rtl"

    def test_it_renders_itself(self) -> None:
        widget, _ = form()
        assert str(widget) == widget.__html__() == widget.render()
        assert type(str(widget)) is Markup
