"""Workers send each email of the outbox, whatever the mail server does, and each once if nothing fails."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import Any

import pytest

from solidarity_widgets.exceptions import InvalidFieldError, PermanentMailError, TemporaryMailError
from solidarity_widgets.mail import (
    DeliveryResult,
    FolderSender,
    MailWorker,
    SmtpSender,
    compose,
    deliver_waiting,
)
from solidarity_widgets.mail.worker import pause
from solidarity_widgets.signing import MemorySignatureStore, OutgoingEmail, SqlSignatureStore

from ..mail.smtp_server import MailServer, mail_server
from .campaign import DAY, HOUR, OTHER, VIGIL, Campaign


def write(outgoing: OutgoingEmail) -> EmailMessage:
    return compose(
        outgoing,
        sender="Vigil <info@example.org>",
        link=lambda purpose, token, locale: f"https://example.org/{purpose}/{token}",
    )


class Sent:
    """A sender that keeps what it gets, or raises what a test wants."""

    def __init__(self, *raised: Exception | None) -> None:
        self.to: list[str] = []
        self.raised = list(raised)

    def __call__(self, message: EmailMessage) -> None:
        error = self.raised.pop(0) if self.raised else None
        if error is not None:
            raise error
        self.to.append(message["To"])


class Waiting(Campaign):
    def __init__(self, store: Any, **options: Any) -> None:
        super().__init__(store, send=None, **options)

    def signers(self, number: int) -> set[str]:
        addresses = {f"a{each}@example.org" for each in range(number)}
        for address in sorted(addresses):
            self.sign(email=address, wait=0, ip_address=None)
        return addresses

    def deliver(
        self, sender: Any, compose: Callable[[OutgoingEmail], EmailMessage] = write
    ) -> DeliveryResult:
        return deliver_waiting(self.service, compose, sender)

    @property
    def waiting(self) -> int:
        return sum(sum(self.store.count_emails(each.id, 2**40).values()) for each in (VIGIL, OTHER))


@pytest.fixture
def campaign(store: SqlSignatureStore) -> Waiting:
    return Waiting(store)


def test_over_a_real_server(campaign: Waiting) -> None:
    campaign.signers(30)
    with mail_server() as server, SmtpSender("127.0.0.1", server.port, security="none") as sender:
        assert campaign.deliver(sender).sent == 30
        assert len(set(server.recipients)) == len(server.messages) == 30
        assert server.connections == 1
        [link] = [word for word in server.read().get_content().split() if "/confirm/" in word]
    assert campaign.service.confirm(link.rpartition("/")[2].partition("?")[0]).outcome == "done"
    assert campaign.waiting == 0
    assert campaign.deliver(Sent()) == DeliveryResult()


def test_into_a_folder(campaign: Waiting, tmp_path: Any) -> None:
    campaign.signers(3)
    assert campaign.deliver(FolderSender(tmp_path)).sent == 3
    assert len(list(tmp_path.glob("*.eml"))) == 3


@pytest.mark.parametrize("workers", [4])
def test_several_workers_at_once_send_each_once(workers: int, place: Any) -> None:
    with place.open() as store:
        campaign = Waiting(store)
        addresses = campaign.signers(120)
        sent = Sent()
        barrier = threading.Barrier(workers)

        def work(_: int) -> int:
            with place.open() as own:
                one = Waiting(own)
                one.now = campaign.now
                barrier.wait()
                return deliver_waiting(one.service, write, sent, batch=7).sent

        with ThreadPoolExecutor(workers) as threads:
            numbers = list(threads.map(work, range(workers)))
        assert sum(numbers) == 120
        assert Counter(sent.to) == Counter(addresses)
        assert campaign.waiting == 0


class TestFailures:
    def test_what_is_refused_for_good_is_deleted_and_reported(self, campaign: Waiting) -> None:
        campaign.signers(3)
        campaign.events.clear()
        sent = Sent(PermanentMailError("no", 550))
        result = campaign.deliver(sent)
        assert (result.sent, result.refused, campaign.waiting) == (2, 1, 0)
        assert campaign.events == ["email_refused"]
        assert result.failures == {"no": 1}

    def test_what_fails_is_tried_again_ever_later(self, campaign: Waiting) -> None:
        campaign.signers(1)
        sent = Sent(*[TemporaryMailError("greylisted", 450)] * 3)
        for attempt, longest in ((1, 75), (2, 150), (3, 300)):
            assert campaign.deliver(sent).postponed == 1
            assert campaign.deliver(sent) == DeliveryResult(), "it is not due yet"
            due_at = campaign.store.emails_due()[VIGIL.id]
            assert longest * 0.6 <= due_at - campaign.now <= longest, attempt
            campaign.now = due_at
        assert campaign.deliver(sent).sent == 1

    @pytest.mark.parametrize("server_is_away", [True, False])
    def test_after_a_day_it_is_given_up_and_reported(self, campaign: Waiting, server_is_away: bool) -> None:
        campaign.signers(1)
        campaign.events.clear()
        began = campaign.now
        tried = given_up = 0
        while campaign.waiting:
            error = TemporaryMailError("away", for_all=server_is_away)
            result = campaign.deliver(Sent(error))
            tried += 1
            given_up += result.given_up
            campaign.now = max(campaign.store.emails_due().values(), default=campaign.now)
        assert DAY - 2 * HOUR < campaign.now - began <= DAY
        assert 20 < tried < 45
        assert (given_up, campaign.events) == (1, ["email_given_up"])

    def test_without_a_worker_for_a_day(self, campaign: Waiting) -> None:
        campaign.signers(2)
        campaign.events.clear()
        campaign.now += DAY + 1
        sent = Sent()
        assert campaign.deliver(sent).given_up == 2
        assert (sent.to, campaign.waiting, campaign.events) == ([], 0, ["email_given_up"] * 2)

    def test_if_no_email_is_taken_the_others_are_left(self, campaign: Waiting) -> None:
        campaign.signers(50)
        campaign.sign(OTHER, wait=0)
        sent = Sent(None, TemporaryMailError("away", for_all=True))
        result = campaign.deliver(sent)
        assert (result.sent, result.postponed, result.available) == (1, 1, False)
        result = campaign.deliver(sent)  # they had no attempt, so they are due at once
        assert (result.sent, campaign.waiting) == (49, 1)

    def test_a_lease_ends(self, campaign: Waiting) -> None:
        campaign.signers(1)
        assert campaign.store.claim_emails(VIGIL.id, campaign.now, lease=600, limit=1)
        assert campaign.deliver(Sent()).sent == 0
        campaign.now += 600
        assert campaign.deliver(Sent()).sent == 1

    def test_what_changes_while_it_is_sent_is_sent_again(self, campaign: Waiting) -> None:
        campaign.sign(name="Before")

        def slow(message: EmailMessage) -> None:
            if not sent:
                campaign.sign(wait=130, name="After")
            sent.append(message)

        sent: list[EmailMessage] = []
        result = campaign.deliver(slow)
        campaign.deliver(slow)
        assert len(sent) == 2
        assert campaign.waiting == 0
        assert result.sent >= 1

    @pytest.mark.parametrize("fault", ["compose", "send"])
    def test_a_fault_of_the_host_loses_nothing_and_shows_no_address(
        self, fault: str, campaign: Waiting, caplog: pytest.LogCaptureFixture
    ) -> None:
        campaign.signers(1)

        def broken(value: Any) -> EmailMessage:
            raise KeyError(f"no template for {getattr(value, 'to', None) or value['To']}")

        arguments = (Sent(), broken) if fault == "compose" else (broken, write)
        result = campaign.deliver(*arguments)
        assert (result.sent, result.postponed, result.failures) == (0, 1, {"KeyError": 1})
        assert "KeyError in broken" in caplog.text
        assert "example.org" not in caplog.text

    def test_a_petition_nobody_knows_waits_for_a_worker_that_does(
        self, campaign: Waiting, store: SqlSignatureStore
    ) -> None:
        campaign.signers(1)
        other = Waiting(store, petitions=[OTHER])
        other.now = campaign.now
        assert other.deliver(Sent()).postponed == 1
        campaign.now = max(store.emails_due().values())
        assert campaign.deliver(Sent()).sent == 1

    def test_what_is_not_needed_any_more_is_not_sent(self, campaign: Waiting) -> None:
        campaign.sign()
        [email] = campaign.store.claim_emails(VIGIL.id, campaign.now, lease=1, limit=1)
        outgoing = campaign.service.prepare_email(email)
        assert outgoing is not None
        campaign.service.confirm(outgoing.tokens["confirm"])
        campaign.store.record_email(
            VIGIL.id, email.signature_id, campaign.now, min_interval=0, emails=[email]
        )
        assert campaign.waiting == 1
        result = campaign.deliver(Sent())
        assert (result.sent, result.unneeded, campaign.waiting) == (0, 1, 0)

    @pytest.mark.parametrize("options", [{"batch": 0}, {"lease": 0}, {"batch": "x"}])
    def test_numbers(self, options: Any, campaign: Waiting) -> None:
        with pytest.raises(InvalidFieldError):
            deliver_waiting(campaign.service, write, Sent(), **options)


@pytest.mark.parametrize(
    "reply", ["hang", "disconnect", "421 4.3.2 later", "451 4.3.0 later", "550 5.1.1 never"]
)
@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_no_email_is_lost_whatever_a_server_does(reply: str, command: str, store: SqlSignatureStore) -> None:
    """Delivered, waiting, or refused for good and reported."""
    campaign = Waiting(store)
    addresses = campaign.signers(6)
    campaign.events.clear()
    with mail_server() as server:
        server.replies[command] = ["", reply, "", reply, ""]
        with SmtpSender("127.0.0.1", server.port, security="none", timeout=0.5) as sender:
            for _ in range(4):
                campaign.deliver(sender)
                campaign.now = max([campaign.now, *campaign.store.emails_due().values()])
        refused = campaign.events.count("email_refused")
        assert campaign.waiting == 0
        assert len(set(server.recipients)) + refused == len(addresses)
        assert refused == (2 if reply.startswith("5") and command != "MAIL" else 0)
        twice = len(server.recipients) - len(set(server.recipients))
        assert twice == (2 if (command, reply) == ("DATA", "disconnect") else 0)


class TestWorker:
    """A thread of the site."""

    @staticmethod
    def wait(until: Callable[[], bool]) -> None:
        ends = time.monotonic() + 20
        while not until():
            assert time.monotonic() < ends
            time.sleep(0.01)

    def test_it_sends_as_soon_as_a_form_is_taken(self, campaign: Waiting) -> None:
        sent = Sent()
        with MailWorker(campaign.service, write, sent, interval=60) as worker:
            worker.start()  # once more changes nothing
            for number in range(3):
                campaign.sign(email=f"a{number}@example.org")
                self.wait(lambda number=number: len(sent.to) == number + 1)
        assert not worker.is_running
        self.wait(lambda: not campaign.waiting)

    def test_it_finds_what_other_processes_have_queued(self, place: Any) -> None:
        with place.open() as store, place.open() as other:
            campaign, sent = Waiting(store), Sent()
            with MailWorker(campaign.service, write, sent, interval=0.05):
                time.sleep(0.1)
                elsewhere = Waiting(other)
                elsewhere.sign()
                campaign.now = elsewhere.now
                self.wait(lambda: len(sent.to) == 1)

    def test_it_outlives_a_store_that_fails(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        campaign, sent = Waiting(MemorySignatureStore()), Sent()
        campaign.sign()
        due = campaign.store.emails_due
        failures = [RuntimeError("of Ales"), RuntimeError("of Ales")]

        def fail() -> Any:
            if failures:
                raise failures.pop()
            return due()

        monkeypatch.setattr(campaign.store, "emails_due", fail)
        with MailWorker(campaign.service, write, sent, interval=0.01):
            self.wait(lambda: len(sent.to) == 1)
        assert caplog.text.count("RuntimeError in fail") == 2
        assert "Ales" not in caplog.text

    def test_it_does_not_hammer_a_server_that_is_away(
        self, campaign: Waiting, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.WARNING)
        sent = Sent(*[TemporaryMailError("away", for_all=True)] * 50)
        campaign.signers(50)
        with MailWorker(campaign.service, write, sent, interval=0.05):
            time.sleep(0.6)
        assert 42 < len(sent.raised) < 50
        assert "1 emails were not sent: away" in caplog.text

    def test_stopping_leaves_the_rest_in_the_outbox(self, campaign: Waiting) -> None:
        campaign.signers(20)
        started = threading.Event()

        def slow(message: EmailMessage) -> None:
            started.set()
            time.sleep(0.05)

        worker = MailWorker(campaign.service, write, slow)
        worker.start()
        assert started.wait(10)
        assert worker.stop()
        left = campaign.waiting
        assert 10 < left < 20
        assert campaign.deliver(Sent()).sent == left, "what it had claimed is due at once"


def test_pauses_have_chance_in_them() -> None:
    assert len({pause(7) for _ in range(50)}) > 10
    assert all(45 <= pause(1) <= 75 for _ in range(50))
    assert all(2700 <= pause(1000) <= 4500 for _ in range(50))
