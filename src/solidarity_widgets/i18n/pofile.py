"""The ``.po`` format: a strict reader, and the way from ``.po`` to ``.mo``.

The reader is our own because Babel's is too kind for a checker: it joins duplicate entries, accepts a string
without its closing quote and drops header lines it does not know.

The compiler is our own because a wheel must have the same bytes whichever Babel is installed, and be built
without any; the format is described in the manual of GNU gettext, "The Format of GNU MO Files".

The wheel is built before the package can be imported, so the build hook loads this module and `checker` by
their paths: they import the standard library and each other, and nothing else.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Entry", "PoReader", "Problem", "Severity", "compile_catalog", "completeness"]

Severity = Literal["error", "warning"]

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*(.*)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_CONFLICT = re.compile(r"(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)(\s|$)")


#: The contexts, by their beginning, whose messages a language may leave to Unicode CLDR.
OPTIONAL_CONTEXT = "countdown-unit-"


@dataclass(frozen=True)
class Problem:
    """One thing to put right in a catalog: where it stands, and what to do about it."""

    severity: Severity
    locale: str
    line: int
    msgctxt: str
    msgid: str
    message: str

    def __str__(self) -> str:
        where = f"{self.locale}, line {self.line}: {self.severity}"
        if not self.msgid:
            return f"{where}: {self.message}"
        msgid = self.msgid if len(self.msgid) <= 60 else self.msgid[:59] + "…"
        return f"{where} in {self.msgctxt or 'no context'} | {msgid}: {self.message}"


@dataclass
class Entry:
    """One message as it is in the file."""

    line: int
    flags: set[str] = field(default_factory=set)
    msgctxt: str = ""
    msgid: str | None = None
    msgid_plural: str | None = None
    forms: dict[int, str] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        """The translations, by the number of their plural form."""
        return [text for _, text in sorted(self.forms.items())]

    @property
    def translated(self) -> bool:
        """Whether readers will see it: complete, and not marked fuzzy."""
        return bool(self.forms) and all(self.forms.values()) and "fuzzy" not in self.flags

    @property
    def needs_translation(self) -> bool:
        """Whether it is there to be translated; an override that is left empty has its words from CLDR."""
        return not self.msgctxt.startswith(OPTIONAL_CONTEXT) or any(self.forms.values())

    def append(self, name: str, text: str) -> None:
        """Add a piece of text to ``msgctxt``, ``msgid``, ``msgid_plural``, ``msgstr`` or ``msgstr[n]``."""
        self.fields.add(name)
        if name.startswith("msgstr"):
            form = int(name[7:-1] or 0) if "[" in name else 0
            self.forms[form] = self.forms.get(form, "") + text
        else:
            setattr(self, name, (getattr(self, name) or "") + text)


class PoReader:
    """Reads a catalog line by line and keeps everything it stumbles over."""

    def __init__(self, data: bytes, code: str) -> None:
        self.code = code
        self.problems: list[Problem] = []
        self.entries: list[Entry] = []
        self.headers: dict[str, str] = {}
        self.header_text: str = ""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.report(line, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8")
            text = data.decode("utf-8", "replace")
        if text.startswith("\ufeff"):
            self.report(1, "the file begins with a byte order mark (U+FEFF); save it as UTF-8 without one")
            text = text[1:]
        self._read(text)
        self._split_header()

    def report(self, at: int | Entry, message: str, severity: Severity = "error") -> None:
        """Note a problem at a line or in an entry."""
        if isinstance(at, int):
            self.problems.append(Problem(severity, self.code, at, "", "", message))
        else:
            self.problems.append(Problem(severity, self.code, at.line, at.msgctxt, at.msgid or "", message))

    def _read(self, text: str) -> None:
        entry, name, flags = Entry(0), "", set[str]()
        for number, raw in enumerate(text.split("\n"), 1):
            line = raw.strip(" \t\r")
            if line.startswith("#"):
                name = ""
                if line.startswith("#~"):
                    flags = set()
                elif line.startswith("#,"):
                    flags |= {flag.strip() for flag in line[2:].split(",")}
                continue
            if not line:
                continue
            if _CONFLICT.match(line):
                self.report(number, f"{line[:7]} is a merge conflict marker; keep one of the two versions")
                continue
            keyword = _KEYWORD.fullmatch(line)
            quoted = keyword[2] if keyword else line
            if keyword:
                name = keyword[1]
                if name == "msgctxt" or (name == "msgid" and entry.fields != {"msgctxt"}):
                    self._finish(entry)
                    entry, flags = Entry(number, flags), set()
                elif name in entry.fields:
                    self.report(number, f"{name} stands twice in one entry; remove one of them")
            elif not line.startswith('"') or not name:
                self.report(number, f"cannot read {line[:40]!r}; expected msgid, msgstr or a quoted string")
                continue
            if not (string := _QUOTED.fullmatch(quoted)):
                self.report(number, f'{quoted[:40]!r} is not one string between "…"; quotes inside are \\"')
            entry.append(name, self._unescaped(number, string[1] if string else quoted.strip('"')))
        self._finish(entry)

    def _unescaped(self, line: int, text: str) -> str:
        for letter in set(_ESCAPE.findall(text)) - _ESCAPED.keys():
            self.report(line, f"\\{letter} has no meaning here; for a backslash write \\\\")
        return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[0]), text)

    def _finish(self, entry: Entry) -> None:
        if not entry.fields:
            return
        if entry.msgid is None or not entry.forms:
            missing = "msgid" if entry.msgid is None else "msgstr"
            self.report(entry, f"the entry has no {missing}; restore it from the template")
        elif (entry.msgid_plural is None) != ("msgstr" in entry.fields):
            self.report(entry, "msgid_plural goes with msgstr[0], msgstr[1] …, a lone msgid with msgstr")
        else:
            self.entries.append(entry)

    def _split_header(self) -> None:
        headers = [entry for entry in self.entries if not entry.msgid and not entry.msgctxt]
        self.entries = [entry for entry in self.entries if entry not in headers]
        if not headers:
            self.report(1, 'the file has no header; begin it with msgid "" and Language, Plural-Forms …')
            return
        self.header_text = headers[0].texts[0]
        for line in self.header_text.splitlines():
            key, _, value = line.partition(":")
            self.headers[key.strip().lower()] = value.strip()
        for extra in headers[1:]:
            self.report(extra, f"a second header; the first one is in line {headers[0].line}")


def completeness(data: bytes) -> tuple[int, int]:
    """How many messages of a catalog are translated, and how many there are to translate.

    Fuzzy ones do not count as translated; overrides that are left empty do not count at all.
    """
    entries = [entry for entry in PoReader(data, "").entries if entry.needs_translation]
    return sum(entry.translated for entry in entries), len(entries)


def compile_catalog(data: bytes, code: str) -> bytes:
    """The catalog as ``.mo`` bytes: the header as it stands, and every message that is truly translated.

    Fuzzy messages and plurals with an empty form are left out, so that the reader is given the next language
    of the fallback chain. The same input gives the same bytes.

    Args:
        data: the content of the ``.po`` file.
        code: the name of its folder, for messages.

    Raises:
        ValueError: with the first problem, if the file cannot be read.
    """
    reader = PoReader(data, code)
    if reader.problems:
        raise ValueError(str(reader.problems[0]))
    texts = {"": reader.header_text}
    for entry in reader.entries:
        if entry.translated:
            key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid or ""
            if entry.msgid_plural is not None:
                key += f"\0{entry.msgid_plural}"
            texts[key] = "\0".join(entry.texts)
    return _pack_mo({key.encode(): text.encode() for key, text in texts.items()})


def _pack_mo(texts: dict[bytes, bytes]) -> bytes:
    """Lay out a ``.mo`` file: a header, a table for each column, then the strings; there is no hash table."""
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
