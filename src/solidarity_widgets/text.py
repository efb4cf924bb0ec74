"""Turns any value into a plain ``str``, and refuses characters that can deceive readers or break a page.

This module does not deal with HTML, URLs or networks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from numbers import Number
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

from solidarity_widgets.exceptions import InvalidFieldError

T = TypeVar("T")


@runtime_checkable
class SupportsHtml(Protocol):
    """An object that renders itself to HTML: ``Markup``, Django's ``SafeString``, a widget."""

    def __html__(self) -> str:
        """Return the object's HTML, already escaped."""


class LazyText(Protocol):
    """A string that is evaluated when it is read, such as a lazy translation of Django or Flask-Babel."""

    def casefold(self) -> str:
        """Do as ``str.casefold`` does; the method tells text from numbers and ``bytes``."""


#: A text argument. ``None`` means the same as an empty string.
TextLike: TypeAlias = str | SupportsHtml | LazyText | None

#: Explicit bidirectional embeddings, overrides and isolates. They reorder the text that follows, so a shared
#: text could read differently from its real content (Unicode UAX #9; "Trojan Source", CVE-2021-42574). The
#: harmless marks U+200E, U+200F and U+061C, which Persian and Hebrew writers need, are allowed.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]")
#: White space that a template or an editor adds. A no-break space is a decision of the author's, so it stays.
_SPACES = re.compile("[ \t\r\n\u2028\u2029]+")
_LINE_EDGES = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)


def to_str(value: object, field: str = "text") -> str:
    r"""Convert a value to an exact ``str`` without checking its characters.

    For what readers see, use :func:`safe_text`, which accepts texts only.


    Args:
        value: Any value; ``None`` becomes an empty string.
        field: The argument's name, for errors.

    Returns:
        An instance of ``str`` itself, never of a subclass.

    Raises:
        InvalidFieldError: If *value* is ``bytes``, a ``bytearray`` or a ``memoryview``.

    Example:
        >>> to_str(None), to_str("be\x7f")
        ('', 'be\x7f')
    """
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise InvalidFieldError(field, value, "must be text, not bytes (decode it first)")
    if type(value).__str__ is object.__str__ and hasattr(value, "__html__"):
        return str.__str__(str(value.__html__()))
    # str() of a str subclass may return that subclass (Django's SafeString does).
    return str.__str__(str(value))


def safe_text(value: object, field: str = "text") -> str:
    """Convert a text or a number to an exact ``str``, and refuse what readers must not see.

    ``Markup``, Django's ``SafeString`` and lazy strings lose their special type: they become plain text and
    are escaped like any other text. An object with ``__html__`` but no ``__str__`` of its own becomes the
    source code of its HTML.

    Args:
        value: A text or a number.
        field: The argument's name, for the error.

    Returns:
        A ``str`` of exactly that type.

    Raises:
        InvalidFieldError: For any other object, whose text form is Python's and not meant for readers
            (mappings, lists, ``True``, classes, dates), and for text that contains NUL or another control
            character (tabs and line breaks are allowed), lone surrogates, noncharacters, or bidirectional
            overrides and isolates.

    Example:
        >>> from markupsafe import Markup
        >>> safe_text(Markup("<b>Алесь</b>")), safe_text(None), safe_text(7)
        ('<b>Алесь</b>', '', '7')
    """
    if value is not None and type(value) is not str and not _has_text(value):
        raise InvalidFieldError(field, value, _not_text(value))
    return _refuse_unsafe(to_str(value, field), value, field)


def safe_str(value: object, field: str = "text") -> str:
    """Convert a value that will be parsed, and that readers never see as it is, to an exact ``str``.

    Frameworks have URL objects, such as Starlette's ``request.url``, whose text form is the URL.

    Args:
        value: Anything with a text form.
        field: The argument's name, for the error.

    Returns:
        An instance of ``str`` itself, never of a subclass.

    Raises:
        InvalidFieldError: If *value* is ``bytes``, or contains a control character other than tab and line
            breaks, a lone surrogate, a noncharacter, or a bidirectional embedding, override or isolate.

    Example:
        >>> safe_str("https://example.org/")
        'https://example.org/'
    """
    return _refuse_unsafe(to_str(value, field), value, field)


def _refuse_unsafe(text: str, value: object, field: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    if found := _UNSAFE.search(text):
        raise InvalidFieldError(
            field, value, f"must not contain the character U+{ord(found[0]):04X} (remove it)"
        )
    return text


def _has_text(value: object) -> bool:
    if isinstance(value, (Number, bytearray, memoryview)):  # to_str() has an error for bytes
        return not isinstance(value, bool)
    # A class has the methods of its instances, but is no text itself.
    return not isinstance(value, type) and is_text(value)


def _not_text(value: object) -> str:
    if isinstance(value, Mapping):
        return "must be text, not a mapping (choose the text of one language)"
    if isinstance(value, (list, tuple, set, frozenset)):
        return f"must be text, not a {type(value).__name__} (join its items to one text)"
    name = f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__
    return f"must be text, not {name} (convert it to the text that readers should see)"


def replace_unsafe(value: object) -> str:
    r"""Convert a value to text that can be shown, whatever a visitor sent. It never raises an error.

    Args:
        value: Any value; ``None`` becomes an empty string.

    Returns:
        The text, with U+FFFD in place of each character that :func:`safe_text` refuses; an empty string if
        the value cannot be converted.

    Example:
        >>> replace_unsafe("be\x00\u202e")
        'be��'
    """
    try:
        return _UNSAFE.sub("\ufffd", to_str(value))
    except Exception:  # bytes, or an object without a text form
        return ""


def is_text(value: object) -> bool:
    """Tell whether a value is a single text rather than a collection of texts.

    Args:
        value: Any value.

    Returns:
        ``True`` for a string, ``bytes``, ``Markup``, a widget, a framework's lazy string and Jinja's
        ``Undefined``.

    Example:
        >>> is_text("vk telegram"), is_text(["vk", "telegram"])
        (True, False)
    """
    if isinstance(value, (str, bytes)) or hasattr(value, "__html__"):
        return True
    try:
        return hasattr(value, "casefold")
    except Exception:  # Jinja's Undefined counts as empty text
        return True


def none_if_blank(value: T, field: str = "text") -> T | None:
    """Return an argument unchanged, or ``None`` if it is empty text.

    Args:
        value: Any value. Templates pass empty strings and Jinja's ``Undefined`` for missing arguments.
        field: The argument's name, for errors.

    Returns:
        The same object, or ``None``.

    Raises:
        InvalidFieldError: If *value* is ``bytes`` or contains a character that is not allowed.

    Example:
        >>> none_if_blank(""), none_if_blank("Europe/Minsk"), none_if_blank(0)
        (None, 'Europe/Minsk', 0)
    """
    return None if value is None or (is_text(value) and safe_text(value, field) == "") else value


def one_line(value: object, field: str = "text") -> str:
    r"""Make one line of a text: no white space around it, and one space for each run of white space.

    A title often comes from a template's block, with line breaks and indentation that mean nothing. After
    this, no line break is left, so a title cannot add a header to an email (RFC 6068, section 7).

    Args:
        value: A text or a number.
        field: The argument's name, for the error.

    Returns:
        A ``str`` without line breaks and tabs.

    Raises:
        InvalidFieldError: As :func:`safe_text`.

    Example:
        >>> one_line("\n  Save the\n  lake\n")
        'Save the lake'
    """
    return _SPACES.sub(" ", safe_text(value, field)).strip(" ")


def trimmed_lines(value: object, field: str = "text") -> str:
    r"""Remove the white space around a text and at the beginning and end of its lines.

    Args:
        value: A text or a number.
        field: The argument's name, for the error.

    Returns:
        The text with its line breaks, and with single and double spaces inside its lines.

    Raises:
        InvalidFieldError: As :func:`safe_text`.

    Example:
        >>> trimmed_lines("\n  Dear friends,\n\n  save the lake.\n")
        'Dear friends,\n\nsave the lake.'
    """
    text = safe_text(value, field)
    return _LINE_EDGES.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip(" \t\n")


def single_line(value: object, field: str = "text") -> str:
    """Convert a value to an exact ``str`` as :func:`safe_text` does, and refuse line breaks.

    Args:
        value: Any value; ``None`` becomes an empty string.
        field: The argument's name, for errors.

    Returns:
        An instance of ``str`` itself, without line breaks.

    Raises:
        InvalidFieldError: As for :func:`safe_text`, and if *value* contains a line break, which could start
            another header in the subject of an email (RFC 6068, section 7).

    Example:
        >>> single_line("4 August")
        '4 August'
    """
    text = safe_text(value, field)
    if _LINE_BREAK.search(text):
        raise InvalidFieldError(field, text, "must be one line (replace the line break with a space)")
    return text
