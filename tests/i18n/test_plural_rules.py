"""Plural-Forms headers against CLDR: what is an error, what is a warning, and what is nobody's business."""

import babel
import pytest

from solidarity_widgets.i18n.cldr import plural_rules
from solidarity_widgets.i18n.cldr.plural_rules import PLURAL_FORMS, cldr_release
from solidarity_widgets.i18n.pofile import PoFile
from solidarity_widgets.i18n.tools.checker import parse_plural_forms
from solidarity_widgets.i18n.tools.plural_check import check_plural_rule

pytestmark = pytest.mark.cldr


def catalog(code: str, plural_forms: str) -> bytes:
    return f'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Plural-Forms: {plural_forms}\\n"\n'.encode()


def found(code: str, plural_forms: str) -> list[tuple[str, str]]:
    return [
        (problem.severity, problem.message)
        for problem in check_plural_rule(PoFile(catalog(code, plural_forms), code))
    ]


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_a_reviewed_header_can_be_computed_and_is_never_an_error(language: str) -> None:
    forms = parse_plural_forms(PLURAL_FORMS[language])
    assert sorted(forms.numbers_by_form) == list(range(forms.count))
    assert "error" not in [severity for severity, _ in found(language, PLURAL_FORMS[language])]


@pytest.mark.parametrize("code", ["be", "be@tarask", "ar", "pl"])
def test_a_header_that_merges_what_the_language_tells_apart_is_an_error(code: str) -> None:
    [(severity, text), *_] = found(code, "nplurals=2; plural=(n != 1);")
    assert severity == "error"
    assert text.startswith(f"plural form 1 serves several categories of {cldr_release()}, ")


def test_a_finer_header_is_fine() -> None:
    assert found("de", "nplurals=3; plural=(n==0 ? 0 : n==1 ? 1 : 2);") == []


def test_a_language_without_plural_rule_is_a_warning() -> None:
    [(severity, text)] = found("qaa", "nplurals=2; plural=(n != 1);")
    assert (severity, "has no plural rule for qaa" in text) == ("warning", True)


def test_a_header_that_cannot_be_read_is_left_to_the_checker() -> None:
    assert found("be", "nplurals=2; plural=__import__(n);") == []


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_a_new_catalog_begins_with_the_reviewed_header(language: str) -> None:
    assert plural_rules.plural_forms(language, language) == PLURAL_FORMS[language]


def test_the_release_is_named() -> None:
    assert f"Babel {babel.__version__}" in cldr_release()
