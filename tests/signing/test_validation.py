"""What a form says is made clean or refused by a code; it never raises, and people's names are names."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.petitions.messages import ERRORS
from solidarity_widgets.signing import CheckedSignature, validate_signature
from solidarity_widgets.signing.intake.signer_message import clean_message
from solidarity_widgets.text import safe_text

FREE = Petition("free-them", title="Free them", fields=list(FIELDS), required="", consents="")
STRICT = Petition("strict", title="Free them", fields=list(FIELDS), required=list(FIELDS), consents="")
HTML = Petition("formatted", title="Free them", fields="message", required="", consents="", message_html=True)


class Lazy:
    """Text that is made when it is asked for, as frameworks' translations are."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


class Silent:
    """An object that has no text form."""

    def __str__(self) -> str:
        raise ValueError("none")


TEXT = st.text(st.characters()) | st.text(
    "abc.@ :/'-\r\n\t<>&;#\u200b\u200c\u0301\u202e\x00\ud800", max_size=40
)
PIECES = st.lists(
    st.sampled_from(
        [
            "Алесь", "http://", "www.", "<b>", "</a>", "<a href='https://example.org'>", "&#x301;", "&nbsp;",
            "<script>", "</script>", " ", "\u200b", "\u0301", "e", "\u3164", "\x1f", "\r", "\n", "@", "x.org",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip
VALUES = st.one_of(
    TEXT,
    PIECES,
    TEXT.map(Markup),
    TEXT.map(Lazy),
    st.lists(TEXT | st.binary(), max_size=3),
    st.none() | st.binary() | st.integers() | st.booleans() | st.floats() | st.just(Silent()),
)  # fmt: skip
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
HIDDEN = ("topic", "started", "consent-processing")


def cleaned(petition: Petition, field: str, value: object) -> str:
    """The clean value of a field that has no error."""
    checked = validate_signature(petition, {field: value})
    assert dict(checked.errors) == {}
    text: str = getattr(checked, field)
    return text


def code(petition: Petition, field: str, value: object) -> str | None:
    """What is wrong with a field."""
    return validate_signature(petition, {field: value}).errors.get(field)


def hold(checked: CheckedSignature) -> Mapping[str, str]:
    """Hold a result to what is true of all of them; return its values."""
    for field, error in checked.errors.items():
        assert error in ERRORS[field.partition("-")[0]]
        assert getattr(checked, field, "") == ""
    values = {field: getattr(checked, field) for field in FIELDS}
    for field, text in values.items():
        assert type(text) is str
        assert safe_text(text) == text
        controls = {char for char in text if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")}
        assert controls <= (set("\n\t\u2028\u2029") if field == "message" else set())
        assert text == text.strip()
        assert "\r" not in text
        assert text.translate(UNSEEN) == text
    return values


class TestAnything:
    """Any value of any type: no exception, known codes, clean values, and cleaning twice is cleaning once."""

    @pytest.mark.parametrize("petition", [FREE, STRICT], ids=lambda petition: petition.id)
    @pytest.mark.parametrize("field", [*FIELDS, *HIDDEN])
    @given(value=VALUES)
    def test_one_field(self, petition: Petition, field: str, value: object) -> None:
        checked = validate_signature(petition, {field: value})
        values = hold(checked)
        assert validate_signature(FREE, values) == CheckedSignature({}, **values)
        assert checked.errors.keys() >= ({*petition.required} if petition is STRICT else set()) - {field}

    @given(st.dictionaries(st.sampled_from([*FIELDS, *HIDDEN]), VALUES))
    def test_all_together(self, form: dict[str, object]) -> None:
        values = hold(validate_signature(FREE, form))
        assert hold(validate_signature(FREE, values)) == values

    @given(VALUES | PIECES)
    @example("<script>x</script> Салют")
    @example("<i>\u200b</i>e\u200b\u0301")
    def test_html(self, value: object) -> None:
        checked = validate_signature(HTML, {"message": value})
        message = checked.message
        assert checked.errors.keys() <= {"message"}
        assert safe_text(message) == message.strip() == message
        assert clean_message(message, html=True) == message
        if unicodedata.is_normalized("NFC", message):  # character references need not be
            assert validate_signature(HTML, {"message": message}).message == message.translate(UNSEEN)

    @given(st.dictionaries(st.text(max_size=5), VALUES, max_size=3))
    def test_strange_fields_do_not_matter(self, form: dict[str, object]) -> None:
        assert validate_signature(FREE, form).errors == {}

    @pytest.mark.parametrize("values", [None, [], "name=Ales", b"", 7, [("name", "Алесь")]])
    def test_what_is_no_form_is_the_hosts_mistake_and_is_not_shown(self, values: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^values must be a mapping") as caught:
            validate_signature(FREE, values)
        assert "Алесь" not in str(caught.value)
        assert "Ales" not in str(caught.value)

    def test_a_form_that_is_there_to_hurt_costs_little(self) -> None:
        """Composing marks costs the square of their number: 40,000 of them take half a minute."""
        pile = "a" + "\u0301\u0327" * 20_000
        spaces = " " * 400_000 + "<" * 400_000
        begin = time.perf_counter()
        for value in (pile, spaces):
            for petition in (FREE, HTML):
                form = dict.fromkeys([*FIELDS, *HIDDEN], value)
                assert set(validate_signature(petition, form).errors) == {*petition.fields}
        assert time.perf_counter() - begin < 5

    def test_a_repr_tells_nothing(self) -> None:
        form = {"name": "Алесь", "email": "ales@example.org", "postcode": "220030", "message": "Салют"}
        shown = repr(validate_signature(FREE, form))
        assert shown == "<CheckedSignature: valid>"
        assert (
            repr(validate_signature(FREE, {"name": "www.ales.by"})) == "<CheckedSignature: {'name': 'link'}>"
        )


EMPTY = (None, "", " \t\r\n\u3000", "\u200b\ufeff", [])
#: Every code, and forms that make it.
CODES: list[tuple[str, str, object]] = [
    *((field, "missing", value) for field in FIELDS for value in EMPTY),
    *((field, "missing", ["one", "two"]) for field in FIELDS),
    ("name", "letters", "123"),
    ("name", "letters", "'-. "),
    ("name", "letters", "🕊"),
    ("name", "letters", "\u3164\u115f\uffa0"),
    ("name", "too-long", "а" * 101),
    ("name", "too-long", "а" * 100_000),
    ("name", "link", "http://example.org"),
    ("name", "characters", "Ales\x00"),
    ("name", "characters", b"Ales"),
    ("name", "characters", Silent()),
    ("name", "characters", "Z" + "\u0301" * 7),
    ("email", "format", "ales"),
    ("email", "format", b"ales@example.org"),
    ("email", "format", "a" * 300 + "@example.org"),
    ("email", "format", "a" * 3000 + "@example.org"),
    ("country", "unknown", "SU"),
    ("country", "unknown", "Belarus"),
    ("country", "unknown", b"BY"),
    ("postcode", "format", "220_030"),
    ("postcode", "format", "1234567890123"),
    ("postcode", "format", b"220030"),
    ("message", "too-long", "а" * 501),
    ("message", "too-long", "а" * 1_000_000),
    ("message", "link", "https://example.org"),
    ("message", "characters", "\u202e"),
    ("message", "characters", b"Hello"),
]  # fmt: skip


class TestCodes:
    """Each code that the form has words for is made by something, and no other is."""

    @pytest.mark.parametrize(("field", "error", "value"), CODES, ids=range(len(CODES)))
    def test_made(self, field: str, error: str, value: object) -> None:
        assert code(STRICT, field, value) == error

    def test_all_are_there(self) -> None:
        made = {(field, error) for field, error, _ in CODES} | {("consent", "missing")}
        assert made == {(field, error) for field, errors in ERRORS.items() for error in errors}

    @pytest.mark.parametrize("field", FIELDS)
    def test_what_is_not_required_may_be_empty(self, field: str) -> None:
        for value in EMPTY:
            assert cleaned(FREE, field, value) == ""

    @pytest.mark.parametrize(
        "value", ["Алесь", ["Алесь"], ("Алесь",), Markup("Алесь"), Lazy("Алесь")], ids=range(5)
    )
    def test_one_text_however_it_comes(self, value: object) -> None:
        name = cleaned(FREE, "name", value)
        assert (name, type(name)) == ("Алесь", str)

    def test_markup_is_only_text(self) -> None:
        assert cleaned(FREE, "name", Markup("<b>Алесь</b>")) == "<b>Алесь</b>"

    @pytest.mark.parametrize(
        ("field", "character", "most"),
        [("name", "е\u0301", 100), ("message", "👩‍👩‍👦", 500), ("message", "а", 500)],
    )
    def test_limits_count_characters_as_people_do(self, field: str, character: str, most: int) -> None:
        if len(character) * most <= 4 * most:
            assert code(FREE, field, character * most) is None
        assert code(FREE, field, character * (most + 1)) == "too-long"

    def test_the_longest_address(self) -> None:
        address = "a" * 64 + "@" + ".".join(["b" * 60, "c" * 60, "d" * 63, "org"])
        assert len(address) == 254
        assert cleaned(FREE, "email", address) == address
        assert code(FREE, "email", address.replace("@b", "@bb")) == "format"

    @given(st.permutations(["name", "email", "country", "postcode"]), st.integers(0, 4))
    def test_what_is_not_asked_is_not_looked_at(self, names: list[str], count: int) -> None:
        petition = Petition(
            "few", title="Free them", fields=["message", *names[:count]], consents="", required=""
        )
        bad: dict[str, Any] = dict.fromkeys(names, b"bad")
        checked = validate_signature(petition, {**bad, "message": "Салют"})
        assert set(checked.errors) == set(names[:count])
        good = {"name": "Алесь", "email": "ales@example.org", "country": "BY", "postcode": "220030"}
        checked = validate_signature(petition, good)
        for name in names:
            assert bool(getattr(checked, name)) == (name in names[:count])

    def test_country_alone(self) -> None:
        petition = Petition("country", title="Free them", fields="country")
        checked = validate_signature(petition, {"country": "by", "name": "http://x", "email": "no"})
        assert checked == CheckedSignature({}, country="BY")

    def test_the_hidden_fields(self) -> None:
        checked = validate_signature(FREE, {"topic": "x", "started": "stamp"})
        assert (checked.honeypot_filled, checked.stamp) == (True, "stamp")
        checked = validate_signature(FREE, {"topic": "", "started": b"stamp"})
        assert (checked.honeypot_filled, checked.stamp) == (False, "")


def test_the_clean_form_of_a_letter_is_composed() -> None:
    assert cleaned(FREE, "name", unicodedata.normalize("NFD", "Ён Йорг Ångström")) == "Ён Йорг Ångström"
