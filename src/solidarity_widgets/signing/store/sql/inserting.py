"""PostgreSQL's one statement that stores a new signature with its consents, and queues its emails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Integer, bindparam, literal, select

from solidarity_widgets.signing.store.records import (
    ALL_PETITIONS,
    ConsentEntry,
    ConsentWording,
    FormOutcome,
    MailboxLimit,
    QueuedEmail,
    Signature,
)
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.hits import counting
from solidarity_widgets.signing.store.sql.outbox import QUEUED_FIELDS, queueing
from solidarity_widgets.signing.store.sql.tables import Tables, column_values


class InsertStatement:
    """Stores a signature that is not counted yet in one round trip: most forms do nothing else.

    It is a transaction of its own. Several statements in one transaction would do the same, and take several
    times as long.

    Args:
        database: The database.
        tables: Its tables.
    """

    def __init__(self, database: Database, tables: Tables) -> None:
        self._database = database
        self._tables = tables
        self._statement = cache(self._make_statement)

    def applies(self, signature: Signature, replacing: str | None) -> bool:
        """Return whether a signature can be stored by one statement.

        Not in SQLite, where a transaction costs no round trips, and not in tables that Citus distributes: the
        mailbox's counter is on another machine than the petition.
        """
        return replacing is None and not signature.counted and self._database.writes_with_ctes

    def execute(
        self,
        signature: Signature,
        consents: Sequence[ConsentEntry],
        wordings: Sequence[ConsentWording],
        emails: Sequence[QueuedEmail],
        mailbox: MailboxLimit | None,
    ) -> FormOutcome:
        """Store a signature, and return what was done; see :meth:`SignatureStore.insert`."""
        words = {(each.petition_id, each.hash): each for each in reversed(wordings)}
        values: dict[str, object] = _numbered("signature", [column_values(signature)])
        values |= _numbered("words", [column_values(each) for _, each in sorted(words.items())])
        values |= _numbered("consent", [column_values(each) for each in consents])
        fields = (*QUEUED_FIELDS, "permitted")
        values |= _numbered("email", [{name: getattr(each, name) for name in fields} for each in emails])
        if mailbox is not None:
            values |= _numbered("hit", [mailbox.hit._asdict()])
            values["max_count"] = mailbox.max_count
        statement = self._statement(len(words), len(consents), len(emails), mailbox is not None)
        rows = self._database.execute(statement, values)
        if not rows:
            return FormOutcome.REFUSED
        return FormOutcome.STORED if rows[0].permitted else FormOutcome.UNSENT

    def _make_statement(self, words: int, consents: int, emails: int, limited: bool) -> Any:
        tables, insert = self._tables, self._database.insert
        signed = (
            insert(tables.signatures)
            .values(_parameters(tables.signatures, Signature.__slots__, "signature", 0))
            .on_conflict_do_nothing()
            .returning(tables.signatures.c.petition_id)
            .cte("signed")
        )
        parts = [signed]
        for each in range(words):
            wording = _parameters(tables.wordings, ConsentWording.__slots__, "words", each)
            row = select(*wording.values()).select_from(signed)
            new = insert(tables.wordings).from_select([*wording], row)
            parts.append(new.on_conflict_do_nothing().cte(f"words_{each}"))
        for each in range(consents):
            entry = _parameters(tables.consents, ConsentEntry.__slots__, "consent", each)
            row = select(*entry.values(), literal(each, Integer)).select_from(signed)
            parts.append(insert(tables.consents).from_select([*entry, "n"], row).cte(f"consent_{each}"))
        permitted: Any = literal(True)
        source = signed
        if limited:
            hit = _parameters(tables.hits, ("key", "window", "expires_at"), "hit", 0)
            row = select(literal(ALL_PETITIONS), *hit.values(), literal(1)).select_from(signed)
            counted = counting(insert(tables.hits).from_select(["petition_id", *hit, "n"], row), tables)
            source = counted.returning(tables.hits.c.n).cte("seen")
            permitted = source.c.n <= bindparam("max_count", type_=Integer)
            parts.append(source)
        for each in range(emails):
            email = _parameters(tables.outbox, QUEUED_FIELDS, "email", each)
            row = select(*email.values(), email["due_at"], literal(0)).select_from(source)
            row = row.where(permitted, bindparam(f"email_{each}_permitted", type_=Boolean))
            new = insert(tables.outbox).from_select([*email, "next_attempt_at", "attempts"], row)
            parts.append(queueing(new, tables).cte(f"email_{each}"))
        return select(permitted.label("permitted")).select_from(source).add_cte(*parts)


def _numbered(name: str, rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {f"{name}_{i}_{key}": value for i, row in enumerate(rows) for key, value in row.items()}


def _parameters(table: Any, names: Sequence[str], prefix: str, number: int) -> dict[str, Any]:
    return {name: bindparam(f"{prefix}_{number}_{name}", type_=table.c[name].type) for name in names}
