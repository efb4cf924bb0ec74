"""Nobody signs twice: not again, not under an alias, not with a new secret, not at the same moment."""

from __future__ import annotations

from typing import Any

import pytest

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing import SignResult, SqlSignatureStore

from .campaign import DAY, HOUR, NEWER, OTHER, SECRET, SHORT, VIGIL, Campaign, at_once, in_memory


@pytest.fixture
def campaign(store: SqlSignatureStore) -> Campaign:
    return Campaign(store)


class TestAgain:
    """Who signs again has one signature, and gets an email that fits."""

    @pytest.mark.parametrize(
        "email", ["ALESB@gmail.com", "a.l.e.s.b+2@gmail.com", "Ales.B+vigil@googlemail.com"]
    )
    def test_pending(self, email: str, campaign: Campaign) -> None:
        campaign.sign(agree="processing updates", locale="en", postcode="1")
        before = campaign.one()
        campaign.now += HOUR
        assert campaign.sign(name="Алесь", email=email, message="Іначай") == SignResult("confirm")
        after = campaign.one()
        assert (after.id, after.created_at, after.state) == (before.id, before.created_at, "pending")
        assert (after.name, after.message, after.postcode) == ("Алесь", "Іначай", "220 030")
        assert (after.email, after.locale, after.changed_at) == ("", "be", campaign.now)
        assert campaign.consent_actions() == [("processing", "given", "form")]
        assert [outgoing.kind for outgoing in campaign.outbox] == ["confirm", "confirm"]
        assert campaign.outbox[1].to.casefold() == email.casefold()
        assert campaign.events == ["new", "resubmitted"]
        for outgoing, outcome in zip(campaign.outbox, ("expired", "done"), strict=True):
            assert campaign.service.confirm(outgoing.tokens["confirm"]).outcome == outcome
        assert campaign.count() == 1

    def test_confirmed(self, campaign: Campaign) -> None:
        campaign.signed(agree="processing updates")
        before = campaign.one()
        campaign.now += HOUR
        assert campaign.sign(name="Іншы", message="Іншае", locale="en") == SignResult("confirm")
        after = campaign.one()
        assert (after.name, after.message, after.email) == (before.name, before.message, before.email)
        outgoing = campaign.outbox[-1]
        assert (outgoing.kind, outgoing.locale, list(outgoing.tokens)) == (
            "already_signed",
            "en",
            ["withdraw", "erase"],
        )
        assert campaign.events[-1] == "already_signed"
        assert campaign.count() == 1

    def test_withdrawn(self, campaign: Campaign) -> None:
        outgoing = campaign.signed(message="Старое")
        before = campaign.one()
        campaign.service.withdraw(outgoing.tokens["withdraw"])
        assert campaign.count() == 0
        campaign.signed(message="Новае")
        after = campaign.one()
        assert after.id == before.id, "so that every link is about the signature that there is"
        assert (after.state, after.message, campaign.count()) == ("confirmed", "Новае", 1)
        assert campaign.service.erase(outgoing.tokens["erase"]).outcome == "done"
        assert (campaign.one().state, campaign.one().message) == ("erased", "")

    def test_an_older_link_does_not_confirm_it(self, campaign: Campaign) -> None:
        outgoing = campaign.signed(message="Старое")
        campaign.service.withdraw(outgoing.tokens["withdraw"])
        campaign.sign(message="Новае", wait=0)
        assert campaign.service.confirm(outgoing.tokens["confirm"]).outcome == "expired"
        assert campaign.count() == 0
        assert campaign.service.confirm(campaign.outbox[-1].tokens["confirm"]).outcome == "done"
        assert campaign.count() == 1

    def test_erased(self, campaign: Campaign) -> None:
        """While the petition is open a mailbox counts once, however often its owner signs and erases."""
        for day in range(12):
            campaign.now += DAY
            campaign.service.erase(campaign.signed(name=f"Імя {day}").tokens["erase"])
            assert (campaign.count(), campaign.one().state) == (1, "erased")
        campaign.signed()
        assert (campaign.count(), campaign.one().state) == (1, "confirmed")

    def test_a_form_alone_does_not_change_the_count_of_who_has_erased(self, campaign: Campaign) -> None:
        """Anybody can send one. If nobody confirms it, what was counted still is."""
        campaign.service.erase(campaign.signed().tokens["erase"])
        campaign.now += HOUR
        campaign.sign(name="Хтосьці")
        assert (campaign.count(), campaign.one().state) == (1, "pending")
        campaign.now += 30 * DAY
        campaign.service.apply_retention(VIGIL)
        assert (campaign.count(), campaign.one().state, campaign.one().name) == (1, "erased", "")

    def test_after_the_petition_has_closed_no_hash_of_the_mailbox_is_kept(self, campaign: Campaign) -> None:
        campaign.service.erase(campaign.signed(SHORT).tokens["erase"])
        assert campaign.one(SHORT).identity is not None
        campaign.service.apply_retention(SHORT)
        assert campaign.one(SHORT).identity is not None
        campaign.now += 10 * DAY
        campaign.service.apply_retention(SHORT)
        assert (campaign.one(SHORT).identity, campaign.count(SHORT)) == (None, 1)

    def test_without_confirmation_nothing_counts(self, campaign: Campaign) -> None:
        for number in range(5):
            campaign.sign(email=f"{number}@example.org")
        assert campaign.count() == 0


class TestHousehold:
    """Two may share a mailbox if the host says so: of other names, at the same postcode."""

    def test_two_and_no_third(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, household=True)
        campaign.signed(name="Наталля")
        assert campaign.sign(name="Алесь", postcode="220-030") == SignResult("confirm")
        assert campaign.service.confirm(campaign.outbox[-1].tokens["confirm"]).outcome == "done"
        assert campaign.count() == 2
        campaign.now += HOUR
        for name, postcode in (("Адам", "220030"), ("Адам", "1"), ("Адам", "")):
            assert campaign.sign(name=name, postcode=postcode) == SignResult("confirm")
            assert campaign.events[-1] == "household_full"
        assert campaign.outbox[-1].kind == "already_signed"
        assert sorted((found.name, found.household_slot) for found in campaign.all()) == [
            ("Алесь", 1),
            ("Наталля", 0),
        ]

    def test_other_postcode(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, household=True)
        campaign.signed(name="Наталля")
        for postcode in ("220031", ""):
            assert campaign.sign(name="Алесь", postcode=postcode) == SignResult("confirm")
        assert campaign.one().name == "Наталля"

    def test_the_same_person_is_one(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, household=True)
        campaign.signed(name="Наталля Пінчук")
        campaign.sign(name=" НАТАЛЛЯ  пінчук", postcode="220-030")
        assert campaign.events[-1] == "already_signed"
        assert campaign.count() == 1

    def test_not_without_being_asked_for(self, campaign: Campaign) -> None:
        campaign.signed(name="Наталля")
        campaign.sign(name="Алесь")
        assert (campaign.one().name, campaign.events[-1]) == ("Наталля", "already_signed")
        assert campaign.one().signer_hash is None


class TestKeys:
    """A new secret comes before the old one: nobody is forgotten, and no link is lost."""

    def test_rotation(self, store: SqlSignatureStore) -> None:
        old = Campaign(store)
        pending = old.sign(email="a@example.org") and old.outbox[-1]
        confirmed = old.signed(email="b@example.org")
        before = {found.name: found for found in old.all()}
        new = Campaign(store, secrets=[NEWER, SECRET])
        new.now += HOUR
        new.sign(email="a@example.org")
        new.sign(email="b@example.org")
        assert new.events == ["resubmitted", "already_signed"]
        (amended,) = (found for found in new.all() if found.state == "pending")
        assert amended.identity == new.service.keys.identities(VIGIL.id, "a@example.org")[0]
        assert amended.identity not in {found.identity for found in before.values()}
        assert new.service.confirm(pending.tokens["confirm"]).outcome == "expired"  # there is a newer one
        assert new.service.confirm(new.outbox[0].tokens["confirm"]).outcome == "done"
        assert new.service.preview("erase", pending.tokens["erase"]).outcome == "ready"
        assert new.service.withdraw(confirmed.tokens["withdraw"]).outcome == "done"
        assert new.count() == 1
        newest = Campaign(store, secrets=NEWER)
        newest.now += 2 * HOUR
        newest.sign(email="a@example.org")
        assert newest.events == ["already_signed"]
        assert newest.service.preview("erase", pending.tokens["erase"]).outcome == "invalid"

    def test_stamps_of_the_old_key(self, store: SqlSignatureStore) -> None:
        stamp = Campaign(store).service.hidden_fields(VIGIL)["started"]
        Campaign(store, secrets=[NEWER, SECRET]).sign(started=stamp)
        assert Campaign(store).one().score == 0

    @pytest.mark.parametrize("secret", ["short", "", b"", "a" * 64, [], None, 7], ids=repr)
    def test_weak_secrets(self, secret: Any) -> None:
        with in_memory() as (_, store), pytest.raises((InvalidFieldError, TypeError)) as caught:
            Campaign(store, secrets=secret)
        assert "aaa" not in str(caught.value)


class TestAtOnce:
    """What comes at the same moment is done once."""

    def test_signing(self, campaign: Campaign) -> None:
        stamp = campaign.service.hidden_fields(OTHER)["started"]
        answers = at_once(
            16, lambda number: campaign.sign(OTHER, wait=0, name=f"Алесь {'І' * number}", started=stamp)
        )
        assert answers == [SignResult("confirm")] * 16
        assert campaign.one(OTHER).state == "pending"
        assert len(campaign.outbox) == 1
        assert campaign.consent_actions(OTHER) == [("processing", "given", "form")]
        assert sorted(campaign.events) == ["new"] + ["resubmitted"] * 15

    def test_signing_again_after_withdrawing(self, campaign: Campaign) -> None:
        campaign.service.withdraw(campaign.signed(OTHER).tokens["withdraw"])
        assert at_once(16, lambda number: campaign.sign(OTHER, wait=2)) == [SignResult("confirm")] * 16
        assert campaign.one(OTHER).state == "pending"
        assert len(campaign.outbox) == 2

    def test_a_household(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, household=True)
        at_once(16, lambda number: campaign.sign(name="Алесь Наталля Адам".split()[number % 3]))
        found = campaign.all()
        assert sorted(each.household_slot for each in found) == [0, 1]
        assert len({each.name for each in found}) == 2

    def test_confirming(self, campaign: Campaign) -> None:
        campaign.sign()
        token = campaign.outbox[0].tokens["confirm"]
        answers = at_once(64, lambda number: campaign.service.confirm(token).outcome)
        assert answers == ["done"] * 64
        assert campaign.count() == 1
        assert campaign.events == ["new", "confirmed"]

    def test_withdrawing_and_erasing(self, campaign: Campaign) -> None:
        tokens = campaign.signed().tokens
        assert set(at_once(16, lambda number: campaign.service.withdraw(tokens["withdraw"]).outcome)) == {
            "done"
        }
        assert campaign.count() == 0
        assert campaign.consent_actions()[1:] == [("processing", "withdrawn", "link")]
        assert set(at_once(16, lambda number: campaign.service.erase(tokens["erase"]).outcome)) == {"done"}
        assert campaign.all() == []
        assert campaign.events[-2:] == ["withdrawn", "erased"]
