"""The private parts of a petition's own pages, which a shared URL must not contain.

Pages often share ``request.url``. On the page after signing, that URL says that its reader has signed; on the
page behind a link in an email, it contains the token, and whoever has the token can confirm, withdraw or
erase the signature.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus

from solidarity_widgets.exceptions import InvalidURLError

#: Query parameters that are never shared, whatever their value.
PRIVATE_PARAMETERS = frozenset({"token"})
#: Query parameters that are not shared with one of these values. Another page may have steps of its own.
PRIVATE_VALUES = {"step": frozenset({"sign", "confirm", "thanks"})}

#: A token of a link or of a form, as ``signing.tokens`` makes them: a petition's id, the id of a signature
#: (only in links), a time, and a signature of 43 letters.
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.(?:[0-9a-f]{32}\.)?[A-Za-z0-9_-]{4,12}\.[A-Za-z0-9_-]{43}")


def without_private_parts(url: str) -> str:
    """Remove what must not be shared from the query and the fragment of a URL.

    Args:
        url: A checked URL.

    Returns:
        The URL without :data:`PRIVATE_PARAMETERS`, without the steps of a petition's panel, and without any
        parameter or fragment that is a token.

    Raises:
        InvalidURLError: If the path contains a token. Nothing can be removed from it, so share the petition's
            page instead.

    Example:
        >>> without_private_parts("https://example.org/lake?lang=be&step=thanks#sign")
        'https://example.org/lake?lang=be#sign'
    """
    base, hash_sign, fragment = url.partition("#")
    address, question_mark, query = base.partition("?")
    if _TOKEN.search(unquote(address)):
        # The error must not show the token either.
        reason = "contains the token of a link in an email; share the URL of the petition's page instead"
        raise InvalidURLError("url", _TOKEN.sub("…", unquote(address)), reason)
    if question_mark:
        pairs = query.split("&")
        public = [pair for pair in pairs if not _is_private(pair)]
        if len(public) < len(pairs):
            query = "&".join(public)
            address += f"?{query}" if query else ""
        else:
            address = base
    if _TOKEN.search(unquote(fragment)):
        return address
    return f"{address}{hash_sign}{fragment}"


def _is_private(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name, value = unquote_plus(name).lower(), unquote_plus(value)
    return (
        name in PRIVATE_PARAMETERS
        or value in PRIVATE_VALUES.get(name, ())
        or _TOKEN.search(value) is not None
        or _TOKEN.search(name) is not None
    )
