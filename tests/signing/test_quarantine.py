"""What looks like a program is quarantined: the same page and email, and no count until a person looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest

from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import (
    BlockList,
    LinkPreview,
    LinkResult,
    Rate,
    SignResult,
    SqlSignatureStore,
    SuspicionPolicy,
)

from .campaign import DAY, HOUR, NEWER, NOW, SECRET, VIGIL, Campaign, at_once

#: A policy for which three in an hour are a crowd.
CROWDED = SuspicionPolicy(
    shared_rate=Rate(3, HOUR),
    automated_rate=Rate(3, HOUR),
    domain_rate=Rate(3, HOUR),
    domain_network_rate=Rate(4, HOUR),
)
#: What no form reaches by itself.
DEFAULT = SuspicionPolicy()


@pytest.fixture
def campaign(store: SqlSignatureStore) -> Campaign:
    return Campaign(store)


class TestMarked:
    """Whoever is quarantined sees what everybody sees."""

    def test_the_same_until_somebody_releases_it(self, campaign: Campaign) -> None:
        assert campaign.machine(message="Чалавек") == SignResult("confirm")
        assert (campaign.one().state, campaign.one().score) == ("quarantined", 60)
        (outgoing,) = campaign.outbox
        assert (outgoing.kind, list(outgoing.tokens)) == ("confirm", ["confirm", "withdraw", "erase"])
        for _ in range(2):
            assert campaign.service.confirm(outgoing.tokens["confirm"]) == LinkResult("done", VIGIL)
            assert campaign.count() == 0
        assert campaign.events == ["quarantined", "confirmed_in_quarantine"], "the host can see that it waits"
        assert campaign.store.release(VIGIL.id, campaign.one().id, NOW + HOUR)
        assert campaign.count() == 1
        assert campaign.one().state == "confirmed"

    def test_released_before_its_button(self, campaign: Campaign) -> None:
        campaign.machine()
        assert campaign.store.release(VIGIL.id, campaign.one().id, NOW + HOUR)
        assert campaign.count() == 0
        assert campaign.service.confirm(campaign.outbox[0].tokens["confirm"]) == LinkResult("done", VIGIL)
        assert campaign.count() == 1

    def test_quarantined_later(self, campaign: Campaign) -> None:
        outgoing = campaign.signed()
        assert campaign.store.quarantine(VIGIL.id, campaign.one().id, NOW + HOUR)
        assert campaign.count() == 0
        assert campaign.service.confirm(outgoing.tokens["confirm"]) == LinkResult("done", VIGIL)
        assert campaign.service.preview("confirm", outgoing.tokens["confirm"]).outcome == "done"
        campaign.now += HOUR
        campaign.sign()
        assert campaign.outbox[-1].kind == "already_signed"
        assert campaign.count() == 0

    def test_it_can_leave(self, campaign: Campaign) -> None:
        campaign.machine()
        assert campaign.service.withdraw(campaign.outbox[0].tokens["withdraw"]) == LinkResult("done", VIGIL)
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
            ({"topic": "x", "started": "forged"}, 50, "pending"),
            ({"topic": "x", "wait": 0}, 50, "pending"),
            ({"topic": "x", "wait": DAY + 1}, 50, "pending"),
        ],
        ids=range(9),
    )
    def test_no_single_form_is_quarantined(
        self, form: dict[str, Any], score: int, state: str, store: SqlSignatureStore
    ) -> None:
        """A password manager fills the hidden field, sends at once, and may lack a stamp: one cause."""
        campaign = Campaign(store, suspicion_policy=DEFAULT)
        assert campaign.sign(**form) == SignResult("confirm")
        assert (campaign.one().score, campaign.one().state) == (score, state)


class TestSomebodyElsesAddress:
    """A program that sends a person's address neither signs for that person nor keeps that person out."""

    HONEST: ClassVar[dict[str, str]] = {"name": "Алесь", "message": "Разам", "agree": "processing public"}

    def confirm(self, campaign: Campaign, outgoing: int = -1) -> str:
        """Press the button of an email, and return the name on its page."""
        token = campaign.outbox[outgoing].tokens["confirm"]
        name = campaign.service.preview("confirm", token).name
        assert campaign.service.confirm(token) == LinkResult("done", VIGIL)
        return name

    @pytest.mark.parametrize("later", [30, HOUR], ids=["within the cool-down", "with a new letter"])
    def test_the_program_came_first(self, later: int, campaign: Campaign) -> None:
        campaign.machine(name="Robot", message="Buy", agree="processing updates")
        robot = campaign.one()
        assert (robot.state, robot.score) == ("quarantined", 60)
        assert campaign.sign(wait=later, **self.HONEST) == SignResult("confirm")
        found = campaign.one()
        assert (found.id, found.created_at, found.state, found.score) == (
            robot.id,
            robot.created_at,
            "pending",
            0,
        )
        assert (found.name, found.message, found.email, found.public) == ("Алесь", "Разам", "", True)
        assert (found.confirmed_at, found.changed_at) == (None, campaign.now)
        assert campaign.consent_actions() == [("processing", "given", "form"), ("public", "given", "form")]
        assert [each.kind for each in campaign.outbox] == ["confirm", "confirm"]
        assert campaign.events == ["quarantined", "resubmitted"]
        older = campaign.outbox[0].tokens["confirm"]
        assert campaign.service.preview("confirm", older) == LinkPreview("expired", VIGIL)
        assert campaign.service.confirm(older) == LinkResult("expired", VIGIL)
        assert campaign.count() == 0
        assert self.confirm(campaign) == "Алесь"
        assert campaign.count() == 1
        assert [each.name for each in campaign.store.public_signatures(VIGIL.id)] == ["Алесь"]
        assert list(campaign.service.quarantined(VIGIL)) == []

    def test_both_came_in_one_second(self, campaign: Campaign) -> None:
        """The link that was made for the program's text does not confirm the person's, or the reverse."""
        campaign.machine(name="Robot")
        campaign.sign(wait=0, **self.HONEST)
        robots, persons = (each.tokens["confirm"] for each in campaign.outbox)
        assert campaign.service.preview("confirm", robots) == LinkPreview("expired", VIGIL)
        assert campaign.service.confirm(robots) == LinkResult("expired", VIGIL)
        assert campaign.service.confirm(persons) == LinkResult("done", VIGIL)
        assert campaign.one().name == "Алесь"

    @pytest.mark.parametrize("later", [0, HOUR])
    def test_the_person_came_first(self, later: int, campaign: Campaign) -> None:
        campaign.sign(**self.HONEST)
        before, log = campaign.one(), campaign.consent_actions()
        campaign.now += later
        assert campaign.machine(name="Robot", message="Buy", agree="processing updates") == SignResult(
            "confirm"
        )
        after = campaign.one()
        assert replace(after, last_email_at=before.last_email_at) == before
        assert campaign.consent_actions() == log
        assert campaign.events == ["new", "resubmitted"]
        assert len(campaign.outbox) == (2 if later else 1)
        assert self.confirm(campaign) == "Алесь"
        assert campaign.count() == 1

    def test_before_and_after(self, campaign: Campaign) -> None:
        for _ in range(3):
            campaign.machine(name="Robot")
        campaign.sign(**self.HONEST)
        for _ in range(3):
            campaign.machine(name="Robot")
        assert (campaign.one().state, campaign.one().name) == ("pending", "Алесь")
        assert self.confirm(campaign) == "Алесь"
        campaign.machine(name="Robot")
        assert (campaign.one().state, campaign.one().name, campaign.count()) == ("confirmed", "Алесь", 1)

    def test_one_program_after_another(self, campaign: Campaign) -> None:
        """The first one's form stays what it was."""
        campaign.machine(name="Robot 1")
        campaign.machine(name="Robot 2")
        assert (campaign.one().state, campaign.one().name) == ("quarantined", "Robot 1")

    def test_another_spelling_of_the_address(self, campaign: Campaign) -> None:
        campaign.machine(name="Robot", email="alesb@gmail.com")
        campaign.sign(email="A.lesB+1@googlemail.com", **self.HONEST)
        assert self.confirm(campaign) == "Алесь"
        assert campaign.count() == 1

    def test_not_once_the_button_was_pressed(self, campaign: Campaign) -> None:
        """Whoever reads the mailbox agreed to what the page showed; that is for somebody to look at."""
        campaign.machine(name="Robot")
        assert self.confirm(campaign) == "Robot"
        campaign.now += HOUR
        campaign.sign(**self.HONEST)
        found = campaign.one()
        assert (found.state, found.name, found.score) == ("quarantined", "Robot", 60)
        assert (campaign.outbox[-1].kind, campaign.events[-1]) == ("already_signed", "already_signed")
        assert campaign.count() == 0
        assert campaign.service.release(VIGIL, found.id)
        assert campaign.count() == 1

    @pytest.mark.parametrize("pressed", [False, True])
    def test_what_a_moderator_has_quarantined_stays_so(self, pressed: bool, campaign: Campaign) -> None:
        (campaign.signed if pressed else campaign.sign)(name="Гад")
        assert campaign.service.quarantine(VIGIL, campaign.one().id)
        log = campaign.consent_actions()
        campaign.now += HOUR
        assert campaign.sign(**self.HONEST) == SignResult("confirm")
        assert (campaign.one().state, campaign.one().name) == ("quarantined", "Гад")
        assert campaign.consent_actions() == log
        token = campaign.outbox[0].tokens["confirm"]
        assert campaign.service.confirm(token) == LinkResult("done", VIGIL)
        assert (campaign.one().state, campaign.count()) == ("quarantined", 0)

    @pytest.mark.parametrize(
        ("quarantine_at", "state"), [(60, "quarantined"), (50, "pending"), (51, "quarantined")]
    )
    def test_the_threshold_is_todays(self, quarantine_at: int, state: str, store: SqlSignatureStore) -> None:
        """Above it the score may have quarantined it, below it only a moderator can have."""
        policy = SuspicionPolicy(quarantine_at=quarantine_at)
        campaign = Campaign(store, suspicion_policy=policy)
        campaign.sign(topic="x", wait=DAY + 1)
        assert campaign.one().score == 50
        campaign.store.quarantine(VIGIL.id, campaign.one().id, campaign.now)
        campaign.sign(**self.HONEST)
        assert campaign.one().state == state

    def test_blocked_stays_quarantined(self, store: SqlSignatureStore) -> None:
        """Also where its form was a program's, and the next is not."""
        campaign = Campaign(store, block_list=BlockList("alesb@gmail.com"))
        for form in (campaign.sign, campaign.machine, campaign.sign):
            form(name=f"Спроба {len(campaign.events)}")
            assert (campaign.one().state, campaign.one().name) == ("quarantined", "Спроба 0")
        assert (campaign.outbox, campaign.count()) == ([], 0)

    def test_blocked_before_stays_quarantined_after_the_block(self, store: SqlSignatureStore) -> None:
        Campaign(store, block_list=BlockList("alesb@gmail.com")).sign(name="Спроба")
        campaign = Campaign(store)
        campaign.now += HOUR
        campaign.sign(**self.HONEST)
        assert (campaign.one().state, campaign.one().name) == ("quarantined", "Спроба")

    def test_a_trusted_address_frees_itself(self, store: SqlSignatureStore) -> None:
        Campaign(store).machine(name="Robot")
        campaign = Campaign(store, block_list=BlockList(allowed="alesb@gmail.com"))
        campaign.now += HOUR
        campaign.machine(**self.HONEST)
        assert (campaign.one().state, campaign.one().name, campaign.one().score) == ("pending", "Алесь", 60)

    def test_a_new_secret_between(self, store: SqlSignatureStore) -> None:
        Campaign(store).machine(name="Robot")
        campaign = Campaign(store, secrets=[NEWER, SECRET])
        campaign.now += HOUR
        campaign.sign(**self.HONEST)
        assert campaign.one().identity == campaign.service.keys.identities(VIGIL.id, "alesb@gmail.com")[0]
        assert self.confirm(campaign) == "Алесь"
        assert campaign.count() == 1

    def test_at_once(self, campaign: Campaign) -> None:
        """However the forms of a program and a person interleave, the person's signature is there."""
        stamp = campaign.service.hidden_fields(VIGIL)["started"]
        campaign.now += 30

        def send(number: int) -> SignResult:
            if number % 2:
                return campaign.sign(wait=0, started=stamp, **self.HONEST)
            return campaign.sign(wait=0, started="", topic="x", name="Robot")

        assert at_once(16, send) == [SignResult("confirm")] * 16
        assert (campaign.one().state, campaign.one().name) == ("pending", "Алесь")
        assert 1 <= len(campaign.outbox) <= 5
        # An email that was made while another form replaced the text confirms nothing. The other one does.
        links = [each.tokens["confirm"] for each in campaign.outbox]
        outcomes = [campaign.service.preview("confirm", link).outcome for link in links]
        assert self.confirm(campaign, outcomes.index("ready")) == "Алесь"
        assert campaign.count() == 1

    def test_it_frees_itself_only_once(self, campaign: Campaign) -> None:
        """The email that does not wait is no way to flood a mailbox."""
        campaign.machine(name="Robot")
        for _ in range(5):
            campaign.sign(wait=4, **self.HONEST)
            campaign.machine(name="Robot")
        assert len(campaign.outbox) == 2
        assert campaign.one().name == "Алесь"


class TestAHouseholdsAddress:
    """Where two may share a mailbox, a program takes nobody's slot."""

    @pytest.fixture
    def campaign(self, store: SqlSignatureStore) -> Campaign:
        return Campaign(store, household=True)

    def names(self, campaign: Campaign) -> list[tuple[str, str, int]]:
        return sorted((each.name, each.state, each.household_slot) for each in campaign.all())

    @pytest.mark.parametrize("postcode", ["220 030", "1", ""])
    def test_the_program_came_first(self, postcode: str, campaign: Campaign) -> None:
        campaign.machine(name="Robot", postcode=postcode)
        campaign.now += HOUR
        campaign.signed(name="Алесь")
        assert campaign.count() == 1
        campaign.now += HOUR
        campaign.signed(name="Наталля")
        assert campaign.count() == 2
        household_slot = 1 if postcode == "220 030" else 0
        assert self.names(campaign) == [
            ("Алесь", "confirmed", household_slot),
            ("Наталля", "confirmed", 1 - household_slot),
        ]
        assert "household_full" not in campaign.events

    def test_the_program_came_between(self, campaign: Campaign) -> None:
        campaign.signed(name="Алесь")
        campaign.machine(name="Robot")
        campaign.now += HOUR
        campaign.signed(name="Наталля")
        assert self.names(campaign) == [("Алесь", "confirmed", 0), ("Наталля", "confirmed", 1)]
        assert campaign.count() == 2

    def test_two_programs(self, campaign: Campaign) -> None:
        campaign.machine(name="Robot 1", postcode="1")
        campaign.machine(name="Robot 2", postcode="1")
        assert [each.state for each in campaign.all()] == ["quarantined"] * 2
        campaign.now += HOUR
        campaign.signed(name="Алесь")
        assert campaign.count() == 1

    def test_the_program_came_last(self, campaign: Campaign) -> None:
        campaign.signed(name="Алесь")
        campaign.sign(name="Наталля")
        before = campaign.all()
        campaign.now += HOUR
        campaign.machine(name="Robot")
        assert [replace(each, last_email_at=None) for each in campaign.all()] == [
            replace(each, last_email_at=None) for each in before
        ]

    def test_seats_that_are_taken_stay_so(self, campaign: Campaign) -> None:
        """By people, by programs whose button was pressed, and by whom a moderator has quarantined."""
        campaign.signed(name="Алесь")
        campaign.machine(name="Robot")
        campaign.service.confirm(campaign.outbox[-1].tokens["confirm"])
        campaign.sign(name="Наталля")
        assert campaign.events[-1] == "household_full"
        other = "b@example.org"
        for name in ("Адам", "Ева"):
            campaign.sign(name=name, email=other)
            (found,) = (each for each in campaign.all() if each.name == name)
            campaign.service.quarantine(VIGIL, found.id)
        campaign.sign(name="Каін", email=other)
        assert sorted(each.name for each in campaign.all()) == ["Robot", "Адам", "Алесь", "Ева"]


class TestRates:
    """Many from one network are no evidence; many of one domain from one network are."""

    def fill(self, campaign: Campaign, count: int, address: object, petition: Petition = VIGIL) -> None:
        for number in range(count):
            campaign.sign(petition, wait=10, ip_address=address, email=f"{number}@h{number}.example.org")

    def scores(self, campaign: Campaign) -> list[int]:
        return sorted(found.score for found in campaign.all())

    def test_a_crowd_behind_one_address_is_not_quarantined(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, suspicion_policy=CROWDED)
        for number in range(10):
            domain = ("mail.ru", "tut.by", "gmail.com", "yahoo.com")[number % 4]
            campaign.sign(wait=0, ip_address="203.0.113.1", email=f"{number}@{domain}")
        assert self.scores(campaign) == [0] * 7 + [35] * 3, "speed is no evidence behind a shared address"

    def test_subdomains_of_one_owner_are_one_domain(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, suspicion_policy=CROWDED)
        self.fill(campaign, 6, "203.0.113.1")
        assert self.scores(campaign) == [0, 0, 0, 20, 60, 60]
        assert campaign.events == ["new"] * 4 + ["quarantined"] * 2

    def test_a_domain_in_the_news_is_not_quarantined(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, suspicion_policy=CROWDED)
        for number in range(6):
            campaign.sign(email=f"{number}@example.org", ip_address=f"203.0.113.{number}")
        assert self.scores(campaign) == [0, 0, 0, 20, 20, 20]

    def test_a_network_that_only_sends_what_programs_send(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, suspicion_policy=CROWDED)
        for number in range(6):
            campaign.sign(email=f"{number}@gmail.com", topic="x")
        assert self.scores(campaign) == [50, 50, 50, 70, 70, 70]

    def test_a_shared_network_in_which_some_browsers_fill_the_hidden_field(
        self, store: SqlSignatureStore
    ) -> None:
        campaign = Campaign(store, suspicion_policy=CROWDED)
        for number in range(12):
            campaign.sign(email=f"{number}@gmail.com", topic="x" if number % 2 else "")
        assert self.scores(campaign) == [0] * 6 + [50] * 6

    @pytest.mark.parametrize(
        ("address", "same"),
        [
            ("2001:db8::ffff", True),
            ("2001:db8:0:0:1::1%eth0", True),
            ("2001:db8:0:1::1", True),
            ("2001:db8:1::1", False),
            ("203.0.113.2", False),
            (None, False),
        ],
    )
    def test_a_network(self, address: object, same: bool, store: SqlSignatureStore) -> None:
        """Of IPv6 also the /48, which one customer can be given."""
        campaign = Campaign(store, suspicion_policy=CROWDED)
        self.fill(campaign, 4, "2001:db8::1")
        campaign.sign(ip_address=address, email="a@mail.example.org")
        assert max(self.scores(campaign)) == (60 if same else 20)

    def test_a_new_network_for_each_form(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, suspicion_policy=CROWDED)
        for number in range(6):
            campaign.sign(email=f"{number}@example.org", ip_address=f"2001:db8:0:{number:x}::1")
        assert self.scores(campaign) == [0, 0, 0, 20, 60, 60]

    def test_windows_end(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, suspicion_policy=CROWDED)
        self.fill(campaign, 5, "203.0.113.1")
        campaign.now += HOUR
        campaign.sign(ip_address="203.0.113.1", email="later@example.org")
        assert self.scores(campaign) == [0, 0, 0, 0, 20, 60]

    def test_windows_leave_nothing(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, suspicion_policy=CROWDED)
        self.fill(campaign, 5, "203.0.113.1")
        assert store.delete_expired_hits(NOW + 2 * DAY, limit=100) == 3 + 5
        assert store.delete_expired_hits(NOW + 2 * DAY, limit=100) == 0

    def test_each_petition_counts_for_itself(self, store: SqlSignatureStore) -> None:
        other = Petition("other-one", title="T", fields="email", consents="")
        campaign = Campaign(store, suspicion_policy=CROWDED, petitions=[VIGIL, other])
        self.fill(campaign, 5, "203.0.113.1", other)
        campaign.sign(ip_address="203.0.113.1")
        assert self.scores(campaign) == [0]


class TestLists:
    """The host's own decisions."""

    @pytest.mark.parametrize("email", ["ales@spam.example.net", "alesb@gmail.com", "x@example.com"])
    def test_blocked(self, email: str, store: SqlSignatureStore) -> None:
        blocks = BlockList("*.example.net\r\nA.lesB+1@googlemail.com # him\n\n@example.com")
        campaign = Campaign(store, block_list=blocks)
        assert campaign.sign(email=email) == SignResult("confirm")
        assert campaign.outbox == []
        assert (campaign.one().state, campaign.one().score) == ("quarantined", 0)
        assert campaign.events == ["blocked"]
        campaign.now += HOUR
        assert campaign.sign(email=email) == SignResult("confirm")
        assert campaign.outbox == []
        assert campaign.count() == 0

    @pytest.mark.parametrize("email", ["ales@example.net", "lesb@gmail.com", "x@sub.example.com"])
    def test_neighbours_are_not(self, email: str, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, block_list=BlockList("*.example.net\nalesb@gmail.com\n@example.com"))
        campaign.signed(email=email)
        assert campaign.count() == 1

    def test_trusted(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, block_list=BlockList(allowed="@school.by"))
        campaign.machine(email="klas7@school.by")
        assert (campaign.one().state, campaign.one().score) == ("pending", 60)
        assert campaign.service.confirm(campaign.outbox[0].tokens["confirm"]) == LinkResult("done", VIGIL)
        assert campaign.count() == 1

    def test_blocked_beats_trusted(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, block_list=BlockList("klas7@school.by", allowed="@school.by"))
        campaign.sign(email="klas7@school.by")
        assert campaign.one().state == "quarantined"
