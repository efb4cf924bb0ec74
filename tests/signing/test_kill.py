"""Processes that are killed at work lose nothing that was answered, and leave the counter right."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

import solidarity_widgets
from solidarity_widgets.signing.records import Signature
from solidarity_widgets.signing.sql import SqlSignatureStore

PETITION = "4-august"
WORKER = Path(__file__).with_name("worker.py")
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])
SIGNATURES = 20_000


def id_of(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()[:32]


def prepare(store: SqlSignatureStore) -> None:
    store.create_tables()
    names = Signature.__slots__
    rows = [Signature(PETITION, id_of(number), identity=str(number)) for number in range(SIGNATURES)]
    with store._database._base.begin() as connection:
        values = [{name: getattr(row, name) for name in names} for row in rows]
        connection.execute(store.tables.signatures.insert(), values)


class Worker:
    """A process that confirms signatures, and a file with what it has answered."""

    def __init__(self, place: Any, path: Path, seed: int) -> None:
        self.path = path
        command = [sys.executable, WORKER, place.url, place.prefix, "{}", "confirm", SIGNATURES, seed]
        with path.open("wb") as file:
            self.process = subprocess.Popen(
                list(map(str, command)),
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": SOURCES},
            )
        assert self.process.stdin is not None
        self.process.stdin.close()  # it may begin at once

    def wait_for_answers(self) -> None:
        until = time.monotonic() + 60
        while len(self.path.read_bytes().splitlines()) < 5:
            assert self.process.poll() is None, "it ended before it was killed"
            assert time.monotonic() < until, "it answers nothing"
            time.sleep(0.005)

    def kill(self) -> None:
        assert self.process.poll() is None, "it ended before it was killed"
        self.process.kill()
        self.process.wait()


def answers(paths: Iterable[Path]) -> list[tuple[int, str]]:
    """What was answered: whole lines only, for the last one may be cut."""
    lines = [line for path in paths for line in path.read_text().split("\n")[:-1] if line != "ready"]
    return [(int(number), answer) for number, answer in map(str.split, lines)]


def check(store: SqlSignatureStore, given: list[tuple[int, str]]) -> None:
    assert given
    assert {answer for _, answer in given} <= {"confirmed", "already"}
    assert max(Counter(number for number, answer in given if answer == "confirmed").values()) == 1
    confirmed: set[str] = set()
    after = ""
    while page := store.read(PETITION, after=after):
        confirmed.update(each.id for each in page)
        assert all(each.counted for each in page)
        after = page[-1].id
    assert {id_of(number) for number, _ in given} <= confirmed
    assert store.count(PETITION).signed == len(confirmed)
    parts = [store.recount(PETITION, slot, 1) for slot in range(store.slots)]
    assert {part.drift for part in parts} == {0}
    assert store.tally(PETITION, "state")["pending"] > 0, "all was done before the last was killed"


def test_20_workers_are_killed(place: Any, tmp_path: Path) -> None:
    random = Random(20)
    paths = [tmp_path / f"answers-{number}" for number in range(23)]
    with place.open() as store:
        prepare(store)
        workers = [Worker(place, path, seed) for seed, path in enumerate(paths[:3])]
        try:
            for number in range(3, 23):
                victim = workers.pop(0)
                victim.wait_for_answers()
                time.sleep(random.uniform(0, 0.1))
                victim.kill()
                workers.append(Worker(place, paths[number], number))
        finally:
            for worker in workers:
                worker.process.kill()
                worker.process.wait()
        check(store, answers(paths))


@pytest.mark.postgresql
def test_the_server_is_killed(postgresql_server: Any, tmp_path: Path) -> None:
    """PostgreSQL is stopped without a goodbye, and repairs itself from its log when it starts."""

    place = SimpleNamespace(url=postgresql_server.url, prefix="killed_")
    random = Random(5)
    paths: list[Path] = []
    with SqlSignatureStore(place.url, prefix=place.prefix) as store:
        prepare(store)
        try:
            for number in range(5):
                paths += [tmp_path / f"answers-{number}-{each}" for each in range(2)]
                workers = [Worker(place, path, len(paths) + seed) for seed, path in enumerate(paths[-2:])]
                for worker in workers:
                    worker.wait_for_answers()
                time.sleep(random.uniform(0, 0.2))
                postgresql_server.stop("immediate")
                for worker in workers:
                    assert worker.process.wait() != 0
                postgresql_server.start()
                assert store.count(PETITION).signed > 0  # the pool notices that its connections are gone
            check(store, answers(paths))
        finally:
            store.tables.metadata.drop_all(store._database._base)
