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

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import Scope

from solidarity_widgets import assets
from solidarity_widgets.i18n import LocaleLike, add_locale_source, get_locale
from solidarity_widgets.jinja import install
from solidarity_widgets.page_defaults import LOCALE_VARIABLE
from solidarity_widgets.sharing.functions import ProviderNames
from solidarity_widgets.starlette.language import LocaleMiddleware, assets_base, request_locale
from solidarity_widgets.urls import UrlLike

if TYPE_CHECKING:  # the extra signing, which apps without petitions need not have
    from solidarity_widgets.mail import MailWorker
    from solidarity_widgets.web import PetitionSite

__all__ = ["LocaleMiddleware", "setup"]

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
        base = partial(assets_base, assets_path)
        install(templates.env, base_url=base_url, providers=providers, prefix=prefix, assets_base=base)
        templates.context_processors.append(lambda _request: {LOCALE_VARIABLE: get_locale()})
    app.add_middleware(LocaleMiddleware, locale_selector=locale_selector)
    add_locale_source(request_locale)
    app.mount(assets_path, _Files(directory=assets.directory()), name="solidarity_widgets")
    if petitions is not None:
        from solidarity_widgets.starlette.petitions import mount_petitions

        mount_petitions(app, templates, petitions, worker, chooses_locale=locale_selector is not None)


class _Files(StaticFiles):
    """Serves the static files. Their addresses change with their content, so they can be kept."""

    def file_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().file_response(*args, **kwargs)
        scope: Scope = kwargs["scope"] if "scope" in kwargs else args[2]
        if "v" in QueryParams(scope["query_string"]):
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}"
        return response
