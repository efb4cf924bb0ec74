"""The change feed: what it tells, to readers who come at any time and fail at any time."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from solidarity_widgets.cli import main
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import SqlSignatureStore
from solidarity_widgets.signing.store.records import DAY, Change, ConsentEntry, Signature

from .campaign import NOW, VIGIL, Campaign, in_memory
from .feed_copy import FeedCopy
from .statements import observation
from .test_concurrency import id_of, meanwhile
from .test_kill import SIGNATURES, Worker, answers, prepare

PETITION = "4-august"
WITH_GOAL = Petition(
    VIGIL.id,
    title={"be": "Волю ім", "en": "Let them go"},
    goal=1,
    fields=VIGIL.fields,
    required="name email",
    consents="processing updates public",
)
TODAY = date(2027, 1, 15)


@pytest.fixture
def campaign() -> Any:
    with in_memory() as (_, store):
        yield Campaign(store, petitions=[WITH_GOAL])


def events(campaign: Campaign) -> list[str]:
    return [change.event for change in campaign.service.changes(VIGIL.id)]


class TestWhatItTells:
    """Entries of the list, of subscriptions and of thresholds; nothing else, and no address."""

    def test_a_signer_who_wants_news(self, campaign: Campaign) -> None:
        email = campaign.signed(agree="processing updates")
        id = campaign.one().id
        assert campaign.service.changes(VIGIL.id) == [
            Change(1, "confirmed", id, TODAY, 1),
            Change(2, "subscribed", id, TODAY, 1),
            Change(3, "threshold_reached", "", TODAY, 1, 1),
        ]
        assert campaign.service.erase(email.tokens["erase"]).outcome == "done"
        assert campaign.service.changes(VIGIL.id, after=3) == [
            Change(4, "unsubscribed", id, TODAY, 1),
            Change(5, "erased", id, TODAY, 1),
        ]
        assert campaign.one().id != id

    def test_who_signs_again_after_erasing_does_not_count_twice(self, campaign: Campaign) -> None:
        email = campaign.signed()
        campaign.service.erase(email.tokens["erase"])
        email = campaign.signed()
        campaign.service.withdraw(email.tokens["withdraw"])
        found = campaign.service.changes(VIGIL.id)
        assert [(each.event, each.signed) for each in found if each.threshold is None] == [
            ("confirmed", 1), ("erased", 1), ("confirmed", 1), ("withdrawn", 0),
        ]  # fmt: skip

    def test_who_has_not_confirmed_is_not_in_it(self, campaign: Campaign) -> None:
        campaign.sign()
        campaign.machine(email="robot@example.org")
        campaign.service.erase(campaign.outbox[0].tokens["erase"])
        assert events(campaign) == []

    def test_quarantine(self, campaign: Campaign) -> None:
        campaign.signed(agree="processing updates")
        id = campaign.one().id
        campaign.service.quarantine(VIGIL.id, id)
        campaign.service.release(VIGIL.id, id)
        campaign.service.quarantine(VIGIL.id, id)
        campaign.service.reject(VIGIL.id, id)
        expected = ["confirmed", "subscribed", "threshold_reached", "unsubscribed", "quarantined"]
        expected += ["released", "subscribed", "unsubscribed", "quarantined", "erased"]
        assert events(campaign) == expected

    def test_its_ids_are_forgotten_after_thirty_days(self, campaign: Campaign) -> None:
        email = campaign.signed()
        id = campaign.one().id
        campaign.service.erase(email.tokens["erase"])
        for days, forgotten in ((30, 0), (1, 1), (1, 0)):
            campaign.now += days * DAY
            assert campaign.service.apply_retention(VIGIL.id, dry_run=True).forgotten == forgotten
            assert campaign.service.apply_retention(VIGIL.id).forgotten == forgotten
        found = campaign.service.changes(VIGIL.id)
        assert [each.signature_id for each in found] == ["", "", ""]
        assert [each.signed for each in found] == [1, 1, 1]
        with campaign.store.database._engine.connect() as connection:
            for table in campaign.store.tables.metadata.tables.values():
                assert id not in repr(connection.execute(table.select()).all())

    def test_a_store_that_has_lost_entries(self, campaign: Campaign) -> None:
        campaign.signed()
        assert campaign.service.changes(VIGIL.id, after=2) == []
        with pytest.raises(InvalidFieldError, match="older backup"):
            campaign.service.changes(VIGIL.id, after=3)

    @pytest.mark.parametrize("wrong", [{"after": -1}, {"limit": 0}])
    def test_wrong_arguments(self, campaign: Campaign, wrong: dict[str, int]) -> None:
        with pytest.raises(InvalidFieldError):
            campaign.service.changes(VIGIL.id, **wrong)


def test_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'signatures.db'}"
    monkeypatch.setenv("SOLIDARITY_WIDGETS_DATABASE", url)
    words = ["signatures", "changes", "--petition", VIGIL.id]
    with SqlSignatureStore(url) as store:
        store.create_tables()
        assert main(words) == 2
        assert "may be mistyped" in capsys.readouterr().err
        Campaign(store).signed()
    assert main([*words, "--goal", "1", "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines[0].pop("id")) == 32
    assert lines == [
        {"sequence": 1, "event": "confirmed", "day": "2027-01-15", "signed": 1},
        {
            "sequence": 2, "event": "threshold_reached", "id": None, "day": "2027-01-15", "signed": 1,
            "threshold": 1,
        },
    ]  # fmt: skip
    assert main([*words, "--after", "1", "--limit", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["sequence"] == 2
    assert main([*words, "--after", "2"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_batched_store(bare_place: Any) -> None:
    with bare_place.open(batched=True) as store:
        store.create_tables()
        for number in range(4):
            assert store.insert(Signature(PETITION, id_of(number), email="x" * (number % 2)))
            assert store.confirm(PETITION, id_of(number), NOW) == "confirmed"
        assert store.withdraw(PETITION, id_of(0), NOW)
        assert store.erase(PETITION, id_of(1), NOW)
        copy = FeedCopy()
        for change in store.changes(PETITION):
            copy.apply(change)
        store.flush_counts(PETITION, NOW)
        copy.check(store, PETITION)
        assert copy.signed == 3


@pytest.mark.postgresql
def test_postgresql_confirms_in_one_statement(store: SqlSignatureStore) -> None:
    if store.database.sqlite:
        return  # there a statement is no journey
    store.insert(Signature(PETITION, id_of(0), email="x@example.org"))
    with observation() as observer:
        assert store.confirm(PETITION, id_of(0), NOW) == "confirmed"
    assert observer.executed == 1
    assert [each.event for each in store.changes(PETITION)] == ["confirmed", "subscribed"]


class Reader:
    """Reads a feed to its end, again and again, with a cursor of its own."""

    def __init__(self, store: SqlSignatureStore, limit: int) -> None:
        self.store, self.limit, self.copy = store, limit, FeedCopy()

    def read(self) -> None:
        while changes := self.store.changes(PETITION, after=self.copy.cursor, limit=self.limit):
            for change in changes:
                self.copy.apply(change)


@pytest.mark.parametrize("times", [25, pytest.param(150, marks=pytest.mark.slow)])
def test_eight_writers_and_two_readers(bare_place: Any, times: int) -> None:
    """Both readers see each entry once, without a gap, and have the store's state at the end."""
    with bare_place.open(slots=4) as store:
        store.create_tables()

        def write(seed: int) -> None:
            random = Random(seed)
            for now in range(times):
                id = id_of(random.randrange(12))
                match random.randrange(9):
                    case 0 | 1:
                        email = random.choice(["", "x@example.org"])
                        store.insert(Signature(PETITION, id, identity=f"of {id}", email=email))
                    case 2 | 3 | 4:
                        store.confirm(PETITION, id, now)
                    case 5:
                        store.quarantine(PETITION, id, now)
                        store.release(PETITION, id, now)
                    case 6:
                        store.withdraw(PETITION, id, now)
                        store.insert(Signature(PETITION, id, identity=f"of {id}"), replacing=id)
                    case 7:
                        store.erase(PETITION, id, now, keep_identity=True)
                        for old in store.find_by_identity(PETITION, [f"of {id}"]):
                            store.insert(Signature(PETITION, id, identity=f"of {id}"), replacing=old.id)
                    case _:
                        entry = ConsentEntry(PETITION, id, "updates", "f", "", "be", "withdrawn", "link", now)
                        store.unsubscribe(PETITION, id, entry)

        readers = [Reader(store, 7), Reader(store, 1000)]
        with ThreadPoolExecutor(8) as threads, meanwhile(*(reader.read for reader in readers)):
            list(threads.map(write, range(8)))
        for reader in (*readers, Reader(store, 10_000)):
            reader.read()
            reader.copy.check(store, PETITION)


@pytest.mark.parametrize("number", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_writers_and_readers_are_killed(durable_place: Any, number: int) -> None:
    """Of what was answered nothing is missing, and nothing is invented."""
    random = Random(7)
    with durable_place.open() as store:
        prepare(store)
        survivor = Reader(store, 50)
        workers, readers = (
            [Worker(durable_place, seed) for seed in range(2)],
            [Worker(durable_place, 0, "follow")],
        )
        killed: list[Worker] = []
        try:
            for turn in range(number):
                for crowd, task in ((workers, "confirm"), (readers, "follow")):
                    victim = crowd.pop(0)
                    crowd.append(Worker(durable_place, 10 + turn, task))
                    victim.wait_for_answers(random.randrange(4, 30))
                    victim.kill()
                    if task == "confirm":
                        killed.append(victim)
                survivor.read()
        finally:
            for worker in (*workers, *readers):
                worker.process.kill()
                worker.end()
        for reader in (survivor, Reader(store, SIGNATURES)):
            reader.read()
            reader.copy.check(store, PETITION)
            told = {id_of(one) for one, answer in answers([*killed, *workers]) if answer == "confirmed"}
            assert told
            assert told <= reader.copy.listed


class Crash(Exception):
    """The consumer is gone."""


def test_a_consumer_that_crashes_between_any_two_steps(store: SqlSignatureStore) -> None:
    """It applies an entry and stores its cursor in two transactions, and dies before, between and after."""
    for number in range(6):
        store.insert(Signature(PETITION, id_of(number), email="x@example.org"))
        store.confirm(PETITION, id_of(number), NOW)
    store.withdraw(PETITION, id_of(1), NOW)
    store.erase(PETITION, id_of(2), NOW)
    entries = store.changes(PETITION)
    for crash_at in range(2 * len(entries) + 1):
        with sqlite3.connect(":memory:", isolation_level=None) as elsewhere:
            elsewhere.execute("CREATE TABLE list (id TEXT PRIMARY KEY, subscribed INTEGER)")
            elsewhere.execute("CREATE TABLE cursor (n INTEGER)")
            elsewhere.execute("INSERT INTO cursor VALUES (0)")
            with pytest.raises(Crash) if crash_at < 2 * len(entries) else meanwhile(int):
                consume(store, elsewhere, crash_at)
            consume(store, elsewhere, -1)
            listed = dict(elsewhere.execute("SELECT id, subscribed FROM list"))
            assert listed == {each.id: 1 for each in store.list_signatures(PETITION)}
        elsewhere.close()


def consume(store: SqlSignatureStore, elsewhere: sqlite3.Connection, crash_at: int) -> None:
    steps = iter(range(10_000))
    [(cursor,)] = elsewhere.execute("SELECT n FROM cursor").fetchall()
    while found := store.changes(PETITION, after=cursor, limit=2):
        for change in found:
            if next(steps) == crash_at:
                raise Crash
            match change.event:
                case "confirmed" | "released":
                    elsewhere.execute("INSERT OR IGNORE INTO list VALUES (?, 0)", [change.signature_id])
                case "subscribed" | "unsubscribed":
                    values = int(change.event == "subscribed"), change.signature_id
                    elsewhere.execute("UPDATE list SET subscribed = ? WHERE id = ?", values)
                case _:
                    elsewhere.execute("DELETE FROM list WHERE id = ?", [change.signature_id])
            if next(steps) == crash_at:
                raise Crash
            cursor = change.sequence
            elsewhere.execute("UPDATE cursor SET n = ?", [cursor])
