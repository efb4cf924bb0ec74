"""What the service asks its host to send, and the headers by which news can be stopped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import parse_qs

from solidarity_widgets.exceptions import InvalidURLError, Withheld
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.suspicion import Rate
from solidarity_widgets.signing.tokens import CONFIRM_MAX_AGE, TokenPurpose
from solidarity_widgets.urls import check_url

#: ``confirm``: open the link and press the button. ``known``: somebody, perhaps you, has filled in the form
#: again; your signature is there already.
EmailKind = Literal["confirm", "already_signed"]


#: The part of a ``multipart/form-data`` body (RFC 7578, section 4.2).
_ONE_CLICK_PART = re.compile(
    rb'form-data; *name="?List-Unsubscribe"?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n'
)


@dataclass(frozen=True, slots=True, repr=False)
class OutgoingEmail:
    """A message to be sent to one signer. Its ``repr`` shows neither the address nor a token.

    Attributes:
        kind: What it is about.
        to: The address, as it was typed.
        petition: The petition.
        locale: Code of the language the signer read.
        tokens: Purpose -> token, for the links in it.
    """

    kind: EmailKind
    to: str
    petition: Petition
    locale: str
    tokens: Mapping[TokenPurpose, str]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.kind}, {self.petition.id}, {self.locale}>"


@dataclass(frozen=True, slots=True, repr=False)
class Subscriber:
    """Somebody who wants news. Its ``repr`` shows neither the address nor the token.

    Attributes:
        id: The signature's id, to go on behind.
        email: The address.
        name: The name, or an empty string.
        locale: Code of the language they read.
        token: For the link that stops the news; see :func:`unsubscribe_headers`.
    """

    id: str
    email: str
    name: str
    locale: str
    token: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.locale}>"


#: Enough for somebody who tries again and signs several petitions, too few to flood a mailbox.
_PER_ADDRESS = Rate(10, 86_400)


@dataclass(frozen=True, slots=True)
class EmailPolicy:
    """How many messages the forms that strangers fill in may cause.

    Attributes:
        min_interval: Seconds between two messages about one signature. A form that comes sooner changes
            nothing.
        max_emails: Messages about one signature in a row.
        reset_after: Seconds without a message after which the row begins anew: as long as a link confirms.
        per_address: Messages to one mailbox over all petitions, whatever stands behind a ``+`` in its
            address.
    """

    min_interval: int = 120
    max_emails: int = 5
    reset_after: int = CONFIRM_MAX_AGE
    per_address: Rate = _PER_ADDRESS


def unsubscribe_headers(url: object) -> Mapping[str, str]:
    """Return the headers of a message of news, by which a mail program stops them with one click.

    Args:
        url: An https address that holds an ``unsubscribe`` token and takes ``POST``.

    Returns:
        Two headers; the message's DKIM signature must cover them.

    Raises:
        InvalidURLError: If the address is no absolute https URL; it does not show it, for a token is in it.

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
    return MappingProxyType(
        {
            "List-Unsubscribe": f"<{address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    )


def is_one_click(body: bytes | Mapping[str, str]) -> bool:
    """Tell whether a ``POST`` came from a mail program's own button (RFC 8058, section 3.2).

    Args:
        body: The request's body, as it came: ``multipart/form-data``, as it should be, or
            ``application/x-www-form-urlencoded``, as it may. Or the form's data, where the framework has
            read the body already (Flask's ``request.form``).

    Returns:
        Whether it says so.

    Example:
        >>> is_one_click(b"List-Unsubscribe=One-Click"), is_one_click(b"")
        (True, False)
    """
    if isinstance(body, Mapping):
        return body.get("List-Unsubscribe") == "One-Click"
    start = body[:1000]
    values = parse_qs(start.decode("ascii", "replace")).get("List-Unsubscribe")
    return values == ["One-Click"] or _ONE_CLICK_PART.search(start) is not None
