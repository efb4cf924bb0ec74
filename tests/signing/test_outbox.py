"""Emails wait in the store as soon as what causes them is stored, and no longer than needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from solidarity_widgets.exceptions import InvalidFieldError, StoreError
from solidarity_widgets.signing import (
    BlockList,
    EmailPolicy,
    OutgoingEmail,
    QueuedEmail,
    Rate,
    ReminderPolicy,
    RetentionPolicy,
    SqlSignatureStore,
)

from .campaign import ALES, DAY, HOUR, NOW, OTHER, SHORT, VIGIL, Campaign, at_once, opened, text_of

#: The address that is sent to: a domain has no capitals.
TO = "Ales.B+vigil@googlemail.com"
SOON = EmailPolicy(min_interval=120, per_address=Rate(3, DAY))


class Waiting(Campaign):
    """A campaign whose emails wait until a test takes them."""

    def __init__(self, store: Any, **options: Any) -> None:
        super().__init__(store, send=None, **options)

    def waiting(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for petition in (VIGIL, OTHER, SHORT):
            for kind, number in self.store.count_emails(petition.id, 2**40).items():
                found[kind] = found.get(kind, 0) + number
        return found

    def claim(self, limit: int = 100, lease: int = 60) -> list[QueuedEmail]:
        return [
            email
            for petition_id in self.store.emails_due()
            for email in self.store.claim_emails(petition_id, self.now, lease=lease, limit=limit)
        ]

    def take(self) -> list[OutgoingEmail]:
        """Send what is due."""
        claimed = self.claim()
        prepared = [self.service.prepare_email(email) for email in claimed]
        assert all(map(self.store.delete_email, claimed))
        return [each for each in prepared if each is not None]


@pytest.fixture
def campaign(store: SqlSignatureStore) -> Waiting:
    return Waiting(store)


class TestQueued:
    def test_with_the_signature(self, campaign: Waiting) -> None:
        campaign.sign(locale="be")
        [email] = campaign.claim()
        assert (email.kind, email.address, email.locale) == ("confirm", TO, "be")
        assert (email.signature_id, email.due_at, email.attempts) == (campaign.one().id, NOW + 30, 1)
        assert "googlemail" not in repr(email)

    def test_without_a_token(self, campaign: Waiting, place: Any) -> None:
        campaign.sign()
        with opened(place.url) as engine:
            assert not [word for word in text_of(engine, campaign.store).split("'") if word.count(".") == 3]

    def test_it_confirms(self, campaign: Waiting) -> None:
        campaign.sign()
        campaign.now += DAY // 2
        [outgoing] = campaign.take()
        assert campaign.service.confirm(outgoing.tokens["confirm"]).outcome == "done"
        assert campaign.count() == 1

    def test_the_event_wakes_workers_whatever_was_permitted(self, store: SqlSignatureStore) -> None:
        campaign = Waiting(store, block_list=BlockList("alesb@gmail.com"))
        campaign.sign()
        assert campaign.service.email_queued.is_set()
        assert campaign.waiting() == {}

    def test_beyond_the_limits_nothing_waits(self, store: SqlSignatureStore) -> None:
        campaign = Waiting(store, email_policy=SOON)
        for _ in range(3):
            campaign.sign(wait=130)
            assert len(campaign.take()) == 1
        campaign.sign(wait=130)
        campaign.service.resend(VIGIL, ALES["email"])
        assert campaign.waiting() == {}

    def test_beyond_the_limits_nothing_about_a_new_signature_waits(self, store: SqlSignatureStore) -> None:
        campaign = Waiting(store, email_policy=SOON, reminder=ReminderPolicy())
        for _ in range(3):
            campaign.sign(wait=130)
            assert len(campaign.take()) == 1
        before = campaign.waiting()
        campaign.sign(OTHER, wait=130)
        assert len(campaign.all(OTHER)) == 1
        assert campaign.waiting() == before

    def test_a_form_that_lost_a_race_is_not_counted(self, store: SqlSignatureStore) -> None:
        """A program sends a person's address many times at once; the person's form needs an email too."""
        campaign = Waiting(store, email_policy=SOON)
        form = {"started": campaign.service.hidden_fields(VIGIL)["started"], "wait": 0, "name": "Robot"}
        at_once(8, lambda number: campaign.sign(topic="x", **form))
        assert len(campaign.take()) == 1
        for number in (2, 3):
            campaign.now += HOUR
            campaign.sign(name=f"Person {number}")
            assert len(campaign.take()) == 1

    def test_what_was_claimed_or_replaced_is_not_taken_back(self, campaign: Waiting) -> None:
        """Only who queued an email with a lease can delete it before it is claimed."""
        campaign.sign()
        signature = campaign.one()
        campaign.take()
        email = QueuedEmail(VIGIL.id, signature.id, "confirm", TO, "be", campaign.now, lease="1" * 32)
        newer = replace(email, lease="2" * 32)
        for each in (email, newer):
            campaign.now += HOUR
            assert campaign.store.record_email(
                VIGIL.id, signature.id, campaign.now, min_interval=1, emails=[each]
            )
        assert not campaign.store.delete_email(email)
        assert not campaign.store.delete_email(replace(email, lease=""))
        [claimed] = campaign.claim()
        assert not campaign.store.delete_email(newer)
        assert campaign.store.delete_email(claimed)

    @pytest.mark.parametrize("way", ["new", "amended", "resent", "signed already"])
    def test_all_or_nothing(self, way: str, campaign: Waiting, place: Any) -> None:
        """A form that could not be answered can be sent again at once, and has its email then."""
        if way != "new":
            campaign.sign(name="Before")
            [outgoing] = campaign.take()
            if way == "signed already":
                campaign.service.confirm(outgoing.tokens["confirm"])
            campaign.now += HOUR

        def answer() -> None:
            if way == "resent":
                campaign.service.resend(VIGIL, ALES["email"])
            else:
                campaign.sign(wait=0)

        before = campaign.all()
        table = campaign.store.tables.outbox.name
        with opened(place.url) as engine:
            for old, new in ((table, f"{table}_away"), (f"{table}_away", table)):
                with engine.begin() as connection:
                    connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
                if old == table:
                    with pytest.raises(StoreError):
                        answer()
                    assert campaign.all() == before
        answer()
        assert [each.kind for each in campaign.take()] == [
            "already_signed" if way == "signed already" else "confirm"
        ]

    def test_the_newer_form_replaces_what_waits(self, campaign: Waiting) -> None:
        campaign.sign(name="Before")
        campaign.sign(wait=130, locale="uk", email="ales.b+other@gmail.com")
        [outgoing] = campaign.take()
        assert (outgoing.locale, outgoing.to) == ("uk", "ales.b+other@gmail.com")
        assert campaign.service.preview("confirm", outgoing.tokens["confirm"]).name == ALES["name"]

    def test_and_is_sent_although_the_earlier_one_was_being_sent(self, campaign: Waiting) -> None:
        campaign.sign(name="Before")
        [claimed] = campaign.claim(lease=HOUR)
        outgoing = campaign.service.prepare_email(claimed)
        assert outgoing is not None
        campaign.sign(wait=130)
        assert not campaign.store.delete_email(claimed)
        assert not campaign.store.postpone_email(claimed, campaign.now, attempts=1)
        assert campaign.service.confirm(outgoing.tokens["confirm"]).outcome == "expired"
        [newer] = campaign.take()
        assert campaign.service.confirm(newer.tokens["confirm"]).outcome == "done"

    def test_a_text_that_is_sent_while_an_email_is_written_is_not_confirmed_by_it(
        self, campaign: Waiting
    ) -> None:
        campaign.sign(name="Before")
        [claimed] = campaign.claim()
        campaign.now += 200  # the worker is slow
        outgoing = campaign.service.prepare_email(claimed)
        assert outgoing is not None
        campaign.sign(wait=0)
        assert campaign.service.confirm(outgoing.tokens["confirm"]).outcome == "expired"

    def test_every_signature_and_kind_has_one(self, campaign: Waiting) -> None:
        campaign.sign()
        campaign.sign(OTHER)
        [first, _] = campaign.take()
        campaign.service.confirm(first.tokens["confirm"])
        campaign.now += HOUR
        campaign.sign(VIGIL)
        campaign.sign(OTHER, wait=130)
        assert campaign.waiting() == {"confirm": 1, "already_signed": 1}

    def test_a_queue_of_the_hosts_own(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store)
        campaign.sign()
        campaign.now += HOUR
        campaign.sign()
        assert len(campaign.outbox) == 2
        assert store.emails_due() == {}


def test_forms_links_and_workers_at_once(place: Any) -> None:
    """Nobody waits in a circle, the count is right, and in the end nothing is left behind."""
    with place.open() as store:
        policy = EmailPolicy(min_interval=0, per_address=Rate(10**6, DAY))
        campaign = Waiting(store, email_policy=policy, reminder=ReminderPolicy(HOUR))
        mailboxes = [f"a{number}@example.org" for number in range(3)]
        prepared: list[OutgoingEmail] = []

        def work(seed: int) -> None:
            random = Random(seed)
            for _ in range(40):
                email = random.choice(mailboxes)
                match random.randrange(6):
                    case 0 | 1:
                        assert campaign.sign(OTHER, email=email, wait=0).step == "confirm"
                    case 2:
                        campaign.service.resend(OTHER, email)
                    case 3 if prepared:
                        campaign.service.confirm(random.choice(prepared).tokens.get("confirm"))
                    case 4 if prepared:
                        purpose = random.choice(["withdraw", "erase"])
                        campaign.service.follow(purpose, random.choice(prepared).tokens[purpose])  # type: ignore[index, arg-type]
                    case _:
                        for claimed in store.claim_emails(OTHER.id, campaign.now + HOUR, lease=60, limit=2):
                            outgoing = campaign.service.prepare_email(claimed)
                            prepared.extend([outgoing] if outgoing else [])
                            store.delete_email(claimed)

        at_once(6, work)
        campaign.count(OTHER)
        assert prepared
        campaign.now += 2 * HOUR
        campaign.take()
        assert store.emails_due() == {}


Leave = Callable[[Waiting, OutgoingEmail], object]
LEAVING: dict[str, Leave] = {
    "withdrawn": lambda campaign, sent: campaign.service.withdraw(sent.tokens["withdraw"]),
    "erased": lambda campaign, sent: campaign.service.erase(sent.tokens["erase"]),
    "rejected": lambda campaign, sent: (
        campaign.service.quarantine(VIGIL, campaign.one().id),
        campaign.service.reject(VIGIL, campaign.one().id),
    ),
    "removed": lambda campaign, sent: campaign.service.apply_retention(
        VIGIL, policy=RetentionPolicy(pending=1)
    ),
    "confirmed": lambda campaign, sent: campaign.service.confirm(sent.tokens["confirm"]),
}


class TestLeaving:
    """An address waits no longer than its email has a purpose."""

    @pytest.mark.parametrize("batched", [False, True])
    @pytest.mark.parametrize("way", LEAVING)
    def test_pending(self, way: str, batched: bool, place: Any) -> None:
        with place.open(batched=batched) as store:
            campaign = Waiting(store, reminder=ReminderPolicy(10 * DAY))
            campaign.sign()
            [sent] = campaign.take()
            campaign.now += HOUR
            campaign.service.resend(VIGIL, ALES["email"])
            campaign.sign(email="other@example.org", wait=0)
            assert campaign.waiting() == {"confirm": 2, "reminder": 2}
            if way == "removed":
                campaign.now += 10
                assert campaign.service.apply_retention(
                    VIGIL, policy=RetentionPolicy(pending=1), dry_run=True
                ).removed["pending"]
                LEAVING[way](campaign, sent)
                assert campaign.waiting() == {}
                return
            id = next(each.id for each in campaign.all() if each.created_at < campaign.now)
            if way == "rejected":
                assert campaign.service.quarantine(VIGIL, id)
                assert campaign.waiting()["confirm"] == 2  # its signer is not told
                assert campaign.service.reject(VIGIL, id)
            else:
                LEAVING[way](campaign, sent)
            assert campaign.waiting() == {"confirm": 1, "reminder": 1}

    @pytest.mark.parametrize("way", ["withdrawn", "erased", "unsubscribed"])
    def test_confirmed(self, way: str, campaign: Waiting) -> None:
        campaign.sign(agree="processing updates")
        [sent] = campaign.take()
        campaign.service.confirm(sent.tokens["confirm"])
        campaign.now += HOUR
        campaign.sign()
        assert campaign.waiting() == {"already_signed": 1}
        if way == "unsubscribed":
            [subscriber] = campaign.service.subscribers(VIGIL)
            campaign.service.unsubscribe(subscriber.token)
        else:
            LEAVING[way](campaign, sent)
        assert campaign.waiting() == {}

    def test_confirmed_in_quarantine(self, campaign: Waiting) -> None:
        campaign.machine()
        [sent] = campaign.take()
        campaign.now += HOUR
        campaign.service.resend(VIGIL, ALES["email"])
        campaign.service.confirm(sent.tokens["confirm"])
        assert campaign.waiting() == {}

    def test_after_a_day_retention_gives_them_up(self, campaign: Waiting) -> None:
        campaign.sign()
        campaign.now += DAY
        assert campaign.service.apply_retention(VIGIL).emails == 0
        campaign.now += 1
        assert campaign.service.apply_retention(VIGIL, dry_run=True).emails == 1
        campaign.events.clear()
        assert campaign.service.apply_retention(VIGIL).emails == 1
        assert campaign.events == ["email_given_up"]
        assert campaign.waiting() == {}

    def test_what_has_lost_its_purpose_is_not_sent(self, campaign: Waiting) -> None:
        campaign.sign()
        [claimed] = campaign.claim()
        outgoing = campaign.service.prepare_email(claimed)
        assert outgoing is not None
        campaign.service.confirm(outgoing.tokens["confirm"])
        assert campaign.service.prepare_email(claimed) is None
        campaign.service.withdraw(outgoing.tokens["withdraw"])
        assert campaign.service.prepare_email(claimed) is None
        campaign.service.erase(outgoing.tokens["erase"])
        assert campaign.service.prepare_email(claimed) is None

    def test_a_petition_that_nobody_knows(self, campaign: Waiting, store: SqlSignatureStore) -> None:
        campaign.sign()
        [claimed] = campaign.claim()
        with pytest.raises(InvalidFieldError, match="must be one of the service's petitions"):
            Waiting(store, petitions=[OTHER]).service.prepare_email(claimed)


class TestReminder:
    @pytest.fixture
    def campaign(self, store: SqlSignatureStore) -> Waiting:
        return Waiting(store, reminder=ReminderPolicy(3 * DAY))

    def test_once_and_later(self, campaign: Waiting) -> None:
        campaign.sign(locale="uk")
        assert [each.kind for each in campaign.take()] == ["confirm"]
        campaign.now += 3 * DAY - 1
        assert campaign.take() == []
        campaign.now += 1
        [reminder] = campaign.take()
        assert (reminder.kind, reminder.to, reminder.locale) == ("reminder", TO, "uk")
        assert sorted(reminder.tokens) == ["confirm", "erase", "withdraw"]
        campaign.now += 5 * DAY  # the link is as good as a new one
        assert campaign.service.confirm(reminder.tokens["confirm"]).outcome == "done"
        campaign.now += 30 * DAY
        assert campaign.take() == []

    def test_in_the_language_of_the_last_form(self, campaign: Waiting) -> None:
        campaign.sign(locale="uk")
        campaign.sign(locale="be", wait=HOUR)
        campaign.take()
        campaign.now += 4 * DAY
        assert [each.locale for each in campaign.take()] == ["be"]

    def test_a_second_form_brings_no_second_one(self, campaign: Waiting) -> None:
        campaign.sign()
        campaign.now += 3 * DAY
        assert {each.kind for each in campaign.take()} == {"confirm", "reminder"}
        campaign.sign()
        campaign.now += 10 * DAY
        assert [each.kind for each in campaign.take()] == ["confirm"]

    def test_not_to_those_who_have_confirmed(self, campaign: Waiting) -> None:
        campaign.sign()
        [sent] = campaign.take()
        campaign.service.confirm(sent.tokens["confirm"])
        campaign.now += 3 * DAY
        assert (campaign.take(), campaign.waiting()) == ([], {})

    def test_never_after_the_deadline(self, campaign: Waiting) -> None:
        assert SHORT.deadline is not None
        campaign.now = int(SHORT.deadline.end.timestamp()) - 3 * DAY - 40
        campaign.sign(SHORT)
        campaign.sign(SHORT, email="late@example.org")
        campaign.take()
        campaign.now += 3 * DAY - 30  # before the end for the first, after it for the second
        assert len(campaign.take()) == 1
        campaign.now += HOUR
        assert (campaign.take(), campaign.waiting()) == ([], {})

    def test_not_without_an_email_of_the_form(self, store: SqlSignatureStore) -> None:
        campaign = Waiting(store, reminder=ReminderPolicy(), block_list=BlockList("alesb@gmail.com"))
        campaign.sign()
        assert campaign.waiting() == {}

    def test_not_with_a_queue_of_the_hosts_own(self, store: SqlSignatureStore) -> None:
        with pytest.raises(InvalidFieldError, match="needs the store's outbox"):
            Campaign(store, reminder=ReminderPolicy())

    def test_off_by_default(self, store: SqlSignatureStore) -> None:
        campaign = Waiting(store)
        campaign.sign()
        assert campaign.waiting() == {"confirm": 1}

    @pytest.mark.parametrize("after", [0, -1, 1.5, None])
    def test_policy(self, after: Any) -> None:
        with pytest.raises(InvalidFieldError):
            ReminderPolicy(after)
