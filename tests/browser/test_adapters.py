"""A petition through the adapters of frameworks: a real browser without scripts, a real mail server."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from flask import Flask, render_template
from flask_wtf.csrf import CSRFProtect
from jinja2 import DictLoader
from playwright.sync_api import Browser
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from solidarity_widgets.flask import SolidarityWidgets
from solidarity_widgets.signing import SigningService, SqlSignatureStore
from solidarity_widgets.starlette import setup
from solidarity_widgets.web import PetitionSite
from tests.adapters.django_project import PETITIONS, SECRET
from tests.mail.smtp_server import mail_server
from tests.recipes import ROOT, environment, program
from tests.web.running import Running, running
from tests.web.servers import free_port, serve, serve_asgi_app

TEMPLATES = {
    "campaign.html": """<!doctype html><html lang="{{ locale.tag }}" dir="{{ locale.direction }}">
<head><title>Campaign</title>{{ stylesheet() }}{{ script() }}</head>
<body><main>{{ share_buttons() }}{{ "2099-08-04" | countdown(zone="Europe/Minsk") }}
<a href="/petitions/lake">{{ petition_progress(0) }}</a></main></body></html>""",
    "solidarity_widgets/page.html": """<!doctype html>
<html lang="{{ page.locale.tag }}" dir="{{ page.locale.direction }}"><head><title>{{ page.title }}</title>
{{ page.head }}</head><body><header>Campaign</header><main>{{ page.body }}</main></body></html>""",
}
OPTIONS: dict[str, Any] = {"base_url": "https://example.org", "providers": "telegram email"}


def serve_flask(site: PetitionSite, port: int, *, csrf: bool = False) -> Any:
    app = Flask("campaign")
    app.secret_key = "for tests only"
    app.jinja_loader = DictLoader(TEMPLATES)
    SolidarityWidgets(app, petitions=site, **OPTIONS)
    if csrf:
        CSRFProtect(app)

    @app.get("/")
    def campaign() -> str:
        return render_template("campaign.html")

    return serve(app, port)


def serve_flask_wtf(site: PetitionSite, port: int) -> Any:
    return serve_flask(site, port, csrf=True)


def serve_fastapi(site: PetitionSite, port: int) -> Any:
    app, templates = FastAPI(), Jinja2Templates(".")
    templates.env.loader = DictLoader(TEMPLATES)
    setup(app, templates, petitions=site, **OPTIONS)

    @app.get("/")
    def campaign(request: Request) -> Response:
        return templates.TemplateResponse(request, "campaign.html")

    return serve_asgi_app(app, port)


FRAMEWORKS: dict[str, Callable[[PetitionSite, int], Any]] = {
    "Flask": serve_flask,
    "Flask-WTF": serve_flask_wtf,
    "FastAPI": serve_fastapi,
}


@contextmanager
def running_django(folder: Path) -> Iterator[Running]:
    """Run a project in a process, which Django needs for itself."""
    port = free_port()
    url, database = f"http://127.0.0.1:{port}", f"sqlite:///{folder / 'site.db'}"
    with mail_server() as mail, SqlSignatureStore(database) as store:
        command = [sys.executable, "-m", "tests.adapters.django_server", folder, port, mail.port]
        env = environment(folder) | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
        with program(list(map(str, command)), folder, env, url):
            yield Running(url, SigningService(store, SECRET, petitions=PETITIONS), mail)


@pytest.mark.browser
@pytest.mark.parametrize("framework", [*FRAMEWORKS, "Django"])
def test_a_signer_without_scripts(chromium: Browser, tmp_path: Path, framework: str) -> None:
    asked: list[str] = []
    serve_site = FRAMEWORKS.get(framework)
    with (
        running(tmp_path, serve_site, "/petitions") if serve_site else running_django(tmp_path) as site,
        closing(chromium.new_context(java_script_enabled=False, locale="be")) as context,
    ):
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()

        def press() -> None:
            page.click("main form button[type=submit]")
            assert page.locator("html").get_attribute("lang") == "be"
            assert page.inner_text("header") == "Campaign"

        page.goto(site.url)
        assert page.locator("html").get_attribute("lang") == "be"
        assert page.locator(".sw-share a").count() == 2
        page.click("a[href='/petitions/lake']")
        press()  # empty
        assert page.locator("[aria-invalid=true]").count() > 0
        page.fill("[name=name]", "Алесь Бяляцкі")
        page.fill("[name=email]", "ales@example.org")
        page.check("[name=consent-processing]")
        press()
        assert page.url == f"{site.url}/petitions/lake/check-email"
        site.wait_for_mail(1)
        assert site.service.count("lake") == 0
        page.goto(site.link("confirm"))
        press()
        assert site.service.count("lake") == 1
        assert context.request.get(f"{site.url}/petitions/lake/count.json").json() == {"signed": 1}
        for purpose in ("withdraw", "erase"):
            page.goto(site.link(purpose))
            press()
            assert site.service.count("lake") == 0
        assert site.service.find("lake", "ales@example.org") == []
    assert [url for url in asked if not url.startswith(site.url)] == []
