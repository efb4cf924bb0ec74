"""Tokens for the links in messages, and the stamp of the form: signed, expiring, without personal data."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

from itsdangerous import BadSignature, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode

from solidarity_widgets.checks import check_choice
from solidarity_widgets.exceptions import ExpiredTokenError, InvalidFieldError, InvalidTokenError
from solidarity_widgets.signing.keys import Keys

#: What a link's token is for. The form's stamp has a purpose of its own.
TokenPurpose = Literal["confirm", "withdraw", "erase", "unsubscribe"]
_STAMP_PURPOSE = "started"
#: How old a link may be that confirms, in seconds: longer than mail is held up, shorter than signatures are
#: kept that wait for it.
CONFIRM_MAX_AGE = 7 * 86_400
#: The longest token; anything longer is refused before it is looked at.
MAX_TOKEN_LENGTH = 512

_ID = re.compile(r"[0-9a-f]{32}")
_TOKEN = re.compile(r"([A-Za-z0-9_-]+)\.([0-9a-f]{32})\.[A-Za-z0-9_-]*\.([A-Za-z0-9_-]+)")
_STAMP = re.compile(r"([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*\.([A-Za-z0-9_-]+)")


class _Signer(TimestampSigner):
    """Takes the time from its caller. Each purpose is a salt of its own."""

    def __init__(self, keys: Keys, purpose: str, now: int) -> None:
        super().__init__(
            list(reversed(keys.derived("token"))),  # itsdangerous wants the newest last
            salt=f"solidarity_widgets.{purpose}",
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )
        self._now = now

    def get_timestamp(self) -> int:
        return self._now

    def verify(self, token: object, pattern: re.Pattern[str]) -> tuple[str, re.Match[str], int]:
        """Return a genuine token's petition id, its match, and the time it was made at."""
        if not isinstance(token, str) or len(token) > MAX_TOKEN_LENGTH:
            raise InvalidTokenError
        match = pattern.fullmatch(token)
        if match is None:
            raise InvalidTokenError
        try:
            _, issued = self.unsign(token, return_timestamp=True)
            petition_id = base64_decode(match[1]).decode("utf-8")
            # 43 letters hold 258 bits, a signature has 256: of the four spellings one is ours.
            genuine = base64_encode(base64_decode(match[match.re.groups])) == match[match.re.groups].encode()
        except (BadSignature, ValueError, OverflowError, OSError):
            genuine = False
        if not genuine:  # outside of the except, since that error holds the token
            raise InvalidTokenError
        return petition_id, match, int(issued.timestamp())


@dataclass(frozen=True, slots=True)
class TokenContent:
    """What a genuine token says.

    Attributes:
        petition_id: The petition it was made for.
        signature_id: The signature it was made for.
        issued_at: When, in seconds since 1970, UTC.
    """

    petition_id: str
    signature_id: str
    issued_at: int


class Tokens:
    """Makes and reads tokens: HMAC-SHA256 over petition id, signature id and time; readable, not secret.

    A token may be used any number of times until it is too old. That it does its work once is the
    store's doing.

    Args:
        keys: The host's keys. The newest signs; what an older one signed stays valid.

    Example:
        >>> tokens = Tokens(Keys("3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"))
        >>> token = tokens.make("confirm", "free-them", "0123456789abcdef" * 2, now=1_800_000_000)
        >>> tokens.read("confirm", token, now=1_800_003_600, max_age=86_400).petition_id
        'free-them'
        >>> tokens.read("erase", token, now=1_800_003_600, max_age=86_400)
        Traceback (most recent call last):
            ...
        solidarity_widgets.exceptions.InvalidTokenError: The token is not valid: it was changed, cut short, \
or made for something else. Open the whole link of the message, or ask for a new one.
    """

    __slots__ = ("_keys",)

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def make(self, purpose: TokenPurpose, petition_id: str, signature_id: str, now: int) -> str:
        """Make a token.

        Args:
            purpose: ``confirm``, ``withdraw``, ``erase`` or ``unsubscribe``. It is good for nothing else.
            petition_id: The petition's id.
            signature_id: The signature's: 32 hexadecimal digits.
            now: The time, in seconds since 1970, UTC.

        Returns:
            Letters, digits, ``-``, ``_`` and dots: it needs no encoding in a URL.

        Raises:
            InvalidFieldError: For another purpose, another kind of id, or an id too long for a link.
        """
        check_choice(purpose, get_args(TokenPurpose), "purpose")
        if not _ID.fullmatch(signature_id):
            raise InvalidFieldError("signature_id", signature_id, "must be 32 hexadecimal digits")
        return self._signed(purpose, petition_id, f".{signature_id}", now)

    def read(self, purpose: TokenPurpose, token: object, now: int, max_age: int | None) -> TokenContent:
        """Read a token.

        Args:
            purpose: What it must have been made for.
            token: What came in the request, whatever it is.
            now: The time, in seconds since 1970, UTC.
            max_age: The oldest that is read, in seconds; ``None`` for any age.

        Returns:
            What it says.

        Raises:
            InvalidTokenError: If it was not made here for this purpose, exactly as it is.
            ExpiredTokenError: If it is genuine and too old; the error has the two ids. A genuine token from
                the future is new: only a wrong clock of your own servers can have made it.
        """
        check_choice(purpose, get_args(TokenPurpose), "purpose")
        petition_id, match, issued_at = _Signer(self._keys, purpose, now).verify(token, _TOKEN)
        if max_age is not None and now - issued_at > max_age:
            raise ExpiredTokenError(petition_id, match[2])
        return TokenContent(petition_id, match[2], issued_at)

    def make_stamp(self, petition_id: str, now: int) -> str:
        """Make the stamp of a form: when it was shown, and for which petition. It names no reader.

        Args:
            petition_id: The petition's id.
            now: The time, in seconds since 1970, UTC.

        Returns:
            The value of a hidden field, the same for all who are shown the form in that second.

        Raises:
            InvalidFieldError: If the id is too long.
        """
        return self._signed(_STAMP_PURPOSE, petition_id, "", now)

    def stamp_age(self, stamp: object, petition_id: str, now: int) -> int | None:
        """Return how long ago a form was shown.

        Args:
            stamp: What came in the request, whatever it is.
            petition_id: The petition's id.
            now: The time, in seconds since 1970, UTC.

        Returns:
            Seconds, 0 for a stamp from the future; ``None`` if the stamp is missing, forged, or another
            petition's.
        """
        try:
            issued_for, _, issued_at = _Signer(self._keys, _STAMP_PURPOSE, now).verify(stamp, _STAMP)
        except InvalidTokenError:
            return None
        return max(now - issued_at, 0) if issued_for == petition_id else None

    def _signed(self, purpose: str, petition_id: str, rest: str, now: int) -> str:
        try:
            value: Any = base64_encode(petition_id.encode("utf-8")).decode("ascii")
        except UnicodeEncodeError:
            value = ""
        token = _Signer(self._keys, purpose, now).sign(value + rest).decode("ascii")
        if not value or len(token) > MAX_TOKEN_LENGTH:
            raise InvalidFieldError(
                "petition_id", petition_id, "must be text of 1 to about 270 bytes in UTF-8"
            )
        return token
