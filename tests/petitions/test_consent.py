"""What a signer may agree to: one purpose each, never news or one's name in exchange for signing."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import Translator, get_locale
from solidarity_widgets.petitions import Consent, messages
from solidarity_widgets.petitions.consent import check_consents, wording_hash
from solidarity_widgets.petitions.translations import LocalizedText

from .markup import LOCALES

ALL = ("name", "email", "country", "postcode", "message")


class TestConsent:
    """A purpose and the words for it."""

    @pytest.mark.parametrize("purpose", ["a", "processing", "partner-2026", "x" * 32, Markup("partner")])
    def test_purposes(self, purpose: Any) -> None:
        found = Consent(purpose, "I agree.")
        assert found.purpose == purpose
        assert type(found.purpose) is str
        assert (found.required, found.version) == (False, "")

    @pytest.mark.parametrize(
        "purpose",
        ["", "Partner", "2026", "-a", "a b", "a_b", "a\n", "é", 'a"', "x" * 33, None, 7, "\0", b"a"],
        ids=ascii,
    )
    def test_purposes_that_are_none(self, purpose: Any) -> None:
        with pytest.raises(InvalidFieldError, match=r"^purpose must"):
            Consent(purpose, "I agree.")

    @pytest.mark.parametrize("purpose", ["updates", "public"])
    def test_news_and_names_are_never_the_price(self, purpose: str) -> None:
        with pytest.raises(InvalidFieldError, match="which signing does not need"):
            Consent(purpose, "I agree.", required=True)
        assert not Consent(purpose, "I agree.").required

    @pytest.mark.parametrize("text", ["", None, {"be": ""}, Markup(""), Undefined(name="text")], ids=repr)
    def test_no_words_no_consent(self, text: object) -> None:
        with pytest.raises(InvalidFieldError, match=r"^consent 'partner' must have a text"):
            Consent("partner", text)

    @pytest.mark.parametrize(
        "arguments",
        [
            {"text": "\0"},
            {"text": {"be": "\u202e"}},
            {"text": b"x"},
            {"version": "\ud800"},
            {"version": b"1"},
        ],
        ids=ascii,
    )
    def test_hostile_characters(self, arguments: dict[str, Any]) -> None:
        with pytest.raises(InvalidFieldError, match=r"U\+|not bytes"):
            Consent("partner", **{"text": "I agree.", **arguments})

    @pytest.mark.parametrize(
        ("text", "locale", "expected"),
        [
            ("I agree.", "be", LocalizedText("I agree.")),
            ({"be": "Я згодны.", "en": "I agree."}, "be", LocalizedText("Я згодны.", "be", "ltr")),
            ({"be": "Я згодны.", "en": "I agree."}, "fr", LocalizedText("Я згодны.", "be", "ltr")),
            ({"ar": "أوافق", "en": "I agree."}, "ar", LocalizedText("أوافق", "ar", "rtl")),
            ({"be": "Я згодны.", "en": ""}, "en", LocalizedText("Я згодны.", "be", "ltr")),
        ],
        ids=ascii,
    )
    def test_words_of_the_page(self, text: Any, locale: str, expected: LocalizedText) -> None:
        assert Consent("partner", text).wording(get_locale(locale)) == expected

    @pytest.mark.parametrize("code", LOCALES)
    def test_words_of_the_catalogs(self, code: str) -> None:
        locale = get_locale(code)
        for message in (messages.PROCESSING, messages.UPDATES, messages.PUBLIC_BOTH):
            expected_text = Translator(locale).message(message)
            assert Consent("partner", message).wording(locale) == LocalizedText(
                expected_text.text, expected_text.tag, expected_text.direction
            )


class TestWording:
    """Words are kept under the SHA-256 of their UTF-8."""

    @given(st.text(st.characters(exclude_categories=["Cs"])))
    @settings(max_examples=50, deadline=None)
    def test_any(self, text: str) -> None:
        assert wording_hash(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()

    def test_one_to_read_by_eye(self) -> None:
        assert wording_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    def test_no_two_of_ours_are_alike(self) -> None:
        ours = [messages.PROCESSING, messages.UPDATES, messages.PUBLIC_NAME, messages.PUBLIC_MESSAGE]
        for code in LOCALES:
            texts = [Translator(get_locale(code)).message(message).text for message in ours]
            assert len({wording_hash(text) for text in texts}) == len(texts), code


class TestReading:
    """Which a form asks for."""

    @pytest.mark.parametrize(
        ("value", "fields", "expected"),
        [
            (None, ("country",), []),
            (None, ("name",), [("processing", messages.PROCESSING, True)]),
            (None, ("country", "postcode"), [("processing", messages.PROCESSING, True)]),
            (None, ALL, [("processing", messages.PROCESSING, True)]),
            ("", ALL, []),
            ((), ALL, []),
            ("processing", ("country",), [("processing", messages.PROCESSING, True)]),
            ("updates", ("email",), [("updates", messages.UPDATES, False)]),
            ("public", ("name",), [("public", messages.PUBLIC_NAME, False)]),
            ("public", ("message",), [("public", messages.PUBLIC_MESSAGE, False)]),
            ("public", ALL, [("public", messages.PUBLIC_BOTH, False)]),
            (
                ["updates", Markup("processing")],
                ALL,
                [("updates", messages.UPDATES, False), ("processing", messages.PROCESSING, True)],
            ),
        ],
    )
    def test_the_librarys_own(self, value: Any, fields: tuple[str, ...], expected: list[Any]) -> None:
        found = check_consents(value, fields)
        assert [(consent.purpose, consent.text, consent.required) for consent in found] == expected

    def test_the_pages_own(self) -> None:
        partner, own = Consent("partner", "I agree."), Consent("processing", "I agree!", required=True)
        assert check_consents([own, "updates", partner], ALL) == (
            own,
            Consent("updates", messages.UPDATES),
            partner,
        )

    @pytest.mark.parametrize(
        ("value", "fields", "reason"),
        [
            ("updates", ("name",), r"needs the field 'email'.*'updates'"),
            ([Consent("updates", "News!")], ("name",), "needs the field 'email'"),
            ("public", ("email",), "needs the field 'name' or 'message'"),
            ("processing processing", ALL, r"must occur only once.*'processing'"),
            ([Consent("processing", "x"), "processing"], ALL, "must occur only once"),
            ("news", ALL, r"one or more of processing, updates, public.*'news'"),
            ([None], ALL, "one or more of processing, updates, public"),
            (7, ALL, "must be a list"),
            (True, ALL, "must be a list"),
            (b"updates", ALL, "not bytes"),
            (["\0"], ALL, r"U\+0000"),
        ],
        ids=repr,
    )
    def test_refused(self, value: Any, fields: tuple[str, ...], reason: str) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^consents.*{reason}"):
            check_consents(value, fields)
