"""What a policy does not keep goes, nothing else does, and a dry run says so before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.signing.jobs.progress import JobProgress
from solidarity_widgets.signing.jobs.retention import RetentionPolicy, RetentionResult, apply_retention
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import DAY, STATES, ConsentEntry, Hit, Signature, SignatureState

NOW = 1_800_000_000
LIMITS: dict[SignatureState, int] = {"pending": 21 * DAY, "quarantined": 90 * DAY, "withdrawn": 30 * DAY}


def signature(number: int, state: SignatureState, age: int, petition_id: str = "free-them") -> Signature:
    """A signature that has been in a state for some seconds."""
    return Signature(
        petition_id,
        f"{number:032x}",
        state=state,
        counted=state in ("confirmed", "erased"),
        identity=None if state == "erased" else f"{number:064x}",
        name="Алесь",
        email="ales@example.org",
        country="BY",
        created_at=NOW - age,
        changed_at=NOW - age,
    )


def fill(store: SignatureStore) -> None:
    """Two signatures in each state for each of some ages."""
    number = 0
    for state in STATES:
        for age in (0, 1, 22 * DAY, 31 * DAY, 91 * DAY, 400 * DAY):
            for _ in range(2):
                number += 1
                entry = ConsentEntry(
                    "free-them", f"{number:032x}", "processing", "ab" * 32, "", "be", "given", "form", 1
                )
                assert store.insert(signature(number, state, age), [entry])
    assert store.insert(signature(1, "pending", 400 * DAY, "other"))
    for number in range(5):
        store.count_hits("free-them", [Hit("ab" * 32, number, NOW - 2 + number)])


def left(
    store: SignatureStore, states: Collection[SignatureState] = STATES
) -> list[tuple[SignatureState, int]]:
    return [(each.state, NOW - each.changed_at) for each in store.list_signatures("free-them", states=states)]


EXPECTED = RetentionResult({"pending": 8, "quarantined": 4, "withdrawn": 6}, 0, 3)


class TestWhatGoes:
    """Each state has its period; the count never changes."""

    @pytest.mark.parametrize("batch", [1, 3, 1000])
    def test_while_it_is_open(self, store: SignatureStore, batch: int) -> None:
        fill(store)
        before = store.count("free-them").signed
        done = apply_retention(store, "free-them", closed_at=None, now=NOW, batch=batch)
        assert done == EXPECTED
        for state, age in left(store, list(LIMITS)):
            assert age <= LIMITS[state]
        assert len(store.list_signatures("free-them", states=["confirmed", "erased"])) == 24
        assert store.count("free-them").signed == before
        assert store.count("other").signed == 0
        assert len(store.list_signatures("other", states=["pending"])) == 1
        assert store.consents("free-them", f"{12:032x}") == []

    def test_long_after_closing(self, store: SignatureStore) -> None:
        fill(store)
        before = store.count("free-them")
        closed_at = NOW - 180 * DAY - 1
        done = apply_retention(store, "free-them", closed_at=closed_at, now=NOW, batch=4)
        assert done == replace(EXPECTED, erased=10)  # two of them changed this very second
        erased = store.list_signatures("free-them", states=["erased"])
        assert len(erased) == 22
        now_erased = [each for each in erased if each.identity is None and each.name == ""]
        assert len(now_erased) == 10
        assert {each.email for each in now_erased} == {""}
        assert store.count("free-them").signed == before.signed
        assert store.consents("free-them", now_erased[0].id)
        assert store.count_by("free-them", "country") == {"BY": 24}

    @pytest.mark.parametrize("closed_at", [None, NOW, NOW - 180 * DAY, NOW + DAY])
    def test_not_sooner(self, closed_at: int | None) -> None:
        store = MemorySignatureStore()
        fill(store)
        assert apply_retention(store, "free-them", closed_at=closed_at, now=NOW).erased == 0

    @pytest.mark.parametrize(("state", "period"), LIMITS.items())
    def test_to_the_second(self, state: SignatureState, period: int) -> None:
        store = MemorySignatureStore()
        store.insert(signature(1, state, period))
        store.insert(signature(2, state, period + 1))
        assert apply_retention(store, "free-them", closed_at=None, now=NOW).removed[state] == 1
        assert left(store) == [(state, period)]

    def test_a_host_has_its_own_policy(self) -> None:
        store = MemorySignatureStore()
        fill(store)
        policy = RetentionPolicy(pending=0, quarantined=0, withdrawn=0, after_close=0)
        done = apply_retention(store, "free-them", policy=policy, closed_at=NOW - 1, now=NOW)
        assert done == RetentionResult({"pending": 10, "quarantined": 10, "withdrawn": 10}, 10, 3)

    @given(st.sets(st.sampled_from(list(enumerate(STATES)))), st.integers(1, 5), st.integers(0, 200 * DAY))
    def test_a_second_run_finds_nothing(
        self, states: set[tuple[int, SignatureState]], batch: int, age: int
    ) -> None:
        store = MemorySignatureStore()
        for number, state in states:
            store.insert(signature(number, state, age))
        closed_at = NOW - 365 * DAY
        apply_retention(store, "free-them", closed_at=closed_at, now=NOW, batch=batch)
        again = apply_retention(store, "free-them", closed_at=closed_at, now=NOW, batch=batch)
        assert again == RetentionResult(dict.fromkeys(LIMITS, 0), 0, 0)


class TestDryRun:
    """It says the very numbers of the run, and changes nothing."""

    @pytest.mark.parametrize("closed_at", [None, NOW - 365 * DAY])
    @pytest.mark.parametrize("batch", [1, 4, 1000])
    def test_same_numbers(self, store: SignatureStore, closed_at: int | None, batch: int) -> None:
        fill(store)
        before = (
            left(store),
            store.count("free-them"),
            store.delete_expired_hits(NOW, limit=100, dry_run=True),
        )
        expected_text = apply_retention(
            store, "free-them", closed_at=closed_at, now=NOW, batch=batch, dry_run=True
        )
        after = left(store), store.count("free-them"), store.delete_expired_hits(NOW, limit=100, dry_run=True)
        assert after == before
        assert apply_retention(store, "free-them", closed_at=closed_at, now=NOW, batch=batch) == expected_text
        assert left(store) != before[0]


class TestStopping:
    """Stopped after any batch and run again, it ends where an undisturbed run does."""

    def test_it_goes_on(self, store: SignatureStore) -> None:
        fill(store)
        stops = 0

        def stop(progress: JobProgress) -> None:
            if progress.done:
                raise KeyboardInterrupt

        while True:
            try:
                apply_retention(
                    store, "free-them", closed_at=NOW - 365 * DAY, now=NOW, batch=3, progress=stop
                )
                break
            except KeyboardInterrupt:
                stops += 1
        other = MemorySignatureStore()
        fill(other)
        apply_retention(other, "free-them", closed_at=NOW - 365 * DAY, now=NOW)
        assert stops > 5
        assert sorted(left(store, ["pending", "quarantined", "withdrawn", "confirmed"])) == sorted(
            left(other, ["pending", "quarantined", "withdrawn", "confirmed"])
        )
        assert len(left(store)) == len(left(other))

    def test_who_presses_the_button_meanwhile_stays(self) -> None:
        store = MemorySignatureStore()
        for number in range(4):
            store.insert(signature(number, "pending", 30 * DAY))

        def press(progress: JobProgress) -> None:
            if progress.done == 2:
                assert store.confirm("free-them", f"{3:032x}", NOW) == "confirmed"

        done = apply_retention(store, "free-them", closed_at=None, now=NOW, batch=2, progress=press)
        assert done.removed["pending"] == 3
        assert (left(store), store.count("free-them").signed) == ([("confirmed", 0)], 1)

    def test_what_is_told(self) -> None:
        store = MemorySignatureStore()
        fill(store)
        told: list[JobProgress] = []
        apply_retention(store, "free-them", closed_at=None, now=NOW, batch=10, progress=told.append)
        assert [(each.done, each.total) for each in told][-1] == (18, None)
        assert [each.done for each in told] == sorted(each.done for each in told)


@pytest.mark.parametrize("value", [-1, 1.5, True, "21"])
@pytest.mark.parametrize("name", ["pending", "quarantined", "withdrawn", "after_close"])
def test_a_period_is_whole_seconds(name: str, value: object) -> None:
    with pytest.raises(InvalidFieldError, match=name):
        RetentionPolicy(**{name: value})


def test_a_batch_has_at_least_one() -> None:
    with pytest.raises(InvalidFieldError, match="batch"):
        apply_retention(MemorySignatureStore(), "free-them", closed_at=None, now=NOW, batch=0)


def test_what_its_signers_confirmed_waits_for_a_review(store: SignatureStore) -> None:
    """Nobody's wish to sign is deleted unseen: it is reported, and goes only once the petition has closed."""
    for number, confirmed_at in enumerate((None, 5, 6)):
        old = Signature("release", f"{number:032x}", state="quarantined", confirmed_at=confirmed_at)
        assert store.insert(replace(old, identity=f"{number}"))
    now = 1000 * DAY

    def run(closed_at: int | None) -> tuple[int, int]:
        done = apply_retention(store, "release", closed_at=closed_at, now=now)
        return done.removed["quarantined"], done.to_review

    assert run(None) == (1, 2)
    assert run(None) == (0, 2)
    assert run(now + 1) == (0, 2)
    assert run(now - 1) == (2, 0)
