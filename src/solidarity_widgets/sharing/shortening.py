"""Links that fit: text is shortened, the shared URL never."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import replace

from solidarity_widgets.graphemes import graphemes, truncate
from solidarity_widgets.sharing.content import ShareContent

#: Punctuation after which a URL ends for apps that make links in messages.
_FINAL_PUNCTUATION = re.compile(r"[.,;:!']+\Z")
#: How much of a title is kept at most if there is a text too, in graphemes.
_MAX_SUBJECT = 200
_AFTER_HOST = re.compile(r"https?://[^/?#]+[/?#]")


def shorten_link(
    content: ShareContent, build: Callable[[ShareContent], str], maximum: int, required: Collection[str] = ()
) -> str:
    """Build the longest link that fits.

    The longer one of text and title loses its end first, then the other one, then hashtags are left out.

    Args:
        content: What is shared.
        build: Makes the link for a content.
        maximum: The maximum number of characters of the link.
        required: The fields that must not be empty.

    Returns:
        The link. If the URL alone is too long, a link that shares only the URL.

    Example:
        >>> content = ShareContent("https://example.org/", text="Free all political prisoners")
        >>> shorten_link(content, lambda content: f"{content.text} {content.url}", 40)
        'Free all political… https://example.org/'
    """
    if content.text:  # so that a very long title leaves room for the text
        content = replace(content, title=truncate(content.title, _MAX_SUBJECT))
    fields = {"text": content.text, "title": content.title}
    for name in sorted(fields, key=lambda name: len(fields[name]), reverse=True):
        # Each character of a text is at least one character of the link, so the rest cannot fit anyway.
        parts = list(graphemes(fields[name][:maximum]))
        lengths = _Lengths(content, name, parts, build)
        fitting = bisect_right(range(1, len(parts)), maximum, key=lengths) if parts else 0
        if fitting:
            return build(_with_words(content, name, truncate("".join(parts) + "…", fitting + 1)))
        if name not in required:
            content = _with_words(content, name, "")
    while content.hashtags and len(build(content)) > maximum:
        content = replace(content, hashtags=content.hashtags[:-1])
    return build(content)


def _with_words(content: ShareContent, name: str, words: str) -> ShareContent:
    return replace(content, title=words) if name == "title" else replace(content, text=words)


class _Lengths:
    """The length of the link with the first graphemes of a field."""

    def __init__(
        self, content: ShareContent, name: str, parts: list[str], build: Callable[[ShareContent], str]
    ) -> None:
        self._content, self._name, self._parts, self._build = content, name, parts, build

    def __call__(self, count: int) -> int:
        text = "".join(self._parts[:count]).rstrip() + "…"
        return len(self._build(_with_words(self._content, self._name, text)))


def linkable_url(url: str) -> str:
    """Percent-encode the punctuation at the end of a URL.

    Apps that make links in messages leave such punctuation out of the link. A closing parenthesis is encoded
    only if it has no partner: apps count them. Encoded, the URL means the same (RFC 3986, section 6.2.2.2).

    Args:
        url: A checked URL.

    Returns:
        The URL. Punctuation at the end of a host name stays, because a host cannot contain escapes.

    Example:
        >>> linkable_url("https://example.org/wiki/Apple_Inc.")
        'https://example.org/wiki/Apple_Inc%2E'
        >>> linkable_url("https://example.org/wiki/Minsk_(city)")
        'https://example.org/wiki/Minsk_(city)'
    """
    host = _AFTER_HOST.match(url)
    if host is None:
        return url
    if url.endswith(")") and url.count("(") < url.count(")"):
        return f"{url[:-1]}%29"
    found = _FINAL_PUNCTUATION.search(url, host.end())
    if found is None:
        return url
    return url[: found.start()] + "".join(f"%{ord(char):02X}" for char in found[0])
