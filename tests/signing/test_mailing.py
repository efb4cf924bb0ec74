"""Emails: how many, and to whom; the headers that stop the news; and none shows what it holds."""

from __future__ import annotations

import logging
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.mime.text import MIMEText
from email.policy import EmailPolicy as EmailPolicyOfPython
from email.policy import Policy

import pytest

from solidarity_widgets.exceptions import InvalidURLError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import (
    BlockList,
    EmailPolicy,
    Rate,
    SignResult,
    SqlSignatureStore,
    is_one_click,
    unsubscribe_headers,
)

from .campaign import ADDRESS, ALES, DAY, HOUR, NEVER, OTHER, PERSONAL, SHORT, VIGIL, Campaign


@pytest.fixture(params=[False, True], ids=["own queue", "outbox"])
def campaign(store: SqlSignatureStore, request: pytest.FixtureRequest) -> Campaign:
    return Campaign(store, queued=request.param)


def kinds(campaign: Campaign) -> list[str]:
    return [outgoing.kind for outgoing in campaign.outbox]


class TestHowMany:
    """Forms that strangers fill in cannot flood a mailbox, whichever way they are sent."""

    @pytest.mark.parametrize("way", ["resubmitted", "resend", "another spelling"])
    def test_cool_down(self, way: str, campaign: Campaign) -> None:
        campaign.sign()
        sent_at = campaign.now

        def again() -> None:
            if way == "resend":
                campaign.service.resend(VIGIL, ALES["email"])
            else:
                campaign.sign(wait=0, email="a.lesb@gmail.com" if way != "resubmitted" else ALES["email"])

        for after, outbox in ((1, 1), (119, 1), (120, 2), (239, 2), (240, 3)):
            campaign.now = sent_at + after
            again()
            assert len(campaign.outbox) == outbox

    def test_most_for_one_address_over_all_petitions(self, store: SqlSignatureStore) -> None:
        many = [Petition(f"p{number}", title="T", fields="email", consents="") for number in range(12)]
        campaign = Campaign(store, petitions=many)
        for number, petition in enumerate(many):
            campaign.sign(petition, email=f"ales.b+{number}@gmail.com", wait=0)
        assert len(campaign.outbox) == 10
        assert all(campaign.all(petition) for petition in many)
        campaign.sign(many[0], email="b@example.org", wait=0)  # another's mailbox
        assert len(campaign.outbox) == 11
        campaign.now += DAY
        campaign.service.resend(many[11], "alesb@gmail.com")
        assert len(campaign.outbox) == 12
        assert campaign.service.confirm(campaign.outbox[-1].tokens["confirm"]).outcome == "done"

    def test_what_was_not_sent_uses_nothing_up(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, email_policy=EmailPolicy(per_address=Rate(2, DAY)))
        for _ in range(9):
            campaign.sign(wait=0)  # within the cool-down
        campaign.sign(OTHER, wait=0)
        assert kinds(campaign) == ["confirm", "confirm"]

    def test_a_policy_of_ones_own(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, email_policy=EmailPolicy(min_interval=0, per_address=Rate(2, DAY)))
        for _ in range(4):
            campaign.sign(wait=0)
        assert len(campaign.outbox) == 2

    def test_withdrawn_ones_do_not_give_new_letters_for_ever(self, campaign: Campaign) -> None:
        """An address gets ten a day whatever is withdrawn in between."""
        for _ in range(15):
            campaign.sign(wait=0)
            campaign.service.withdraw(campaign.outbox[-1].tokens["withdraw"])
        assert len(campaign.outbox) == 10


class TestStrangersForms:
    """Nobody needs to read a mailbox to fill in forms with its address. That must not harm its owner."""

    def strangers(self, campaign: Campaign, count: int, petition: Petition = VIGIL, **form: str) -> None:
        for number in range(count):
            campaign.sign(petition, wait=121, name=f"Rude Name {number}", **form)

    def test_a_spent_budget_kills_no_delivered_link(self, campaign: Campaign) -> None:
        campaign.sign(name="Алесь", email="alesia@example.org")
        for number in range(10):
            campaign.sign(OTHER, email=f"alesia+{number}@example.org", wait=0)
        campaign.now += HOUR
        sent = len(campaign.outbox)
        campaign.sign(name="Хтосьці", email="alesia@example.org")
        assert len(campaign.outbox) == sent, "the day's limit is reached"
        token = campaign.outbox[0].tokens["confirm"]
        assert campaign.service.preview("confirm", token).name == "Алесь"
        assert campaign.service.confirm(token).outcome == "done"
        assert (campaign.one().name, campaign.count()) == ("Алесь", 1)

    @pytest.mark.parametrize("later", [121, HOUR, DAY + HOUR])
    def test_five_forms_do_not_keep_the_owner_out(self, later: int, campaign: Campaign) -> None:
        self.strangers(campaign, 5)
        campaign.sign(name="Алесь", wait=later)
        token = campaign.outbox[-1].tokens["confirm"]
        assert campaign.service.preview("confirm", token).name == "Алесь"
        assert campaign.service.confirm(token).outcome == "done"

    @pytest.mark.parametrize("first", ["stranger", "program", "owner"])
    def test_with_a_link_of_theirs_the_owner_can_always_sign(self, first: str, campaign: Campaign) -> None:
        """Even on a day on which strangers have used up every email: the link proves who they are."""
        {"stranger": campaign.sign, "program": campaign.machine, "owner": campaign.sign}[first](name="X")
        self.strangers(campaign, 30)
        token = campaign.outbox[0].tokens["confirm"]
        sent = len(campaign.outbox)
        assert campaign.sign(name="Алесь", confirm_token=token) == SignResult("thanks")
        assert len(campaign.outbox) == sent
        assert (campaign.one().name, campaign.one().state, campaign.count()) == ("Алесь", "confirmed", 1)
        assert campaign.consent_actions() == [("processing", "given", "form")]

    def test_nobody_elses_link_helps(self, campaign: Campaign) -> None:
        campaign.sign(email="stranger@example.org", name="Хтосьці")
        stranger = campaign.outbox[-1].tokens["confirm"]
        campaign.sign(name="Алесь")
        own = campaign.outbox[-1].tokens
        campaign.sign(OTHER)
        for token in (stranger, campaign.outbox[-1].tokens["confirm"], own["erase"], "", b"x", 7):
            campaign.now += HOUR
            assert campaign.sign(name="Чужы", confirm_token=token) == SignResult("confirm")
            assert (campaign.count(), campaign.count(OTHER)) == (0, 0)
        campaign.now += 8 * DAY
        assert campaign.sign(name="Чужы", confirm_token=own["confirm"]) == SignResult("confirm")
        assert campaign.count() == 0

    def test_nor_does_a_link_of_a_signature_that_was_confirmed(self, campaign: Campaign) -> None:
        outgoing = campaign.signed(name="Алесь")
        campaign.now += HOUR
        result = campaign.sign(name="Чужы", confirm_token=outgoing.tokens["confirm"])
        assert (result, campaign.one().name, campaign.count()) == (SignResult("confirm"), "Алесь", 1)

    def test_a_blocked_mailbox_stays_blocked(self, store: SqlSignatureStore) -> None:
        Campaign(store).sign()
        campaign = Campaign(store)
        campaign.sign(email="b@example.org")
        token = campaign.outbox[-1].tokens["confirm"]
        blocking = Campaign(store, block_list=BlockList("b@example.org"))
        assert blocking.sign(email="b@example.org", confirm_token=token) == SignResult("confirm")
        assert blocking.count() == 0

    def test_a_clock_that_was_far_ahead_silences_nobody(self, campaign: Campaign) -> None:
        campaign.now += 1000 * DAY
        campaign.sign(name="Алесь")
        campaign.now -= 1000 * DAY
        campaign.sign(name="Алесь", wait=0)
        assert len(campaign.outbox) == 2
        assert campaign.service.confirm(campaign.outbox[-1].tokens["confirm"]).outcome == "done"
        assert campaign.count() == 1


class TestResend:
    """Once more, for whoever asks; the answer is the same for every address."""

    def test_pending(self, campaign: Campaign) -> None:
        campaign.sign()
        campaign.now += HOUR
        campaign.service.resend(VIGIL, " Ales.B+vigil@googlemail.com ", locale="uk")
        assert kinds(campaign) == ["confirm", "confirm"]
        assert campaign.outbox[-1].locale == "uk"
        assert campaign.service.confirm(campaign.outbox[-1].tokens["confirm"]).outcome == "done"
        assert campaign.count() == 1

    def test_confirmed(self, campaign: Campaign) -> None:
        campaign.signed()
        campaign.now += HOUR
        campaign.service.resend(VIGIL, ALES["email"])
        assert kinds(campaign) == ["confirm", "already_signed"]
        assert list(campaign.outbox[-1].tokens) == ["withdraw", "erase"]

    def test_nobody(self, campaign: Campaign) -> None:
        campaign.signed()
        campaign.service.withdraw(campaign.outbox[0].tokens["withdraw"])
        campaign.signed(email="b@example.org")
        campaign.service.erase(campaign.outbox[1].tokens["erase"])
        campaign.outbox.clear()
        campaign.now += HOUR
        for address in (ALES["email"], "b@example.org", "nobody@example.org"):
            assert campaign.service.resend(VIGIL, address) == SignResult("confirm")
        assert campaign.service.resend(OTHER, ALES["email"]) == SignResult("confirm")
        assert campaign.outbox == []

    def test_the_one_who_waits_in_a_household(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, household=True)
        campaign.signed(name="Наталля")
        campaign.sign(name="Алесь")
        campaign.now += HOUR
        campaign.service.resend(VIGIL, ALES["email"])
        assert kinds(campaign) == ["confirm"] * 3
        assert campaign.service.confirm(campaign.outbox[-1].tokens["confirm"]).outcome == "done"
        assert campaign.count() == 2

    @pytest.mark.parametrize("robot", ["Наталля", "Алесь"])
    def test_a_household_with_a_program_in_it(self, robot: str, store: SqlSignatureStore) -> None:
        """What a program has sent under another name does not get the email of somebody who waits."""
        campaign = Campaign(store, household=True)
        for name in ("Наталля", "Алесь"):
            (campaign.machine if name == robot else campaign.sign)(name=name)
        (waiting,) = (found for found in campaign.all() if found.state == "pending")
        campaign.now += HOUR
        campaign.service.resend(VIGIL, ALES["email"])
        landing = campaign.service.preview("confirm", campaign.outbox[-1].tokens["confirm"])
        assert landing.name == waiting.name != robot
        assert campaign.service.confirm(campaign.outbox[-1].tokens["confirm"]).outcome == "done"
        assert campaign.count() == 1

    @pytest.mark.parametrize(
        "email", ["", None, "ales", b"ales@example.org", "a@b.org\nBcc: ales@example.org"]
    )
    def test_no_address(self, email: object, campaign: Campaign) -> None:
        campaign.sign()
        campaign.now += HOUR
        assert campaign.service.resend(VIGIL, email) == SignResult("sign", {"email": "format"})
        assert len(campaign.outbox) == 1

    @pytest.mark.parametrize("pressed", [False, True])
    @pytest.mark.parametrize(("after", "fits"), [(-1, True), (0, False), (400 * DAY, False)])
    def test_no_link_that_cannot_confirm(
        self, after: int, fits: bool, pressed: bool, campaign: Campaign
    ) -> None:
        """A pending signature's email would be of no use; a confirmed one's still lets it be erased."""
        assert SHORT.deadline is not None
        campaign.now = int(SHORT.deadline.end.timestamp()) - HOUR
        (campaign.signed if pressed else campaign.sign)(SHORT)
        campaign.outbox.clear()
        campaign.now = int(SHORT.deadline.confirm_until.timestamp()) + after
        for address in (ALES["email"], "nobody@example.org"):
            assert campaign.service.resend(SHORT, address) == SignResult("confirm")
        assert kinds(campaign) == (["already_signed"] if pressed else ["confirm"] if fits else [])

    def test_blocked(self, store: SqlSignatureStore) -> None:
        campaign = Campaign(store, block_list=BlockList("alesb@gmail.com"))
        campaign.sign()
        campaign.now += HOUR
        campaign.service.resend(VIGIL, ALES["email"])
        assert campaign.outbox == []


class TestHeaders:
    """A mail program's own button (RFC 8058)."""

    @pytest.mark.parametrize(
        "url", ["http://example.org/u?t=1", "HTTP://example.org/u", "http://localhost/u"]
    )
    def test_nothing_but_https(self, url: str) -> None:
        with pytest.raises(InvalidURLError, match=r"must begin with https://"):
            unsubscribe_headers(url)

    def test_any_spelling_of_https(self) -> None:
        header = unsubscribe_headers("HTTPS://example.org/u?t=1")["List-Unsubscribe"]
        assert header.lower() == "<https://example.org/u?t=1>"

    @pytest.mark.parametrize(
        "policy",
        [
            *(policy.default, policy.SMTP, policy.SMTPUTF8, policy.strict),
            *(policy.SMTP.clone(max_line_length=40), policy.compat32, policy.compat32.clone(linesep="\r\n")),
        ],
        ids=str,
    )
    def test_they_stay_whole_in_a_message(self, campaign: Campaign, policy: Policy) -> None:
        """A token has about 90 characters, and no encoded word may stand for a URL."""
        campaign.signed(agree="processing updates")
        (subscriber,) = campaign.service.subscribers(VIGIL)
        url = f"https://пошта.прыклад/спыніць/{subscriber.token}?a=1&b=>"
        message = EmailMessage(policy=policy) if isinstance(policy, EmailPolicyOfPython) else MIMEText("x")
        for name, value in unsubscribe_headers(url).items():
            message[name] = value
        sent = message.as_bytes(policy=policy)
        assert b"=?" not in sent
        assert sent.isascii()
        read = message_from_bytes(sent)
        path = "%D1%81%D0%BF%D1%8B%D0%BD%D1%96%D1%86%D1%8C"
        expected = f"<https://xn--80a1acn3a.xn--80aod3aj4cr/{path}/{subscriber.token}?a=1&b=%3E>"
        assert "".join(read["List-Unsubscribe"].split()) == expected.replace(
            "xn--80aod3aj4cr", "прыклад".encode("idna").decode()
        )
        assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    @pytest.mark.parametrize(
        "url",
        ["", "u?t=1", "mailto:u@example.org", "https://e.org/>\r\nBcc: a@b.org", "javascript:x()", None],
    )
    def test_addresses_that_are_none(self, url: object) -> None:
        with pytest.raises(InvalidURLError):
            unsubscribe_headers(url)

    @pytest.mark.parametrize(
        ("body", "expected_text"),
        [
            (b"List-Unsubscribe=One-Click", True),
            (b"List-Unsubscribe=One%2DClick&x=1", True),
            (
                b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
                b"One-Click\r\n--x--\r\n",
                True,
            ),
            (b"", False),
            (b"List-Unsubscribe=", False),
            (b"list-unsubscribe=one-click", False),
            (b"x=List-Unsubscribe=One-Click", False),
            (b'--x\r\nContent-Disposition: form-data; name="x"\r\n\r\nOne-Click\r\n--x--\r\n', False),
            (b"\xff\xfe" * 1000, False),
        ],
        ids=range(9),
    )
    def test_one_click(self, body: bytes, expected_text: bool) -> None:
        assert is_one_click(body) is expected_text


def test_nothing_shows_personal_data(store: SqlSignatureStore, caplog: pytest.LogCaptureFixture) -> None:
    """Neither what is returned, nor what is raised, nor what is logged."""
    caplog.set_level(logging.DEBUG)
    campaign = Campaign(store, household=True)
    shown = [repr(campaign.service), repr(campaign.service.keys), repr(store)]
    shown.append(repr(campaign.sign(name="Бяляцкі http://x", email="Ales.B")))
    outgoing = campaign.signed(agree="processing updates public")
    campaign.now += HOUR
    campaign.sign()
    shown += map(repr, campaign.outbox)
    assert shown[-1] == "<OutgoingEmail: already_signed, vigil, be>"
    shown += [repr(list(campaign.service.subscribers(VIGIL))), repr(campaign.all())]
    for token in (outgoing.tokens["confirm"], "Ales.B@googlemail.com"):
        shown += [repr(campaign.service.preview("confirm", token)), repr(campaign.service.confirm(token))]
    shown += map(repr, [campaign.store.consents(VIGIL.id, found.id) for found in campaign.all()])
    text = "".join(shown) + caplog.text + "".join(campaign.events)
    identities = [found.identity for found in campaign.all()]
    for personal in (*PERSONAL, *NEVER, ADDRESS, *identities, *outgoing.tokens.values()):
        assert personal is not None
        assert personal not in text
    assert not [record for record in caplog.records if record.name.startswith("solidarity_widgets")]
