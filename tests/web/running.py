"""A petition that runs as a campaign would run it: a server, a database, a worker, a mail server."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from solidarity_widgets.mail import MailWorker, SmtpSender, compose
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import SigningService, SqlSignatureStore
from solidarity_widgets.web import PetitionSite
from tests.mail.smtp_server import MailServer, mail_server
from tests.web.servers import free_port, serve_asgi

SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
LAKE = Petition(
    "lake",
    title={"en": "Save the lake", "be": "Выратуйце возера", "ar": "أنقذوا البحيرة"},
    goal=100,
    closes="2099-08-04",
    zone="Europe/Minsk",
    fields="name email country message",
    consents="processing updates",
)


@dataclass
class Running:
    """A site that runs, with its mail server."""

    url: str
    service: SigningService
    mail: MailServer

    def link(self, purpose: str, number: int = -1) -> str:
        """Return a link from an email that the mail server has got."""
        body = self.mail.read(number).get_body(("plain",))
        assert body is not None
        (found,) = re.findall(rf"\S+/{purpose}/\S+", body.get_content())
        return found

    def wait_for_mail(self, count: int) -> None:
        """Wait until the mail server has got so many emails."""
        for _ in range(200):
            if len(self.mail.messages) >= count:
                return
            time.sleep(0.05)
        raise AssertionError(f"the mail server has {len(self.mail.messages)} emails")


@contextmanager
def running(
    folder: Path, serve: Callable[[PetitionSite, int], Any] = serve_asgi, path: str = ""
) -> Iterator[Running]:
    """Run a petition as a campaign would: a server, a database, a worker, a mail server."""
    with ExitStack() as stack:
        store = stack.enter_context(SqlSignatureStore(f"sqlite:///{folder / 'signatures.db'}"))
        store.create_tables()
        service = SigningService(store, SECRET, petitions=[LAKE])
        mail = stack.enter_context(mail_server())
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        site = PetitionSite(service, base_url=f"{url}{path}")
        stack.enter_context(serve(site, port))
        sender = stack.enter_context(SmtpSender("127.0.0.1", mail.port, security="none"))
        write = partial(compose, sender="Lake <info@example.org>", link=site.link)
        stack.enter_context(MailWorker(service, write, sender))
        yield Running(url, service, mail)
