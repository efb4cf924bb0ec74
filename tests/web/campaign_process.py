"""A whole site in a process: pages under uvicorn or gunicorn, a database, and a thread that sends emails.

Run as: campaign_process.py SERVER URL PREFIX SOCKET SMTP_PORT. SOCKET is the number of an inherited socket
that listens already, so that clients who come while no process runs are served by the next one.
"""

from __future__ import annotations

import sys
from typing import Any

from solidarity_widgets.mail import MailWorker, SmtpSender, compose
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import BlockList, OutgoingEmail, SigningService, SqlSignatureStore
from solidarity_widgets.web import PetitionSite
from solidarity_widgets.web.asgi import AsgiApp
from solidarity_widgets.web.wsgi import WsgiApp

SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
PETITION = Petition("vigil", title="Let them go", fields="name email", consents="")


def make_service(store: SqlSignatureStore, **options: Any) -> SigningService:
    """Make a service that trusts the domain whose people sign from one machine here."""
    return SigningService(
        store, SECRET, petitions=[PETITION], block_list=BlockList(allowed="@example.org"), **options
    )


def make_site(service: SigningService) -> PetitionSite:
    """Make the site."""
    return PetitionSite(service, base_url="http://127.0.0.1")


def make_worker(site: PetitionSite, smtp_port: int) -> MailWorker:
    """Make what sends the emails. It does not wait long for a mail server that hangs."""

    def write(outgoing: OutgoingEmail) -> Any:
        return compose(outgoing, sender="info@example.org", link=site.link)

    sender = SmtpSender("127.0.0.1", smtp_port, security="none", timeout=0.5, local_hostname="localhost")
    return MailWorker(site.service, write, sender, interval=0.2)


def run_uvicorn(site: PetitionSite, socket: int, smtp_port: int) -> None:
    import uvicorn

    with make_worker(site, smtp_port):
        uvicorn.run(AsgiApp(site), fd=socket, log_level="error", ws="none")


def run_gunicorn(site: PetitionSite, socket: int, smtp_port: int) -> None:
    from gunicorn.app.base import BaseApplication

    workers: list[MailWorker] = []

    def start(_worker: object) -> None:
        workers.append(make_worker(site, smtp_port))
        workers[-1].start()

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings = {
                "bind": f"fd://{socket}",
                "workers": 2,
                "threads": 4,
                "post_worker_init": start,
                "control_socket_disable": True,
                "loglevel": "critical",
            }
            for name, value in settings.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> WsgiApp:
            return WsgiApp(site)

    Application().run()


if __name__ == "__main__":
    server, url, prefix, *numbers = sys.argv[1:]
    run = {"uvicorn": run_uvicorn, "gunicorn": run_gunicorn}[server]
    run(make_site(make_service(SqlSignatureStore(url, prefix=prefix))), *map(int, numbers))
