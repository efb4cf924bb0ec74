"""The ids in a petition's HTML."""

from __future__ import annotations

import re

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.text import TextLike, safe_text

_PREFIX = re.compile(r"[A-Za-z0-9-]{1,32}\Z")


def check_id_prefix(value: TextLike) -> str:
    """Check an ``id_prefix`` argument.

    Args:
        value: The prefix: letters, digits and hyphens. ``None`` means the same as an empty string.

    Returns:
        The prefix as an exact ``str``; an empty string for none.

    Raises:
        InvalidFieldError: If *value* contains any other character, or is too long.

    Example:
        >>> check_id_prefix("footer")
        'footer'
    """
    prefix = safe_text(value, "id_prefix")
    if prefix and not _PREFIX.match(prefix):
        raise InvalidFieldError("id_prefix", prefix, "must be letters, digits and hyphens, at most 32")
    return prefix


def make_id(petition_id: str, prefix: str = "", name: str = "") -> str:
    """Return the id of an element.

    Neither a petition's id nor a prefix contains an underscore, and no name begins with one. So two elements
    have the same id only if they are the same part of the same petition with the same prefix.

    Args:
        petition_id: The petition's id.
        prefix: The result of :func:`check_id_prefix`.
        name: The name of a part; an empty string for the whole petition.

    Returns:
        The id.

    Example:
        >>> make_id("lake"), make_id("lake", "", "email"), make_id("lake", "footer", "email")
        ('sw-lake', 'sw-lake_email', 'sw-footer__lake_email')
    """
    start = f"{prefix}__" if prefix else ""
    return f"sw-{start}{petition_id}{'_' if name else ''}{name}"
