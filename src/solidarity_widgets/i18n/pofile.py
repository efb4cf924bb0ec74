"""The ``.po`` format: a strict parser, and the compiler from ``.po`` to ``.mo``.

The parser is our own because Babel's is too lenient for a checker: it merges duplicate entries, accepts a
string without its closing quote, and drops header lines that it does not know.

The compiler is our own because a wheel must have the same bytes whichever Babel is installed, and because it
is built without Babel. The format is described in the manual of GNU gettext, "The Format of GNU MO Files".

The pages of a checkout, the translators' tools and the build hook use this module. The hook loads it by its
path, before the package can be imported, so it imports only the standard library.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

__all__ = ["Entry", "PoFile", "Problem", "Severity", "compile_catalog", "completeness"]

Severity = Literal["error", "warning"]

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*(.*)")
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"')
_IGNORE = re.compile(r"#\s+catalog-ignore:(.*)")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_CONFLICT = re.compile(r"(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)(\s|$)")
#: The largest file that is read, in bytes. The largest catalogs of other projects have about 5 MB.
_MAX_SIZE = 10_000_000
#: The longest message of a problem.
_MAX_MESSAGE = 500
#: Messages whose context begins with this may stay empty. Their words then come from Unicode CLDR.
OPTIONAL_CONTEXT = "countdown-unit-"


@dataclass(frozen=True)
class Problem:
    """A fault in a catalog: where it is, and how to fix it.

    Attributes:
        severity: ``error`` or ``warning``.
        locale: The catalog's code.
        line: The line in the file, from 1.
        msgctxt: The context of the message, or an empty string.
        msgid: The message, or an empty string if the fault is not in a message.
        message: The fault and the remedy.
        rule: The name of the rule, for a warning that translators can ignore; otherwise empty.
    """

    severity: Severity
    locale: str
    line: int
    msgctxt: str
    msgid: str
    message: str
    rule: str = ""

    def __str__(self) -> str:
        where = f"{self.locale}, line {self.line}: {self.severity}"
        message = f"{self.message} [{self.rule}]" if self.rule else self.message
        if not self.msgid:
            return f"{where}: {message}"
        msgid = self.msgid if len(self.msgid) <= 60 else self.msgid[:59] + "…"
        return f"{where} in {self.msgctxt or 'no context'} | {msgid}: {message}"


@dataclass
class Entry:
    """A message in a file.

    Attributes:
        line: The line of its first keyword.
        flags: The flags of the ``#,`` comment before it, such as ``fuzzy``.
        msgctxt: The context, or an empty string.
        msgid: The source text, or ``None`` if the entry lacks it.
        msgid_plural: The source text of the plural, or ``None``.
        forms: Number of the plural form -> translation. A message without a plural has form 0.
        fields: The keywords that the entry has, such as ``msgid`` and ``msgstr[0]``.
        ignored: The rules that the comment ``# catalog-ignore: …`` before it names.
    """

    line: int
    flags: set[str] = field(default_factory=set)
    msgctxt: str = ""
    msgid: str | None = None
    msgid_plural: str | None = None
    forms: dict[int, str] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    ignored: set[str] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        """The translations, in the order of their plural forms."""
        return [text for _, text in sorted(self.forms.items())]

    @property
    def translated(self) -> bool:
        """Whether the translation is complete and not marked fuzzy. Only then readers see it."""
        return bool(self.forms) and all(self.forms.values()) and "fuzzy" not in self.flags

    @property
    def needs_translation(self) -> bool:
        """Whether the message has to be translated. Words that CLDR has may stay empty."""
        return not self.msgctxt.startswith(OPTIONAL_CONTEXT) or any(self.forms.values())

    def append(self, name: str, pieces: list[str]) -> None:
        """Append text to a field.

        Args:
            name: ``msgctxt``, ``msgid``, ``msgid_plural``, ``msgstr`` or ``msgstr[n]``; or an empty string,
                to append nothing.
            pieces: The text of each line.
        """
        if not name:
            return
        text = "".join(pieces)
        self.fields.add(name)
        if name.startswith("msgstr"):
            form = int(name[7:-1] or 0) if "[" in name else 0
            self.forms[form] = self.forms.get(form, "") + text
        else:
            setattr(self, name, (getattr(self, name) or "") + text)


class PoFile:
    r"""A parsed ``.po`` file. Faults of its syntax are collected and do not raise.

    Args:
        data: The content of the file.
        code: The name of its folder, in gettext's spelling: ``be``, ``be@tarask``, ``pt_BR``.

    Attributes:
        code: The same code.
        problems: The faults of the syntax.
        entries: The messages, without the header.
        headers: Name in lower case -> value.
        header_text: The whole header.

    Example:
        >>> po = PoFile(b'msgid ""\nmsgstr "Language: be"\n\nmsgid "Yes"\nmsgstr "Tak"\n', "be")
        >>> po.headers, [(entry.msgid, entry.texts) for entry in po.entries], po.problems
        ({'language': 'be'}, [('Yes', ['Tak'])], [])
    """

    def __init__(self, data: bytes, code: str) -> None:
        self.code = code
        self.problems: list[Problem] = []
        self.entries: list[Entry] = []
        self.headers: dict[str, str] = {}
        self.header_text: str = ""
        if len(data) > _MAX_SIZE:
            self._report(1, f"the file has {len(data)} bytes; a catalog has at most {_MAX_SIZE}")
            return
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._report(line, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8")
            text = data.decode("utf-8", "replace")
        if text.startswith("\ufeff"):
            self._report(1, "the file begins with a byte order mark (U+FEFF); save it as UTF-8 without one")
            text = text[1:]
        self._parse(text)
        self._split_header()

    def problem(self, at: int | Entry, message: str, severity: Severity = "error") -> Problem:
        """Create a problem of this file. It is not added to :attr:`problems`.

        Args:
            at: The line or the entry with the fault.
            message: The fault and the remedy.
            severity: ``error`` or ``warning``.

        Returns:
            The problem.
        """
        if len(message) > _MAX_MESSAGE:  # it quotes a text of the file
            message = f"{message[: _MAX_MESSAGE // 2]} … {message[-_MAX_MESSAGE // 2 :]}"
        if isinstance(at, int):
            return Problem(severity, self.code, at, "", "", message)
        return Problem(severity, self.code, at.line, at.msgctxt, at.msgid or "", message)

    def warning(self, entry: Entry, rule: str, message: str) -> Iterator[Problem]:
        """Create a warning, unless the entry ignores its rule.

        Args:
            entry: The entry with the fault.
            rule: The name of the rule.
            message: The fault and the remedy.

        Yields:
            The problem.
        """
        if rule not in entry.ignored:
            yield replace(self.problem(entry, message, "warning"), rule=rule)

    def _report(self, at: int | Entry, message: str) -> None:
        self.problems.append(self.problem(at, message))

    def _parse(self, text: str) -> None:
        entry, name, flags, ignored = Entry(0), "", set[str](), set[str]()
        pieces: list[str] = []  # of the text of one keyword
        for number, raw in enumerate(text.split("\n"), 1):
            line = raw.strip(" \t\r")
            if line.startswith("#"):
                entry.append(name, pieces)
                name, pieces = "", []
                if line.startswith("#~"):
                    flags, ignored = set(), set()
                elif line.startswith("#,"):
                    flags |= {flag.strip() for flag in line[2:].split(",")}
                elif match := _IGNORE.fullmatch(line):
                    ignored |= set(re.findall(r"[^\s,]+", match[1]))
                continue
            if not line:
                continue
            if _CONFLICT.match(line):
                self._report(number, f"{line[:7]} is a merge conflict marker; keep one of the two versions")
                continue
            keyword = _KEYWORD.fullmatch(line)
            quoted = keyword[2] if keyword else line
            if keyword:
                entry.append(name, pieces)
                name, pieces = keyword[1], []
                if name == "msgctxt" or (name == "msgid" and entry.fields != {"msgctxt"}):
                    self._finish(entry)
                    entry, flags, ignored = Entry(number, flags, ignored=ignored), set(), set()
                elif name in entry.fields:
                    self._report(number, f"{name} is twice in one entry; remove one of them")
            elif not line.startswith('"') or not name:
                self._report(number, f"cannot read {line[:40]!r}; expected msgid, msgstr or a quoted string")
                continue
            if not (string := _QUOTED.fullmatch(quoted)):
                self._report(number, f'{quoted[:40]!r} is not one string between "…"; quotes inside are \\"')
            pieces.append(self._unescape(number, string[1] if string else quoted.strip('"')))
        entry.append(name, pieces)
        self._finish(entry)

    def _unescape(self, line: int, text: str) -> str:
        for letter in set(_ESCAPE.findall(text)) - _ESCAPED.keys():
            self._report(line, f"\\{letter} has no meaning here; for a backslash write \\\\")
        return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[0]), text)

    def _finish(self, entry: Entry) -> None:
        if not entry.fields:
            return
        if entry.msgid is None or not entry.forms:
            missing = "msgid" if entry.msgid is None else "msgstr"
            self._report(entry, f"the entry has no {missing}; restore it from the template")
        elif (entry.msgid_plural is None) != ("msgstr" in entry.fields):
            self._report(entry, "msgid_plural goes with msgstr[0], msgstr[1] …, a lone msgid with msgstr")
        else:
            self.entries.append(entry)

    def _split_header(self) -> None:
        headers = [entry for entry in self.entries if not entry.msgid and not entry.msgctxt]
        self.entries = [entry for entry in self.entries if entry.msgid or entry.msgctxt]
        if not headers:
            self._report(1, 'the file has no header; begin it with msgid "" and Language, Plural-Forms …')
            return
        self.header_text = headers[0].texts[0]
        for line in self.header_text.splitlines():
            key, _, value = line.partition(":")
            self.headers[key.strip().lower()] = value.strip()
        for extra in headers[1:]:
            self._report(extra, f"a second header; the first one is in line {headers[0].line}")


def completeness(po: PoFile) -> tuple[int, int]:
    r"""Count the messages of a catalog.

    Args:
        po: The catalog.

    Returns:
        How many messages are translated, and how many have to be. Fuzzy messages do not count as translated.
        Words that may stay empty, and do, are not counted.

    Example:
        >>> completeness(PoFile(b'msgid "Yes"\nmsgstr "Tak"\n\nmsgid "No"\nmsgstr ""\n', "be"))
        (1, 2)
    """
    entries = [entry for entry in po.entries if entry.needs_translation]
    return sum(entry.translated for entry in entries), len(entries)


def compile_catalog(po: PoFile) -> bytes:
    r"""Compile a catalog to the bytes of a ``.mo`` file.

    Fuzzy messages, and plurals with an empty form, are left out, so that the reader sees the next language of
    the fallback chain. The same file always gives the same bytes.

    Args:
        po: The catalog.

    Returns:
        The header, unchanged, and every message with a complete translation.

    Raises:
        ValueError: If the file has faults of its syntax. The text is that of the first one.

    Example:
        >>> po = PoFile(b'msgid ""\nmsgstr "Language: be"\n\nmsgid "Yes"\nmsgstr "Tak"\n', "be")
        >>> import gettext, io
        >>> gettext.GNUTranslations(io.BytesIO(compile_catalog(po))).gettext("Yes")
        'Tak'
    """
    if po.problems:
        raise ValueError(str(po.problems[0]))
    texts = {"": po.header_text}
    for entry in po.entries:
        if entry.translated:
            key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid or ""
            if entry.msgid_plural is not None:
                key += f"\0{entry.msgid_plural}"
            texts[key] = "\0".join(entry.texts)
    return _pack_mo({key.encode(): text.encode() for key, text in texts.items()})


def _pack_mo(texts: dict[bytes, bytes]) -> bytes:
    """Return a ``.mo`` file: a header, a table for each column, then the strings. It has no hash table."""
    keys = sorted(texts)
    strings = [*keys, *(texts[key] for key in keys)]
    originals = 7 * 4
    translations = originals + 8 * len(keys)
    offset = translations + 8 * len(keys)
    header = struct.pack("<7I", 0x950412DE, 0, len(keys), originals, translations, 0, offset)
    table = bytearray()
    for string in strings:
        table += struct.pack("<2I", len(string), offset)
        offset += len(string) + 1
    return header + bytes(table) + b"".join(string + b"\0" for string in strings)
