"""What nobody needs any more goes: how long each kind of data is kept, and the sweep that keeps to it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TypeAlias

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.jobs.progress import JobProgress, ProgressCallback
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import SignatureState

DAY = 86_400
#: More hits than any store has.
_UNLIMITED = 2**31 - 1

RemovedByState: TypeAlias = dict[SignatureState, int]


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """How long data are kept, in seconds. Tell your signers the same.

    Law asks for a stated period that is no longer than the purpose needs (GDPR, Art. 5(1)(e) and 13(2)(a)),
    not for these; they are what petition systems do, or shorter.

    Attributes:
        pending: Signatures whose button was not pressed; 21 days, as petities.nl removes its own.
        quarantined: Signatures that the defence held back and nobody released; 90 days, a quarter for
            looking.
        withdrawn: Signatures taken back; 30 days, so that a new signing of the same person finds the old one
            and a mistake can be answered for.
        after_close: From the petition's closing until the data of confirmed ones are erased, while the count
            stays; 180 days, as the UK Parliament's e-petitions anonymises after six months.
    """

    pending: int = 21 * DAY
    quarantined: int = 90 * DAY
    withdrawn: int = 30 * DAY
    after_close: int = 180 * DAY

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise InvalidFieldError(each.name, value, "must be a whole number of seconds, 0 or more")


@dataclass(frozen=True, slots=True)
class RetentionResult:
    """What a sweep did or, in a dry run, would do.

    Attributes:
        removed: For each state how many signatures went with their consents.
        erased: How many confirmed ones lost their data and stay counted.
        hits: How many rate counters went, of all petitions.
    """

    removed: RemovedByState = field(default_factory=dict)
    erased: int = 0
    hits: int = 0


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
    """Remove and erase what a policy does not keep any longer.

    Each batch is one transaction; what is gone is not looked for again, so a sweep that was stopped is simply
    run anew. A signature that comes to life meanwhile (a late press of the button) is left alone.

    Args:
        store: The store.
        petition_id: The petition's id.
        policy: How long to keep what; by default :class:`RetentionPolicy`'s own periods.
        closed_at: When the petition closed, in seconds since 1970, UTC; ``None`` while it is open, when no
            confirmed signature is erased.
        now: The time, as *closed_at*.
        batch: How many signatures to look at in one transaction.
        dry_run: Change nothing, and report what would be done.
        progress: Called after each batch with how many went so far; nobody knows of how many.

    Returns:
        The numbers; a dry run's are those of a real run at the same time.

    Raises:
        InvalidFieldError: If *batch* is less than 1.

    Example:
        >>> from solidarity_widgets.signing.store.sql import SqlSignatureStore
        >>> with SqlSignatureStore("sqlite://") as store:
        ...     store.create_tables()
        ...     apply_retention(store, "release", closed_at=None, now=1_800_000_000)
        RetentionResult(removed={'pending': 0, 'quarantined': 0, 'withdrawn': 0}, erased=0, hits=0)
    """
    check_whole(batch, "batch", 1)
    policy = policy or RetentionPolicy()
    periods: tuple[tuple[SignatureState, int], ...] = (
        ("pending", policy.pending),
        ("quarantined", policy.quarantined),
        ("withdrawn", policy.withdrawn),
    )
    over = closed_at is not None and closed_at + policy.after_close < now
    done = 0

    def sweep(state: SignatureState, before: int, erase: bool = False) -> int:
        nonlocal done
        count, after = 0, ""
        while True:
            swept = store.sweep(
                petition_id, state, before, now=now, erase=erase, after=after, limit=batch, dry_run=dry_run
            )
            count += swept.count
            done += swept.count
            if progress is not None:
                progress(JobProgress(done, None, swept.cursor))
            if swept.cursor is None:
                return count
            after = swept.cursor

    removed: RemovedByState = {state: sweep(state, now - period) for state, period in periods}
    erased = sweep("confirmed", now, erase=True) if over else 0
    hits = 0
    if dry_run:
        hits = store.delete_expired_hits(now, limit=_UNLIMITED, dry_run=True)
    else:
        while forgotten := store.delete_expired_hits(now, limit=batch):
            hits += forgotten
    return RetentionResult(removed, erased, hits)
