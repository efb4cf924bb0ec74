"""Does a catalog tell apart the numbers that Unicode CLDR tells apart?

A catalog's ``Plural-Forms`` header decides: pages never ask CLDR which of its forms to use. Releases of CLDR
change rules (CLDR 48 gave Tajik a second category, and CLDR 49 moved zero into it). A difference is therefore
reported to translators and fails neither an install nor a page.
"""

from __future__ import annotations

from solidarity_widgets.i18n.cldr import cldr_data
from solidarity_widgets.i18n.cldr.plural_rules import PLURAL_FORMS, cldr_release
from solidarity_widgets.i18n.locales import cldr_identifier, parse_locale
from solidarity_widgets.i18n.pofile import PoFile, Problem
from solidarity_widgets.i18n.tools.checker import PluralForms, parse_plural_forms

#: CLDR gives whole millions a category of their own in Catalan, French, Italian, Portuguese and Spanish:
#: "1000 signatures" but "1 000 000 de signatures". Catalogs may ignore it: only smaller numbers are compared.
_COMPARED = 1001


def check_plural_rule(po: PoFile) -> list[Problem]:
    r"""Compare a catalog's plural forms with CLDR's categories.

    Args:
        po: The catalog. Its code is in gettext's spelling.

    Returns:
        An error for each form that serves numbers the language tells apart; a warning if only the installed
        release of CLDR tells them apart, or if the forms have another order than in a new catalog. Nothing
        for a header that
        :func:`~solidarity_widgets.i18n.tools.checker.check_catalog` refuses.

    Example:
        >>> po = PoFile(b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);"\n', "be")
        >>> [(problem.severity, problem.message[:42]) for problem in check_plural_rule(po)]
        [('error', 'plural form 1 serves several categories of')]
    """
    try:
        forms = parse_plural_forms(po.headers.get("plural-forms", ""))
    except ValueError:
        return []
    subtags = parse_locale(po.code)
    identifier = cldr_identifier(subtags) if subtags else None
    reviewed = PLURAL_FORMS.get(subtags.language) if subtags else None
    is_reviewed = reviewed is not None and not _merges_forms(forms, parse_plural_forms(reviewed))
    if identifier is None:
        if is_reviewed:
            return []
        message = f"{cldr_release()} has no plural rule for {po.code}; the header is not compared"
        return [po.problem(1, message, "warning")]
    category_of = cldr_data(identifier).plural_category
    problems = []
    if reviewed is not None and is_reviewed and _is_reordered(forms, parse_plural_forms(reviewed)):
        message = (
            f"the forms are not numbered as in {reviewed!r}, which catalog init writes; if the header was "
            "changed, check that every msgstr[n] has the form that the header says"
        )
        problems.append(po.problem(1, message, "warning"))
    for form, numbers in sorted(forms.numbers_by_form.items()):
        categories = {category_of(number): number for number in reversed(numbers) if number < _COMPARED}
        if len(categories) > 1:
            examples = ", ".join(f"{name} ({number})" for name, number in sorted(categories.items()))
            message = (
                f"plural form {form} serves several categories of {cldr_release()}, {examples}; give each "
                "its own form in the Plural-Forms header, and add its msgstr to every plural"
            )
            problems.append(po.problem(1, message, "warning" if is_reviewed else "error"))
    return problems


def _is_reordered(forms: PluralForms, reviewed: PluralForms) -> bool:
    """Return whether the same numbers go together, in forms with other indices."""
    groups, known = (
        {tuple(numbers) for numbers in some.numbers_by_form.values()} for some in (forms, reviewed)
    )
    return groups == known and forms.numbers_by_form != reviewed.numbers_by_form


def _merges_forms(forms: PluralForms, reviewed: PluralForms) -> bool:
    """Return whether a form serves numbers that the reviewed header tells apart."""
    reviewed_form = {number: form for form, numbers in reviewed.numbers_by_form.items() for number in numbers}
    return any(
        len({reviewed_form[number] for number in numbers}) > 1 for numbers in forms.numbers_by_form.values()
    )
