"""The counters of a store: kept, read, checked and put right.

A petition's number is the sum of its counter rows. A store with several *slots* spreads the signatures over
as many rows by their ids, which are random, so that writers seldom wait for each other.

Why a recount is exact while signing goes on: a signature and its counter change in one transaction, so
whatever a single statement sees (one snapshot, also under READ COMMITTED) has both changes or neither. The
difference between counter and signatures in such a snapshot is therefore real, however many signers are
under way; and it is taken off as a difference, which leaves what they have added since. Nobody waits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    true,
    union_all,
)

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.store.records import Count, SlotRecount
from solidarity_widgets.signing.store.sql.engine import Database
from solidarity_widgets.signing.store.sql.tables import Tables

_MAX_SLOTS = 256
#: No counter: a row to lock. Recounts that found something to mend lock it, so that two do not mend the same.
_LOCK_ROW = (0, 0)


class Counters:
    """The counter rows of all petitions.

    Args:
        database: The database.
        tables: Its tables.
        slots: How many rows a petition's number is spread over, 1 to 256.

    Raises:
        InvalidFieldError: If there cannot be so many slots.
    """

    def __init__(self, database: Database, tables: Tables, slots: int) -> None:
        if not isinstance(slots, int) or not 1 <= slots <= _MAX_SLOTS:
            raise InvalidFieldError("slots", slots, f"must be a number from 1 to {_MAX_SLOTS}")
        self._database = database
        self._tables = tables
        self.slots: int = slots
        # With eight digits, in which ids that are random are spread evenly.
        self._slot_starts = [f"{-(-(slot << 32) // slots):08x}" for slot in range(slots)]
        counts = tables.counts.c
        total = func.coalesce(func.sum(counts.n), 0), func.coalesce(func.max(counts.changed_at), 0)
        self._read = select(*total).where(counts.petition_id == bindparam("petition_id"))
        names = ("petition_id", "slots", "slot", "n", "changed_at")
        values = {name: bindparam(name, type_=counts[name].type) for name in names}
        self._upsert_statement = self.upsert(database.insert(tables.counts).values(values))

    def upsert(self, insert: Any) -> Any:
        """Let an insertion of counter rows add to those that are there."""
        counts = self._tables.counts.c
        later = func.max if self._database.sqlite else func.greatest
        new = insert.excluded
        return insert.on_conflict_do_update(
            index_elements=[counts.petition_id, counts.slots, counts.slot],
            set_={"n": counts.n + new.n, "changed_at": later(counts.changed_at, new.changed_at)},
        )

    def slot(self, id: str) -> int:
        """Return the slot of a signature: its id's place among all ids."""
        return max(bisect_right(self._slot_starts, id) - 1, 0)

    def _in_slot(self, slot: int) -> ColumnElement[bool]:
        """Return the condition that a signature's id lies in a slot."""
        id = self._tables.signatures.c.id
        first = [id >= self._slot_starts[slot]] if slot else []
        end = [id < self._slot_starts[slot + 1]] if slot + 1 < self.slots else []
        return and_(true(), *first, *end)

    def read(self, petition_id: str) -> Count:
        """Return a petition's number; it takes as long as adding up its slots."""
        values = {"petition_id": petition_id}
        signed, changed_at = self._database.read(
            lambda connection: connection.execute(self._read, values).one()
        )
        return Count(int(signed), int(changed_at))

    def add(self, connection: Connection, petition_id: str, ids: Iterable[str], by: int, now: int) -> None:
        """Add to the counters of some signatures: the last that a transaction does, for others wait.

        Args:
            connection: A transaction.
            petition_id: The petition's id.
            ids: The signatures' ids.
            by: 1 or -1, for each.
            now: The time.
        """
        changes = Counter(map(self.slot, ids))
        self._add_rows(
            connection, petition_id, {(self.slots, slot): n * by for slot, n in changes.items()}, now
        )

    def move(self, connection: Connection, petition_id: str, ids: Mapping[str, str], now: int) -> None:
        """Let signatures that are counted keep their count under other ids, which can be in other slots."""
        changes = Counter(self.slot(new) for new in ids.values())
        changes.subtract(self.slot(old) for old in ids)
        rows = {(self.slots, slot): n for slot, n in changes.items() if n}
        self._add_rows(connection, petition_id, rows, now)

    def _add_rows(
        self, connection: Connection, petition_id: str, changes: Mapping[tuple[int, int], int], now: int
    ) -> None:
        for (slots, slot), n in sorted(changes.items()):  # always in this order: so none waits in a circle
            row = {"petition_id": petition_id, "slots": slots, "slot": slot, "n": n, "changed_at": now}
            connection.execute(self._upsert_statement, row)

    def lock(self, connection: Connection, petition_id: str) -> None:
        """Let others that lock the same petition wait until this transaction ends. Signers do not wait."""
        self._add_rows(connection, petition_id, {_LOCK_ROW: 0}, 0)

    # --- counting anew ------------------------------------------------------------------------------------

    def recount(self, petition_id: str, slot: int, now: int) -> SlotRecount:
        """Compare a slot with its signatures, and put it right if that is needed."""
        if not 0 <= slot < self.slots:
            raise InvalidFieldError("slot", slot, f"must be a number from 0 to {self.slots - 1}")
        signed, changes = self._database.read(lambda connection: self._compare(connection, petition_id, slot))
        if any(changes.values()):
            return self._database.transaction(
                lambda connection: self._repair(connection, petition_id, slot, now)
            )
        return SlotRecount(slot, self.slots, signed, drift=0)

    def _repair(self, connection: Connection, petition_id: str, slot: int, now: int) -> SlotRecount:
        self.lock(connection, petition_id)
        signed, changes = self._compare(connection, petition_id, slot)
        self._add_rows(connection, petition_id, {key: n for key, n in changes.items() if n}, now)
        return SlotRecount(slot, self.slots, signed, drift=-sum(changes.values()))

    def _compare(
        self, connection: Connection, petition_id: str, slot: int
    ) -> tuple[int, dict[tuple[int, int], int]]:
        """Return how many counted signatures a slot has, and what must be added to which counters.

        Rows of another number of slots can only be compared with all signatures at once: if there are any,
        what they hold goes to the rows of this store's slots.
        """
        signed, counters = self._read_counters(connection, petition_id, [slot])
        if all(slots == self.slots or not n for (slots, _), n in counters.items()):
            key = (self.slots, slot)
            return signed[slot], {key: signed[slot] - counters.get(key, 0)}
        signed, counters = self._read_counters(connection, petition_id, range(self.slots))
        changes = {key: -n for key, n in counters.items()}
        for number, n in signed.items():
            key = (self.slots, number)
            changes[key] = changes.get(key, 0) + n
        return signed[slot], changes

    def _read_counters(
        self, connection: Connection, petition_id: str, slots: Iterable[int]
    ) -> tuple[dict[int, int], dict[tuple[int, int], int]]:
        """Return the numbers of counted signatures in some slots, and all counters; of one moment."""
        counts, signatures = self._tables.counts.c, self._tables.signatures.c
        parts: list[Any] = [
            select(literal_column("1"), counts.slots, counts.slot, counts.n).where(
                counts.petition_id == petition_id
            )
        ]
        parts += [
            select(
                literal_column("0"), literal_column(str(self.slots)), literal_column(str(slot)), func.count()
            ).where(signatures.petition_id == petition_id, signatures.counted.is_(True), self._in_slot(slot))
            for slot in slots
        ]
        found: dict[int, int] = {}
        counters: dict[tuple[int, int], int] = {}
        for is_counter, number, slot, n in connection.execute(union_all(*parts)):
            if is_counter:
                counters[number, slot] = n
            else:
                found[slot] = n
        return found, counters

    # --- counting in batches ------------------------------------------------------------------------------

    def flush_counts(self, petition_id: str, now: int, limit: int) -> int:
        """Count at most *limit* confirmed signatures that are not counted yet; return how many."""
        signatures = self._tables.signatures
        some = (
            select(signatures.c.id)
            .where(signatures.c.petition_id == petition_id, self._tables.uncounted)
            .limit(limit)
        )
        first = some.limit(1)
        if limit < 1 or self._database.read(lambda connection: connection.execute(first).first()) is None:
            return 0
        # Rows that somebody else has locked are left for the next time: so nobody waits in a circle.
        taken = some.with_for_update(skip_locked=True).cte("taken")
        counting = (
            signatures.update()
            .where(signatures.c.petition_id == petition_id, signatures.c.id.in_(select(taken.c.id)))
            .where(self._tables.uncounted)
            .values(counted=True)
            .returning(signatures.c.id)
        )

        def count(connection: Connection) -> int:
            ids = connection.scalars(counting).all()
            self.add(connection, petition_id, ids, 1, now)
            return len(ids)

        return self._database.transaction(count)
