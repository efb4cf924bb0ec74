"""Any value -> exact ``str``; hostile characters.

Nothing here knows HTML, URLs or networks.
"""

from __future__ import annotations

import re
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

from solidarity_widgets.exceptions import InvalidFieldError

T = TypeVar("T")


@runtime_checkable
class SupportsHtml(Protocol):
    """An object that renders itself to HTML, as ``Markup``, Jinja and Django understand it."""

    def __html__(self) -> str:
        """Return safe HTML."""


class LazyText(Protocol):
    """A string that is made when it is read, such as the lazy translations of Django and Flask-Babel."""

    def casefold(self) -> str:
        """Return the text in lower case, as ``str.casefold`` does; numbers and ``bytes`` cannot."""


#: A text argument. ``None`` counts as absent, as an empty string does.
TextLike: TypeAlias = str | SupportsHtml | LazyText | None

#: Explicit bidirectional embeddings, overrides and isolates: they reorder what stands after them, so a
#: shared text could read differently from what it says (Unicode UAX #9; "Trojan Source", CVE-2021-42574).
#: The harmless marks U+200E, U+200F and U+061C, which Persian and Hebrew writers need, stay allowed.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]")


def to_str(value: object, field: str = "text") -> str:
    r"""Make an exact ``str`` of any value, whatever characters it has; see :func:`safe_text`.

    Args:
        value: Anything with a text form; ``None`` is absent.
        field: The argument's name, for the error.

    Returns:
        A ``str`` of exactly that type.

    Raises:
        InvalidFieldError: For ``bytes``.

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
    """Make an exact ``str`` of any value, refusing characters that could deceive or break.

    ``Markup``, Django's ``SafeString`` and lazy strings lose their special type: they are only text, and
    are escaped like any other. An object that offers nothing but ``__html__`` counts as the text of its
    HTML. ``None`` is absent, the same as an empty string.

    Args:
        value: Anything with a text form.
        field: The argument's name, for the error.

    Returns:
        A ``str`` of exactly that type.

    Raises:
        InvalidFieldError: For ``bytes``, and for text holding NUL or another control character (tab and
            line breaks are fine), lone surrogates, noncharacters, or bidirectional overrides and isolates.

    Example:
        >>> from markupsafe import Markup
        >>> safe_text(Markup("<b>Алесь</b>")), safe_text(None), safe_text(7)
        ('<b>Алесь</b>', '', '7')
    """
    text = to_str(value, field)
    if text.isascii() and text.isprintable():
        return text
    if found := _UNSAFE.search(text):
        raise InvalidFieldError(
            field, value, f"must not hold the character U+{ord(found[0]):04X} (remove it)"
        )
    return text


def replace_unsafe(value: object) -> str:
    r"""Make text of any value that can be shown again, whatever was typed or sent.

    Args:
        value: Anything; ``None`` is absent.

    Returns:
        The text, with U+FFFD for each character that :func:`safe_text` refuses. Never raises.

    Example:
        >>> replace_unsafe("be\x00\u202e")
        'be��'
    """
    try:
        return _UNSAFE.sub("\ufffd", to_str(value))
    except Exception:  # bytes, or an object without a text form
        return ""


def is_text(value: object) -> bool:
    """Tell one text from a collection of them.

    Args:
        value: Anything.

    Returns:
        Whether it is a string, ``bytes``, ``Markup`` or a framework's lazy string, all of which could be
        iterated too, letter by letter.

    Example:
        >>> is_text("vk telegram"), is_text(["vk", "telegram"])
        (True, False)
    """
    if isinstance(value, (str, bytes)) or hasattr(value, "__html__"):
        return True
    try:
        return hasattr(value, "casefold")
    except Exception:  # Jinja's Undefined, which is absent text
        return True


def none_if_blank(value: T, field: str = "text") -> T | None:
    """Return an argument as it is, or ``None`` for what is only absent text.

    Args:
        value: Anything; templates hand over empty strings and Jinja's ``Undefined``.
        field: The argument's name, for the error.

    Returns:
        The same object, or ``None``.

    Example:
        >>> none_if_blank(""), none_if_blank("Europe/Minsk"), none_if_blank(0)
        (None, 'Europe/Minsk', 0)
    """
    return None if value is None or (is_text(value) and safe_text(value, field) == "") else value


def single_line(value: object, field: str = "text") -> str:
    """Make an exact ``str`` as :func:`safe_text` does, and refuse line breaks.

    Args:
        value: Anything with a text form.
        field: The argument's name, for the error.

    Returns:
        A ``str`` without line breaks.

    Raises:
        InvalidFieldError: As :func:`safe_text`, and for CR, LF, U+2028 or U+2029: in a mail's subject they
            could start a header of their own (RFC 6068, section 7).

    Example:
        >>> single_line("4 August")
        '4 August'
    """
    text = safe_text(value, field)
    if _LINE_BREAK.search(text):
        raise InvalidFieldError(field, text, "must be one line (replace the line break by a space)")
    return text
