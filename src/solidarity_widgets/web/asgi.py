"""The site as an ASGI application (ASGI 3.0, HTTP)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, TypeAlias

from solidarity_widgets.mail import MailWorker
from solidarity_widgets.web.http import Request, Response
from solidarity_widgets.web.site import PetitionSite

#: Twice as many as the store keeps connections to PostgreSQL: most forms wait until they are answered.
_THREADS = 30

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


class AsgiApp:
    """An ASGI application for uvicorn, hypercorn and any other server, alone or mounted in Starlette.

    The service's database calls run in threads, so that they do not block the event loop.

    Args:
        site: The site.
        nonce: Returns the CSP nonce of a request from its scope, for hosts that have one.
        worker: A mail worker, which starts and stops with the server. Below a path of another application,
            which does not tell it about the server, it starts with the first request.

    Example:
        >>> from solidarity_widgets.signing import MemorySignatureStore, SigningService
        >>> service = SigningService(
        ...     MemorySignatureStore(), "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[]
        ... )
        >>> app = AsgiApp(PetitionSite(service, base_url="https://example.org/petitions"))
    """

    def __init__(
        self,
        site: PetitionSite,
        *,
        nonce: Callable[[Scope], str] | None = None,
        worker: MailWorker | None = None,
    ) -> None:
        self.site: PetitionSite = site
        self._nonce = nonce
        self._worker = worker
        # The default executor has few threads on small machines, and most of them wait for the database.
        self._threads = ThreadPoolExecutor(_THREADS, "petition site")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or the server's start and end."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            if self._worker is not None:
                self._worker.start()
            body = await self._body(receive)
            if body is not None:  # or the client is gone
                request = self._request(scope, body)
                response = self.site.handle_cached(request)
                if response is None:
                    response = await self._in_thread(request)
                await _send(response, send)

    async def _in_thread(self, request: Request) -> Response:
        handle = partial(copy_context().run, self.site.handle, request)  # the host may have set a language
        return await asyncio.get_running_loop().run_in_executor(self._threads, handle)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            stopping = message["type"] == "lifespan.shutdown"
            if self._worker is not None:
                await asyncio.to_thread(self._worker.stop if stopping else self._worker.start)
            await send({"type": f"{message['type']}.complete"})
            if stopping:
                return

    def _request(self, scope: Scope, body: bytes) -> Request:
        headers: dict[str, str] = {}
        for raw_name, raw_value in scope["headers"]:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("utf-8", "replace")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        path, root = scope["path"], scope.get("root_path", "").rstrip("/")
        if f"{path}/".startswith(f"{root}/"):  # ASGI 3.0: the path contains the root path
            path = path[len(root) :]
        client = scope.get("client")
        return Request(
            scope["method"].upper(),
            path or "/",
            scope.get("query_string", b"").decode("latin-1"),
            headers,
            body,
            str(client[0]) if client else "",
            self._nonce(scope) if self._nonce else "",
        )

    async def _body(self, receive: Receive) -> bytes | None:
        """Read the body, but keep no more than is needed to see that it is too long."""
        chunks, kept = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            if kept <= self.site.max_body:
                chunk = message.get("body", b"")[: self.site.max_body + 1 - kept]
                chunks.append(chunk)
                kept += len(chunk)
            if not message.get("more_body", False):
                return b"".join(chunks)


async def _send(response: Response, send: Send) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
