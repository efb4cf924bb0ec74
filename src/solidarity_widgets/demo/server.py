"""The demo's server, which uses the standard library and listens on loopback only; and its static files."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from solidarity_widgets.demo.page import POLICY, Campaign, Site, build_site, render_page
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.i18n import LocaleLike, get_locale, match_locale

if TYPE_CHECKING:
    from solidarity_widgets.demo.petition import DemoPetition
    from solidarity_widgets.web import Request, Response

_HOST = "127.0.0.1"
#: The maximum age of a page, in seconds.
_MAX_AGE = 30.0
#: More than any form has; the petition refuses what is longer than it allows.
_MAX_BODY = 1_000_000

#: Sent with every response, including errors.
_HEADERS = {
    "Content-Security-Policy": f"{POLICY}; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}

#: The types of the site's files. The machine's own table may differ, and then "nosniff" would block them.
_CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "ics": "text/calendar; charset=utf-8",
}


class SiteCache:
    """Caches the pages. They are made again when countdowns would be outdated for readers without scripts."""

    def __init__(self, campaign: Campaign, locale: LocaleLike) -> None:
        self._make = partial(build_site, campaign, root=locale or "en")
        self._lock = Lock()
        self._site = self._make()
        self._until = monotonic() + _MAX_AGE

    def site(self) -> Site:
        """Return the site, which is made again if it is too old."""
        with self._lock:
            if monotonic() >= self._until:
                self._site = self._make()
                self._until = monotonic() + _MAX_AGE
            return self._site


class _Handler(BaseHTTPRequestHandler):
    """Answers from memory, so that no path reaches the file system; the petition answers for itself."""

    server_version = "solidarity-widgets"
    sys_version = ""
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(code)d %(message)s\n"
    server: DemoServer

    def do_GET(self) -> None:
        """Answer with a page or a file."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer with the headers of a page or a file."""
        self._answer()

    def do_POST(self) -> None:
        """Take a form of the petition."""
        self._answer()

    def _answer(self) -> None:
        try:
            parts = urlsplit(self.path)
            path = unquote(parts.path)
        except ValueError:  # such as "http://["
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        if self.headers.get("Host", _HOST).partition(":")[0] not in (_HOST, "localhost"):
            # A name of somebody else's that leads here: their page would read the mailbox (DNS rebinding).
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        petition = self.server.petition
        response = petition.handle(self._request(path, parts.query)) if petition is not None else None
        if response is not None:
            self._send(response)
        elif self.command == "POST":
            self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)
        else:
            self._answer_with_file(path.lstrip("/"))

    def _answer_with_file(self, path: str) -> None:
        site = self.server.cache.site()
        if path == "":
            self._redirect(site)
            return
        if path.endswith("/"):
            path += "index.html"
        content = site.files.get(path)
        if content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        code = next((code for code, page in site.pages.items() if page == path), None)
        if code is not None and self.server.petition is not None:
            locale = get_locale(code)
            content = render_page(locale, self.server.campaign, petition=self.server.petition.panel(locale))
        self._begin(HTTPStatus.OK, _CONTENT_TYPES[path.rpartition(".")[2]], len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _request(self, path: str, query: str) -> Request:
        from solidarity_widgets.web import Request

        length = self.headers.get("Content-Length", "0")
        wanted = min(int(length), _MAX_BODY) if length.isascii() and length.isdigit() else 0
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(wanted) if self.command == "POST" else b""
        return Request(self.command, path, query, headers, body, self.client_address[0])

    def _send(self, response: Response) -> None:
        self.send_response_only(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        super().end_headers()  # the petition has headers of its own
        self.wfile.write(response.body)

    def _redirect(self, site: Site) -> None:
        accepted = self.headers.get("Accept-Language")
        wanted = self.server.root or match_locale(accepted, site.pages) or "en"
        location = "/" + site.pages[wanted].removesuffix("index.html")
        self._begin(HTTPStatus.FOUND, "text/plain", 0, {"Location": location})

    def _begin(self, status: HTTPStatus, kind: str, length: int, extra: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(length), **(extra or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def end_headers(self) -> None:
        """Add the headers that every response has."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing, to protect readers."""


class DemoServer(ThreadingHTTPServer):
    """The demo's server.

    Args:
        campaign: What the buttons share.
        locale: The language of ``/``; by default the reader's browser decides.
        port: The port.

    Attributes:
        campaign: What the buttons share.
        cache: The pages.
        root: The code of the language of ``/``, or ``None`` if the reader's browser decides.
        petition: The petition that can be signed, or ``None``.
    """

    def __init__(self, campaign: Campaign, locale: LocaleLike, port: int) -> None:
        self.campaign: Campaign = campaign
        self.cache: SiteCache = SiteCache(campaign, locale)
        self.root: str | None = match_locale(locale, self.cache.site().pages) if locale else None
        self.petition: DemoPetition | None = None
        super().__init__((_HOST, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, unless the reader closed the connection before they received the response."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """The server's URL, without a slash at the end."""
        return f"http://{_HOST}:{self.server_address[1]}"


def make_server(campaign: Campaign, *, locale: LocaleLike = None, port: int = 8000) -> DemoServer:
    """Create the demo's server without starting it. It has no petition yet.

    Args:
        campaign: What the buttons share.
        locale: The language of ``/``; by default the reader's browser decides.
        port: The port on loopback; 0 for any free port.

    Returns:
        The server, bound to the port in its ``server_address``.

    Raises:
        InvalidURLError: If the campaign's URL is not an absolute http(s) URL.
        OSError: If the port is in use.
    """
    return DemoServer(campaign, locale, port)


def serve(
    campaign: Campaign,
    *,
    locale: LocaleLike = None,
    port: int = 8000,
    folder: Path | None = None,
    database: str = "",
    reset: bool = False,
) -> None:
    """Serve the demo on loopback until it is interrupted, with a petition that can be signed.

    Without the extra ``signing``, there is no petition.

    Args:
        campaign: What the buttons share.
        locale: The language of ``/``; by default the reader's browser decides.
        port: The port; 0 for any free port.
        folder: Where signatures and emails are kept; by default the user's folder for such data.
        database: The URL of another database for the signatures.
        reset: Whether to delete what an earlier run has stored.

    Raises:
        InvalidURLError: If the campaign's URL is not an absolute http(s) URL.
        OSError: If the port is in use.
    """
    with make_server(campaign, locale=locale, port=port) as server, ExitStack() as stack:
        try:
            from solidarity_widgets.demo import petition
        except MissingExtraError:
            note = 'There is no petition: pip install "solidarity-widgets[signing]" adds it.'
        else:
            where = folder or petition.data_folder()
            if reset:
                petition.reset(where)
            server.petition = stack.enter_context(petition.DemoPetition(server.url, where, database))
            note = f"Its signatures and emails are in {where}"
        print(f"The demo is at {server.url}/ (press Ctrl+C to stop)\n{note}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def write_site(campaign: Campaign, target: str | Path, *, locale: LocaleLike = None) -> Path:
    """Write the demo as static files, which you can open in a browser without a server.

    Args:
        campaign: What the buttons share.
        target: The folder, which is created if necessary.
        locale: The language of its ``index.html``.

    Returns:
        The path of ``index.html``.

    Raises:
        InvalidURLError: If the campaign's URL is not an absolute http(s) URL.
        OSError: If a file cannot be written.
    """
    site = build_site(campaign, root=locale or "en", integrity=False)
    for path, content in site.files.items():
        file = Path(target, *path.split("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return Path(target) / "index.html"
