"""The protocol of a store. Every promise a store makes is written here, and only here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, Protocol, runtime_checkable

from solidarity_widgets.petitions import Goal
from solidarity_widgets.signing.store.records import (
    Change,
    ConfirmOutcome,
    ConsentEntry,
    ConsentWording,
    Count,
    EmailKind,
    ForgottenBatch,
    FormOutcome,
    Hit,
    MailboxLimit,
    QueuedEmail,
    Signature,
    SignatureState,
    SlotRecount,
    SweepBatch,
)

_CONFIRMED: tuple[SignatureState, ...] = ("confirmed",)


@runtime_checkable
class SignatureStore(Protocol):
    """Keeps signatures. Any object with these methods can be a store.

    Every method is one transaction and can be called from any thread or process at any time. A method that
    changes a signature checks its state in the same statement, so if two calls race, one does nothing. The
    counter changes in the same transaction as the signature, and the change feed gets its entry in it; see
    :meth:`changes`.

    Times are whole seconds since 1970 in UTC and come from the caller.
    """

    def find(self, petition_id: str, id: str) -> Signature | None:
        """Return a signature, or ``None`` if there is none with this id."""

    def find_by_identity(self, petition_id: str, identities: Collection[str]) -> Sequence[Signature]:
        """Return the signatures with any of these identities, ordered by household slot and id.

        Args:
            petition_id: The petition's id.
            identities: One mailbox's hashes, under the present and the earlier keys.
        """

    def insert(
        self,
        signature: Signature,
        consents: Sequence[ConsentEntry] = (),
        wordings: Sequence[ConsentWording] = (),
        *,
        replacing: str | None = None,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        """Store a new signature with its consents, and count it if it is ``counted``.

        Args:
            signature: The signature.
            consents: Entries for its consent log.
            wordings: The words of these consents. Words that are stored already stay as they are.
            replacing: Id of a withdrawn or erased signature of the same mailbox, to remove in the same
                transaction with its consents. If it is neither any more, nothing is stored. If it was
                counted, the new signature is counted in its place from the start, whatever its state.
            emails: Emails about the signature, to queue in the same transaction.
            mailbox: The limit of the mailbox's emails, against which an email is counted if the signature is
                stored.

        Returns:
            ``REFUSED`` if the petition already has its id, or its identity in the same household slot;
            ``UNSENT`` if it was stored, and the mailbox has had too many emails, so that none is queued;
            otherwise ``STORED``.
        """

    def amend(
        self,
        signature: Signature,
        consents: Sequence[ConsentEntry] = (),
        wordings: Sequence[ConsentWording] = (),
        *,
        quarantined: bool = False,
        min_interval: int | None = None,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        """Replace what a form wrote (``FORM_FIELDS`` and the consents) while a signature is pending.

        Nobody has confirmed the earlier form, so its consents were never given and are removed.

        Args:
            signature: The signature with its new values.
            consents: Entries for its consent log.
            wordings: The words of these consents.
            quarantined: Amend a quarantined signature that its signer has not confirmed, and make it
                pending, instead of amending a pending one.
            min_interval: Record an email at the signature's ``last_email_at`` too, and replace nothing if
                :meth:`record_email` would not allow it. ``None`` to record no email.
            emails: Emails about the signature, to queue in the same transaction.
            mailbox: The limit of the mailbox's emails. Without an email of its own, a form must not replace
                the one whose link has been delivered.

        Returns:
            ``REFUSED`` in any other state, or if another signature has its identity and household slot;
            ``UNSENT`` if the mailbox has had too many emails, and nothing was replaced; otherwise ``STORED``.
        """

    def confirm(self, petition_id: str, id: str, now: int, *, issued_at: int | None = None) -> ConfirmOutcome:
        """Confirm a pending signature and count it, once.

        A quarantined signature stays quarantined, and records that its signer confirmed it. In both cases
        the emails that ask its signer to confirm it leave the outbox.

        Args:
            petition_id: The petition's id.
            id: The signature's id.
            now: The time.
            issued_at: When the link was made. It does not confirm a text that was sent later. ``None`` for
                no such check.

        Returns:
            What happened; see ``ConfirmOutcome``.
        """

    def withdraw(self, petition_id: str, id: str, now: int, consents: Sequence[ConsentEntry] = ()) -> bool:
        """Withdraw a signature and, if it was counted, take it out of the count.

        The signature's emails leave the outbox. So they do if it is erased, removed or unsubscribed, in
        whatever way.

        Args:
            petition_id: The petition's id.
            id: The signature's id.
            now: The time.
            consents: Entries to log if the signature is withdrawn now.

        Returns:
            Whether it was withdrawn now.
        """

    def erase(self, petition_id: str, id: str, now: int, *, keep_identity: bool = False) -> bool:
        """Remove the personal data of a signature.

        A confirmed signature stays in the count, with its consent log, under a new random id and with times
        rounded to the day, so that nobody can tell who it was. Any other is removed altogether. The id of a
        signature on paper is remembered; see :meth:`was_erased`.

        Args:
            petition_id: The petition's id.
            id: The signature's id.
            now: The time.
            keep_identity: Keep the identity and its household slot, so that the mailbox is not counted twice
                while the petition is open.

        Returns:
            Whether it was erased now.
        """

    def was_erased(self, petition_id: str, ids: Collection[str]) -> bool:
        """Return whether a signature on paper with one of these ids was erased or removed.

        Also true of an id that was passed to :meth:`remember_paper`.
        """

    def remember_paper(self, petition_id: str, id: str) -> None:
        """Remember the id of a signature on paper that is not stored, because its mailbox has signed already.

        Remembering it again changes nothing.
        """

    def reject(self, petition_id: str, id: str, now: int) -> bool:
        """Remove a quarantined signature and its consents.

        If it is counted, because it replaced an erased one, it becomes an erased one again and keeps its
        identity.

        Returns:
            Whether it was removed now.
        """

    def quarantine(self, petition_id: str, id: str, now: int) -> bool:
        """Quarantine a pending or confirmed signature: out of the count until somebody reviews it.

        A pending one that is counted, because it replaced an erased one, stays in the count.

        Returns:
            Whether it was quarantined now.
        """

    def release(self, petition_id: str, id: str, now: int) -> bool:
        """Release a quarantined signature: confirmed and counted if its signer confirmed it, else pending.

        One that is counted already, because it replaced an erased one, stays in the count.

        Returns:
            Whether it was released now.
        """

    def unsubscribe(self, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        """Delete the email address and log the consent's withdrawal. The signature stays as it is.

        Returns:
            Whether there was an address.
        """

    def consents(self, petition_id: str, id: str) -> Sequence[ConsentEntry]:
        """Return a signature's consent log, oldest entry first."""

    def find_wording(self, petition_id: str, hash: str) -> ConsentWording | None:
        """Return the words with this hash, or ``None``."""

    def record_email(
        self,
        petition_id: str,
        id: str,
        now: int,
        *,
        min_interval: int,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        """Record an email about a signature, unless one was sent too recently.

        A last email that is further in the future than *min_interval* was recorded by a wrong clock, and does
        not count.

        Args:
            petition_id: The petition's id.
            id: The signature's id.
            now: The time.
            min_interval: Seconds that must pass since the last email.
            emails: Emails about the signature, to queue in the same transaction if it is recorded.
            mailbox: The limit of the mailbox's emails.

        Returns:
            ``STORED`` if the email may be sent; of two calls that race, one gets it. ``UNSENT`` if the
            mailbox has had too many, ``REFUSED`` if one was sent too recently; then nothing is recorded.
        """

    def emails_due(self) -> Mapping[str, int]:
        """Return for each petition with emails in the outbox when the next one is to be sent."""

    def claim_emails(self, petition_id: str, now: int, *, lease: int, limit: int) -> Sequence[QueuedEmail]:
        """Take emails out of the outbox for a while, to send them.

        What is claimed is not due again for *lease* seconds. If its worker has not called
        :meth:`delete_email` or :meth:`postpone_email` by then, because it was killed, it is due again. An
        email that is queued again in the meantime is due at its new time, and the earlier claim is void.

        Args:
            petition_id: The petition's id.
            now: The time.
            lease: For how many seconds.
            limit: How many at most, the longest due first.

        Returns:
            The emails, each with the key of its claim. No two callers get the same email at once.
        """

    def delete_email(self, email: QueuedEmail) -> bool:
        """Delete an email, because it was sent or never will be.

        Only the worker that has claimed it can delete it.

        Returns:
            Whether it was deleted. It is not if the claim is void.
        """

    def postpone_email(self, email: QueuedEmail, until: int, *, attempts: int) -> bool:
        """Give a claimed email back, to be sent later.

        Args:
            email: The email.
            until: When it is due again.
            attempts: How many attempts it has had.

        Returns:
            Whether it was given back. It is not if the claim is void.
        """

    def delete_old_emails(self, petition_id: str, before: int, *, dry_run: bool = False) -> int:
        """Delete the emails of a petition that were due before a time, whoever has claimed them.

        Returns:
            How many were deleted, or would be in a dry run.
        """

    def count_emails(self, petition_id: str, before: int) -> dict[EmailKind, int]:
        """Return how many emails of each kind were or are due before a time."""

    def key_checks(self) -> Collection[str]:
        """Return the check values of the keys with which the store's hashes were made."""

    def add_key_check(self, check: str, *, known: Collection[str] | None = None) -> bool:
        """Remember the check value of a key. Adding it again changes nothing.

        Args:
            check: The check value.
            known: The check values of all the caller's keys. If the store has other check values and none of
                these, nothing is remembered. ``None`` to remember it in any case.

        Returns:
            Whether the store has it now. Of two processes that start with different secrets, one gets
            ``False``.
        """

    def count_hits(self, petition_id: str, hits: Sequence[Hit]) -> list[int]:
        """Count events in time windows, for rate limits.

        Args:
            petition_id: The petition's id, or ``*`` for all petitions.
            hits: The events, each with another key or window.

        Returns:
            For each event, how many there are now in its window, with this one.
        """

    def delete_expired_hits(self, now: int, *, limit: int, dry_run: bool = False) -> int:
        """Delete at most *limit* expired counters of events.

        Returns:
            How many were deleted, or would be in a dry run.
        """

    def count(self, petition_id: str) -> Count:
        """Return how many have signed. The time it takes does not depend on that number."""

    def flush_counts(self, petition_id: str, now: int, *, limit: int = 10_000) -> int:
        """Add waiting confirmed signatures to the counter, in a store that counts in batches.

        Returns:
            How many were added; 0 if none was waiting.
        """

    def recount(self, petition_id: str, slot: int, now: int) -> SlotRecount:
        """Recount one slot's signatures and correct its counter, while signing goes on.

        Args:
            petition_id: The petition's id.
            slot: The slot's number, from 0. The result says how many there are.
            now: The time.

        Returns:
            What was found.
        """

    def changes(
        self, petition_id: str, *, after: int = 0, limit: int = 1000, goal: Goal | None = None
    ) -> Sequence[Change]:
        """Return entries of the change feed, in their order.

        Each change of the list of confirmed signatures, of a subscription or of the count is an entry.
        Whoever applies them all from the first has the ids of the confirmed signatures, the ids of the
        subscribed ones, and the count (in a store that counts in batches, once all is counted).

        An entry's number never changes, numbers have no gaps, and once a number has been read, no entry
        appears below it. All entries about one signature are in the order in which they happened.

        Args:
            petition_id: The petition's id.
            after: Only entries with a greater number: the last one that was applied, or 0.
            limit: How many at most; none if it is negative.
            goal: The petition's goal. The first reader who passes it gets an entry for each of its numbers
                that the count has reached since the petition began.

        Returns:
            The entries. If there are fewer than *limit*, there are no more.

        Raises:
            InvalidFieldError: If *after* is greater than the last entry's number. The store has lost entries,
                for example because an older backup was restored.
        """

    def forget_changed_ids(
        self, petition_id: str, before: int, *, after: int = 0, limit: int = 1000, dry_run: bool = False
    ) -> ForgottenBatch:
        """Remove from the change feed the ids of signatures that were erased before a time.

        Links in emails contain the id, so the feed would still tell the owner of a mailbox, or whoever reads
        it, that the signature was confirmed. The entries stay without the id, and the count with them. The
        id of a signature that is stored, or that changed since, stays.

        Args:
            petition_id: The petition's id.
            before: Only of signatures that were erased on a day before the day of this time.
            after: The cursor of the previous batch.
            limit: How many erased signatures to look at, at least one.
            dry_run: Only count them.

        Returns:
            How many, and where the next batch starts.
        """

    def list_signatures(
        self,
        petition_id: str,
        *,
        after: str = "",
        limit: int = 1000,
        states: Collection[SignatureState] = _CONFIRMED,
    ) -> Sequence[Signature]:
        """Return signatures in the order of their ids, which are random.

        Args:
            petition_id: The petition's id.
            after: Only signatures with a greater id.
            limit: How many at most; none if it is negative.
            states: Only signatures in one of these states.
        """

    def public_signatures(
        self, petition_id: str, *, limit: int = 100, after: Signature | None = None
    ) -> Sequence[Signature]:
        """Return the confirmed signatures that may be shown, newest first.

        Args:
            petition_id: The petition's id.
            limit: How many at most; none if it is negative.
            after: The last signature of the page before.
        """

    def count_by(self, petition_id: str, by: Literal["source", "country", "state"]) -> dict[str, int]:
        """Return the number of counted signatures by source or country, or of all signatures by state."""

    def sweep(
        self,
        petition_id: str,
        state: SignatureState,
        before: int,
        *,
        now: int,
        erase: bool = False,
        confirmed: bool | None = None,
        after: str = "",
        limit: int = 1000,
        dry_run: bool = False,
    ) -> SweepBatch:
        """Remove or erase one batch of signatures that have been in a state since before a time.

        Args:
            petition_id: The petition's id.
            state: Which signatures.
            before: Only signatures that last changed before this time.
            now: The time.
            erase: Erase them as :meth:`erase` does, without their identity, instead of removing them with
                their consents. Erased signatures lose their identity. A pending or quarantined signature that
                is counted is erased in any case, and keeps its identity.
            confirmed: Only signatures that their signers confirmed (``True``) or did not (``False``).
            after: The cursor of the previous batch.
            limit: How many to look at, at least one.
            dry_run: Only count them.

        Returns:
            How many, and where the next batch starts.
        """
