"""What the protocol promises, kept by the SQL store on both databases."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import UniqueConstraint, create_engine, make_url

import solidarity_widgets
from solidarity_widgets.exceptions import InvalidFieldError, MissingTablesError, StoreError
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import (
    STATES,
    TRANSITIONS,
    ConsentEntry,
    ConsentWording,
    Count,
    Hit,
    QueuedEmail,
    Signature,
    SignatureState,
    SlotRecount,
    SweepBatch,
    make_id,
)
from solidarity_widgets.signing.store.sql import SqlSignatureStore
from solidarity_widgets.signing.store.sql.tables import Tables

PETITION = "4-august"
WEEK = 7 * 86_400
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])
FULL = Signature(
    petition_id=PETITION,
    id="7f" * 16,
    identity="keyed hash",
    signer_hash="another",
    name="Ірына 'О’Коннар' 谢 🕊 \\ %(x)s :y",
    email="iryna@example.org",
    country="BY",
    postcode="220 030",
    message="Мы разам.\n<b>\x01</b>",
    public=True,
    locale="be-tarask",
    score=100,
    created_at=100,
    changed_at=100,
)


def id_of(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()[:32]


def consent(id: str = FULL.id, purpose: str = "updates", at: int = 100, **more: Any) -> ConsentEntry:
    values = {
        "wording_hash": "f" * 64,
        "version": "2",
        "locale": "be",
        "action": "given",
        "method": "form",
        **more,
    }
    return ConsentEntry(PETITION, id, purpose, at=at, **values)


@contextmanager
def keeping_id(store: SqlSignatureStore, id: str) -> Iterator[None]:
    """Let a signature that is erased keep an id, so that a test finds it."""
    make_id = store._removal._make_id
    store._removal._make_id = lambda: id
    yield
    store._removal._make_id = make_id


def put(store: SqlSignatureStore, state: SignatureState, id: str = FULL.id, **values: Any) -> Signature:
    """Bring a signature into a state in the ways that the protocol has."""
    assert store.insert(replace(FULL, id=id, identity=f"of {id}", **values), [consent(id)])
    if state in ("confirmed", "erased"):
        assert store.confirm(PETITION, id, 200) == "confirmed"
    acts: dict[SignatureState, Callable[[str, str, int], bool]] = {
        "quarantined": store.quarantine,
        "withdrawn": store.withdraw,
    }
    if state == "erased":
        with keeping_id(store, id):
            assert store.erase(PETITION, id, 300)
    elif state in acts:
        assert acts[state](PETITION, id, 300)
    found = store.find(PETITION, id)
    assert found is not None
    assert found.state == state
    return found


def check(store: SqlSignatureStore, signed: int) -> None:
    """The counter says a number, and a recount agrees."""
    assert store.count(PETITION).signed == signed
    parts = [store.recount(PETITION, slot, 10_000) for slot in range(store.slots)]
    assert [part.drift for part in parts] == [0] * store.slots
    assert sum(part.signed for part in parts) == signed


def test_it_is_a_store(store: SqlSignatureStore) -> None:
    assert isinstance(store, SignatureStore)


def test_the_columns_are_the_records_fields() -> None:
    tables = Tables()
    assert [column.name for column in tables.signatures.columns] == [
        field.name for field in fields(Signature)
    ]
    assert {field.name for field in fields(ConsentEntry)} == {*tables.consents.columns.keys()} - {"n"}
    assert [field.name for field in fields(ConsentWording)] == tables.wordings.columns.keys()


@pytest.mark.parametrize("batched", [False, True])
def test_every_key_begins_with_the_petition_and_none_refers_to_another_table(batched: bool) -> None:
    for table in Tables(batched=batched).metadata.tables.values():
        assert next(iter(table.primary_key.columns)).name == "petition_id"
        unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        unique += [index for index in table.indexes if index.unique]
        assert {next(iter(each.columns)).name for each in unique} <= {"petition_id"}
        assert not table.foreign_keys


class TestInsert:
    """A new signature is stored whole, or not at all."""

    def test_everything_comes_back(self, store: SqlSignatureStore) -> None:
        words = ConsentWording(PETITION, "f" * 64, "be", "Я згодны 🕊")
        assert store.insert(FULL, [consent(), consent(purpose="public")], [words])
        assert store.find(PETITION, FULL.id) == FULL
        assert store.consents(PETITION, FULL.id) == [consent(), consent(purpose="public")]
        assert store.find_wording(PETITION, "f" * 64) == words
        check(store, 0)

    def test_what_is_not_there_is_none(self, store: SqlSignatureStore) -> None:
        assert store.find(PETITION, FULL.id) is None
        assert store.find_wording(PETITION, "f") is None
        assert store.consents(PETITION, FULL.id) == []
        assert store.count(PETITION) == Count(0, 0)
        assert store.list_signatures(PETITION) == store.public_signatures(PETITION) == []

    def test_an_identity_has_one_signature_in_a_seat(self, store: SqlSignatureStore) -> None:
        assert store.insert(FULL)
        words = ConsentWording(PETITION, "0" * 64, "be", "other words")
        again = replace(FULL, id=id_of(1), counted=True, state="confirmed")
        assert not store.insert(again, [consent(again.id)], [words])
        assert store.find(PETITION, again.id) is None
        assert store.consents(PETITION, again.id) == []
        assert store.find_wording(PETITION, words.hash) is None
        check(store, 0)
        assert store.insert(replace(FULL, id=id_of(2), household_slot=1))
        assert store.insert(replace(FULL, id=id_of(3), petition_id="another"))
        assert [
            each.household_slot for each in store.find_by_identity(PETITION, [str(FULL.identity), "x"])
        ] == [0, 1]
        assert store.find_by_identity(PETITION, []) == []

    def test_an_id_is_there_once(self, store: SqlSignatureStore) -> None:
        assert store.insert(FULL)
        assert not store.insert(replace(FULL, identity="somebody else", name="x"))
        assert store.find(PETITION, FULL.id) == FULL

    def test_nobodys_identity_is_nobody_elses(self, store: SqlSignatureStore) -> None:
        for number in range(3):
            assert store.insert(replace(FULL, id=id_of(number), identity=None))

    def test_a_counted_one_counts(self, store: SqlSignatureStore) -> None:
        paper = replace(FULL, source="paper", state="confirmed", counted=True, confirmed_at=90, changed_at=90)
        assert store.insert(paper)
        assert store.count(PETITION) == Count(1, 90)
        check(store, 1)

    @pytest.mark.parametrize("state", STATES)
    def test_only_a_withdrawn_or_an_erased_one_is_replaced(
        self, store: SqlSignatureStore, state: SignatureState
    ) -> None:
        old = put(store, state)
        signed = store.count(PETITION).signed
        new = replace(FULL, id=id_of(1), identity=old.identity or "new")
        gone = state in ("withdrawn", "erased")
        assert bool(store.insert(new, [consent(new.id)], replacing=old.id)) is gone
        assert (store.find(PETITION, old.id) is None) is gone
        assert (store.consents(PETITION, old.id) == []) is gone
        expected = replace(new, counted=state == "erased")  # it takes over the count of an erased one
        assert (store.find(PETITION, new.id) == expected) is gone
        check(store, signed)
        if gone:
            assert store.confirm(PETITION, new.id, 400) == "confirmed"
            check(store, 1)
        assert not store.insert(replace(new, id=id_of(2), identity="?"), replacing=id_of(99))

    def test_words_stay_as_they_were(self, store: SqlSignatureStore) -> None:
        first, second = (ConsentWording(PETITION, "f" * 64, locale, "words") for locale in ("be", "en"))
        assert store.insert(FULL, [], [first, first])
        assert store.insert(replace(FULL, id=id_of(1), identity="x"), [], [second])
        assert store.find_wording(PETITION, first.hash) == first

    @pytest.mark.parametrize("text", ["\0", "a\0b", "\ud83d"])
    @pytest.mark.parametrize("where", ["name", "message", "identity"])
    def test_text_is_stored_whole_or_nothing_is(
        self, place: Any, store: SqlSignatureStore, text: str, where: str
    ) -> None:
        caught: pytest.ExceptionInfo[Exception] | None = None
        words = ConsentWording(PETITION, "f" * 64, "be", "words")
        signature = replace(FULL, **{where: text, "state": "confirmed", "counted": True})
        with ExitStack() as stack:
            if "\ud83d" in text or not place.sqlite:  # SQLite has room for NUL
                caught = stack.enter_context(pytest.raises((StoreError, UnicodeError, ValueError)))
            stored = store.insert(signature, [consent()], [words])
        if caught is None:
            assert stored
            assert store.find(PETITION, FULL.id) == signature
            check(store, 1)
            return
        assert FULL.name not in str(caught.value)
        assert FULL.email not in str(caught.value)
        assert store.find(PETITION, FULL.id) is None
        assert store.consents(PETITION, FULL.id) == []
        assert store.find_wording(PETITION, words.hash) is None
        check(store, 0)

    def test_a_log_entry_that_fails_leaves_nothing(self, store: SqlSignatureStore) -> None:
        with pytest.raises(StoreError):
            store.insert(replace(FULL, counted=True), [consent(), consent(version=None)])
        assert store.find(PETITION, FULL.id) is None
        assert store.consents(PETITION, FULL.id) == []
        check(store, 0)


class TestAmend:
    """A form that is sent again is written over the pending signature of the first."""

    NEW = replace(
        FULL,
        identity="another key's",
        household_slot=1,
        signer_hash=None,
        name="Ірына",
        email="",
        country="PL",
        postcode="",
        message="",
        public=False,
        locale="pl",
        score=5,
        changed_at=150,
    )

    def test_all_that_a_form_has(self, store: SqlSignatureStore) -> None:
        assert store.insert(FULL, [consent(), consent(purpose="public")])
        assert store.record_email(PETITION, FULL.id, 120, min_interval=0)
        new = consent(purpose="processing", at=150)
        changed = replace(self.NEW, state="confirmed", counted=True, source="paper", created_at=999)
        assert store.amend(changed, [new], [ConsentWording(PETITION, "0" * 64, "pl", "słowa")])
        assert store.find(PETITION, FULL.id) == replace(self.NEW, last_email_at=120)
        assert store.consents(PETITION, FULL.id) == [new]
        assert store.find_wording(PETITION, "0" * 64) is not None
        check(store, 0)

    @pytest.mark.parametrize("state", sorted({*STATES} - {"pending"}))
    def test_only_while_it_is_pending(self, store: SqlSignatureStore, state: SignatureState) -> None:
        old = put(store, state)
        signed = store.count(PETITION).signed
        assert not store.amend(
            self.NEW, [consent(at=150)], [ConsentWording(PETITION, "0" * 64, "pl", "słowa")]
        )
        assert store.find(PETITION, FULL.id) == old
        assert store.consents(PETITION, FULL.id) == [consent(at=0 if state == "erased" else 100)]
        assert store.find_wording(PETITION, "0" * 64) is None
        check(store, signed)

    def test_not_into_a_place_that_is_taken(self, store: SqlSignatureStore) -> None:
        assert store.insert(FULL, [consent()])
        assert store.insert(replace(self.NEW, id=id_of(1)))
        assert not store.amend(self.NEW, [consent(at=150)])
        assert store.find(PETITION, FULL.id) == FULL
        assert store.consents(PETITION, FULL.id) == [consent()]

    def test_not_what_is_not_there(self, store: SqlSignatureStore) -> None:
        assert not store.amend(FULL)
        assert not store.amend(FULL, [consent()], quarantined=True)
        assert store.consents(PETITION, FULL.id) == []


class TestHeld:
    """A quarantined signature is written over, and pending again, if that is asked for and nobody pressed."""

    NEW = TestAmend.NEW

    def test_it_waits_again(self, store: SqlSignatureStore) -> None:
        put(store, "quarantined")
        assert store.record_email(PETITION, FULL.id, 120, min_interval=0)
        new = consent(purpose="processing", at=150)
        assert store.amend(
            self.NEW, [new], [ConsentWording(PETITION, "0" * 64, "pl", "słowa")], quarantined=True
        )
        assert store.find(PETITION, FULL.id) == replace(self.NEW, last_email_at=120)
        assert store.consents(PETITION, FULL.id) == [new]
        assert store.find_wording(PETITION, "0" * 64) is not None
        check(store, 0)
        assert not store.release(PETITION, FULL.id, 400)
        assert store.confirm(PETITION, FULL.id, 500) == "confirmed"
        check(store, 1)

    @pytest.mark.parametrize("state", sorted({*STATES} - {"quarantined"}))
    def test_not_from_another_state(self, store: SqlSignatureStore, state: SignatureState) -> None:
        old = put(store, state)
        signed = store.count(PETITION).signed
        assert not store.amend(
            self.NEW, [consent(at=150)], [ConsentWording(PETITION, "0" * 64, "pl", "słowa")], quarantined=True
        )
        assert store.find(PETITION, FULL.id) == old
        assert store.consents(PETITION, FULL.id) == [consent(at=0 if state == "erased" else 100)]
        assert store.find_wording(PETITION, "0" * 64) is None
        check(store, signed)

    @pytest.mark.parametrize("quarantined_first", [True, False])
    def test_not_once_its_button_was_pressed(self, store: SqlSignatureStore, quarantined_first: bool) -> None:
        put(store, "quarantined" if quarantined_first else "pending")
        assert store.confirm(PETITION, FULL.id, 350) == ("quarantined" if quarantined_first else "confirmed")
        assert store.quarantine(PETITION, FULL.id, 360) is not quarantined_first
        old = store.find(PETITION, FULL.id)
        assert not store.amend(self.NEW, [consent(at=400)], quarantined=True)
        assert store.find(PETITION, FULL.id) == old
        assert store.consents(PETITION, FULL.id) == [consent()]
        check(store, 0)
        assert store.release(PETITION, FULL.id, 500)
        check(store, 1)

    def test_not_into_a_place_that_is_taken(self, store: SqlSignatureStore) -> None:
        old = put(store, "quarantined")
        assert store.insert(replace(self.NEW, id=id_of(1)))
        assert not store.amend(self.NEW, [consent(at=150)], quarantined=True)
        assert store.find(PETITION, FULL.id) == old
        assert store.consents(PETITION, FULL.id) == [consent()]

    def test_in_a_petition_of_its_own(self, store: SqlSignatureStore) -> None:
        old = put(store, "quarantined")
        assert not store.amend(replace(self.NEW, petition_id="another"), quarantined=True)
        assert store.find(PETITION, FULL.id) == old


class TestWithdraw:
    """What ends with a signature is logged if it ends now, and not once more."""

    @pytest.mark.parametrize("state", STATES)
    def test_logs_once(self, store: SqlSignatureStore, state: SignatureState) -> None:
        put(store, state)
        ended = [consent(purpose=purpose, at=400, action="withdrawn") for purpose in ("updates", "public")]
        done = state in ("pending", "confirmed", "quarantined")
        assert store.withdraw(PETITION, FULL.id, 400, ended) is done
        assert not store.withdraw(PETITION, FULL.id, 500, ended)
        first = consent(at=0 if state == "erased" else 100)
        assert store.consents(PETITION, FULL.id) == [first, *(ended if done else [])]

    def test_nothing_for_what_is_not_there(self, store: SqlSignatureStore) -> None:
        assert not store.withdraw(PETITION, FULL.id, 400, [consent(action="withdrawn")])
        assert store.consents(PETITION, FULL.id) == []

    def test_a_log_entry_that_fails_leaves_it_as_it_was(self, store: SqlSignatureStore) -> None:
        old = put(store, "confirmed")
        with pytest.raises(StoreError):
            store.withdraw(PETITION, FULL.id, 400, [consent(at=400), consent(version=None)])
        assert store.find(PETITION, FULL.id) == old
        assert store.consents(PETITION, FULL.id) == [consent()]
        check(store, 1)


#: Where each act leads to from each state; None where nothing changes.
ACTS: dict[str, dict[SignatureState, SignatureState | None]] = {
    "confirm": {"pending": "confirmed"},
    "withdraw": {"pending": "withdrawn", "confirmed": "withdrawn", "quarantined": "withdrawn"},
    "quarantine": {"pending": "quarantined", "confirmed": "quarantined"},
    "release": {"quarantined": "pending"},
    "erase": {"confirmed": "erased"},
}
REMOVED = ("pending", "quarantined", "withdrawn")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", STATES)
class TestTransitions:
    """Each act from each state: the state, the counter and the times follow, or nothing changes."""

    def test_it_goes_where_it_may(self, place: Any, state: SignatureState, act: str) -> None:
        for slots in (1, 8):
            with place.open(slots=slots) as store:
                store.create_tables()
                self.go(store, state, act)
                store.sweep(PETITION, "erased", 10_000, now=10_000)
                for left in STATES:
                    store.sweep(PETITION, left, 10_000, now=10_000)
                check(store, 0)

    def go(self, store: SqlSignatureStore, state: SignatureState, act: str) -> None:
        other = put(store, "confirmed", id=id_of(1))
        old = put(store, state)
        log = store.consents(PETITION, old.id)
        with keeping_id(store, old.id):
            answer = getattr(store, act)(PETITION, old.id, 400)
        new = store.find(PETITION, old.id)
        target = ACTS[act].get(state)
        if act == "erase" and state in REMOVED:
            assert answer is True
            assert new is None
            assert store.consents(PETITION, old.id) == []
            check(store, 1)
            return
        assert new is not None
        if target == "erased":
            log = [replace(entry, at=0) for entry in log]
        assert store.consents(PETITION, old.id) == log
        if target is None:
            assert answer in (False, "already_confirmed", "quarantined", "missing")
            noted = act == "confirm" and state == "quarantined"
            assert new == (replace(old, confirmed_at=400) if noted else old)
        else:
            assert answer in (True, "confirmed")
            assert target in TRANSITIONS[state]
            assert (new.state, new.changed_at) == (target, 0 if target == "erased" else 400)
            assert new.counted is (target in ("confirmed", "erased"))
        check(store, 1 + (new.state in ("confirmed", "erased")))
        assert getattr(store, act)(PETITION, id_of(99), 400) in (False, "missing")
        assert store.find(PETITION, other.id) == other


def test_every_transition_is_tried() -> None:
    tried = {(start, end) for ends in ACTS.values() for start, end in ends.items()}
    released_when_pressed = ("quarantined", "confirmed")
    counted_before = {("pending", "erased"), ("quarantined", "erased")}
    assert {*tried, released_when_pressed, *counted_before} == {
        (a, b) for a, ends in TRANSITIONS.items() for b in ends
    }


class TestConfirm:
    """Confirming says what it did."""

    def test_answers(self, store: SqlSignatureStore) -> None:
        put(store, "pending")
        assert store.confirm(PETITION, FULL.id, 200) == "confirmed"
        assert store.confirm(PETITION, FULL.id, 300) == "already_confirmed"
        assert store.count(PETITION) == Count(1, 200)
        assert store.find(PETITION, FULL.id) == replace(
            FULL,
            identity=f"of {FULL.id}",
            state="confirmed",
            counted=True,
            confirmed_at=200,
            changed_at=200,
        )
        assert store.withdraw(PETITION, FULL.id, 300)
        assert store.confirm(PETITION, FULL.id, 400) == "missing"
        for unknown in ("", "x", "7f", id_of(1), "ÿ", "'; --"):
            assert store.confirm(PETITION, unknown, 400) == "missing"
        check(store, 0)

    @pytest.mark.parametrize("state", ["pending", "quarantined"])
    def test_only_what_was_written_before_the_link(
        self, store: SqlSignatureStore, state: SignatureState
    ) -> None:
        old = put(store, state, submitted_at=150)
        assert store.confirm(PETITION, FULL.id, 400, issued_at=149) == "replaced"
        assert store.find(PETITION, FULL.id) == old
        check(store, 0)
        done = "confirmed" if state == "pending" else "quarantined"
        assert store.confirm(PETITION, FULL.id, 400, issued_at=150) == done
        assert store.confirm(PETITION, FULL.id, 500, issued_at=150) in ("already_confirmed", "quarantined")
        check(store, state == "pending")

    def test_what_is_written_anew_outlives_older_links(self, store: SqlSignatureStore) -> None:
        put(store, "pending", submitted_at=100)
        assert store.amend(replace(TestAmend.NEW, submitted_at=150))
        assert store.confirm(PETITION, FULL.id, 160, issued_at=100) == "replaced"
        assert store.confirm(PETITION, FULL.id, 170, issued_at=150) == "confirmed"
        assert store.confirm(PETITION, FULL.id, 180, issued_at=100) == "already_confirmed"
        check(store, 1)

    def test_a_quarantined_one_remembers_the_first_press(self, store: SqlSignatureStore) -> None:
        put(store, "quarantined")
        pressed = [store.confirm(PETITION, FULL.id, now) for now in (400, 500)]
        assert pressed == ["quarantined", "already_confirmed"]
        found = store.find(PETITION, FULL.id)
        assert found is not None
        assert (found.confirmed_at, found.changed_at, found.counted) == (400, 300, False)
        check(store, 0)
        assert store.release(PETITION, FULL.id, 600)
        assert store.find(PETITION, FULL.id) == replace(
            found, state="confirmed", counted=True, changed_at=600
        )
        assert store.count(PETITION) == Count(1, 600)
        check(store, 1)

    def test_quarantined_after_it_was_confirmed(self, store: SqlSignatureStore) -> None:
        put(store, "confirmed")
        assert store.quarantine(PETITION, FULL.id, 300)
        check(store, 0)
        assert store.release(PETITION, FULL.id, 400)
        check(store, 1)

    def test_a_counters_time_never_goes_back(self, store: SqlSignatureStore) -> None:
        put(store, "confirmed", id=id_of(1))
        put(store, "pending")
        assert store.confirm(PETITION, FULL.id, 150) == "confirmed"
        assert store.count(PETITION) == Count(2, 200)


class TestErase:
    """Nothing personal is left of a signer who wants that; the count is."""

    @pytest.mark.parametrize("keep_identity", [False, True])
    def test_what_is_left(self, store: SqlSignatureStore, keep_identity: bool) -> None:
        """A new id, and days instead of seconds: nobody can tell from the time who it was."""
        day = 86_400
        sent = replace(FULL, created_at=day + 5, submitted_at=day + 5)
        assert store.insert(sent, [consent(at=day + 5)])
        assert store.confirm(PETITION, FULL.id, 2 * day + 7) == "confirmed"
        assert store.record_email(PETITION, FULL.id, 2 * day + 8, min_interval=0)
        assert store.erase(PETITION, FULL.id, 3 * day + 9, keep_identity=keep_identity)
        assert not store.erase(PETITION, FULL.id, 3 * day + 9)
        assert store.find(PETITION, FULL.id) is None
        assert store.consents(PETITION, FULL.id) == []
        (left,) = store.list_signatures(PETITION, states=STATES)
        times = {"created_at": day, "submitted_at": day, "confirmed_at": 2 * day, "changed_at": 3 * day}
        nobody = Signature(PETITION, left.id, "erased", counted=True, country="BY", **times)
        kept = {"identity": FULL.identity, "household_slot": FULL.household_slot} if keep_identity else {}
        assert left == replace(nobody, **kept)
        assert len(left.id) == 32
        assert store.consents(PETITION, left.id) == [consent(left.id, at=day)]
        check(store, 1)
        assert store.count_by(PETITION, "country") == {"BY": 1}
        assert store.public_signatures(PETITION) == []
        again = replace(FULL, id=id_of(1))
        assert bool(store.insert(again)) is not keep_identity
        if keep_identity:
            assert store.insert(again, replacing=left.id)
            check(store, 1)
            assert store.confirm(PETITION, again.id, 4 * day) == "confirmed"
            check(store, 1)

    @pytest.mark.parametrize("end", ["erased", "withdrawn", "swept"])
    def test_a_mailbox_that_signs_again_is_counted_once(self, store: SqlSignatureStore, end: str) -> None:
        put(store, "confirmed")
        assert store.erase(PETITION, FULL.id, 300, keep_identity=True)
        (left,) = store.list_signatures(PETITION, states=STATES)
        again = replace(FULL, id=id_of(1), identity=left.identity)
        assert store.insert(again, [consent(again.id)], replacing=left.id)
        check(store, 1)
        if end == "erased":
            assert store.erase(PETITION, again.id, 500, keep_identity=True)
            check(store, 1)
        elif end == "withdrawn":
            assert store.withdraw(PETITION, again.id, 500)
            check(store, 0)
        else:  # nobody confirmed it: what was counted before still is
            assert store.sweep(PETITION, "pending", 9000, now=9000) == SweepBatch(1, None)
            check(store, 1)
            assert [each.state for each in store.list_signatures(PETITION, states=STATES)] == ["erased"]

    @pytest.mark.parametrize(
        ("acts", "left"),
        [
            ("reject", "erased"),
            ("erase", "erased"),
            ("sweep", "erased"),
            ("release", "pending"),
            ("release quarantine", "quarantined"),
            ("release confirm", "confirmed"),
            ("confirm release", "confirmed"),
            ("confirm reject", "erased"),
            ("confirm erase", "erased"),
            ("withdraw", "withdrawn"),
        ],
    )
    def test_a_suspicious_form_takes_nobody_out_of_the_count(
        self, store: SqlSignatureStore, acts: str, left: SignatureState
    ) -> None:
        """Anybody can send a form for a mailbox whose signature was erased."""
        put(store, "confirmed")
        assert store.erase(PETITION, FULL.id, 300, keep_identity=True)
        (old,) = store.list_signatures(PETITION, states=STATES)
        new = replace(FULL, id=id_of(1), identity=old.identity, state="quarantined")
        assert store.insert(new, [consent(new.id)], replacing=old.id)
        for act in acts.split():
            if act == "sweep":
                assert store.sweep(PETITION, "quarantined", 9000, now=9000).count == 1
            else:
                assert getattr(store, act)(PETITION, new.id, 500)
        (found,) = store.list_signatures(PETITION, states=STATES)
        assert (found.state, found.name) == (left, "" if left == "erased" else new.name)
        if acts.split()[-1] in ("reject", "sweep"):
            assert found.identity == old.identity
        check(store, int(left != "withdrawn"))

    @pytest.mark.parametrize("how", ["erase", "withdraw and erase", "sweep", "reject"])
    def test_paper_is_remembered(self, store: SqlSignatureStore, how: str) -> None:
        put(store, "confirmed", source="paper")
        put(store, "confirmed", id=id_of(1))
        assert not store.was_erased(PETITION, [FULL.id, id_of(1)])
        for id in (FULL.id, id_of(1)):
            if how == "withdraw and erase":
                assert store.withdraw(PETITION, id, 400)
            if how == "reject":
                assert store.quarantine(PETITION, id, 400)
                assert store.reject(PETITION, id, 500)
            elif how == "sweep":
                assert store.withdraw(PETITION, id, 400)
            else:
                assert store.erase(PETITION, id, 500)
        store.sweep(PETITION, "withdrawn", 9000, now=9000)
        assert store.was_erased(PETITION, [FULL.id, "x"])
        assert not store.was_erased(PETITION, [id_of(1)])
        assert not store.was_erased("another", [FULL.id])
        assert not store.was_erased(PETITION, [])
        for _ in range(2):
            store.remember_paper(PETITION, id_of(2))
        assert store.was_erased(PETITION, [id_of(2)])

    @pytest.mark.parametrize("state", STATES)
    def test_only_what_is_quarantined_is_rejected(
        self, store: SqlSignatureStore, state: SignatureState
    ) -> None:
        old = put(store, state)
        assert store.reject(PETITION, old.id, 500) is (state == "quarantined")
        assert (store.find(PETITION, old.id) is None) is (state == "quarantined")
        assert not store.reject(PETITION, id_of(9), 500)


class TestMail:
    """Addresses are forgotten, and nobody gets too many messages."""

    def test_unsubscribing(self, store: SqlSignatureStore) -> None:
        put(store, "confirmed")
        before = store.find(PETITION, FULL.id)
        assert before is not None
        away = consent(at=300, action="withdrawn", method="one-click")
        assert store.unsubscribe(PETITION, FULL.id, away)
        assert not store.unsubscribe(PETITION, FULL.id, away)
        assert not store.unsubscribe(PETITION, id_of(1), consent(id_of(1), at=300))
        assert store.find(PETITION, FULL.id) == replace(before, email="")
        assert store.consents(PETITION, FULL.id) == [consent(), away]
        assert store.consents(PETITION, id_of(1)) == []
        check(store, 1)

    def test_emails_are_spaced(self, store: SqlSignatureStore) -> None:
        """A last email in the future was recorded by a wrong clock, which must not silence a mailbox."""
        put(store, "pending")
        times = [1000, 1059, 1060, 1001, 1119, 1120, 9999, 9940, 1130, 1189, 1190]
        recorded = [now for now in times if store.record_email(PETITION, FULL.id, now, min_interval=60)]
        assert recorded == [1000, 1060, 1120, 9999, 1130, 1190]
        found = store.find(PETITION, FULL.id)
        assert found is not None
        assert found.last_email_at == 1190
        assert not store.record_email(PETITION, id_of(1), 1, min_interval=0)


class TestHits:
    """Events under keys are counted, and forgotten when their time has come."""

    def test_each_key_and_window_has_its_number(self, store: SqlSignatureStore) -> None:
        hits = [Hit("l", 1, 100), Hit("k", 1, 100)]
        assert [store.count_hits(PETITION, [Hit("k", 1, 100)]) for _ in range(3)] == [[1], [2], [3]]
        assert store.count_hits(PETITION, hits) == [1, 4]
        assert store.count_hits(PETITION, [*hits, Hit("k", 2, 100)]) == [2, 5, 1]
        assert store.count_hits("*", hits) == [1, 1]
        assert store.count_hits(PETITION, [Hit("k" * 80, 1, 100)]) == [1]
        assert store.count_hits(PETITION, []) == []

    def test_forgetting(self, store: SqlSignatureStore) -> None:
        for number in range(5):
            store.count_hits(PETITION, [Hit(f"k{number}", 1, 100 + number)])
        assert store.delete_expired_hits(99, limit=10) == 0
        assert store.delete_expired_hits(103, limit=3, dry_run=True) == 3
        assert [store.delete_expired_hits(103, limit=3) for _ in range(3)] == [3, 1, 0]
        assert store.delete_expired_hits(200, limit=0) == 0
        assert store.count_hits(PETITION, [Hit("k4", 1, 100), Hit("k0", 1, 100)]) == [2, 1]


class TestReading:
    """Pages follow one another without a gap or a double."""

    def test_pages_by_id(self, store: SqlSignatureStore) -> None:
        for number in range(25):
            put(store, STATES[number % 5], id=id_of(number))
        for states in (("confirmed",), ("pending", "erased"), STATES, ()):
            expected = sorted(id_of(number) for number in range(25) if STATES[number % 5] in states)
            found: list[str] = []
            while page := store.list_signatures(
                PETITION,
                after=found[-1] if found else "",
                limit=4,
                states=states,  # type: ignore[arg-type]
            ):
                found += [each.id for each in page]
            assert found == expected
        assert store.list_signatures(PETITION) == store.list_signatures(PETITION, states=("confirmed",))
        assert store.list_signatures(PETITION, limit=0) == []

    def test_shown_are_public_and_confirmed_newest_first(self, store: SqlSignatureStore) -> None:
        for number in range(10):
            state: SignatureState = "pending" if number == 4 else "confirmed"
            put(store, state, id=id_of(number), created_at=100 + number, public=number % 2 == 0)
        assert [each.created_at for each in store.public_signatures(PETITION)] == [108, 106, 102, 100]
        put(store, "confirmed", id=id_of(11), created_at=106, public=True)
        pages = [store.public_signatures(PETITION, limit=2)]
        while pages[-1]:
            pages.append(store.public_signatures(PETITION, limit=2, after=pages[-1][-1]))
        assert [[each.id for each in page] for page in pages] == [
            [id_of(8), id_of(11)],
            [id_of(6), id_of(2)],
            [id_of(0)],
            [],
        ]

    def test_tallies(self, store: SqlSignatureStore) -> None:
        for number, state in enumerate(STATES):
            put(store, state, id=id_of(number), country="BY" if number else "")
        paper = replace(FULL, id=id_of(9), source="paper", country="", state="confirmed", counted=True)
        assert store.insert(paper)
        assert store.count_by(PETITION, "state") == {**dict.fromkeys(STATES, 1), "confirmed": 2}
        assert store.count_by(PETITION, "source") == {"web": 2, "paper": 1}
        assert store.count_by(PETITION, "country") == {"BY": 2, "": 1}
        assert store.count_by("another", "state") == {}


class TestSweep:
    """What is too old goes in batches; a dry run says the same and does nothing."""

    @pytest.mark.parametrize("erase", [False, True])
    @pytest.mark.parametrize("state", STATES)
    def test_in_batches(self, store: SqlSignatureStore, state: SignatureState, erase: bool) -> None:
        for number in range(10):
            put(store, state, id=id_of(number))
        put(store, "pending" if state != "pending" else "quarantined", id=id_of(50))
        young = id_of(51)
        put(store, "confirmed", id=young)
        signed = store.count(PETITION).signed

        def run(dry_run: bool, before: int) -> list[int]:
            counts, cursor = [], ""
            while True:
                swept = store.sweep(
                    PETITION, state, before, now=9000, erase=erase, after=cursor, limit=4, dry_run=dry_run
                )
                counts.append(swept.count)
                if swept.cursor is None:
                    return counts
                cursor = swept.cursor

        assert sum(run(False, 0)) == 0
        due = 11 if state == "confirmed" else 10
        if erase and state == "erased":
            due = 0  # they have no identity that could be forgotten
        assert sum(run(True, 5000)) == due
        assert store.count(PETITION).signed == signed
        assert sum(run(False, 5000)) == due
        assert sum(run(False, 5000)) == 0
        gone = state in ("confirmed", "erased") and not erase
        check(store, signed - due if gone else signed)
        assert (store.count(PETITION).changed_at == 9000) is gone
        if erase and state in ("confirmed", "erased"):
            left = store.list_signatures(PETITION, states=["erased"])
            assert len(left) == 10 + (state == "confirmed")
            assert {(each.email, each.changed_at) for each in left} == {("", 0)}
        for number in range(10):
            found = store.find(PETITION, id_of(number))
            if erase and state == "erased":
                assert found is not None
            else:
                assert found is None
                assert store.consents(PETITION, id_of(number)) == []
        assert store.find(PETITION, id_of(50)) is not None

    def test_only_what_is_old_enough(self, store: SqlSignatureStore) -> None:
        put(store, "pending", id=id_of(1), changed_at=99)
        put(store, "pending", id=id_of(2), changed_at=100)
        assert store.sweep(PETITION, "pending", 100, now=200) == SweepBatch(1, None)
        assert store.find(PETITION, id_of(1)) is None
        assert store.find(PETITION, id_of(2)) is not None
        assert store.sweep("another", "pending", 1000, now=1000) == SweepBatch(0, None)


class TestCounting:
    """Slots and batches count the same; a recount mends what is wrong, however it came about."""

    @staticmethod
    def spoil(place: Any, **values: int) -> None:
        with place.open() as store:
            counts = store.tables.counts
            with store.database._engine.begin() as connection:
                connection.execute(counts.update().where(counts.c.slots > 0).values(values))

    @pytest.mark.parametrize("slots", [1, 3, 8, 256])
    def test_a_recount_mends(self, place: Any, slots: int) -> None:
        with place.open(slots=slots) as store:
            store.create_tables()
            for number in range(40):
                put(store, "confirmed", id=id_of(number))
            check(store, 40)
            self.spoil(place, n=7)
            wrong = store.count(PETITION).signed
            assert wrong % 7 == 0
            found = [store.recount(PETITION, slot, 5000) for slot in range(slots)]
            assert sum(each.drift for each in found) == wrong - 40
            assert sum(each.signed for each in found) == 40
            assert store.count(PETITION) == Count(40, 5000)
            check(store, 40)
            assert store.recount("another", 0, 5000) == SlotRecount(0, slots, 0, 0)

    @pytest.mark.parametrize("slot", [-1, 4])
    def test_there_is_no_such_slot(self, place: Any, slot: int) -> None:
        with place.open(slots=4) as store, pytest.raises(InvalidFieldError, match="from 0 to 3"):
            store.recount(PETITION, slot, 1)

    def test_the_number_of_slots_may_change(self, place: Any) -> None:
        with place.open() as one, place.open(slots=8) as eight, place.open(slots=3) as three:
            one.create_tables()
            stores = one, eight, three
            for number in range(60):
                put(stores[number % 3], "confirmed", id=id_of(number))
            for number in range(20):
                assert stores[number % 2].withdraw(PETITION, id_of(number), 300)
            for store in (eight, one, three, eight):
                assert store.count(PETITION).signed == 40
                check(store, 40)  # whose first call moves all to this store's slots
            self.spoil(place, n=100)
            assert one.recount(PETITION, 0, 500).drift > 0
            for store in stores:
                check(store, 40)

    def test_batches(self, bare_place: Any) -> None:
        with bare_place.open() as plain, bare_place.open(batched=True, slots=4) as store:
            plain.create_tables()
            store.create_tables()  # which adds an index to tables that are there
            for number in range(25):
                put(store, "pending", id=id_of(number))
                assert store.confirm(PETITION, id_of(number), 200) == "confirmed"
            assert store.confirm(PETITION, id_of(0), 200) == "already_confirmed"
            assert store.withdraw(PETITION, id_of(0), 300)
            assert store.quarantine(PETITION, id_of(1), 300)
            assert store.erase(PETITION, id_of(2), 300)  # nothing would count it later
            assert store.count(PETITION) == Count(1, 300)
            assert [store.flush_counts(PETITION, 400, limit=10) for _ in range(4)] == [10, 10, 2, 0]
            assert store.count(PETITION) == Count(23, 400)
            check(store, 23)
            assert store.release(PETITION, id_of(1), 500)
            assert store.count(PETITION).signed == 23
            assert store.flush_counts(PETITION, 600, limit=0) == 0
            assert plain.flush_counts(PETITION, 600) == 1
            assert store.sweep(PETITION, "confirmed", 10_000, now=10_000) == SweepBatch(23, None)
            check(store, 1)

    @pytest.mark.parametrize("still", [True, False])
    def test_a_recount_finds_what_waits(self, bare_place: Any, still: bool) -> None:
        """Also where the store that let it wait has been replaced by one that does not."""
        with bare_place.open(batched=True, slots=4) as store, bare_place.open(slots=4) as plain:
            store.create_tables()
            for number in range(5):
                put(store, "confirmed", id=id_of(number))
            assert store.count(PETITION).signed == 0
            of = store if still else plain
            parts = [of.recount(PETITION, slot, 400) for slot in range(4)]
            assert (sum(part.signed for part in parts), {part.drift for part in parts}) == (5, {0})
            check(of, 5)


class TestOpening:
    """How a database is named, and what is said where it cannot be used."""

    @pytest.mark.parametrize(
        "where", ["", "signatures.db", "mysql://u:secret@h/d", "nothing://u:secret@h/d", "sqlite:secret"]
    )
    def test_no_such_database(self, where: str) -> None:
        with pytest.raises((InvalidFieldError, ImportError)) as caught:
            SqlSignatureStore(where)
        assert "secret" not in str(caught.value)

    @pytest.mark.parametrize(
        ("module", "extra", "act"),
        [
            ("sqlalchemy", "signing", "import solidarity_widgets.signing.store.sql"),
            (
                "psycopg",
                "postgresql",
                "from solidarity_widgets.signing.store.sql import SqlSignatureStore as S; S('postgresql://u:secret@h/d')",
            ),
        ],
    )
    def test_the_extra_that_lacks_is_named(self, module: str, extra: str, act: str) -> None:
        program = f"import sys; sys.modules[{module!r}] = None; {act}"
        environment = {**os.environ, "PYTHONPATH": SOURCES}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False
        )
        last = done.stderr.strip().splitlines()[-1]
        assert last.startswith("solidarity_widgets.exceptions.MissingExtraError: SqlSignatureStore")
        assert last.endswith(f'pip install "solidarity-widgets[{extra}]".')
        assert "secret" not in last

    @pytest.mark.parametrize("slots", [0, -1, 257, 1.5, None])
    def test_no_such_slots(self, slots: Any) -> None:
        with pytest.raises(InvalidFieldError, match="slots must be"):
            SqlSignatureStore("sqlite://", slots=slots)

    @pytest.mark.parametrize("prefix", ["Sw_", "1", "a-b", "a;", "a" * 32, "я", "a\n"])
    def test_no_such_prefix(self, prefix: str) -> None:
        with pytest.raises(InvalidFieldError, match="prefix must be"):
            SqlSignatureStore("sqlite://", prefix=prefix)

    @pytest.mark.postgresql
    def test_no_password_is_shown(self) -> None:
        for url in ("postgresql://me:secret@h/d", "postgres://me@h/d?password=secret"):
            text = repr(SqlSignatureStore(url, slots=4))
            assert "secret" not in text
            assert "postgresql+psycopg://me" in text
            assert "slots=4" in text

    def test_an_engine_of_the_host_stays_open(self, tmp_path: Path) -> None:
        engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
        with SqlSignatureStore(engine) as store:
            store.create_tables()
            put(store, "confirmed")
        assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]
        engine.dispose()

    def test_in_memory_for_several_threads(self) -> None:
        from concurrent.futures import ThreadPoolExecutor

        with SqlSignatureStore("sqlite:///:memory:") as store, ThreadPoolExecutor(8) as threads:
            store.create_tables()
            list(threads.map(lambda number: put(store, "confirmed", id=id_of(number)), range(100)))
            check(store, 100)

    def test_sqlite_keeps_a_log_and_waits_for_the_disk(self, tmp_path: Path) -> None:
        path = tmp_path / "x.db"
        with SqlSignatureStore(f"sqlite:///{path}") as store:
            store.create_tables()
            pragmas = store.database.read(
                lambda connection: [
                    connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                    for name in ("journal_mode", "synchronous", "busy_timeout")
                ]
            )
            assert pragmas == ["wal", 2, 30_000]

    def test_readers_do_not_wait_for_a_writer(self, tmp_path: Path) -> None:
        path = tmp_path / "x.db"
        with SqlSignatureStore(f"sqlite:///{path}?timeout=0") as store:
            store.create_tables()
            put(store, "confirmed")
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            check(store, 1)
            assert store.find(PETITION, FULL.id) is not None
            assert store.list_signatures(PETITION)
            assert store.sweep(PETITION, "confirmed", 9999, now=9999, dry_run=True).count == 1
            with pytest.raises(StoreError, match="locked"):
                store.withdraw(PETITION, FULL.id, 1)
            other.execute("COMMIT")
            other.close()

    @pytest.mark.postgresql
    @pytest.mark.parametrize(("value", "threshold"), [("none", None), ("0", 0), ("7", 7)])
    def test_when_statements_are_prepared(self, postgresql: str, value: str, threshold: int | None) -> None:
        url = make_url(postgresql).update_query_dict({"prepare_threshold": value})
        with (
            SqlSignatureStore(url.render_as_string(hide_password=False)) as store,
            closing(store.database._engine.raw_connection()) as connection,
        ):
            assert connection.driver_connection is not None
            assert connection.driver_connection.prepare_threshold == threshold

    @pytest.mark.parametrize("value", ["None", "-1", "1.5", "5&prepare_threshold=6"])
    def test_a_threshold_that_is_no_number(self, value: str) -> None:
        with pytest.raises(InvalidFieldError, match="prepare_threshold must be a whole number, or none"):
            SqlSignatureStore(f"postgresql://user@host/database?prepare_threshold={value}&x=y")

    def test_several_prefixes_in_one_database(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path / 'x.db'}"
        with SqlSignatureStore(url, prefix="a_") as a, SqlSignatureStore(url, prefix="") as b:
            a.create_tables()
            b.create_tables()
            put(a, "confirmed")
            check(b, 0)

    def test_what_waits_and_what_is_public_is_found_by_its_index(self, tmp_path: Path) -> None:
        """SQLite, where the plan does not depend on what is in the tables."""
        with SqlSignatureStore(f"sqlite:///{tmp_path / 'x.db'}", batched=True) as store:
            store.create_tables()
            seen: list[str] = []
            from sqlalchemy import event

            def explain(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
                plan = connection.connection.cursor()
                seen.extend(row[3] for row in plan.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

            event.listen(store.database._autocommit_engine, "before_cursor_execute", explain)
            store.public_signatures(PETITION, after=FULL)
            store.flush_counts(PETITION, 1)
            store.list_signatures(PETITION, after="5")
            assert "sw_signatures_public" in seen[0]
            assert "sw_signatures_waiting" in " ".join(seen)
            assert seen[-1].startswith("SEARCH sw_signatures USING PRIMARY KEY")
            assert not any("SCAN" in step for step in seen)
            assert "TEMP B-TREE FOR ORDER BY" not in seen[-1]


class TestFailures:
    """What a database raises is our own error, and shows nothing of a row."""

    SECRETS = ("Zmicier Tajny", "zmicier@tajny.example", "99TAJNY", "TAJNAMESSAGE")

    def test_forgotten_tables(self, bare_place: Any) -> None:
        with bare_place.open() as store:
            for call in (
                lambda: store.insert(FULL),
                lambda: store.find(PETITION, FULL.id),
                lambda: store.count(PETITION),
                lambda: store.confirm(PETITION, FULL.id, 1),
                lambda: store.count_hits(PETITION, [Hit("k", 1, 2)]),
                lambda: store.sweep(PETITION, "pending", 1, now=1),
            ):
                with pytest.raises(MissingTablesError, match=r"call store\.create_tables\(\)"):
                    call()

    def test_no_row_is_shown(self, bare_place: Any) -> None:
        """PostgreSQL puts the whole row into the detail of its message."""
        name, email, postcode, message = self.SECRETS
        secret = replace(FULL, name=name, email=email, postcode=postcode, message=message)
        with bare_place.open() as store:
            store.create_tables()
            table = store.tables.signatures.name
            if bare_place.sqlite:
                change = f"CREATE TRIGGER no BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
            else:
                change = f"ALTER TABLE {table} ADD COLUMN newer text NOT NULL"
            engine = create_engine(bare_place.url.replace("postgresql:", "postgresql+psycopg:", 1))
            with engine.begin() as connection:
                connection.exec_driver_sql(change)
            engine.dispose()
            with pytest.raises(StoreError) as caught:
                store.insert(secret)
        error = caught.value
        shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
        assert not [each for each in self.SECRETS if each in shown]
        assert (error.__cause__, error.__context__) == (None, None)
        if not bare_place.sqlite:
            assert error.sqlstate == "23502"
            assert f"NotNullViolation (23502) {table} newer" in str(error)

    def test_a_server_that_is_gone(self) -> None:
        with SqlSignatureStore("postgresql://u:secret@127.0.0.1:1/none") as store:
            with pytest.raises(StoreError, match="connection") as caught:
                store.count(PETITION)
            assert "secret" not in str(caught.value)


class TestFiles:
    """A SQLite file is its owner's, and the order of its rows says nothing."""

    def test_nobody_else_can_read_it(self, tmp_path: Path) -> None:
        old = os.umask(0o000)
        try:
            with SqlSignatureStore(f"sqlite:///{tmp_path / 'x.db'}") as store:
                store.create_tables()
                put(store, "confirmed")
                files = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        finally:
            os.umask(old)
        assert files == {"x.db": 0o600, "x.db-wal": 0o600, "x.db-shm": 0o600}

    def test_what_is_removed_is_in_no_file(self, tmp_path: Path) -> None:
        """The file stays open, as a site's does, so SQLite does not delete its write-ahead log."""
        with SqlSignatureStore(f"sqlite:///{tmp_path / 'x.db'}") as store:
            store.create_tables()
            id = make_id()
            email = QueuedEmail(PETITION, id, "confirm", "ales@example.org", "be", 100)
            signature = Signature(PETITION, id, name="Bialiatski", created_at=100)
            assert store.insert(signature, emails=[email])

            def files() -> bytes:
                return b"".join(path.read_bytes() for path in tmp_path.iterdir())

            assert b"ales@example.org" in files()
            (claimed,) = store.claim_emails(PETITION, 100, lease=60, limit=1)
            assert store.delete_email(claimed)
            assert b"ales@example.org" not in files()
            assert b"Bialiatski" in files()
            assert store.erase(PETITION, id, 200)
            assert b"Bialiatski" not in files()

    def test_a_reader_at_work_does_not_keep_signers_waiting(self, tmp_path: Path) -> None:
        path = tmp_path / "x.db"
        with SqlSignatureStore(f"sqlite:///{path}") as store, closing(sqlite3.connect(path)) as reader:
            store.create_tables()
            put(store, "quarantined")
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sw_signatures").fetchall()
            put(store, "confirmed", id_of(1))
            began = time.monotonic()
            assert store.reject(PETITION, FULL.id, 200)
            assert time.monotonic() - began < 5  # SQLite's own waiting time is 30 seconds

    def test_there_is_no_order_of_writing(self, tmp_path: Path) -> None:
        path = tmp_path / "x.db"
        with SqlSignatureStore(f"sqlite:///{path}") as store:
            store.create_tables()
            names = list(store.tables.metadata.tables)
        with closing(sqlite3.connect(path)) as connection:
            for name in names:
                with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
                    connection.execute(f"SELECT rowid FROM {name}")

    def test_a_path_that_is_read_in_two_ways_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidFieldError, match="must not contain %"):
            SqlSignatureStore(f"sqlite:///{tmp_path}/a%20b.db")
        with pytest.raises(InvalidFieldError, match=r"must not contain \?"):
            SqlSignatureStore(f"sqlite:///{tmp_path}/a?b.db")
        SqlSignatureStore(f"sqlite:///{tmp_path}/a.db?timeout=5").close()

    @pytest.mark.parametrize("url", ["mysql://h/d", "postgresql+asyncpg://h/d", "sqlite+aiosqlite:///x.db"])
    def test_a_driver_that_was_not_tried_is_refused(self, url: str) -> None:
        with pytest.raises(InvalidFieldError, match="must be an SQLAlchemy Engine or a URL such as"):
            SqlSignatureStore(url)
