"""Processes that are killed at work lose nothing that was answered, and leave the counter right."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

import solidarity_widgets
from solidarity_widgets.signing.store.records import Signature
from solidarity_widgets.signing.store.sql import SqlSignatureStore

PETITION = "4-august"
WORKER = Path(__file__).with_name("worker.py")
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])
SIGNATURES = 20_000  # more than can be confirmed before the last process is killed


def id_of(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()[:32]


def prepare(store: SqlSignatureStore) -> None:
    store.create_tables()
    names = Signature.__slots__
    rows = [Signature(PETITION, id_of(number), identity=str(number)) for number in range(SIGNATURES)]
    with store.database._engine.begin() as connection:
        values = [{name: getattr(row, name) for name in names} for row in rows]
        connection.execute(store.tables.signatures.insert(), values)


class Worker:
    """A process that confirms signatures, or does another task, and what it has answered."""

    def __init__(self, place: Any, seed: int, task: str = "confirm") -> None:
        self.lines: list[str] = []
        command = [sys.executable, WORKER, place.url, place.prefix, "{}", task, SIGNATURES, seed]
        self.process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": SOURCES},
        )
        assert self.process.stdin is not None
        self.process.stdin.close()  # it may begin at once
        self.process.stdin = None

    def wait_for_answers(self, number: int) -> None:
        assert self.process.stdout is not None
        while len(self.lines) < number:
            line = self.process.stdout.readline()
            assert line, "it ended before it was killed"
            self.lines.append(line)

    def kill(self) -> None:
        assert self.process.poll() is None, "it ended before it was killed"
        self.process.kill()
        self.end()

    def end(self) -> int:
        """Read what it answered since, and return how it ended."""
        self.lines += self.process.communicate()[0].splitlines(keepends=True)
        return self.process.returncode


def answers(workers: Iterable[Worker]) -> list[tuple[int, str]]:
    """What was answered: whole lines only, for the last one may be cut."""
    lines = [line for worker in workers for line in worker.lines if line.endswith("\n") and line != "ready\n"]
    return [(int(number), answer) for number, answer in map(str.split, lines)]


def check(store: SqlSignatureStore, given: list[tuple[int, str]]) -> None:
    assert given
    assert {answer for _, answer in given} <= {"confirmed", "already_confirmed"}
    assert max(Counter(number for number, answer in given if answer == "confirmed").values()) == 1
    confirmed: set[str] = set()
    after = ""
    while page := store.list_signatures(PETITION, after=after):
        confirmed.update(each.id for each in page)
        assert all(each.counted for each in page)
        after = page[-1].id
    assert {id_of(number) for number, _ in given} <= confirmed
    assert store.count(PETITION).signed == len(confirmed)
    parts = [store.recount(PETITION, slot, 1) for slot in range(store.slots)]
    assert {part.drift for part in parts} == {0}
    assert store.count_by(PETITION, "state")["pending"] > 0, "all was done before the last was killed"


@pytest.mark.parametrize("number", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_workers_are_killed(durable_place: Any, number: int) -> None:
    random = Random(20)
    place = durable_place
    with place.open() as store:
        prepare(store)
        workers = [Worker(place, seed) for seed in range(3)]
        killed: list[Worker] = []
        try:
            while len(killed) < number:
                victim = workers.pop(0)
                workers.append(Worker(place, 3 + len(killed)))
                victim.wait_for_answers(random.randrange(6, 60))
                victim.kill()
                killed.append(victim)
        finally:
            for worker in workers:
                worker.process.kill()
                worker.end()
        check(store, answers([*killed, *workers]))


@pytest.mark.postgresql
@pytest.mark.parametrize("times", [1, pytest.param(3, marks=pytest.mark.slow)])
def test_the_server_is_killed(postgresql_server: Any, times: int) -> None:
    """PostgreSQL is stopped without a goodbye, and repairs itself from its log when it starts."""
    random = Random(5)
    place = SimpleNamespace(url=postgresql_server.url, prefix="killed_")
    workers: list[Worker] = []
    with SqlSignatureStore(place.url, prefix=place.prefix) as store:
        prepare(store)
        try:
            for seed in range(0, 2 * times, 2):
                both = [Worker(place, seed), Worker(place, seed + 1)]
                workers += both
                for worker in both:
                    worker.wait_for_answers(random.randrange(6, 60))
                postgresql_server.stop("immediate")
                assert 0 not in [worker.end() for worker in both]
                postgresql_server.start()
                assert store.count(PETITION).signed > 0  # the pool notices that its connections are gone
            check(store, answers(workers))
        finally:
            store.tables.metadata.drop_all(store.database._engine)
