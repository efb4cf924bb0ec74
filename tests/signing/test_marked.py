"""What looks like a program is marked: the same page and letter, and no count until a person looks."""

from __future__ import annotations

from typing import Any

import pytest

from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import Act, BlockList, Policy, Rate, Signed, SqlSignatureStore

from .campaign import DAY, HOUR, NOW, VIGIL, Campaign

#: A policy for which three in a minute are a crowd.
CROWDED = Policy(burst_rate=Rate(3, 60), sustained_rate=Rate(4, HOUR))


@pytest.fixture
def campaign(store: SqlSignatureStore) -> Campaign:
    return Campaign(store)


class TestMarked:
    """Whoever is marked sees what everybody sees."""

    def test_the_same_until_somebody_releases_it(self, campaign: Campaign) -> None:
        assert campaign.machine(message="Чалавек") == Signed("confirm")
        assert (campaign.one().state, campaign.one().score) == ("marked", 85)
        (letter,) = campaign.letters
        assert (letter.kind, list(letter.tokens)) == ("confirm", ["confirm", "withdraw", "erase"])
        for _ in range(2):
            assert campaign.service.confirm(letter.tokens["confirm"]) == Act("done", VIGIL)
            assert campaign.count() == 0
        assert campaign.events == ["marked"]
        assert campaign.store.release(VIGIL.id, campaign.one().id, NOW + HOUR)
        assert campaign.count() == 1
        assert campaign.one().state == "confirmed"

    def test_released_before_its_button(self, campaign: Campaign) -> None:
        campaign.machine()
        assert campaign.store.release(VIGIL.id, campaign.one().id, NOW + HOUR)
        assert campaign.count() == 0
        assert campaign.service.confirm(campaign.letters[0].tokens["confirm"]) == Act("done", VIGIL)
        assert campaign.count() == 1

    def test_marked_later(self, campaign: Campaign) -> None:
        letter = campaign.signed()
        assert campaign.store.mark(VIGIL.id, campaign.one().id, NOW + HOUR)
        assert campaign.count() == 0
        assert campaign.service.confirm(letter.tokens["confirm"]) == Act("done", VIGIL)
        assert campaign.service.look("confirm", letter.tokens["confirm"]).outcome == "done"
        campaign.now += HOUR
        campaign.sign()
        assert campaign.letters[-1].kind == "known"
        assert campaign.count() == 0

    def test_it_can_leave(self, campaign: Campaign) -> None:
        campaign.machine()
        assert campaign.service.withdraw(campaign.letters[0].tokens["withdraw"]) == Act("done", VIGIL)
        assert campaign.one().state == "withdrawn"

    @pytest.mark.parametrize(
        ("form", "score", "state"),
        [
            ({}, 0, "pending"),
            ({"topic": "x"}, 50, "pending"),
            ({"wait": 2}, 35, "pending"),
            ({"wait": 3}, 0, "pending"),
            ({"wait": DAY + 1}, 5, "pending"),
            ({"started": None}, 15, "pending"),
            ({"topic": "x", "started": "forged"}, 65, "marked"),
            ({"topic": "x", "wait": 0}, 85, "marked"),
            ({"topic": "x", "wait": DAY + 1}, 55, "pending"),
        ],
        ids=range(9),
    )
    def test_nothing_alone_decides(
        self, form: dict[str, Any], score: int, state: str, campaign: Campaign
    ) -> None:
        assert campaign.sign(**form) == Signed("confirm")
        assert (campaign.one().score, campaign.one().state) == (score, state)

    def test_a_program_does_not_mark_what_a_person_began(self, campaign: Campaign) -> None:
        campaign.sign()
        campaign.machine()
        assert campaign.one().state == "pending"
        assert campaign.service.confirm(campaign.letters[0].tokens["confirm"]) == Act("done", VIGIL)
        assert campaign.count() == 1


class TestRates:
    """Many from one network are a hint, and only a hint."""

    def fill(self, campaign: Campaign, count: int, address: object, petition: Petition = VIGIL) -> None:
        for number in range(count):
            campaign.sign(petition, wait=0, started="", address=address, email=f"{number}@example.org")

    def scores(self, campaign: Campaign) -> list[int]:
        return sorted(found.score for found in campaign.all())

    def test_a_crowd_is_not_marked(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, policy=CROWDED)
        self.fill(campaign, 6, "203.0.113.1")
        assert self.scores(campaign) == [15, 15, 15, 30, 55, 55]
        assert {found.state for found in campaign.all()} == {"pending"}

    def test_a_crowd_of_programs_is(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, policy=CROWDED)
        self.fill(campaign, 4, "203.0.113.1")
        campaign.sign(wait=0, address="203.0.113.1")
        assert campaign.events == ["new"] * 4 + ["marked"]

    @pytest.mark.parametrize(
        ("address", "same"),
        [
            ("2001:db8::ffff", True),
            ("2001:db8:0:0:1::1%eth0", True),
            ("2001:db8:0:1::1", False),
            ("203.0.113.2", False),
            (None, False),
        ],
    )
    def test_a_network(self, address: object, same: bool, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, policy=CROWDED)
        self.fill(campaign, 4, "2001:db8::1")
        campaign.sign(address=address)
        assert max(self.scores(campaign)) == (40 if same else 30)

    def test_windows_end(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, policy=CROWDED)
        self.fill(campaign, 5, "203.0.113.1")
        campaign.now += 60
        campaign.sign(wait=0, started="", address="203.0.113.1")
        assert self.scores(campaign)[-2:] == [40, 55]
        campaign.now += HOUR
        campaign.sign(address="203.0.113.1", email="later@example.org")
        assert 0 in self.scores(campaign)

    def test_windows_leave_nothing(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, policy=CROWDED)
        self.fill(campaign, 5, "203.0.113.1")
        assert store.forget_hits(NOW + 2 * DAY, limit=100) == 2 + 5
        assert store.forget_hits(NOW + 2 * DAY, limit=100) == 0

    def test_each_petition_counts_for_itself(self, store: SqlSignatureStore) -> None:
        other = Petition("other-one", title="T", fields="email", consents="")
        campaign = Campaign(store, policy=CROWDED, petitions=[VIGIL, other])
        self.fill(campaign, 5, "203.0.113.1", other)
        campaign.sign(address="203.0.113.1")
        assert self.scores(campaign) == [0]


class TestLists:
    """The host's own decisions."""

    @pytest.mark.parametrize("email", ["ales@spam.example.net", "alesb@gmail.com", "x@example.com"])
    def test_blocked(self, email: str, store: SqlSignatureStore) -> None:
        blocks = BlockList("*.example.net\r\nA.lesB+1@googlemail.com # him\n\n@example.com")
        campaign = Campaign(store, blocks=blocks)
        assert campaign.sign(email=email) == Signed("confirm")
        assert campaign.letters == []
        assert (campaign.one().state, campaign.one().score) == ("marked", 0)
        assert campaign.events == ["blocked"]
        campaign.now += HOUR
        assert campaign.sign(email=email) == Signed("confirm")
        assert campaign.letters == []
        assert campaign.count() == 0

    @pytest.mark.parametrize("email", ["ales@example.net", "lesb@gmail.com", "x@sub.example.com"])
    def test_neighbours_are_not(self, email: str, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, blocks=BlockList("*.example.net\nalesb@gmail.com\n@example.com"))
        campaign.signed(email=email)
        assert campaign.count() == 1

    def test_trusted(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, blocks=BlockList(allowed="@school.by"))
        campaign.machine(email="klas7@school.by")
        assert (campaign.one().state, campaign.one().score) == ("pending", 85)
        assert campaign.service.confirm(campaign.letters[0].tokens["confirm"]) == Act("done", VIGIL)
        assert campaign.count() == 1

    def test_blocked_beats_trusted(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, blocks=BlockList("klas7@school.by", allowed="@school.by"))
        campaign.sign(email="klas7@school.by")
        assert campaign.one().state == "marked"
