"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import SignatureState


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a piece of long work is, told after each batch.

    What was done up to here is safe: whoever raises an exception in answer loses nothing, and neither does
    Ctrl-C nor a process that is killed.

    Attributes:
        done: How many signatures, rows or slots were looked at.
        total: How many there will be, or ``None`` if nobody knows. Signing goes on, so *done* may differ in
            the end.
        cursor: Where the work stands: an id, a line or a slot; for telling, not for computing.
    """

    done: int
    total: int | None
    cursor: str | None


#: What is told of each batch.
ProgressCallback = Callable[[JobProgress], object]


def count_in_states(store: SignatureStore, petition_id: str, states: Collection[SignatureState]) -> int:
    """Return how many signatures have one of some states now.

    Args:
        store: The store.
        petition_id: The petition's id.
        states: Which.

    Returns:
        The number.
    """
    tally = store.count_by(petition_id, "state")
    return sum(tally.get(state, 0) for state in states)
