"""Whatever is done in whatever order, a copy that follows the change feed is true."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from solidarity_widgets.petitions import Goal
from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import DAY, STATES, ConsentEntry, Signature

from .feed_copy import FeedCopy

PETITION = "4-august"
GOAL = Goal.ladder(1, 2, 3)
THRESHOLDS = (1, 2, 3, 5, 10, 20)
#: Picks one of the signatures that are stored.
some = st.integers(0, 20)
emails = st.sampled_from(["", "x@example.org"])


def feed_machine(store: Any) -> type[RuleBasedStateMachine]:
    """Make a machine that changes a store and follows its feed."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            empty(store)
            self.now = 1000 * DAY
            self.made = self.peak = 0
            self.copy = FeedCopy()

        @initialize(
            eager=st.booleans(),
            kinds=st.lists(st.tuples(st.sampled_from("pqc"), emails), min_size=1, max_size=4),
        )
        def begin(self, eager: bool, kinds: list[tuple[str, str]]) -> None:
            """Read the feed after each step, or leave it until there is much to read."""
            self.eager = eager
            for kind, email in kinds:
                self.insert(kind, email)

        @property
        def stored(self) -> list[Signature]:
            return list(store.list_signatures(PETITION, states=STATES))

        def pick(self, number: int) -> Signature:
            return self.stored[number % len(self.stored)]

        @rule(kind=st.sampled_from("pqc"), email=emails, replacing=st.none() | some, same_id=st.booleans())
        def insert(self, kind: str, email: str, replacing: int | None = None, same_id: bool = False) -> None:
            ended = [each for each in self.stored if each.state in ("withdrawn", "erased")]
            old = ended[replacing % len(ended)] if ended and replacing is not None else None
            self.made += 1
            id = f"{self.made * 0x9E3779B9 % 2**32:08x}{self.made:024x}"
            store.insert(
                Signature(
                    PETITION,
                    old.id if old is not None and old.state == "withdrawn" and same_id else id,
                    {"p": "pending", "q": "quarantined", "c": "confirmed"}[kind],  # type: ignore[arg-type]
                    counted=kind == "c",
                    email=email,
                    confirmed_at=self.now if kind == "c" else None,
                    changed_at=self.now,
                ),
                replacing=None if old is None else old.id,
            )

        @precondition(lambda self: self.stored)
        @rule(number=some, email=emails, act=st.sampled_from(ACTS))
        def act(self, number: int, email: str, act: str) -> None:
            id = self.pick(number).id
            match act:
                case "amend":
                    new = Signature(PETITION, id, email=email, changed_at=self.now)
                    store.amend(new, quarantined=number % 2 == 0)
                case "unsubscribe":
                    store.unsubscribe(PETITION, id, consent(id, self.now))
                case "erase and keep":
                    store.erase(PETITION, id, self.now, keep_identity=True)
                case _:
                    getattr(store, act)(PETITION, id, self.now)

        @rule(state=st.sampled_from(STATES), erase=st.booleans(), limit=st.integers(1, 3))
        def sweep(self, state: Any, erase: bool, limit: int) -> None:
            store.sweep(PETITION, state, self.now + 1, now=self.now, erase=erase, limit=limit)

        @rule(days=st.integers(0, 2))
        def forget(self, days: int) -> None:
            self.follow()  # a reader who comes later has to begin again
            store.forget_changed_ids(PETITION, self.now - days * DAY, limit=2)

        @rule()
        def wait(self) -> None:
            self.now += DAY

        @rule(limit=st.integers(1, 3))
        def read_a_little_without_the_goal(self, limit: int) -> None:
            for change in store.changes(PETITION, after=self.copy.cursor, limit=limit):
                self.copy.apply(change)

        def follow(self) -> None:
            while changes := store.changes(PETITION, after=self.copy.cursor, limit=4, goal=GOAL):
                for change in changes:
                    self.copy.apply(change)

        @invariant()
        def the_copy_is_true(self) -> None:
            self.peak = max(self.peak, store.count(PETITION).signed)
            if self.eager:
                self.check()

        def teardown(self) -> None:
            self.check()

        def check(self) -> None:
            """A reader who goes on and one who begins again both have the store's state."""
            self.follow()
            again = FeedCopy()
            for change in store.changes(PETITION, limit=100_000):
                again.apply(change)
            for copy in (self.copy, again):
                copy.check(store, PETITION)
                assert copy.thresholds == [step for step in THRESHOLDS if step <= self.peak]

    return Machine


ACTS = (
    *("confirm", "confirm", "confirm", "withdraw", "quarantine", "release", "reject"),
    *("erase", "erase and keep", "unsubscribe", "amend"),
)


def consent(id: str, now: int) -> ConsentEntry:
    return ConsentEntry(PETITION, id, "updates", "f" * 64, "1", "be", "withdrawn", "link", now)


def empty(store: SignatureStore) -> None:
    if isinstance(store, MemorySignatureStore):
        store.__init__()  # type: ignore[misc]
        return
    with store.database._engine.begin() as connection:  # type: ignore[attr-defined]
        for table in store.tables.metadata.tables.values():  # type: ignore[attr-defined]
            connection.execute(table.delete())


def search(store: SignatureStore, examples: int) -> None:
    run_state_machine_as_test(
        feed_machine(store),
        settings=settings(max_examples=examples, stateful_step_count=25, deadline=None),
    )


def test_a_copy_of_the_store_in_memory() -> None:
    search(MemorySignatureStore(), 100)


def test_a_copy_of_the_sql_store(place: Any) -> None:
    with place.open(slots=4) as store:
        store.create_tables()
        search(store, 25 if place.sqlite else 5)
