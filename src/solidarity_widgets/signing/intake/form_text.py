"""What counts as text in a form, and the characters in it that nobody sees.

They come along when a text is copied. A form that refused them would call a text wrong that looks right, and
nobody could see why.
"""

from __future__ import annotations

#: Soft hyphen, zero-width space, word joiner, byte order mark; and the isolates that programs put around
#: every value in a text of mixed directions. They are removed wherever they stand. (The joiners U+200C and
#: U+200D stay, since Persian and others are written with them.)
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u2066\u2067\u2068\u2069"))
#: The beginnings of embeddings, their end, and the override to left-to-right, all of which are copied with
#: the text that they surround. Inside a text they change how it reads, so there they stay, to be refused. The
#: other override, U+202E, stays everywhere: what it surrounds reads backwards.
_EMBEDDINGS = "\u202a\u202b\u202c\u202d"
#: Marks of direction, which the writers of Arabic, Hebrew and Persian need in a text.
DIRECTION_MARKS = "\u061c\u200e\u200f"
_WHITE_SPACE = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_EDGES = _WHITE_SPACE + _EMBEDDINGS + DIRECTION_MARKS
_DROPPED_AT_EDGES = dict.fromkeys(map(ord, _EMBEDDINGS))
_INVISIBLE = _EDGES + "\u202e" + "".join(map(chr, _DROPPED))


def is_form_text(value: object) -> bool:
    """Tell whether a value can be a field's text.

    Args:
        value: Anything that a form may send.

    Returns:
        Whether it is a string, ``Markup`` or a framework's lazy string.

    Example:
        >>> is_form_text("Ales"), is_form_text(b"Ales"), is_form_text({"name": "Ales"}), is_form_text(True)
        (True, False, False, False)
    """
    if isinstance(value, str):
        return True
    try:
        return hasattr(value, "casefold") and not isinstance(value, type)
    except Exception:  # an object may raise anything when it is asked
        return False


def drop_invisible(text: str) -> str:
    r"""Remove what copying adds, and keep the marks of direction.

    Args:
        text: What was typed or pasted.

    Returns:
        The text without it.

    Example:
        >>> drop_invisible("\u2068\u200fAles\u200b \u202c\u2069") == "\u200fAles "
        True
    """
    text = text.translate(_DROPPED)
    begin, end = len(text) - len(text.lstrip(_EDGES)), len(text.rstrip(_EDGES))
    if begin >= end:
        return text.translate(_DROPPED_AT_EDGES)
    before, after = text[:begin].translate(_DROPPED_AT_EDGES), text[end:].translate(_DROPPED_AT_EDGES)
    return before + text[begin:end] + after


def strip_invisible(text: str) -> str:
    r"""Remove everything that nobody sees from both ends of a text, with the white space.

    For addresses and codes, which no mark is ever a part of.

    Args:
        text: What was typed or pasted.

    Returns:
        The text without it.

    Example:
        >>> strip_invisible("\u202aales@example.org\u202c\u200f ")
        'ales@example.org'
    """
    return text.strip(_INVISIBLE)
