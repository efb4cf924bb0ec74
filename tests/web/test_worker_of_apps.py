"""The applications start a mail worker, and stop it with the server."""

from __future__ import annotations

import threading
from email.message import EmailMessage
from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from solidarity_widgets.mail import MailWorker, compose
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing import MemorySignatureStore, SigningService
from solidarity_widgets.web import PetitionSite
from solidarity_widgets.web.asgi import AsgiApp
from solidarity_widgets.web.wsgi import WsgiApp

from .http_visitor import wait_until
from .servers import serve, serve_asgi_app

VIGIL = Petition("vigil", title="Let them go", fields="email", consents="")


class Campaign:
    """A site, its worker, and the emails that were sent."""

    def __init__(self, base_url: str = "http://127.0.0.1") -> None:
        self.sent: list[EmailMessage] = []
        self.service = SigningService(
            MemorySignatureStore(), "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[VIGIL]
        )
        self.site = PetitionSite(self.service, base_url=base_url)
        write = partial(compose, sender="info@example.org", link=self.site.link)
        self.worker = MailWorker(self.service, write, self.sent.append)

    def sign(self, port: int, path: str = "") -> None:
        """Send a form, and wait for its email."""
        body = urlencode({"email": "ales@example.org", **self.service.hidden_fields(VIGIL)}).encode()
        request = Request(f"http://127.0.0.1:{port}{path}/vigil", body, {"Sec-Fetch-Site": "same-origin"})
        with urlopen(request, timeout=20) as answer:
            assert answer.status == HTTPStatus.OK
        wait_until(lambda: self.sent, 20)


@pytest.fixture
def campaign() -> Campaign:
    return Campaign()


def test_asgi_starts_and_stops_it_with_the_server(campaign: Campaign) -> None:
    with serve_asgi_app(AsgiApp(campaign.site, worker=campaign.worker)) as port:
        assert campaign.worker.is_running
        campaign.sign(port)
    assert not campaign.worker.is_running


def test_asgi_below_another_application_starts_it_with_the_first_request() -> None:
    campaign = Campaign("http://127.0.0.1/petitions")
    app = Starlette(routes=[Mount("/petitions", AsgiApp(campaign.site, worker=campaign.worker))])
    with serve_asgi_app(app) as port:
        assert not campaign.worker.is_running
        campaign.sign(port, "/petitions")
        assert campaign.worker.is_running
    assert campaign.worker.stop()


def test_wsgi_starts_it_with_the_first_request(campaign: Campaign) -> None:
    with serve(WsgiApp(campaign.site, worker=campaign.worker)) as port:
        assert not campaign.worker.is_running
        campaign.sign(port)
        assert campaign.worker.is_running
    assert campaign.worker.stop()


def test_many_threads_start_one_worker(campaign: Campaign) -> None:
    def workers() -> int:
        return sum(thread.name == "mail worker" for thread in threading.enumerate())

    ready = threading.Barrier(20)

    def start() -> None:
        ready.wait()
        campaign.worker.start()

    threads = [threading.Thread(target=start) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert workers() == 1
    assert campaign.worker.stop()
    assert workers() == 0
