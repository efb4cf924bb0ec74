"""Who is the same signer: keyed hashes of a mailbox and a person, and what follows from meeting them again.

A hash without a key would be found by trial: there are few mailboxes, and fewer names and addresses of
networks. So everything is HMAC-SHA256 under keys that stay outside of the database. Each purpose has a key of
its own, and the petition's id is part of what is hashed, so that two petitions' tables cannot be joined.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.signing.records import Signature

KeyPurpose = Literal["identity", "signer", "rate", "mail", "token"]
MailboxOutcome = Literal["new", "resubmitted", "already_signed", "household_full"]

#: HMAC-SHA256 is as strong as its 256 bits of output only with a key as long (RFC 2104, 3).
MIN_SECRET_LENGTH = 32
#: Far below what random text of that length has, and above what a repeated word has.
_MIN_DISTINCT_CHARACTERS = 8
#: Signatures that one mailbox may have under the household rule.
MAX_HOUSEHOLD = 2


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

    To change a secret, put the new one before the old: ``Keys([new, old])``. Everything new is made with the
    first. The others are only read: tokens in messages that are on their way stay valid, and a signer is
    found under an old identity. One that still waits is written anew when its form is sent again; a confirmed
    one keeps what it has. So take an old secret out when the last petition that was open with it has been
    closed: those who signed before are then no longer recognized, and the links in their emails are dead.

    Args:
        secrets: One secret, or several, the newest first: text or bytes, random, at least 32 long. Keep
            them outside of the database, and the same in all processes.

    Raises:
        InvalidFieldError: For a secret that is too short or has too few different letters, or for none. It
            never shows it.

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

    def derived(self, purpose: KeyPurpose) -> tuple[bytes, ...]:
        """Return the keys for one purpose, 32 bytes each, the newest first."""
        return self._derived[purpose]

    def _hashes(self, purpose: KeyPurpose, *parts: str) -> tuple[str, ...]:
        message = _encode_parts(*parts)
        return tuple(hmac.digest(key, message, "sha256").hex() for key in self._derived[purpose])

    def identities(self, petition_id: str, normalized: str) -> tuple[str, ...]:
        """Return a mailbox's identity in a petition under every key, the newest first.

        Args:
            petition_id: The petition's id.
            normalized: What :func:`~solidarity_widgets.signing.email.normalize_email` returned.

        Returns:
            64 hexadecimal digits each. Store the first, look for all.
        """
        return self._hashes("identity", petition_id, normalized)

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

    def network_key(self, petition_id: str, window: str, network: str) -> str:
        """Return the key under which events of a network are counted in one window of time.

        Args:
            petition_id: The petition's id.
            window: Which window, and of which rate, such as ``burst 29384756``: no two keys of different
                windows can be told to be one network's.
            network: What :func:`~solidarity_widgets.signing.networks.network_of` returned.

        Returns:
            64 hexadecimal digits, or an empty string if the network is not known.
        """
        return self._hashes("rate", petition_id, window, network)[0] if network else ""

    def mailbox_key(self, window: str, normalized: str) -> str:
        """Return the key under which messages to a mailbox are counted, over all petitions.

        Args:
            window: Which window of time.
            normalized: What :func:`~solidarity_widgets.signing.email.normalize_email` returned.

        Returns:
            64 hexadecimal digits.
        """
        return self._hashes("mail", window, normalized)[0]


def fold_name(name: str) -> str:
    """Fold a name to compare it: compatibility forms, case and white space do not count.

    Example:
        >>> fold_name("  Алесь   БЯЛЯЦКІ ")
        'алесь бяляцкі'
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(folded.split())


def fold_postcode(postcode: str) -> str:
    """Fold a postcode to compare it: only letters and digits count, without case.

    Example:
        >>> fold_postcode("sw1a 1aa"), fold_postcode("00-950")
        ('sw1a1aa', '00950')
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", postcode).casefold())
    return "".join(outgoing for outgoing in folded if outgoing.isalnum())


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form means, given what its mailbox has signed before. The reader sees the same page for all.

    Attributes:
        outcome: ``new``: store a signature. ``again``: it waits for its button; amend it, send the message
            again. ``known``: the button was pressed; store nothing, send the message that says so.
            ``refused``: the mailbox has no place for this person; store nothing, and send what
            ``existing`` asks for.
        household_slot: The place of the new, or of the existing signature.
        existing: The signature that the mailbox is known by; ``None`` if new.
        replacing: Id of the withdrawn signature in whose place the new one comes, or ``None``.
    """

    outcome: MailboxOutcome
    household_slot: int = 0
    existing: Signature | None = field(default=None, repr=False)
    replacing: str | None = None


def is_confirmed_by_signer(signature: Signature) -> bool:
    """Tell whether the button was pressed; a quarantined signature must look like any other."""
    return signature.state == "confirmed" or signature.confirmed_at is not None


def _is_same_signer(signature: Signature, signer_hashes: Collection[str]) -> bool:
    """Tell whether a signature is this person's; one that is nobody's may be."""
    signer_hash = signature.signer_hash
    return signer_hash is None or any(hmac.compare_digest(signer_hash, other) for other in signer_hashes)


def decide(
    existing: Sequence[Signature], signer_hashes: Collection[str], postcode: str, household: bool
) -> Decision:
    """Decide what a form means. Pure: it neither looks anything up nor changes anything.

    One mailbox signs once. With the household rule a second person may share it: one with another name and
    the same postcode. A third, or one with another postcode, takes the place of a signature that still waits
    for its button, or is refused.

    The postcodes are compared as the signatures have them, in the clear: a hash of a postcode alone would
    be found by trial with its key, and protect nothing while the postcode stands beside it.

    Args:
        existing: All signatures of the mailbox in the petition, in any order and state, under any key.
        signer_hashes: What :meth:`Keys.signer_hash` returned for the form.
        postcode: The form's postcode, or an empty string.
        household: Whether the petition has the household rule.

    Returns:
        What to do.

    Example:
        >>> decide([], (), "", household=False)
        Decision(outcome='new', household_slot=0, replacing=None)
        >>> ales = Signature("free-them", "0" * 32, state="confirmed", signer_hash="a", postcode="220030")
        >>> decide([ales], ("b",), "220 030", household=True).household_slot
        1
        >>> decide([ales], ("b",), "220 030", household=False).outcome
        'already_signed'
    """
    active = [one for one in existing if one.state not in ("withdrawn", "erased")]
    # Should there be several, one whose button was pressed says most, then the oldest.
    active.sort(key=lambda one: (not is_confirmed_by_signer(one), one.household_slot, one.created_at, one.id))
    same = [one for one in active if not household or _is_same_signer(one, signer_hashes)]
    if same:
        return Decision(
            "already_signed" if is_confirmed_by_signer(same[0]) else "resubmitted",
            same[0].household_slot,
            same[0],
        )
    free = sorted(set(range(MAX_HOUSEHOLD)) - {one.household_slot for one in active})
    if active and not (free and len(active) < MAX_HOUSEHOLD and _has_same_postcode(active[0], postcode)):
        # Only a button that was pressed shows that somebody who reads the mailbox holds the slot.
        waiting = [one for one in active if not is_confirmed_by_signer(one)]
        if waiting and (waiting[0] is active[0] or _has_same_postcode(active[0], postcode)):
            return Decision("resubmitted", waiting[0].household_slot, waiting[0])
        return Decision("household_full", active[0].household_slot, active[0])
    withdrawn = [one for one in existing if one.state == "withdrawn" and one.household_slot in free]
    withdrawn.sort(
        key=lambda one: (not _is_same_signer(one, signer_hashes), one.household_slot, one.created_at, one.id)
    )
    if withdrawn:
        return Decision("new", withdrawn[0].household_slot, replacing=withdrawn[0].id)
    return Decision("new", free[0])


def _has_same_postcode(signature: Signature, postcode: str) -> bool:
    folded = fold_postcode(postcode)
    return folded != "" and fold_postcode(signature.postcode) == folded
