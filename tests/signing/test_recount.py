"""A recount finds what is wrong with the count, puts it right, and can be stopped between any two slots."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.signing.jobs.progress import JobProgress
from solidarity_widgets.signing.jobs.recount import RecountResult, recount
from solidarity_widgets.signing.store.records import Count, Signature, SlotRecount
from solidarity_widgets.signing.store.sql import SqlSignatureStore

from .conftest import Place

SLOTS = 4


def signature(number: int) -> Signature:
    """Spread over all slots, a quarter each."""
    id = f"{number % SLOTS * 4:x}{number:031x}"
    return Signature(
        "free-them", id, state="confirmed", counted=True, identity=f"{number:064x}", changed_at=1
    )


class Broken(MemorySignatureStore):
    """Several slots, each wrong by some number."""

    def __init__(self, *wrong: int) -> None:
        super().__init__()
        self.wrong = list(wrong)
        self._counts["free-them"] = Count(10, 1)
        self.asked: list[int] = []

    def recount(self, petition_id: str, slot: int, now: int) -> SlotRecount:
        self.asked.append(slot)
        drift, self.wrong[slot] = self.wrong[slot], 0
        return SlotRecount(slot, len(self.wrong), 5, drift)


def test_a_right_count_stays(store: SqlSignatureStore) -> None:
    for number in range(10):
        store.insert(signature(number))
    before = store.count("free-them")
    assert recount(store, "free-them", now=99) == RecountResult(signed=10, drift=0, repaired=0, slots=1)
    assert store.count("free-them") == before


def test_a_wrong_count_is_mended(place: Place) -> None:
    with place.open(slots=SLOTS) as store:
        store.create_tables()
        for number in range(20):
            store.insert(signature(number))
            store.insert(replace(signature(number), petition_id="other"))
        counts = store.tables.counts
        engine = create_engine(place.url.replace("postgresql:", "postgresql+psycopg:", 1))
        with engine.begin() as connection:
            for slot, by in ((1, 7), (2, -3)):
                where = counts.c.petition_id == "free-them", counts.c.slot == slot
                connection.execute(counts.update().where(*where).values(n=counts.c.n + by))
        engine.dispose()
        told: list[JobProgress] = []
        assert store.count("free-them").signed == 24
        found = recount(store, "free-them", now=99, progress=told.append)
        assert found == RecountResult(signed=20, drift=4, repaired=2, slots=SLOTS)
        assert told == [JobProgress(n, SLOTS, str(n)) for n in range(1, SLOTS + 1)]
        assert recount(store, "free-them", now=99) == RecountResult(20, 0, 0, SLOTS)
        assert store.count("other").signed == 20


def test_in_memory() -> None:
    store = MemorySignatureStore()
    store.insert(signature(1))
    store._counts["free-them"] = Count(5, 1)
    assert recount(store, "free-them", now=9) == RecountResult(signed=1, drift=4, repaired=1, slots=1)


def test_it_goes_on_where_it_was_stopped() -> None:
    store = Broken(1, 2, -3, 4)

    def stop(progress: JobProgress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt(progress.cursor)

    with pytest.raises(KeyboardInterrupt) as caught:
        recount(store, "free-them", now=9, progress=stop)
    found = recount(store, "free-them", now=9, start=int(str(caught.value)))
    assert found == RecountResult(signed=10, drift=1, repaired=2, slots=4)
    assert store.asked == [0, 1, 2, 3]


def test_slots_that_hide_each_other_are_told_of() -> None:
    assert recount(Broken(2, -2), "free-them", now=9) == RecountResult(10, 0, 2, 2)
