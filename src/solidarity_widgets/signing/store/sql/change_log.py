"""The tables of the change feed.

A transaction that changes a signature writes what it changed without a number, so that transactions do not
wait for each other. A reader of the feed numbers what has been committed, one reader of a petition at a time.
So a number that can be read is never followed by a smaller one that appears later.

A transaction writes after it has locked the signature's row, and PostgreSQL takes the next value of ``n`` at
that moment. So the changes of one signature are in their order. SQLite has one writer at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, literal, not_, select

from solidarity_widgets.petitions import Goal
from solidarity_widgets.signing.store.changes import (
    FeedHead,
    NewChange,
    check_after,
    date_of,
    day_number,
    number_changes,
)
from solidarity_widgets.signing.store.records import DAY, Change, ForgottenBatch
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.tables import Tables, column_values

#: Changes that are numbered in one transaction. SQLite takes 32,766 parameters in one statement.
_MAX_CHANGES = 10_000


class ChangeLog:
    """Writes changes, numbers them and reads them.

    Args:
        database: The database.
        tables: Its tables.
    """

    def __init__(self, database: Database, tables: Tables) -> None:
        self._database = database
        self._tables = tables
        new, feeds, changes = tables.new_changes, tables.feeds, tables.changes
        self._insert_new: Any = new.insert().inline()
        if database.sqlite:
            names = ("petition_id", *NewChange.__slots__)
            values = {name: bindparam(f"its_{name}", type_=new.c[name].type) for name in names}
            next_number = func.coalesce(func.max(new.c.n), 0) + 1
            row = select(*values.values(), next_number).where(new.c.petition_id == values["petition_id"])
            self._insert_new = new.insert().from_select([*values, "n"], row)
        petition = bindparam("its_petition", type_=new.c.petition_id.type)
        self._has_new = select(new.c.n).where(new.c.petition_id == petition).limit(1)
        self._head = select(*(feeds.c[name] for name in FeedHead.__slots__)).where(
            feeds.c.petition_id == petition
        )
        some = select(new.c.n).where(new.c.petition_id == petition).order_by(new.c.n)
        taken = some.limit(bindparam("limit")).cte("taken")
        self._take_new = (
            new.delete()
            .where(new.c.petition_id == petition, new.c.n.in_(select(taken.c.n)))
            .returning(new.c.n, *(new.c[name] for name in NewChange.__slots__))
        )
        head = database.insert(feeds)
        self._lock_head = head.on_conflict_do_update(
            index_elements=[feeds.c.petition_id], set_={"sequence": feeds.c.sequence}
        ).returning(*(feeds.c[name] for name in FeedHead.__slots__))
        self._update_head = feeds.update().where(feeds.c.petition_id == petition)
        self._read = (
            select(*(changes.c[name] for name in Change.__slots__))
            .where(changes.c.petition_id == petition, changes.c.sequence > bindparam("after"))
            .order_by(changes.c.sequence)
            .limit(bindparam("limit"))
        )

    # --- writing ------------------------------------------------------------------------------------------

    def write(self, connection: Connection, petition_id: str, changes: Sequence[NewChange]) -> None:
        """Write changes of signatures whose rows the transaction has locked."""
        rows = [{"petition_id": petition_id, **column_values(change)} for change in changes]
        if self._database.sqlite:
            rows = [{f"its_{name}": value for name, value in row.items()} for row in rows]
        if rows:
            connection.execute(self._insert_new, rows)

    def insert_confirmed(self, confirmed: Any, day: Any) -> Any:
        """Return a statement that writes an entry for each row of a statement that confirms.

        Args:
            confirmed: The confirming statement as a CTE, with the petition's id, the id and the address.
            day: The day, as a number.

        Returns:
            The statement. It returns the petition's id.
        """
        new = self._tables.new_changes
        columns = [new.c[name] for name in ("petition_id", *NewChange.__slots__)]
        subscribed = func.least(func.length(confirmed.c.email), 1)
        event, one = literal("confirmed"), literal(1)
        row = select(confirmed.c.petition_id, confirmed.c.id, event, one, subscribed, day)
        return new.insert().from_select(columns, row).returning(new.c.petition_id)

    # --- numbering and reading ----------------------------------------------------------------------------

    def read(self, petition_id: str, after: int, limit: int, goal: Goal | None) -> Sequence[Change]:
        """Return entries of the feed; what has no number yet gets one first, if it is needed."""
        found = self._read_numbered(petition_id, after, limit)
        while len(found) < limit and self._number(petition_id, limit, goal):
            found = self._read_numbered(petition_id, after, limit)
        if not found:
            check_after(after, self._read_head(petition_id).sequence)
        return found

    def _read_numbered(self, petition_id: str, after: int, limit: int) -> list[Change]:
        values = {"its_petition": petition_id, "after": after, "limit": max(limit, 0)}
        rows = self._database.read(lambda connection: connection.execute(self._read, values).all())
        return [
            Change(
                row.sequence, row.event, row.signature_id, date_of(row.day * DAY), row.signed, row.threshold
            )
            for row in rows
        ]

    def _read_head(self, petition_id: str) -> FeedHead:
        values = {"its_petition": petition_id}
        row = self._database.read(lambda connection: connection.execute(self._head, values).first())
        return FeedHead() if row is None else FeedHead(*row)

    def _lock(self, connection: Connection, petition_id: str) -> FeedHead:
        """Let others that number the same petition's changes wait. Signers do not wait."""
        start = {"petition_id": petition_id, **column_values(FeedHead())}
        return FeedHead(*connection.execute(self._lock_head, start).one())

    def _number(self, petition_id: str, limit: int, goal: Goal | None) -> bool:
        """Number changes that have been committed, and return whether there were any."""
        values = {"its_petition": petition_id, "limit": min(limit, _MAX_CHANGES)}
        has_new = self._database.read(lambda connection: connection.execute(self._has_new, values).first())
        if has_new is None and not self._read_head(petition_id).is_late(goal):
            return False

        def number(connection: Connection) -> bool:
            head = self._lock(connection, petition_id)
            taken = sorted(connection.execute(self._take_new, values).all())
            head, entries = number_changes(head, (NewChange(*row[1:]) for row in taken), goal)
            rows = [
                {"petition_id": petition_id, **column_values(entry), "day": day_number(entry.day)}
                for entry in entries
            ]
            if rows:
                connection.execute(self._tables.changes.insert(), rows)
                connection.execute(self._update_head, {"its_petition": petition_id, **column_values(head)})
            return bool(rows)

        return self._database.transaction(number)

    # --- forgetting ---------------------------------------------------------------------------------------

    def forget_ids(
        self, petition_id: str, before: int, *, after: int, limit: int, dry_run: bool
    ) -> ForgottenBatch:
        """Remove the ids of signatures that were erased before a day."""
        while self._number(petition_id, _MAX_CHANGES, None):
            pass
        limit = max(1, min(limit, _MAX_CHANGES))
        found_ids = self._forgettable(petition_id, before // DAY, after, limit + 1)

        def forget(connection: Connection) -> ForgottenBatch:
            self._lock(connection, petition_id)
            found = connection.execute(found_ids).all()
            ids = list({row.signature_id for row in found[:limit]})
            table = self._tables.changes
            chosen = table.c.petition_id == petition_id, table.c.signature_id.in_(ids)
            if ids and not dry_run:
                connection.execute(table.update().where(*chosen).values(signature_id=""))
            return ForgottenBatch(len(ids), found[limit - 1].sequence if len(found) > limit else None)

        return self._database.transaction(forget)

    def _forgettable(self, petition_id: str, day: int, after: int, limit: int) -> Any:
        """Return the statement that reads the entries of signatures that were erased and not seen since."""
        table, signatures = self._tables.changes.c, self._tables.signatures.c
        later = self._tables.changes.alias("later").c
        changed_since = exists().where(
            later.petition_id == petition_id, later.signature_id == table.signature_id, later.day >= day
        )
        is_stored = exists().where(signatures.petition_id == petition_id, signatures.id == table.signature_id)
        return (
            select(table.sequence, table.signature_id)
            .where(table.petition_id == petition_id, table.sequence > after)
            .where(table.event == "erased", table.signature_id != "", table.day < day)
            .where(not_(changed_since), not_(is_stored))
            .order_by(table.sequence)
            .limit(limit)
        )
