"""Starlette and FastAPI: the functions in templates, in the language of the request, and a petition site.

::

    from solidarity_widgets.starlette import setup

    app = FastAPI()
    templates = Jinja2Templates("templates")
    setup(app, templates, base_url="https://example.org", providers="telegram vk email")

Each request has its own language, whether its endpoint is ``async`` or runs in a thread: in templates, and in
Python code that calls the functions.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from jinja2 import TemplateNotFound
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders, QueryParams
from starlette.requests import HTTPConnection, Request
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from solidarity_widgets import assets
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import LocaleLike, add_locale_source, get_locale, match_locale, use_locale
from solidarity_widgets.jinja import install
from solidarity_widgets.mail import MailWorker
from solidarity_widgets.page_defaults import LOCALE_VARIABLE, REQUEST_VARIABLE, TEMPLATE_FOLDER
from solidarity_widgets.sharing.functions import ProviderNames
from solidarity_widgets.urls import UrlLike
from solidarity_widgets.web import Page, PetitionSite, default_layout
from solidarity_widgets.web.asgi import AsgiApp

_YEAR = 365 * 86_400


def setup(
    app: Starlette,
    templates: Jinja2Templates | None = None,
    *,
    base_url: UrlLike | None = None,
    providers: ProviderNames = None,
    prefix: str = "",
    locale_selector: Callable[[HTTPConnection], LocaleLike] | None = None,
    assets_path: str = "/widgets",
    petitions: PetitionSite | None = None,
    worker: MailWorker | None = None,
) -> None:
    """Set up an app: its template functions, its static files and its petitions.

    Call it before the app answers its first request; before or after you add your routes.

    Args:
        app: The app, of Starlette or FastAPI.
        templates: Its templates. They get the functions, and the variable ``locale``.
        base_url: The URL of the site, such as ``https://example.org``. With it, templates can share paths,
            and ``{{ share_buttons() }}`` shares the current page.
        providers: The networks of ``share_buttons`` in templates that name none.
        prefix: What the names of the template functions begin with; see
            :func:`solidarity_widgets.jinja.install`.
        locale_selector: Returns the language of a request. By default it is the first language of the
            browser that has a catalog.
        assets_path: The path under which the stylesheet and the script are served.
        petitions: A petition site. Its pages are served below the path of its ``base_url``, in the language
            of the request unless the address has another one. The template ``solidarity_widgets/page.html``,
            if there is one, is its layout, and gets ``page`` (a :class:`solidarity_widgets.web.Page`).
        worker: A mail worker, which starts and stops with the app.

    Raises:
        InvalidURLError: If *base_url* is not an absolute http(s) URL, or has a query or a fragment.
        InvalidFieldError: If *providers* is not a list of names, *prefix* cannot begin a name, or the
            ``base_url`` of *petitions* has no path.

    Example:
        >>> from starlette.applications import Starlette
        >>> app = Starlette()
        >>> setup(app, Jinja2Templates("templates"), base_url="https://example.org")
        >>> app.url_path_for("solidarity_widgets", path="solidarity_widgets/solidarity_widgets.css")
        '/widgets/solidarity_widgets/solidarity_widgets.css'
    """
    if templates is not None:
        base = partial(_assets_base, assets_path)
        install(templates.env, base_url=base_url, providers=providers, prefix=prefix, assets_base=base)
        templates.context_processors.append(lambda _request: {LOCALE_VARIABLE: get_locale()})
    app.add_middleware(LocaleMiddleware, locale_selector=locale_selector)
    add_locale_source(_request_locale)
    app.mount(assets_path, _Files(directory=assets.directory()), name="solidarity_widgets")
    if petitions is not None:
        _mount_petitions(app, templates, petitions, worker, chooses_locale=locale_selector is not None)


class _Files(StaticFiles):
    """Serves the static files. Their addresses change with their content, so they can be kept."""

    def file_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().file_response(*args, **kwargs)
        scope: Scope = kwargs["scope"] if "scope" in kwargs else args[2]
        if "v" in QueryParams(scope["query_string"]):
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}"
        return response


# --- the language -----------------------------------------------------------------------------------------


class _CurrentRequest:
    """The request that is being answered, and whether anybody has asked for its language.

    Args:
        scope: The request's scope, as the app got it.
        select: Returns its language.
    """

    def __init__(self, scope: Scope, select: Callable[[HTTPConnection], LocaleLike] | None) -> None:
        self.scope = scope
        self.root_path: str = scope.get("root_path", "").rstrip("/")  # the router of a Mount changes it
        self._select = select
        self.read_header = False

    def locale(self) -> LocaleLike:
        connection = HTTPConnection(self.scope)
        if self._select is not None:
            return self._select(connection)
        self.read_header = True
        return match_locale(connection.headers.get("accept-language"))


_current: ContextVar[_CurrentRequest | None] = ContextVar("solidarity_widgets_request", default=None)


class LocaleMiddleware:
    """Lets widgets follow the language of the request. :func:`setup` adds it.

    Args:
        app: The application.
        locale_selector: Returns the language of a request; by default the browser's.

    Example:
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
        request = _CurrentRequest(scope, self._select)

        async def send_with_vary(message: Message) -> None:
            if message["type"] == "http.response.start" and request.read_header:
                MutableHeaders(scope=message).add_vary_header("Accept-Language")
            await send(message)

        token = _current.set(request)
        try:
            await self._app(scope, receive, send_with_vary)
        finally:
            _current.reset(token)


def _request_locale() -> LocaleLike:
    request = _current.get()
    return None if request is None else request.locale()


def _assets_base(path: str) -> str:
    """Return the prefix of the static files, with the path under which the app is served."""
    request = _current.get()
    return path if request is None else f"{request.root_path}{path}"


# --- petitions --------------------------------------------------------------------------------------------


def _mount_petitions(
    app: Starlette,
    templates: Jinja2Templates | None,
    petitions: PetitionSite,
    worker: MailWorker | None,
    *,
    chooses_locale: bool,
) -> None:
    if not petitions.base_path:
        reason = "must have a path below which the petitions are, such as https://example.org/petitions"
        raise InvalidFieldError("base_url of the petition site", petitions.base_url, reason)
    site = petitions.with_defaults(
        layout=None if templates is None else partial(_layout, templates),
        locale=(lambda _request: get_locale()) if chooses_locale else None,
    )
    app.mount(petitions.base_path, AsgiApp(site, worker=worker), name="petitions")
    if worker is not None:
        _run_with(app, worker)


def _run_with(app: Starlette, worker: MailWorker) -> None:
    """Let the worker start and stop with the app; mounted apps are not told when the server does."""
    run_app = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: Any) -> AsyncIterator[Any]:
        async with run_app(running) as state:
            worker.start()
            try:
                yield state
            finally:
                await asyncio.to_thread(worker.stop)

    app.router.lifespan_context = lifespan


def _layout(templates: Jinja2Templates, page: Page) -> str:
    """Render the app's own template of a page, in the language of the page, or the default layout."""
    request = _current.get()
    if page.kind == "embed" or request is None:  # a frame on another site has no room for a header
        return default_layout(page)
    try:
        template = templates.get_template(f"{TEMPLATE_FOLDER}/page.html")
    except TemplateNotFound:
        return default_layout(page)
    variables: dict[str, Any] = {REQUEST_VARIABLE: Request(request.scope)}
    with use_locale(page.locale):
        for process in templates.context_processors:
            variables |= process(variables[REQUEST_VARIABLE])
        return template.render({**variables, "page": page, LOCALE_VARIABLE: page.locale})
