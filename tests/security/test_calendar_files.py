"""No text breaks out of its property of a calendar file."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import solidarity_widgets as sw
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.text import one_line
from solidarity_widgets.urls import ascii_url

from .hostile import CHARACTERS, FEW, HOSTILE_CHARACTERS, NO_URL, PIECES, TEXTS, TYPES, Wrap, without
from .reading import WORD

#: What could begin a line or a property of its own in a calendar file.
LINES = st.lists(
    st.sampled_from([*PIECES, "\\n", "\\\\", "\\;", "\\,", ",", ":", "END:VEVENT", "^n", "x" * 80])
    | st.text(CHARACTERS, min_size=1, max_size=4),
    min_size=1,
    max_size=6,
).map("".join)
#: A description may have several lines, too.
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=3).flatmap(
    lambda found: st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\nATTENDEE:mailto:x@x.example\n"]).map(
        lambda line_break: line_break.join(found)
    )
)


def properties(file: bytes) -> list[tuple[str, str]]:
    """A calendar file's properties in order (RFC 5545, 3.1 and 3.3.11): names with parameters, and values."""
    written = file.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert not any(re.search(r"[\r\n]", line) for line in written)
    found = []
    for line in written:
        name, colon, value = line.partition(":")
        assert colon, line
        found.append((name, value))
    return found


def read_text(value: str) -> str:
    """An iCalendar text, read: nothing but a backslash can stand before what is escaped."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


class TestCalendarFile:
    """The texts of ``ics()`` stay values of their own properties."""

    @staticmethod
    def hold(texts: Callable[[Wrap, str], dict[str, Any]], text: str) -> None:
        """Write files with the word and with *text* of every type, and compare."""
        made = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-06-01", label="L")
        harmless = properties(made.ics(**texts(str, WORD)))
        assert any(WORD in value for _, value in harmless)
        for wrap in TYPES.values():
            hostile = properties(made.ics(**texts(wrap, text)))
            assert [name for name, _ in hostile] == [name for name, _ in harmless]
            for (name, before), (_, after) in zip(harmless, hostile, strict=True):
                if name in ("SUMMARY", "DESCRIPTION"):
                    assert read_text(after) == read_text(before).replace(WORD, text), (name, wrap)
                elif name == "URL":
                    url = before.replace(WORD, text)
                    assert after == ascii_url(url), (name, wrap)
                elif name != "UID":
                    assert after == before.replace(WORD, text), (name, wrap)

    @given(LINES.map(one_line).filter(bool))
    @FEW
    def test_title(self, text: str) -> None:
        self.hold(lambda wrap, word: {"title": wrap(word)}, text)

    @given(LINES.filter(str.strip))
    @FEW
    def test_label(self, text: str) -> None:
        event = {"zone": "Europe/Minsk", "now": "2027-06-01"}
        for wrap in TYPES.values():
            labelled = sw.countdown("2027-08-04", label=wrap(text), **event)
            assert labelled.ics() == sw.countdown("2027-08-04", **event).ics(title=text), wrap

    @given(PARAGRAPHS.filter(str.strip))
    @FEW
    def test_text(self, text: str) -> None:
        shown = re.sub("\r\n?", "\n", text)
        self.hold(lambda wrap, word: {"text": wrap(word)}, shown)
        made = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-06-01", label="L")
        for wrap in TYPES.values():
            assert made.ics(text=wrap(text)) == made.ics(text=shown), wrap

    @given(TEXTS.map(without(NO_URL)))
    @FEW
    def test_url(self, text: str) -> None:
        self.hold(lambda wrap, word: {"url": wrap(f"https://example.org/{word}")}, text)

    @given(LINES)
    @FEW
    def test_links(self, text: str) -> None:
        self.hold(
            lambda wrap, word: {
                "links": [SimpleNamespace(label=wrap(word), url=wrap(f"https://x.example/{word}"))]
            },
            text,
        )

    @pytest.mark.parametrize("field", ["title", "text"])
    @pytest.mark.parametrize("path", ["\\new", "\\New"])
    def test_a_backslash_begins_no_line(self, path: str, field: str) -> None:
        self.hold(lambda wrap, word: {field: wrap(f"C:{word}")}, path)

    @pytest.mark.parametrize("field", ["title", "text", "url"])
    def test_hostile_characters_are_refused(self, field: str) -> None:
        made = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-06-01", label="L")
        for character, wrap in product(HOSTILE_CHARACTERS, TYPES.values()):
            with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                made.ics(**{field: wrap(f"https://example.org/{character}x")})

    @pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\u2029"], ids=ascii)
    def test_a_title_is_one_line(self, line_break: str) -> None:
        made = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-06-01")
        for wrap in TYPES.values():
            hostile = properties(made.ics(title=wrap(f"a{line_break}ATTENDEE:mailto:x@x.example")))
            assert hostile == properties(made.ics(title="a ATTENDEE:mailto:x@x.example"))
