r"""User-perceived characters: Unicode's extended grapheme clusters (UAX #29).

Networks count a post's length in them (Bluesky does), and cutting anywhere else breaks an emoji family,
a flag, a Persian or Devanagari letter with its marks. Most of a character's class follows from its
general category in :mod:`unicodedata`; the rest is listed here. The tests compare the result with the
``\X`` of the ``regex`` package.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

_EXTRA_EXTEND = re.compile(
    "[\u200c\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cc0\u0cc2\u0cc7\u0cc8\u0cca\u0ccb\u0cd5\u0cd6\u0d3e\u0d57"
    "\u0dcf\u0ddf\u1b35\u1b3b\u1b3d\u1b43\u1b44\u1baa\u1bf2\u1bf3\u302e\u302f\ua953\ua9c0\uff9e\uff9f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_PICTOGRAPH = re.compile(
    "[©®‼⁉™ℹ↔-↙↩↪⌚⌛⌨⎈⏏⏩-⏳⏸-⏺Ⓜ▪▫▶◀◻-◾☀-★☇-☒☔-⚅⚐-✅✈-✒✔✖✝✡✨✳✴❄❇❌❎❓-❕❗❣-❧"
    "➕-➗➡➰➿⤴⤵⬅-⬇⬛⬜⭐⭕〰〽㊗㊙\U0001f000-\U0001f0ff\U0001f10d-\U0001f10f\U0001f12f"
    "\U0001f16c-\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f1ad-\U0001f1e5"
    "\U0001f201-\U0001f20f\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f23c-\U0001f23f"
    "\U0001f249-\U0001f3fa\U0001f400-\U0001f53d\U0001f546-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f774-\U0001f77f\U0001f7d5-\U0001f7ff\U0001f80c-\U0001f80f\U0001f848-\U0001f84f"
    "\U0001f85a-\U0001f85f\U0001f888-\U0001f88f\U0001f8ae-\U0001f8ff\U0001f90c-\U0001f93a"
    "\U0001f93c-\U0001f945\U0001f947-\U0001faff\U0001fc00-\U0001fffd]"
)

#: What stacks consonants, and the consonants that it stacks (rule GB9c; InCB=Linker, InCB=Consonant).
_LINKER = re.compile(
    "[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6\U00010a3f\U00011133"
    "\U000113d0\U0001193e\U00011a47\U00011a99\U00011f42]"
)
_CONSONANT = re.compile(
    "[\u0915-\u0939\u0958-\u095f\u0978-\u097f\u0995-\u09a8\u09aa-\u09b0\u09b2\u09b6-\u09b9\u09dc\u09dd\u09df"
    "\u09f0\u09f1\u0a95-\u0aa8\u0aaa-\u0ab0\u0ab2\u0ab3\u0ab5-\u0ab9\u0af9\u0b15-\u0b28\u0b2a-\u0b30\u0b32"
    "\u0b33\u0b35-\u0b39\u0b5c\u0b5d\u0b5f\u0b71\u0c15-\u0c28\u0c2a-\u0c39\u0c58-\u0c5a\u0d15-\u0d3a"
    "\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"
    "\u1780-\u17b3\u1a20-\u1a54\u1b0b\u1b0c\u1b13-\u1b33\u1b45-\u1b4c\u1b83-\u1ba0\u1bae\u1baf\u1bbb-\u1bbd"
    "\ua989-\ua98b\ua98f-\ua9b2\ua9e0-\ua9e4\ua9e7-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa6f\uaa71-\uaa73\uaa7a\uaa7e"
    "\uaa7f\uaae0-\uaaea\uabc0-\uabda\U00010a00\U00010a10-\U00010a13\U00010a15-\U00010a17"
    "\U00010a19-\U00010a35\U00011103-\U00011126\U00011144\U00011147\U00011380-\U00011389\U0001138b\U0001138e"
    "\U00011390-\U000113b5\U00011900-\U00011906\U00011909\U0001190c-\U00011913\U00011915\U00011916"
    "\U00011918-\U0001192f\U00011a00\U00011a0b-\U00011a32\U00011a50\U00011a5c-\U00011a83\U00011f04-\U00011f10"
    "\U00011f12-\U00011f33]"
)
_ZWNJ = "\u200c"
_SPACING_LETTERS = "\u0e33\u0eb3"
_NOT_SPACING = re.compile(
    "[\u102b\u102c\u1038\u1062-\u1064\u1067-\u106d\u1083\u1087-\u108c\u108f\u109a-\u109c\u1a61\u1a63\u1a64\uaa7b\uaa7d\U00011720\U00011721]"
)
_PREPEND = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3"
    "\U0001193f\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02]"
)


@lru_cache(maxsize=4096)
def _break_class(char: str) -> str:
    """Return *char*'s Grapheme_Cluster_Break class, "Pictograph", "Linker", "Consonant" or "Other"."""
    code = ord(char)
    if char == "\u200d":
        return "ZWJ"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "Flag"
    if _LINKER.match(char):
        return "Linker"
    if _CONSONANT.match(char):
        return "Consonant"
    if _EXTRA_EXTEND.match(char):
        return "Extend"
    if _PREPEND.match(char):
        return "Prepend"
    if _PICTOGRAPH.match(char):
        return "Pictograph"
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    category = unicodedata.category(char)
    if category in ("Mn", "Me"):
        return "Extend"
    if (category == "Mc" and not _NOT_SPACING.match(char)) or char in _SPACING_LETTERS:
        return "SpacingMark"
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return "Control"
    return "Other"


_HANGUL = {"L": ("L", "V", "LV", "LVT"), "LV": ("V", "T"), "V": ("V", "T"), "LVT": ("T",), "T": ("T",)}


def graphemes(text: str) -> Iterator[str]:
    r"""Split *text* into what a reader counts as characters.

    Args:
        text: Any string.

    Yields:
        The extended grapheme clusters, in order; joined they are *text* again.

    Example:
        >>> [len(grapheme) for grapheme in graphemes("e\u0301👨‍👩‍👧🇧🇾")]
        [2, 5, 2]
    """
    start = 0
    flags = 0  # regional indicators in a row, ending at the previous character
    family = False  # a pictograph and its extenders, ending at the previous character
    stack = ""  # "Consonant", or "Linker" once something stacks the next consonant on it
    previous = ""
    for index, char in enumerate(text):
        kind = _break_class(char)
        if index and not (
            (text[index - 1] == "\r" and char == "\n")
            or (
                previous != "Control"
                and (
                    kind in ("Extend", "Linker", "ZWJ", "SpacingMark")
                    or (previous == "Prepend" and kind != "Control")
                    or kind in _HANGUL.get(previous, ())
                    or (family and previous == "ZWJ" and kind == "Pictograph")
                    or (previous == "Flag" and kind == "Flag" and flags % 2 == 1)
                    or (stack == "Linker" and kind == "Consonant")
                )
            )
        ):
            yield text[start:index]
            start = index
        flags = flags + 1 if kind == "Flag" else 0
        # One joiner joins, and only what follows it at once (GB11).
        family = kind == "Pictograph" or (
            family and previous != "ZWJ" and kind in ("Extend", "Linker", "ZWJ")
        )
        if kind == "Consonant" or (stack and kind == "Linker"):
            stack = kind
        elif kind not in ("Extend", "ZWJ") or char == _ZWNJ:
            stack = ""
        previous = kind
    if text:
        yield text[start:]


def count_graphemes(text: str) -> int:
    """Count *text*'s graphemes.

    Args:
        text: Any string.

    Returns:
        The number of extended grapheme clusters.

    Example:
        >>> count_graphemes("Свабода 🇧🇾")
        9
    """
    if text.isascii() and "\r" not in text:
        return len(text)
    return sum(1 for _ in graphemes(text))


def truncate(text: str, limit: int, length: Callable[[str], int] = count_graphemes) -> str:
    """Cut *text* to at most *limit*, marking the cut with an ellipsis.

    The cut never splits a grapheme, and it falls between words if that keeps at least half of the text that
    fits.

    Args:
        text: Any string.
        limit: The maximum length, the ellipsis included.
        length: How to count. By default, each grapheme counts as one.

    Returns:
        *text* itself if it fits; an empty string if not even the ellipsis fits.

    Example:
        >>> truncate("Free all political prisoners", 20)
        'Free all political…'
        >>> truncate("Воля", 7, lambda text: len(text.encode()))
        'Во…'
    """
    if len(text) <= limit and length is count_graphemes:  # a grapheme is never shorter than one character
        return text
    if length is count_graphemes:
        kept = list(islice(graphemes(text), max(limit, 0) + 1))
        if len(kept) <= limit:
            return text
        fitting = limit - 1
    else:
        # A text may be much longer than the limit, so look at ever longer beginnings of it first.
        parts, kept, end = graphemes(text), [], 64
        while True:
            kept += islice(parts, end - len(kept))
            if len(kept) < end:
                if length(text) <= limit:
                    return text
                break
            if length("".join(kept)) > limit:
                break
            end *= 2
        fitting = bisect_right(range(len(kept)), limit, key=lambda n: length(_ellipsis(kept[:n]))) - 1
    if fitting < 0:
        return ""
    del kept[fitting:]
    for index in range(fitting - 1, (fitting + 1) // 2, -1):
        if kept[index].isspace():
            del kept[index:]
            break
    return _ellipsis(kept)


def _ellipsis(kept: list[str]) -> str:
    return "".join(kept).rstrip() + "…"
