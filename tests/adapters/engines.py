"""Every way in which a page can call the functions: plain Python, Jinja, and the adapters of frameworks.

An engine renders one call in a language that its framework has chosen in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import flask
import flask_babel
import jinja2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient

from solidarity_widgets import use_locale
from solidarity_widgets.api import FILTERS, FUNCTIONS
from solidarity_widgets.flask import SolidarityWidgets
from solidarity_widgets.jinja import install
from solidarity_widgets.starlette import setup

from . import django_engine

#: Renders a call: the function's name, its arguments, and the page's language.
Engine: TypeAlias = Callable[[str, Sequence[object], Mapping[str, object], str], str]

ASSETS_BASE = "/widgets"


def python(name: str, args: Sequence[object], kwargs: Mapping[str, object], locale: str) -> str:
    if name in ("stylesheet", "script"):
        kwargs = {"base": ASSETS_BASE, **kwargs}
    with use_locale(locale):
        made = FUNCTIONS[name](*args, **kwargs)
        return str(made.__html__() if hasattr(made, "__html__") else jinja2.utils.markupsafe.escape(made))


def jinja_source(name: str, *, as_filter: bool = False, escape: bool = True) -> str:
    """Return a template with one call. Text, such as a URL, is escaped as any other text."""
    call = (
        f"args[0] | {name}(*args[1:], **kwargs)"
        if as_filter and name in FILTERS
        else f"{name}(*args, **kwargs)"
    )
    is_text = name in ("share_url", "format_duration")
    return f"{{{{ {call}{' | e' if is_text and escape else ''} }}}}"


def jinja(*, as_filter: bool = False, **options: Any) -> Engine:
    def render(name: str, args: Sequence[object], kwargs: Mapping[str, object], locale: str) -> str:
        env = install(jinja2.Environment(**options), assets_base=ASSETS_BASE)
        escape = not options["autoescape"]
        template = env.from_string(jinja_source(name, as_filter=as_filter, escape=escape))
        return template.render(args=args, kwargs=kwargs, locale=locale)

    return render


def flask_app(*, babel: bool) -> Engine:
    app = flask.Flask("campaign")
    SolidarityWidgets(app)
    if babel:
        flask_babel.Babel(app)

    def render(name: str, args: Sequence[object], kwargs: Mapping[str, object], locale: str) -> str:
        source = jinja_source(name, escape=False)  # Flask's string templates are escaped
        with app.test_request_context("/", headers={"Accept-Language": locale}):
            if not babel:
                return flask.render_template_string(source, args=args, kwargs=kwargs)
            with flask_babel.force_locale(locale):
                return flask.render_template_string(source, args=args, kwargs=kwargs)

    return render


def starlette_app() -> Engine:
    templates = Jinja2Templates(".")
    sources = {f"{name}.html": jinja_source(name, escape=False) for name in FUNCTIONS}
    templates.env.loader = jinja2.DictLoader(sources)
    app = Starlette()
    setup(app, templates)
    current: dict[str, object] = {}

    def page(request: Request) -> Response:
        return templates.TemplateResponse(request, f"{request.path_params['name']}.html", dict(current))

    app.add_route("/{name}", page)
    client = TestClient(app)

    def render(name: str, args: Sequence[object], kwargs: Mapping[str, object], locale: str) -> str:
        current.update(args=args, kwargs=kwargs)
        return client.get(f"/{name}", headers={"Accept-Language": locale}).text

    return render


ENGINES: dict[str, Engine] = {
    "Jinja": jinja(autoescape=True),
    "Jinja without autoescape": jinja(autoescape=False),
    "Jinja filters": jinja(autoescape=True, as_filter=True),
    "Jinja, async": jinja(autoescape=True, enable_async=True),
    "Flask": flask_app(babel=False),
    "Flask-Babel": flask_app(babel=True),
    "Starlette": starlette_app(),
    "Django": django_engine.tag,
    "Django filters": django_engine.filter,
    "Django with Jinja": django_engine.jinja,
}
