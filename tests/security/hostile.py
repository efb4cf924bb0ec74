"""Texts that try to break out of their place, and the types that a text may have."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from hypothesis import settings
from hypothesis import strategies as st
from markupsafe import Markup

Wrap = Callable[[str], Any]


class OnlyHtml:
    """Offers nothing but ``__html__``, which is text like any other."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return self.text


TYPES: dict[str, Wrap] = {
    "str": str,
    "Markup": Markup,
    "SafeString": SafeString,
    "lazy": lazystr,
    "only HTML": OnlyHtml,
}

PIECES = [
    *('"', "'", "<", ">", "&", "`", "=", "/", ";", "#", "%", "+", "?", "\\", " ", "\t", "{", "}", "\xa0"),
    *(
        '">',
        "'>",
        '" onclick="alert(1)',
        "' onfocus='alert(1)' autofocus='",
        "</a>",
        "</span></li></ul>",
        "-->",
    ),
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!--",
        "]]>",
        "<![CDATA[",
        "</title>",
        "<?x",
    ),
    *("&quot;", "&#34;", "&#x22;", "&lt;", "&amp;quot;", "&copy", "&", "&#0;", "%22", "%3C", "%00", "%0D%0A"),
    *("javascript:alert(1)", "data:text/html,x", "//evil.example", "https://evil.example/"),
    *(
        "{{ 7*7 }}",
        "{% raw %}",
        "{provider}",
        "{n}",
        "%s",
        "%(x)s",
        "${x}",
        "{# #}",
        "\u200e",
        "Воля",
        "חופש",
        "✊🏽",
    ),
]
CHARACTERS = st.characters(
    exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"],
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
#: No text may have these, wherever it stands.
HOSTILE_CHARACTERS = "\0\x1b\x9b\u202e\u2066\ud800\ufffe"
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(CHARACTERS, min_size=1, max_size=4), min_size=1, max_size=6
).map("".join)


def without(pattern: str) -> Callable[[str], str]:
    """Takes out of a text what a slot refuses, and keeps something."""
    return lambda text: re.sub(pattern, "", text) or "<"


#: What no address may hold; "#" and "?" would only move the text to another part of it.
NO_URL = "[\\s\\\\#?\x00-\x20\x7f-\xa0\u061c\u200b\u200e\u200f\ufeff]"

FEW = settings(max_examples=20, deadline=None)
#: For pages of many widgets.
FEWER = settings(max_examples=8, deadline=None)
