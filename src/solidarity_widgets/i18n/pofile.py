"""The ``.po`` format: a strict reader, and the way from ``.po`` to ``.mo``.

The reader is our own because Babel's is too kind for a checker: it joins duplicate entries, accepts a string
without its closing quote and drops header lines it does not know.

The wheel is built before the package can be imported, so the build hook loads this module and `checker` by
their paths: they import the standard library, Babel and each other, and nothing else of the package.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Entry", "Problem", "Reader", "Severity", "compiled", "completeness"]

Severity = Literal["error", "warning"]

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*(.*)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_CONFLICT = re.compile(r"(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)(\s|$)")


#: The contexts, by their beginning, whose messages a language may leave to Unicode CLDR.
OVERRIDES = "countdown-unit-"


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
    """One message as it stands in the file."""

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
    def wanted(self) -> bool:
        """Whether it is there to be translated; an override that is left empty has its words from CLDR."""
        return not self.msgctxt.startswith(OVERRIDES) or any(self.forms.values())

    def append(self, name: str, text: str) -> None:
        """Add a piece of text to ``msgctxt``, ``msgid``, ``msgid_plural``, ``msgstr`` or ``msgstr[n]``."""
        self.fields.add(name)
        if name.startswith("msgstr"):
            form = int(name[7:-1] or 0) if "[" in name else 0
            self.forms[form] = self.forms.get(form, "") + text
        else:
            setattr(self, name, (getattr(self, name) or "") + text)


class Reader:
    """Reads a catalog line by line and keeps everything it stumbles over."""

    def __init__(self, data: bytes, code: str) -> None:
        self.code = code
        self.problems: list[Problem] = []
        self.entries: list[Entry] = []
        self.headers: dict[str, str] = {}
        self.header_text = ""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.say(line, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8")
            text = data.decode("utf-8", "replace")
        if text.startswith("\ufeff"):
            self.say(1, "the file begins with a byte order mark (U+FEFF); save it as UTF-8 without one")
            text = text[1:]
        self._read(text)
        self._split_header()

    def say(self, at: int | Entry, message: str, severity: Severity = "error") -> None:
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
                self.say(number, f"{line[:7]} is a merge conflict marker; keep one of the two versions")
                continue
            keyword = _KEYWORD.fullmatch(line)
            quoted = keyword[2] if keyword else line
            if keyword:
                name = keyword[1]
                if name == "msgctxt" or (name == "msgid" and entry.fields != {"msgctxt"}):
                    self._finish(entry)
                    entry, flags = Entry(number, flags), set()
                elif name in entry.fields:
                    self.say(number, f"{name} stands twice in one entry; remove one of them")
            elif not line.startswith('"') or not name:
                self.say(number, f"cannot read {line[:40]!r}; expected msgid, msgstr or a quoted string")
                continue
            if not (string := _QUOTED.fullmatch(quoted)):
                self.say(number, f'{quoted[:40]!r} is not one string between "…"; quotes inside are \\"')
            entry.append(name, self._unescaped(number, string[1] if string else quoted.strip('"')))
        self._finish(entry)

    def _unescaped(self, line: int, text: str) -> str:
        for letter in set(_ESCAPE.findall(text)) - _ESCAPED.keys():
            self.say(line, f"\\{letter} has no meaning here; for a backslash write \\\\")
        return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[0]), text)

    def _finish(self, entry: Entry) -> None:
        if not entry.fields:
            return
        if entry.msgid is None or not entry.forms:
            missing = "msgid" if entry.msgid is None else "msgstr"
            self.say(entry, f"the entry has no {missing}; restore it from the template")
        elif (entry.msgid_plural is None) != ("msgstr" in entry.fields):
            self.say(entry, "msgid_plural goes with msgstr[0], msgstr[1] …, a lone msgid with msgstr")
        else:
            self.entries.append(entry)

    def _split_header(self) -> None:
        headers = [entry for entry in self.entries if not entry.msgid and not entry.msgctxt]
        self.entries = [entry for entry in self.entries if entry not in headers]
        if not headers:
            self.say(1, 'the file has no header; begin it with msgid "" and Language, Plural-Forms …')
            return
        self.header_text = headers[0].texts[0]
        for line in self.header_text.splitlines():
            key, _, value = line.partition(":")
            self.headers[key.strip().lower()] = value.strip()
        for extra in headers[1:]:
            self.say(extra, f"a second header; the first one is in line {headers[0].line}")


def completeness(data: bytes) -> tuple[int, int]:
    """How many messages of a catalog are translated, and how many there are to translate.

    Fuzzy ones do not count as translated; overrides that are left empty do not count at all.
    """
    entries = [entry for entry in Reader(data, "").entries if entry.wanted]
    return sum(entry.translated for entry in entries), len(entries)


def compiled(data: bytes, code: str) -> bytes:
    """The catalog as ``.mo`` bytes: the header as it stands, and every message that is truly translated.

    Fuzzy messages and plurals with an empty form are left out; otherwise Babel would fill the gaps with
    English and the reader would never be given the next language of the fallback chain. The same input gives
    the same bytes.

    Args:
        data: the content of the ``.po`` file.
        code: the name of its folder, for messages.

    Raises:
        ValueError: with the first problem, if the file cannot be read.
    """
    from babel.messages.catalog import Catalog, Message  # brings babel.dates along: only when needed
    from babel.messages.mofile import write_mo

    reader = Reader(data, code)
    if reader.problems:
        raise ValueError(str(reader.problems[0]))

    class WithOwnHeader(Catalog):
        """Babel's own would put the time of the build into the header and drop lines it does not know."""

        def __iter__(self) -> Iterator[Message]:
            yield Message("", reader.header_text)
            yield from self._messages.values()

    catalog = WithOwnHeader(charset="utf-8")
    for entry in reader.entries:
        if not entry.translated:
            continue
        if entry.msgid_plural is None:
            catalog.add(entry.msgid or "", entry.texts[0], context=entry.msgctxt or None)
        else:
            ids = (entry.msgid or "", entry.msgid_plural)
            catalog.add(ids, tuple(entry.texts), context=entry.msgctxt or None)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()
