"""The store of signatures in an SQL database."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Literal, Self

from sqlalchemy import Engine, Integer, bindparam, case, literal, or_, select, tuple_

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.records import (
    Confirmed,
    ConsentEntry,
    Count,
    Recounted,
    Signature,
    State,
    Swept,
    Wording,
)
from solidarity_widgets.signing.sql.changes import Changes
from solidarity_widgets.signing.sql.counters import Counters
from solidarity_widgets.signing.sql.engine import Database
from solidarity_widgets.signing.sql.reading import Reading
from solidarity_widgets.signing.sql.tables import Tables

#: Ids in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535.
_MOST_IDS = 10_000
#: Later than any time that is written.
_NEVER = 2**62


class SqlSignatureStore(Reading):
    """Keeps signatures in SQLite or PostgreSQL (see :class:`~solidarity_widgets.signing.SignatureStore`).

    It may be shared by threads, and processes may each have one for the same database; after a fork the
    child's opens connections of its own. What was answered is on the disk.

    A petition is counted in one of three ways, all of them exact:

    * in one counter row, which is enough for thousands of confirmations a second;
    * in several *slots*, if more than that press the button at once;
    * *batched*: confirming does not touch a counter, and :meth:`fold`, called every few seconds, adds what
      has come in. The number lags behind by as much.

    Both options may be changed at any time; after a change of *slots*, run a recount.

    Args:
        where: A URL (``sqlite:///signatures.db``, ``postgresql://user:password@host/database``), or an
            engine, which is used as it is: its pool, its settings for SQLite and its end are the host's.
        slots: How many rows a petition's counter has, 1 to 256.
        batched: Whether confirmed signatures wait for :meth:`fold`.
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
        self, where: str | Engine, *, slots: int = 1, batched: bool = False, prefix: str = "sw_"
    ) -> None:
        self.batched = batched
        self._prefix = prefix
        super().__init__(Database(where), Tables(prefix, batched=batched))
        self._counters = Counters(self._database, self._tables, slots)
        self._changes = Changes(self._database, self._tables, self._counters, batched=batched)
        self._confirm = self._confirming()
        self._hit = self._hitting()

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
        self._database.create(self._tables, distributed=distribute is not None)

    def close(self) -> None:
        """Close the connections, unless the engine is the host's."""
        self._database.close()

    # --- signing ------------------------------------------------------------------------------------------

    def insert(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[Wording] = (),
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
            Whether it was stored: not if the petition has the same id, or the same identity and seat, or
            if what it should replace is not withdrawn (any more).
        """
        log, words = list(consents), list(wordings)
        change = self._changes.insert
        return self._database.write(lambda connection: change(connection, signature, log, words, replacing))

    def amend(
        self,
        signature: Signature,
        consents: Iterable[ConsentEntry] = (),
        wordings: Iterable[Wording] = (),
        *,
        held: bool = False,
    ) -> bool:
        """Write a signature anew while it is pending or, with *held*, a marked one not pressed."""
        log, words = list(consents), list(wordings)
        change = self._changes.amend
        return self._database.write(lambda connection: change(connection, signature, log, words, held))

    def confirm(self, petition_id: str, id: str, now: int, *, made_at: int | None = None) -> Confirmed:
        """Turn a pending signature into a confirmed one and count it, once."""
        made = _NEVER if made_at is None else made_at
        if self._confirm is not None:
            slot = self._counters.slot(id)
            values = {"petition": petition_id, "signature": id, "its_slot": slot, "now": now, "made": made}
            if self._database.once(self._confirm, values):
                return "confirmed"
        change = self._changes.confirm
        return self._database.write(lambda connection: change(connection, petition_id, id, now, made))

    def _confirming(self) -> Any:
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
            .where(table.c.written_at <= bindparam("made", type_=table.c.written_at.type))
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
        return self._counters.adding(insert).returning(counts.c.slot)

    def withdraw(self, petition_id: str, id: str, now: int, consents: Iterable[ConsentEntry] = ()) -> bool:
        """Take a signature back: out of the count if it was in it. Return whether that was done now."""
        change, log = self._changes.withdraw, list(consents)
        return self._database.write(lambda connection: change(connection, petition_id, id, now, log))

    def erase(self, petition_id: str, id: str, now: int) -> bool:
        """Remove all personal data of a signature; a confirmed one stays counted, any other goes."""
        change = self._changes.erase
        return bool(self._database.write(lambda connection: change(connection, petition_id, [id], now)))

    def mark(self, petition_id: str, id: str, now: int) -> bool:
        """Take a pending or confirmed signature out of the count until somebody has looked at it."""
        change = self._changes.mark
        return self._database.write(lambda connection: change(connection, petition_id, id, now))

    def release(self, petition_id: str, id: str, now: int) -> bool:
        """Undo :meth:`mark`: confirmed and counted if its button was pressed, else pending."""
        change = self._changes.release
        return self._database.write(lambda connection: change(connection, petition_id, id, now))

    def unsubscribe(self, petition_id: str, id: str, consent: ConsentEntry) -> bool:
        """Forget the e-mail address and log the consent's withdrawal; return whether there was one."""
        change = self._changes.unsubscribe
        return self._database.write(lambda connection: change(connection, petition_id, id, consent))

    def note_mail(
        self, petition_id: str, id: str, now: int, *, cool_down: int, most: int, within: int
    ) -> bool:
        """Note a message about a signature, unless it comes too soon or there were enough."""
        table = self._tables.signatures
        old = table.c.mailed_at <= now - within
        statement = (
            table.update()
            .where(table.c.petition_id == petition_id, table.c.id == id, or_(table.c.mails < most, old))
            .where(or_(table.c.mailed_at.is_(None), table.c.mailed_at <= now - cool_down))
            .values(mails=case((old, 1), else_=table.c.mails + 1), mailed_at=now)
            .returning(table.c.id)
        )
        return bool(self._database.once(statement, {}))

    # --- rates --------------------------------------------------------------------------------------------

    def hit(self, petition_id: str, key: str, window: int, expires_at: int) -> int:
        """Count one event under a key and window, and return how many there are now."""
        values = {"petition_id": petition_id, "key": key, "window": window, "expires_at": expires_at}
        return int(self._database.once(self._hit, values)[0].n)

    def _hitting(self) -> Any:
        table = self._tables.hits
        names = ("petition_id", "key", "window", "expires_at")
        values = {name: bindparam(name, type_=table.c[name].type) for name in names}
        insert = self._database.insert(table).values({**values, "n": 1})
        more = insert.on_conflict_do_update(
            index_elements=table.primary_key.columns,
            set_={"n": table.c.n + 1, "expires_at": insert.excluded.expires_at},
        )
        return more.returning(table.c.n)

    def forget_hits(self, now: int, *, limit: int, dry_run: bool = False) -> int:
        """Remove at most *limit* hits that have expired; return how many."""
        table = self._tables.hits
        keys = tuple_(table.c.petition_id, table.c.key, table.c.window)
        expired = select(table.c.petition_id, table.c.key, table.c.window).where(table.c.expires_at <= now)
        with self._database.reading() as connection:
            found = connection.execute(expired.order_by(table.c.expires_at).limit(max(limit, 0))).all()
        done = 0
        for start in range(0, 0 if dry_run else len(found), _MOST_IDS // 3):
            some = [tuple(row) for row in found[start : start + _MOST_IDS // 3]]
            statement = table.delete().where(keys.in_(some), table.c.expires_at <= now)
            done += len(self._database.once(statement.returning(table.c.window), {}))
        return len(found) if dry_run else done

    # --- counting -----------------------------------------------------------------------------------------

    def count(self, petition_id: str) -> Count:
        """Return how many have signed, in the same time for ten and for ten million."""
        return self._counters.read(petition_id)

    def fold(self, petition_id: str, now: int, *, limit: int = 10_000) -> int:
        """Add confirmed signatures that wait to the counter; return how many were added."""
        return self._counters.fold(petition_id, now, limit)

    def recount(self, petition_id: str, slot: int, now: int) -> Recounted:
        """Count one slot's signatures anew and put its counter right, while signing goes on."""
        if slot == 0:  # what waits is counted first: perhaps this store counted in batches before
            while self.fold(petition_id, now):
                pass
        return self._counters.recount(petition_id, slot, now)

    # --- retention ----------------------------------------------------------------------------------------

    def sweep(
        self,
        petition_id: str,
        state: State,
        before: int,
        *,
        now: int,
        erase: bool = False,
        after: str = "",
        limit: int = 1000,
        dry_run: bool = False,
    ) -> Swept:
        """Remove, or erase, one batch of signatures that have been in a state since before a time."""
        if erase and state == "erased":
            return Swept(0, None)
        table = self._tables.signatures.c
        limit = max(1, min(limit, _MOST_IDS))
        due = table.state == state, table.changed_at < before
        statement = select(table.id).where(table.petition_id == petition_id, table.id > after, *due)
        with self._database.reading() as connection:
            statement = statement.order_by(table.petition_id, table.id).limit(limit + 1)
            found = connection.scalars(statement).all()
        ids = found[:limit]
        cursor = ids[-1] if len(found) > limit else None
        if dry_run or not ids:
            return Swept(len(ids), cursor)
        # They may have changed since they were read, so the conditions are asked once more.
        change = self._changes.erase if erase else self._changes.remove
        done = self._database.write(lambda connection: change(connection, petition_id, ids, now, *due))
        return Swept(done, cursor)
