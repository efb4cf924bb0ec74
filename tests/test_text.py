"""Any value becomes an exact ``str`` of what it says, or is refused with the character that is at fault."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from babel.support import LazyProxy
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError, SolidarityWidgetsError
from solidarity_widgets.text import (
    is_text,
    one_line,
    replace_unsafe,
    safe_str,
    safe_text,
    single_line,
    trimmed_lines,
)


class OnlyHtml:
    """Offers nothing but ``__html__``, as some frameworks' fragments do."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return self.text


class Both(OnlyHtml):
    def __str__(self) -> str:
        return "its str()"


HARMLESS = "<b>Алесь</b> & \"co\" 'x'\t{name}\r\n%s"
#: Controls but tab and line breaks, bidirectional embeddings, overrides and isolates, lone surrogates,
#: noncharacters.
HOSTILE = sorted(
    {chr(c) for c in range(0xA0) if unicodedata.category(chr(c)) == "Cc"} - set("\t\n\r")
    | set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ud800\udbff\udc00\udfff\ufffe\uffff")
)


TEXTS = {
    "str": (HARMLESS, HARMLESS),
    "Markup": (Markup(HARMLESS), HARMLESS),
    "SafeString": (SafeString(HARMLESS), HARMLESS),
    "lazy": (lazystr(HARMLESS), HARMLESS),
    "Babel's lazy": (LazyProxy(lambda: HARMLESS), HARMLESS),
    "only HTML": (OnlyHtml(HARMLESS), HARMLESS),
    "only HTML that is Markup": (OnlyHtml(Markup(HARMLESS)), HARMLESS),
    "HTML and text": (Both("its html"), "its str()"),
    "undefined in Jinja": (Undefined(name="title"), ""),
    "None": (None, ""),
    "nothing": ("", ""),
    "zero": (0, "0"),
    "fraction": (4.5, "4.5"),
    "marks that writers need": ("می\u200cخواهم\u200f\u200e\u061c", "می\u200cخواهم\u200f\u200e\u061c"),
    "emoji": ("👨\u200d👩\u200d👧🏽\ufe0f", "👨\u200d👩\u200d👧🏽\ufe0f"),
}


@pytest.mark.parametrize(("value", "expected"), TEXTS.values(), ids=TEXTS)
def test_the_text_of_a_value(value: object, expected: str) -> None:
    assert safe_text(value) == expected
    assert type(safe_text(value)) is str


@pytest.mark.parametrize("character", HOSTILE, ids=lambda c: f"U+{ord(c):04X}")
def test_hostile_characters_are_named(character: str) -> None:
    for wrap in (str, Markup, SafeString, lazystr, OnlyHtml):
        with pytest.raises(InvalidFieldError, match=rf"^title .*U\+{ord(character):04X}") as caught:
            safe_text(wrap(f"Свабода{character}!"), "title")
        assert caught.value.field == "title"
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("value", [b"bytes", bytearray(b"bytes"), memoryview(b"bytes")])
def test_bytes_are_refused_with_the_remedy(value: object) -> None:
    with pytest.raises(InvalidFieldError, match="decode it first"):
        safe_text(value)


OBJECTS = {
    "mapping": ({"be": "А"}, "not a mapping (choose the text of one language)"),
    "list": (["a"], "not a list (join its items to one text)"),
    "tuple": (("a",), "not a tuple"),
    "set": ({"a"}, "not a set"),
    "true": (True, "not bool"),
    "false": (False, "not bool"),
    "class": (str, "not the class str"),
    "class with a text form": (OnlyHtml, "not the class OnlyHtml"),
    "function": (len, "not builtin_function_or_method"),
    "object": (object(), "not object"),
    "date": (date(2027, 8, 4), "not date"),
    "exception": (ValueError("a"), "not ValueError"),
    "generator": ((word for word in ["a"]), "not generator"),
    "path": (Path("a"), "not "),
}


@pytest.mark.parametrize(("value", "reason"), OBJECTS.values(), ids=OBJECTS)
def test_what_is_no_text_is_refused(value: object, reason: str) -> None:
    """Its text form is Python's, and nobody should read it on a page or post it."""
    with pytest.raises(InvalidFieldError, match=r"^title must be text, ") as caught:
        safe_text(value, "title")
    assert reason in str(caught.value)
    assert caught.value.value is value


class TestWhiteSpace:
    """White space that a template adds is no content."""

    @pytest.mark.parametrize(
        ("given", "line", "lines"),
        [
            ("\n  Save the lake\n", "Save the lake", "Save the lake"),
            ("Save\n   the\t lake", "Save the lake", "Save\nthe\t lake"),
            ("a\r\nb\rc", "a b c", "a\nb\nc"),
            ("  one\n\n  two  \n", "one two", "one\n\ntwo"),
            ("a\u2028b\u2029c", "a b c", "a\u2028b\u2029c"),
            ("Liberté\u00a0!", "Liberté\u00a0!", "Liberté\u00a0!"),
            ("می\u200cخواهیم", "می\u200cخواهیم", "می\u200cخواهیم"),
            (" \n ", "", ""),
            (None, "", ""),
            (Markup("\n a"), "a", "a"),
        ],
    )
    def test_forms(self, given: object, line: str, lines: str) -> None:
        assert (one_line(given), trimmed_lines(given)) == (line, lines)
        assert type(one_line(given)) is type(trimmed_lines(given)) is str

    @pytest.mark.parametrize("clean", [one_line, trimmed_lines])
    def test_what_plain_refuses_is_refused(self, clean: Callable[[object, str], str]) -> None:
        for value in ("a\x00", {"be": "a"}):
            with pytest.raises(InvalidFieldError, match=r"^title must"):
                clean(value, "title")


class TestParsedText:
    """An object whose text form is a URL stays usable as one."""

    class Address:
        def __str__(self) -> str:
            return "https://example.org/"

    def test_of_an_object(self) -> None:
        assert safe_str(self.Address()) == "https://example.org/"
        with pytest.raises(InvalidFieldError):
            safe_text(self.Address())

    @pytest.mark.parametrize("value", [b"a", "a\x00"])
    def test_refused(self, value: object) -> None:
        with pytest.raises(InvalidFieldError):
            safe_str(value)


@given(st.text(st.characters(codec=None)))
@settings(max_examples=300, deadline=None)
def test_text_is_kept_or_refused_never_changed(text: str) -> None:
    if set(text) & set(HOSTILE) or re.search("[\ud800-\udfff]", text):
        with pytest.raises(SolidarityWidgetsError):
            safe_text(text)
    else:
        assert safe_text(text) == text


class TestSingleLine:
    """A mail's subject cannot begin another header."""

    @pytest.mark.parametrize("line_break", ["\r", "\n", "\r\n", "\u2028", "\u2029"], ids=ascii)
    def test_line_breaks_are_refused(self, line_break: str) -> None:
        with pytest.raises(InvalidFieldError, match=r"^title must be one line"):
            single_line(Markup(f"4 August{line_break}Bcc: x@example.org"), "title")

    def test_what_plain_refuses_is_refused(self) -> None:
        with pytest.raises(InvalidFieldError, match=r"U\+0085"):
            single_line("a\x85b")

    def test_a_line_is_kept(self) -> None:
        assert single_line(Markup("4 August\t<&>")) == "4 August\t<&>"
        assert type(single_line(Markup("x"))) is str


COLLECTIONS = {
    "str": ("vk", True),
    "bytes": (b"vk", True),
    "Markup": (Markup("vk"), True),
    "SafeString": (SafeString("vk"), True),
    "lazy": (lazystr("vk"), True),
    "Babel's lazy": (LazyProxy(lambda: "vk"), True),
    "only HTML": (OnlyHtml("vk"), True),
    "undefined in Jinja": (Undefined(name="providers"), True),
    "list": (["vk"], False),
    "tuple": (("vk",), False),
    "mapping": ({"vk": 1}, False),
    "generator": ((word for word in ["vk"]), False),
}


@pytest.mark.parametrize(("value", "expected"), COLLECTIONS.values(), ids=COLLECTIONS)
def test_one_text_is_told_from_many(value: object, expected: bool) -> None:
    assert is_text(value) is expected


class Failing:
    """A lazy string outside its request, for instance."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def __str__(self) -> str:
        raise self.error("no request")


class TestSoftened:
    """What was typed can be shown again, whatever it is; nothing raises."""

    @pytest.mark.parametrize(("value", "expected"), TEXTS.values(), ids=TEXTS)
    def test_the_text_of_a_value(self, value: object, expected: str) -> None:
        assert replace_unsafe(value) == expected
        assert type(replace_unsafe(value)) is str

    @pytest.mark.parametrize("character", HOSTILE, ids=lambda c: f"U+{ord(c):04X}")
    def test_hostile_characters_are_replaced(self, character: str) -> None:
        for wrap in (str, Markup, SafeString, lazystr, OnlyHtml):
            assert replace_unsafe(wrap(f"Свабода{character}!")) == "Свабода\ufffd!"
        assert replace_unsafe(character * 3) == "\ufffd" * 3

    @pytest.mark.parametrize(
        "value",
        [
            *(b"bytes", bytearray(b"bytes"), memoryview(b"bytes")),
            *(Failing(RuntimeError), Failing(TypeError), Failing(UnicodeError), Failing(RecursionError)),
        ],
        ids=lambda value: type(value).__name__ if not isinstance(value, Failing) else value.error.__name__,
    )
    def test_what_has_no_text(self, value: object) -> None:
        assert replace_unsafe(value) == ""

    @given(
        st.text(st.characters(codec=None))
        | st.binary()
        | st.floats()
        | st.lists(st.text(max_size=3), max_size=3)
    )
    @settings(max_examples=300, deadline=None)
    def test_any(self, value: object) -> None:
        text = replace_unsafe(value)
        assert safe_text(text) == text
        assert replace_unsafe(text) == text
        if isinstance(value, str):
            assert len(text) == len(value)
            kept = [(old, new) for old, new in zip(value, text, strict=True) if new != "\ufffd"]
            assert all(old == new for old, new in kept)
