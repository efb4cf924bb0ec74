"""The petition site of a Flask app. It needs the extra ``signing``."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, request
from jinja2 import TemplateNotFound
from werkzeug.datastructures import Headers

from solidarity_widgets.i18n import get_locale, use_locale
from solidarity_widgets.mail import MailWorker
from solidarity_widgets.page_defaults import LOCALE_VARIABLE, TEMPLATE_FOLDER
from solidarity_widgets.web import ROUTES, Page, PetitionSite, Request, default_layout
from solidarity_widgets.web.wsgi import make_request

#: The name of the blueprint.
NAME = "petitions"
_METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]  # the site itself refuses some


class Petitions:
    """The petition site of an app.

    Args:
        site: The site, as the host made it.
        worker: Its mail worker.
        chooses_locale: Whether the host has a function that chooses the language.
    """

    def __init__(self, site: PetitionSite, worker: MailWorker | None, *, chooses_locale: bool) -> None:
        self._site = site
        self._worker = worker
        self._chooses_locale = chooses_locale

    @cached_property
    def site(self) -> PetitionSite:
        """The site, with what the app has when it answers its first request."""
        chooses = self._chooses_locale or "babel" in current_app.extensions
        return self._site.with_defaults(
            layout=_layout,
            locale=(lambda _request: get_locale()) if chooses else None,
            csrf=_csrf_fields if _has_csrf_protection() else None,
        )

    def blueprint(self, app: Flask) -> Blueprint:
        """Return a blueprint with every route of the site, and its error page for what is none."""
        path, root = self._site.base_path, app.config["APPLICATION_ROOT"].rstrip("/")
        if f"{path}/".startswith(f"{root}/"):
            path = path.removeprefix(root)
        blueprint = Blueprint(NAME, __name__, url_prefix=path or None)
        options: dict[str, Any] = {"methods": _METHODS, "strict_slashes": False}
        for route in ROUTES:
            rule = route.path.replace("{file}", "{path:file}").replace("{", "<").replace("}", ">")
            view = self.token_page if route.holds_token else self.page
            blueprint.add_url_rule(rule, route.name, view, **options)
        blueprint.add_url_rule("/<path:unknown>", "unknown", self.page, **options)
        return blueprint

    def page(self, **_parameters: str) -> Response:
        """Answer a request for a page of the site."""
        if self._worker is not None:
            self._worker.start()
        path = request.path.removeprefix(current_app.blueprints[NAME].url_prefix or "")
        body = _read_body(self.site.max_body + 1)
        answer = self.site.handle(make_request(request.environ, path, body))
        response = Response(answer.body, answer.status)
        response.headers = Headers(answer.headers)  # of HEAD, the length of what is left out
        return response

    def token_page(self, **parameters: str) -> Response:
        """Answer a request whose address has a token, which proves more than that of a form."""
        return self.page(**parameters)

    def exempt_links(self, app: Flask, **_: object) -> None:
        """Let Flask-WTF accept forms whose address has a token: mail providers send them without cookies."""
        if (protection := app.extensions.get("csrf")) is not None:
            protection.exempt(self.token_page)


def _read_body(limit: int) -> bytes:
    """Return the body, even if a function of the app or Flask-WTF has read it before."""
    read = vars(request)  # asking for its attributes would read it
    if "form" in read:
        return urlencode(list(request.form.items(multi=True))).encode()
    return request.get_data() if "_cached_data" in read else request.stream.read(limit)


def _layout(page: Page) -> str:
    """Render the app's own template of a page, in the language of the page, or the default layout."""
    if page.kind == "embed":  # a frame on another site has no room for the header of this one
        return default_layout(page)
    with ExitStack() as languages:
        languages.enter_context(use_locale(page.locale))
        if "babel" in current_app.extensions:
            import flask_babel

            languages.enter_context(flask_babel.force_locale(page.locale.cldr))
        try:
            template = current_app.jinja_env.get_template(f"{TEMPLATE_FOLDER}/page.html")
        except TemplateNotFound:
            return default_layout(page)
        variables: dict[str, Any] = {"page": page, LOCALE_VARIABLE: page.locale}
        current_app.update_template_context(variables)
        return template.render(variables)


def _has_csrf_protection() -> bool:
    """Return whether Flask-WTF checks every form of the app."""
    config = current_app.config
    return (
        "csrf" in current_app.extensions
        and config.get("WTF_CSRF_ENABLED", True)
        and config.get("WTF_CSRF_CHECK_DEFAULT", True)
    )


def _csrf_fields(_request: Request) -> dict[str, str]:
    from flask_wtf.csrf import generate_csrf

    return {current_app.config["WTF_CSRF_FIELD_NAME"]: generate_csrf()}
