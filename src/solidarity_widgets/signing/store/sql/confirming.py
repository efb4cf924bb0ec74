"""PostgreSQL's one statement that confirms a signature, tells the change feed and counts it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, bindparam, exists, literal, select

from solidarity_widgets.signing.store.records import CONFIRMING_KINDS
from solidarity_widgets.signing.store.sql.change_log import ChangeLog
from solidarity_widgets.signing.store.sql.counters import Counters
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.tables import Tables


def confirm_statement(
    database: Database, tables: Tables, changes: ChangeLog, counters: Counters, *, batched: bool
) -> Any:
    """Make the statement that confirms a pending signature and counts it in a single round trip.

    It also deletes the emails that ask to confirm it and still wait. It does not see one that is queued at
    the same moment; whoever sends emails looks at the signature first.

    Its parameters are ``petition``, ``signature``, ``its_slot``, ``now``, ``today`` and ``made`` (when the
    link was made). A parameter named like a column would become a value of that column.

    Args:
        database: The database.
        tables: Its tables.
        changes: Its change feed.
        counters: Its counters. They come last, because others wait for their rows.
        batched: Whether the signature is counted later.

    Returns:
        A statement that returns a row if the signature was confirmed. ``None`` for SQLite, where a
        transaction costs no round trips.
    """
    if database.sqlite:
        return None
    table = tables.signatures
    now = bindparam("now", type_=table.c.changed_at.type)
    confirmed = (
        table.update()
        .where(table.c.petition_id == bindparam("petition"), table.c.id == bindparam("signature"))
        .where(table.c.state == "pending", table.c.counted.is_(False))
        .where(table.c.submitted_at <= bindparam("made", type_=table.c.submitted_at.type))
        .values(state="confirmed", counted=not batched, confirmed_at=now, changed_at=now)
        .returning(table.c.petition_id, table.c.id, table.c.email)
    )
    done = confirmed.cte("confirmed")
    outbox = tables.outbox
    unqueued = (
        outbox.delete()
        .where(outbox.c.petition_id == bindparam("petition"), outbox.c.signature_id == bindparam("signature"))
        .where(outbox.c.kind.in_(CONFIRMING_KINDS), exists(select(done.c.petition_id)))
        .returning(outbox.c.kind)
        .cte("unqueued")
    )
    told = changes.insert_confirmed(done, bindparam("today", type_=tables.new_changes.c.day.type))
    if batched:
        return told.add_cte(done, unqueued)
    logged = told.cte("told")
    counts = tables.counts
    columns = [counts.c.petition_id, counts.c.slots, counts.c.slot, counts.c.n, counts.c.changed_at]
    slots, slot = literal(counters.slots), bindparam("its_slot", type_=Integer)
    row = select(logged.c.petition_id, slots, slot, literal(1), now)
    insert = database.insert(counts).from_select(columns, row).add_cte(done, unqueued)
    return counters.upsert(insert).returning(counts.c.slot)
