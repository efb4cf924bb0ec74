"""What a signer may be asked for: one table, in the order of the form."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.functional import lazystr
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions.fields import FIELDS, check_fields, check_required
from solidarity_widgets.petitions.messages import ERRORS

ALL = ("name", "email", "country", "postcode", "message")


class TestTable:
    """The form and the service read the same."""

    def test_the_order(self) -> None:
        assert tuple(FIELDS) == ALL
        assert [field.name for field in FIELDS.values()] == [*ALL]

    def test_nobody_changes_it(self) -> None:
        with pytest.raises(TypeError):
            FIELDS["phone"] = FIELDS["name"]  # type: ignore[index]

    @pytest.mark.parametrize(
        ("name", "autofill", "most"),
        [
            ("name", "name", 100),
            ("email", "email", 254),
            ("country", "country", 2),
            ("postcode", "postal-code", 12),
            ("message", "off", 500),
        ],
    )
    def test_each(self, name: str, autofill: str, most: int) -> None:
        """The autofill names of the HTML Standard, and how much fits in."""
        assert FIELDS[name].attributes["autocomplete"] == autofill
        assert FIELDS[name].max_length == most

    @pytest.mark.parametrize("name", [*ALL, "consent"])
    def test_each_has_its_errors(self, name: str) -> None:
        assert "missing" in ERRORS[name]
        assert {*ERRORS} == {*ALL, "consent"}
        texts = [message.text for message in ERRORS[name].values()]
        assert len(set(texts)) == len(texts)

    @pytest.mark.parametrize(
        "text", [message.text for found in ERRORS.values() for message in found.values()]
    )
    def test_errors_say_what_to_do(self, text: str) -> None:
        """GOV.UK, "Error message": no "please", "invalid", "forbidden", "sorry" or full stop."""
        lower = text.lower()
        words = ("please", "invalid", "forbidden", "sorry", "oops", "error", "not valid")
        assert [word for word in words if word in lower] == []
        assert text[0].isupper()
        assert text[-1].isalpha()


class TestFields:
    """Which a form has."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("name", ("name",)),
            ("message country name", ("name", "country", "message")),
            (" name \n name ", ("name",)),
            (["postcode", "email"], ("email", "postcode")),
            (("country",), ("country",)),
            ({"country": 1}, ("country",)),
            pytest.param(iter(ALL[::-1]), ALL, id="iterator"),
            (Markup("country"), ("country",)),
            (lazystr("country name"), ("name", "country")),
            ([Markup("country")], ("country",)),
        ],
        ids=repr,
    )
    def test_read(self, value: object, expected: tuple[str, ...]) -> None:
        assert check_fields(value) == expected
        assert {type(name) for name in check_fields(expected)} == {str}

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ("", "at least one of name, email"),
            ((), "at least one of name, email"),
            (Undefined(name="fields"), "at least one"),
            ("nmae", r"among name, email, country, postcode, message \(did you mean 'name'\?\).*'nmae'"),
            ("phone", "among name, email, country, postcode, message;.*'phone'"),
            ("Name", r"did you mean 'name'\?"),
            ([None], "a list of names"),
            (["name", 7], "a list of names"),
            ("name;email", "among"),
            (None, "at least one of"),
            (7, "a list of names, or one string"),
            (b"name", "not bytes"),
            (["\0"], r"U\+0000"),
        ],
        ids=repr,
    )
    def test_refused(self, value: object, reason: str) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^fields.*{reason}"):
            check_fields(value)


class TestRequired:
    """Which must be filled."""

    @pytest.mark.parametrize(
        ("value", "fields", "expected"),
        [
            (None, ALL, ("name", "email")),
            (None, ("email", "message"), ("email",)),
            (None, ("country",), ("country",)),
            (None, ("country", "postcode"), ("country", "postcode")),
            ("", ALL, ()),
            ((), ALL, ()),
            ("postcode name", ALL, ("name", "postcode")),
            (ALL, ALL, ALL),
        ],
        ids=repr,
    )
    def test_read(self, value: object, fields: tuple[str, ...], expected: tuple[str, ...]) -> None:
        assert check_required(value, fields) == expected

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ("message", "among the fields name, country;.*'message'"),
            ("phone", "among name, email"),
            (7, "a list of names, or one string"),
            (b"name", "not bytes"),
        ],
    )
    def test_refused(self, value: Any, reason: str) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^required.*{reason}"):
            check_required(value, ("name", "country"))
