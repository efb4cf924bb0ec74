"""The demo's server, from the standard library and on loopback only; and its static output."""

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
#: How old a page may be, in seconds.
_MAX_AGE = 30.0

#: Told with every answer, errors too.
_HEADERS = {
    "Content-Security-Policy": f"{POLICY}; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}

#: Of the site's own files; a machine's table of types may say otherwise, and then "nosniff" blocks them.
_CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "ics": "text/calendar; charset=utf-8",
}


class _SiteCache:
    """Keeps the pages until their counters need to be made anew for readers without scripts."""

    def __init__(self, campaign: Campaign, locale: LocaleLike) -> None:
        self._make = partial(build_site, campaign, root=locale or "en")
        self._lock = Lock()
        self._site = self._make()
        self._until = monotonic() + _MAX_AGE

    def site(self) -> Site:
        """Return the site, made not longer ago than the pages may be old."""
        with self._lock:
            if monotonic() >= self._until:
                self._site = self._make()
                self._until = monotonic() + _MAX_AGE
            return self._site


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from memory; the paths that exist are the whole site."""

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
        """Answer with a file's headers."""
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
        """End the headers with those of every answer."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing down about who reads what."""


class _Server(ThreadingHTTPServer):
    """Says nothing of readers who leave before they are answered."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report a fault of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(campaign: Campaign, *, locale: LocaleLike = None, port: int = 8000) -> ThreadingHTTPServer:
    """Make the demo's server without starting it.

    Args:
        campaign: What is shared.
        locale: The language of ``/``; by default the reader's browser decides.
        port: The port on loopback; 0 takes a free one.

    Returns:
        The server, bound; ``server_address`` tells the port.

    Raises:
        OSError: If the port is taken.
    """
    cache = _SiteCache(campaign, locale)
    root = match_locale(locale, cache.site().pages) if locale else None
    return _Server((_HOST, port), partial(_Handler, cache, root))


def serve(campaign: Campaign, *, locale: LocaleLike = None, port: int = 8000) -> None:
    """Serve the demo on loopback until it is interrupted.

    Args:
        campaign: What is shared.
        locale: The language of ``/``; by default the reader's browser decides.
        port: The port; 0 takes a free one.

    Raises:
        OSError: If the port is taken.
    """
    with make_server(campaign, locale=locale, port=port) as server:
        print(f"The demo is at http://{_HOST}:{server.server_address[1]}/ (Ctrl+C ends it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def write_site(campaign: Campaign, target: str | Path, *, locale: LocaleLike = None) -> Path:
    """Write the demo as static files, which open in a browser as they are.

    Args:
        campaign: What is shared.
        target: The folder; made if it is missing.
        locale: The language of its ``index.html``.

    Returns:
        The path of ``index.html``.

    Raises:
        OSError: If a file cannot be written.
    """
    site = build_site(campaign, root=locale or "en", integrity=False)
    for path, content in site.files.items():
        file = Path(target, *path.split("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return Path(target) / "index.html"
