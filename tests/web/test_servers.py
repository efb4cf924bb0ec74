"""A site under real servers, below a path of another application, and as its description says."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from solidarity_widgets.signing import MemorySignatureStore, SqlSignatureStore
from solidarity_widgets.web import PetitionSite, Request
from solidarity_widgets.web.asgi import AsgiApp
from solidarity_widgets.web.openapi import openapi
from solidarity_widgets.web.wsgi import WsgiApp

from ..signing.campaign import Campaign
from .servers import SERVERS
from .visitor import Visitor

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(params=SERVERS)
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """The port of a site under a real server."""
    with SqlSignatureStore(f"sqlite:///{tmp_path / 'signatures.db'}") as store:
        store.create_tables()
        site = PetitionSite(Campaign(store).service, base_url="http://127.0.0.1")
        with SERVERS[request.param](site) as number:
            yield number


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """Send a request, and read the response to its end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(
            method, path, body, {name.replace("_", "-"): text for name, text in headers.items()}
        )
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_pages_forms_and_refusals(port: int) -> None:
    assert ask(port, "GET", "/vigil")[0] == 200
    assert ask(port, "HEAD", "/vigil") == (200, b"")
    assert ask(port, "GET", "/vigil/count.json") == (200, b'{"signed":0}')
    assert ask(port, "GET", "/nothing")[0] == 404
    assert ask(port, "PUT", "/vigil")[0] == 405
    assert ask(port, "POST", "/vigil", b"name=", content_type=FORM)[0] == 422
    assert ask(port, "POST", "/vigil", b"a=" + b"b" * 65_600, content_type=FORM)[0] == 413
    assert ask(port, "POST", "/vigil", b"{}", content_type="application/json")[0] == 415
    assert ask(port, "POST", "/vigil", b"a=%00", content_type=FORM)[0] == 400
    assert ask(port, "POST", "/vigil", b"a=b", content_type=FORM, sec_fetch_site="cross-site")[0] == 403


@pytest.mark.parametrize("port", ["wsgi", "asgi"], indirect=True)
def test_half_a_form_is_no_form(port: int, tmp_path: Path) -> None:
    """The connection breaks in the middle of an address: the email must not go to "ales@example.or"."""
    with SqlSignatureStore(f"sqlite:///{tmp_path / 'signatures.db'}") as store:
        campaign = Campaign(store)
        fields = urlencode(Visitor(campaign).form(email="ales@example.org"))
        start, end = fields.replace("email=", "x=", 1), "&email=ales%40example.or"
        whole = f"{start}{end}g"
        head = (
            f"POST /vigil HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {len(whole)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(f"{head}{start}{end}".encode())
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):
                pass
        assert campaign.all() == []
        assert ask(port, "POST", "/vigil", whole.encode(), content_type=FORM)[0] == 303
        assert len(campaign.all()) == 1


def test_paths_in_other_letters(port: int) -> None:
    assert ask(port, "GET", "/%D0%B0%FF%00")[0] == 404
    assert ask(port, "GET", "/confirm/%D0%B0%FF")[0] == 404


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of schemathesis itself
@pytest.mark.parametrize("server", SERVERS)
def test_the_description_is_true(server: str, tmp_path: Path) -> None:
    """Schemathesis sends thousands of requests that the description allows, and some that it does not."""
    import subprocess
    import sys

    with SqlSignatureStore(f"sqlite:///{tmp_path / 'signatures.db'}") as store:
        store.create_tables()
        campaign = Campaign(store)
        site = PetitionSite(campaign.service, base_url="http://127.0.0.1")
        with SERVERS[server](site) as port:
            schema = tmp_path / "openapi.json"
            schema.write_text(json.dumps(openapi(site)))
            command = [
                sys.executable, "-m", "schemathesis.cli", "run", str(schema),
                "--url", f"http://127.0.0.1:{port}", "--max-examples", "50", "--workers", "2",
                "--checks", "not_a_server_error,status_code_conformance,content_type_conformance",
                "--generation-deterministic", "--no-color",
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
        assert all(signature.name for signature in campaign.all())


def test_every_route_is_described() -> None:
    from solidarity_widgets.web import ROUTES

    campaign = Campaign(MemorySignatureStore())
    site = PetitionSite(campaign.service, base_url="https://example.org/petitions")
    description = json.loads(json.dumps(openapi(site)))
    assert description["servers"] == [{"url": "https://example.org/petitions"}]
    assert list(description["paths"]) == [route.path for route in ROUTES]
    for route in ROUTES:
        methods = {name.upper() for name in description["paths"][route.path]} - {"PARAMETERS"}
        assert methods == {*route.methods, "OPTIONS"}


def test_mounted_below_a_path() -> None:
    """The server takes the mount point off the path; addresses in pages contain it."""
    with SqlSignatureStore("sqlite://") as store:
        store.create_tables()
        site = PetitionSite(Campaign(store).service, base_url="https://example.org/petitions")
        seen: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/vigil",
            "SCRIPT_NAME": "/petitions",
            "wsgi.input": None,
        }
        (body,) = WsgiApp(site)(environ, lambda status, headers: seen.append(status))  # type: ignore[arg-type,func-returns-value,return-value]
        assert seen == ["200 OK"]
        assert b'action="/petitions/vigil"' in body
        assert site.handle(Request("GET", "/vigil")).body == body


@pytest.mark.parametrize(
    ("root", "path"),
    [
        ("/petitions", "/petitions/vigil"),
        ("/petitions/", "/petitions/vigil"),
        ("/petitions", "/vigil"),  # some servers leave the root path out
        ("/vi", "/vigil"),
        ("", "/vigil"),
    ],
)
def test_mounted_below_a_root_path(root: str, path: str) -> None:
    with SqlSignatureStore("sqlite://") as store:
        store.create_tables()
        application = AsgiApp(PetitionSite(Campaign(store).service, base_url="https://example.org/petitions"))
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "root_path": root, "headers": []}
        asyncio.run(application(scope, receive, send))
        assert sent[0]["status"] == 200
