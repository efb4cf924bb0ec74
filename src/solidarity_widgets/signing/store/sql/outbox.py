"""The outbox: emails that wait to be sent, and the claims of those who send them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, get_args

from sqlalchemy import Boolean, Connection, bindparam, func, literal, select, tuple_

from solidarity_widgets.signing.store.records import EmailKind, QueuedEmail, make_id
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.tables import Tables

_KINDS: tuple[EmailKind, ...] = get_args(EmailKind)
#: The columns that whoever queues an email fills.
QUEUED_FIELDS = ("petition_id", "signature_id", "kind", "address", "locale", "due_at", "lease")


def queueing(insert: Any, tables: Tables) -> Any:
    """Let an insertion of emails replace earlier ones about the same.

    A claim of the earlier email is void, because its key is gone: the new one is sent in any case.
    """
    table = tables.outbox
    key = [column.name for column in table.primary_key.columns]
    replaced = {column.name: insert.excluded[column.name] for column in table.c if column.name not in key}
    return insert.on_conflict_do_update(index_elements=key, set_=replaced)


class Outbox:
    """Queues, claims and deletes emails. Its methods run in their caller's transaction.

    Args:
        database: The database, for its dialect.
        tables: Its tables.
    """

    def __init__(self, database: Database, tables: Tables) -> None:
        self._table = table = tables.outbox
        # A parameter named like a column would become a value of that column.
        new = {name: bindparam(f"its_{name}", type_=table.c[name].type) for name in QUEUED_FIELDS}
        new |= {"next_attempt_at": new["due_at"], "attempts": literal(0)}
        # INSERT … SELECT, so that an email that is not permitted costs a statement too.
        row = select(*new.values()).where(bindparam("permitted", type_=Boolean))
        self._put = queueing(database.insert(table).from_select(list(new), row), tables)
        claimed = (
            table.c.petition_id == bindparam("its_petition_id"),
            table.c.signature_id == bindparam("its_signature_id"),
            table.c.kind == bindparam("its_kind"),
            table.c.lease == bindparam("its_lease"),
        )
        #: Deletes one claimed email.
        self.delete: Any = table.delete().where(*claimed).returning(table.c.kind)
        #: Gives one claimed email back.
        self.postpone: Any = (
            table.update()
            .where(*claimed)
            .values(
                next_attempt_at=bindparam("until", type_=table.c.next_attempt_at.type),
                attempts=bindparam("tried", type_=table.c.attempts.type),
                lease="",
            )
            .returning(table.c.kind)
        )
        #: Claims the emails that are due; see :meth:`claim_values`.
        self.claim: Any = self._claim_statement()

    def put(self, connection: Connection, emails: Sequence[QueuedEmail], *, permitted: bool = True) -> None:
        """Queue emails that are permitted, each in the place of an earlier one about the same."""
        for email in emails:
            values = {f"its_{name}": getattr(email, name) for name in QUEUED_FIELDS}
            connection.execute(self._put, {**values, "permitted": email.permitted and permitted})

    def remove(
        self,
        connection: Connection,
        petition_id: str,
        ids: Sequence[str],
        kinds: Collection[EmailKind] = _KINDS,
    ) -> None:
        """Delete the emails about some signatures, whoever has claimed them."""
        table = self._table
        chosen = table.c.petition_id == petition_id, table.c.signature_id.in_(ids), table.c.kind.in_(kinds)
        connection.execute(table.delete().where(*chosen))

    # --- claims -------------------------------------------------------------------------------------------

    def _claim_statement(self) -> Any:
        table = self._table
        petition = bindparam("its_petition_id", type_=table.c.petition_id.type)
        time = table.c.next_attempt_at.type
        due = (
            select(table.c.signature_id, table.c.kind)
            .where(table.c.petition_id == petition, table.c.next_attempt_at <= bindparam("now", type_=time))
            .order_by(table.c.next_attempt_at, table.c.signature_id, table.c.kind)
            .limit(bindparam("at_most"))
        )
        # Rows that another worker is claiming are left to it: nobody waits.
        taken = due.with_for_update(skip_locked=True).cte("taken")
        return (
            table.update()
            .where(table.c.petition_id == petition)
            .where(tuple_(table.c.signature_id, table.c.kind).in_(select(taken.c.signature_id, taken.c.kind)))
            .values(
                next_attempt_at=bindparam("until", type_=time),
                attempts=table.c.attempts + 1,
                lease=bindparam("new_lease", type_=table.c.lease.type),
            )
            .returning(
                *(table.c[name] for name in ("petition_id", "signature_id", "kind", "address", "locale")),
                *(table.c[name] for name in ("due_at", "attempts", "lease")),
            )
        )

    def claim_values(self, petition_id: str, now: int, lease: int, limit: int) -> dict[str, object]:
        """Return the parameters of :attr:`claim`."""
        return {
            "its_petition_id": petition_id,
            "now": now,
            "until": now + lease,
            "at_most": max(limit, 0),
            "new_lease": make_id(),
        }

    def due(self, connection: Connection) -> dict[str, int]:
        """Return when each petition's next email is due, jumping in the index from petition to petition."""
        table = self._table.c
        key = table.petition_id, table.next_attempt_at
        first = select(*key).order_by(*key).limit(1)
        found: dict[str, int] = {}
        last = ""
        while (row := connection.execute(first.where(table.petition_id > last)).first()) is not None:
            last = row.petition_id
            found[last] = row.next_attempt_at
        return found

    def delete_old(self, connection: Connection, petition_id: str, before: int) -> int:
        """Delete a petition's emails that were due before a time, and return how many."""
        table = self._table
        old = table.c.petition_id == petition_id, table.c.due_at < before
        return len(connection.execute(table.delete().where(*old).returning(table.c.kind)).all())

    def count(self, connection: Connection, petition_id: str, before: int) -> dict[EmailKind, int]:
        """Return how many of a petition's emails were due before a time, by kind."""
        table = self._table.c
        old = table.petition_id == petition_id, table.due_at < before
        statement = select(table.kind, func.count()).where(*old).group_by(table.kind)
        return {row[0]: row[1] for row in connection.execute(statement)}


def email_values(email: QueuedEmail) -> dict[str, object]:
    """Return the parameters of :attr:`Outbox.delete` and, in part, of :attr:`Outbox.postpone`."""
    names = ("petition_id", "signature_id", "kind", "lease")
    return {f"its_{name}": getattr(email, name) for name in names}


def claimed_email(row: Any) -> QueuedEmail:
    """Return the record of a row that :attr:`Outbox.claim` returned."""
    petition_id, signature_id, kind, address, locale, due_at, attempts, lease = row
    return QueuedEmail(
        petition_id, signature_id, kind, address, locale, due_at, attempts=attempts, lease=lease
    )
