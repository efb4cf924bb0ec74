"""Looking at a link changes nothing, its button works once and says the same twice, erasing leaves nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.consent import Consent
from solidarity_widgets.signing import (
    LinkPreview,
    LinkResult,
    OutgoingEmail,
    SignResult,
    SqlSignatureStore,
    Subscriber,
)
from solidarity_widgets.signing.links import AgreedWords
from solidarity_widgets.signing.store.records import STATES

from .campaign import (
    ADDRESS,
    ALES,
    DAY,
    HOUR,
    NEVER,
    NEWER,
    NOW,
    PERSONAL,
    SHORT,
    VIGIL,
    Campaign,
    in_memory,
    opened,
    rows,
    text_of,
)

PURPOSES = ["confirm", "withdraw", "erase", "unsubscribe"]
ALL = "processing updates public"


@pytest.fixture
def campaign(store: SqlSignatureStore) -> Campaign:
    return Campaign(store)


@pytest.fixture
def engine(place: Any) -> Iterator[Engine]:
    """A way to look into the database."""
    with opened(place.url) as engine:
        yield engine


def press(campaign: Campaign, purpose: str, outgoing: OutgoingEmail) -> LinkResult:
    act: LinkResult = getattr(campaign.service, purpose)(outgoing.tokens[purpose])  # type: ignore[index]
    return act


def subscriber(campaign: Campaign) -> Subscriber:
    (found,) = campaign.service.subscribers(VIGIL)
    return found


class TestLook:
    """Programs that scan mail open every link; readers see whose signature it is."""

    def test_changes_nothing(self, campaign: Campaign, engine: Engine) -> None:
        campaign.signed(email="b@example.org", agree=ALL)
        campaign.sign()
        tokens: dict[Any, str] = {**campaign.outbox[-1].tokens, "unsubscribe": subscriber(campaign).token}
        before = rows(engine, campaign.store)
        for _ in range(3):
            for purpose, token in tokens.items():
                assert campaign.service.preview(purpose, token).outcome == "ready"
                for wrong in PURPOSES:
                    if wrong != purpose:
                        assert campaign.service.preview(wrong, token).outcome == "invalid"  # type: ignore[arg-type]
            campaign.now += HOUR
        assert rows(engine, campaign.store) == before

    def test_shows_whose_it_is(self, campaign: Campaign) -> None:
        campaign.sign(locale="uk")
        landing = campaign.service.preview("confirm", campaign.outbox[0].tokens["confirm"])
        consent = VIGIL.consent("processing")
        assert consent is not None
        words_uk = consent.wording(get_locale("uk")).text
        assert landing == LinkPreview(
            "ready",
            VIGIL,
            "Алесь Бяляцкі",
            "Мы разам з табой!",
            consents=(AgreedWords("processing", words_uk, "uk"),),
            locale="uk",
        )
        assert repr(landing) == "<LinkPreview: ready>"

    def test_after_the_button(self, campaign: Campaign) -> None:
        outgoing = campaign.signed()
        assert campaign.service.preview("confirm", outgoing.tokens["confirm"]).outcome == "done"
        assert campaign.service.preview("withdraw", outgoing.tokens["withdraw"]).outcome == "ready"
        press(campaign, "withdraw", outgoing)
        assert campaign.service.preview("confirm", outgoing.tokens["confirm"]) == LinkPreview(
            "invalid", VIGIL
        )
        for purpose, outcome in (("withdraw", "done"), ("erase", "ready")):
            landing = campaign.service.preview(purpose, outgoing.tokens[purpose])  # type: ignore[arg-type, index]
            assert (landing.outcome, landing.name, landing.locale) == (outcome, "Алесь Бяляцкі", "be")
            assert landing.purposes == ()
        press(campaign, "erase", outgoing)
        for purpose, outcome in (("confirm", "invalid"), ("withdraw", "invalid"), ("erase", "done")):
            landing = campaign.service.preview(purpose, outgoing.tokens[purpose])  # type: ignore[arg-type, index]
            assert landing == LinkPreview(outcome, VIGIL)  # type: ignore[arg-type]

    @pytest.mark.parametrize("purpose", PURPOSES)
    @pytest.mark.parametrize("state", [*STATES, "gone", "quarantined, pressed", "no news", "late"])
    def test_says_what_the_button_will_do(
        self, state: str, purpose: str, campaign: Campaign, engine: Engine
    ) -> None:
        """Ready: it changes something. Done: it was done before. Else it cannot be done any more."""
        (campaign.machine if state.startswith("quarantined") else campaign.sign)(agree=ALL)
        tokens: dict[Any, str] = {**campaign.outbox[-1].tokens}
        service, signature_id = campaign.service, campaign.one().id
        tokens["unsubscribe"] = service._context.tokens.make("unsubscribe", VIGIL.id, signature_id, NOW)
        acts = {
            "confirmed": ["confirm"],
            "withdrawn": ["confirm", "withdraw"],
            "erased": ["confirm", "erase"],
            "gone": ["withdraw", "erase"],
            "quarantined, pressed": ["confirm"],
            "no news": ["confirm", "unsubscribe"],
        }
        for before_that in acts.get(state, []):
            service.follow(before_that, tokens[before_that])  # type: ignore[arg-type]
        campaign.now += 8 * DAY if state == "late" else HOUR
        before = rows(engine, campaign.store)
        looked = service.preview(purpose, tokens[purpose])  # type: ignore[arg-type]
        assert rows(engine, campaign.store) == before
        acted = service.follow(purpose, tokens[purpose])  # type: ignore[arg-type]
        assert acted.outcome == ("done" if looked.outcome == "ready" else looked.outcome)
        after = rows(engine, campaign.store)
        assert (after != before) is (looked.outcome == "ready")
        assert looked.petition == acted.petition == VIGIL
        assert service.follow(purpose, tokens[purpose]) == acted  # type: ignore[arg-type]
        assert rows(engine, campaign.store) == after
        again = service.preview(purpose, tokens[purpose]).outcome  # type: ignore[arg-type]
        assert again == acted.outcome

    @pytest.mark.parametrize(
        "purpose", ["started", "", "sign", "action", "_read_token", "preview", "count", None]
    )
    def test_for_nothing_that_there_is(self, purpose: Any, campaign: Campaign) -> None:
        campaign.sign()
        for ask in (campaign.service.preview, campaign.service.follow):
            with pytest.raises(InvalidFieldError, match=r"^purpose must be one of"):
                ask(purpose, campaign.outbox[0].tokens["confirm"])
        assert campaign.one().state == "pending"


class TestConfirm:
    """The button counts once."""

    def test_only_what_it_was_sent_for(self, campaign: Campaign) -> None:
        """What somebody else writes under an address is confirmed by nobody who was not shown it."""
        campaign.sign(name="Алесь", agree="processing")
        campaign.now += HOUR
        campaign.sign(name="Іншы", message="Іншае", agree=ALL)
        older, newer = (outgoing.tokens for outgoing in campaign.outbox)
        assert campaign.service.preview("confirm", older["confirm"]) == LinkPreview("expired", VIGIL)
        assert campaign.service.confirm(older["confirm"]) == LinkResult("expired", VIGIL)
        assert (campaign.one().state, campaign.count()) == ("pending", 0)
        landing = campaign.service.preview("confirm", newer["confirm"])
        assert (landing.name, landing.message, landing.purposes) == ("Іншы", "Іншае", tuple(ALL.split()))
        assert campaign.service.confirm(newer["confirm"]) == LinkResult("done", VIGIL)
        for tokens in (older, newer):
            assert campaign.service.confirm(tokens["confirm"]) == LinkResult("done", VIGIL)
        assert campaign.count() == 1
        assert campaign.service.follow("withdraw", older["withdraw"]) == LinkResult("done", VIGIL)

    def test_a_form_within_the_cool_down_changes_nothing(self, campaign: Campaign) -> None:
        campaign.sign(name="Алесь")
        before, log = campaign.one(), campaign.consent_actions()
        assert campaign.sign(name="Іншы", agree=ALL) == SignResult("confirm")
        assert (campaign.one(), campaign.consent_actions(), len(campaign.outbox)) == (before, log, 1)
        assert campaign.service.confirm(campaign.outbox[0].tokens["confirm"]) == LinkResult("done", VIGIL)

    def test_once(self, campaign: Campaign) -> None:
        campaign.sign()
        campaign.now += HOUR
        outgoing = campaign.outbox[0]
        assert press(campaign, "confirm", outgoing) == LinkResult("done", VIGIL)
        first = campaign.one()
        assert (first.state, first.counted, first.confirmed_at) == ("confirmed", True, NOW + 30 + HOUR)
        campaign.now += HOUR
        assert press(campaign, "confirm", outgoing) == LinkResult("done", VIGIL)
        assert campaign.one() == first
        assert campaign.count() == 1
        assert campaign.events == ["new", "confirmed"]

    @pytest.mark.parametrize(("days", "outcome"), [(7, "done"), (8, "expired")])
    def test_within_a_week(self, days: int, outcome: str, campaign: Campaign) -> None:
        campaign.sign()
        campaign.now += days * DAY
        outgoing = campaign.outbox[0]
        looked = "ready" if outcome == "done" else outcome
        assert campaign.service.preview("confirm", outgoing.tokens["confirm"]).outcome == looked
        assert press(campaign, "confirm", outgoing) == LinkResult(outcome, VIGIL)  # type: ignore[arg-type]
        assert campaign.count() == (outcome == "done")

    @pytest.mark.parametrize(("seconds", "outcome"), [(-1, "done"), (0, "expired"), (DAY, "expired")])
    def test_a_day_after_the_end(self, seconds: int, outcome: str, campaign: Campaign) -> None:
        assert SHORT.deadline is not None
        end = int(SHORT.deadline.end.timestamp())
        campaign.now = end - 60
        campaign.sign(SHORT)
        campaign.now = end + DAY + seconds
        outgoing = campaign.outbox[0]
        looked = "ready" if outcome == "done" else outcome
        assert campaign.service.preview("confirm", outgoing.tokens["confirm"]).outcome == looked
        assert press(campaign, "confirm", outgoing) == LinkResult(outcome, SHORT)  # type: ignore[arg-type]
        assert campaign.count(SHORT) == (outcome == "done")
        # What one has a right to does not end.
        campaign.now += 400 * DAY
        assert press(campaign, "withdraw", outgoing) == LinkResult("done", SHORT)
        assert press(campaign, "erase", outgoing) == LinkResult("done", SHORT)
        assert campaign.all(SHORT) == []

    @pytest.mark.parametrize("behind", [HOUR, 400 * DAY])
    def test_the_clock_is_set_back(self, behind: int, campaign: Campaign) -> None:
        """Nothing is lost: the link works, and its owner can have another email."""
        campaign.sign()
        campaign.now -= behind
        assert campaign.service.preview("confirm", campaign.outbox[0].tokens["confirm"]).outcome == "ready"
        campaign.service.resend(VIGIL, ALES["email"])
        assert len(campaign.outbox) == 2
        for outgoing in campaign.outbox:
            assert press(campaign, "confirm", outgoing) == LinkResult("done", VIGIL)
        assert campaign.count() == 1

    def test_an_older_link_confirms_no_newer_text_though_the_clock_was_set_back(
        self, campaign: Campaign
    ) -> None:
        campaign.sign(name="Чужы")
        campaign.now -= HOUR
        campaign.sign(name="Алесь")
        assert press(campaign, "confirm", campaign.outbox[0]) == LinkResult("expired", VIGIL)
        assert campaign.service.preview("confirm", campaign.outbox[1].tokens["confirm"]).name == "Алесь"
        assert press(campaign, "confirm", campaign.outbox[1]) == LinkResult("done", VIGIL)

    @pytest.mark.parametrize("late", [7 * DAY + 60, 1000 * DAY])
    def test_whoever_has_confirmed_is_never_told_that_the_link_has_expired(
        self, late: int, campaign: Campaign
    ) -> None:
        outgoing = campaign.signed()
        campaign.now += late
        assert campaign.service.preview("confirm", outgoing.tokens["confirm"]).outcome == "done"
        assert press(campaign, "confirm", outgoing) == LinkResult("done", VIGIL)
        assert campaign.count() == 1
        press(campaign, "withdraw", outgoing)
        assert press(campaign, "confirm", outgoing) == LinkResult("expired", VIGIL)

    def test_a_petition_that_is_no_more(self, campaign: Campaign) -> None:
        campaign.sign()
        later = Campaign(campaign.store, petitions=[SHORT])
        for purpose in campaign.outbox[0].tokens:
            assert press(later, purpose, campaign.outbox[0]) == LinkResult("invalid")
        assert len(campaign.all()) == 1


class TestWrongTokens:
    """Whatever comes instead of a token gets one answer and changes nothing."""

    @given(st.text() | st.binary() | st.none() | st.integers() | st.lists(st.text()))
    def test_garbage(self, token: object) -> None:
        with in_memory() as (engine, store):
            campaign = Campaign(store)
            for purpose in PURPOSES:
                assert campaign.service.preview(purpose, token) == LinkPreview("invalid")  # type: ignore[arg-type]
                assert getattr(campaign.service, purpose)(token) == LinkResult("invalid")
            assert not any(rows(engine, store).values())

    def test_for_something_else(self, campaign: Campaign, engine: Engine) -> None:
        campaign.signed(email="b@example.org", agree=ALL)
        campaign.sign()
        tokens = {**campaign.outbox[-1].tokens, "unsubscribe": subscriber(campaign).token}
        stamp = campaign.service.hidden_fields(VIGIL)["started"]
        stranger = Campaign(campaign.store, secrets=NEWER)
        before = rows(engine, campaign.store)
        for purpose, token in tokens.items():
            for wrong in PURPOSES:
                if wrong != purpose:
                    assert getattr(campaign.service, wrong)(token) == LinkResult("invalid")
            for bad in (token[:-1], token + "A", token.swapcase(), token.upper(), stamp, f" {token}"):
                assert getattr(campaign.service, purpose)(bad) == LinkResult("invalid")
            assert getattr(stranger.service, purpose)(token) == LinkResult("invalid")
        assert rows(engine, campaign.store) == before

    def test_of_another_petition(self, campaign: Campaign) -> None:
        """The petition's name is part of what is signed."""
        campaign.sign()
        mine, rest = campaign.outbox[0].tokens["confirm"].split(".", 1)
        campaign.sign(SHORT)
        other, _ = campaign.outbox[1].tokens["confirm"].split(".", 1)
        assert mine != other
        assert campaign.service.confirm(f"{other}.{rest}") == LinkResult("invalid")
        assert campaign.count() == campaign.count(SHORT) == 0


class TestWithdraw:
    """Taking a signature back takes it out of the count, and says so in the log."""

    def test_confirmed(self, campaign: Campaign) -> None:
        outgoing = campaign.signed(agree=ALL)
        campaign.signed(email="b@example.org")
        assert campaign.count() == 2
        campaign.now += DAY
        for _ in range(2):
            assert press(campaign, "withdraw", outgoing) == LinkResult("done", VIGIL)
            assert campaign.count() == 1
        assert press(campaign, "confirm", outgoing) == LinkResult("invalid", VIGIL)
        assert campaign.count() == 1
        (gone,) = (found for found in campaign.all() if found.state == "withdrawn")
        assert (gone.name, gone.counted) == ("Алесь Бяляцкі", False)
        log = campaign.store.consents(VIGIL.id, gone.id)
        given, ended = log[:3], log[3:]
        assert [entry.purpose for entry in given] == ALL.split()
        assert {entry.action for entry in given} == {"given"}
        assert ended == [replace(each, action="withdrawn", method="link", at=campaign.now) for each in given]
        assert [found.email for found in campaign.service.subscribers(VIGIL)] == []

    def test_what_ended_before_does_not_end_again(self, campaign: Campaign) -> None:
        outgoing = campaign.signed(agree=ALL)
        campaign.service.unsubscribe(subscriber(campaign).token)
        campaign.now += DAY
        press(campaign, "withdraw", outgoing)
        ended = [
            (purpose, method) for purpose, act, method in campaign.consent_actions() if act == "withdrawn"
        ]
        assert ended == [("updates", "link"), ("processing", "link"), ("public", "link")]
        log = campaign.store.consents(VIGIL.id, campaign.one().id)
        assert [campaign.now - entry.at for entry in log if entry.action == "withdrawn"] == [DAY, 0, 0]

    def test_a_consent_of_the_hosts_own(self, store: SqlSignatureStore) -> None:
        own = Consent("press", "Journalists may call me")
        asked = Petition("asked", title="T", fields="email", consents=["processing", own])
        campaign = Campaign(store, petitions=[asked])
        campaign.sign(asked, agree="processing press")
        press(campaign, "withdraw", campaign.outbox[0])
        ended = [purpose for purpose, act, _ in campaign.consent_actions(asked) if act == "withdrawn"]
        assert ended == ["processing", "press"]

    def test_nothing_was_agreed_to(self, campaign: Campaign) -> None:
        press(campaign, "withdraw", campaign.signed(SHORT))
        assert (campaign.one(SHORT).state, campaign.consent_actions(SHORT)) == ("withdrawn", [])

    def test_pending(self, campaign: Campaign) -> None:
        campaign.sign()
        assert press(campaign, "withdraw", campaign.outbox[0]) == LinkResult("done", VIGIL)
        assert campaign.one().state == "withdrawn"
        assert campaign.consent_actions()[-1] == ("processing", "withdrawn", "link")
        assert campaign.count() == 0
        campaign.signed()
        assert campaign.count() == 1

    def test_erased(self, campaign: Campaign) -> None:
        outgoing = campaign.signed()
        press(campaign, "erase", outgoing)
        assert press(campaign, "withdraw", outgoing) == LinkResult("invalid", VIGIL)
        assert campaign.count() == 1


class TestErase:
    """Nothing of a person is left in any table, and what was counted still counts."""

    @pytest.mark.parametrize("household", [False, True])
    def test_confirmed(self, household: bool, store: SqlSignatureStore, engine: Engine) -> None:
        campaign = Campaign(store, household=household)
        outgoing = campaign.signed(agree=ALL)
        campaign.sign()
        before = campaign.one()
        there = text_of(engine, store)
        assert all(text in there for text in PERSONAL)
        for _ in range(2):
            assert press(campaign, "erase", outgoing) == LinkResult("done", VIGIL)
            assert campaign.count() == 1
        left = text_of(engine, store)
        for text in (*PERSONAL, *NEVER, before.signer_hash):
            assert text is None or text not in left
        # A copy of the list elsewhere must learn which signature was erased; retention forgets that too.
        feeds = {store.tables.changes.name, store.tables.new_changes.name}
        with_id = {name for name, found in rows(engine, store).items() if before.id in repr(found)}
        assert with_id <= feeds
        assert campaign.one().identity == before.identity, "until the petition closes"
        after = campaign.one()
        assert (after.state, after.counted, after.country) == ("erased", True, "BY")
        assert {act for _, act, _ in campaign.consent_actions()} == {"given"}
        assert press(campaign, "confirm", outgoing) == LinkResult("invalid", VIGIL)
        assert campaign.service.preview("erase", outgoing.tokens["erase"]) == LinkPreview("done", VIGIL)
        assert campaign.events[-1] == "erased"
        assert campaign.events.count("erased") == 1

    @pytest.mark.parametrize("state", ["pending", "withdrawn", "quarantined"])
    def test_what_does_not_count_goes(self, state: str, store: SqlSignatureStore, engine: Engine) -> None:
        campaign = Campaign(store)
        (campaign.machine if state == "quarantined" else campaign.sign)(agree=ALL)
        if state == "withdrawn":
            press(campaign, "withdraw", campaign.outbox[0])
        assert campaign.one().state == state
        for _ in range(2):
            assert press(campaign, "erase", campaign.outbox[0]) == LinkResult("done", VIGIL)
        tables = rows(engine, store)
        assert not tables[store.tables.signatures.name]
        assert not tables[store.tables.consents.name]
        left = repr(tables)
        assert not [text for text in (*PERSONAL, *NEVER) if text in left]
        assert campaign.count() == 0


class TestNews:
    """News go to those who want them and have confirmed, until they press a button."""

    @pytest.mark.parametrize("one_click", [False, True])
    def test_stop(self, one_click: bool, campaign: Campaign, engine: Engine) -> None:
        campaign.signed(agree=ALL)
        found = subscriber(campaign)
        assert (found.id, found.email) == (campaign.one().id, "Ales.B+vigil@googlemail.com")
        assert (found.name, found.locale) == ("Алесь Бяляцкі", "be")
        assert repr(found) == "<Subscriber: be>"
        for _ in range(2):
            act = campaign.service.unsubscribe(found.token, one_click=one_click)
            assert act == LinkResult("done", VIGIL)
        assert list(campaign.service.subscribers(VIGIL)) == []
        assert campaign.count() == 1
        assert (campaign.one().state, campaign.one().name) == ("confirmed", "Алесь Бяляцкі")
        assert campaign.consent_actions()[-1] == (
            "updates",
            "withdrawn",
            "one-click" if one_click else "link",
        )
        assert len(campaign.consent_actions()) == 4
        assert "googlemail" not in text_of(engine, campaign.store)
        assert campaign.events[-1] == "unsubscribed"
        assert campaign.events.count("unsubscribed") == 1

    def test_for_whom(self, campaign: Campaign) -> None:
        campaign.signed(email="a@example.org", agree=ALL)
        campaign.signed(email="b@example.org")
        campaign.sign(email="c@example.org", agree=ALL)
        campaign.machine(email="d@example.org", agree=ALL)
        press(campaign, "withdraw", campaign.signed(email="e@example.org", agree=ALL))
        press(campaign, "erase", campaign.signed(email="f@example.org", agree=ALL))
        assert subscriber(campaign).email == "a@example.org"

    def test_in_batches(self, campaign: Campaign) -> None:
        for number in range(5):
            campaign.signed(
                email=f"{number}@example.org", agree="processing updates" if number else "processing"
            )
        for batch in (1, 2, 4, 5, 1000):
            found = [one.email for one in campaign.service.subscribers(VIGIL, batch=batch)]
            assert sorted(found) == [f"{number}@example.org" for number in range(1, 5)]
        whole = list(campaign.service.subscribers(VIGIL))
        for served in range(4):
            rest = campaign.service.subscribers(VIGIL, after=whole[served].id, batch=2)
            assert [one.email for one in rest] == [one.email for one in whole[served + 1 :]]

    def test_a_link_in_old_news_still_stops_them(self, campaign: Campaign) -> None:
        campaign.signed(agree=ALL)
        token = subscriber(campaign).token
        campaign.now += 1000 * DAY
        assert campaign.service.unsubscribe(token) == LinkResult("done", VIGIL)
        assert list(campaign.service.subscribers(VIGIL)) == []

    def test_after_it_is_gone(self, campaign: Campaign) -> None:
        outgoing = campaign.signed(agree=ALL)
        token = subscriber(campaign).token
        press(campaign, "erase", outgoing)
        assert campaign.service.unsubscribe(token) == LinkResult("done", VIGIL)
        assert campaign.count() == 1


def test_a_busy_campaign_keeps_no_trace_of_where_anybody_was(
    store: SqlSignatureStore, engine: Engine
) -> None:
    campaign = Campaign(store, household=True)
    for number in range(6):
        for address in (ADDRESS, "2001:db8:77::1", f"::ffff:{ADDRESS}"):
            campaign.sign(email=f"Signer{number}+x@GoogleMail.com", ip_address=address)
            campaign.machine(email=f"robot{number}@example.org", ip_address=address)
        campaign.service.resend(VIGIL, f"signer{number}@gmail.com")
        press(campaign, "confirm", campaign.outbox[-1])
        campaign.now += HOUR
    left = text_of(engine, store)
    for trace in (ADDRESS, "203.0.113", "2001:db8", "example.org", "gmail", "igner0", "robot"):
        assert trace not in left
    assert campaign.outbox[0].to.casefold() not in left.casefold()
