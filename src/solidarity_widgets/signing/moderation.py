"""Reviewing quarantined signatures."""

from __future__ import annotations

from collections.abc import Iterator

from solidarity_widgets.checks import check_whole
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.store.records import Signature, SignatureState


def signatures_in_state(
    context: Context, petition: Petition, state: SignatureState, after: str, batch: int
) -> Iterator[Signature]:
    """Yield a petition's signatures in a state, reading *batch* of them at a time."""
    check_whole(batch, "batch", minimum=1)
    return _batches(context, petition, state, after, batch)


def _batches(
    context: Context, petition: Petition, state: SignatureState, after: str, batch: int
) -> Iterator[Signature]:
    while found := context.store.list_signatures(petition.id, after=after, limit=batch, states=(state,)):
        yield from found
        after = found[-1].id


def quarantined(context: Context, petition: Petition, after: str, batch: int) -> Iterator[Signature]:
    """Yield the signatures that wait for a review."""
    return signatures_in_state(context, petition, "quarantined", after, batch)


def quarantine(context: Context, petition: Petition, id: str) -> bool:
    """Quarantine a signature; return whether it was quarantined now."""
    return context.store.quarantine(petition.id, id, context.now())


def release(context: Context, petition: Petition, id: str) -> bool:
    """Release a quarantined signature; return whether it was released now."""
    return context.store.release(petition.id, id, context.now())
