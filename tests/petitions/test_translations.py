"""A page's own texts: read in every form, spoken in the language a reader understands best."""

from __future__ import annotations

from collections import UserString
from collections.abc import Callable
from typing import Any

import pytest
from babel.support import LazyProxy
from django.utils.functional import SimpleLazyObject, lazystr
from django.utils.translation import gettext_lazy
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions.translations import LocalizedText, Translations, check_language, parse_texts

SEVERAL = {"be": "Волю!", "en": "Free!", "ar": "حرية"}


def _no_request() -> str:
    raise RuntimeError("Working outside of application context.")


#: Lazy translations, as frameworks make them.
LAZY = {
    "Django": lambda: gettext_lazy("Yes"),
    "Django's own": lambda: lazystr("Yes"),
    "Django's object": lambda: SimpleLazyObject(lambda: "Yes"),
    "Babel": lambda: LazyProxy(lambda: "Yes"),
    "outside a request": lambda: LazyProxy(_no_request, enable_cache=False),
}


class TestOneText:
    """A text is in the petition's own language, a mapping in those it names."""

    @pytest.mark.parametrize(
        ("value", "languages", "expected"),
        [
            ("Free!", (), {"": "Free!"}),
            ("Free!", ("en", "be"), {"en": "Free!"}),
            (Markup("<b>"), (), {"": "<b>"}),
            (UserString("<b>"), (), {"": "<b>"}),
            (Undefined(name="text"), (), {"": ""}),
            (None, ("be",), {"be": ""}),
            (1987, (), {"": "1987"}),
            (SEVERAL, (), SEVERAL),
            (SEVERAL, ("en", "be", "ar"), SEVERAL),
            ({Markup("be-tarask"): Markup("Волю!")}, (), {"be-tarask": "Волю!"}),
        ],
        ids=ascii,
    )
    def test_read(self, value: Any, languages: tuple[str, ...], expected: dict[str, str]) -> None:
        found = Translations.parse(value, "title", languages).texts
        assert list(found.items()) == list(expected.items())
        assert {type(part) for pair in found.items() for part in pair} == {str}

    @pytest.mark.parametrize(
        ("value", "languages", "reason"),
        [
            ({}, (), "at least one language"),
            (SEVERAL, ("en", "be"), r"remove 'ar'"),
            ({"be": "x", "en": "y"}, ("be",), r"must not be in other languages.*remove 'en'"),
            ({"be": "x"}, ("be", "en"), r"add 'en'"),
            ({"be": "x", "": "y"}, (), r"must use locale codes.*''"),
            ({"klingonese": "x"}, (), "must use locale codes"),
            ({"../be": "x"}, (), "must use locale codes"),
            ({None: "x"}, (), "must use locale codes"),
            ({7: "x"}, (), "must use locale codes"),
            ({"be": "\0"}, (), r"U\+0000"),
            ({"be": b"x"}, (), "not bytes"),
            ({"be\u202e": "x"}, (), r"U\+202E"),
            ("\u2066", (), r"U\+2066"),
            (b"x", (), "not bytes"),
        ],
        ids=ascii,
    )
    def test_refused(self, value: Any, languages: tuple[str, ...], reason: str) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^title.*{reason}"):
            Translations.parse(value, "title", languages)

    @pytest.mark.parametrize("made", LAZY.values(), ids=LAZY)
    @pytest.mark.parametrize(
        "wrap", [lambda text: text, lambda text: {"be": "x", "en": text}], ids=["text", "mapping"]
    )
    def test_a_lazy_translation_is_refused(
        self, made: Callable[[], object], wrap: Callable[[object], Any]
    ) -> None:
        """It would stay in the language that was active when the petition was made."""
        with pytest.raises(InvalidFieldError, match=r"must not be a lazy translation.*pass a mapping"):
            Translations.parse(wrap(made()), "title")

    def test_the_language_at_fault_is_named(self) -> None:
        with pytest.raises(InvalidFieldError, match=r"^title\['be'\] .*U\+0007"):
            Translations.parse({"en": "x", "be": "\7"}, "title")

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("", False),
            (None, False),
            ({"be": "", "en": ""}, False),
            ("x", True),
            ({"be": "", "en": "x"}, True),
        ],
    )
    def test_whether_there_is_one(self, value: Any, expected: bool) -> None:
        assert bool(Translations.parse(value, "text")) is expected


class TestLanguage:
    """Each reader gets what they understand, under the language's own name."""

    @pytest.mark.parametrize(
        ("value", "locale", "expected"),
        [
            (SEVERAL, "be", LocalizedText("Волю!", "be", "ltr")),
            (SEVERAL, "be-BY", LocalizedText("Волю!", "be", "ltr")),
            (SEVERAL, "be-tarask", LocalizedText("Волю!", "be", "ltr")),
            (SEVERAL, "ar-EG", LocalizedText("حرية", "ar", "rtl")),
            (SEVERAL, "en-GB", LocalizedText("Free!", "en", "ltr")),
            # neither the source language nor a neighbour's: the original
            (SEVERAL, "fr", LocalizedText("Волю!", "be", "ltr")),
            (SEVERAL, "ru", LocalizedText("Волю!", "be", "ltr")),
            ({"ru": "x", "en": "y"}, "be", LocalizedText("x", "ru", "ltr")),
            ({"en": "y", "ru": "x"}, "be", LocalizedText("y", "en", "ltr")),
            ({"be@tarask": "x", "be": "y"}, "be_TARASK", LocalizedText("x", "be-tarask", "ltr")),
            ({"be": "y", "be@tarask": "x"}, "be", LocalizedText("y", "be", "ltr")),
            ({"zh_Hans": "x", "zh_Hant": "y"}, "zh-TW", LocalizedText("y", "zh-Hant", "ltr")),
            ({"sr@latin": "x"}, "en", LocalizedText("x", "sr-Latn", "ltr")),
            # languages that have neither a catalog nor CLDR's data keep their names
            ({"crh": "Serbestlik!", "en": "y"}, "uk", LocalizedText("Serbestlik!", "crh", "ltr")),
            ({"rue": "x"}, "en", LocalizedText("x", "rue", "ltr")),
            # nobody said which language it is
            ("Free!", "be", LocalizedText("Free!", "", "auto")),
            (None, "be", LocalizedText("", "", "auto")),
            # a language in which nothing is said does not hide the one in which it is
            ({"be": "Волю!", "en": ""}, "en", LocalizedText("Волю!", "be", "ltr")),
            ({"be": "", "en": "Free!", "ar": "حرية"}, "be", LocalizedText("Free!", "en", "ltr")),
            ({"be": "", "en": ""}, "en", LocalizedText("")),
        ],
        ids=ascii,
    )
    def test_the_best(self, value: Any, locale: str, expected: LocalizedText) -> None:
        assert Translations.parse(value, "text").best(get_locale(locale)) == expected

    @pytest.mark.parametrize(
        ("spoken", "locale", "expected"),
        [
            (LocalizedText("x", "be", "ltr"), "be", {}),
            (LocalizedText("x", "be", "ltr"), "be@tarask", {"lang": "be", "dir": "ltr"}),
            (LocalizedText("x", "ar", "rtl"), "be", {"lang": "ar", "dir": "rtl"}),
            (LocalizedText("x", "be", "ltr"), "ar", {"lang": "be", "dir": "ltr"}),
            (LocalizedText("x"), "be", {"lang": None, "dir": "auto"}),
        ],
        ids=ascii,
    )
    def test_attributes(self, spoken: LocalizedText, locale: str, expected: dict[str, object]) -> None:
        assert spoken.attributes(get_locale(locale)) == expected

    @pytest.mark.parametrize("code", ["be", "be-BY", "BE@tarask", "zh_Hant", "crh", Markup("uk")])
    def test_codes_are_kept_as_they_are(self, code: object) -> None:
        assert check_language(code, "languages") == code
        assert type(check_language(code, "languages")) is str


class TestLists:
    """Demands and addressees."""

    @pytest.mark.parametrize(
        ("value", "languages", "expected"),
        [
            (None, (), []),
            ((), (), []),
            ("", (), []),
            ("One", ("en",), [{"en": "One"}]),
            (Markup("One"), (), [{"": "One"}]),
            (["One", "", None, "Two"], ("en",), [{"en": "One"}, {"en": "Two"}]),
            (("One",), (), [{"": "One"}]),
            pytest.param(iter(["One", "Two"]), (), [{"": "One"}, {"": "Two"}], id="iterator"),
            ([{"en": "One"}, "Two"], ("en",), [{"en": "One"}, {"en": "Two"}]),
            (
                {"be": ["Адно", "Два"], "en": ("One", "Two")},
                ("be", "en"),
                [{"be": "Адно", "en": "One"}, {"be": "Два", "en": "Two"}],
            ),
            ({"be": "Адно", "en": "One"}, (), [{"be": "Адно", "en": "One"}]),
        ],
        ids=ascii,
    )
    def test_read(self, value: Any, languages: tuple[str, ...], expected: list[dict[str, str]]) -> None:
        assert [text.texts for text in parse_texts(value, "demands", languages)] == expected

    @pytest.mark.parametrize(
        ("value", "languages", "reason"),
        [
            (
                {"be": ["a", "b"], "en": ["a"]},
                (),
                r"the same number of texts in each language.*'be': 2, 'en': 1",
            ),
            ({"be": ["a"]}, ("be", "en"), "add 'en'"),
            ([{"be": "a"}], ("be", "en"), "add 'en'"),
            (7, (), "must be a list of texts"),
            ({"be": 7}, (), "must be a list of texts"),
            (["a", "\0"], (), r"U\+0000"),
            ([b"a"], (), "not bytes"),
        ],
        ids=ascii,
    )
    def test_refused(self, value: Any, languages: tuple[str, ...], reason: str) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^demands.*{reason}"):
            parse_texts(value, "demands", languages)
