"""What is shared: plain text, a checked URL, and campaign parameters. Made once for all providers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Unpack

from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.graphemes import truncate
from solidarity_widgets.sharing.fields import SHARE_FIELDS, ShareFields, unknown_option
from solidarity_widgets.sharing.private import without_private_parts
from solidarity_widgets.text import is_text, one_line, safe_str, safe_text, single_line, trimmed_lines
from solidarity_widgets.urls import UrlLike, check_url, with_campaign

#: The longest title or text that is shared, in characters. What is longer is shortened: no network takes as
#: much, and buttons that act on the reader's device put it into the page.
MAX_TEXT_LENGTH = 10_000

_HASHTAG = re.compile(r"[^\s#,.&]+\Z")
_VIA = re.compile(r"[^\s@,#/]+(@[^\s@,#/]+)?\Z")


@dataclass(frozen=True, slots=True)
class ShareContent:
    """What is shared, as checked plain text.

    Create it with :func:`share_content`. Providers receive it in :meth:`Provider.share_url`.

    Attributes:
        url: Absolute http(s) URL, with the campaign parameters.
        title: The page's title in one line, or an empty string.
        text: A message to send with the link, or an empty string.
        image: Absolute http(s) URL of a picture, or an empty string.
        hashtags: Words without ``#``.
        via: An account's name without ``@``, or an empty string.
        lang: BCP 47 tag of the requested language, or an empty string.
    """

    url: str
    title: str = ""
    text: str = ""
    image: str = ""
    hashtags: tuple[str, ...] = ()
    via: str = ""
    lang: str = ""


def share_content(
    url: UrlLike,
    *,
    lang: str = "",
    **fields: Unpack[ShareFields],
) -> ShareContent:
    """Check and clean what is shared.

    A title becomes one line. Titles and texts are shortened to :data:`MAX_TEXT_LENGTH` characters; each
    provider shortens them further, to what its network accepts.

    Args:
        url: Absolute http(s) URL of the page.
        lang: BCP 47 tag of the requested language.
        **fields: What else to share; see :class:`ShareFields`.

    Returns:
        The content, the same for every provider.

    Raises:
        InvalidURLError: If *url* or *image* is not an absolute http(s) URL.
        InvalidFieldError: If another field is not valid.
        UnknownOptionError: If there is no such field.

    Example:
        >>> share_content("https://example.org/", hashtags="#freeales Беларусь").hashtags
        ('freeales', 'Беларусь')
    """
    for name in fields:
        if name not in SHARE_FIELDS:
            raise unknown_option(name, ["share_content()"], SHARE_FIELDS)
    return ShareContent(
        url=with_campaign(without_private_parts(check_url(url)), fields.get("campaign")),
        title=_shorten(one_line(fields.get("title"), "title")),
        text=_shorten(trimmed_lines(fields.get("text"), "text")),
        image=_image(fields.get("image")),
        hashtags=_hashtags(fields.get("hashtags")),
        via=_via(fields.get("via")),
        lang=lang,
    )


def _shorten(text: str) -> str:
    cut = truncate(text[: MAX_TEXT_LENGTH + 1], MAX_TEXT_LENGTH, len)
    return "" if cut == "…" != text else cut  # one grapheme of thousands of marks is no text


def _image(value: object) -> str:
    try:
        text = safe_str(value, "image")
    except InvalidFieldError as error:
        raise InvalidURLError("image", value, error.reason) from None
    return check_url(text, "image") if text else ""


def _hashtags(value: object) -> tuple[str, ...]:
    if isinstance(value, Iterable) and not is_text(value):
        words = [single_line(word, "hashtags").strip() for word in value]
    else:
        words = re.split(r"[\s,]+", safe_text(value, "hashtags"))
    tags = [word.removeprefix("#") for word in words if word not in ("", "#")]
    for tag in tags:
        if not _HASHTAG.match(tag):
            raise InvalidFieldError("hashtags", tag, "must be words without spaces, commas, dots, # or &")
    return tuple(dict.fromkeys(tags))


def _via(value: object) -> str:
    name = single_line(value, "via").strip().removeprefix("@")
    if name and not _VIA.match(name):
        raise InvalidFieldError("via", name, "must be the name of one account, such as 'viasna96'")
    return name
