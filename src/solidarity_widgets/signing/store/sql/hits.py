"""The table of hits: events counted in time windows, for rate limits."""

from __future__ import annotations

from sqlalchemy import bindparam, select, tuple_

from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.tables import Tables

#: Rows deleted by one statement, which names each by three values: SQLite takes 32,766 parameters.
_MAX_ROWS = 3_000


class Hits:
    """Counts hits and deletes expired ones.

    Args:
        database: The database.
        tables: Its tables.
    """

    def __init__(self, database: Database, tables: Tables) -> None:
        self._database = database
        self._table = table = tables.hits
        names = ("petition_id", "key", "window", "expires_at")
        values = {name: bindparam(name, type_=table.c[name].type) for name in names}
        insert = database.insert(table).values({**values, "n": 1})
        self._count = insert.on_conflict_do_update(
            index_elements=table.primary_key.columns,
            set_={"n": table.c.n + 1, "expires_at": insert.excluded.expires_at},
        ).returning(table.c.n)

    def count(self, petition_id: str, key: str, window: int, expires_at: int) -> int:
        """Count one hit, and return how many there are in the window."""
        values = {"petition_id": petition_id, "key": key, "window": window, "expires_at": expires_at}
        return int(self._database.execute(self._count, values)[0].n)

    def delete_expired(self, now: int, limit: int, *, dry_run: bool) -> int:
        """Delete at most *limit* expired counters, and return how many."""
        table = self._table
        key = table.c.petition_id, table.c.key, table.c.window
        expired = select(*key).where(table.c.expires_at <= now)
        with self._database.connect() as connection:
            found = connection.execute(expired.order_by(table.c.expires_at).limit(max(limit, 0))).all()
        if dry_run:
            return len(found)
        deleted = 0
        for start in range(0, len(found), _MAX_ROWS):
            batch = [tuple(row) for row in found[start : start + _MAX_ROWS]]
            statement = table.delete().where(tuple_(*key).in_(batch), table.c.expires_at <= now)
            deleted += len(self._database.execute(statement.returning(table.c.window), {}))
        return deleted
