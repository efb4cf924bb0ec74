"""The tables of a store.

Every primary and unique key begins with the petition's id, and nothing refers to another table by a foreign
key. So Citus can distribute all of them by that column (see ``citus.py``). CockroachDB, on which the store
was not tried, would keep what belongs to one petition together. Sources: Citus, "Creating and Modifying
Distributed Objects (DDL)": a unique constraint must have the distribution column; CockroachDB, "Primary Key":
rows are kept in the order of the primary key.

In SQLite the tables have no rowid: it would keep the order in which rows were written, and so tell which
signatures and which counters belong together.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    and_,
    event,
    false,
    literal_column,
    true,
)

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.store.changes import FeedHead, NewChange
from solidarity_widgets.signing.store.records import Change, ConsentEntry, ConsentWording, Signature

#: PostgreSQL cuts names after 63 bytes; the longest name behind the prefix has 24.
_PREFIX = re.compile(r"(?:[a-z_][a-z0-9_]{0,30})?", re.ASCII)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _time(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


class Tables:
    """The tables whose names begin with a prefix.

    Args:
        prefix: At most 31 lower-case ASCII letters, digits and underscores, no digit first; or empty.
        batched: Whether to have an index of the signatures that wait to be counted.

    Attributes:
        metadata: All of them, for migration tools such as Alembic.
        signatures: One row a signature; the columns are the fields of
            :class:`~solidarity_widgets.signing.store.records.Signature`.
        counts: The counters. A petition's number is the sum of its rows.
        consents: The consent log, numbered for each signature.
        wordings: The words that the log's hashes stand for.
        outbox: Emails that wait to be sent, at most one of each kind for a signature.
        hits: Events under keys, for rates.
        keys: Check values of the secrets with which the store's hashes were made.
        changes: The change feed, numbered for each petition.
        new_changes: Changes that no reader of the feed has numbered yet. PostgreSQL gives them a number of
            its own, which keeps the changes of one signature in their order without making one transaction
            wait for another, but has gaps and can appear late.
        feeds: Where the feed of each petition has got to.
        tombstones: Ids of signatures on paper that were erased, or not stored because their mailboxes had
            signed, so that an import does not revive them.

    Raises:
        InvalidFieldError: If the prefix cannot begin a table's name.

    Example:
        >>> sorted(Tables("campaign_").metadata.tables)[0]
        'campaign_changes'
    """

    def __init__(self, prefix: str = "sw_", *, batched: bool = False) -> None:
        if not _PREFIX.fullmatch(prefix):
            reason = "must be lower-case ASCII letters, digits and underscores, at most 31 of them"
            raise InvalidFieldError("prefix", prefix, reason)
        self.metadata: MetaData = MetaData()
        self.signatures: Table = Table(
            f"{prefix}signatures",
            self.metadata,
            _text("petition_id"),
            _text("id"),
            _text("state"),
            Column("counted", Boolean, nullable=False),
            _text("source"),
            Column("identity", Text),
            Column("household_slot", Integer, nullable=False),
            Column("signer_hash", Text),
            *map(_text, ("name", "email", "country", "postcode", "message")),
            Column("public", Boolean, nullable=False),
            _text("locale"),
            Column("score", Integer, nullable=False),
            _time("created_at"),
            _time("confirmed_at", nullable=True),
            _time("changed_at"),
            _time("submitted_at"),
            _time("last_email_at", nullable=True),
            PrimaryKeyConstraint("petition_id", "id", name=f"{prefix}signatures_pkey"),
            UniqueConstraint(
                "petition_id", "identity", "household_slot", name=f"{prefix}signatures_identity"
            ),
            sqlite_with_rowid=False,
        )
        # Room on each page for the confirmed version of a row, so that PostgreSQL can put it there and leave
        # the indexes alone ("Heap-Only Tuples" in its manual).
        fillfactor = DDL("ALTER TABLE %(fullname)s SET (fillfactor = 70)")  # type: ignore[no-untyped-call]
        event.listen(self.signatures, "after_create", fillfactor.execute_if(dialect="postgresql"))
        self.counts: Table = Table(
            f"{prefix}counts",
            self.metadata,
            _text("petition_id"),
            Column("slots", Integer, nullable=False),
            Column("slot", Integer, nullable=False),
            Column("n", BigInteger, nullable=False),
            _time("changed_at"),
            PrimaryKeyConstraint("petition_id", "slots", "slot", name=f"{prefix}counts_pkey"),
            sqlite_with_rowid=False,
        )
        self.consents: Table = Table(
            f"{prefix}consents",
            self.metadata,
            _text("petition_id"),
            _text("signature_id"),
            Column("n", Integer, nullable=False),
            *map(_text, ("purpose", "wording_hash", "version", "locale", "action", "method")),
            _time("at"),
            PrimaryKeyConstraint("petition_id", "signature_id", "n", name=f"{prefix}consents_pkey"),
            sqlite_with_rowid=False,
        )
        self.wordings: Table = Table(
            f"{prefix}wordings",
            self.metadata,
            *map(_text, ("petition_id", "hash", "locale", "text")),
            PrimaryKeyConstraint("petition_id", "hash", name=f"{prefix}wordings_pkey"),
            sqlite_with_rowid=False,
        )
        self.outbox: Table = Table(
            f"{prefix}outbox",
            self.metadata,
            *map(_text, ("petition_id", "signature_id", "kind", "address", "locale")),
            _time("due_at"),
            _time("next_attempt_at"),
            Column("attempts", Integer, nullable=False),
            _text("lease"),
            PrimaryKeyConstraint("petition_id", "signature_id", "kind", name=f"{prefix}outbox_pkey"),
            Index(f"{prefix}outbox_next_attempt_at", "petition_id", "next_attempt_at"),
            sqlite_with_rowid=False,
        )
        self.hits: Table = Table(
            f"{prefix}hits",
            self.metadata,
            _text("petition_id"),
            _text("key"),
            Column("window", BigInteger, nullable=False),
            Column("n", BigInteger, nullable=False),
            _time("expires_at"),
            PrimaryKeyConstraint("petition_id", "key", "window", name=f"{prefix}hits_pkey"),
            Index(f"{prefix}hits_expires_at", "expires_at"),
            sqlite_with_rowid=False,
        )
        self.keys: Table = Table(
            f"{prefix}keys",
            self.metadata,
            *map(_text, ("petition_id", "check_value")),
            PrimaryKeyConstraint("petition_id", "check_value", name=f"{prefix}keys_pkey"),
            sqlite_with_rowid=False,
        )
        self.tombstones: Table = Table(
            f"{prefix}tombstones",
            self.metadata,
            *map(_text, ("petition_id", "id")),
            PrimaryKeyConstraint("petition_id", "id", name=f"{prefix}tombstones_pkey"),
            sqlite_with_rowid=False,
        )
        self.changes: Table = Table(
            f"{prefix}changes",
            self.metadata,
            _text("petition_id"),
            Column("sequence", BigInteger, nullable=False),
            *map(_text, ("event", "signature_id")),
            Column("day", BigInteger, nullable=False),
            Column("signed", BigInteger, nullable=False),
            Column("threshold", BigInteger),
            PrimaryKeyConstraint("petition_id", "sequence", name=f"{prefix}changes_pkey"),
            Index(f"{prefix}changes_signature", "petition_id", "signature_id"),
            sqlite_with_rowid=False,
        )
        self.new_changes: Table = Table(
            f"{prefix}new_changes",
            self.metadata,
            _text("petition_id"),
            Column("n", BigInteger, Identity(always=True), nullable=False),
            *map(_text, ("event", "signature_id")),
            Column("counted", Integer, nullable=False),
            Column("subscribed", Integer, nullable=False),
            Column("day", BigInteger, nullable=False),
            PrimaryKeyConstraint("petition_id", "n", name=f"{prefix}new_changes_pkey"),
            sqlite_with_rowid=False,
        )
        self.feeds: Table = Table(
            f"{prefix}feeds",
            self.metadata,
            _text("petition_id"),
            *(Column(name, BigInteger, nullable=False) for name in ("sequence", "signed", "peak", "reached")),
            Column("day", BigInteger, nullable=False),
            PrimaryKeyConstraint("petition_id", name=f"{prefix}feeds_pkey"),
            sqlite_with_rowid=False,
        )
        signatures = self.signatures.c
        # Neither of its columns nor its condition changes when a signature is confirmed.
        _partial(f"{prefix}signatures_public", self.public, signatures.petition_id, signatures.created_at)
        if batched:
            # With the condition's columns, or SQLite would prefer the primary key, and read every row.
            waiting = signatures.petition_id, signatures.state, signatures.counted, signatures.id
            _partial(f"{prefix}signatures_waiting", self.uncounted, *waiting)

    @property
    def public(self) -> ColumnElement[bool]:
        """Which signatures may be shown; written without parameters, as the index's condition is."""
        return self.signatures.c.public.is_(true())

    @property
    def uncounted(self) -> ColumnElement[bool]:
        """Which signatures a batched counter has not counted yet; written without parameters."""
        signatures = self.signatures.c
        return and_(signatures.state == literal_column("'confirmed'"), signatures.counted.is_(false()))


def _partial(name: str, condition: ColumnElement[bool], *columns: Column[Any]) -> None:
    """Add to the columns' table an index of the rows that fulfil a condition."""
    Index(name, *columns, postgresql_where=condition, sqlite_where=condition)


def column_values(
    record: Signature | ConsentEntry | ConsentWording | Change | NewChange | FeedHead,
) -> dict[str, Any]:
    """Return a record's values by column; the columns are named like its fields."""
    return {name: getattr(record, name) for name in record.__slots__}
