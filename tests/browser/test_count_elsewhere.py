"""A live count on another origin: the service's own answers, and the browser decides whether to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any

import pytest

from solidarity_widgets import Petition, petition_progress
from solidarity_widgets.demo.page import POLICY
from solidarity_widgets.signing import MemorySignatureStore, SigningService

from .site import Reader, serving

pytestmark = pytest.mark.browser

VIGIL = Petition("vigil", title="Let them go", fields="name email", consents="")


class Counter(ThreadingHTTPServer):
    """A server of nothing but the count, as a host writes it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.emails: list[Any] = []
        self.service = SigningService(
            MemorySignatureStore(), token_urlsafe(32), petitions=[VIGIL], send=self.emails.append
        )
        self.url = f"http://127.0.0.1:{self.server_address[1]}/count"
        self.headers: dict[str, str | None] = {}
        self.asked: list[dict[str, str]] = []
        self.told: list[int] = []

    def sign(self, name: str) -> None:
        """Let somebody sign, and open the link in the email."""
        values = {"name": name, "email": f"{name}@example.org", **self.service.hidden_fields(VIGIL)}
        self.service.sign(VIGIL, values, locale="en")
        self.service.confirm(self.emails[-1].tokens["confirm"])


class _Handler(BaseHTTPRequestHandler):
    server: Counter
    protocol_version = "HTTP/1.1"  # of an older one, browsers trust no ETag

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))
        response = self.server.service.count_response(VIGIL, self.headers["If-None-Match"], max_age=0)
        self.server.told.append(response.status)
        self.send_response(response.status)
        for name, value in {**response.headers, **self.server.headers}.items():
            if value is not None:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    def do_OPTIONS(self) -> None:
        self.server.asked.append({"method": "OPTIONS"})
        self.send_error(405)


@pytest.fixture
def counter() -> Iterator[Counter]:
    with serving(Counter()) as counter:
        counter.sign("ales")
        yield counter


@pytest.fixture
def elsewhere(reading: Callable[..., Reader], counter: Counter) -> Callable[[], Reader]:
    """Opens a page whose policy allows the other origin."""

    def elsewhere() -> Reader:
        origin = counter.url.removesuffix("/count")
        return reading(petition_progress(0, count_url=counter.url), policy=f"{POLICY}; connect-src {origin}")

    return elsewhere


def text(signed: int) -> str:
    return petition_progress(signed, locale="en").text


def test_a_count_on_another_origin_is_shown(elsewhere: Callable[[], Reader], counter: Counter) -> None:
    reader = elsewhere()
    reader.ask()
    assert reader.text == text(1)
    reader.ask()  # nothing new: the browser's cache asks whether its answer is still right
    assert reader.text == text(1)
    counter.sign("volha")
    reader.ask()
    assert reader.text == text(2)
    assert counter.told == [200, 304, 200]
    assert reader.seen.errors == reader.seen.refused == []


def test_the_reader_is_not_named_to_it(elsewhere: Callable[[], Reader], counter: Counter) -> None:
    """No cookie, no address of the page, and a request that needs no other one before it."""
    reader = elsewhere()
    reader.page.context.add_cookies([{"name": "who", "value": "me", "url": counter.url}])
    reader.ask()
    (asked,) = counter.asked
    assert asked["Origin"] == reader.seen.origin
    assert not {"Cookie", "Authorization", "method"} & set(asked)
    assert asked.get("Referer", f"{reader.seen.origin}/") == f"{reader.seen.origin}/"


def test_without_the_servers_leave_the_pages_number_stays(
    elsewhere: Callable[[], Reader], counter: Counter
) -> None:
    counter.headers = {"Access-Control-Allow-Origin": None}
    reader = elsewhere()
    assert [reader.ask(), reader.ask()] == [60, 120]
    assert reader.text == text(0)
    assert counter.told == [200, 200]
    assert reader.seen.errors == []
