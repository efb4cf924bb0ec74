"""Recounting signatures slot by slot, while people go on signing."""

from __future__ import annotations

from dataclasses import dataclass

from solidarity_widgets.signing.jobs.progress import JobProgress, ProgressCallback
from solidarity_widgets.signing.store.protocol import SignatureStore


@dataclass(frozen=True, slots=True)
class RecountResult:
    """What a recount found.

    Attributes:
        signed: The petition's count afterwards, with whoever signed meanwhile.
        drift: How many the counter had too many (or, negative, too few) before.
        repaired: How many slots were wrong; two of them may have hidden each other in *drift*.
        slots: How many slots there are.
    """

    signed: int
    drift: int
    repaired: int
    slots: int


def recount(
    store: SignatureStore,
    petition_id: str,
    *,
    now: int,
    start: int = 0,
    progress: ProgressCallback | None = None,
) -> RecountResult:
    """Count a petition's signatures again and correct the counter.

    Each slot is one transaction; what was counted stays right if the work is stopped.

    Args:
        store: The store.
        petition_id: The petition's id.
        now: The time in seconds since 1970, UTC.
        start: The slot to begin with; to go on after a stop, the last progress's cursor.
        progress: Called after each slot; its cursor is the next slot.

    Returns:
        What was found, in the slots from *start* on.

    Example:
        >>> from solidarity_widgets.signing.store.sql import SqlSignatureStore
        >>> with SqlSignatureStore("sqlite://") as store:
        ...     store.create_tables()
        ...     recount(store, "release", now=1_800_000_000)
        RecountResult(signed=0, drift=0, repaired=0, slots=1)
    """
    slot, slots, drift, repaired = start, start + 1, 0, 0
    while slot < slots:
        found = store.recount(petition_id, slot, now)
        slot, slots = slot + 1, found.slots
        drift += found.drift
        repaired += found.drift != 0
        if progress is not None:
            progress(JobProgress(slot, slots, str(slot)))
    return RecountResult(store.count(petition_id).signed, drift, repaired, slots)
