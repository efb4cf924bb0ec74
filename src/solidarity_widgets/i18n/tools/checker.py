"""Is a catalog fit to be shown to readers?

:func:`check_catalog` returns the faults of a catalog. Each names the line, the value and the remedy. It needs
the file only. What depends on the release of Unicode CLDR is checked in
:mod:`~solidarity_widgets.i18n.tools.plural_check`, so that an install never fails because CLDR has changed.

The build hook loads this module by its path, before the package can be imported. It imports only the standard
library and :mod:`~solidarity_widgets.i18n.pofile`.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

# Relative, because the build hook loads the file as part of another package.
from ..pofile import Entry, PoFile, Problem  # noqa: TID252
from .style import check_style

_PLURAL_FORMS = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=([^;]+)(?:;\s*)?")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PERCENT = re.compile(r"%(?:\(\w*\)[-#0+]?\d*[a-zA-Z]?|[-#0+]?\d*(?:\.\d+)?[sdifrxu](?!\w))")
_MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>|&(?:[A-Za-z]+|#\d+|#[xX][0-9A-Fa-f]+);")
_WORD = re.compile(r"[^\W\d_]+")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u200b\u200e\u200f\u061c")
_LOOKALIKES = str.maketrans("авеіјкмнорѕтухһԁԛԝАВЕІЈКМНОРЅТУХ", "abeijkmhopstyxhdqwABEIJKMHOPSTYX")
_FOREIGN_LETTERS = {"be": "ищъ", "be@tarask": "ищъ", "uk": "ыэёъ", "ru": "іўїє"}
#: The numbers a plural expression is tested with. French and Spanish have a form for whole millions.
_NUMBERS = (*range(1001), 1_000_000, 2_000_000)


@dataclass(frozen=True)
class PluralForms:
    """A parsed ``Plural-Forms`` header.

    Attributes:
        count: The number of forms in the header.
        numbers_by_form: Form -> the numbers it serves, out of 0 to 1000 and whole millions.
    """

    count: int
    numbers_by_form: dict[int, list[int]]


def parse_plural_forms(header: str) -> PluralForms:
    """Parse a ``Plural-Forms`` header and compute its forms for whole numbers.

    Args:
        header: The value, such as ``nplurals=2; plural=(n != 1);``.

    Returns:
        The number of forms, and the numbers that each form serves.

    Raises:
        ValueError: If the value is not a ``Plural-Forms`` header, or its expression cannot be computed.

    Example:
        >>> forms = parse_plural_forms("nplurals=2; plural=(n != 1);")
        >>> forms.count, forms.numbers_by_form[0]
        (2, [1])
    """
    if not (match := _PLURAL_FORMS.fullmatch(header)):
        raise ValueError(f"Plural-Forms: {header or '(empty)'}; write nplurals=…; plural=…; of the language")
    expression = match[2].strip()
    served: dict[int, list[int]] = defaultdict(list)
    try:
        form_of = gettext.c2py(expression)
        for number in _NUMBERS:
            served[form_of(number)].append(number)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"the plural expression {expression!r} cannot be computed: {error}") from error
    return PluralForms(int(match[1]), dict(served))


def check_catalog(po: PoFile, template: PoFile | None = None) -> list[Problem]:
    r"""Return the faults of a catalog.

    Args:
        po: The catalog. Its code is the name of its folder.
        template: The template, to find messages that are unknown or missing.

    Returns:
        The faults, those of the syntax included, in the order of the lines.

    Example:
        >>> po = PoFile(b'msgid "Share on {provider}"\nmsgstr "Share on {network}"\n', "be")
        >>> print(check_catalog(po)[1].message)
        {network} is not a placeholder of this message; it has {provider}
    """
    plurals, of_header = _check_header(po)
    found = [*po.problems, *of_header]
    first: dict[tuple[str, str | None], int] = {}
    for entry in po.entries:
        line = first.setdefault((entry.msgctxt, entry.msgid), entry.line)
        if line != entry.line:
            found.append(po.problem(entry, f"the same message is in line {line}; keep one of the two"))
        found += _check_entry(po, entry, plurals)
    found += check_style(po, {problem.line for problem in found if problem.severity == "error"})
    if template is not None:
        found += _check_template(po, template)
    wanted = [entry for entry in po.entries if entry.needs_translation]
    waiting = sum(not entry.translated for entry in wanted)
    if waiting:
        fuzzy = sum("fuzzy" in entry.flags for entry in po.entries)
        counted = f"{waiting} of {len(wanted)} messages are not translated yet ({fuzzy} marked fuzzy)"
        found.append(po.problem(1, f"{counted}; there readers see the fallback language", "warning"))
    return sorted(found, key=lambda problem: problem.line)


def _check_header(po: PoFile) -> tuple[PluralForms | None, list[Problem]]:
    """Return the plural forms of the header, if it has any, and its faults."""
    if not po.headers:
        return None, []
    found = []
    language = po.headers.get("language", "")
    if language != po.code:
        message = f"the header has Language: {language or '(empty)'}; the folder says {po.code}"
        found.append(po.problem(1, message))
    content_type = po.headers.get("content-type", "")
    if not re.search(r"charset=utf-8\s*$", content_type, re.IGNORECASE):
        message = f"Content-Type: {content_type or '(empty)'}; write text/plain; charset=UTF-8"
        found.append(po.problem(1, message))
    try:
        plurals = parse_plural_forms(po.headers.get("plural-forms", ""))
    except ValueError as error:
        return None, [*found, po.problem(1, str(error))]
    if sorted(plurals.numbers_by_form) != list(range(plurals.count)):
        used = ", ".join(map(str, sorted(plurals.numbers_by_form)))
        found.append(po.problem(1, f"nplurals={plurals.count}, but the expression uses the forms {used}"))
    return plurals, found


def _check_entry(po: PoFile, entry: Entry, plurals: PluralForms | None) -> Iterator[Problem]:
    """Yield the faults of one message. The text of a fuzzy one is not checked: readers do not see it."""
    if entry.msgid_plural is not None:
        if plurals and sorted(entry.forms) != list(range(plurals.count)):
            message = f"has {len(entry.forms)} plural forms; the header promises {plurals.count}"
            yield po.problem(entry, message)
        if any(entry.forms.values()) and not all(entry.forms.values()):
            empty = ", ".join(f"msgstr[{form}]" for form, text in sorted(entry.forms.items()) if not text)
            yield po.problem(entry, f"{empty} is empty while other forms are filled; fill all or none")
    if "fuzzy" in entry.flags:
        return
    sources = [text for text in (entry.msgid, entry.msgid_plural) if text]
    names = {name for text in sources for name in _PLACEHOLDER.findall(text)}
    for form, text in sorted(entry.forms.items()):
        if not text:
            continue
        optional = set[str]()
        if entry.msgid_plural is not None and plurals and len(plurals.numbers_by_form.get(form, ())) == 1:
            optional = {"n"} if "n" in names else names if len(names) == 1 else set()
        where = f"msgstr[{form}] " if entry.msgid_plural is not None else ""
        for message in _check_text(text, sources, names, optional):
            yield po.problem(entry, where + message)
        for rule, message in _check_letters(text, po.code):
            yield from po.warning(entry, rule, where + message)


def _check_text(text: str, sources: list[str], names: set[str], optional: set[str]) -> Iterator[str]:
    """Yield the message of each error of one translated text."""
    found = set(_PLACEHOLDER.findall(text))
    for name in sorted(found - names):
        latin = name.translate(_LOOKALIKES)
        if latin in names:
            alike = ", ".join(f"{a} is {unicodedata.name(a)}" for a in dict.fromkeys(name) if a not in latin)
            yield f"{{{name}}} has lookalike letters ({alike}); write {{{latin}}} in Latin letters"
            found.add(latin)
        else:
            known = ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"
            yield f"{{{name}}} is not a placeholder of this message; it has {known}"
    for name in sorted(names - found - optional):
        yield f"lacks the placeholder {{{name}}}; put it where the value belongs"
    bare = _PLACEHOLDER.sub(" ", text)
    if set(bare) & {"{", "}"}:
        yield "has a brace without its partner; braces are for placeholders only"
    joined = "\n".join(sources)
    if (percent := _PERCENT.search(bare)) and percent[0] not in joined:
        yield f"{percent[0]} is a percent format; placeholders are written {{name}}"
    if (markup := _MARKUP.search(bare)) and markup[0] not in joined:
        yield f"{markup[0]} is HTML and would be shown unchanged; write plain text"
    if _outer_whitespace(text) not in map(_outer_whitespace, sources):
        yield "begins or ends with other spaces or line breaks than the original; make them equal"
    for character in sorted(set(text)):
        called = f"U+{ord(character):04X} {unicodedata.name(character, '(no name)')}"
        if character in _BIDI:
            yield f"has the direction control {called}; remove it, the page isolates names itself"
        elif character in "\ufeff\ufffd\u2028\u2029" or (
            unicodedata.category(character) == "Cc" and character != "\n" and character not in joined
        ):
            yield f"has the character {called}; remove it"


def _check_letters(text: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield the rule and the message of each doubt about the letters of a translated text."""
    for character in sorted(_INVISIBLE & set(text)):
        called = f"U+{ord(character):04X} {unicodedata.name(character)}"
        yield "invisible", f"has the invisible character {called}; remove it unless the text needs it"
    bare = _PLACEHOLDER.sub(" ", text)
    foreign = set(_FOREIGN_LETTERS.get(code, ""))
    for word in _WORD.findall(bare):
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        if {"LATIN", "CYRILLIC"} <= scripts:
            yield (
                "mixed-scripts",
                f"the word {word} mixes Latin and Cyrillic letters; type it again in one script",
            )
        if strange := foreign & set(word.lower()):
            yield (
                "foreign-letter",
                f"the word {word} has {', '.join(sorted(strange))}, no letter of this language",
            )


def _outer_whitespace(text: str) -> tuple[str, str]:
    """Return the whitespace before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _check_template(po: PoFile, template: PoFile) -> Iterator[Problem]:
    """Yield the differences between a catalog and the template."""
    wanted = {(entry.msgctxt, entry.msgid): entry for entry in template.entries}
    for entry in po.entries:
        source = wanted.pop((entry.msgctxt, entry.msgid), None)
        if source is None:
            message = "is not in the template and nobody will see it; restore the msgid, or update"
            yield po.problem(entry, message)
        elif source.msgid_plural != entry.msgid_plural:
            message = f"msgid_plural is {entry.msgid_plural!r}; the template has {source.msgid_plural!r}"
            yield po.problem(entry, message)
    for source in wanted.values():
        message = f"{source.msgid!r} of the template is missing; update the catalog"
        yield po.problem(1, message, "warning")
