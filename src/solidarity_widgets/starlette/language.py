"""The language of the request that is being answered."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from solidarity_widgets.i18n import LocaleLike, match_locale


class CurrentRequest:
    """The request that is being answered, and whether anybody has asked for its language.

    Args:
        scope: The request's scope, as the app got it.
        select: Returns its language.
    """

    def __init__(self, scope: Scope, select: Callable[[HTTPConnection], LocaleLike] | None) -> None:
        self.scope = scope
        self.root_path: str = scope.get("root_path", "").rstrip("/")  # the router of a Mount changes it
        self._select = select
        self.read_header: bool = False

    def locale(self) -> LocaleLike:
        """Return its language, or ``None``."""
        connection = HTTPConnection(self.scope)
        if self._select is not None:
            return self._select(connection)
        self.read_header = True
        return match_locale(connection.headers.get("accept-language"))


current_request: ContextVar[CurrentRequest | None] = ContextVar("solidarity_widgets_request", default=None)


class LocaleMiddleware:
    """Lets widgets follow the language of the request. :func:`setup` adds it.

    Args:
        app: The application.
        locale_selector: Returns the language of a request; by default the browser's.

    Example:
        >>> from starlette.applications import Starlette
        >>> from starlette.middleware import Middleware
        >>> app = Starlette(middleware=[Middleware(LocaleMiddleware, locale_selector=lambda request: "be")])
    """

    def __init__(
        self, app: ASGIApp, *, locale_selector: Callable[[HTTPConnection], LocaleLike] | None = None
    ) -> None:
        self._app = app
        self._select = locale_selector

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request = CurrentRequest(scope, self._select)

        async def send_with_vary(message: Message) -> None:
            if message["type"] == "http.response.start" and request.read_header:
                MutableHeaders(scope=message).add_vary_header("Accept-Language")
            await send(message)

        token = current_request.set(request)
        try:
            await self._app(scope, receive, send_with_vary)
        finally:
            current_request.reset(token)


def request_locale() -> LocaleLike:
    """Return the language of the current request, or ``None`` outside of one."""
    request = current_request.get()
    return None if request is None else request.locale()


def assets_base(path: str) -> str:
    """Return the prefix of the static files, with the path under which the app is served."""
    request = current_request.get()
    return path if request is None else f"{request.root_path}{path}"
