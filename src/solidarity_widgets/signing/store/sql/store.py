"""The store of signatures in an SQL database.

Locks are taken in one order everywhere, so that no two transactions wait for each other: words, signatures
(by id), consents, emails, counters. Changes are written before the counters; nothing waits for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Literal, Self

from sqlalchemy import ColumnElement, Connection, Engine, and_, select

from solidarity_widgets.checks import check_choice
from solidarity_widgets.petitions import Goal
from solidarity_widgets.signing.store.changes import Standing, change_between
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import (
    ALL_PETITIONS,
    CONFIRMING_KINDS,
    DAY,
    FAR_FUTURE,
    TRANSITIONS,
    Change,
    ChangeEvent,
    ConfirmOutcome,
    ConsentEntry,
    ConsentWording,
    Count,
    EmailKind,
    ForgottenBatch,
    FormOutcome,
    Hit,
    MailboxLimit,
    QueuedEmail,
    Signature,
    SignatureState,
    SlotRecount,
    SweepBatch,
)
from solidarity_widgets.signing.store.sql.change_log import ChangeLog
from solidarity_widgets.signing.store.sql.confirming import confirm_statement
from solidarity_widgets.signing.store.sql.consents import ConsentLog
from solidarity_widgets.signing.store.sql.counters import Counters
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.hits import Hits
from solidarity_widgets.signing.store.sql.inserting import InsertStatement
from solidarity_widgets.signing.store.sql.outbox import Outbox, claimed_email, email_values
from solidarity_widgets.signing.store.sql.removal import Removal
from solidarity_widgets.signing.store.sql.signatures import SignatureTable
from solidarity_widgets.signing.store.sql.tables import Tables
from solidarity_widgets.signing.store.sql.transactions import reading, removes_data, transaction

#: Ids in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535.
_MAX_IDS = 10_000
_CONFIRMED: tuple[SignatureState, ...] = ("confirmed",)


class SqlSignatureStore(SignatureStore):
    """Keeps signatures in SQLite or PostgreSQL (see :class:`~solidarity_widgets.signing.SignatureStore`).

    Threads can share a store, and each process can have its own store for the same database. After a fork,
    the child's store opens its own connections. Every change is on disk when its method returns.

    A store counts in one of three ways, all of them exact:

    * in one counter row for each petition, which is enough for thousands of confirmations a second;
    * in several *slots*, for more confirmations at the same time;
    * *batched*: confirming does not touch a counter, and :meth:`flush_counts`, called every few seconds, adds
      what has come in. The count lags behind by as much.

    You can change both options at any time. After changing *slots*, run a recount.

    Args:
        database: A URL (``sqlite:///signatures.db``, ``postgresql://user:password@host/database``) or an
            engine. An engine is used as it is: you configure it and dispose of it.
        slots: How many counter rows a petition has, 1 to 256.
        batched: Whether confirmed signatures wait for :meth:`flush_counts`.
        prefix: The prefix of the tables' names.

    Raises:
        MissingExtraError: If PostgreSQL's driver is not installed.
        InvalidFieldError: If an argument is not valid.

    Example:
        >>> with SqlSignatureStore("sqlite://") as store:  # in memory, to try it out
        ...     store.create_tables()
        ...     _ = store.insert(Signature("petition", "0f" * 16, created_at=100))
        ...     store.confirm("petition", "0f" * 16, now=160), store.count("petition")
        ('confirmed', Count(signed=1, changed_at=160))
    """

    def __init__(
        self, database: str | Engine, *, slots: int = 1, batched: bool = False, prefix: str = "sw_"
    ) -> None:
        self.database: Database = Database(database)
        self.tables: Tables = Tables(prefix, batched=batched)
        self.batched: bool = batched
        self._prefix = prefix
        self._signatures = SignatureTable(self.database, self.tables)
        self._consents = ConsentLog(self.database, self.tables)
        self._hits = Hits(self.database, self.tables)
        self._changes = ChangeLog(self.database, self.tables)
        self._counters = Counters(self.database, self.tables, slots)
        self._outbox = Outbox(self.database, self.tables)
        self._removal = Removal(self._signatures, self._consents, self._outbox, self._changes, self._counters)
        self._insert_statement = InsertStatement(self.database, self.tables)
        self._confirm_statement = confirm_statement(
            self.database, self.tables, self._changes, self._counters, batched=batched
        )

    def __repr__(self) -> str:
        options = f"slots={self.slots}, batched={self.batched}, prefix={self._prefix!r}"
        return f"SqlSignatureStore({self.database!r}, {options})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def slots(self) -> int:
        """How many counter rows a petition has."""
        return self._counters.slots

    def create_tables(self, *, distribute: Literal["citus"] | None = None) -> None:
        """Create the tables and indexes that are missing. Several processes can do so at once.

        Args:
            distribute: ``"citus"`` to distribute the tables over the machines of a Citus cluster, each
                petition on one of them. Tables that are distributed already stay as they are. Do it in one
                process, before the first signature.

        Raises:
            InvalidFieldError: If the database is not PostgreSQL with the extension Citus. Nothing is created.

        Example:
            >>> with SqlSignatureStore("sqlite://") as store:
            ...     store.create_tables()
            ...     store.petitions()
            []
        """
        if distribute is not None:
            check_choice(distribute, ("citus",), "distribute")
        self.database.create_tables(self.tables, distributed=distribute is not None)

    def close(self) -> None:
        """Close the connections, unless you passed an engine."""
        self.database.close()

    @reading
    def petitions(self, connection: Connection) -> list[str]:
        """Return the ids of the petitions that somebody has signed."""
        return self._signatures.petitions(connection)

    # --- reading ------------------------------------------------------------------------------------------

    @reading
    def find(self, connection: Connection, petition_id: str, id: str) -> Signature | None:
        return self._signatures.find(connection, petition_id, id)

    @reading
    def find_by_identity(
        self, connection: Connection, petition_id: str, identities: Collection[str]
    ) -> Sequence[Signature]:
        return self._signatures.find_by_identity(connection, petition_id, identities)

    @reading
    def list_signatures(
        self,
        connection: Connection,
        petition_id: str,
        *,
        after: str = "",
        limit: int = 1000,
        states: Collection[SignatureState] = _CONFIRMED,
    ) -> Sequence[Signature]:
        return self._signatures.in_states(connection, petition_id, states, after, limit)

    @reading
    def public_signatures(
        self, connection: Connection, petition_id: str, *, limit: int = 100, after: Signature | None = None
    ) -> Sequence[Signature]:
        return self._signatures.public(connection, petition_id, after, limit)

    @reading
    def count_by(
        self, connection: Connection, petition_id: str, by: Literal["source", "country", "state"]
    ) -> dict[str, int]:
        return self._signatures.count_by(connection, petition_id, by)

    @reading
    def consents(self, connection: Connection, petition_id: str, id: str) -> Sequence[ConsentEntry]:
        return self._consents.entries(connection, petition_id, id)

    @reading
    def find_wording(self, connection: Connection, petition_id: str, hash: str) -> ConsentWording | None:
        return self._consents.find_wording(connection, petition_id, hash)

    # --- signing ------------------------------------------------------------------------------------------

    def insert(
        self,
        signature: Signature,
        consents: Sequence[ConsentEntry] = (),
        wordings: Sequence[ConsentWording] = (),
        *,
        replacing: str | None = None,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        if self._insert_statement.applies(signature, replacing):
            return self._insert_statement.execute(signature, consents, wordings, emails, mailbox)
        return self._insert(signature, consents, wordings, replacing, emails, mailbox)

    @transaction
    def _insert(
        self,
        connection: Connection,
        signature: Signature,
        consents: Sequence[ConsentEntry],
        wordings: Sequence[ConsentWording],
        replacing: str | None,
        emails: Sequence[QueuedEmail],
        mailbox: MailboxLimit | None,
    ) -> FormOutcome:
        """Store a signature that the one statement does not store."""
        petition_id = signature.petition_id
        self._consents.store_wordings(connection, wordings)
        inherited = False
        if replacing is not None:
            replaced = self._removal.remove_replaced(connection, petition_id, replacing, signature.changed_at)
            if replaced is None:
                connection.rollback()
                return FormOutcome.REFUSED
            inherited = replaced.counted
        new = replace(signature, counted=signature.counted or inherited)
        if not self._signatures.insert(connection, new):
            connection.rollback()
            return FormOutcome.REFUSED
        self._consents.append(connection, consents)
        permitted = self._hits.permits(connection, mailbox)
        self._outbox.put(connection, emails, permitted=permitted)
        standing = Standing.of(new.state, new.counted, new.email)
        changes = change_between(
            "confirmed", new.id, Standing(counted=inherited), standing, signature.changed_at
        )
        self._changes.write(connection, petition_id, changes)
        if replacing is not None and inherited:
            self._counters.move(connection, petition_id, {replacing: signature.id}, signature.changed_at)
        elif signature.counted:
            self._counters.add(connection, petition_id, [signature.id], 1, signature.changed_at)
        return FormOutcome.STORED if permitted else FormOutcome.UNSENT

    @transaction
    def amend(
        self,
        connection: Connection,
        signature: Signature,
        consents: Sequence[ConsentEntry] = (),
        wordings: Sequence[ConsentWording] = (),
        *,
        quarantined: bool = False,
        min_interval: int | None = None,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        self._consents.store_wordings(connection, wordings)
        if not self._signatures.amend(
            connection, signature, quarantined=quarantined, min_interval=min_interval
        ):
            connection.rollback()
            return FormOutcome.REFUSED
        self._consents.remove(connection, signature.petition_id, [signature.id])
        self._consents.append(connection, consents)
        return self._send(connection, emails, mailbox)

    def _send(
        self, connection: Connection, emails: Sequence[QueuedEmail], mailbox: MailboxLimit | None
    ) -> FormOutcome:
        """Queue emails about a signature, or undo the transaction if its mailbox has had too many."""
        if not self._hits.permits(connection, mailbox):
            connection.rollback()
            return FormOutcome.UNSENT
        self._outbox.put(connection, emails)
        return FormOutcome.STORED

    def confirm(self, petition_id: str, id: str, now: int, *, issued_at: int | None = None) -> ConfirmOutcome:
        issued = FAR_FUTURE if issued_at is None else issued_at
        if self._confirm_statement is not None:
            slot = self._counters.slot(id)
            values = {"petition": petition_id, "signature": id, "its_slot": slot, "now": now, "made": issued}
            values["today"] = now // DAY
            if self.database.execute(self._confirm_statement, values):
                return "confirmed"
        return self._confirm(petition_id, id, now, issued)

    @transaction
    def _confirm(
        self, connection: Connection, petition_id: str, id: str, now: int, issued_at: int
    ) -> ConfirmOutcome:
        """Confirm a signature that the one statement did not confirm, or say why not."""
        row = self._signatures.lock_one(connection, petition_id, id)
        if row is None or row.state in ("withdrawn", "erased"):
            return "missing"
        if row.state == "confirmed":
            return "already_confirmed"
        if row.submitted_at > issued_at:
            return "replaced"
        if row.state == "quarantined":
            if row.confirmed_at is not None:
                return "already_confirmed"
            self._signatures.update(connection, petition_id, id, confirmed_at=now)
            self._outbox.remove(connection, petition_id, [id], CONFIRMING_KINDS)
            return "quarantined"
        self._outbox.remove(connection, petition_id, [id], CONFIRMING_KINDS)
        self._move(connection, petition_id, row, "confirmed", "confirmed", now, confirmed_at=now)
        return "confirmed"

    @removes_data
    @transaction
    def withdraw(
        self,
        connection: Connection,
        petition_id: str,
        id: str,
        now: int,
        consents: Sequence[ConsentEntry] = (),
    ) -> bool:
        row = self._signatures.lock_one(connection, petition_id, id)
        if row is None or "withdrawn" not in TRANSITIONS[row.state]:
            return False
        self._consents.append(connection, consents)
        self._outbox.remove(connection, petition_id, [id])
        self._move(connection, petition_id, row, "withdrawn", "withdrawn", now)
        return True

    @transaction
    def quarantine(self, connection: Connection, petition_id: str, id: str, now: int) -> bool:
        row = self._signatures.lock_one(connection, petition_id, id)
        if row is None or "quarantined" not in TRANSITIONS[row.state]:
            return False
        self._move(connection, petition_id, row, "quarantined", "quarantined", now)
        return True

    @transaction
    def release(self, connection: Connection, petition_id: str, id: str, now: int) -> bool:
        row = self._signatures.lock_one(connection, petition_id, id)
        if row is None or row.state != "quarantined":
            return False
        state: SignatureState = "pending" if row.confirmed_at is None else "confirmed"
        self._move(connection, petition_id, row, "released", state, now)
        return True

    @removes_data
    @transaction
    def unsubscribe(self, connection: Connection, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        row = self._signatures.lock_one(connection, petition_id, id)
        if row is None or not row.email:
            return False
        self._signatures.update(connection, petition_id, id, email="")
        self._consents.append(connection, [consent])
        self._outbox.remove(connection, petition_id, [id])
        after = Standing.of(row.state, row.counted, "")
        self._tell(connection, "unsubscribed", petition_id, row, after, consent.at)
        return True

    # --- emails -------------------------------------------------------------------------------------------

    @transaction
    def record_email(
        self,
        connection: Connection,
        petition_id: str,
        id: str,
        now: int,
        *,
        min_interval: int,
        emails: Sequence[QueuedEmail] = (),
        mailbox: MailboxLimit | None = None,
    ) -> FormOutcome:
        if not self._signatures.record_email(connection, petition_id, id, now, min_interval):
            return FormOutcome.REFUSED
        return self._send(connection, emails, mailbox)

    @reading
    def emails_due(self, connection: Connection) -> Mapping[str, int]:
        return self._outbox.due(connection)

    def claim_emails(self, petition_id: str, now: int, *, lease: int, limit: int) -> Sequence[QueuedEmail]:
        values = self._outbox.claim_values(petition_id, now, lease, limit)
        claimed = map(claimed_email, self.database.execute(self._outbox.claim, values))
        return sorted(claimed, key=lambda each: (each.due_at, each.signature_id, each.kind))

    @removes_data
    def delete_email(self, email: QueuedEmail) -> bool:
        return bool(email.lease and self.database.execute(self._outbox.delete, email_values(email)))

    def postpone_email(self, email: QueuedEmail, until: int, *, attempts: int) -> bool:
        values = {**email_values(email), "until": until, "tried": attempts}
        return bool(email.lease and self.database.execute(self._outbox.postpone, values))

    def delete_old_emails(self, petition_id: str, before: int, *, dry_run: bool = False) -> int:
        if dry_run:
            return sum(self.count_emails(petition_id, before).values())
        return self._delete_old_emails(petition_id, before)

    @removes_data
    @transaction
    def _delete_old_emails(self, connection: Connection, petition_id: str, before: int) -> int:
        return self._outbox.delete_old(connection, petition_id, before)

    @reading
    def count_emails(self, connection: Connection, petition_id: str, before: int) -> dict[EmailKind, int]:
        return self._outbox.count(connection, petition_id, before)

    # --- keys ---------------------------------------------------------------------------------------------

    @reading
    def key_checks(self, connection: Connection) -> Collection[str]:
        return self._key_checks(connection)

    def _key_checks(self, connection: Connection) -> Sequence[str]:
        table = self.tables.keys.c
        return connection.scalars(select(table.check_value).where(table.petition_id == ALL_PETITIONS)).all()

    @transaction
    def add_key_check(
        self, connection: Connection, check: str, *, known: Collection[str] | None = None
    ) -> bool:
        if known is not None:
            self._counters.lock(connection, ALL_PETITIONS)  # so that the next one sees what this one adds
            stored = self._key_checks(connection)
            if stored and set(stored).isdisjoint(known):
                connection.rollback()
                return False
        statement = self.database.insert(self.tables.keys).on_conflict_do_nothing()
        connection.execute(statement, {"petition_id": ALL_PETITIONS, "check_value": check})
        return True

    # --- rates and counts ---------------------------------------------------------------------------------

    def count_hits(self, petition_id: str, hits: Sequence[Hit]) -> list[int]:
        return self._hits.count(petition_id, hits)

    def delete_expired_hits(self, now: int, *, limit: int, dry_run: bool = False) -> int:
        return self._hits.delete_expired(now, limit, dry_run=dry_run)

    def count(self, petition_id: str) -> Count:
        return self._counters.read(petition_id)

    def flush_counts(self, petition_id: str, now: int, *, limit: int = 10_000) -> int:
        return self._counters.flush_counts(petition_id, now, limit)

    def recount(self, petition_id: str, slot: int, now: int) -> SlotRecount:
        if slot == 0:  # what waits is counted first: this store may have counted in batches before
            while self.flush_counts(petition_id, now):
                pass
        return self._counters.recount(petition_id, slot, now)

    # --- the change feed ----------------------------------------------------------------------------------

    def changes(
        self, petition_id: str, *, after: int = 0, limit: int = 1000, goal: Goal | None = None
    ) -> Sequence[Change]:
        return self._changes.read(petition_id, after, limit, goal)

    def forget_changed_ids(
        self, petition_id: str, before: int, *, after: int = 0, limit: int = 1000, dry_run: bool = False
    ) -> ForgottenBatch:
        return self._changes.forget_ids(petition_id, before, after=after, limit=limit, dry_run=dry_run)

    # --- erasing and removing -----------------------------------------------------------------------------

    def erase(self, petition_id: str, id: str, now: int, *, keep_identity: bool = False) -> bool:
        return bool(self._erase(petition_id, [id], now, keep_identity=keep_identity))

    @reading
    def was_erased(self, connection: Connection, petition_id: str, ids: Collection[str]) -> bool:
        return self._signatures.was_erased(connection, petition_id, ids)

    @transaction
    def remember_paper(self, connection: Connection, petition_id: str, id: str) -> None:
        self._signatures.remember_paper(connection, petition_id, [id])

    def reject(self, petition_id: str, id: str, now: int) -> bool:
        quarantined = self.tables.signatures.c.state == "quarantined"
        return bool(self._remove(petition_id, [id], now, quarantined))

    def sweep(
        self,
        petition_id: str,
        state: SignatureState,
        before: int,
        *,
        now: int,
        erase: bool = False,
        confirmed: bool | None = None,
        after: str = "",
        limit: int = 1000,
        dry_run: bool = False,
    ) -> SweepBatch:
        limit = max(1, min(limit, _MAX_IDS))
        due = self._signatures.in_state_since(state, before, confirmed)
        if erase and state == "erased":
            due = and_(due, self._signatures.has_identity())
        found = self.database.read(
            lambda connection: self._signatures.ids_to_sweep(connection, petition_id, due, after, limit + 1)
        )
        ids = found[:limit]
        cursor = ids[-1] if len(found) > limit else None
        if dry_run or not ids:
            return SweepBatch(len(ids), cursor)
        # They may have changed since they were read, so the condition is checked again.
        if erase and state == "erased":
            return SweepBatch(self._forget_identities(petition_id, ids), cursor)
        sweep = self._erase if erase else self._remove
        return SweepBatch(sweep(petition_id, ids, now, due), cursor)

    @removes_data
    @transaction
    def _erase(
        self,
        connection: Connection,
        petition_id: str,
        ids: Sequence[str],
        now: int,
        *conditions: ColumnElement[bool],
        keep_identity: bool = False,
    ) -> int:
        rows = self._signatures.lock(connection, petition_id, ids, *conditions)
        return self._removal.erase_rows(connection, petition_id, rows, now, keep_identity=keep_identity)

    @removes_data
    @transaction
    def _forget_identities(self, connection: Connection, petition_id: str, ids: Sequence[str]) -> int:
        return self._signatures.forget_identities(connection, petition_id, ids)

    @removes_data
    @transaction
    def _remove(
        self,
        connection: Connection,
        petition_id: str,
        ids: Sequence[str],
        now: int,
        *conditions: ColumnElement[bool],
    ) -> int:
        return self._removal.remove_or_restore(connection, petition_id, ids, now, *conditions)

    # --- parts of these transactions ----------------------------------------------------------------------

    def _move(
        self,
        connection: Connection,
        petition_id: str,
        row: Any,
        event: ChangeEvent,
        state: SignatureState,
        now: int,
        **values: object,
    ) -> None:
        """Move a locked signature to a state, and change the feed and the counter with it."""
        if state == "confirmed":
            counted = row.counted or not self.batched
        elif state == "withdrawn":
            counted = False
        else:  # what is counted without being confirmed replaced an erased signature, which still counts
            counted = row.counted and row.state != "confirmed"
        self._signatures.update(
            connection, petition_id, row.id, state=state, counted=counted, changed_at=now, **values
        )
        self._tell(connection, event, petition_id, row, Standing.of(state, counted, row.email), now)
        change = counted - row.counted
        if change:
            self._counters.add(connection, petition_id, [row.id], change, now)

    def _tell(
        self,
        connection: Connection,
        event: ChangeEvent,
        petition_id: str,
        row: Any,
        after: Standing,
        now: int,
    ) -> None:
        """Tell the feed that a locked signature has changed."""
        before = Standing.of(row.state, row.counted, row.email)
        changes = change_between(event, row.id, before, after, now)
        self._changes.write(connection, petition_id, changes)
