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
    ConfirmOutcome,
    ConsentEntry,
    ConsentWording,
    Signature,
    SignatureState,
)
from solidarity_widgets.signing.sql.counters import Counters
from solidarity_widgets.signing.sql.engine import Database
from solidarity_widgets.signing.sql.tables import Tables

#: What a form brings, and so what another form may replace while a signature is pending.
_FORM_COLUMNS = (
    *(
        "identity",
        "household_slot",
        "signer_hash",
        "name",
        "email",
        "country",
        "postcode",
        "message",
        "public",
        "locale",
    ),
    *("score", "changed_at", "submitted_at"),
)
#: What an erased signature has instead. Its country and source stay, so that the sums by them do.
_ERASED = {
    field: getattr(Signature("", ""), field)
    for field in (
        "identity household_slot signer_hash name email postcode message public locale score "
        "emails_sent last_email_at"
    ).split()
}


_LOCKED_COLUMNS = ("id", "state", "counted", "confirmed_at", "submitted_at", "email")


class SignatureWriter:
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
        self._insert_signature = (
            database.insert(signatures).on_conflict_do_nothing().returning(signatures.c.id)
        )
        self._update_signature = signatures.update().where(*one)
        self._select_for_update = select(*(signatures.c[name] for name in _LOCKED_COLUMNS)).with_for_update()
        self._select_one_for_update = self._select_for_update.where(*one)
        self._insert_wording = database.insert(tables.wordings).on_conflict_do_nothing()
        # INSERT … SELECT, and no subquery inside VALUES, which Citus refuses.
        values = {name: bindparam(f"its_{name}", type_=log.c[name].type) for name in ConsentEntry.__slots__}
        next_number = func.coalesce(func.max(log.c.n), -1) + 1
        row = select(*values.values(), next_number).where(
            log.c.petition_id == values["petition_id"], log.c.signature_id == values["signature_id"]
        )
        self._insert_consent = log.insert().from_select([*values, "n"], row)

    # --- one signature ------------------------------------------------------------------------------------

    def insert(
        self,
        connection: Connection,
        signature: Signature,
        consents: Sequence[ConsentEntry],
        wordings: Sequence[ConsentWording],
        replacing: str | None,
    ) -> bool:
        """Store a new signature, or nothing at all."""
        self._store_wordings(connection, wordings)
        if replacing is not None:
            withdrawn = self._tables.signatures.c.state == "withdrawn"
            if not self._remove(connection, signature.petition_id, [replacing], withdrawn):
                connection.rollback()
                return False
        if connection.execute(self._insert_signature, _column_values(signature)).first() is None:
            connection.rollback()
            return False
        self._log_consents(connection, consents)
        if signature.counted:
            self._counters.add(connection, signature.petition_id, [signature.id], 1, signature.changed_at)
        return True

    def amend(
        self,
        connection: Connection,
        signature: Signature,
        consents: Sequence[ConsentEntry],
        wordings: Sequence[ConsentWording],
        quarantined: bool,
    ) -> bool:
        """Write a signature anew that nobody has confirmed; its consents were never given."""
        table, log = self._tables.signatures, self._tables.consents
        self._store_wordings(connection, wordings)
        statement = (
            table.update()
            .where(table.c.petition_id == signature.petition_id, table.c.id == signature.id)
            .where(table.c.state == ("quarantined" if quarantined else "pending"))
            .where(table.c.confirmed_at.is_(None))
            .values({field: getattr(signature, field) for field in _FORM_COLUMNS} | {"state": "pending"})
            .returning(table.c.id)
        )
        try:
            amended = connection.execute(statement).first()
        except IntegrityError:  # the identity and household slot have been taken by another signature
            amended = None
        if amended is None:
            connection.rollback()
            return False
        same = log.c.petition_id == signature.petition_id, log.c.signature_id == signature.id
        connection.execute(log.delete().where(*same))
        self._log_consents(connection, consents)
        return True

    def confirm(
        self, connection: Connection, petition_id: str, id: str, now: int, issued_at: int
    ) -> ConfirmOutcome:
        """Confirm and count a pending signature."""
        row = self._lock_one(connection, petition_id, id)
        if row is None or row.state in ("withdrawn", "erased"):
            return "missing"
        if row.state == "confirmed":
            return "already_confirmed"
        if row.submitted_at > issued_at:
            return "replaced"
        if row.state == "quarantined":
            if row.confirmed_at is None:
                self._update(connection, petition_id, id, confirmed_at=now)
            return "quarantined"
        counted = not self._batched
        self._update(
            connection, petition_id, id, state="confirmed", counted=counted, confirmed_at=now, changed_at=now
        )
        if counted:
            self._counters.add(connection, petition_id, [id], 1, now)
        return "confirmed"

    def withdraw(
        self, connection: Connection, petition_id: str, id: str, now: int, consents: Sequence[ConsentEntry]
    ) -> bool:
        """Withdraw a signature."""
        if not self._leave_count(connection, petition_id, id, now, "withdrawn"):
            return False
        self._log_consents(connection, consents)
        return True

    def quarantine(self, connection: Connection, petition_id: str, id: str, now: int) -> bool:
        """Quarantine a signature."""
        return self._leave_count(connection, petition_id, id, now, "quarantined")

    def _leave_count(
        self, connection: Connection, petition_id: str, id: str, now: int, state: SignatureState
    ) -> bool:
        """Move a signature to a state that is not counted."""
        row = self._lock_one(connection, petition_id, id)
        if row is None or state not in TRANSITIONS[row.state]:
            return False
        self._update(connection, petition_id, id, state=state, counted=False, changed_at=now)
        if row.counted:
            self._counters.add(connection, petition_id, [id], -1, now)
        return True

    def release(self, connection: Connection, petition_id: str, id: str, now: int) -> bool:
        """Put a quarantined signature where it would be without the quarantine."""
        row = self._lock_one(connection, petition_id, id)
        if row is None or row.state != "quarantined":
            return False
        confirmed = row.confirmed_at is not None
        state, counted = "confirmed" if confirmed else "pending", confirmed and not self._batched
        self._update(connection, petition_id, id, state=state, counted=counted, changed_at=now)
        if counted:
            self._counters.add(connection, petition_id, [id], 1, now)
        return True

    def unsubscribe(self, connection: Connection, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        """Forget a signature's address."""
        row = self._lock_one(connection, petition_id, id)
        if row is None or not row.email:
            return False
        self._update(connection, petition_id, id, email="")
        self._log_consents(connection, [consent])
        return True

    # --- one or many --------------------------------------------------------------------------------------

    def erase(
        self, connection: Connection, petition_id: str, ids: Sequence[str], now: int, *conditions: Any
    ) -> int:
        """Remove the personal data of some signatures that fulfil some conditions; return of how many."""
        table = self._tables.signatures
        rows = self._lock(connection, petition_id, ids, *conditions)
        erasable = [row for row in rows if "erased" in TRANSITIONS[row.state]]
        removable = [row.id for row in rows if row.state != "erased" and row not in erasable]
        erasable_ids = [row.id for row in erasable]
        if erasable_ids:
            statement = table.update().where(table.c.petition_id == petition_id, table.c.id.in_(erasable_ids))
            values = {**_ERASED, "state": "erased", "counted": True, "changed_at": now}
            connection.execute(statement.values(values))
        self._remove(connection, petition_id, removable)
        # What waits for the next batch is counted here, for nothing would count it later.
        self._counters.add(connection, petition_id, [row.id for row in erasable if not row.counted], 1, now)
        return len(erasable) + len(removable)

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
        return connection.execute(self._select_for_update.where(*some).order_by(table.id)).all()

    def _lock_one(self, connection: Connection, petition_id: str, id: str) -> Any:
        parameters = {"its_petition": petition_id, "its_id": id}
        return connection.execute(self._select_one_for_update, parameters).first()

    def _update(self, connection: Connection, petition_id: str, id: str, **values: object) -> None:
        connection.execute(self._update_signature, {"its_petition": petition_id, "its_id": id, **values})

    def _store_wordings(self, connection: Connection, wordings: Iterable[ConsentWording]) -> None:
        known = {
            (wording.petition_id, wording.hash): _column_values(wording) for wording in reversed([*wordings])
        }
        for _, wording in sorted(known.items()):
            connection.execute(self._insert_wording, wording)

    def _log_consents(self, connection: Connection, consents: Iterable[ConsentEntry]) -> None:
        """Add to the consent log; the signature's row is locked, so nobody takes the same number."""
        for consent in consents:
            values = {f"its_{name}": value for name, value in _column_values(consent).items()}
            connection.execute(self._insert_consent, values)


def _column_values(record: Signature | ConsentEntry | ConsentWording) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
