"""The tables of consents: the log, and the words its hashes refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, select

from solidarity_widgets.signing.store.records import DAY, ConsentEntry, ConsentWording
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.tables import Tables, column_values


class ConsentLog:
    """Reads and writes the consent log. Its methods run in their caller's transaction.

    Args:
        database: The database, for its dialect.
        tables: Its tables.
    """

    def __init__(self, database: Database, tables: Tables) -> None:
        self._tables = tables
        log = tables.consents
        self._insert_wording = database.insert(tables.wordings).on_conflict_do_nothing()
        # INSERT … SELECT, and no subquery inside VALUES, which Citus refuses. A parameter named like a column
        # would become a value of that column, so the parameters have other names.
        values = {name: bindparam(f"its_{name}", type_=log.c[name].type) for name in ConsentEntry.__slots__}
        next_number = func.coalesce(func.max(log.c.n), -1) + 1
        row = select(*values.values(), next_number).where(
            log.c.petition_id == values["petition_id"], log.c.signature_id == values["signature_id"]
        )
        self._insert_entry = log.insert().from_select([*values, "n"], row)

    def store_wordings(self, connection: Connection, wordings: Sequence[ConsentWording]) -> None:
        """Store words, except those that are stored already, in the order of their keys."""
        new = {(wording.petition_id, wording.hash): column_values(wording) for wording in reversed(wordings)}
        for _, values in sorted(new.items()):
            connection.execute(self._insert_wording, values)

    def append(self, connection: Connection, entries: Sequence[ConsentEntry]) -> None:
        """Append to the log. The signature's row is locked, so nobody else takes the same number."""
        for entry in entries:
            values = {f"its_{name}": value for name, value in column_values(entry).items()}
            connection.execute(self._insert_entry, values)

    def erase(self, connection: Connection, petition_id: str, new_ids: Mapping[str, str]) -> None:
        """Move logs to the new ids of their signatures, and round their times to the day."""
        log = self._tables.consents
        statement = (
            log.update()
            .where(log.c.petition_id == petition_id, log.c.signature_id == bindparam("old_id"))
            .values(signature_id=bindparam("new_id"), at=log.c.at - log.c.at % DAY)
        )
        rows = [{"old_id": id, "new_id": new_id} for id, new_id in new_ids.items()]
        if rows:
            connection.execute(statement, rows)

    def remove(self, connection: Connection, petition_id: str, ids: Sequence[str]) -> None:
        """Remove the logs of some signatures."""
        log = self._tables.consents
        connection.execute(log.delete().where(log.c.petition_id == petition_id, log.c.signature_id.in_(ids)))

    def entries(self, connection: Connection, petition_id: str, id: str) -> list[ConsentEntry]:
        """Return a signature's log, oldest entry first."""
        log = self._tables.consents.c
        statement = select(*(log[name] for name in ConsentEntry.__slots__)).where(
            log.petition_id == petition_id, log.signature_id == id
        )
        return [ConsentEntry(*row) for row in connection.execute(statement.order_by(log.at, log.n))]

    def find_wording(self, connection: Connection, petition_id: str, hash: str) -> ConsentWording | None:
        """Return the words with a hash."""
        table = self._tables.wordings
        statement = select(table).where(table.c.petition_id == petition_id, table.c.hash == hash)
        row = connection.execute(statement).first()
        return None if row is None else ConsentWording(*row)
