"""What the service asks of a store; any object with these methods will do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal, Protocol, runtime_checkable

from solidarity_widgets.signing.records import (
    ConfirmOutcome,
    ConsentEntry,
    ConsentWording,
    Count,
    Signature,
    SignatureState,
    SlotRecount,
    SweepBatch,
)

_CONFIRMED: tuple[SignatureState, ...] = ("confirmed",)


@runtime_checkable
class SignatureStore(Protocol):
    """Keeps signatures. Every method is one transaction, or none if nothing changes.

    Every method may be called from any thread and any process at any time. A method that changes a
    signature says in its condition from which states, so that of two that race one does nothing; the
    counter changes in the same transaction as the signature, or not at all.

    Times are whole seconds since 1970 in UTC and come from the caller.
    """

    def find(self, petition_id: str, id: str) -> Signature | None:
        """Return a signature, or ``None``."""

    def find_by_identity(self, petition_id: str, identities: Collection[str]) -> Sequence[Signature]:
        """Return the signatures with one of some identities (one person's, under several keys)."""

    def insert(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[ConsentWording] = (),
        *,
        replacing: str | None = None,
    ) -> bool:
        """Store a new signature with its consents, and count it if it is ``counted``.

        Args:
            signature: The signature.
            consents: What the signer agreed to.
            wordings: The words; those that are there already stay as they are.
            replacing: Id of a withdrawn signature that is removed with its consents in the same
                transaction. If it is not withdrawn any more, nothing is stored.

        Returns:
            Whether it was stored: not if the petition has the same identity and household slot.
        """

    def amend(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[ConsentWording] = (),
        *,
        quarantined: bool = False,
    ) -> bool:
        """Write the text fields, identity and consents of a signature anew while it is pending.

        Consents of a form that nobody has confirmed were never given, so they go.

        Args:
            signature: The signature.
            consents: What the signer agreed to.
            wordings: The words.
            quarantined: Whether it is a quarantined one whose button was not pressed, instead of a pending
                one; it is pending again.

        Returns:
            Whether that was done: not in another state, nor if another signature has its identity and
            household slot.
        """

    def confirm(self, petition_id: str, id: str, now: int, *, issued_at: int | None = None) -> ConfirmOutcome:
        """Turn a pending signature into a confirmed one and count it, once.

        A quarantined one stays quarantined, and remembers that its button was pressed.

        Args:
            petition_id: The petition's id.
            id: The signature's.
            now: The time.
            issued_at: When the link was made: nothing that was written later was meant by it. ``None`` asks
                nothing.
        """

    def withdraw(self, petition_id: str, id: str, now: int, consents: Iterable[ConsentEntry] = ()) -> bool:
        """Take a signature back: out of the count if it was in it.

        Args:
            petition_id: The petition's id.
            id: The signature's.
            now: The time.
            consents: What is logged if it is done now.

        Returns:
            Whether that was done now.
        """

    def erase(self, petition_id: str, id: str, now: int) -> bool:
        """Remove all personal data of a signature; a counted one stays counted, any other goes altogether.

        Its identity goes too. The consent log of a counted one stays: its id names nobody any more.

        Returns:
            Whether that was done now.
        """

    def quarantine(self, petition_id: str, id: str, now: int) -> bool:
        """Take a pending or confirmed signature out of the count until somebody has looked at it."""

    def release(self, petition_id: str, id: str, now: int) -> bool:
        """Undo :meth:`quarantine`: confirmed and counted if its button was pressed, else pending."""

    def unsubscribe(self, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        """Forget the email address and log the consent's withdrawal; the signature stays as it is.

        Returns:
            Whether there was an address.
        """

    def consents(self, petition_id: str, id: str) -> Sequence[ConsentEntry]:
        """Return a signature's consent log, the oldest first."""

    def find_wording(self, petition_id: str, hash: str) -> ConsentWording | None:
        """Return the words of a hash."""

    def record_email(
        self, petition_id: str, id: str, now: int, *, min_interval: int, max_emails: int, reset_after: int
    ) -> bool:
        """Note a message about a signature, unless it comes too soon or there were enough.

        Args:
            petition_id: The petition's id.
            id: The signature's.
            now: The time.
            min_interval: Seconds since the last message.
            max_emails: How many messages a signature may cause in a row.
            reset_after: Seconds after the last message from which on the row begins anew.

        Returns:
            Whether the message may be sent; of two that race, one.
        """

    def count_hit(self, petition_id: str, key: str, window: int, expires_at: int) -> int:
        """Count one event under a key and window, and return how many there are now.

        Args:
            petition_id: The petition's id, or ``*`` for what concerns all.
            key: Anything of at most 80 characters; it must tell nothing about anybody.
            window: Number of the time window.
            expires_at: When it may be forgotten.
        """

    def delete_expired_hits(self, now: int, *, limit: int, dry_run: bool = False) -> int:
        """Remove at most *limit* hits that have expired; return how many."""

    def count(self, petition_id: str) -> Count:
        """Return how many have signed, in the same time for ten and for ten million."""

    def flush_counts(self, petition_id: str, now: int, *, limit: int = 10_000) -> int:
        """Add confirmed signatures that wait to the counter (of a store that counts in batches).

        Returns:
            How many were added; 0 when none waits.
        """

    def recount(self, petition_id: str, slot: int, now: int) -> SlotRecount:
        """Count one slot's signatures anew and put its counter right, while signing goes on.

        Args:
            petition_id: The petition's id.
            slot: 0, then on to the number of slots that the answer names.
            now: The time.
        """

    def list_signatures(
        self,
        petition_id: str,
        *,
        after: str = "",
        limit: int = 1000,
        states: Collection[SignatureState] = _CONFIRMED,
    ) -> Sequence[Signature]:
        """Return signatures in the order of their ids, from the one behind *after* on."""

    def public_signatures(
        self, petition_id: str, *, limit: int = 100, after: Signature | None = None
    ) -> Sequence[Signature]:
        """Return confirmed signatures whose signers allowed it, those sent last first.

        Args:
            petition_id: The petition's id.
            limit: How many at most.
            after: The last one of the page before, to go on behind it.
        """

    def count_by(self, petition_id: str, by: Literal["source", "country", "state"]) -> dict[str, int]:
        """Return how many signatures each source or country has in the count, or each state has."""

    def sweep(
        self,
        petition_id: str,
        state: SignatureState,
        before: int,
        *,
        now: int,
        erase: bool = False,
        after: str = "",
        limit: int = 1000,
        dry_run: bool = False,
    ) -> SweepBatch:
        """Remove, or erase, one batch of signatures that have been in a state since before a time.

        Args:
            petition_id: The petition's id.
            state: Which signatures.
            before: Only those that last changed before this time.
            now: The time.
            erase: Erase as :meth:`erase` does, rather than remove with consents.
            after: The cursor of the batch before.
            limit: How many to look at.
            dry_run: Only count.
        """
