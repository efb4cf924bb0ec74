"""A copy of a petition's list that is kept elsewhere and knows nothing but the change feed."""

from __future__ import annotations

from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import Change


class FeedCopy:
    """Applies a feed, and notices what cannot be.

    Attributes:
        cursor: The number of the last entry that was applied.
        signed: The count.
        listed: The ids of the confirmed signatures.
        subscribed: The ids of those who get news.
        thresholds: The thresholds that were reached.
    """

    def __init__(self) -> None:
        self.cursor = self.signed = 0
        self.listed: set[str] = set()
        self.subscribed: set[str] = set()
        self.thresholds: list[int] = []

    def apply(self, change: Change) -> None:
        """Apply the next entry."""
        assert change.sequence == self.cursor + 1, "a gap"
        assert change.signed >= 0
        before = self.signed
        self.cursor, self.signed = change.sequence, change.signed
        if change.event in ("subscribed", "unsubscribed", "threshold_reached"):
            assert change.signed == before
        if change.threshold is not None:
            assert max([0, *self.thresholds]) < change.threshold
            self.thresholds.append(change.threshold)
        elif change.signature_id:  # else it was erased, and nobody needs to know which signature it was
            self._apply(change, change.signature_id)

    def _apply(self, change: Change, id: str) -> None:
        match change.event:
            case "confirmed" | "released":
                assert id not in self.listed
                self.listed.add(id)
            case "withdrawn" | "quarantined" | "erased":
                assert id not in self.subscribed
                self.listed.discard(id)
            case "subscribed":
                assert id in self.listed
                assert id not in self.subscribed
                self.subscribed.add(id)
            case "unsubscribed":
                self.subscribed.remove(id)

    def check(self, store: SignatureStore, petition_id: str) -> None:
        """Compare the copy with the store, while nobody changes that."""
        assert self.signed == store.count(petition_id).signed
        listed = store.list_signatures(petition_id, limit=1_000_000)
        assert self.listed == {each.id for each in listed}
        assert self.subscribed == {each.id for each in listed if each.email}
