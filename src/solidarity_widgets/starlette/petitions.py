"""The petition site of a Starlette app. It needs the extra ``signing``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from jinja2 import TemplateNotFound
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.templating import Jinja2Templates

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import get_locale, use_locale
from solidarity_widgets.mail import MailWorker
from solidarity_widgets.page_defaults import LOCALE_VARIABLE, REQUEST_VARIABLE, TEMPLATE_FOLDER
from solidarity_widgets.starlette.language import current_request
from solidarity_widgets.web import Page, PetitionSite, default_layout
from solidarity_widgets.web.asgi import AsgiApp


def mount_petitions(
    app: Starlette,
    templates: Jinja2Templates | None,
    petitions: PetitionSite,
    worker: MailWorker | None,
    *,
    chooses_locale: bool,
) -> None:
    """Mount a petition site; see :func:`solidarity_widgets.starlette.setup`."""
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
    request = current_request.get()
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
