"""The petitions of a site: the store, the service, the petition site and its worker, made when needed.

It needs the extra ``signing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from contextvars import ContextVar
from functools import cache, partial
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from sqlalchemy import URL

from solidarity_widgets.django import conf
from solidarity_widgets.django.mail import send_message
from solidarity_widgets.i18n import get_locale, use_locale
from solidarity_widgets.mail import MailWorker, compose
from solidarity_widgets.page_defaults import LOCALE_VARIABLE, TEMPLATE_FOLDER
from solidarity_widgets.signing import MemorySignatureStore, SigningService, SqlSignatureStore
from solidarity_widgets.web import Page, PetitionSite, Request, default_layout
from solidarity_widgets.web.wsgi import make_request

#: The namespace of the URLs.
NAMESPACE = "petitions"
_CSRF_MIDDLEWARE = "django.middleware.csrf.CsrfViewMiddleware"
_CSP_MIDDLEWARE = "django.middleware.csp.ContentSecurityPolicyMiddleware"  # since Django 6.0
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}

#: The request that is being answered, for tokens and templates.
_request: ContextVar[HttpRequest] = ContextVar("solidarity_widgets_django_request")


# --- the store and the service ----------------------------------------------------------------------------


def make_store(settings: conf.Settings) -> SqlSignatureStore:
    """Make a store in the database that the settings name.

    Raises:
        ImproperlyConfigured: If the database is neither SQLite nor PostgreSQL.
    """
    if settings.database not in conf.aliases():
        return SqlSignatureStore(settings.database)
    connection = connections[settings.database]
    if connection.vendor not in _DRIVERS:
        name = connection.display_name
        raise ImproperlyConfigured(
            f"the database {settings.database!r} is {name}; petitions need SQLite or PostgreSQL"
        )
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        in_memory = connection.is_in_memory_db()  # type: ignore[attr-defined]
        return SqlSignatureStore("sqlite://" if in_memory else f"sqlite:///{values['NAME']}")
    options = {name: str(value) for name, value in values["OPTIONS"].items() if name in _LIBPQ_OPTIONS}
    host = values["HOST"] or None
    if host is not None and host.startswith("/"):  # the folder of a socket
        options, host = {**options, "host": host}, None
    port = int(values["PORT"]) if values["PORT"] else None
    user, password, database = (values[each] or None for each in ("USER", "PASSWORD", "NAME"))
    url = URL.create(_DRIVERS[connection.vendor], user, password, host, port, database, options)
    return SqlSignatureStore(url.render_as_string(hide_password=False))


#: The options of Django's database that libpq has too; Django takes the others for itself.
_LIBPQ_OPTIONS = frozenset(
    {"sslmode", "sslcert", "sslkey", "sslrootcert", "connect_timeout", "service", "passfile", "options"}
)


def make_service(settings: conf.Settings, store: SqlSignatureStore | None) -> SigningService:
    """Make a service. Without a store, it only checks the settings."""
    return SigningService(
        store or MemorySignatureStore(),
        settings.load_secrets(),
        petitions=settings.load_petitions(),
        **settings.signing,
    )


@cache
def get_store() -> SqlSignatureStore:
    """Return the store of the site's petitions."""
    return make_store(conf.get_settings())


@cache
def get_service() -> SigningService:
    """Return the signing service of the site, for your own views.

    Raises:
        ImproperlyConfigured: If the setting ``SOLIDARITY_WIDGETS`` has no ``PETITIONS``.

    Example:
        >>> def home(request):
        ...     return render(request, "home.html", {"signed": get_service().count("lake")})
    """
    return make_service(conf.get_settings(), get_store())


@cache
def _make_site(path: str) -> PetitionSite:
    settings = conf.get_settings()
    site = PetitionSite(get_service(), base_url=f"{settings.base_url or ''}{path}", **settings.site)
    protects = _CSRF_MIDDLEWARE in django_settings.MIDDLEWARE
    return site.with_defaults(
        layout=_layout, locale=lambda _: get_locale(), csrf=_csrf_fields if protects else None
    )


def get_site() -> PetitionSite:
    """Return the petition site below the path where the URLs are included, in the active language.

    Raises:
        NoReverseMatch: If they are not included.
    """
    return _make_site(reverse(f"{NAMESPACE}:root").rstrip("/"))


@cache
def get_worker() -> MailWorker:
    """Return the thread that sends the emails to signers, by Django's ``EMAIL_BACKEND``."""
    sender = conf.get_settings().sender or django_settings.DEFAULT_FROM_EMAIL
    site = get_site()
    return MailWorker(get_service(), partial(compose, sender=sender, link=site.link), send_message)


def _forget() -> None:
    if get_worker.cache_info().currsize:
        get_worker().stop()
    if get_store.cache_info().currsize:
        get_store().close()
    for function in (get_worker, _make_site, get_service, get_store):
        function.cache_clear()


conf.on_forget(_forget)


# --- requests ---------------------------------------------------------------------------------------------


def answer(request: HttpRequest) -> HttpResponse:
    """Answer a request for a page of the petition site.

    Args:
        request: The request.

    Returns:
        The response.
    """
    if conf.get_settings().send_mail:
        get_worker().start()  # does nothing if it runs
    site = get_site()
    token = _request.set(request)
    try:
        path = request.path.removeprefix(site.base_path)
        found = site.handle(make_request(request.META, path, _read_body(request, site), _nonce(request)))
    finally:
        _request.reset(token)
    response = HttpResponse(found.body, status=found.status)
    for name, value in found.headers:
        response.headers[name] = value
    # The embed page is made for frames; all others forbid them in their policy.
    response.xframe_options_exempt = True
    return response


def _read_body(request: HttpRequest, site: PetitionSite) -> bytes:
    try:
        return request.body
    except RawPostDataException:  # a file upload that somebody has read: no form of the site
        return b""
    except RequestDataTooBig:
        return bytes(site.max_body + 1)


def _nonce(request: HttpRequest) -> str:
    """Return the nonce of Django's content security policy, if the site has one."""
    if _CSP_MIDDLEWARE not in django_settings.MIDDLEWARE:
        return ""
    from django.middleware.csp import get_nonce  # type: ignore[import-not-found, unused-ignore]

    nonce = get_nonce(request)  # false until somebody reads it
    return "" if nonce is None else str(nonce)


def _csrf_fields(_: Request) -> Mapping[str, str]:
    return {"csrfmiddlewaretoken": get_token(_request.get())}


def _layout(page: Page) -> str:
    """Render the site's own template of a page, in the language of the page, or the default layout."""
    if page.kind == "embed":  # a frame on another site has no room for the header of this one
        return default_layout(page)
    with ExitStack() as languages:
        languages.enter_context(use_locale(page.locale))
        languages.enter_context(translation.override(page.locale.tag.lower()))
        try:
            template: Any = get_template(f"{TEMPLATE_FOLDER}/page.html")
        except TemplateDoesNotExist:
            return default_layout(page)
        return str(template.render({"page": page, LOCALE_VARIABLE: page.locale}, _request.get()))
