"""The table of hits: events counted in time windows, for rate limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, select, tuple_

from solidarity_widgets.signing.store.records import ALL_PETITIONS, Hit, MailboxLimit
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.tables import Tables

#: Rows deleted by one statement, which names each by three values: SQLite takes 32,766 parameters.
_MAX_ROWS = 3_000


def counting(insert: Any, tables: Tables) -> Any:
    """Let an insertion of counters add one to those that are there."""
    table = tables.hits
    return insert.on_conflict_do_update(
        index_elements=table.primary_key.columns,
        set_={"n": table.c.n + 1, "expires_at": insert.excluded.expires_at},
    )


def _without_waiting() -> Any:
    """Return what lets PostgreSQL commit the statement without waiting for the disk."""
    return func.set_config("synchronous_commit", "off", literal(True)).label("setting")


class Hits:
    """Counts hits and deletes expired ones.

    Args:
        database: The database.
        tables: Its tables.
    """

    def __init__(self, database: Database, tables: Tables) -> None:
        self._database = database
        self._table = table = tables.hits
        count = counting(database.insert(table), tables).returning(table.c.key, table.c.window, table.c.n)
        # Nothing is lost if a power cut takes the last hits, so nobody waits for the disk.
        self._count = count if database.sqlite else count.returning(_without_waiting())
        one = {name: bindparam(name, type_=table.c[name].type) for name in Hit._fields}
        row = select(literal(ALL_PETITIONS), *one.values(), literal(1))
        self._count_email: Any = counting(
            database.insert(table).from_select(["petition_id", *one, "n"], row), tables
        ).returning(table.c.n)

        expired = table.c.expires_at <= bindparam("now", type_=table.c.expires_at.type)
        #: The keys of expired counters.
        self._expired = (
            select(table.c.petition_id, table.c.key, table.c.window)
            .where(expired)
            .order_by(table.c.expires_at)
            .limit(bindparam("at_most"))
        )

    def count(self, petition_id: str, hits: Sequence[Hit]) -> list[int]:
        """Count hits with one statement, and return how many there are in the window of each."""
        if not hits:
            return []
        # Always in this order: so that no two of these statements wait for each other's rows.
        rows = [{"petition_id": petition_id, "n": 1, **hit._asdict()} for hit in sorted(hits)]
        counted = self._database.execute(self._count, rows, durable=False)
        found = {(row.key, row.window): row.n for row in counted}
        return [int(found[hit.key, hit.window]) for hit in hits]

    def permits(self, connection: Connection, mailbox: MailboxLimit | None) -> bool:
        """Count an email against a mailbox's limit, in a transaction, and return whether it may be sent."""
        if mailbox is None:
            return True
        seen = connection.execute(self._count_email, mailbox.hit._asdict()).scalar_one()
        return bool(seen <= mailbox.max_count)

    def delete_expired(self, now: int, limit: int, *, dry_run: bool) -> int:
        """Delete at most *limit* expired counters, and return how many."""
        table = self._table
        key = table.c.petition_id, table.c.key, table.c.window
        values = {"now": now, "at_most": max(limit, 0)}
        found = self._database.read(lambda connection: connection.execute(self._expired, values).all())
        if dry_run:
            return len(found)
        deleted = 0
        for start in range(0, len(found), _MAX_ROWS):
            batch = [tuple(row) for row in found[start : start + _MAX_ROWS]]
            statement = table.delete().where(tuple_(*key).in_(batch), table.c.expires_at <= now)
            deleted += len(self._database.execute(statement.returning(table.c.window), {}))
        return deleted
