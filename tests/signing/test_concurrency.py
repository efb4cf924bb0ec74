"""Many signers at once, in threads and in processes: nobody is counted twice, nobody is forgotten."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import create_engine

import solidarity_widgets
from solidarity_widgets.signing.store.records import STATES, Hit, Signature, SignatureState
from solidarity_widgets.signing.store.sql import SqlSignatureStore

PETITION = "4-august"
WORKER = Path(__file__).with_name("worker.py")
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])


@pytest.fixture
def place(bare_place: Any) -> Any:
    return bare_place


def id_of(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()[:32]


def together(place: Any, tasks: list[list[object]], **options: Any) -> list[list[str]]:
    """Run tasks in processes that all begin at one moment; return their lines."""
    arguments = [place.url, place.prefix, json.dumps(options), "together", json.dumps(tasks)]
    done = subprocess.run(
        [sys.executable, "-W", "error", WORKER, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": SOURCES},
    )
    answers: list[list[str]] = json.loads(done.stdout)
    return answers


@contextmanager
def meanwhile(*works: Callable[[], object]) -> Iterator[None]:
    """Do something over and over in threads while the block runs, and at least once."""
    over = threading.Event()

    def repeat(work: Callable[[], object]) -> int:
        for times in range(1, 1_000_000):
            work()
            if over.wait(0.01):
                return times
        raise AssertionError

    with ThreadPoolExecutor(len(works)) as threads:
        running = [threads.submit(repeat, work) for work in works]
        try:
            yield
        finally:
            over.set()
        for each in running:
            each.result()


def check(store: SqlSignatureStore, signed: int) -> None:
    assert store.count(PETITION).signed == signed
    assert store.count_by(PETITION, "source").get("web", 0) == signed
    parts = [store.recount(PETITION, slot, 1) for slot in range(store.slots)]
    assert sum(part.signed for part in parts) == signed
    assert {part.drift for part in parts} == {0}


def test_64_threads_confirm_one_token(place: Any) -> None:
    url = place.url.replace("postgresql:", "postgresql+psycopg:", 1)
    engine = create_engine(url, pool_size=64, connect_args={"timeout": 30} if place.sqlite else {})
    with SqlSignatureStore(engine, prefix=place.prefix) as store:
        store.create_tables()
        assert store.insert(Signature(PETITION, id_of(0)))
        gate = threading.Barrier(64)

        def press(_: int) -> str:
            gate.wait()
            return store.confirm(PETITION, id_of(0), 1)

        with ThreadPoolExecutor(64) as threads:
            assert Counter(threads.map(press, range(64))) == {"confirmed": 1, "already_confirmed": 63}
        check(store, 1)
    engine.dispose()


def test_64_confirmations_of_one_token_from_8_processes(place: Any, store: SqlSignatureStore) -> None:
    assert store.insert(Signature(PETITION, id_of(0)))
    lines = together(place, [["press", 0, 8]] * 8)
    assert Counter(line for answers in lines for line in answers) == {"confirmed": 1, "already_confirmed": 63}
    check(store, 1)


@pytest.mark.parametrize("signers", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_many_signers_from_8_processes(place: Any, store: SqlSignatureStore, signers: int) -> None:
    each = signers // 8
    lines = together(place, [["sign", first, each] for first in range(0, signers, each)])
    assert lines == [["done"]] * 8
    check(store, signers)


@pytest.mark.parametrize("signers", [200, pytest.param(1_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("options", [{"slots": 8}, {"batched": True, "slots": 8}], ids=str)
def test_slots_and_batches_while_they_are_folded_and_recounted(
    place: Any, options: dict[str, Any], signers: int
) -> None:
    with place.open(**options) as store:
        store.create_tables()
        drifts: list[int] = []

        def recount() -> None:
            drifts.extend(store.recount(PETITION, slot, 1).drift for slot in range(store.slots))

        def fold() -> int:
            return store.flush_counts(PETITION, 1, limit=50)

        with meanwhile(recount, fold, fold):
            each = signers // 4
            together(place, [["sign", first, each] for first in range(0, signers, each)], **options)
        while fold():
            pass
        assert set(drifts) == {0}
        check(store, signers)


@pytest.mark.parametrize("signers", [100, pytest.param(600, marks=pytest.mark.slow)])
def test_stores_with_different_slots_work_side_by_side(
    place: Any, store: SqlSignatureStore, signers: int
) -> None:
    """As while a new configuration is rolled out; each recount moves all to the slots of its store."""
    with place.open(slots=4) as other:
        drifts: list[int] = []

        def recount(of: SqlSignatureStore) -> None:
            drifts.extend(of.recount(PETITION, slot, 1).drift for slot in range(of.slots))

        with ThreadPoolExecutor(2) as threads, meanwhile(lambda: recount(store), lambda: recount(other)):
            half = signers // 2
            first = threads.submit(together, place, [["sign", 0, half]])
            second = threads.submit(together, place, [["sign", half, half]], slots=4)
            first.result()
            second.result()
        assert set(drifts) == {0}
        check(store, signers)
        check(other, signers)


@pytest.mark.parametrize("options", [{"slots": 4}, {"batched": True}], ids=str)
def test_everything_at_once_to_few_signatures(place: Any, options: dict[str, Any]) -> None:
    """Every act races with every other; none waits in a circle, and the counter stays right."""
    with place.open(**options) as store:
        store.create_tables()

        def act(seed: int) -> None:
            random = Random(seed)
            for now in range(40):
                id = id_of(random.randrange(12))
                match random.randrange(13):
                    case 0 | 1:
                        store.insert(Signature(PETITION, id, identity=f"of {id}", name="x"))
                    case 2 | 3 | 4:
                        store.confirm(PETITION, id, now)
                    case 5:
                        store.quarantine(PETITION, id, now)
                    case 6:
                        store.release(PETITION, id, now)
                    case 7:
                        store.withdraw(PETITION, id, now)
                        store.insert(Signature(PETITION, id_of(99 + now), identity=f"of {id}"), replacing=id)
                    case 8:
                        store.erase(PETITION, id, now, keep_identity=random.random() < 0.5)
                    case 9:
                        store.reject(PETITION, id, now)
                    case 10 | 11:  # a form for a mailbox whose signature was erased or withdrawn
                        for old in store.find_by_identity(PETITION, [f"of {id}"]):
                            state: SignatureState = "pending" if random.random() < 0.5 else "quarantined"
                            new = Signature(PETITION, id, state, identity=f"of {id}")
                            store.insert(new, replacing=old.id)
                    case _:
                        store.sweep(PETITION, random.choice(STATES), now, now=now)
                        store.flush_counts(PETITION, now, limit=5)
                found = store.recount(PETITION, random.randrange(store.slots), now)
                assert found.drift == 0

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(act, range(8)))
        while store.flush_counts(PETITION, 1):
            pass
        check(store, sum(store.count_by(PETITION, "source").values()))


def test_two_recounts_mend_once(place: Any, store: SqlSignatureStore) -> None:
    for number in range(20):
        assert store.insert(Signature(PETITION, id_of(number), state="confirmed", counted=True))
    counts = store.tables.counts
    for _ in range(10):
        with store.database._engine.begin() as connection:
            connection.execute(counts.update().where(counts.c.slots > 0).values(n=counts.c.n + 5))
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: store.recount(PETITION, 0, 1).drift, range(8)))
        assert sorted(found) == [0] * 7 + [5]
        check(store, 20)


def test_8_processes_create_the_tables(place: Any) -> None:
    assert together(place, [["create"]] * 8, batched=True) == [["done"]] * 8
    with place.open() as store:
        check(store, 0)


def test_hits_and_messages_are_counted_once_each(place: Any, store: SqlSignatureStore) -> None:
    assert store.insert(Signature(PETITION, id_of(0)))
    with ThreadPoolExecutor(8) as threads:
        keys = [
            [Hit(key, 1, 9) for key in [*Random(number).sample("abcdef", 4), "k"]] for number in range(100)
        ]
        hits = list(threads.map(lambda hits: store.count_hits(PETITION, hits), keys))
        assert sorted(each[-1] for each in hits) == list(range(1, 101))
        assert sum(store.count_hits(PETITION, [Hit(key, 1, 9) for key in "abcdef"])) == 400 + 6
        notes = threads.map(
            lambda _: store.record_email(PETITION, id_of(0), 5, min_interval=1),
            range(100),
        )
        assert sum(map(bool, notes)) == 1


def test_a_held_one_is_pressed_while_it_is_set_free(store: SqlSignatureStore) -> None:
    """Either the button came first and somebody has to look at it, or it counts as it was written anew."""
    for number in range(20):
        held = Signature(PETITION, id_of(number), "quarantined", identity=f"of {number}", name="Robot")
        assert store.insert(held)

        def act(turn: int, held: Signature = held) -> object:
            if turn:
                return store.confirm(PETITION, held.id, 1)
            return store.amend(replace(held, name="Алесь"), quarantined=True)

        with ThreadPoolExecutor(2) as threads:
            freed, pressed = threads.map(act, range(2))
        found = store.find(PETITION, held.id)
        assert found is not None
        assert (bool(freed), pressed) in ((True, "confirmed"), (False, "quarantined"))
        assert (found.state, found.name) == (pressed, "Алесь" if freed else "Robot")
        assert found.confirmed_at == 1
    check(store, store.count_by(PETITION, "state").get("confirmed", 0))


def test_of_processes_with_different_secrets_one_goes_on(store: SqlSignatureStore) -> None:
    keys = store.tables.keys
    for _ in range(10):
        with ThreadPoolExecutor(8) as threads:
            accepted = list(
                threads.map(
                    lambda number: store.add_key_check(f"of {number}", known=[f"of {number}"]), range(8)
                )
            )
        assert sum(accepted) == 1
        assert store.key_checks() == [f"of {accepted.index(True)}"]
        with store.database._engine.begin() as connection:
            connection.execute(keys.delete())


def test_one_identity_from_many_forms(store: SqlSignatureStore) -> None:
    with ThreadPoolExecutor(8) as threads:
        stored = threads.map(
            lambda number: store.insert(Signature(PETITION, id_of(number), identity="x")), range(64)
        )
        assert sum(map(bool, stored)) == 1
    assert len(store.find_by_identity(PETITION, ["x"])) == 1


@pytest.mark.postgresql
def test_what_postgresql_asks_to_try_again_is_tried_again(postgresql: str) -> None:
    """Under SERIALIZABLE, as CockroachDB always is, two who count at once cannot both go on."""
    engine = create_engine(
        postgresql.replace("postgresql:", "postgresql+psycopg:", 1),
        pool_size=8,
        connect_args={"options": "-c default_transaction_isolation=serializable"},
    )
    with SqlSignatureStore(engine, prefix=f"t{token_hex(4)}_") as store:
        store.create_tables()
        try:
            for number in range(80):
                assert store.insert(Signature(PETITION, id_of(number)))
            with ThreadPoolExecutor(8) as threads:
                answers = threads.map(lambda number: store.confirm(PETITION, id_of(number), 1), range(80))
                assert set(answers) == {"confirmed"}
            check(store, 80)
        finally:
            store.tables.metadata.drop_all(engine)
    engine.dispose()


def test_a_forked_child_has_connections_of_its_own(place: Any, store: SqlSignatureStore) -> None:
    """As when a server loads the application once and forks its workers."""
    for number in range(3):
        assert store.insert(Signature(PETITION, id_of(number)))
    program = f"""
import gc, os
from solidarity_widgets.signing.store.sql import SqlSignatureStore
ids = {[id_of(number) for number in range(3)]!r}
with SqlSignatureStore({place.url!r}, prefix={place.prefix!r}) as store:
    assert store.confirm({PETITION!r}, ids[0], 1) == "confirmed"
    child = os.fork()
    if not child:
        gc.collect()
        os._exit(store.confirm({PETITION!r}, ids[1], 1) != "confirmed")
    assert os.waitpid(child, 0)[1] == 0
    assert store.confirm({PETITION!r}, ids[2], 1) == "confirmed"
    assert store.count({PETITION!r}).signed == 3
"""
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": SOURCES}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    check(store, 3)
