"""Workers: they take emails out of the outbox, have them written, and hand them to a sender.

An email leaves the outbox only after the sender has returned, so it is sent at least once. It is sent twice
if a worker is killed in between, or if a mail server takes it and the answer is lost.
"""

from __future__ import annotations

import logging
import smtplib
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from secrets import SystemRandom
from typing import TypeAlias

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import (
    MailError,
    PermanentMailError,
    SolidarityWidgetsError,
    StoreError,
    TemporaryMailError,
)
from solidarity_widgets.mail.senders import Sender
from solidarity_widgets.mail.smtp_errors import mail_error
from solidarity_widgets.signing import OutgoingEmail, QueuedEmail, SigningService
from solidarity_widgets.signing.store.records import MAX_EMAIL_AGE

#: Writes the message for an email.
Composer: TypeAlias = Callable[[OutgoingEmail], EmailMessage]

_LOG = logging.getLogger("solidarity_widgets.mail")
#: How many emails a worker claims at once, and for how many seconds.
_BATCH, _LEASE = 20, 600
#: Seconds before the second attempt; each further pause is twice as long, up to an hour.
_FIRST_PAUSE, _LONGEST_PAUSE = 60, 3600
#: Seconds after which a worker looks for emails that another process has queued.
_INTERVAL = 10


@dataclass(slots=True)
class DeliveryResult:
    """What a worker has done. It contains no address.

    Attributes:
        sent: How many emails the sender took.
        postponed: How many will be tried again.
        refused: How many were refused for good, and deleted.
        given_up: How many had waited for more than a day, and were deleted.
        unneeded: How many had no purpose any more, and were deleted.
        failures: What failed, and how often.
        available: Whether the mail server takes emails at all.
    """

    sent: int = 0
    postponed: int = 0
    refused: int = 0
    given_up: int = 0
    unneeded: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    available: bool = True


def deliver_waiting(
    service: SigningService,
    compose: Composer,
    sender: Sender,
    *,
    batch: int = _BATCH,
    lease: int = _LEASE,
    stopped: Callable[[], bool] = lambda: False,
) -> DeliveryResult:
    """Send the emails of the outbox that are due, and return.

    Any number of workers, threads and processes can do this at once: each email is claimed by one of them.

    What the sender raises decides what happens to an email. A ``PermanentMailError`` deletes it, and
    *observe* of the service gets ``email_refused``. Anything else postpones it, for a minute at first and an
    hour at last. One that has waited for a day is deleted, and *observe* gets ``email_given_up``. Exceptions
    of :mod:`smtplib` are understood too. After a ``TemporaryMailError`` with ``for_all`` the others that are
    due are left for the next call.

    Args:
        service: The service. It must know the petitions.
        compose: Writes the message: :func:`~solidarity_widgets.mail.compose` with your own address.
        sender: Takes the message: a :class:`~solidarity_widgets.mail.SmtpSender`, or any callable. If it
            returns, the message is regarded as sent.
        batch: How many emails to claim at once.
        lease: For how many seconds. After that, another worker sends what this one has not: it must be longer
            than sending one email can take.
        stopped: Called before each email; if it returns true, the others are left for the next call.

    Returns:
        What was done.

    Raises:
        StoreError: If the store's database fails.
        InvalidFieldError: If a number is less than 1.

    Example:
        >>> from solidarity_widgets.petitions import Petition
        >>> from solidarity_widgets.signing import MemorySignatureStore
        >>> vigil = Petition("vigil", title="Let them go", fields="email", consents="")
        >>> service = SigningService(
        ...     MemorySignatureStore(), "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[vigil]
        ... )
        >>> _ = service.sign(vigil, {"email": "ales@example.org", **service.hidden_fields(vigil)})
        >>> def write(outgoing):
        ...     message = EmailMessage()
        ...     message["To"] = outgoing.to
        ...     return message
        >>> deliver_waiting(service, write, lambda message: print(message["To"])).sent
        ales@example.org
        1
    """
    check_whole(batch, "batch", 1)
    check_whole(lease, "lease", 1)
    delivery = _Delivery(service, compose, sender, lease)
    for petition_id, due_at in service.store.emails_due().items():
        while due_at <= service.now() and delivery.result.available and not stopped():
            began = time.monotonic()
            emails = service.store.claim_emails(petition_id, service.now(), lease=lease, limit=batch)
            for email in emails:
                late = time.monotonic() - began > lease / 2  # another worker must not get it meanwhile
                if late or stopped() or not delivery.result.available:
                    service.store.postpone_email(email, service.now(), attempts=email.attempts - 1)
                else:
                    delivery.deliver(email)
            if len(emails) < batch:
                break
    return delivery.result


class _Delivery:
    """Delivers single emails, and counts what became of them."""

    def __init__(self, service: SigningService, compose: Composer, sender: Sender, lease: int) -> None:
        self._service = service
        self._compose = compose
        self._sender = sender
        self.result: DeliveryResult = DeliveryResult()

    def deliver(self, email: QueuedEmail) -> None:
        """Send a claimed email, or say why not."""
        service, result = self._service, self.result
        if service.now() - email.due_at > MAX_EMAIL_AGE:
            self._give_up(email)
            return
        failure = self._try(email)
        if failure is None:
            service.store.delete_email(email)  # unless a newer form has queued another one
            return
        result.failures[failure.reason] += 1
        if isinstance(failure, PermanentMailError):
            if service.store.delete_email(email):
                result.refused += 1
                service.observe("email_refused", email.petition_id)
            return
        result.available = not (isinstance(failure, TemporaryMailError) and failure.for_all)
        until = service.now() + pause(email.attempts)
        if until - email.due_at > MAX_EMAIL_AGE:
            self._give_up(email)
        elif service.store.postpone_email(email, until, attempts=email.attempts):
            result.postponed += 1

    def _try(self, email: QueuedEmail) -> MailError | None:
        """Write and send an email; return what failed, without anything personal."""
        try:
            outgoing = self._service.prepare_email(email)
            if outgoing is None:
                self.result.unneeded += 1
                return None
            self._sender(self._compose(outgoing))
        except StoreError:
            raise
        except (MailError, OSError, smtplib.SMTPException) as error:
            return mail_error(error)
        except (
            Exception
        ) as error:  # a fault of the host's function must not end the worker, nor lose the email
            _LOG.error("An email could not be written or sent: %s", _describe(error))
            return TemporaryMailError(type(error).__name__)
        self.result.sent += 1
        return None

    def _give_up(self, email: QueuedEmail) -> None:
        if self._service.store.delete_email(email):
            self.result.given_up += 1
            self._service.observe("email_given_up", email.petition_id)


def pause(attempts: int) -> int:
    """Return how many seconds to wait after so many attempts, with some chance in it.

    Without chance, all emails that failed together would be tried again together.

    Args:
        attempts: How many attempts there were.

    Example:
        >>> 45 <= pause(1) <= 75, 2700 <= pause(50) <= 4500
        (True, True)
    """
    longest: int = min(_FIRST_PAUSE << min(max(attempts - 1, 0), 10), _LONGEST_PAUSE)
    return round(longest * SystemRandom().uniform(0.75, 1.25))


def _describe(error: Exception) -> str:
    """Return where a fault is: its message can hold an address, so it is left out."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}"
    library = isinstance(error, SolidarityWidgetsError)
    return f"{type(error).__name__}{place}{f': {error}' if library else ''}"


class MailWorker:
    """A thread of your site that sends the outbox's emails as soon as they are there.

    Start it in each process that takes forms, after the server has forked. Workers of several processes share
    the work; if one is killed, another sends its emails after their lease.

    Args:
        service: The service.
        compose: Writes the message.
        sender: Takes the message.
        interval: After how many seconds to look for emails of other processes.

    Example:
        >>> from solidarity_widgets.signing import MemorySignatureStore
        >>> service = SigningService(
        ...     MemorySignatureStore(), "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[]
        ... )
        >>> with MailWorker(service, lambda outgoing: EmailMessage(), print) as worker:
        ...     worker.is_running
        True
        >>> worker.is_running
        False
    """

    def __init__(
        self, service: SigningService, compose: Composer, sender: Sender, *, interval: float = _INTERVAL
    ) -> None:
        self._service = service
        self._compose = compose
        self._sender = sender
        self._interval = interval
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> MailWorker:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether its thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start the thread, unless it runs."""
        if not self.is_running:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._run, name="mail worker", daemon=True)
            self._thread.start()

    def stop(self, timeout: float | None = 30) -> bool:
        """Let the thread finish its email, and end.

        Args:
            timeout: How many seconds to wait for it.

        Returns:
            Whether it has ended. What it has not sent waits in the outbox.
        """
        self._stopping.set()
        self._service.email_queued.set()  # it may be waiting
        if self._thread is not None:
            self._thread.join(timeout)
        return not self.is_running

    def _run(self) -> None:
        failed = 0
        queued = self._service.email_queued
        while not self._stopping.is_set():
            queued.clear()  # before looking: what is queued from now on is not overlooked
            try:
                result = deliver_waiting(
                    self._service, self._compose, self._sender, stopped=self._stopping.is_set
                )
                failed = 0 if result.available else failed + 1
                for reason, times in result.failures.items():
                    _LOG.warning("%s emails were not sent: %s", times, reason)
            except Exception as error:  # the database may be back in a moment
                failed += 1
                _LOG.error("Emails could not be sent: %s", _describe(error))
            if failed:  # new forms do not make a server answer
                self._stopping.wait(min(self._interval * 2 ** min(failed - 1, 10), _LONGEST_PAUSE / 12))
            else:
                queued.wait(self._interval)
