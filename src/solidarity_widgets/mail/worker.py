"""A thread that sends the emails of the outbox."""

from __future__ import annotations

import atexit
import logging
import threading

from solidarity_widgets.mail.delivery import LONGEST_PAUSE, Composer, deliver_waiting, describe
from solidarity_widgets.mail.senders import Sender
from solidarity_widgets.signing import SigningService

_LOG = logging.getLogger("solidarity_widgets.mail")
#: Seconds after which a worker looks for emails that another process has queued.
_INTERVAL = 10


class MailWorker:
    """A thread of your site that sends the outbox's emails as soon as they are there.

    Start it in each process that takes forms, after the server has forked. Workers of several processes share
    the work; if one is killed, another sends its emails after their lease. A process that exits in order
    stops its worker first.

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
        self._starting = threading.Lock()
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
        if self.is_running:
            return
        with self._starting:  # threads of the site can do this at the same moment
            if not self.is_running:
                self._stopping.clear()
                self._thread = threading.Thread(target=self._run, name="mail worker", daemon=True)
                self._thread.start()
                atexit.register(self.stop)  # or its emails would wait until their lease ends

    def stop(self, timeout: float | None = 30) -> bool:
        """Let the thread finish its email, and end.

        Args:
            timeout: How many seconds to wait for it.

        Returns:
            Whether it has ended. What it has not sent waits in the outbox.
        """
        atexit.unregister(self.stop)
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
                _LOG.error("Emails could not be sent: %s", describe(error))
            if failed:  # new forms do not make a server answer
                self._stopping.wait(min(self._interval * 2 ** min(failed - 1, 10), LONGEST_PAUSE / 12))
            else:
                queued.wait(self._interval)
