"""What happens to signatures, each inside a transaction that somebody else has begun.

Locks are taken in one order everywhere, so that no two transactions wait for each other: words, signatures
(by id), consents, counters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
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
_FORM = (
    *("identity", "seat", "person", "name", "email", "country", "postcode", "message", "public", "locale"),
    *("score", "changed_at", "written_at"),
)
#: What an erased signature has instead. Its country and source stay, so that the sums by them do.
_NOBODY = {
    field: getattr(Signature("", ""), field)
    for field in (
        "identity seat person name email postcode message public locale score mails mailed_at"
    ).split()
}


_SEEN = ("id", "state", "counted", "confirmed_at", "written_at", "email")


class Changes:
    """The writing half of a store.

    Args:
        database: The database.
        tables: Its tables.
        counters: Its counters.
        batched: Whether confirmed signatures wait until they are counted.
    """

    def __init__(self, database: Database, tables: Tables, counters: Counters, *, batched: bool) -> None:
        self._tables = tables
        self._counters = counters
        self._batched = batched
        # Made once, for making them takes longer than running them. A parameter that is named like a column
        # becomes a value of it; the others are named otherwise.
        signatures, log = tables.signatures, tables.consents
        one = (
            signatures.c.petition_id == bindparam("its_petition"),
            signatures.c.id == bindparam("its_id"),
        )
        self._new = database.insert(signatures).on_conflict_do_nothing().returning(signatures.c.id)
        self._change = signatures.update().where(*one)
        self._locks = select(*(signatures.c[name] for name in _SEEN)).with_for_update()
        self._locks_one = self._locks.where(*one)
        self._new_words = database.insert(tables.wordings).on_conflict_do_nothing()
        # INSERT … SELECT, and no subquery inside VALUES, which Citus refuses.
        values = {name: bindparam(f"its_{name}", type_=log.c[name].type) for name in ConsentEntry.__slots__}
        next_number = func.coalesce(func.max(log.c.n), -1) + 1
        row = select(*values.values(), next_number).where(
            log.c.petition_id == values["petition_id"], log.c.signature_id == values["signature_id"]
        )
        self._new_consent = log.insert().from_select([*values, "n"], row)

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
        self._keep(connection, wordings)
        if replacing is not None:
            withdrawn = self._tables.signatures.c.state == "withdrawn"
            if not self._remove(connection, signature.petition_id, [replacing], withdrawn):
                connection.rollback()
                return False
        if connection.execute(self._new, _values(signature)).first() is None:
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
        held: bool,
    ) -> bool:
        """Write a signature anew that nobody has confirmed; its consents were never given."""
        table, log = self._tables.signatures, self._tables.consents
        self._keep(connection, wordings)
        statement = (
            table.update()
            .where(table.c.petition_id == signature.petition_id, table.c.id == signature.id)
            .where(table.c.state == ("marked" if held else "pending"))
            .where(table.c.confirmed_at.is_(None))
            .values({field: getattr(signature, field) for field in _FORM} | {"state": "pending"})
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

    def confirm(self, connection: Connection, petition_id: str, id: str, now: int, made_at: int) -> Confirmed:
        """Confirm and count a pending signature."""
        row = self._locked(connection, petition_id, id)
        if row is None or row.state in ("withdrawn", "erased"):
            return "missing"
        if row.state == "confirmed":
            return "already"
        if row.written_at > made_at:
            return "replaced"
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
        some = table.petition_id == petition_id, table.id.in_(ids), *conditions
        return connection.execute(self._locks.where(*some).order_by(table.id)).all()

    def _locked(self, connection: Connection, petition_id: str, id: str) -> Any:
        parameters = {"its_petition": petition_id, "its_id": id}
        return connection.execute(self._locks_one, parameters).first()

    def _set(self, connection: Connection, petition_id: str, id: str, **values: object) -> None:
        connection.execute(self._change, {"its_petition": petition_id, "its_id": id, **values})

    def _keep(self, connection: Connection, wordings: Iterable[Wording]) -> None:
        known = {(wording.petition_id, wording.hash): _values(wording) for wording in reversed([*wordings])}
        for _, wording in sorted(known.items()):
            connection.execute(self._new_words, wording)

    def _log(self, connection: Connection, consents: Iterable[ConsentEntry]) -> None:
        """Add to the consent log; the signature's row is locked, so nobody takes the same number."""
        for consent in consents:
            values = {f"its_{name}": value for name, value in _values(consent).items()}
            connection.execute(self._new_consent, values)


def _values(record: Signature | ConsentEntry | Wording) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
