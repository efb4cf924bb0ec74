"""What the engines visit: a site with the demo and pages of the tests, and the rest of the internet."""

from __future__ import annotations

import http.client
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from solidarity_widgets import get_locale, script, stylesheet
from solidarity_widgets.demo.page import POLICY

#: Every page loads this first, because not every engine tells its driver what went wrong.
LISTEN = """(() => {
    const hear = (...words) => heard.push(words.join(" "));
    window.heard = [];
    const hearError = ({ message, target }) => hear(message ?? `${target.outerHTML} did not load`);
    addEventListener("error", hearError, true);
    addEventListener("unhandledrejection", ({ reason }) => hear(reason));
    addEventListener("securitypolicyviolation", (event) => hear(event.violatedDirective, event.blockedURI));
    console.error = console.warn = hear;
})();"""
#: A page that loads this too waits a hundredth of the time.
HURRY = """(() => {
    const set = setTimeout;
    window.setTimeout = (what, ms, ...words) => set(what, ms / 100, ...words);
})();"""
_HTML = "text/html; charset=utf-8"

Server = TypeVar("Server", bound=socketserver.BaseServer)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Run a server in a thread until the block ends."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def write_page(*body: object, locale: str = "en", hurry: bool = False) -> str:
    """Write a page with some widgets, the stylesheet and the script."""
    language = get_locale(locale)
    hurrying = '<script src="/hurry.js"></script>' if hurry else ""
    assets = f"{stylesheet(base='/static')}{hurrying}{script(base='/static')}"
    return (
        f'<!doctype html><html lang="{language.tag}" dir="{language.direction}"><head><meta charset="utf-8">'
        f'<title>Host</title><link rel="icon" href="/icon.svg">{assets}</head>'
        f"<body><main><h1>Host</h1>{''.join(map(str, body))}</main></body></html>"
    )


class Host(ThreadingHTTPServer):
    """A site on loopback: pages of the tests, a live count, a form's address; the rest is the real demo's."""

    daemon_threads = True

    def __init__(self, demo: str) -> None:
        super().__init__(("127.0.0.1", 0), _HostHandler)
        self.demo = demo
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.pages: dict[str, str] = {}
        self.scripts = {"/listen.js": LISTEN, "/hurry.js": HURRY}
        self.policy = f"{POLICY}; connect-src 'self'"
        self.signed = 0
        self.sent: list[dict[str, str]] = []
        self.sign: Callable[[dict[str, str]], str] = lambda values: "/"
        self.last_page = ""


class _HostHandler(BaseHTTPRequestHandler):
    server: Host

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, headers: dict[str, str], content: str | bytes) -> None:
        if headers.get("Content-Type") == _HTML:
            self.server.last_page = content = content if isinstance(content, str) else content.decode()
            content = content.replace("<head>", '<head><script src="/listen.js"></script>', 1)
        content = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _answer_page(self, status: int, page: str) -> None:
        policy = {"Content-Security-Policy": self.server.policy} if self.server.policy else {}
        self._answer(status, {"Content-Type": _HTML, **policy}, page)

    def do_GET(self) -> None:
        if self.path in self.server.pages:
            self._answer_page(200, self.server.pages[self.path])
        elif self.path in self.server.scripts:
            self._answer(200, {"Content-Type": "text/javascript"}, self.server.scripts[self.path])
        elif self.path == "/count":
            headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
            self._answer(200, headers, json.dumps({"signed": self.server.signed}))
        else:
            demo = http.client.HTTPConnection(urlsplit(self.server.demo).netloc, timeout=10)
            demo.request("GET", self.path)
            response = demo.getresponse()
            headers = {name: value for name, value in response.getheaders() if name != "Content-Length"}
            self._answer(response.status, headers, response.read())
            demo.close()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.sent.append(dict(parse_qsl(body)))
        found = self.server.sign(self.server.sent[-1])
        if found.startswith("/"):
            self._answer(303, {"Location": found}, "")
        else:
            self._answer_page(422, found)


class Outside(socketserver.ThreadingTCPServer):
    """The rest of the internet: a proxy that lets nothing through and keeps what was asked of it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _OutsideHandler)
        self.port: int = self.server_address[1]
        self.asked: list[str] = []


class _OutsideHandler(socketserver.StreamRequestHandler):
    server: Outside

    def handle(self) -> None:
        self.server.asked.append(self.rfile.readline().decode("latin-1").strip())
