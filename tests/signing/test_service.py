"""A form's way into the store: new, refused, or counted at once where there is no mailbox."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.signing import SigningService, SignResult, SqlSignatureStore, render_message
from solidarity_widgets.signing.intake.email import normalize_email
from solidarity_widgets.signing.keys import Keys

from .campaign import (
    ALES,
    DAY,
    FORMATTED,
    HOUR,
    NAMED,
    NEWER,
    NOW,
    OTHER,
    PETITIONS,
    PLACE,
    SECRET,
    SHORT,
    VIGIL,
    Campaign,
    in_memory,
    rows,
)


def words(purpose: str) -> str:
    consent = VIGIL.consent(purpose)
    assert consent is not None
    return wording_hash(consent.wording(get_locale("be")).text)


@pytest.fixture
def campaign(store: SqlSignatureStore) -> Campaign:
    return Campaign(store)


class TestNew:
    """A new signature waits for its button, and asks for it by one email."""

    def test_is_pending(self, campaign: Campaign) -> None:
        assert campaign.sign() == SignResult("confirm")
        found = campaign.one()
        assert (found.state, found.counted, found.confirmed_at) == ("pending", False, None)
        assert (found.name, found.country, found.postcode) == ("Алесь Бяляцкі", "BY", "220 030")
        assert (found.message, found.public, found.locale) == ("Мы разам з табой!", False, "be")
        assert (found.score, found.household_slot, found.signer_hash, found.source) == (0, 0, None, "web")
        assert (found.created_at, found.changed_at) == (NOW + 30, NOW + 30)
        assert found.last_email_at == NOW + 30
        assert campaign.count() == 0
        assert campaign.events == ["new"]

    def test_its_letter_has_three_tokens(self, campaign: Campaign) -> None:
        campaign.sign()
        (outgoing,) = campaign.outbox
        assert (outgoing.kind, outgoing.to, outgoing.petition) == (
            "confirm",
            "Ales.B+vigil@googlemail.com",
            VIGIL,
        )
        assert list(outgoing.tokens) == ["confirm", "withdraw", "erase"]
        assert len(set(outgoing.tokens.values())) == 3

    @pytest.mark.parametrize("agree", ["processing", "processing updates", "processing public"])
    def test_an_address_is_kept_for_news_alone(self, agree: str, campaign: Campaign) -> None:
        campaign.sign(agree=agree)
        found = campaign.one()
        assert found.email == ("Ales.B+vigil@googlemail.com" if "updates" in agree else "")
        assert found.public == ("public" in agree)
        assert [purpose for purpose, _, _ in campaign.consent_actions()] == agree.split()

    def test_the_consent_log_has_the_words(self, campaign: Campaign, store: SqlSignatureStore) -> None:
        campaign.sign(locale="uk")
        (entry,) = store.consents(VIGIL.id, campaign.one().id)
        assert (entry.purpose, entry.action, entry.method, entry.at) == (
            "processing",
            "given",
            "form",
            NOW + 30,
        )
        words = store.find_wording(VIGIL.id, entry.wording_hash)
        assert words is not None
        assert words.locale == entry.locale == "uk"
        asked = VIGIL.consent("processing")
        assert asked is not None
        assert words.text == asked.wording(get_locale("uk")).text
        assert wording_hash(words.text) == entry.wording_hash

    @pytest.mark.parametrize("locale", ["be", "en", "be-tarask", "fa", "sr-Latn"])
    def test_language(self, locale: str, campaign: Campaign) -> None:
        campaign.sign(locale=locale)
        assert campaign.outbox[0].locale == campaign.one().locale == get_locale(locale).code
        assert get_locale(campaign.outbox[0].locale).tag == locale

    def test_other_petitions_do_not_know_it(self, campaign: Campaign) -> None:
        campaign.sign()
        assert campaign.sign(OTHER) == SignResult("confirm")
        assert [outgoing.kind for outgoing in campaign.outbox] == ["confirm", "confirm"]
        assert campaign.one(VIGIL).identity != campaign.one(OTHER).identity

    @pytest.mark.parametrize("form", [{"started": ""}, {"started": "garbage"}, {"started": b"x"}])
    def test_a_form_without_a_stamp_is_taken(self, form: dict[str, Any], campaign: Campaign) -> None:
        campaign.sign(**form)
        assert (campaign.one().state, campaign.one().score) == ("pending", 15)

    def test_a_stamp_is_one_petitions(self, campaign: Campaign) -> None:
        campaign.sign(started=campaign.service.hidden_fields(OTHER)["started"])
        assert campaign.one().score == 15

    def test_hidden_fields_name_the_time_and_no_reader(self, campaign: Campaign) -> None:
        first = campaign.service.hidden_fields(VIGIL)
        assert list(first) == ["started"]
        assert campaign.service.hidden_fields(VIGIL) == first
        campaign.now += 1
        assert campaign.service.hidden_fields(VIGIL) != first
        assert campaign.all() == []

    @pytest.mark.parametrize("address", [None, "", "unix:", "203.0.113.7, 10.0.0.1", "2001:db8::1"])
    def test_any_address(self, address: object, campaign: Campaign) -> None:
        assert campaign.sign(ip_address=address) == SignResult("confirm")
        assert campaign.one().score == 0


class TestSecrets:
    """A wrong secret would make every signer a new one. It is noticed before anything is stored."""

    def test_a_foreign_secret(self, store: SqlSignatureStore) -> None:
        Campaign(store).signed()
        foreign = Campaign(store, secrets=NEWER)
        for call in (foreign.sign, lambda: foreign.service.resend(VIGIL, "a@example.org")):
            with pytest.raises(InvalidFieldError, match=r"^secrets must include the secret") as caught:
                call()
            assert NEWER not in str(caught.value)
        assert foreign.outbox == []
        assert foreign.count() == 1

    def test_a_rotated_secret(self, store: SqlSignatureStore) -> None:
        Campaign(store).signed()
        Campaign(store, secrets=[NEWER, SECRET]).sign()
        later = Campaign(store, secrets=NEWER)
        later.now += HOUR
        assert later.sign(email="b@example.org") == SignResult("confirm")
        with pytest.raises(InvalidFieldError, match="secrets must include"):
            Campaign(store, secrets="x7-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB").sign()

    def test_a_lost_secret_can_be_replaced(self, store: SqlSignatureStore) -> None:
        Campaign(store).signed()
        store.add_key_check(Keys(NEWER).check_values()[0])
        assert Campaign(store, secrets=NEWER).sign() == SignResult("confirm")

    def test_what_is_stored_reveals_no_secret(self, store: SqlSignatureStore) -> None:
        Campaign(store).signed()
        (check,) = store.key_checks()
        assert len(check) == 16
        assert check not in "".join(Keys(SECRET).identities(VIGIL.id, "alesb@gmail.com"))


class TestPetitionOrId:
    """Every method takes the petition or its id."""

    def test_each_method(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store)
        service, id = campaign.service, VIGIL.id
        campaign.machine(email="robot@example.org")
        robot = campaign.one().id
        values = {**ALES, **service.hidden_fields(id), "consent-processing": words("processing")}
        assert service.sign(id, values, locale="be") == SignResult("confirm")
        campaign.now += HOUR
        assert service.resend(id, ALES["email"]) == SignResult("confirm")
        assert service.confirm(campaign.outbox[-1].tokens["confirm"]).outcome == "done"
        assert (service.count(id), service.count_response(id).status, service.flush_counts(id)) == (1, 200, 0)
        assert service.recount(id).signed == 1
        assert list(service.subscribers(id)) == []
        assert [each.id for each in service.quarantined(id)] == [robot]
        assert service.release(id, robot)
        assert service.quarantine(id, robot)
        assert service.reject(id, robot)
        assert [each.signature.name for each in service.find(id, ALES["email"])] == [ALES["name"]]
        assert service.apply_retention(id, dry_run=True).erased == 0

    @pytest.mark.parametrize("petition", ["unknown", "", None, 7, Petition("unknown", title="T")])
    def test_an_unknown_one(self, petition: Any, campaign: Campaign) -> None:
        service = campaign.service
        for call in (service.hidden_fields, service.count, service.subscribers, service.recount):
            with pytest.raises(InvalidFieldError, match=r"^petition must be one of the service's petitions"):
                call(petition)


class TestFind:
    """What is stored about a mailbox, for an answer to its owner."""

    def test_all_of_it(self, campaign: Campaign) -> None:
        campaign.signed(agree="processing updates")
        (found,) = campaign.service.find(VIGIL, "alesb@GMAIL.com")
        assert found.signature == campaign.one()
        assert [entry.purpose for entry in found.consents] == ["processing", "updates"]
        assert {each.hash for each in found.wordings} == {each.wording_hash for each in found.consents}
        assert campaign.service.find(VIGIL, "b@example.org") == []
        assert campaign.service.find(OTHER, "alesb@gmail.com") == []
        assert "Бяляцкі" not in repr(found)


class TestCountElsewhere:
    """A page of another origin may read the count."""

    def test_cors(self, campaign: Campaign) -> None:
        response = campaign.service.count_response(VIGIL)
        again = campaign.service.count_response(VIGIL, response.headers["ETag"])
        assert (response.status, again.status) == (200, 304)
        for each in (response, again):
            assert each.headers["Access-Control-Allow-Origin"] == "*"

    @pytest.mark.parametrize("max_age", ["10", -1, 1.5, None, True])
    def test_a_time_that_is_none(self, max_age: Any, campaign: Campaign) -> None:
        with pytest.raises(InvalidFieldError, match=r"^max_age must be a whole number, 0 or more"):
            campaign.service.count_response(VIGIL, max_age=max_age)


class TestEarlierRules:
    """A signer is recognized under every rule set that there was."""

    def test_a_mailbox_that_was_stored_under_earlier_rules(
        self, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for address, other in (
            ("ann+lake@live.nl", "Ann@live.nl"),
            ("ivan-petrov@yandex.by", "ivan.petrov@narod.ru"),
            ("x@ales.fastmail.com", "ales@fastmail.com"),
        ):
            with monkeypatch.context() as patch:
                patch.setattr("solidarity_widgets.signing.intake.email.rule_sets", lambda: (1,))
                campaign.signed(email=address)
            campaign.now += HOUR
            campaign.sign(email=address)
            assert campaign.outbox[-1].kind == "already_signed"
            campaign.now += HOUR
            campaign.sign(email=other)
            assert campaign.outbox[-1].kind == ("already_signed" if other == address else "confirm")

    def test_families(self, campaign: Campaign) -> None:
        for family in (
            ["ivan.petrov@yandex.by", "ivan-petrov@yandex.by", "ivan.petrov@narod.ru", "ivan-petrov+1@ya.ru"],
            ["anna+1@outlook.de", "anna@outlook.de", "Anna+2@Outlook.DE"],
            ["ann@hotmail.fr", "ann+a@hotmail.fr"],
            ["ales@fastmail.com", "x@ales.fastmail.com", "ales+x@fastmail.com"],
        ):
            assert len({normalize_email(address) for address in family}) == 1, family
        assert normalize_email("anna@outlook.de") != normalize_email("anna@outlook.com")


class TestNobodyToAsk:
    """Without a mailbox a signature counts at once."""

    def test_country_alone(self, campaign: Campaign) -> None:
        for country in ("BY", "UA", "BY"):
            assert campaign.sign(PLACE, country=country) == SignResult("thanks")
        assert campaign.count(PLACE) == 3
        assert campaign.store.count_by(PLACE.id, "country") == {"BY": 2, "UA": 1}
        assert campaign.outbox == []
        for found in campaign.all(PLACE):
            assert (found.state, found.identity, found.signer_hash, found.name) == (
                "confirmed",
                None,
                None,
                "",
            )
            assert found.confirmed_at == found.created_at == found.changed_at

    def test_name_alone(self, campaign: Campaign) -> None:
        for _ in range(2):  # nobody can tell who is who
            assert campaign.sign(NAMED, agree="processing public") == SignResult("thanks")
        assert campaign.count(NAMED) == 2
        assert [found.message for found in campaign.store.public_signatures(NAMED.id)] == [
            ALES["message"]
        ] * 2

    def test_a_suspicious_one_is_told_the_same(self, campaign: Campaign) -> None:
        assert campaign.machine(PLACE) == SignResult("thanks")
        assert campaign.count(PLACE) == 0
        found = campaign.one(PLACE)
        assert found.state == "quarantined"
        assert campaign.store.release(PLACE.id, found.id, NOW + HOUR)
        assert campaign.count(PLACE) == 1

    def test_an_address_that_is_not_required(self, store: SqlSignatureStore) -> None:
        optional = Petition("optional", title="T", fields="name email", required="name", consents="")
        campaign = Campaign(store, petitions=[FORMATTED, optional])
        assert campaign.sign(FORMATTED, email="", message="") == SignResult("sign", {"email": "missing"})
        assert campaign.sign(optional, email="") == SignResult("thanks")
        assert campaign.sign(optional) == SignResult("confirm")
        assert campaign.count(optional) == 1


class TestMessages:
    """What was written is stored clean, and shown only if its writer agreed and confirmed."""

    def test_html(self, campaign: Campaign) -> None:
        campaign.signed(FORMATTED, message="<b onclick='x()'>Мы</b> <script>x()</script>2 < 3")
        stored = campaign.one(FORMATTED).message
        assert stored == "<b>Мы</b> 2 &lt; 3"
        assert render_message(stored, html=True) == stored

    def test_plain_text_is_escaped_when_it_is_shown(self, campaign: Campaign) -> None:
        campaign.signed(message="<b>Мы</b> 2 < 3")
        assert campaign.one().message == "<b>Мы</b> 2 < 3"
        assert str(render_message(campaign.one().message)) == "&lt;b&gt;Мы&lt;/b&gt; 2 &lt; 3"

    def test_shown(self, campaign: Campaign) -> None:
        campaign.signed(email="a@example.org", agree="processing public", message="Першы")
        campaign.signed(email="b@example.org", message="Не для ўсіх")
        campaign.sign(email="c@example.org", agree="processing public", message="Не пацверджаны")
        campaign.machine(email="d@example.org", agree="processing public", message="Робат")
        outgoing = campaign.signed(email="e@example.org", agree="processing public", message="Назад")
        campaign.service.withdraw(outgoing.tokens["withdraw"])
        outgoing = campaign.signed(email="f@example.org", agree="processing public", message="Прэч")
        campaign.service.erase(outgoing.tokens["erase"])
        assert [found.message for found in campaign.store.public_signatures(VIGIL.id)] == ["Першы"]


class TestRefused:
    """Of what has errors, or comes when there is no signing, nothing is stored."""

    def test_errors(self, campaign: Campaign) -> None:
        answer = campaign.sign(name="http://x", country="SU", agree="")
        errors = {"name": "link", "country": "unknown", "consent-processing": "missing"}
        assert answer == SignResult("sign", errors)
        assert campaign.events == ["invalid_form"]

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.fixed_dictionaries(
            {"name": st.sampled_from(["", "http://x", "1", "\x00"]) | st.binary() | st.none()},
            optional={
                **{field: st.text() | st.binary() | st.none() for field in FIELDS if field != "name"},
                "topic": st.text(),
                "started": st.text(),
                "consent-processing": st.text(),
            },
        )
    )
    def test_nothing_is_stored(self, form: dict[str, object]) -> None:
        with in_memory() as (engine, store):
            campaign = Campaign(store)
            campaign.sign(NAMED)
            before = rows(engine, store)
            for petition in (VIGIL, NAMED):
                answer = campaign.sign(petition, **form)
                assert answer.step == "sign"
                assert answer.errors["name"] in ("missing", "link", "letters", "characters")
            assert rows(engine, store) == before
            assert campaign.outbox == []

    @pytest.mark.parametrize("day", [-6, 6, 400])
    def test_not_open(self, day: int) -> None:
        with in_memory() as (engine, store):
            campaign = Campaign(store)
            campaign.now += day * DAY
            assert campaign.sign(SHORT) == SignResult("sign", closed=True)
            assert campaign.sign(SHORT, name="http://x") == SignResult("sign", closed=True)
            assert not any(rows(engine, store).values())
            assert campaign.events == ["not_open", "not_open"]

    @pytest.mark.parametrize(("at", "step"), [(-1, "confirm"), (0, "sign")])
    def test_the_last_second(self, at: int, step: str, campaign: Campaign) -> None:
        assert SHORT.deadline is not None
        campaign.now = int(SHORT.deadline.end.timestamp()) + at - 30
        assert campaign.sign(SHORT).step == step

    def test_a_petition_that_the_service_does_not_know(self) -> None:
        """Its links would lead nowhere, so it is the program's mistake and no signer's."""
        with in_memory() as (engine, store):
            campaign = Campaign(store, petitions=[OTHER])
            for ask in (campaign.sign, lambda petition: campaign.service.resend(petition, ALES["email"])):
                with pytest.raises(InvalidFieldError, match=r"^petition must be .*service's.*; got 'vigil'"):
                    ask(VIGIL)
            assert not any(rows(engine, store).values())
            assert campaign.events == []

    @pytest.mark.parametrize("values", [None, b"name=x", ["name"]])
    def test_no_form(self, values: object, campaign: Campaign) -> None:
        with pytest.raises(InvalidFieldError, match="values must be a mapping"):
            campaign.service.sign(VIGIL, values)


class TestTheHostsQuestions:
    """Counts, answers for the script, petitions by a function."""

    def test_count_answer(self, campaign: Campaign) -> None:
        first = campaign.service.count_response(VIGIL)
        assert (first.status, json.loads(first.body)) == (200, {"signed": 0})
        tag = first.headers["ETag"]
        assert campaign.service.count_response(VIGIL, f'"x", W/{tag}').status == 304
        campaign.signed()
        answer = campaign.service.count_response(VIGIL, tag, max_age=5)
        assert (answer.status, json.loads(answer.body)) == (200, {"signed": 1})
        assert answer.headers["Cache-Control"] == "public, max-age=5, stale-while-revalidate=10"

    @pytest.mark.parametrize("header", [None, "", "garbage", '"7', "\x00", ",,,"])
    def test_any_header(self, header: str | None, campaign: Campaign) -> None:
        assert campaign.service.count_response(VIGIL, header).status == 200

    def test_petitions_by_a_function(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, petitions={VIGIL.id: VIGIL}.get)
        campaign.signed()
        assert campaign.count() == 1

    def test_one_id_twice(self, store: SqlSignatureStore) -> None:
        with pytest.raises(InvalidFieldError, match=r"^petitions must not have one id twice; got 'vigil'"):
            SigningService(store, SECRET, petitions=[*PETITIONS, VIGIL], send=print)
