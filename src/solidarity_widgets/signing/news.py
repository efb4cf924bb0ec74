"""News for those who signed and want it, and the headers that let them unsubscribe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qs

from solidarity_widgets.exceptions import InvalidURLError, Withheld
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.headers import whole_header
from solidarity_widgets.signing.moderation import signatures_in_state
from solidarity_widgets.urls import ascii_url, check_url

#: The part of a ``multipart/form-data`` body (RFC 7578, section 4.2).
_ONE_CLICK_PART = re.compile(
    rb'form-data; *name="?List-Unsubscribe"?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n'
)


@dataclass(frozen=True, slots=True, repr=False)
class Subscriber:
    """A signer who wants news. Its ``repr`` shows neither the address nor the token.

    Attributes:
        id: The signature's id.
        email: The address.
        name: The name, or an empty string.
        locale: Code of the language the signer reads.
        token: The token of the unsubscribe link; see :func:`unsubscribe_headers`.
    """

    id: str
    email: str
    name: str
    locale: str
    token: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.locale}>"


def subscribers(context: Context, petition: Petition, after: str, batch: int) -> Iterator[Subscriber]:
    """Yield the confirmed signers who want news, in the order of their random ids."""
    now = context.now()
    for signature in signatures_in_state(context, petition, "confirmed", after, batch):
        if signature.email:
            token = context.tokens.make("unsubscribe", petition.id, signature.id, now)
            yield Subscriber(signature.id, signature.email, signature.name, signature.locale, token)


def unsubscribe_headers(url: object) -> Mapping[str, str]:
    """Return the headers with which a mail program unsubscribes its reader in one click.

    Args:
        url: The https URL with an ``unsubscribe`` token that your site takes ``POST`` requests at.

    Returns:
        Two headers, whose values Python's :mod:`email` package keeps whole. Tokens are long, and the package
        encodes other long headers, which mail programs then cannot read. The DKIM signature of the email must
        cover both headers.

    Raises:
        InvalidURLError: If the URL is not an absolute https URL. The error does not show it, because it
            holds a token.

    Source: RFC 8058, section 3.1.

    Example:
        >>> for name, value in unsubscribe_headers("https://example.org/u?t=abc").items():
        ...     print(f"{name}: {value}")
        List-Unsubscribe: <https://example.org/u?t=abc>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
    """
    try:
        address = check_url(url)
        reason = "" if address.lower().startswith("https:") else "must begin with https:// (RFC 8058, 3.1)"
    except InvalidURLError as error:
        reason = error.reason
    if reason:
        raise InvalidURLError("url", Withheld(url), reason)
    values = {
        "List-Unsubscribe": f"<{ascii_url(address)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return MappingProxyType({name: whole_header(name, value) for name, value in values.items()})


def is_one_click(body: bytes | Mapping[str, str]) -> bool:
    """Return whether a mail program's unsubscribe button sent a request (RFC 8058, section 3.2).

    Args:
        body: The body of the ``POST`` request, as ``multipart/form-data`` or
            ``application/x-www-form-urlencoded``. If your framework has parsed the body already, its form
            data (Flask's ``request.form``).

    Returns:
        Whether the body says so.

    Example:
        >>> is_one_click(b"List-Unsubscribe=One-Click"), is_one_click(b"")
        (True, False)
    """
    if isinstance(body, Mapping):
        return body.get("List-Unsubscribe") == "One-Click"
    start = body[:1000]
    values = parse_qs(start.decode("ascii", "replace")).get("List-Unsubscribe")
    return values == ["One-Click"] or _ONE_CLICK_PART.search(start) is not None
