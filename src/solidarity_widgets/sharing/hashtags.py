"""What networks accept as a hashtag. A network that does not know a character ends the hashtag there."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from solidarity_widgets.exceptions import InvalidFieldError

#: ``word``: letters, digits and underscores, and at least one letter. ``loose``: hyphens and apostrophes as
#: well. ``any``: any text without spaces, commas, dots, # or &.
HashtagRule = Literal["word", "loose", "any"]

#: Characters inside words of some languages: a joiner, a non-joiner, and the middle dots of Catalan and
#: Japanese.
_INSIDE_WORDS = "\u200c\u200d\u00b7\u30fb"
_APOSTROPHES = re.compile("['\u2019\u02bc`]")
#: The letter that is written like an apostrophe.
_LETTER_APOSTROPHE = "\u02bc"


def check_hashtag(tag: str, rule: HashtagRule, network: str) -> None:
    """Refuse a hashtag that a network would cut.

    Args:
        tag: A word without ``#``.
        rule: What the network accepts.
        network: The network's name, for the error.

    Raises:
        InvalidFieldError: If the network would cut it or not recognize it. The error suggests another
            spelling.

    Example:
        >>> check_hashtag("free_ales", "word", "X")
        >>> check_hashtag("free-ales", "loose", "Bluesky")
    """
    if rule == "any":
        return
    if not any(unicodedata.category(char)[0] == "L" for char in tag):
        raise InvalidFieldError(
            "hashtags",
            tag,
            f"must have at least one letter, or {network} shows no hashtag (try {f'year{tag}'!r})",
        )
    if rule == "word" and not all(map(_is_word, tag)):
        raise InvalidFieldError("hashtags", tag, f"is cut short by {network} (try {_repaired(tag)!r})")


def _is_word(char: str) -> bool:
    return char == "_" or char in _INSIDE_WORDS or unicodedata.category(char)[0] in "LM" or char.isdecimal()


def _repaired(tag: str) -> str:
    tag = _APOSTROPHES.sub(_LETTER_APOSTROPHE, tag)
    return "".join(char if _is_word(char) else "_" for char in tag).strip("_")
