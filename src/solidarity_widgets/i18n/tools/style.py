"""Signs that a translation may be wrong although it works: warnings for translators.

Each rule has a name. A translator who means a text as it is writes the name in a comment of the entry::

    # catalog-ignore: same
    msgid "Error:"
    msgstr "Error:"

The build hook loads this module by its path, so it imports only the standard library and
:mod:`~solidarity_widgets.i18n.pofile`.

Sources for the rules: the quality checks of Weblate and the filters of Translate Toolkit's pofilter.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator

# Relative, because the build hook loads the file as part of another package.
from ..pofile import Entry, PoFile, Problem  # noqa: TID252

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})[ \u00a0]+\1\b", re.IGNORECASE)
_DOUBLE_SPACE = re.compile(r"[ \u00a0\u202f]{2}")
_CLOCK = re.compile(r"\b(\d{1,2})(?::(\d\d))?\s?([ap])m\b")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d{3})*(?::\d\d)?")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s/]+|@[\w-]{1,63}(?:\.[\w-]{1,63})+|\b[\w-]{1,63}\.(?:org|com|net|info|by|ru)\b"
)
_PREPOSITION = re.compile(r"\A[\u0590-\u06ff]{1,3}-(?=[\x21-\x7e])")
_STRAIGHT_QUOTE = re.compile(r"\"|(?<!\w)'|'(?!\w)")
_STRAIGHT_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
#: What ends a sentence -> the signs for it in any script. Armenian and Greek have their own.
_ENDS = {
    "full stop": ".。۔।։",
    "colon": ":：",
    "question mark": "?؟？\u037e",
    "exclamation mark": "!！",
    "ellipsis": "…",
    "semicolon": ";؛；",
}
_CLOSING = "\"'»”’“)]\u00a0\u202f "
_BRACKETS = (("(", ")"), ("[", "]"), ("«", "»"), ("„", "“”"))
_KASHIDA = re.compile("(?<=[^\\W\\d_])\u0640(?=[^\\W\\d_])")
#: French has a no-break space before these signs, except in times and addresses.
_FRENCH_SPACING = re.compile(r"(?<![\u00a0\u202f\d])[:;!?»](?!//)|«(?![\u00a0\u202f])")
#: Languages that write the apostrophe as ’ or ʼ.
_CURLED_APOSTROPHE = frozenset({"be", "be@tarask", "fr", "uk"})
#: Language -> its script, as in the Unicode names of its letters.
_SCRIPTS = {
    **dict.fromkeys(("be", "be@tarask", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"), "CYRILLIC"),
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "ur"), "ARABIC"),
    **{"el": "GREEK", "he": "HEBREW", "hy": "ARMENIAN", "ka": "GEORGIAN"},
}
#: Languages whose nouns have another form after each kind of number.
_INFLECTED = frozenset({"be", "be@tarask", "cs", "lt", "lv", "pl", "ru", "sk", "uk"})
#: Contexts of abbreviations, which have no forms.
_ABBREVIATIONS = ("countdown-unit-short", "countdown-unit-narrow")

#: Every rule -> what it finds.
RULES = {
    "addresses": "a web or email address that the original does not have, or lacks one",
    "apostrophe": "a straight apostrophe in a language that writes ’",
    "brackets": "a bracket or quotation mark without its partner",
    "capital": "a small first letter where the original has a capital",
    "double-space": "two spaces in a row",
    "doubled-word": "the same word twice in a row",
    "end": "another sign at the end than the original",
    "escapes": r"a written \n or \t instead of a line break or tab",
    "foreign-letter": "a letter that the language does not have",
    "inconsistent": "another translation of the same original elsewhere",
    "invisible": "an invisible character",
    "kashida": "a stretched letter",
    "length": "a text that is much longer than the original",
    "line-breaks": "more or fewer line breaks than the original",
    "mixed-scripts": "Latin and Cyrillic letters in one word",
    "normalization": "letters that are composed of several characters (not NFC)",
    "numbers": "other numbers than the original",
    "placeholder-twice": "a placeholder more often than in the original",
    "plurals": "the same text for every number",
    "quotes": "straight quotation marks",
    "reused": "the translation of another original",
    "same": "the original, not translated",
    "script": "no letter of the language's script",
    "soft-hyphen": "a soft hyphen",
    "spacing": "a French sign without its no-break space",
}


def check_style(po: PoFile, wrong: Container[int] = ()) -> Iterator[Problem]:
    r"""Yield the doubts about the texts of a catalog. Untranslated and fuzzy messages are left out.

    Args:
        po: The catalog.
        wrong: The lines of messages with errors, which are left out too.

    Yields:
        A warning for each rule that a message breaks and does not ignore, and for names of rules that do not
        exist.

    Example:
        >>> po = PoFile(b'msgid "At 16:30."\nmsgstr "O 17:30"\n', "pl")
        >>> [problem.rule for problem in check_style(po)]
        ['numbers', 'end']
    """
    by_source: dict[str, Entry] = {}
    by_text: dict[str, Entry] = {}
    for entry in po.entries:
        for name in sorted(entry.ignored - RULES.keys()):
            message = f"catalog-ignore: {name} is not a rule; the rules are {', '.join(sorted(RULES))}"
            yield po.problem(entry, message, "warning")
        if "fuzzy" in entry.flags or entry.msgid is None or entry.line in wrong:
            continue
        for rule, message in _check_entry(entry, po.code):
            yield from po.warning(entry, rule, message)
        if entry.msgid_plural is None and (text := entry.texts[0]):
            yield from _compare(po, entry, text, by_source, by_text)


def _compare(
    po: PoFile, entry: Entry, text: str, by_source: dict[str, Entry], by_text: dict[str, Entry]
) -> Iterator[Problem]:
    """Yield what two messages have in common that they should not, or the other way round."""
    other = by_source.setdefault(entry.msgid or "", entry)
    if other.texts[0] != text:
        message = f"in line {other.line} the same original is {other.texts[0]!r}; use one word for one thing"
        yield from po.warning(entry, "inconsistent", message)
    other = by_text.setdefault(text, entry)
    if (other.msgid or "").casefold() != (entry.msgid or "").casefold():
        message = f"{other.msgid!r} in line {other.line} has the same translation; tell the two apart"
        yield from po.warning(entry, "reused", message)


def _check_entry(entry: Entry, code: str) -> Iterator[tuple[str, str]]:
    sources = [source for source in (entry.msgid, entry.msgid_plural) if source]
    texts = [text for text in entry.texts if text]
    is_abbreviation = entry.msgctxt.startswith(_ABBREVIATIONS)
    seen = {"end"} if is_abbreviation else set[str]()
    for index, text in enumerate(texts):
        source = sources[min(index, len(sources) - 1)]
        for rule, message in (*_check_wording(text, sources, code), *_check_signs(text, source, code)):
            if rule not in seen:  # one warning for each rule is enough
                seen.add(rule)
                yield rule, (f"msgstr[{index}] " if entry.msgid_plural else "") + message
    if len(texts) > 2 and len(set(texts)) == 1 and code in _INFLECTED and not is_abbreviation:
        yield "plurals", "has the same text for every number; write the form that each needs"


def _check_wording(text: str, sources: list[str], code: str) -> Iterator[tuple[str, str]]:
    """Yield the doubts about words, numbers and addresses."""
    bare = _PLACEHOLDER.sub("\N{OBJECT REPLACEMENT CHARACTER}", text)
    letters = _LETTER.findall(bare)
    if text in sources and not code.startswith("en") and any(word.islower() for word in _WORD.findall(bare)):
        yield "same", "is the original; translate it"
    script = _SCRIPTS.get(code)
    strange = {*_WORD.findall(bare)} - {word for source in sources for word in _WORD.findall(source)}
    if script and strange and not any(unicodedata.name(letter, "").startswith(script) for letter in letters):
        yield "script", f"has no {script.title()} letter; write it in the script of the language"
    if (doubled := _DOUBLED.search(bare)) and not any(_DOUBLED.search(source) for source in sources):
        yield "doubled-word", f"has the word {doubled[1]} twice; remove one"
    numbers = [_numbers(source) for source in sources]
    if _numbers(text) not in numbers:
        wanted, found = (
            ", ".join(sorted(some.elements())) or "none" for some in (numbers[-1], _numbers(text))
        )
        yield "numbers", f"has the numbers {found}; the original has {wanted}"
    original = "\n".join(sources)
    if (added := _addresses(text) - _addresses(original)) or (
        # Domains alone may be names, such as Mail.ru.
        lacking := {found for found in _addresses(original) - _addresses(text) if found[0] in "@hw"}
    ):
        what = "an address that the original does not have" if added else "not the address of the original"
        yield "addresses", f"has {what}: {', '.join(sorted(added or lacking))}"
    counts = [Counter(_PLACEHOLDER.findall(source)) for source in sources]
    for name, count in Counter(_PLACEHOLDER.findall(text)).items():
        if 0 < max(known[name] for known in counts) < count:
            yield "placeholder-twice", f"has {name} {count} times; the original has it less often"
    longest = max(map(len, sources))
    if len(text) > 3 * longest + 40:
        yield "length", f"has {len(text)} characters, the original {longest}; shorten it"


def _check_signs(text: str, source: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield the doubts about punctuation, spaces and single characters."""
    if text.count("\n") != source.count("\n"):
        yield (
            "line-breaks",
            f"has {text.count(chr(10))} line breaks; the original has {source.count(chr(10))}",
        )
    if any(escape in text and escape not in source for escape in ("\\n", "\\t")):
        yield "escapes", r"has a written \n or \t; in the file, a line break is \n with one backslash"
    if _DOUBLE_SPACE.search(text) and not _DOUBLE_SPACE.search(source):
        yield "double-space", "has two spaces in a row; remove one"
    if (found := _end(text)) != (wanted := _end(source)):
        yield "end", f"ends with {found or 'no sign'}; the original ends with {wanted or 'no sign'}"
    if source[:1].isupper() and text[:1].islower():
        yield "capital", f"begins with the small letter {text[0]}; the original begins with a capital"
    for opening, closing in _BRACKETS:
        count = text.count(opening)
        # English quotation marks open with “.
        if count != sum(map(text.count, closing)) and (count or len(closing) == 1):
            yield "brackets", f"has {opening} or {closing[0]} without its partner"
    if _STRAIGHT_QUOTE.search(text):
        yield "quotes", "has straight quotation marks; use those of the language"
    if code in _CURLED_APOSTROPHE and _STRAIGHT_APOSTROPHE.search(text):
        yield "apostrophe", "has a straight apostrophe; write ’"
    if code == "fr" and _FRENCH_SPACING.search(_PLACEHOLDER.sub("x", text)):
        yield "spacing", "needs a no-break space (U+00A0) before : ; ! ? » and after «"
    if _KASHIDA.search(text):
        yield "kashida", "has a stretched letter (U+0640); remove it"
    if "\u00ad" in text:
        yield "soft-hyphen", "has a soft hyphen (U+00AD); remove it"
    if not unicodedata.is_normalized("NFC", text):
        yield "normalization", "has letters that are composed of several characters; save the text as NFC"


def _end(text: str) -> str:
    """Return the name of the sign that a text ends with, or an empty string."""
    end = text.replace("...", "…").rstrip(_CLOSING)[-1:]
    return next((name for name, signs in _ENDS.items() if end and end in signs), "")


def _numbers(text: str) -> Counter[str]:
    """Return the numbers of a text in ASCII digits, without grouping. A time is written as in 20:00."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in _PLACEHOLDER.sub(" ", text))
    hours = _CLOCK.sub(lambda m: f"{int(m[1]) % 12 + 12 * (m[3] == 'p')}:{m[2] or '00'}", digits)
    return Counter(re.sub(r":00$|[.,\s]", "", number) for number in _NUMBER.findall(hours))


def _addresses(text: str) -> frozenset[str]:
    """Return the hosts of a text's addresses. The part before the @ may be translated.

    Hebrew and Arabic join a preposition to a name with a hyphen: it is not part of the host.
    """
    return frozenset(_PREPOSITION.sub("", found).lower() for found in _ADDRESS.findall(text))
