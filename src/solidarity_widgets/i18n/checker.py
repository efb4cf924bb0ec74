"""Is a translation catalog fit to be shown to readers?

`check_catalog` reads one ``.po`` file and returns what is wrong with it; each problem names the line, the
value and the remedy. `compile_catalog` turns the file into the ``.mo`` bytes that `gettext` understands, and
`completeness` counts. All three take bytes and touch no disk.

Everything here can be told from the file alone. What depends on a release of Unicode CLDR is checked by
`plural_rules`, so that an install never fails because CLDR has changed.

Like `pofile`, this module is also loaded by its path while the wheel is built: it imports the standard
library and `pofile`, and nothing else of the package.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .pofile import Entry, PoReader, Problem, Severity, compile_catalog, completeness

__all__ = ["PluralForms", "Problem", "check_catalog", "compile_catalog", "completeness", "parse_plural_forms"]

_PLURAL_FORMS = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=([^;]+)(?:;\s*)?")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PERCENT = re.compile(r"%(?:\(\w*\)[-#0+]?\d*[a-zA-Z]?|[-#0+]?\d*(?:\.\d+)?[sdifrxu](?!\w))")
_MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>|&(?:[A-Za-z]+|#\d+|#[xX][0-9A-Fa-f]+);")
_WORD = re.compile(r"[^\W\d_]+")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u200b\u200e\u200f\u061c")
_LOOKALIKES = str.maketrans("авеіјкмнорѕтухһԁԛԝАВЕІЈКМНОРЅТУХ", "abeijkmhopstyxhdqwABEIJKMHOPSTYX")
_FOREIGN_LETTERS = {"be": "ищъ", "be@tarask": "ищъ", "uk": "ыэёъ", "ru": "іўїє"}
#: The counts a plural expression is tried on; French and Spanish have a form for whole millions.
_NUMBERS = (*range(1001), 1_000_000, 2_000_000)


@dataclass(frozen=True)
class PluralForms:
    """What a Plural-Forms header promises: how many forms, and which numbers each one serves."""

    count: int
    numbers_by_form: dict[int, list[int]]


def parse_plural_forms(header: str) -> PluralForms:
    """Read a ``Plural-Forms`` header and try it on whole numbers.

    Args:
        header: The value, such as ``nplurals=2; plural=(n != 1);``.

    Returns:
        The number of forms, and the numbers that each form serves, out of 0 to 1000 and whole millions.

    Raises:
        ValueError: If it is not a ``Plural-Forms`` header, or its expression cannot be computed.
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


def check_catalog(data: bytes, code: str, *, template: bytes | None = None) -> list[Problem]:
    """Everything that is wrong with a catalog, in the order of its lines.

    Args:
        data: the content of the ``.po`` file.
        code: the name of its folder, in gettext's spelling: ``be``, ``be@tarask``, ``pt_BR``.
        template: the content of the ``.pot`` file, to find messages that are unknown or missing.
    """
    reader = PoReader(data, code)
    plurals = _check_header(reader)
    first: dict[tuple[str, str | None], int] = {}
    for entry in reader.entries:
        line = first.setdefault((entry.msgctxt, entry.msgid), entry.line)
        if line != entry.line:
            reader.report(entry, f"the same message is in line {line}; keep one of the two")
        _check_entry(reader, entry, plurals)
    if template is not None:
        _check_template(reader, PoReader(template, "template"))
    wanted = [entry for entry in reader.entries if entry.needs_translation]
    waiting = sum(not entry.translated for entry in wanted)
    if waiting:
        fuzzy = sum("fuzzy" in entry.flags for entry in reader.entries)
        counted = f"{waiting} of {len(wanted)} messages are not translated yet ({fuzzy} marked fuzzy)"
        reader.report(1, f"{counted}; there readers see the fallback language", "warning")
    return sorted(reader.problems, key=lambda problem: problem.line)


def _check_header(reader: PoReader) -> PluralForms | None:
    """Check the header; return what it says about plural forms, if it says anything."""
    if not reader.headers:
        return None
    language = reader.headers.get("language", "")
    if language != reader.code:
        reader.report(1, f"the header has Language: {language or '(empty)'}; the folder says {reader.code}")
    content_type = reader.headers.get("content-type", "")
    if not re.search(r"charset=utf-8\s*$", content_type, re.IGNORECASE):
        reader.report(1, f"Content-Type: {content_type or '(empty)'}; write text/plain; charset=UTF-8")
    try:
        plurals = parse_plural_forms(reader.headers.get("plural-forms", ""))
    except ValueError as error:
        reader.report(1, str(error))
        return None
    if sorted(plurals.numbers_by_form) != list(range(plurals.count)):
        used = ", ".join(map(str, sorted(plurals.numbers_by_form)))
        reader.report(1, f"nplurals={plurals.count}, but the expression uses the forms {used}")
    return plurals


def _check_entry(reader: PoReader, entry: Entry, plurals: PluralForms | None) -> None:
    """Check one message; fuzzy ones are not shown to readers and may wait."""
    if entry.msgid_plural is not None:
        if plurals and sorted(entry.forms) != list(range(plurals.count)):
            reader.report(entry, f"has {len(entry.forms)} plural forms; the header promises {plurals.count}")
        if any(entry.forms.values()) and not all(entry.forms.values()):
            empty = ", ".join(f"msgstr[{form}]" for form, text in sorted(entry.forms.items()) if not text)
            reader.report(entry, f"{empty} is empty while other forms are filled; fill all or none")
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
        for severity, message in _check_text(text, sources, names, optional, reader.code):
            where = f"msgstr[{form}] " if entry.msgid_plural is not None else ""
            reader.report(entry, where + message, severity)


def _check_text(
    text: str, sources: list[str], names: set[str], optional: set[str], code: str
) -> Iterator[tuple[Severity, str]]:
    """What is wrong with one translated text."""
    found = set(_PLACEHOLDER.findall(text))
    for name in sorted(found - names):
        latin = name.translate(_LOOKALIKES)
        if latin in names:
            alike = ", ".join(f"{a} is {unicodedata.name(a)}" for a in dict.fromkeys(name) if a not in latin)
            yield "error", f"{{{name}}} has lookalike letters ({alike}); write {{{latin}}} in Latin letters"
            found.add(latin)
        else:
            known = ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"
            yield "error", f"{{{name}}} is not a placeholder of this message; it has {known}"
    for name in sorted(names - found - optional):
        yield "error", f"lacks the placeholder {{{name}}}; put it where the value belongs"
    bare = _PLACEHOLDER.sub(" ", text)
    if set(bare) & {"{", "}"}:
        yield "error", "has a brace without its partner; braces are for placeholders only"
    joined = "\n".join(sources)
    if (percent := _PERCENT.search(bare)) and percent[0] not in joined:
        yield "error", f"{percent[0]} is a percent format; placeholders are written {{name}}"
    if (markup := _MARKUP.search(bare)) and markup[0] not in joined:
        yield "error", f"{markup[0]} is HTML and would be shown as it stands; write plain text"
    if _outer_whitespace(text) not in map(_outer_whitespace, sources):
        yield "error", "begins or ends with other spaces or line breaks than the original; make them equal"
    for character in sorted(set(text)):
        called = f"U+{ord(character):04X} {unicodedata.name(character, '(no name)')}"
        if character in _BIDI:
            yield "error", f"has the direction control {called}; remove it, the page isolates names itself"
        elif character in _INVISIBLE:
            yield "warning", f"has the invisible character {called}; remove it unless the text needs it"
        elif character in "\ufeff\ufffd\u2028\u2029" or (
            unicodedata.category(character) == "Cc" and character != "\n" and character not in joined
        ):
            yield "error", f"has the character {called}; remove it"
    foreign = set(_FOREIGN_LETTERS.get(code, ""))
    for word in _WORD.findall(bare):
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        if {"LATIN", "CYRILLIC"} <= scripts:
            yield "warning", f"the word {word} mixes Latin and Cyrillic letters; type it again in one script"
        if strange := foreign & set(word.lower()):
            yield "warning", f"the word {word} has {', '.join(sorted(strange))}, no letter of this language"


def _outer_whitespace(text: str) -> tuple[str, str]:
    """The whitespace before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _check_template(reader: PoReader, template: PoReader) -> None:
    """Compare a catalog with the template."""
    wanted = {(entry.msgctxt, entry.msgid): entry for entry in template.entries}
    for entry in reader.entries:
        source = wanted.pop((entry.msgctxt, entry.msgid), None)
        if source is None:
            reader.report(
                entry, "is not in the template and nobody will see it; restore the msgid, or update"
            )
        elif source.msgid_plural != entry.msgid_plural:
            reader.report(
                entry, f"msgid_plural is {entry.msgid_plural!r}; the template has {source.msgid_plural!r}"
            )
    for source in wanted.values():
        reader.report(1, f"{source.msgid!r} of the template is missing; update the catalog", "warning")
