"""Does a catalog tell apart the numbers that Unicode CLDR tells apart?

A catalog's ``Plural-Forms`` header governs it: pages never ask CLDR which of its forms to use. CLDR changes
its rules now and then (CLDR 48 gave Tajik a second category, CLDR 49 moved zero into it), so a difference is
reported to translators
and fails neither an install nor a page.
"""

from __future__ import annotations

import babel
from babel import core
from babel.messages.plurals import get_plural

from solidarity_widgets.i18n.checker import PluralForms, parse_plural_forms
from solidarity_widgets.i18n.locales import cldr_identifier, parse_locale
from solidarity_widgets.i18n.pofile import PoReader, Problem

__all__ = ["PLURAL_FORMS", "check_plural_rule", "cldr_release", "plural_forms"]

#: Headers that agree with CLDR 46 to 49: for the languages that have a catalog, and for those where Babel's
#: default merges numbers that the language tells apart. For Tajik, that of CLDR 49: before 48 it had one
#: category.
PLURAL_FORMS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 && n%100<=99 ? 4 : 5);",
    "be": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ca": "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);",
    "fa": "nplurals=2; plural=(n > 1);",
    "fr": "nplurals=3; plural=(n==0 || n==1 ? 0 : n%1000000==0 ? 1 : 2);",
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
    "hi": "nplurals=2; plural=(n > 1);",
    "hu": "nplurals=2; plural=(n != 1);",
    "hy": "nplurals=2; plural=(n > 1);",
    "it": "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);",
    "ka": "nplurals=2; plural=(n != 1);",
    "lt": "nplurals=3; plural=(n%10==1 && (n%100<11 || n%100>19) ? 0 :"
    " n%10>=2 && n%10<=9 && (n%100<11 || n%100>19) ? 1 : 2);",
    "lv": "nplurals=3; plural=(n%10==0 || (n%100>=11 && n%100<=19) ? 0 : n%10==1 ? 1 : 2);",
    "mk": "nplurals=2; plural=(n%10==1 && n%100!=11 ? 0 : 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "pt": "nplurals=3; plural=(n==0 || n==1 ? 0 : n%1000000==0 ? 1 : 2);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "tg": "nplurals=2; plural=(n > 1);",
    "tr": "nplurals=2; plural=(n != 1);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
#: CLDR gives whole millions a category of their own in Catalan, French, Italian, Portuguese and Spanish:
#: "1000 signatures" but "1 000 000 de signatures". Catalogs may ignore it: only smaller numbers are compared.
_COMPARED = 1001


def cldr_release() -> str:
    """Name the release of CLDR that is installed.

    Returns:
        For example ``CLDR 48.2 (Babel 2.19.0)``. Babel before 2.19 does not say which CLDR it has.
    """
    version = getattr(core, "get_cldr_version", None)
    return (
        f"CLDR {version()} (Babel {babel.__version__})" if version else f"CLDR of Babel {babel.__version__}"
    )


def plural_forms(language: str, identifier: str) -> str:
    """Return the ``Plural-Forms`` header that a new catalog begins with.

    Args:
        language: The language's code, such as ``be``.
        identifier: The locale's name in Babel, such as ``be_TARASK``.

    Returns:
        The reviewed header of the language, else Babel's.
    """
    if language in PLURAL_FORMS:
        return PLURAL_FORMS[language]
    count, expression = get_plural(identifier)
    return f"nplurals={count}; plural={expression};"


def check_plural_rule(data: bytes, code: str) -> list[Problem]:
    """Compare a catalog's plural forms with CLDR's categories.

    Args:
        data: The content of the ``.po`` file.
        code: The name of its folder, in gettext's spelling.

    Returns:
        An error for each form that serves numbers the language tells apart; a warning if only the installed
        release of CLDR tells them apart. Nothing for a header that :func:`check_catalog` refuses.
    """
    reader = PoReader(data, code)
    try:
        forms = parse_plural_forms(reader.headers.get("plural-forms", ""))
    except ValueError:
        return []
    subtags = parse_locale(code)
    identifier = cldr_identifier(subtags) if subtags else None
    reviewed = PLURAL_FORMS.get(subtags.language) if subtags else None
    is_reviewed = reviewed is not None and not _merges_forms(forms, parse_plural_forms(reviewed))
    if identifier is None:
        if is_reviewed:
            return []
        what = f"{cldr_release()} has no plural rule for {code}; the header is not compared"
        return [Problem("warning", code, 1, "", "", what)]
    category_of = core.Locale.parse(identifier).plural_form
    problems = []
    for form, numbers in sorted(forms.numbers_by_form.items()):
        categories = {category_of(number): number for number in reversed(numbers) if number < _COMPARED}
        if len(categories) > 1:
            examples = ", ".join(f"{name} ({number})" for name, number in sorted(categories.items()))
            what = f"plural form {form} serves several categories of {cldr_release()}, {examples}; "
            what += "give each its own form in the Plural-Forms header, and add its msgstr to every plural"
            problems.append(Problem("warning" if is_reviewed else "error", code, 1, "", "", what))
    return problems


def _merges_forms(forms: PluralForms, reviewed: PluralForms) -> bool:
    """Whether a form serves numbers that the reviewed header tells apart."""
    reviewed_form = {number: form for form, numbers in reviewed.numbers_by_form.items() for number in numbers}
    return any(
        len({reviewed_form[number] for number in numbers}) > 1 for numbers in forms.numbers_by_form.values()
    )
