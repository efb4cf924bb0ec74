"""Removing and erasing signatures, with their consents, their part of the count and the feed's entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection

from solidarity_widgets.signing.store.changes import data_removed
from solidarity_widgets.signing.store.records import is_erasable, make_id
from solidarity_widgets.signing.store.sql.change_log import ChangeLog
from solidarity_widgets.signing.store.sql.consents import ConsentLog
from solidarity_widgets.signing.store.sql.counters import Counters
from solidarity_widgets.signing.store.sql.outbox import Outbox
from solidarity_widgets.signing.store.sql.signatures import SignatureTable


class Removal:
    """Removes and erases signatures. Its methods run in their caller's transaction.

    Args:
        signatures: The table of signatures.
        consents: The consent log.
        changes: The change feed.
        outbox: The emails that wait.
        counters: The counters.
    """

    def __init__(
        self,
        signatures: SignatureTable,
        consents: ConsentLog,
        outbox: Outbox,
        changes: ChangeLog,
        counters: Counters,
    ) -> None:
        self._signatures = signatures
        self._consents = consents
        self._outbox = outbox
        self._changes = changes
        self._counters = counters
        self._make_id: Callable[[], str] = make_id

    def remove_replaced(self, connection: Connection, petition_id: str, id: str, now: int) -> Any:
        """Remove a withdrawn or erased signature, and return its row or ``None``. The count stays."""
        rows = self._signatures.lock(
            connection, petition_id, [id], self._signatures.is_in_state("withdrawn", "erased")
        )
        self._remove_rows(connection, petition_id, rows, now, stay_counted=True)
        return rows[0] if rows else None

    def _remove_rows(
        self, connection: Connection, petition_id: str, rows: Sequence[Any], now: int, *, stay_counted: bool
    ) -> None:
        """Remove locked signatures with their consents and emails, and remember those on paper.

        Whether they stay counted is told to the feed; the counter stays as it is.
        """
        if not rows:
            return
        self._tell_feed(connection, petition_id, rows, now, stay_counted=stay_counted)
        ids = [row.id for row in rows]
        self._signatures.remove(connection, petition_id, ids)
        paper = [row.id for row in rows if row.source == "paper"]
        self._signatures.remember_paper(connection, petition_id, paper)
        self._consents.remove(connection, petition_id, ids)
        self._outbox.remove(connection, petition_id, ids)

    def remove_or_restore(
        self,
        connection: Connection,
        petition_id: str,
        ids: Sequence[str],
        now: int,
        *conditions: ColumnElement[bool],
    ) -> int:
        """Remove signatures and take them out of the count, and return how many there were.

        A pending or quarantined one that is counted replaced an erased one, which it becomes again.
        """
        rows = self._signatures.lock(connection, petition_id, ids, *conditions)
        restored, removed = _partition(
            rows, lambda row: row.counted and row.state in ("pending", "quarantined")
        )
        self.erase_rows(connection, petition_id, restored, now, keep_identity=True)
        self._remove_rows(connection, petition_id, removed, now, stay_counted=False)
        counted = [row.id for row in removed if row.counted]
        self._counters.add(connection, petition_id, counted, -1, now)
        return len(rows)

    def erase_rows(
        self, connection: Connection, petition_id: str, rows: Sequence[Any], now: int, *, keep_identity: bool
    ) -> int:
        """Erase locked signatures that stay in the count, and remove the others. Return how many."""
        rows = [row for row in rows if row.state != "erased"]
        erased, removed = _partition(rows, lambda row: is_erasable(row.state, row.counted))
        new_ids = {row.id: self._make_id() for row in erased}
        self._signatures.erase(connection, petition_id, new_ids, now, keep_identity=keep_identity)
        paper = [row.id for row in erased if row.source == "paper"]
        self._signatures.remember_paper(connection, petition_id, paper)
        self._consents.erase(connection, petition_id, new_ids)
        self._outbox.remove(connection, petition_id, list(new_ids))
        self._tell_feed(connection, petition_id, erased, now, stay_counted=True)
        self._remove_rows(connection, petition_id, removed, now, stay_counted=False)
        counted = {row.id: new_ids[row.id] for row in erased if row.counted}
        self._counters.move(connection, petition_id, counted, now)
        # What waits for the next batch is counted here, because nothing would count it later.
        waiting = [new_ids[row.id] for row in erased if not row.counted]
        self._counters.add(connection, petition_id, waiting, 1, now)
        return len(rows)

    def _tell_feed(
        self, connection: Connection, petition_id: str, rows: Sequence[Any], now: int, *, stay_counted: bool
    ) -> None:
        changes = [change for row in rows for change in data_removed(row, now, stays_counted=stay_counted)]
        self._changes.write(connection, petition_id, changes)


def _partition(rows: Sequence[Any], chosen: Callable[[Any], bool]) -> tuple[list[Any], list[Any]]:
    """Return the rows that are chosen, and the others."""
    parts: tuple[list[Any], list[Any]] = ([], [])
    for row in rows:
        parts[0 if chosen(row) else 1].append(row)
    return parts
