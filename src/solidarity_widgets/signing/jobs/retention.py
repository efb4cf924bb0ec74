"""Retention: how long each kind of data is kept, and the job that removes what has expired."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TypeAlias, TypedDict, Unpack

from solidarity_widgets.checks import check_whole
from solidarity_widgets.signing.jobs.progress import JobProgress, ProgressCallback
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import DAY, FAR_FUTURE, MAX_EMAIL_AGE, SignatureState

#: More hits than any store has.
_UNLIMITED = 2**31 - 1

RemovedByState: TypeAlias = dict[SignatureState, int]


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """How long data are kept, in seconds. Tell your signers the same.

    The law asks for a stated period that is no longer than the purpose needs (GDPR, Art. 5(1)(e) and
    13(2)(a)), not for these periods. They are what petition systems do, or shorter.

    Attributes:
        pending: Signatures that nobody confirmed: 21 days, as petities.nl does.
        quarantined: Quarantined signatures that nobody confirmed or released: 90 days, a quarter for
            reviewing them. Those that their signers confirmed wait until the petition closes.
        withdrawn: Withdrawn signatures: 30 days, so that a mistake can be explained.
        after_close: How long after the petition's closing confirmed signatures are erased, while the count
            stays: 180 days, as the UK Parliament's e-petitions are anonymised after six months.
        changes: How long the change feed names a signature that was erased: 30 days, for whoever keeps a copy
            of the list to delete it there too.

    Raises:
        InvalidFieldError: If a period is not a whole number, 0 or more.
    """

    pending: int = 21 * DAY
    quarantined: int = 90 * DAY
    withdrawn: int = 30 * DAY
    after_close: int = 180 * DAY
    changes: int = 30 * DAY

    def __post_init__(self) -> None:
        for each in fields(self):
            check_whole(getattr(self, each.name), each.name, 0)


@dataclass(frozen=True, slots=True)
class RetentionResult:
    """What retention did or, in a dry run, would do.

    Attributes:
        removed: How many signatures were removed with their consents, by state.
        erased: How many confirmed signatures lost their data and stay counted.
        hits: How many expired rate counters of all petitions were deleted.
        to_review: How many signatures are in quarantine although their signers confirmed them. They wait for
            you: release or reject them. Retention removes them only after the petition has closed.
        emails: How many emails were deleted because no worker could send them for a day.
        forgotten: How many ids of erased signatures were removed from the change feed.
    """

    removed: RemovedByState = field(default_factory=dict)
    erased: int = 0
    hits: int = 0
    to_review: int = 0
    emails: int = 0
    forgotten: int = 0


class _SweepOptions(TypedDict, total=False):
    erase: bool
    confirmed: bool | None
    dry_run: bool


def apply_retention(
    store: SignatureStore,
    petition_id: str,
    *,
    policy: RetentionPolicy | None = None,
    closed_at: int | None,
    now: int,
    batch: int = 1000,
    dry_run: bool = False,
    progress: ProgressCallback | None = None,
) -> RetentionResult:
    """Remove and erase the data whose retention period is over.

    Each batch is one transaction, so you can interrupt retention and run it again. A signature that changes
    meanwhile, because its signer confirms it late, is left alone.

    Args:
        store: The store.
        petition_id: The petition's id.
        policy: How long to keep what; by default :class:`RetentionPolicy`'s own periods.
        closed_at: When the petition closed, in seconds since 1970, UTC; ``None`` while it is open, when no
            confirmed signature is erased.
        now: The time, as *closed_at*.
        batch: How many signatures to look at in one transaction.
        dry_run: Change nothing, and report what would be done.
        progress: Called after each batch with how many signatures were removed or erased so far.

    Returns:
        The numbers. A dry run returns those of a real run at the same time.

    Raises:
        InvalidFieldError: If *batch* is less than 1.

    Example:
        >>> from solidarity_widgets.signing.store.sql import SqlSignatureStore
        >>> with SqlSignatureStore("sqlite://") as store:
        ...     store.create_tables()
        ...     apply_retention(store, "release", closed_at=None, now=1_800_000_000).removed
        {'pending': 0, 'quarantined': 0, 'withdrawn': 0}
    """
    check_whole(batch, "batch", 1)
    policy = policy or RetentionPolicy()
    done = 0

    def sweep(state: SignatureState, before: int, **options: Unpack[_SweepOptions]) -> int:
        nonlocal done
        options.setdefault("dry_run", dry_run)
        count, after = 0, ""
        while True:
            swept = store.sweep(petition_id, state, before, now=now, after=after, limit=batch, **options)
            count += swept.count
            done += swept.count
            if progress is not None:
                progress(JobProgress(done, None, swept.cursor))
            if swept.cursor is None:
                return count
            after = swept.cursor

    emails = store.delete_old_emails(petition_id, now - MAX_EMAIL_AGE, dry_run=dry_run)
    closed = closed_at is not None and closed_at < now
    removed: RemovedByState = {
        "pending": sweep("pending", now - policy.pending),
        # Whoever confirmed a signature wanted it to count. It waits for a review until the petition closes.
        "quarantined": sweep("quarantined", now - policy.quarantined, confirmed=None if closed else False),
        "withdrawn": sweep("withdrawn", now - policy.withdrawn),
    }
    over = closed_at is not None and closed_at + policy.after_close < now
    erased = sweep("confirmed", now, erase=True) if over else 0
    if closed:  # nobody can sign any more, so nobody can be counted twice
        sweep("erased", FAR_FUTURE, erase=True)
    progress = None  # what follows removes no signature
    to_review = sweep("quarantined", FAR_FUTURE, confirmed=True, dry_run=True)
    hits = 0
    if dry_run:
        hits = store.delete_expired_hits(now, limit=_UNLIMITED, dry_run=True)
    else:
        while forgotten := store.delete_expired_hits(now, limit=batch):
            hits += forgotten
    forgotten, cursor = 0, 0
    while True:
        ids = store.forget_changed_ids(
            petition_id, now - policy.changes, after=cursor, limit=batch, dry_run=dry_run
        )
        forgotten += ids.count
        if ids.cursor is None:
            return RetentionResult(removed, erased, hits, to_review, emails, forgotten)
        cursor = ids.cursor
