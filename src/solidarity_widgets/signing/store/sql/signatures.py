"""The table of signatures: its statements, run in the transaction of whoever calls them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError

from solidarity_widgets.signing.store.records import (
    DAY,
    ERASED_VALUES,
    FORM_FIELDS,
    IDENTITY_VALUES,
    ROUNDED_TIMES,
    Signature,
    SignatureState,
)
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.tables import Tables, column_values

_LOCKED_COLUMNS = ("id", "state", "source", "counted", "confirmed_at", "submitted_at", "email")


class SignatureTable:
    """Reads, locks and writes signatures.

    Args:
        database: The database, for its dialect.
        tables: Its tables.
    """

    def __init__(self, database: Database, tables: Tables) -> None:
        self._tables = tables
        self._table = table = tables.signatures
        # Made once, because making these statements takes longer than running them. A parameter named like a
        # column would become a value of that column, so the parameters have other names.
        one = table.c.petition_id == bindparam("its_petition"), table.c.id == bindparam("its_id")
        self._find = select(table).where(*one)
        same = table.c.identity.in_(bindparam("identities", expanding=True))
        self._find_by_identity = (
            select(table).where(one[0], same).order_by(table.c.household_slot, table.c.id)
        )
        self._insert = database.insert(table).on_conflict_do_nothing().returning(table.c.id)
        self._update = table.update().where(*one)
        self._insert_tombstone = database.insert(tables.tombstones).on_conflict_do_nothing()
        self._lock_some = select(*(table.c[name] for name in _LOCKED_COLUMNS)).with_for_update()
        self._lock_one = self._lock_some.where(*one)
        last = table.c.last_email_at
        now, before, after = (bindparam(name, type_=last.type) for name in ("at", "before", "after"))
        self._record_email = (
            table.update()
            .where(*one)
            .where(or_(last.is_(None), last <= before, last >= after))
            .values(last_email_at=now)
            .returning(table.c.id)
        )

    # --- reading ------------------------------------------------------------------------------------------

    def _read(self, connection: Connection, statement: Select[Any]) -> list[Signature]:
        return [Signature(*row) for row in connection.execute(statement)]

    def find(self, connection: Connection, petition_id: str, id: str) -> Signature | None:
        """Return a signature, or ``None``."""
        row = connection.execute(self._find, {"its_petition": petition_id, "its_id": id}).first()
        return None if row is None else Signature(*row)

    def find_by_identity(
        self, connection: Connection, petition_id: str, identities: Collection[str]
    ) -> list[Signature]:
        """Return the signatures with one of some identities."""
        values = {"its_petition": petition_id, "identities": list(identities)}
        return [Signature(*row) for row in connection.execute(self._find_by_identity, values)]

    def in_states(
        self,
        connection: Connection,
        petition_id: str,
        states: Collection[SignatureState],
        after: str,
        limit: int,
    ) -> list[Signature]:
        """Return signatures in the order of their ids."""
        table = self._table.c
        statement = select(self._table).where(table.petition_id == petition_id, table.id > after)
        statement = statement.where(table.state.in_(list(states)))
        statement = statement.order_by(table.petition_id, table.id).limit(max(limit, 0))
        return self._read(connection, statement)

    def public(
        self, connection: Connection, petition_id: str, after: Signature | None, limit: int
    ) -> list[Signature]:
        """Return confirmed signatures that may be shown, newest first."""
        table = self._table.c
        statement = select(self._table).where(table.petition_id == petition_id, self._tables.public)
        statement = statement.where(table.state == "confirmed")
        if after is not None:
            same = and_(table.created_at == after.created_at, table.id > after.id)
            statement = statement.where(or_(table.created_at < after.created_at, same))
        statement = statement.order_by(table.created_at.desc(), table.id).limit(max(limit, 0))
        return self._read(connection, statement)

    def petitions(self, connection: Connection) -> list[str]:
        """Return the petitions' ids, jumping in the index from each to the next."""
        id, found = self._table.c.petition_id, [""]
        while more := connection.scalar(select(func.min(id)).where(id > found[-1])):
            found.append(more)
        return found[1:]

    def count_by(
        self, connection: Connection, petition_id: str, by: Literal["source", "country", "state"]
    ) -> dict[str, int]:
        """Return the number of signatures by one column."""
        table = self._table.c
        statement = select(table[by], func.count()).where(table.petition_id == petition_id)
        if by != "state":
            statement = statement.where(table.counted.is_(True))
        return {row[0]: row[1] for row in connection.execute(statement.group_by(table[by]))}

    def ids_to_sweep(
        self, connection: Connection, petition_id: str, due: ColumnElement[bool], after: str, limit: int
    ) -> Sequence[str]:
        """Return the ids of signatures that fulfil a condition, in their order."""
        table = self._table.c
        statement = select(table.id).where(table.petition_id == petition_id, table.id > after, due)
        return connection.scalars(statement.order_by(table.petition_id, table.id).limit(limit)).all()

    def in_state_since(
        self, state: SignatureState, before: int, confirmed: bool | None
    ) -> ColumnElement[bool]:
        """Return the condition that a signature has been in a state since before a time."""
        table = self._table.c
        conditions = [table.state == state, table.changed_at < before]
        if confirmed is not None:
            conditions.append(table.confirmed_at.is_not(None) if confirmed else table.confirmed_at.is_(None))
        return and_(*conditions)

    def is_in_state(self, *states: SignatureState) -> ColumnElement[bool]:
        """Return the condition that a signature is in one of some states."""
        return self._table.c.state.in_(states)

    def has_identity(self) -> ColumnElement[bool]:
        """Return the condition that a signature has an identity."""
        return self._table.c.identity.is_not(None)

    # --- locking ------------------------------------------------------------------------------------------

    def lock(
        self, connection: Connection, petition_id: str, ids: Sequence[str], *conditions: ColumnElement[bool]
    ) -> Sequence[Any]:
        """Return rows of ``_LOCKED_COLUMNS``, which nobody else changes until the transaction ends."""
        table = self._table.c
        chosen = table.petition_id == petition_id, table.id.in_(ids), *conditions
        return connection.execute(self._lock_some.where(*chosen).order_by(table.id)).all()

    def lock_one(self, connection: Connection, petition_id: str, id: str) -> Any:
        """Return one locked row, or ``None``."""
        return connection.execute(self._lock_one, {"its_petition": petition_id, "its_id": id}).first()

    # --- writing ------------------------------------------------------------------------------------------

    def insert(self, connection: Connection, signature: Signature) -> bool:
        """Insert a signature, unless one of the unique keys exists."""
        return connection.execute(self._insert, column_values(signature)).first() is not None

    def update(self, connection: Connection, petition_id: str, id: str, **values: object) -> None:
        """Set some columns of one signature."""
        connection.execute(self._update, {"its_petition": petition_id, "its_id": id, **values})

    def record_email(
        self, connection: Connection, petition_id: str, id: str, now: int, min_interval: int
    ) -> bool:
        """Record an email, unless one was sent too recently; return whether it was recorded."""
        times = {"at": now, "before": now - min_interval, "after": now + min_interval}
        values = {"its_petition": petition_id, "its_id": id, **times}
        return connection.execute(self._record_email, values).first() is not None

    def amend(
        self, connection: Connection, signature: Signature, *, quarantined: bool, min_interval: int | None
    ) -> bool:
        """Replace what a form wrote, and make the signature pending.

        With *min_interval*, record an email too, and do nothing if one was sent too recently.
        """
        table = self._table
        fields: tuple[str, ...] = FORM_FIELDS
        conditions: list[ColumnElement[bool]] = []
        if min_interval is not None:
            last, now = table.c.last_email_at, signature.last_email_at or 0
            fields = (*fields, "last_email_at")
            conditions = [or_(last.is_(None), last <= now - min_interval, last >= now + min_interval)]
        statement = (
            table.update()
            .where(table.c.petition_id == signature.petition_id, table.c.id == signature.id)
            .where(table.c.state == ("quarantined" if quarantined else "pending"))
            .where(table.c.confirmed_at.is_(None), *conditions)
            .values({field: getattr(signature, field) for field in fields} | {"state": "pending"})
            .returning(table.c.id)
        )
        try:
            return connection.execute(statement).first() is not None
        except IntegrityError:  # another signature has its identity and household slot
            return False

    def erase(
        self,
        connection: Connection,
        petition_id: str,
        new_ids: Mapping[str, str],
        now: int,
        *,
        keep_identity: bool,
    ) -> None:
        """Reset the personal data of signatures, round their times, and give them new ids."""
        table = self._table
        rounded = {name: table.c[name] - table.c[name] % DAY for name in ROUNDED_TIMES}
        statement = self._update.values(
            {
                **ERASED_VALUES,
                **({} if keep_identity else IDENTITY_VALUES),
                **rounded,
                "changed_at": now - now % DAY,
                "state": "erased",
                "counted": True,
                "id": bindparam("new_id"),
            }
        )
        rows = [
            {"its_petition": petition_id, "its_id": id, "new_id": new_id} for id, new_id in new_ids.items()
        ]
        if rows:
            connection.execute(statement, rows)

    def forget_identities(self, connection: Connection, petition_id: str, ids: Sequence[str]) -> int:
        """Reset the identities of erased signatures, and return of how many."""
        table = self._table
        chosen = table.c.petition_id == petition_id, table.c.id.in_(ids), table.c.state == "erased"
        statement = table.update().where(*chosen, self.has_identity()).values(IDENTITY_VALUES)
        return len(connection.execute(statement.returning(table.c.id)).all())

    def remember_paper(self, connection: Connection, petition_id: str, ids: Sequence[str]) -> None:
        """Remember the ids of signatures on paper that are erased, removed or not stored."""
        if ids:
            rows = [{"petition_id": petition_id, "id": id} for id in ids]
            connection.execute(self._insert_tombstone, rows)

    def was_erased(self, connection: Connection, petition_id: str, ids: Collection[str]) -> bool:
        """Return whether one of these ids of signatures on paper is remembered."""
        table = self._tables.tombstones.c
        statement = select(table.id).where(table.petition_id == petition_id, table.id.in_(list(ids)))
        return connection.execute(statement.limit(1)).first() is not None

    def remove(self, connection: Connection, petition_id: str, ids: Sequence[str]) -> None:
        """Delete some rows."""
        table = self._table
        connection.execute(table.delete().where(table.c.petition_id == petition_id, table.c.id.in_(ids)))
