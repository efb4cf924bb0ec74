"""A site on loopback whose count and forms the tests decide, and a reader of its pages."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs, parse_qsl

from playwright.sync_api import Page

from solidarity_widgets import petition_progress
from solidarity_widgets.assets import FOLDER, SCRIPT, STYLESHEET, directory, read
from solidarity_widgets.demo.page import POLICY

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LIVE = f"{POLICY}; connect-src 'self'"
SECOND, MINUTE = 1000, 60_000
#: A page that asks for nothing; from there readers go to the site of these tests.
ELSEWHERE = (directory() / FOLDER / STYLESHEET).as_uri()

#: Notes for how long the page sets its timers, without those that give a request up; luck is what the test says.
WATCHED = """
    window.waits = [];
    const set = window.setTimeout;
    window.setTimeout = (what, ms) => {
        if (!String(what).includes("abort")) waits.push(ms);
        return set(what, ms);
    };
    Math.random = () => LUCK;
"""
HIDE = """(hidden) => {
    Object.defineProperty(document, 'hidden', {configurable: true, value: hidden});
    document.dispatchEvent(new Event('visibilitychange'));
}"""
MOVED = "() => document.querySelector('h1').before(document.querySelector('sw-progress'))"
#: What a reader sees of each progress, in a page or in the server's own HTML.
SEEN = """(html) => {
    const root = document.createElement("template");
    root.innerHTML = html ?? "";
    return [...(html == null ? document : root.content).querySelectorAll("sw-progress")].map((one) => {
        const find = (name) => one.querySelector(".sw-progress__" + name), bar = find("bar");
        return [
            find("signed").outerHTML, find("goal")?.outerHTML,
            bar && [bar.value, bar.max, bar.position, bar.textContent, bar.ariaLabel],
            [...one.querySelectorAll("li")].map((step) => step.textContent),
            [...one.querySelectorAll(".sw-progress__reached")].map((word) => word.hidden),
        ];
    });
}"""
LISTENED = """() => {
    window.announced = [];
    for (const status of document.querySelectorAll("sw-progress [role=status]"))
        new MutationObserver(() => announced.push([Date.now(), status.textContent]))
            .observe(status, {subtree: true, childList: true, characterData: true});
}"""


Server = TypeVar("Server", bound=ThreadingHTTPServer)


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Run a server in a thread until the block ends."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@dataclass
class Answer:
    """What the site says to those who ask for the count."""

    signed: object = 0
    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=lambda: {"Cache-Control": "no-store"})
    slow: bool = False

    @property
    def content(self) -> bytes:
        return (json.dumps({"signed": self.signed}) if self.body is None else self.body).encode()


class Site(ThreadingHTTPServer):
    """A host on loopback: pages, the library's files, a count, and a form's address."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reset()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def reset(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.answer = Answer()
        self.asked: list[Any] = []
        self.told: list[int] = []
        self.sent: list[dict[str, list[str]]] = []
        self.sign: Callable[[dict[str, str]], str] = lambda values: ""
        self.busy = self.busiest = 0
        self.go_on = threading.Event()
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    """Answers from the site's memory."""

    server: Site
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def _tell(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # who has gone away needs no answer
            self.wfile.write(content)

    def do_GET(self) -> None:
        path, site = self.path.partition("?")[0], self.server
        if path in site.pages:
            html, headers = site.pages[path]
            self._tell(200, html.encode(), **{"Content-Type": "text/html; charset=utf-8", **headers})
        elif path == "/count":
            self._count(site)
        elif path.startswith(f"/static/{FOLDER}/") and (name := path.rpartition("/")[2]) in (
            STYLESHEET,
            SCRIPT,
        ):
            kind = "text/css" if name == STYLESHEET else "text/javascript"
            self._tell(200, read(name), **{"Content-Type": f"{kind}; charset=utf-8"})
        else:
            self._tell(204 if path == "/favicon.ico" else 404)

    def _count(self, site: Site) -> None:
        with site.lock:
            site.asked.append(self.headers)
            site.busy += 1
            site.busiest = max(site.busiest, site.busy)
            answer = site.answer
        if answer.slow:
            site.go_on.wait(20)
        known = answer.headers.get("ETag") in (self.headers["If-None-Match"],)
        status = 304 if known and self.headers["If-None-Match"] else answer.status
        with site.lock:
            site.busy -= 1
            site.told.append(status)
        kind = {"Content-Type": "application/json"}
        self._tell(status, b"" if status == 304 else answer.content, **{**kind, **answer.headers})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.sent.append(parse_qs(body, keep_blank_values=True, strict_parsing=True))
        found = self.server.sign(dict(parse_qsl(body, keep_blank_values=True)))
        if found.startswith("/"):
            self._tell(303, Location=found)
        else:
            self._tell(422, found.encode(), **{"Content-Type": "text/html; charset=utf-8"})


class Reader:
    """Somebody with the page open, whose clock stands still until the test moves it."""

    def __init__(self, seen: Any, site: Site) -> None:
        self.seen, self.site = seen, site
        self.page: Page = seen.page

    @property
    def waits(self) -> list[float]:
        """What the page's timers were set to, in seconds."""
        return [ms / SECOND for ms in self.page.evaluate("() => waits")]

    def elapse(self, ms: float) -> None:
        self.page.clock.run_for(int(-(-ms // 1)))

    def settled(self, questions: int) -> None:
        """Wait until that many timers more were set: each answer is followed by one."""
        self.page.wait_for_function("(n) => waits.length >= n", arg=self._before + questions)

    def ask(self, widgets: int = 1, after: float | None = None) -> float:
        """Let the time pass until the next question is answered; return how long it waits for the next."""
        self._before = len(self.waits)
        self.elapse(self.waits[-1] * SECOND if after is None else after * SECOND)
        self.settled(widgets)
        return self.waits[-1]

    def hide(self, hidden: bool) -> None:
        self.page.evaluate(HIDE, hidden)

    @property
    def text(self) -> str | None:
        return self.page.locator(".sw-progress__signed").text_content()

    @property
    def announced(self) -> list[Any]:
        return [text for _, text in self.page.evaluate("() => announced")]


def live(signed: int, **options: Any) -> object:
    return petition_progress(signed, count_url="/count", **options)


def markup_of(*widgets: object) -> str:
    """The HTML as plain text, for tests that damage it: Markup would escape what they put in."""
    return "".join("".join(str(widget)) for widget in widgets)
