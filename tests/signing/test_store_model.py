"""Whatever is done in whatever order, the SQL store answers as a dictionary that keeps the same promises."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from solidarity_widgets.petitions import Goal
from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.signing.store.records import (
    STATES,
    ConsentEntry,
    ConsentWording,
    EmailKind,
    Hit,
    MailboxLimit,
    QueuedEmail,
    Signature,
    SignatureState,
)

numbers = st.integers(0, 5)
ids = numbers.map(lambda number: f"{number * 0x2AAAAAAA:08x}{number:024x}")  # in all slots


def erased_id(number: int) -> str:
    return f"{number * 0x1F1F1F1F % 2**32:08x}{'e' * 24}"


some_ids = ids | st.integers(0, 3).map(erased_id)
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)
states = st.sampled_from(STATES)
some_kinds = st.sets(st.sampled_from(get_args(EmailKind)))


def model(store: Any) -> type[RuleBasedStateMachine]:
    """Make a machine that holds a store against the dictionary."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.model = MemorySignatureStore()
            for each in (self.model, store._removal):  # the same new ids on both sides
                each._make_id = map(erased_id, itertools.count()).__next__
            self.petition = "4-august"
            with store.database._engine.begin() as connection:
                for table in store.tables.metadata.tables.values():
                    connection.execute(table.delete())
            self.now = 1000
            #: What each store claimed, in pairs.
            self.claimed: list[tuple[QueuedEmail, QueuedEmail]] = []

        def both(self, method: str, *arguments: Any, **options: Any) -> Any:
            expected = getattr(self.model, method)(self.petition, *arguments, **options)
            answer = getattr(store, method)(self.petition, *arguments, **options)
            assert answer == expected
            return answer

        def consent(self, id: str, act: str = "given") -> ConsentEntry:
            return ConsentEntry(self.petition, id, "updates", "f" * 64, "1", "be", act, "form", self.now)  # type: ignore[arg-type]

        def signature(self, id: str, values: dict[str, Any]) -> Signature:
            times = dict.fromkeys(("created_at", "changed_at", "submitted_at"), self.now)
            return Signature(self.petition, id, **times, **values)

        def mailbox(self, id: str) -> MailboxLimit | None:
            """Some have no limit; two signatures of others have one mailbox."""
            number = int(id[-1], 16)
            return MailboxLimit(Hit(f"mailbox {number // 2}", 1, self.now + 50), 3) if number else None

        def emails(self, id: str, kinds: Collection[EmailKind], permitted: bool) -> list[QueuedEmail]:
            due_at = {"confirm": self.now, "already_signed": self.now, "reminder": self.now + 40}
            return [
                QueuedEmail(self.petition, id, kind, f"{kind}@example.org", "be", due_at[kind], permitted)
                for kind in sorted(kinds)
            ]

        values = st.fixed_dictionaries(
            {
                "identity": st.none() | st.sampled_from("abc"),
                "household_slot": st.integers(0, 1),
                "name": texts,
                "email": st.sampled_from(["", "x@example.org"]),
                "country": st.sampled_from(["", "BY", "PL"]),
                "message": texts,
                "public": st.booleans(),
            }
        )

        @rule(seconds=st.integers(1, 50))
        def later(self, seconds: int) -> None:
            self.now += seconds

        @rule(
            id=ids,
            values=values,
            replacing=st.none() | some_ids,
            state=st.sampled_from(["pending", "quarantined", "confirmed"]),
            text=texts,
            kinds=some_kinds,
            permitted=st.booleans(),
        )
        def insert(
            self,
            id: str,
            values: dict[str, Any],
            replacing: str | None,
            state: SignatureState,
            text: str,
            kinds: Collection[EmailKind],
            permitted: bool,
        ) -> None:
            new = replace(self.signature(id, values), state=state)
            if state == "confirmed":
                new = replace(new, counted=True, source="paper", confirmed_at=self.now)
            arguments = new, [self.consent(id)], [ConsentWording(self.petition, "f" * 64, "be", text)]
            options: dict[str, Any] = {
                "replacing": replacing,
                "emails": self.emails(id, kinds, permitted),
                "mailbox": self.mailbox(id),
            }
            assert store.insert(*arguments, **options) == self.model.insert(*arguments, **options)

        @rule(
            id=ids,
            values=values,
            quarantined=st.booleans(),
            text=texts,
            min_interval=st.none() | st.integers(0, 100),
            kinds=some_kinds,
        )
        def amend(
            self, id: str, values: dict[str, Any], text: str, kinds: Collection[EmailKind], **options: Any
        ) -> None:
            new = replace(self.signature(id, values), last_email_at=self.now)
            options["emails"] = self.emails(id, kinds, True)
            options["mailbox"] = self.mailbox(id)
            arguments = new, [self.consent(id)], [ConsentWording(self.petition, "f" * 64, "be", text)]
            assert store.amend(*arguments, **options) == self.model.amend(*arguments, **options)

        @rule(id=ids, age=st.none() | st.integers(0, 50))
        def confirm(self, id: str, age: int | None) -> None:
            self.both("confirm", id, self.now, issued_at=None if age is None else self.now - age)

        @initialize(signed=st.permutations(range(6)), email=st.sampled_from(["", "x@example.org"]))
        def begin(self, signed: list[int], email: str) -> None:
            """Without signatures at the start, most of what is done is done to none."""
            for place, number in enumerate(signed[:4]):
                id = f"{number * 0x2AAAAAAA:08x}{number:024x}"
                self.insert(
                    id=id,
                    values={"identity": "abc"[place % 3], "household_slot": place // 3, "email": email},
                    replacing=None,
                    state="pending" if place < 3 else "quarantined",
                    text="",
                    kinds={"confirm"},
                    permitted=True,
                )
                if place == 0:
                    self.confirm(id=id, age=None)

        @rule(id=ids, act=st.sampled_from(["quarantine", "release"]))
        def move(self, id: str, act: str) -> None:
            self.both(act, id, self.now)

        @rule(id=ids, number=st.integers(0, 2))
        def withdraw(self, id: str, number: int) -> None:
            self.both("withdraw", id, self.now, [self.consent(id, "withdrawn")] * number)

        @rule(id=some_ids, keep_identity=st.booleans())
        def erase(self, id: str, keep_identity: bool) -> None:
            self.both("erase", id, self.now, keep_identity=keep_identity)

        @rule(id=ids)
        def reject(self, id: str) -> None:
            self.both("reject", id, self.now)

        @rule(some=st.sets(ids))
        def was_erased(self, some: Collection[str]) -> None:
            self.both("was_erased", some)

        @rule(id=ids)
        def remember_paper(self, id: str) -> None:
            self.both("remember_paper", id)

        @rule(check=st.sampled_from("xyz"), known=st.none() | st.sets(st.sampled_from("xyz")))
        def add_key_check(self, check: str, known: Collection[str] | None) -> None:
            expected = self.model.add_key_check(check, known=known)
            assert store.add_key_check(check, known=known) == expected
            assert set(store.key_checks()) == set(self.model.key_checks())

        @rule(id=ids)
        def unsubscribe(self, id: str) -> None:
            self.both("unsubscribe", id, self.consent(id, "withdrawn"))

        @rule(id=ids, min_interval=st.integers(0, 100), kinds=some_kinds, permitted=st.booleans())
        def record_email(
            self, id: str, min_interval: int, kinds: Collection[EmailKind], permitted: bool
        ) -> None:
            options = {"emails": self.emails(id, kinds, permitted), "mailbox": self.mailbox(id)}
            self.both("record_email", id, self.now, min_interval=min_interval, **options)

        @rule(lease=st.integers(1, 60), limit=st.integers(-1, 4))
        def claim_emails(self, lease: int, limit: int) -> None:
            expected = self.model.claim_emails(self.petition, self.now, lease=lease, limit=limit)
            claimed = store.claim_emails(self.petition, self.now, lease=lease, limit=limit)
            assert [replace(each, lease="") for each in claimed] == [
                replace(each, lease="") for each in expected
            ]
            assert len({each.lease for each in claimed}) <= 1
            self.claimed += zip(expected, claimed, strict=True)

        @rule(number=st.integers(0, 20), seconds=st.none() | st.integers(0, 50))
        def finish_email(self, number: int, seconds: int | None) -> None:
            """With claims that are void too."""
            if not self.claimed:
                return
            expected, claimed = self.claimed[number % len(self.claimed)]
            if seconds is None:
                assert store.delete_email(claimed) == self.model.delete_email(expected)
            else:
                options = {"until": self.now + seconds, "attempts": claimed.attempts}
                assert store.postpone_email(claimed, **options) == self.model.postpone_email(
                    expected, **options
                )

        @rule(age=st.integers(-50, 50))
        def delete_old_emails(self, age: int) -> None:
            before = self.now - age
            tried = store.delete_old_emails(self.petition, before, dry_run=True)
            assert tried == self.both("delete_old_emails", before)

        @rule(keys=st.sets(st.sampled_from("klm")), window=st.integers(0, 1), lasting=st.integers(0, 50))
        def hit(self, keys: set[str], window: int, lasting: int) -> None:
            self.both("count_hits", [Hit(each, window, self.now + lasting) for each in keys])

        @rule(limit=st.integers(0, 3))
        def delete_expired_hits(self, limit: int) -> None:
            expected = self.model.delete_expired_hits(self.now, limit=10)
            assert store.delete_expired_hits(self.now, limit=10, dry_run=True) == expected
            assert store.delete_expired_hits(self.now, limit=10) == expected

        @rule(
            state=states,
            age=st.integers(0, 50),
            erase=st.booleans(),
            confirmed=st.sampled_from([None, True, False]),
            limit=st.integers(0, 4),
        )
        def sweep(self, state: SignatureState, age: int, limit: int, **options: bool | None) -> None:
            options = {"limit": limit, **options}

            def total(of: Callable[..., Any], **more: Any) -> int:
                found, after = 0, ""
                while True:
                    swept = of(
                        self.petition, state, self.now - age, now=self.now, after=after, **options, **more
                    )
                    found += swept.count
                    if swept.cursor is None:
                        return found
                    after = swept.cursor

            tried = total(store.sweep, dry_run=True)
            assert tried == total(self.model.sweep) == total(store.sweep)

        @rule(limit=st.integers(1, 5), goal=st.sampled_from([None, Goal.ladder(1, 2, 3)]))
        def read_the_feed(self, **options: Any) -> None:
            """More about the feed is in ``test_change_feed_model.py``."""
            last = len(self.both("changes", limit=1000))
            for after in range(last + 1):
                self.both("changes", after=after, **options)

        @rule(age=st.integers(0, 50), limit=st.integers(1, 3))
        def forget_changed_ids(self, age: int, limit: int) -> None:
            self.both("forget_changed_ids", self.now - age, limit=limit)

        @rule(limit=st.integers(-1, 4), after=st.just("") | ids, states=st.sets(states))
        def read(self, limit: int, after: str, states: Collection[SignatureState]) -> None:
            expected = self.model.list_signatures(self.petition, limit=limit, after=after, states=states)
            found = store.list_signatures(self.petition, limit=limit, after=after, states=states)
            assert found == expected

        @invariant()
        def all_is_the_same(self) -> None:
            expected = self.model.list_signatures(self.petition, states=STATES)
            assert store.list_signatures(self.petition, states=STATES) == expected
            for each in expected:
                self.both("consents", each.id)
            self.both("find_wording", "f" * 64)
            assert store.public_signatures(self.petition, limit=-1) == []
            assert self.model.public_signatures(self.petition, limit=-1) == []
            shown = self.model.public_signatures(self.petition, limit=2)
            assert store.public_signatures(self.petition, limit=2) == shown
            if shown:
                more = self.model.public_signatures(self.petition, after=shown[-1])
                assert store.public_signatures(self.petition, after=shown[-1]) == more
            for by in ("source", "country", "state"):
                self.both("count_by", by)
            self.both("find_by_identity", "abc")

        @invariant()
        def the_outbox_is_the_same(self) -> None:
            assert store.emails_due() == self.model.emails_due()
            self.both("count_emails", self.now + 100)

        @invariant()
        def emails_are_of_signatures_that_are_there(self) -> None:
            present = {each.id for each in self.model.list_signatures(self.petition, states=STATES)}
            assert {id for _, id, _ in self.model._outbox} <= present

        @invariant()
        def the_counter_is_right(self) -> None:
            signed = self.model.count(self.petition).signed
            assert store.count(self.petition).signed == signed
            parts = [store.recount(self.petition, slot, self.now) for slot in range(store.slots)]
            assert (sum(part.signed for part in parts), {part.drift for part in parts}) == (signed, {0})

    return Machine


@pytest.mark.parametrize("part", [4, pytest.param(1, marks=pytest.mark.slow)], ids=["quarter", "whole"])
@pytest.mark.parametrize("slots", [1, 4])
def test_against_the_model(place: Any, slots: int, part: int) -> None:
    """Most of the search is on SQLite, where it is quick."""
    with place.open(slots=slots) as store:
        store.create_tables()
        if slots == 4:  # as where Citus distributes the tables
            store.database.writes_with_ctes = False
        examples = (40 if place.sqlite else 12) // part
        run_state_machine_as_test(
            model(store), settings=settings(max_examples=examples, stateful_step_count=25, deadline=None)
        )
