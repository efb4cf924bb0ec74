"""The site as a WSGI application (PEP 3333)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from solidarity_widgets.mail import MailWorker
from solidarity_widgets.web.http import Request
from solidarity_widgets.web.site import PetitionSite

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


class WsgiApp:
    """A WSGI application for gunicorn, mod_wsgi and any other server, alone or below a path.

    Args:
        site: The site.
        nonce: Returns the CSP nonce of a request from its environment, for hosts that have one.
        worker: A mail worker. It starts with the first request, so it also runs if the server has forked
            its processes, and stops when the process exits.

    Example:
        >>> from solidarity_widgets.signing import MemorySignatureStore, SigningService
        >>> service = SigningService(
        ...     MemorySignatureStore(), "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[]
        ... )
        >>> app = WsgiApp(PetitionSite(service, base_url="https://example.org/petitions"))
    """

    def __init__(
        self,
        site: PetitionSite,
        *,
        nonce: Callable[[WSGIEnvironment], str] | None = None,
        worker: MailWorker | None = None,
    ) -> None:
        self.site: PetitionSite = site
        self._nonce = nonce
        self._worker = worker

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if self._worker is not None:
            self._worker.start()
        request = self._request(environ)
        if request is None:  # the client is gone, and nobody reads this
            start_response("400 Bad Request", [("Content-Length", "0")])
            return [b""]
        response = self.site.handle(request)
        status = HTTPStatus(response.status)
        start_response(f"{status.value} {status.phrase}", list(response.headers))
        return [response.body]

    def _request(self, environ: WSGIEnvironment) -> Request | None:
        body = self._body(environ)
        if body is None:
            return None
        path = _text(environ.get("PATH_INFO", ""))
        return make_request(environ, path, body, self._nonce(environ) if self._nonce else "")

    def _body(self, environ: WSGIEnvironment) -> bytes | None:
        """Return the body. ``None`` if the connection broke: half a form can hold half an email address."""
        try:
            length = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        # One byte more than is allowed says that the body is too long, however long it is.
        wanted = min(max(length, 0), self.site.max_body + 1)
        chunks, missing = [], wanted
        while missing:
            chunk: Any = environ["wsgi.input"].read(missing)
            if not chunk:
                return None
            chunks.append(bytes(chunk))
            missing -= len(chunk)
        return b"".join(chunks)


def make_request(environ: WSGIEnvironment, path: str, body: bytes, nonce: str = "") -> Request:
    """Make a request of a WSGI environment, for adapters of frameworks.

    Args:
        environ: The environment.
        path: The path below the site's mount point, decoded.
        body: The body, or as much of it as shows that it is too long.
        nonce: The CSP nonce of the response, or an empty string.

    Returns:
        The request.

    Example:
        >>> make_request({"REQUEST_METHOD": "GET", "HTTP_ACCEPT_LANGUAGE": "be"}, "/lake", b"").headers
        {'accept-language': 'be', 'content-type': ''}
    """
    headers = {
        name[5:].replace("_", "-").lower(): _text(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    headers["content-type"] = _text(environ.get("CONTENT_TYPE") or "")
    method, query = environ["REQUEST_METHOD"].upper(), environ.get("QUERY_STRING", "")
    return Request(method, path or "/", query, headers, body, environ.get("REMOTE_ADDR") or "", nonce)


def _text(value: str) -> str:
    """Decode WSGI's text: Latin-1 whose bytes are UTF-8."""
    return value.encode("latin-1", "replace").decode("utf-8", "replace")
