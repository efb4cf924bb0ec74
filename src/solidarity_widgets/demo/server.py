"""The demo's server, which uses the standard library and listens on loopback only; and its static files."""

from __future__ import annotations

import sys
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

from solidarity_widgets.demo.page import POLICY, Campaign, Site, build_site
from solidarity_widgets.i18n import LocaleLike, match_locale

_HOST = "127.0.0.1"
#: The maximum age of a page, in seconds.
_MAX_AGE = 30.0

#: Sent with every response, including errors.
_HEADERS = {
    "Content-Security-Policy": f"{POLICY}; base-uri 'none'; frame-ancestors 'none'",
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


class _SiteCache:
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
    """Answers GET and HEAD from memory, so that no path reaches the file system."""

    server_version = "solidarity-widgets"
    sys_version = ""
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(code)d %(message)s\n"

    def __init__(self, cache: _SiteCache, root: str | None, *args: object) -> None:
        self._site = cache.site()
        self._root = root
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a file of the site."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers of a file."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        try:
            path = unquote(urlsplit(self.path).path).lstrip("/")
        except ValueError:  # such as "http://["
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        if path == "":
            self._redirect()
            return
        if path.endswith("/"):
            path += "index.html"
        content = self._site.files.get(path)
        if content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self._begin(HTTPStatus.OK, _CONTENT_TYPES[path.rpartition(".")[2]], len(content))
        if with_body:
            self.wfile.write(content)

    def _redirect(self) -> None:
        wanted = self._root or match_locale(self.headers.get("Accept-Language"), self._site.pages) or "en"
        location = "/" + self._site.pages[wanted].removesuffix("index.html")
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


class _Server(ThreadingHTTPServer):
    """Ignores readers who close the connection before they receive the response."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, unless the reader closed the connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(campaign: Campaign, *, locale: LocaleLike = None, port: int = 8000) -> ThreadingHTTPServer:
    """Create the demo's server without starting it.

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
    cache = _SiteCache(campaign, locale)
    root = match_locale(locale, cache.site().pages) if locale else None
    return _Server((_HOST, port), partial(_Handler, cache, root))


def serve(campaign: Campaign, *, locale: LocaleLike = None, port: int = 8000) -> None:
    """Serve the demo on loopback until it is interrupted.

    Args:
        campaign: What the buttons share.
        locale: The language of ``/``; by default the reader's browser decides.
        port: The port; 0 for any free port.

    Raises:
        InvalidURLError: If the campaign's URL is not an absolute http(s) URL.
        OSError: If the port is in use.
    """
    with make_server(campaign, locale=locale, port=port) as server:
        print(f"The demo is at http://{_HOST}:{server.server_address[1]}/ (press Ctrl+C to stop)", flush=True)
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
