"""Cleaning HTML from an untrusted source (extra ``html``)."""

from __future__ import annotations

import re

from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidURLError, MissingExtraError
from solidarity_widgets.text import safe_text, to_str
from solidarity_widgets.urls import check_url

#: Inline elements and their allowed attributes, none of which loads, runs, names or styles anything.
_INLINE_TAGS: dict[str, set[str]] = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "acronym": {"title"},
    "b": set(),
    "blockquote": {"cite"},
    "cite": set(),
    "code": set(),
    "del": {"cite", "datetime"},
    "em": set(),
    "i": set(),
    "q": {"cite"},
    "strike": set(),
    "strong": set(),
}
_SCHEMES = {"http", "https", "mailto"}
#: Only one address: a link that also filled in recipients or a text would put words in its reader's mouth.
_MAILTO = re.compile(r"mailto:[^\s?&#,;<>\"]+@[^\s?&#,;<>\"@]+\Z", re.IGNORECASE)
_DATETIME = re.compile(r"[0-9TZ:. +-]{4,40}\Z")


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or ``None`` to remove the attribute."""
    if name == "datetime":
        return value if _DATETIME.match(value) else None
    if name not in ("href", "cite") or (name == "href" and _MAILTO.match(value)):
        return value
    try:
        return check_url(value)
    except InvalidURLError:
        return None


def clean_inline_html(source: object, field: str = "text") -> Markup:
    """Reduce HTML from an untrusted source to safe inline elements (extra ``html``).

    The elements a, abbr, acronym, b, blockquote, cite, code, del, em, i, q, strike and strong are kept, with
    a few attributes: links to ``http``, ``https`` and one ``mailto`` address, titles, sources and dates. Of
    other elements only the text is kept. ``script`` and ``style`` are removed completely. Cleaning the result
    again does not change it.

    Args:
        source: HTML, which does not need to be valid.
        field: The argument's name, for the error.

    Returns:
        Safe HTML. Links have ``rel="nofollow noopener noreferrer ugc"``.

    Raises:
        InvalidFieldError: If *source* is ``bytes``, or if the text, after character references are resolved,
            contains a character that :func:`solidarity_widgets.text.safe_text` rejects.
        MissingExtraError: If the extra ``html`` is not installed.

    Example:
        >>> print(clean_inline_html('<p onclick="x()">Салют, <em>Алесь</em>! <a href="javascript:x()">Я'))
        Салют, <em>Алесь</em>! <a rel="nofollow noopener noreferrer ugc">Я</a>
    """
    try:
        import nh3
    except ImportError:
        raise MissingExtraError("HTML in a message", "html") from None
    cleaned = nh3.clean(
        to_str(source, field),
        tags=set(_INLINE_TAGS),
        attributes={"*": set(), **_INLINE_TAGS},  # otherwise every element could have lang and title
        generic_attribute_prefixes=set(),
        url_schemes=_SCHEMES,
        attribute_filter=_filter_attribute,
        link_rel="nofollow noopener noreferrer ugc",
    )
    return Markup(safe_text(cleaned, field))  # noqa: S704 - cleaned just now
