"""Nobody learns from an answer, the work behind it or its time who has signed, is blocked, or is marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from solidarity_widgets.signing import BlockList, MailPolicy, Policy, Rate, Signed, SqlSignatureStore

from .campaign import DAY, HOUR, VIGIL, Campaign

OPTIONS: dict[str, Any] = {
    "household": True,
    "blocks": BlockList("@example.net\n"),
    # Many sign from one address here, and it is not their number that this is about.
    "policy": Policy(burst_rate=Rate(10**6, 60), sustained_rate=Rate(10**7, 3600), flooding=10**8),
    "mail": MailPolicy(most=3),
}
WRITES = {"insert", "amend", "note_mail", "hit", "forget_hits"}


class Counting:
    """A store that notes what it is asked."""

    def __init__(self, store: SqlSignatureStore) -> None:
        self.store = store
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.store, name)

        def called(*args: object, **options: object) -> Any:
            self.calls[name] += 1
            return method(*args, **options)

        return called


Prepare = Callable[[Campaign, str], object]


def confirmed(campaign: Campaign, email: str) -> None:
    campaign.signed(email=email)


def withdrawn(campaign: Campaign, email: str) -> None:
    campaign.service.withdraw(campaign.signed(email=email).tokens["withdraw"])


def erased(campaign: Campaign, email: str) -> None:
    campaign.service.erase(campaign.signed(email=email).tokens["erase"])


def soon(campaign: Campaign, email: str) -> None:
    """The letter before was sent a little ago."""
    campaign.sign(email=email)
    campaign.now -= HOUR


def known_soon(campaign: Campaign, email: str) -> None:
    campaign.signed(email=email)
    campaign.now -= HOUR


def often(campaign: Campaign, email: str) -> None:
    """The signature has caused all the letters that it may."""
    for _ in range(4):
        campaign.sign(email=email)
        campaign.now += HOUR


def marked_and_pressed(campaign: Campaign, email: str) -> None:
    campaign.machine(email=email)
    campaign.service.confirm(campaign.letters[-1].tokens["confirm"])


#: What was before, and what is sent then.
CASES: dict[str, tuple[Prepare, dict[str, Any]]] = {
    "new": (lambda campaign, email: None, {}),
    "pending": (lambda campaign, email: campaign.sign(email=email), {}),
    "pending, letter just sent": (soon, {}),
    "too many letters": (often, {}),
    "confirmed": (confirmed, {}),
    "confirmed, letter just sent": (known_soon, {}),
    "withdrawn": (withdrawn, {}),
    "erased": (erased, {}),
    "marked now": (lambda campaign, email: None, {"topic": "x", "wait": 0}),
    "marked": (lambda campaign, email: campaign.machine(email=email), {}),
    "marked and pressed": (marked_and_pressed, {}),
    "suspicious again": (lambda campaign, email: campaign.sign(email=email), {"topic": "x", "wait": 0}),
    "marked twice": (lambda campaign, email: campaign.machine(email=email), {"topic": "x", "wait": 0}),
    "marked in a household": (
        lambda campaign, email: campaign.machine(email=email, postcode="1"),
        {"name": "Наталля Пінчук"},
    ),
    "household": (confirmed, {"name": "Наталля Пінчук"}),
    "household refused": (confirmed, {"name": "Наталля Пінчук", "postcode": "1"}),
    "blocked": (lambda campaign, email: None, {"domain": "example.net"}),
    "blocked again": (lambda campaign, email: campaign.sign(email=email), {"domain": "example.net"}),
}


def send(campaign: Campaign, case: str, number: int, before_sending: Callable[[], object]) -> Signed:
    prepare, form = CASES[case]
    rest = dict(form)
    email = f"{case.replace(' ', '.').replace(',', '')}{number}@{rest.pop('domain', 'example.org')}"
    prepare(campaign, email)
    campaign.now += HOUR
    before_sending()
    return campaign.sign(email=email, **rest)


class TestTheAnswer:
    """Whatever was before, the answer is one, and the store is asked for about as much."""

    @pytest.mark.parametrize("case", CASES)
    def test_is_the_same(self, case: str, store: SqlSignatureStore) -> None:
        counting = Counting(store)
        campaign = Campaign(counting, **OPTIONS)
        letters = 0

        def begin() -> None:
            nonlocal letters
            counting.calls.clear()
            letters = len(campaign.letters)

        assert send(campaign, case, 1, begin) == Signed("confirm")
        assert counting.calls["find_identity"] == 1
        assert counting.calls["hit"] == 4  # burst, sustained, domain, letters
        assert counting.calls["forget_hits"] == 1
        assert counting.calls.total() in (7, 8)
        assert 6 <= sum(counting.calls[name] for name in WRITES) <= 7
        assert set(counting.calls) <= WRITES | {"find_identity"}
        quiet = {"blocked", "blocked again", "too many letters"} | {each for each in CASES if "just" in each}
        assert len(campaign.letters) - letters == (case not in quiet)

    def test_the_letters_differ_as_they_should(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, **OPTIONS)
        known = set()
        for case in CASES:
            campaign.now += DAY
            send(campaign, case, 1, campaign.letters.clear)
            known |= {case for letter in campaign.letters if letter.kind == "known"}
        assert known == {"confirmed", "marked and pressed", "household refused"}

    @pytest.mark.parametrize("case", [case for case in CASES if case not in ("new", "erased")])
    def test_resending_answers_and_does_the_same(self, case: str, store: SqlSignatureStore) -> None:
        counting = Counting(store)
        campaign = Campaign(counting, **OPTIONS)
        prepare, form = CASES[case]
        prepare(campaign, email := f"a@{form.get('domain', 'example.org')}")
        campaign.now += HOUR
        asked = []
        for address in (email, "nobody@example.org"):
            counting.calls.clear()
            assert campaign.service.resend(VIGIL, address) == Signed("confirm")
            asked.append(dict(counting.calls))
        assert asked[0] == asked[1]
        assert set(asked[0]) <= {"find_identity", "note_mail", "hit"}

    def test_a_link_shows_no_mark(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, **OPTIONS)
        answers = []
        for sign in (campaign.sign, campaign.machine):
            sign(email=f"{sign.__name__}@example.org")
            token = campaign.letters[-1].tokens["confirm"]
            for act in ("look", "confirm", "look", "confirm"):
                look = campaign.service.look
                answers.append(look("confirm", token) if act == "look" else campaign.service.confirm(token))
        assert answers[:4] == answers[4:]
        assert campaign.count() == 1


@pytest.mark.benchmark
def test_the_time_is_of_one_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Medians on a SQLite file, each case in turn, so that what else the machine does slows all."""
    times: dict[str, list[float]] = {case: [] for case in CASES}
    with SqlSignatureStore(f"sqlite:///{tmp_path / 'signatures.db'}") as store:
        store.create_tables()
        campaign = Campaign(store, **OPTIONS)
        for number in range(60):
            for case in CASES:
                begin: list[float] = []
                campaign.now += DAY
                send(campaign, case, number, lambda begin=begin: begin.append(perf_counter()))
                times[case].append(perf_counter() - begin[0])
    middle = {case: median(found) * 1000 for case, found in times.items()}
    with capsys.disabled():
        print("\n" + "\n".join(f"{case}: {time:.2f} ms" for case, time in middle.items()))
    assert max(middle.values()) < 2 * min(middle.values())
