"""What happens to signatures, each inside a transaction that somebody else has begun.

Locks are taken in one order everywhere, so that no two transactions wait for each other: words, signatures
(by id), consents, counters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from solidarity_widgets.signing.records import (
    TRANSITIONS,
    Confirmed,
    ConsentEntry,
    Signature,
    State,
    Wording,
)
from solidarity_widgets.signing.sql.counters import Counters
from solidarity_widgets.signing.sql.engine import Database
from solidarity_widgets.signing.sql.tables import Tables

#: What a form brings, and so what another form may replace while a signature is pending.
_FORM = tuple(
    "identity seat person name email country postcode message public locale score changed_at".split()
)
#: What an erased signature has instead. Its country and source stay, so that the sums by them do.
_NOBODY = {
    field: getattr(Signature("", ""), field)
    for field in (
        "identity seat person name email postcode message public locale score mails mailed_at"
    ).split()
}


class Changes:
    """The writing half of a store.

    Args:
        database: The database.
        tables: Its tables.
        counters: Its counters.
        batched: Whether confirmed signatures wait until they are counted.
    """

    def __init__(self, database: Database, tables: Tables, counters: Counters, *, batched: bool) -> None:
        self._insert = database.insert
        self._tables = tables
        self._counters = counters
        self._batched = batched

    # --- one signature ------------------------------------------------------------------------------------

    def insert(
        self,
        connection: Connection,
        signature: Signature,
        consents: Sequence[ConsentEntry],
        wordings: Sequence[Wording],
        replacing: str | None,
    ) -> bool:
        """Store a new signature, or nothing at all."""
        table = self._tables.signatures
        self._keep(connection, wordings)
        if replacing is not None:
            withdrawn = table.c.state == "withdrawn"
            if not self._remove(connection, signature.petition_id, [replacing], withdrawn):
                connection.rollback()
                return False
        statement = (
            self._insert(table).values(asdict(signature)).on_conflict_do_nothing().returning(table.c.id)
        )
        if connection.execute(statement).first() is None:
            connection.rollback()
            return False
        self._log(connection, consents)
        if signature.counted:
            self._counters.add(connection, signature.petition_id, [signature.id], 1, signature.changed_at)
        return True

    def amend(
        self,
        connection: Connection,
        signature: Signature,
        consents: Sequence[ConsentEntry],
        wordings: Sequence[Wording],
    ) -> bool:
        """Write a pending signature anew. Consents of a form that nobody has confirmed were never given."""
        table, log = self._tables.signatures, self._tables.consents
        self._keep(connection, wordings)
        statement = (
            table.update()
            .where(table.c.petition_id == signature.petition_id, table.c.id == signature.id)
            .where(table.c.state == "pending")
            .values({field: getattr(signature, field) for field in _FORM})
            .returning(table.c.id)
        )
        try:
            amended = connection.execute(statement).first()
        except IntegrityError:  # the identity and seat have been taken by another signature
            amended = None
        if amended is None:
            connection.rollback()
            return False
        mine = log.c.petition_id == signature.petition_id, log.c.signature_id == signature.id
        connection.execute(log.delete().where(*mine))
        self._log(connection, consents)
        return True

    def confirm(self, connection: Connection, petition_id: str, id: str, now: int) -> Confirmed:
        """Confirm and count a pending signature."""
        row = self._locked(connection, petition_id, id)
        if row is None or row.state in ("withdrawn", "erased"):
            return "missing"
        if row.state == "confirmed":
            return "already"
        if row.state == "marked":
            if row.confirmed_at is None:
                self._set(connection, petition_id, id, confirmed_at=now)
            return "marked"
        counted = not self._batched
        self._set(
            connection, petition_id, id, state="confirmed", counted=counted, confirmed_at=now, changed_at=now
        )
        if counted:
            self._counters.add(connection, petition_id, [id], 1, now)
        return "confirmed"

    def withdraw(
        self, connection: Connection, petition_id: str, id: str, now: int, consents: Sequence[ConsentEntry]
    ) -> bool:
        """Withdraw a signature."""
        if not self._leave(connection, petition_id, id, now, "withdrawn"):
            return False
        self._log(connection, consents)
        return True

    def mark(self, connection: Connection, petition_id: str, id: str, now: int) -> bool:
        """Mark a signature."""
        return self._leave(connection, petition_id, id, now, "marked")

    def _leave(self, connection: Connection, petition_id: str, id: str, now: int, state: State) -> bool:
        """Move a signature to a state that is not counted."""
        row = self._locked(connection, petition_id, id)
        if row is None or state not in TRANSITIONS[row.state]:
            return False
        self._set(connection, petition_id, id, state=state, counted=False, changed_at=now)
        if row.counted:
            self._counters.add(connection, petition_id, [id], -1, now)
        return True

    def release(self, connection: Connection, petition_id: str, id: str, now: int) -> bool:
        """Put a marked signature where it would be without the mark."""
        row = self._locked(connection, petition_id, id)
        if row is None or row.state != "marked":
            return False
        pressed = row.confirmed_at is not None
        state, counted = "confirmed" if pressed else "pending", pressed and not self._batched
        self._set(connection, petition_id, id, state=state, counted=counted, changed_at=now)
        if counted:
            self._counters.add(connection, petition_id, [id], 1, now)
        return True

    def unsubscribe(self, connection: Connection, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        """Forget a signature's address."""
        row = self._locked(connection, petition_id, id)
        if row is None or not row.email:
            return False
        self._set(connection, petition_id, id, email="")
        self._log(connection, [consent])
        return True

    # --- one or many --------------------------------------------------------------------------------------

    def erase(
        self, connection: Connection, petition_id: str, ids: Sequence[str], now: int, *conditions: Any
    ) -> int:
        """Remove the personal data of some signatures that fulfil some conditions; return of how many."""
        table = self._tables.signatures
        rows = self._lock(connection, petition_id, ids, *conditions)
        stay = [row for row in rows if "erased" in TRANSITIONS[row.state]]
        go = [row.id for row in rows if row.state != "erased" and row not in stay]
        kept = [row.id for row in stay]
        if kept:
            statement = table.update().where(table.c.petition_id == petition_id, table.c.id.in_(kept))
            values = {**_NOBODY, "state": "erased", "counted": True, "changed_at": now}
            connection.execute(statement.values(values))
        self._remove(connection, petition_id, go)
        # What waits for the next batch is counted here, for nothing would count it later.
        self._counters.add(connection, petition_id, [row.id for row in stay if not row.counted], 1, now)
        return len(stay) + len(go)

    def remove(
        self, connection: Connection, petition_id: str, ids: Sequence[str], now: int, *conditions: Any
    ) -> int:
        """Remove some signatures that fulfil some conditions, with their consents; return how many."""
        rows = self._remove(connection, petition_id, ids, *conditions)
        self._counters.add(connection, petition_id, [row.id for row in rows if row.counted], -1, now)
        return len(rows)

    def _remove(
        self, connection: Connection, petition_id: str, ids: Sequence[str], *conditions: Any
    ) -> Sequence[Any]:
        if not ids:
            return []
        table, log = self._tables.signatures, self._tables.consents
        rows = self._lock(connection, petition_id, ids, *conditions)
        found = [row.id for row in rows]
        connection.execute(table.delete().where(table.c.petition_id == petition_id, table.c.id.in_(found)))
        connection.execute(
            log.delete().where(log.c.petition_id == petition_id, log.c.signature_id.in_(found))
        )
        return rows

    # --- parts of these -----------------------------------------------------------------------------------

    def _lock(
        self, connection: Connection, petition_id: str, ids: Sequence[str], *conditions: Any
    ) -> Sequence[Any]:
        """Return some signatures, which stay as they are until the transaction ends."""
        table = self._tables.signatures.c
        statement = (
            select(table.id, table.state, table.counted, table.confirmed_at, table.email)
            .where(table.petition_id == petition_id, table.id.in_(ids), *conditions)
            .order_by(table.id)
            .with_for_update()
        )
        return connection.execute(statement).all()

    def _locked(self, connection: Connection, petition_id: str, id: str) -> Any:
        return next(iter(self._lock(connection, petition_id, [id])), None)

    def _set(self, connection: Connection, petition_id: str, id: str, **values: object) -> None:
        table = self._tables.signatures
        statement = table.update().where(table.c.petition_id == petition_id, table.c.id == id)
        connection.execute(statement.values(values))

    def _keep(self, connection: Connection, wordings: Iterable[Wording]) -> None:
        table = self._tables.wordings
        known = {(wording.petition_id, wording.hash): asdict(wording) for wording in wordings}
        for _, wording in sorted(known.items()):
            statement = self._insert(table).values(wording)
            connection.execute(statement.on_conflict_do_nothing(index_elements=table.primary_key.columns))

    def _log(self, connection: Connection, consents: Iterable[ConsentEntry]) -> None:
        """Add to the consent log; the signature's row is locked, so nobody takes the same number."""
        table = self._tables.consents
        for consent in consents:
            mine = (
                table.c.petition_id == consent.petition_id,
                table.c.signature_id == consent.signature_id,
            )
            last = select(func.coalesce(func.max(table.c.n), -1)).where(*mine).scalar_subquery()
            connection.execute(table.insert().values({**asdict(consent), "n": last + 1}))
