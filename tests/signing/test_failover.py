"""A primary with a synchronous standby: what was answered outlives the primary.

While processes sign, the primary is killed and its standby promoted, again and again. It is a long test:

    python dev.py test -m slow tests/signing/test_failover.py

The operating system stays up, so this says nothing about power cuts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

import solidarity_widgets
from solidarity_widgets.exceptions import StoreError
from solidarity_widgets.signing.store.records import Count, Signature
from solidarity_widgets.signing.store.sql import SqlSignatureStore

from ..postgresql import server_folder
from .servers import Server

PETITION = "4-august"
WORKER = Path(__file__).with_name("worker.py")
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])
ROUNDS = 10
SIGNERS = 3
#: More than are signed in the time that the test takes, but so few that the processes often meet.
SIGNATURES = 20_000

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


def id_of(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()[:32]


class Signer:
    """A process that signs and confirms, and tries again what was not answered."""

    def __init__(self, url: str, count: int, seed: int) -> None:
        command = [sys.executable, "-W", "error", WORKER, url, "sw_", "{}", "endure", count, seed]
        self._process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": SOURCES},
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                self.lines.append(line)

    def wait_for_answers(self, number: int) -> None:
        """Wait until it has got so many more."""
        wanted, until = len(self.lines) + number, time.monotonic() + 120
        while len(self.lines) < wanted:
            assert self._process.poll() is None, "a signer ended"
            assert time.monotonic() < until, "nothing is answered any more"
            time.sleep(0.005)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()


def answers(signers: Iterable[Signer]) -> Counter[tuple[int, str]]:
    """How often which number got which answer: whole lines only, for the last one may be cut."""
    lines = [line for signer in signers for line in [*signer.lines] if line.endswith("\n")]
    words = [line.split() for line in lines if line != "ready\n"]
    return Counter((int(number), answer) for number, _, answer in words)


def lost(store: SqlSignatureStore, given: Counter[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the answers that do not hold in a database."""
    state: dict[str, bool] = {}
    after = ""
    while page := store.list_signatures(PETITION, after=after, states=["pending", "confirmed"]):
        state.update((each.id, each.state == "confirmed" and each.counted) for each in page)
        after = page[-1].id

    def holds(number: int, answer: str) -> bool:
        id = id_of(number)
        stored = answer in ("True", "False")  # False: somebody had stored it before
        return (
            id in state if stored else answer in ("confirmed", "already_confirmed") and state.get(id, False)
        )

    return [each for each in given if not holds(*each)]


def check(store: SqlSignatureStore) -> int:
    """Check the counter, and that each signature has its one consent; return how many are counted."""
    confirmed = store.count_by(PETITION, "state")["confirmed"]
    assert store.count(PETITION).signed == confirmed
    found = store.recount(PETITION, 0, 1)
    assert (found.signed, found.drift) == (confirmed, 0)
    after = ""
    while page := store.list_signatures(PETITION, after=after, states=["pending", "confirmed"]):
        assert {len(store.consents(PETITION, each.id)) for each in page} == {1}
        after = page[-1].id
    return confirmed


@dataclass
class Pair:
    """Two servers, a store that finds whichever is the primary, and those who sign."""

    primary: Server
    standby: Server
    store: SqlSignatureStore
    signers: list[Signer]

    def wait_for_answers(self, number: int) -> None:
        for signer in self.signers:
            signer.wait_for_answers(number)


@contextmanager
def pair(*, synchronous: bool, signers: int = SIGNERS, options: str = "") -> Iterator[Pair]:
    with server_folder() as one, server_folder() as other:
        primary, standby = (Server(each, synchronous=synchronous) for each in (one, other))
        url = f"postgresql://postgres@/postgres?host={one}&host={other}&target_session_attrs=read-write"
        processes: list[Signer] = []
        try:
            primary.create()
            primary.start()
            standby.follow(primary)
            standby.start()
            with SqlSignatureStore(url + options) as store:
                store.create_tables()
                processes += [Signer(url, SIGNATURES, seed) for seed in range(signers)]
                yield Pair(primary, standby, store, processes)
        finally:
            for signer in processes:
                signer.kill()
            for server in (standby, primary):
                server.stop()


def test_the_primary_is_killed_and_the_standby_promoted(capsys: pytest.CaptureFixture[str]) -> None:
    random, began = Random(10), time.monotonic()
    with pair(synchronous=True) as servers:
        store, signers = servers.store, servers.signers
        for _ in range(ROUNDS):
            servers.wait_for_answers(random.randrange(20, 120))
            servers.primary.kill()
            servers.standby.promote()
            store.close()  # its connections were in use so recently that it would not test them
            assert lost(store, answers(signers)) == []
            servers.primary.remove()
            servers.primary, servers.standby = servers.standby, servers.primary
            servers.standby.follow(servers.primary)
            servers.standby.start()
        servers.wait_for_answers(20)
        for signer in signers:
            signer.kill()
        given = answers(signers)
        assert lost(store, given) == []
        doubled = [key for key, times in given.items() if key[1] in ("True", "confirmed") and times > 1]
        assert doubled == []
        counted = check(store)
    confirmed = sum(answer == "confirmed" for _, answer in given)
    seconds = time.monotonic() - began
    with capsys.disabled():
        print(
            f"\nkilled and promoted {ROUNDS} times: {given.total()} answers, {confirmed} of them "
            f"confirmations; {counted} counted; lost 0, doubled 0, drift 0; {seconds:.0f} seconds"
        )


def test_while_the_standby_is_gone_nothing_is_answered() -> None:
    """A commit waits for the standby, and is answered when there is one again."""
    with pair(synchronous=True) as servers:
        servers.wait_for_answers(20)
        servers.standby.kill()
        time.sleep(0.5)
        before = answers(servers.signers)
        time.sleep(2)
        assert answers(servers.signers) == before
        servers.standby.start()
        servers.wait_for_answers(20)


def test_a_standby_that_is_not_synchronous_loses_answers() -> None:
    """So the check of the first test can fail."""
    with pair(synchronous=False) as servers:
        servers.wait_for_answers(20)
        servers.standby.kill()
        servers.wait_for_answers(20)
        servers.primary.kill()
        servers.standby.start()
        servers.standby.promote()
        servers.store.close()
        assert len(lost(servers.store, answers(servers.signers))) > 20


@pytest.mark.parametrize("applied", [False, True])
def test_a_standby_counts_and_does_not_write(applied: bool) -> None:
    """With ``remote_apply`` a commit waits until the standby shows it; else the standby lags behind."""
    options = "&options=-csynchronous_commit%3Dremote_apply" if applied else ""
    with (
        pair(synchronous=True, signers=0, options=options) as servers,
        SqlSignatureStore(f"postgresql://postgres@/postgres?host={servers.standby.folder}") as replica,
    ):
        for number in range(1, 101):
            id = id_of(number)
            assert servers.store.insert(Signature(PETITION, id, identity=id))
            assert servers.store.confirm(PETITION, id, number) == "confirmed"
            until = time.monotonic() + 60
            while not applied and replica.count(PETITION).signed < number:
                assert time.monotonic() < until
            assert replica.count(PETITION) == Count(number, changed_at=number)
        with pytest.raises(StoreError, match="ReadOnlySqlTransaction"):
            replica.confirm(PETITION, id_of(0), 1)
