"""Nobody learns from an answer, the work behind it or its time who has signed, is blocked or quarantined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from solidarity_widgets.signing import (
    BlockList,
    EmailPolicy,
    Rate,
    SignResult,
    SqlSignatureStore,
    SuspicionPolicy,
)
from solidarity_widgets.signing.pace import DEFAULT_INTERVAL
from solidarity_widgets.signing.store.records import FormOutcome

from .campaign import DAY, HOUR, VIGIL, Campaign

OPTIONS: dict[str, Any] = {
    "household": True,
    "block_list": BlockList("@example.net\n"),
    # Many sign from one address and domain here, and it is not their number that this is about.
    "suspicion_policy": SuspicionPolicy(honeypot=60, domain=0, domain_network=0),
    "email_policy": EmailPolicy(per_address=Rate(3, DAY)),
}
WRITES = {"insert", "amend", "record_email", "count_hits", "delete_expired_hits"}


class Counting:
    """A store that notes what it is asked."""

    def __init__(self, store: SqlSignatureStore) -> None:
        self.store = store
        self.calls: Counter[str] = Counter()
        self.writes = 0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.store, name)

        def called(*args: object, **options: object) -> Any:
            self.calls[name] += 1
            result = method(*args, **options)
            undone = name != "insert" and result is FormOutcome.UNSENT
            self.writes += name in WRITES and bool(result) and name != "delete_expired_hits" and not undone
            return result

        return called


Prepare = Callable[[Campaign, str], object]


def confirmed(campaign: Campaign, email: str) -> None:
    campaign.signed(email=email)


def withdrawn(campaign: Campaign, email: str) -> None:
    campaign.service.withdraw(campaign.signed(email=email).tokens["withdraw"])


def erased(campaign: Campaign, email: str) -> None:
    campaign.service.erase(campaign.signed(email=email).tokens["erase"])


def soon(campaign: Campaign, email: str) -> None:
    """The email before was sent a little ago."""
    campaign.sign(email=email)
    campaign.now -= HOUR


def known_soon(campaign: Campaign, email: str) -> None:
    campaign.signed(email=email)
    campaign.now -= HOUR


def often(campaign: Campaign, email: str) -> None:
    """The signature has caused all the emails that it may."""
    for _ in range(4):
        campaign.sign(email=email)
        campaign.now += HOUR


def quarantined_and_confirmed(campaign: Campaign, email: str) -> None:
    campaign.machine(email=email)
    campaign.service.confirm(campaign.outbox[-1].tokens["confirm"])


#: What was before, and what is sent then.
CASES: dict[str, tuple[Prepare, dict[str, Any]]] = {
    "new": (lambda campaign, email: None, {}),
    "pending": (lambda campaign, email: campaign.sign(email=email), {}),
    "pending, email just sent": (soon, {}),
    "too many letters": (often, {}),
    "confirmed": (confirmed, {}),
    "confirmed, email just sent": (known_soon, {}),
    "withdrawn": (withdrawn, {}),
    "erased": (erased, {}),
    "quarantined now": (lambda campaign, email: None, {"topic": "x", "wait": 0}),
    "quarantined": (lambda campaign, email: campaign.machine(email=email), {}),
    "quarantined and confirmed": (quarantined_and_confirmed, {}),
    "suspicious again": (lambda campaign, email: campaign.sign(email=email), {"topic": "x", "wait": 0}),
    "quarantined twice": (lambda campaign, email: campaign.machine(email=email), {"topic": "x", "wait": 0}),
    "quarantined in a household": (
        lambda campaign, email: campaign.machine(email=email, postcode="1"),
        {"name": "Наталля Пінчук"},
    ),
    "household": (confirmed, {"name": "Наталля Пінчук"}),
    "household_full": (confirmed, {"name": "Наталля Пінчук", "postcode": "1"}),
    "blocked": (lambda campaign, email: None, {"domain": "example.net"}),
    "blocked again": (lambda campaign, email: campaign.sign(email=email), {"domain": "example.net"}),
}


def send(campaign: Campaign, case: str, number: int, before_sending: Callable[[], object]) -> SignResult:
    prepare, form = CASES[case]
    rest = dict(form)
    email = f"{case.replace(' ', '.').replace(',', '')}{number}@{rest.pop('domain', 'example.org')}"
    prepare(campaign, email)
    campaign.now += HOUR
    before_sending()
    return campaign.sign(email=email, ip_address="198.51.100.1", **rest)


class TestTheAnswer:
    """Whatever was before, the answer is one, and the store is asked for about as much."""

    @pytest.mark.parametrize("queued", [False, True])
    @pytest.mark.parametrize("case", CASES)
    def test_is_the_same(self, case: str, queued: bool, store: SqlSignatureStore) -> None:
        counting = Counting(store)
        campaign = Campaign(counting, queued=queued, **OPTIONS)
        outbox = 0

        campaign.service._context.check_keys()

        def begin() -> None:
            nonlocal outbox
            outbox = len(campaign.outbox)
            counting.calls.clear()
            counting.writes = 0

        assert send(campaign, case, 1, begin) == SignResult("confirm")
        assert counting.calls["find_by_identity"] == 1
        assert counting.calls["count_hits"] in (1, 2)  # network, domain and both; unrecorded
        assert counting.calls.pop("delete_expired_hits", 0) <= 1  # by the number of the form
        assert counting.calls.total() in (3, 4)
        assert counting.writes in (2, 3)
        assert set(counting.calls) <= WRITES | {"find_by_identity"}
        assert counting.calls["insert"] + counting.calls["amend"] + counting.calls["record_email"] == 1
        quiet = {"blocked", "blocked again", "too many letters"} | {each for each in CASES if "just" in each}
        assert len(campaign.outbox) - outbox == (case not in quiet)

    @pytest.mark.parametrize("queued", [False, True])
    def test_the_letters_differ_as_they_should(self, queued: bool, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, queued=queued, **OPTIONS)
        known = set()
        for case in CASES:
            campaign.now += DAY
            send(campaign, case, 1, campaign.outbox.clear)
            known |= {case for outgoing in campaign.outbox if outgoing.kind == "already_signed"}
        assert known == {"confirmed", "quarantined and confirmed", "household_full"}

    @pytest.mark.parametrize("case", [case for case in CASES if case not in ("new", "erased")])
    def test_resending_answers_and_does_the_same(self, case: str, store: SqlSignatureStore) -> None:
        counting = Counting(store)
        campaign = Campaign(counting, **OPTIONS)
        campaign.service._context.check_keys()
        prepare, form = CASES[case]
        prepare(campaign, email := f"a@{form.get('domain', 'example.org')}")
        campaign.now += HOUR
        asked = []
        for address in (email, "nobody@example.org"):
            counting.calls.clear()
            counting.writes = 0
            assert campaign.service.resend(VIGIL, address) == SignResult("confirm")
            assert set(counting.calls) <= {"find_by_identity", "record_email", "count_hits"}
            asked.append(counting.writes)
        assert asked == [1, 1]

    def test_a_link_shows_no_mark(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, **OPTIONS)
        answers = []
        for sign in (campaign.sign, campaign.machine):
            sign(email=f"{sign.__name__}@example.org")
            token = campaign.outbox[-1].tokens["confirm"]
            for act in ("preview", "confirm", "preview", "confirm"):
                preview = campaign.service.preview
                answers.append(
                    preview("confirm", token) if act == "preview" else campaign.service.confirm(token)
                )
        assert answers[:4] == answers[4:]
        assert campaign.count() == 1


def start(campaign: Campaign, begin: list[float]) -> None:
    assert campaign.outbox is not None  # what waits is sent before
    begin.append(perf_counter())


@pytest.mark.benchmark
@pytest.mark.parametrize("interval", [DEFAULT_INTERVAL, 0], ids=["paced", "at once"])
@pytest.mark.parametrize("queued", [False, True], ids=["own queue", "outbox"])
def test_the_time_is_of_one_class(
    queued: bool, interval: float, durable_place: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Medians on the disk, each case in turn, so that what else the machine does slows all."""
    times: dict[str, list[float]] = {case: [] for case in CASES}
    with durable_place.open() as store:
        store.create_tables()
        campaign = Campaign(store, queued=queued, answer_interval=interval, **OPTIONS)
        for number in range(30):
            for case in CASES:
                begin: list[float] = []
                campaign.now += DAY
                send(campaign, case, number, lambda begin=begin: start(campaign, begin))
                times[case].append(perf_counter() - begin[0])
    middle = {case: median(found) * 1000 for case, found in times.items()}
    with capsys.disabled():
        print("\n" + "\n".join(f"{case}: {time:.2f} ms" for case, time in middle.items()))
        print(f"longest against shortest median: {max(middle.values()) / min(middle.values()):.2f}")
    assert max(middle.values()) < (1.05 if interval else 3) * min(middle.values())
