"""Keyed hashes of mailboxes, signers and networks.

Mailboxes, names and network addresses are few enough to be guessed, so a plain hash of one protects nothing.
Every hash is HMAC-SHA256 under a key that stays outside the database. Each purpose has its own key, and the
petition's id is part of the message, so the tables of two petitions cannot be joined.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Literal, get_args

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.signing.folding import fold_name, fold_postcode

KeyPurpose = Literal["identity", "signer", "rate", "mail", "token", "check"]

#: HMAC-SHA256 is as strong as its 256 bits of output only with a key as long (RFC 2104, 3).
MIN_SECRET_LENGTH = 32
#: Far below what random text of that length has, and above what a repeated word has.
_MIN_DISTINCT_CHARACTERS = 8


def _encode_parts(*parts: str) -> bytes:
    """Encode texts so that no two lists of them are alike: each with its length before it."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return b"".join(len(part).to_bytes(8, "big") + part for part in encoded)


def _check_secret(value: str | bytes) -> bytes:
    if not isinstance(value, (str, bytes)):
        raise InvalidFieldError("secrets", Withheld(value), "must be text or bytes")
    secret = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    if len(value) < MIN_SECRET_LENGTH or len(set(secret)) < _MIN_DISTINCT_CHARACTERS:
        raise InvalidFieldError(
            "secrets",
            Withheld(value),
            f"must each be random and of at least {MIN_SECRET_LENGTH} characters or bytes "
            "(python -c 'import secrets; print(secrets.token_urlsafe(32))' makes one)",
        )
    return secret


class Keys:
    """The keys of all hashes and tokens, made from the host's secrets.

    The first secret makes all new hashes and tokens. The others are only used for reading: tokens in earlier
    emails stay valid, and signers are recognized by their earlier identities. To change the secret while
    several processes run, first give all of them ``[old, new]``, then ``[new, old]``.

    A pending signature gets an identity under the first secret when its form is sent again; a confirmed one
    keeps its identity. So remove an old secret only when every petition that was open with it has closed.
    After that, the people who signed with it are no longer recognized, and the links in their emails no
    longer work.

    Args:
        secrets: One secret, or several, the newest first: text or bytes, random, at least 32 long. Keep
            them outside the database, and use the same ones in all processes.

    Raises:
        InvalidFieldError: If there is no secret, or if one is too short or has too few different characters.
            The error never shows it.

    Example:
        >>> keys = Keys("3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB")
        >>> keys
        <Keys: 1>
        >>> [len(identity) for identity in keys.identities("free-them", "alesia@example.org")]
        [64]
    """

    __slots__ = ("_derived",)

    def __init__(self, secrets: str | bytes | Iterable[str | bytes]) -> None:
        values = [secrets] if isinstance(secrets, (str, bytes)) else list(secrets)
        distinct = list(dict.fromkeys(map(_check_secret, values)))
        if not distinct:
            raise InvalidFieldError("secrets", values, "must be at least one")
        self._derived: dict[KeyPurpose, tuple[bytes, ...]] = {
            purpose: tuple(
                hmac.digest(secret, _encode_parts("solidarity_widgets", purpose), "sha256")
                for secret in distinct
            )
            for purpose in get_args(KeyPurpose)
        }

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self._derived['identity'])}>"

    def check_values(self) -> tuple[str, ...]:
        """Return a short hash of each key, the newest first, by which a store notices foreign secrets.

        Returns:
            16 hexadecimal digits each. They reveal nothing about the secrets.
        """
        return tuple(hash[:16] for hash in self._hashes("check", "check"))

    def derived(self, purpose: KeyPurpose) -> tuple[bytes, ...]:
        """Return the keys for one purpose, 32 bytes each, the newest first."""
        return self._derived[purpose]

    def _hashes(self, purpose: KeyPurpose, *parts: str) -> tuple[str, ...]:
        message = _encode_parts(*parts)
        return tuple(hmac.digest(key, message, "sha256").hex() for key in self._derived[purpose])

    def identities(self, petition_id: str, *forms: str) -> tuple[str, ...]:
        """Return a mailbox's identities in a petition, under every form of it and every key.

        Args:
            petition_id: The petition's id.
            forms: What :func:`~solidarity_widgets.signing.intake.email.mailbox_forms` returned: the mailbox
                under the present and the earlier rules.

        Returns:
            64 hexadecimal digits each. Store the first, look for all.
        """
        return tuple(hash for form in forms for hash in self._hashes("identity", petition_id, form))

    def signer_hashes(self, petition_id: str, name: str, postcode: str) -> tuple[str, ...]:
        """Return a person's hash in a petition under every key, the newest first.

        Args:
            petition_id: The petition's id.
            name: As written. Case, width and white space do not count; letters of all scripts and
                punctuation do.
            postcode: As written; only letters and digits count, without case.

        Returns:
            64 hexadecimal digits each. Store the first, look for all.
        """
        return self._hashes("signer", petition_id, fold_name(name), fold_postcode(postcode))

    def rate_key(self, petition_id: str, window: str, *source: str) -> str:
        """Return the key under which events from one source are counted in one time window.

        Args:
            petition_id: The petition's id.
            window: Which window of which rate, such as ``network 29384756``. So nobody can tell that keys of
                two windows belong to the same source.
            source: The network, the domain, or both.

        Returns:
            64 hexadecimal digits.
        """
        return self._hashes("rate", petition_id, window, *source)[0]

    def mailbox_key(self, window: str, normalized: str) -> str:
        """Return the key under which messages to a mailbox are counted, over all petitions.

        Args:
            window: Which window of time.
            normalized: What :func:`~solidarity_widgets.signing.intake.email.normalize_email` returned.

        Returns:
            64 hexadecimal digits.
        """
        return self._hashes("mail", window, normalized)[0]
