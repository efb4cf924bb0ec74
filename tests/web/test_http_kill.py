"""Sites are killed at work while their mail server misbehaves: nothing that they have answered is lost.

People send forms, press buttons, and try again if there is no answer. Each server process is killed with
SIGKILL at a random moment. Afterwards each form that was answered has its email, delivered or waiting, and
each signature that was confirmed counts once.
"""

from __future__ import annotations

import http.client
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

import solidarity_widgets
from solidarity_widgets.mail import FolderSender, compose, deliver_waiting
from solidarity_widgets.signing import SigningService, SqlSignatureStore
from solidarity_widgets.signing.store.records import STATES, Signature

from ..mail.smtp_server import MailServer, mail_server
from ..signing.conftest import durable_place  # noqa: F401 - a fixture
from .campaign_process import PETITION, make_service, make_site

PROCESS = Path(__file__).with_name("campaign_process.py")
ROOT = Path(__file__).parents[2]
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])
#: What the mail server does while one process runs, and from which command on.
MOODS: list[dict[str, list[str]]] = [
    {},
    {"RCPT": ["hang", ""]},
    {"DATA": ["disconnect", "", "disconnect", ""]},
    {"RCPT": ["451 4.3.0 Later", "", "450 4.2.0 ADDRESS is busy", ""]},
    {"DATA": ["", "554 5.6.0 Not this", ""]},
    {"MAIL": ["421 4.3.2 Closing", ""]},
    {"RCPT": ["", "550 5.1.1 ADDRESS is unknown", ""]},
    {"DATA": ["", "hang", ""]},
]


class Crowd:
    """People who sign and confirm until they are told to stop, and what they were answered."""

    def __init__(self, port: int, mail: MailServer, service: SigningService) -> None:
        self.port, self.mail, self.service = port, mail, service
        self.answered: set[str] = set()
        self.confirmed: set[str] = set()
        self.faults: list[object] = []
        self.unanswered = 0
        self.stopping = threading.Event()
        self.numbers = itertools.count()
        self.read = itertools.count()
        people: list[Callable[[], None]] = [self.sign] * 3 + [self.open_links] * 2
        self.threads = [threading.Thread(target=self.work, args=(person,)) for person in people]

    def work(self, person: Callable[[], None]) -> None:
        while not self.stopping.is_set():
            try:
                person()
            except Exception as error:
                self.faults.append(error)
                return

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form, again and again until it is answered; a status of 0 if it never was."""
        while not self.stopping.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                form = "application/x-www-form-urlencoded"
                connection.request("POST", path, urlencode(fields), {"Content-Type": form})
                response = connection.getresponse()
                response.read()
                return response.status, response.headers.get("Location", "")
            except (OSError, http.client.HTTPException):  # the process was killed
                self.unanswered += 1
                time.sleep(0.01)
            finally:
                connection.close()
        return 0, ""

    def sign(self) -> None:
        number = next(self.numbers)
        address = f"a{number}@example.org"
        fields = {"name": f"Signer {number}", "email": address, **self.service.hidden_fields(PETITION)}
        found: list[tuple[int, str]] = []
        presses = [
            threading.Thread(target=lambda: found.append(self.post("/vigil", fields)))
            for _ in range(1 + (number % 5 == 0))  # some press twice
        ]
        for press in presses:
            press.start()
        for press in presses:
            press.join()
        for answer in found:
            if answer == (303, "/vigil/check-email"):
                self.answered.add(address)
            elif answer != (0, ""):
                self.faults.append((address, answer))

    def open_links(self) -> None:
        number = next(self.read)
        while number >= len(self.mail.messages):
            if self.stopping.wait(0.01):
                return
        message = message_from_bytes(self.mail.messages[number], policy=policy.default)
        link = re.search(r"http://127\.0\.0\.1(/confirm/\S+)", message.get_content())
        if link is None:  # they had confirmed already, and their form came twice
            assert "/withdraw/" in message.get_content()
            return
        for _ in range(1 + (number % 3 == 0)):
            status, location = self.post(link[1], {})
            if status == 303 and urlsplit(location).path == "/vigil/thanks":
                self.confirmed.add(str(message["To"]))
            elif status:
                self.faults.append((str(message["To"]), status, location))


@contextmanager
def listening() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield listener


class Process:
    """A server process and its children."""

    def __init__(self, server: str, place: Any, listener: socket.socket, mail: MailServer) -> None:
        numbers = [listener.fileno(), mail.port]
        command = [sys.executable, PROCESS, server, place.url, place.prefix, *numbers]
        self.process = subprocess.Popen(
            list(map(str, command)),
            pass_fds=[listener.fileno()],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": SOURCES},
            text=True,
        )

    def kill(self) -> None:
        assert self.process.poll() is None, self.process.communicate()[1]
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


def wait_until(condition: Callable[[], bool], crowd: Crowd, process: Process) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert not crowd.faults, crowd.faults
        assert process.process.poll() is None, process.process.communicate()[1]
        assert time.monotonic() < until, "nothing is answered any more"
        time.sleep(0.005)


def run(place: Any, server: str, times: int) -> tuple[Crowd, MailServer]:
    """Kill so many processes, each after some answers, and return the crowd and its mail server."""
    random = Random(12)
    with place.open() as store, listening() as listener, mail_server() as mail:
        store.create_tables()
        crowd = Crowd(listener.getsockname()[1], mail, make_service(store))
        process: Process | None = None
        try:
            for number in range(times):
                mail.replies = {name: list(replies) for name, replies in MOODS[number % len(MOODS)].items()}
                process = Process(server, place, listener, mail)
                if not number:
                    for thread in crowd.threads:
                        thread.start()
                wanted = len(crowd.answered) + random.randrange(2, 20)
                wait_until(lambda wanted=wanted: len(crowd.answered) >= wanted, crowd, process)
                time.sleep(random.uniform(0, 0.3))
                process.kill()
                process = None
            mail.replies = {}
            process = Process(server, place, listener, mail)
            wanted = len(crowd.confirmed) + 3
            wait_until(lambda: len(crowd.confirmed) >= wanted, crowd, process)
        finally:
            crowd.stopping.set()
            for thread in crowd.threads:
                if thread.ident is not None:
                    thread.join()
            if process is not None:
                process.kill()
        return crowd, mail


def name_of(address: str) -> str:
    """The name that the owner of an address signs with."""
    return f"Signer {address.partition('@')[0].removeprefix('a')}"


def every_signature(store: SqlSignatureStore) -> list[Signature]:
    return list(store.list_signatures(PETITION.id, states=STATES, limit=100_000))


@pytest.mark.parametrize(
    ("server", "times"),
    [
        ("uvicorn", 3),
        pytest.param("uvicorn", 20, marks=pytest.mark.slow),
        pytest.param("gunicorn", 20, marks=pytest.mark.slow),
    ],
)
def test_servers_are_killed(
    durable_place: Any,  # noqa: F811
    server: str,
    times: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    crowd, mail = run(durable_place, server, times)
    assert not crowd.faults, crowd.faults
    assert crowd.unanswered >= times / 2, "the processes were killed between requests only"
    with durable_place.open() as store:
        signatures = every_signature(store)
        assert max(Counter(each.name for each in signatures).values()) == 1
        assert set(map(name_of, crowd.answered)) <= {each.name for each in signatures}
        confirmed = [each for each in signatures if each.state == "confirmed"]
        assert set(map(name_of, crowd.confirmed)) <= {each.name for each in confirmed}
        assert {each.state for each in signatures} <= {"pending", "confirmed"}
        assert all(each.counted == (each.state == "confirmed") for each in signatures)
        assert store.count(PETITION.id).signed == len(confirmed)
        assert {store.recount(PETITION.id, slot, 1).drift for slot in range(store.slots)} == {0}

        had = {*mail.recipients, *mail.refused}
        waiting = sum(store.count_emails(PETITION.id, 2**40).values())
        # An hour later, when the claims of those that were killed have ended.
        service = make_service(store, clock=lambda: time.time() + 3600)
        site, folder = make_site(service), tmp_path / "mail"
        result = deliver_waiting(
            service,
            lambda outgoing: compose(outgoing, sender="info@example.org", link=site.link),
            FolderSender(folder),
        )
        assert result.sent + result.unneeded == waiting
        assert store.count_emails(PETITION.id, 2**40) == {}
        files = [
            message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")
        ]
        delivered_late = {str(each["To"]) for each in files}
    assert crowd.answered <= had | delivered_late
    with capsys.disabled():
        print(
            f"\n{server}, {times} killed: {len(crowd.answered)} forms and {len(crowd.confirmed)} "
            f"confirmations answered, {crowd.unanswered} requests without an answer; "
            f"{len(mail.recipients)} emails delivered, {len(mail.refused)} refused, {waiting} waited"
        )
