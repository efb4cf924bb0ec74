"""The store of signatures in an SQL database."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Literal, Self

from sqlalchemy import Engine, Integer, bindparam, case, literal, or_, select, tuple_

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.records import (
    ConfirmOutcome,
    ConsentEntry,
    ConsentWording,
    Count,
    Signature,
    SignatureState,
    SlotRecount,
    SweepBatch,
)
from solidarity_widgets.signing.sql.counters import Counters
from solidarity_widgets.signing.sql.engine import Database
from solidarity_widgets.signing.sql.reader import SignatureReader
from solidarity_widgets.signing.sql.tables import Tables
from solidarity_widgets.signing.sql.writer import SignatureWriter

#: Ids in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535.
_MAX_IDS = 10_000
#: Later than any time that is written.
_FAR_FUTURE = 2**62


class SqlSignatureStore(SignatureReader):
    """Keeps signatures in SQLite or PostgreSQL (see :class:`~solidarity_widgets.signing.SignatureStore`).

    It may be shared by threads, and processes may each have one for the same database; after a fork the
    child's opens connections of its own. What was answered is on the disk.

    A petition is counted in one of three ways, all of them exact:

    * in one counter row, which is enough for thousands of confirmations a second;
    * in several *slots*, if more than that press the button at once;
    * *batched*: confirming does not touch a counter, and :meth:`flush_counts`, called every few seconds, adds
    what
      has come in. The number lags behind by as much.

    Both options may be changed at any time; after a change of *slots*, run a recount.

    Args:
        database: A URL (``sqlite:///signatures.db``, ``postgresql://user:password@host/database``), or an
            engine, which is used as it is: its pool, its settings for SQLite and its end are the host's.
        slots: How many rows a petition's counter has, 1 to 256.
        batched: Whether confirmed signatures wait for :meth:`flush_counts`.
        prefix: What the tables' names begin with.

    Raises:
        MissingExtraError: If PostgreSQL's driver is not installed.
        InvalidFieldError: If an argument cannot be used.

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
        self.batched = batched
        self._prefix = prefix
        super().__init__(Database(database), Tables(prefix, batched=batched))
        self._counters = Counters(self._database, self._tables, slots)
        self._writer = SignatureWriter(self._database, self._tables, self._counters, batched=batched)
        self._confirm = self._confirm_statement()
        self._hit = self._hit_statement()

    def __repr__(self) -> str:
        options = f"slots={self.slots}, batched={self.batched}, prefix={self._prefix!r}"
        return f"SqlSignatureStore({self._database!r}, {options})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def slots(self) -> int:
        """How many rows a petition's counter has."""
        return self._counters.slots

    @property
    def tables(self) -> Tables:
        """The tables, for migration tools."""
        return self._tables

    def create_tables(self, *, distribute: Literal["citus"] | None = None) -> None:
        """Create the tables and indexes that are missing; any number of processes may do so at once.

        Args:
            distribute: ``"citus"`` to distribute the tables over the machines of a Citus cluster, each
                petition on one of them. Tables that are distributed already stay as they are. Do it in one
                process, before the first signature.

        Raises:
            InvalidFieldError: If the database is not PostgreSQL with the extension Citus; nothing is created.

        Example:
            >>> with SqlSignatureStore("sqlite://") as store:
            ...     store.create_tables()
            ...     store.petitions()
            []
        """
        if distribute not in (None, "citus"):
            raise InvalidFieldError("distribute", distribute, "must be 'citus' or None")
        self._database.create_tables(self._tables, distributed=distribute is not None)

    def close(self) -> None:
        """Close the connections, unless the engine is the host's."""
        self._database.close()

    # --- signing ------------------------------------------------------------------------------------------

    def insert(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[ConsentWording] = (),
        *,
        replacing: str | None = None,
    ) -> bool:
        """Store a new signature with its consents, and count it if it is ``counted``.

        Args:
            signature: The signature.
            consents: What the signer agreed to.
            wordings: The words; those that are there already stay as they are.
            replacing: Id of a withdrawn signature that makes room for this one.

        Returns:
            Whether it was stored: not if the petition has the same id, or the same identity and household
            slot, or if what it should replace is not withdrawn (any more).
        """
        log, new_wordings = list(consents), list(wordings)
        change = self._writer.insert
        return self._database.transaction(
            lambda connection: change(connection, signature, log, new_wordings, replacing)
        )

    def amend(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[ConsentWording] = (),
        *,
        quarantined: bool = False,
    ) -> bool:
        """Write a signature anew while it is pending or, with *quarantined*, quarantined and not pressed."""
        log, new_wordings = list(consents), list(wordings)
        change = self._writer.amend
        return self._database.transaction(
            lambda connection: change(connection, signature, log, new_wordings, quarantined)
        )

    def confirm(self, petition_id: str, id: str, now: int, *, issued_at: int | None = None) -> ConfirmOutcome:
        """Turn a pending signature into a confirmed one and count it, once."""
        issued = _FAR_FUTURE if issued_at is None else issued_at
        if self._confirm is not None:
            slot = self._counters.slot(id)
            values = {"petition": petition_id, "signature": id, "its_slot": slot, "now": now, "made": issued}
            if self._database.execute(self._confirm, values):
                return "confirmed"
        change = self._writer.confirm
        return self._database.transaction(lambda connection: change(connection, petition_id, id, now, issued))

    def _confirm_statement(self) -> Any:
        """Make PostgreSQL's one statement that confirms and counts in a single journey.

        A parameter named like a column would become a value of it.
        """
        if self._database.sqlite:
            return None
        table = self._tables.signatures
        now = bindparam("now", type_=table.c.changed_at.type)
        confirmed = (
            table.update()
            .where(table.c.petition_id == bindparam("petition"), table.c.id == bindparam("signature"))
            .where(table.c.state == "pending")
            .where(table.c.submitted_at <= bindparam("made", type_=table.c.submitted_at.type))
            .values(state="confirmed", counted=not self.batched, confirmed_at=now, changed_at=now)
            .returning(table.c.petition_id)
        )
        if self.batched:
            return confirmed
        counts = self._tables.counts
        done = confirmed.cte("confirmed")
        columns = [counts.c.petition_id, counts.c.slots, counts.c.slot, counts.c.n, counts.c.changed_at]
        row = select(
            done.c.petition_id, literal(self.slots), bindparam("its_slot", type_=Integer), literal(1), now
        )
        insert = self._database.insert(counts).from_select(columns, row).add_cte(done)
        return self._counters.upsert(insert).returning(counts.c.slot)

    def withdraw(self, petition_id: str, id: str, now: int, consents: Iterable[ConsentEntry] = ()) -> bool:
        """Take a signature back: out of the count if it was in it. Return whether that was done now."""
        change, log = self._writer.withdraw, list(consents)
        return self._database.transaction(lambda connection: change(connection, petition_id, id, now, log))

    def erase(self, petition_id: str, id: str, now: int) -> bool:
        """Remove all personal data of a signature; a confirmed one stays counted, any other goes."""
        change = self._writer.erase
        return bool(self._database.transaction(lambda connection: change(connection, petition_id, [id], now)))

    def quarantine(self, petition_id: str, id: str, now: int) -> bool:
        """Take a pending or confirmed signature out of the count until somebody has looked at it."""
        change = self._writer.quarantine
        return self._database.transaction(lambda connection: change(connection, petition_id, id, now))

    def release(self, petition_id: str, id: str, now: int) -> bool:
        """Undo :meth:`quarantine`: confirmed and counted if its button was pressed, else pending."""
        change = self._writer.release
        return self._database.transaction(lambda connection: change(connection, petition_id, id, now))

    def unsubscribe(self, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        """Forget the email address and log the consent's withdrawal; return whether there was one."""
        change = self._writer.unsubscribe
        return self._database.transaction(lambda connection: change(connection, petition_id, id, consent))

    def record_email(
        self, petition_id: str, id: str, now: int, *, min_interval: int, max_emails: int, reset_after: int
    ) -> bool:
        """Note a message about a signature, unless it comes too soon or there were enough."""
        table = self._tables.signatures
        old = table.c.last_email_at <= now - reset_after
        statement = (
            table.update()
            .where(
                table.c.petition_id == petition_id,
                table.c.id == id,
                or_(table.c.emails_sent < max_emails, old),
            )
            .where(or_(table.c.last_email_at.is_(None), table.c.last_email_at <= now - min_interval))
            .values(emails_sent=case((old, 1), else_=table.c.emails_sent + 1), last_email_at=now)
            .returning(table.c.id)
        )
        return bool(self._database.execute(statement, {}))

    # --- rates --------------------------------------------------------------------------------------------

    def count_hit(self, petition_id: str, key: str, window: int, expires_at: int) -> int:
        """Count one event under a key and window, and return how many there are now."""
        values = {"petition_id": petition_id, "key": key, "window": window, "expires_at": expires_at}
        return int(self._database.execute(self._hit, values)[0].n)

    def _hit_statement(self) -> Any:
        table = self._tables.hits
        names = ("petition_id", "key", "window", "expires_at")
        values = {name: bindparam(name, type_=table.c[name].type) for name in names}
        insert = self._database.insert(table).values({**values, "n": 1})
        more = insert.on_conflict_do_update(
            index_elements=table.primary_key.columns,
            set_={"n": table.c.n + 1, "expires_at": insert.excluded.expires_at},
        )
        return more.returning(table.c.n)

    def delete_expired_hits(self, now: int, *, limit: int, dry_run: bool = False) -> int:
        """Remove at most *limit* hits that have expired; return how many."""
        table = self._tables.hits
        keys = tuple_(table.c.petition_id, table.c.key, table.c.window)
        expired = select(table.c.petition_id, table.c.key, table.c.window).where(table.c.expires_at <= now)
        with self._database.connect() as connection:
            found = connection.execute(expired.order_by(table.c.expires_at).limit(max(limit, 0))).all()
        done = 0
        for start in range(0, 0 if dry_run else len(found), _MAX_IDS // 3):
            some = [tuple(row) for row in found[start : start + _MAX_IDS // 3]]
            statement = table.delete().where(keys.in_(some), table.c.expires_at <= now)
            done += len(self._database.execute(statement.returning(table.c.window), {}))
        return len(found) if dry_run else done

    # --- counting -----------------------------------------------------------------------------------------

    def count(self, petition_id: str) -> Count:
        """Return how many have signed, in the same time for ten and for ten million."""
        return self._counters.read(petition_id)

    def flush_counts(self, petition_id: str, now: int, *, limit: int = 10_000) -> int:
        """Add confirmed signatures that wait to the counter; return how many were added."""
        return self._counters.flush_counts(petition_id, now, limit)

    def recount(self, petition_id: str, slot: int, now: int) -> SlotRecount:
        """Count one slot's signatures anew and put its counter right, while signing goes on."""
        if slot == 0:  # what waits is counted first: perhaps this store counted in batches before
            while self.flush_counts(petition_id, now):
                pass
        return self._counters.recount(petition_id, slot, now)

    # --- retention ----------------------------------------------------------------------------------------

    def sweep(
        self,
        petition_id: str,
        state: SignatureState,
        before: int,
        *,
        now: int,
        erase: bool = False,
        after: str = "",
        limit: int = 1000,
        dry_run: bool = False,
    ) -> SweepBatch:
        """Remove, or erase, one batch of signatures that have been in a state since before a time."""
        if erase and state == "erased":
            return SweepBatch(0, None)
        table = self._tables.signatures.c
        limit = max(1, min(limit, _MAX_IDS))
        due = table.state == state, table.changed_at < before
        statement = select(table.id).where(table.petition_id == petition_id, table.id > after, *due)
        with self._database.connect() as connection:
            statement = statement.order_by(table.petition_id, table.id).limit(limit + 1)
            found = connection.scalars(statement).all()
        ids = found[:limit]
        cursor = ids[-1] if len(found) > limit else None
        if dry_run or not ids:
            return SweepBatch(len(ids), cursor)
        # They may have changed since they were read, so the conditions are asked once more.
        change = self._writer.erase if erase else self._writer.remove
        done = self._database.transaction(lambda connection: change(connection, petition_id, ids, now, *due))
        return SweepBatch(done, cursor)
