"""Reviewing quarantined signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solidarity_widgets.checks import check_whole
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.intake.email import mailbox_forms
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import ConsentEntry, ConsentWording, Signature, SignatureState


@dataclass(frozen=True, slots=True)
class StoredData:
    """What a store has about one signer, for an answer to their request (GDPR, Art. 15).

    Attributes:
        signature: The signature.
        consents: Its consent log, oldest entry first.
        wordings: The words that the log's hashes refer to.
    """

    signature: Signature
    consents: tuple[ConsentEntry, ...]
    wordings: tuple[ConsentWording, ...]


def signatures_in_state(
    context: Context, petition: Petition, state: SignatureState, after: str, batch: int
) -> Iterator[Signature]:
    """Yield a petition's signatures in a state, reading *batch* of them at a time."""
    check_whole(batch, "batch", minimum=1)
    return in_batches(context.store, petition.id, state, after, batch)


def in_batches(
    store: SignatureStore, petition_id: str, state: SignatureState, after: str, batch: int
) -> Iterator[Signature]:
    """Yield a petition's signatures in a state, reading *batch* of them at a time."""
    while found := store.list_signatures(petition_id, after=after, limit=batch, states=(state,)):
        yield from found
        after = found[-1].id


def quarantined(context: Context, petition: Petition, after: str, batch: int) -> Iterator[Signature]:
    """Yield the signatures that wait for a review."""
    return signatures_in_state(context, petition, "quarantined", after, batch)


def quarantine(context: Context, petition: Petition, id: str) -> bool:
    """Quarantine a signature; return whether it was quarantined now."""
    return context.store.quarantine(petition.id, id, context.now())


def reject(context: Context, petition: Petition, id: str) -> bool:
    """Remove a quarantined signature; return whether it was removed now."""
    return context.store.reject(petition.id, id, context.now())


def find(context: Context, petition: Petition, email: object) -> list[StoredData]:
    """Return everything that is stored about a mailbox."""
    context.check_keys()
    identities = context.keys.identities(petition.id, *mailbox_forms(email))
    return [
        stored_data(context.store, signature)
        for signature in context.store.find_by_identity(petition.id, identities)
    ]


def stored_data(store: SignatureStore, signature: Signature) -> StoredData:
    """Return a signature with its consent log and the words of it."""
    log = store.consents(signature.petition_id, signature.id)
    hashes = dict.fromkeys(entry.wording_hash for entry in log)
    wordings = [store.find_wording(signature.petition_id, hash) for hash in hashes]
    return StoredData(signature, tuple(log), tuple(each for each in wordings if each is not None))


def release(context: Context, petition: Petition, id: str) -> bool:
    """Release a quarantined signature; return whether it was released now."""
    return context.store.release(petition.id, id, context.now())
