"""A process that works on a store, for tests that need several. Run as: worker.py URL PREFIX OPTIONS TASK …

It says "ready" when all is loaded, begins when it is told to, and answers a line for each thing that is done.
The task "together" is several of the others at once.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from email.message import EmailMessage
from hashlib import sha256
from io import StringIO
from multiprocessing.synchronize import Barrier
from random import Random

from solidarity_widgets.exceptions import StoreError
from solidarity_widgets.mail import FolderSender, compose, deliver_waiting
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import OutgoingEmail, SigningService
from solidarity_widgets.signing.store.records import ConsentEntry, Signature
from solidarity_widgets.signing.store.sql import SqlSignatureStore

PETITION = "4-august"
SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
MAILED = Petition("mailed", title="Let them go", fields="email", consents="")
_gate: Barrier  # where the processes of together() wait for each other


def id_of(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()[:32]


def say(*words: object) -> None:
    print(*words, flush=True)


def sign(store: SqlSignatureStore, first: int, count: int) -> None:
    """Sign and confirm."""
    for number in range(first, first + count):
        id = id_of(number)
        assert store.insert(
            Signature(PETITION, id, identity=f"of {id}", created_at=number, changed_at=number)
        )
        assert store.confirm(PETITION, id, number) == "confirmed"
    say("done")


def press(store: SqlSignatureStore, number: int, times: int) -> None:
    """Confirm the same signature several times at once."""
    with ThreadPoolExecutor(times) as threads:
        for answer in threads.map(lambda _: store.confirm(PETITION, id_of(number), 1), range(times)):
            say(answer)


def confirm(store: SqlSignatureStore, count: int, seed: int) -> None:
    """Confirm all of some signatures in an order of its own, until something ends it."""
    numbers = list(range(count))
    Random(seed).shuffle(numbers)
    for number in numbers:
        say(number, store.confirm(PETITION, id_of(number), 1))


def follow(store: SqlSignatureStore, limit: int, seed: int) -> None:
    """Read the change feed from its beginning, again and again, until something ends it."""
    after = 0
    while True:
        for change in store.changes(PETITION, after=after, limit=limit // 1000):
            after = change.sequence
            say(change.sequence, change.event)


def endure(store: SqlSignatureStore, count: int, seed: int) -> None:
    """Sign and confirm in an order of its own, and try again whatever the database failed to answer."""
    numbers = list(range(count))
    Random(seed).shuffle(numbers)

    def answer(call: Callable[..., object], *arguments: object) -> object:
        while True:
            try:
                return call(*arguments)
            except StoreError:  # the server is gone, and it is not known whether it did what it was asked to
                time.sleep(0.02)

    for number in numbers:
        id = id_of(number)
        signature = Signature(PETITION, id, identity=f"of {id}")
        consent = ConsentEntry(PETITION, id, "updates", "f" * 64, "", "be", "given", "form", number)
        say(number, "stored", bool(answer(store.insert, signature, [consent])))
        say(number, "pressed", answer(store.confirm, PETITION, id, 1))


def race(store: SqlSignatureStore, first: int, clients: int, seconds: int) -> None:
    """Confirm signatures with decimal ids, each client those behind its own first one, and say how many."""
    until = time.monotonic() + seconds

    def run(client: int) -> int:
        number = first + client * 100_000
        while time.monotonic() < until:
            assert store.confirm(PETITION, f"{number:032d}", number) == "confirmed"
            number += 1
        return number - first - client * 100_000

    with ThreadPoolExecutor(clients) as threads:
        say(sum(threads.map(run, range(clients))))


def service_of(store: SqlSignatureStore, ahead: int = 0) -> SigningService:
    """A service whose emails wait in the store; *ahead* of the time, no claim of a killed worker is left."""
    return SigningService(store, SECRET, petitions=[MAILED], clock=lambda: time.time() + ahead)


def write(outgoing: OutgoingEmail) -> EmailMessage:
    return compose(
        outgoing,
        sender="info@example.org",
        link=lambda purpose, token, locale: f"https://example.org/{purpose}/{token}",
    )


def fill(store: SqlSignatureStore, count: int, seed: int) -> None:
    """Fill in the form with one address after the other."""
    service = service_of(store)
    for number in range(count):
        address = f"a{seed}.{number}@example.org"
        form = {"email": address, **service.hidden_fields(MAILED)}
        assert service.sign(MAILED, form).step == "confirm"
        say(address, "filled")


def mail(store: SqlSignatureStore, rounds: int, seed: int) -> None:
    """Send what waits into the folder that the environment names, and say to whom."""
    sender = FolderSender(os.environ["MAIL_FOLDER"])

    def send(message: EmailMessage) -> None:
        sender(message)
        say(message["To"], "sent")

    for _ in range(rounds):
        deliver_waiting(service_of(store), write, send, batch=5)
        time.sleep(0.01)


def create(store: SqlSignatureStore) -> None:
    store.create_tables()
    say("done")


def together(url: str, prefix: str, options: str, tasks: str) -> None:
    """Do several tasks at one moment, each in a process of its own, and say what each of them said."""
    found = json.loads(tasks)
    # Forked, for a new process needs most of its time to load SQLAlchemy; and the driver, which this loads.
    SqlSignatureStore(url, prefix=prefix).close()
    processes = multiprocessing.get_context("fork")
    gate = processes.Barrier(len(found))
    with processes.Pool(len(found), set_gate, [gate]) as pool:
        jobs = [(url, prefix, options, *task) for task in found]
        say(json.dumps(pool.starmap(one, jobs, chunksize=1)))


def set_gate(gate: Barrier) -> None:
    global _gate
    _gate = gate


def one(url: str, prefix: str, options: str, task: str, *numbers: int) -> list[str]:
    """Do one of several tasks when all processes are ready, so no process does two of them."""
    with (
        SqlSignatureStore(url, prefix=prefix, **json.loads(options)) as store,
        redirect_stdout(StringIO()) as expected_text,
    ):
        _gate.wait(60)
        globals()[task](store, *numbers)
    return expected_text.getvalue().splitlines()


if __name__ == "__main__":
    url, prefix, options, task, *rest = sys.argv[1:]
    if task == "together":
        together(url, prefix, options, *rest)
    else:
        with SqlSignatureStore(url, prefix=prefix, **json.loads(options)) as store:
            say("ready")
            sys.stdin.readline()
            globals()[task](store, *map(int, rest))
