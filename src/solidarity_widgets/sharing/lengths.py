"""How networks count the characters of a post."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from solidarity_widgets.graphemes import count_graphemes, graphemes
from solidarity_widgets.urls import ascii_url

#: What X and Mastodon count for a link, however long it is.
LINK_LENGTH = 23
#: What X allows, counted by :func:`x_length`.
X_LIMIT = 280

_LINK = re.compile(r"https?://[^\s/?#][^\s]*")
#: X also links "example.org" without a scheme.
_LINK_OR_HOST = re.compile(r"https?://[^\s/?#][^\s]*|(?:[\w-]+\.)+[^\W\d_]{2,}(?:/[^\s]*)?")
#: The ranges in which a character has the weight 1 (twitter-text, configuration 3).
_LIGHT = re.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
#: What turns one character or several into one emoji: a variation selector, a skin tone, a joiner, a keycap,
#: a flag's letters or its tags.
_EMOJI_SEQUENCE = re.compile(
    "[\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d."
)
_EMOJI_START = re.compile(r"[#*0-9©®\u2000-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]")
#: The longest emoji sequence in use has 10 characters, without the tags of a flag. A longer cluster is an
#: attack.
_MAX_EMOJI = 20


def x_length(text: str) -> int:
    """Count a text as X does (the open-source rules of twitter-text).

    Args:
        text: A post or a part of one.

    Returns:
        Its weight: 1 for most letters, 2 for Chinese characters and other signs, 2 for an emoji of any number
        of characters, 23 for a link. A host name without ``https://`` counts as a link if that is more,
        because X may link it.

    Example:
        >>> x_length("Воля"), x_length("自由"), x_length("👨‍👩‍👧‍👦"), x_length("…")
        (4, 4, 2, 2)
        >>> x_length("https://example.org/a-long-address-of-a-page")
        23
    """
    total, end = 0, 0
    for match in _LINK_OR_HOST.finditer(text):
        total += _weight(text[end : match.start()])
        total += _link_weight(match[0])
        end = match.end()
    return total + _weight(text[end:])


def _link_weight(link: str) -> int:
    if not link.isascii():  # X ends a link at some letters, and counts the others as text
        return LINK_LENGTH + _weight(link)
    return LINK_LENGTH if link.startswith("http") else max(LINK_LENGTH, len(link))


def _weight(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(_grapheme_weight(grapheme) for grapheme in graphemes(unicodedata.normalize("NFC", text)))


def _grapheme_weight(grapheme: str) -> int:
    is_emoji = (
        len(grapheme) <= _MAX_EMOJI
        and _EMOJI_START.match(grapheme) is not None
        and _EMOJI_SEQUENCE.search(grapheme) is not None
    )
    return 2 if is_emoji else sum(1 if _LIGHT.match(char) else 2 for char in grapheme)


def mastodon_length(text: str) -> int:
    """Count a text as Mastodon does: graphemes, and 23 for each link.

    Args:
        text: A post or a part of one.

    Returns:
        Its length.

    Example:
        >>> mastodon_length("Воля https://example.org/a-long-address-of-a-page")
        28
    """
    return count_graphemes(_LINK.sub("x" * LINK_LENGTH, text))


def bluesky_length(text: str) -> int:
    """Count a text as Bluesky's composer does: graphemes, with links shortened.

    A post may also have 3,000 bytes, which is the tighter limit for texts of many emoji. Since that is ten
    bytes for each of the 300 graphemes, every ten bytes count as at least one.

    Args:
        text: A post or a part of one.

    Returns:
        Its length.

    Example:
        >>> bluesky_length("Воля https://example.org/a-long-address-of-a-page")
        32
    """
    shown = _LINK.sub(lambda match: _shown_on_bluesky(match[0]), text)
    return max(count_graphemes(shown), -(-len(shown.encode()) // 10))


def _shown_on_bluesky(url: str) -> str:
    """Return a link as the composer shows it: the host, and up to 13 characters more and three dots."""
    try:
        parts = urlsplit(ascii_url(url))
    except ValueError:
        return url
    rest = "" if parts.path == "/" and not (parts.query or parts.fragment) else parts.path
    rest += f"?{parts.query}" if parts.query else ""
    rest += f"#{parts.fragment}" if parts.fragment else ""
    return parts.netloc + (f"{rest[:13]}..." if len(rest) > 15 else rest)
