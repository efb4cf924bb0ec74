"""Withdrawing a signature, with an entry in the consent log for each consent that ends with it."""

from __future__ import annotations

from dataclasses import replace

from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import ConsentEntry


def active_consents(store: SignatureStore, petition_id: str, id: str) -> list[ConsentEntry]:
    """Return the last entry for each purpose of a signature's log, if it says that consent was given."""
    last = {entry.purpose: entry for entry in store.consents(petition_id, id)}
    return [entry for entry in last.values() if entry.action == "given"]


def withdraw_with_consents(
    store: SignatureStore, petition_id: str, id: str, now: int, *, method: str
) -> bool:
    """Withdraw a signature and every consent given with it.

    Args:
        store: The store.
        petition_id: The petition's id.
        id: The signature's id.
        now: The time.
        method: How it was withdrawn, for the consent log.

    Returns:
        Whether it was withdrawn now.
    """
    active = active_consents(store, petition_id, id)
    withdrawn = [replace(entry, action="withdrawn", method=method, at=now) for entry in active]
    return store.withdraw(petition_id, id, now, withdrawn)
