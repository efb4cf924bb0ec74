"""Starlette and FastAPI: each request has its own language, and a petition site can be mounted."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient

import solidarity_widgets as sw
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.starlette import setup
from solidarity_widgets.web import PetitionSite

from ..signing.campaign import Campaign
from .forms import BASE_URL, fill_in

LABELS = {each: sw.share_button(BASE_URL, "telegram", locale=each).label for each in ("en", "be", "ar")}
BE = {"Accept-Language": "be"}
TEMPLATES = {
    "lake.html": "{{ locale.tag }}: {{ share_button(provider='telegram').label }}",
    "bar.html": "{{ share_buttons() }}",
    "tags.html": "{{ stylesheet(brands=True) }}{{ script() }}",
}
LAYOUT = {
    "solidarity_widgets/page.html": '{% extends "base.html" %}{% block main %}{{ page.body }}{% endblock %}',
    "base.html": (
        '<html lang="{{ locale.tag }}"><title>{{ page.title }}</title>{{ page.head }}'
        "{{ stylesheet() }}<header>{{ url_for('lake') }} "
        "{{ share_button('https://example.org/', 'telegram').label }}</header>"
        "{% block main %}{% endblock %}"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, TEMPLATES)
    return tmp_path


def write(folder: Path, templates: dict[str, str]) -> None:
    for name, source in templates.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")


@pytest.fixture(params=[Starlette, FastAPI])
def make_client(request: pytest.FixtureRequest, folder: Path) -> Callable[..., TestClient]:
    def make(
        *, early: bool = True, template: str = "lake.html", app_options: Any = None, **options: Any
    ) -> TestClient:
        app: Starlette = request.param(**(app_options or {}))
        templates = Jinja2Templates(folder)
        options.setdefault("base_url", BASE_URL)
        if early:
            setup(app, templates, **options)

        async def later(request: Request) -> Response:
            return templates.TemplateResponse(request, template)

        def now(request: Request) -> Response:  # in a thread
            return templates.TemplateResponse(request, template)

        def python(request: Request) -> Response:
            return PlainTextResponse(sw.share_button(BASE_URL, "telegram").label)

        app.add_route("/later", later)
        app.add_route("/lake", now, name="lake")
        app.add_route("/python", python)
        if not early:
            setup(app, templates, **options)
        return TestClient(app, follow_redirects=False)

    return make


class TestLanguage:
    @pytest.mark.parametrize("early", [True, False], ids=["before routes", "after routes"])
    @pytest.mark.parametrize("path", ["/lake", "/later"])
    @pytest.mark.parametrize("locale", LABELS)
    def test_of_the_browser(
        self, make_client: Callable[..., TestClient], early: bool, path: str, locale: str
    ) -> None:
        client = make_client(early=early)
        response = client.get(path, headers={"Accept-Language": locale})
        assert response.text == f"{locale}: {LABELS[locale]}"
        assert response.headers["Vary"] == "Accept-Language"
        assert client.get("/python", headers={"Accept-Language": locale}).text == LABELS[locale]

    def test_of_a_selector(self, make_client: Callable[..., TestClient]) -> None:
        def select(request: HTTPConnection) -> str:
            return request.query_params.get("language", "ar")

        client = make_client(locale_selector=select)
        response = client.get("/lake?language=be", headers={"Accept-Language": "en"})
        assert response.text == f"be: {LABELS['be']}"
        assert "Vary" not in response.headers
        assert client.get("/lake").text == f"ar: {LABELS['ar']}"

    def test_nothing_is_left_over(self, make_client: Callable[..., TestClient]) -> None:
        client = make_client()
        assert client.get("/python", headers=BE).text == LABELS["be"]
        assert sw.get_locale().tag == "en"
        assert client.get("/python", headers={"Accept-Language": ""}).text == LABELS["en"]

    def test_a_background_task(self, folder: Path) -> None:
        found: list[str] = []

        def work() -> None:
            found.append(sw.get_locale().tag)

        async def page(request: Request) -> Response:
            return PlainTextResponse("", background=BackgroundTask(work))

        app = Starlette()
        app.add_route("/", page)
        setup(app)
        TestClient(app).get("/", headers=BE)
        assert found == ["be"]

    def test_responses_that_read_no_language_do_not_vary(self, folder: Path) -> None:
        async def page(request: Request) -> Response:
            return PlainTextResponse("")

        app = Starlette()
        app.add_route("/", page)
        setup(app, Jinja2Templates(folder))
        assert "Vary" not in TestClient(app).get("/", headers=BE).headers


class TestTemplates:
    def test_the_current_page_and_the_networks_of_the_site(
        self, make_client: Callable[..., TestClient]
    ) -> None:
        html = make_client(template="bar.html", providers="telegram, vk").get("/lake?token=1").text
        assert html.count("https%3A%2F%2Fexample.org%2Flake") == 2
        assert "token" not in html

    @pytest.mark.parametrize("root", ["", "/below"])
    def test_static_files(self, make_client: Callable[..., TestClient], root: str) -> None:
        client = make_client(template="tags.html")
        client.app = Mounted(client.app, root) if root else client.app
        client = TestClient(client.app)
        tags = client.get(f"{root}/lake").text
        addresses = re.findall(r'(?:href|src)="([^"]+)"', tags)
        assert len(addresses) == 3
        for address in addresses:
            assert address.startswith(f"{root}/widgets/solidarity_widgets/")
            response = client.get(address)
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000"
        assert "Cache-Control" not in client.get(addresses[0].partition("?")[0] + "?prev=1").headers

    def test_the_sites_own_markup(self, make_client: Callable[..., TestClient], folder: Path) -> None:
        write(folder, {"solidarity_widgets/share_buttons.html": "<b>{{ widget[0].label }}</b>"})
        client = make_client(template="bar.html", providers="telegram")
        assert client.get("/lake", headers=BE).text == f"<b>{LABELS['be']}</b>"

    def test_settings_are_checked_at_once(self, folder: Path) -> None:
        with pytest.raises(InvalidURLError, match="base_url"):
            setup(Starlette(), Jinja2Templates(folder), base_url="example.org")
        with pytest.raises(InvalidFieldError, match="prefix"):
            setup(Starlette(), Jinja2Templates(folder), prefix="sw-")


class Mounted:
    """A server that serves an app below a path."""

    def __init__(self, app: Any, root: str) -> None:
        self.app, self.root = app, root

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app({**scope, "root_path": self.root}, receive, send)


class Worker:
    """Notes when it is started and stopped."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def start(self) -> None:
        self.told.append("start")

    def stop(self) -> None:
        self.told.append("stop")


class TestPetitions:
    @pytest.fixture
    def campaign(self) -> Campaign:
        return Campaign(MemorySignatureStore())

    @pytest.fixture
    def site(self, campaign: Campaign) -> PetitionSite:
        return PetitionSite(campaign.service, base_url=f"{BASE_URL}/petitions")

    def test_sign_confirm_withdraw_erase(
        self, make_client: Callable[..., TestClient], campaign: Campaign, site: PetitionSite
    ) -> None:
        client = make_client(petitions=site)

        def press(purpose: Any) -> int:
            outgoing = campaign.outbox[-1]
            path = site.link(purpose, outgoing.tokens[purpose], outgoing.locale).removeprefix(BASE_URL)
            assert client.get(path).status_code == 200
            return client.post(path).status_code

        page = client.get("/petitions/vigil")
        assert "Set-Cookie" not in page.headers
        sent = client.post("/petitions/vigil", data=fill_in(campaign, page.text))
        assert (sent.status_code, sent.headers["Location"]) == (303, "/petitions/vigil/check-email")
        assert campaign.count() == 0
        assert press("confirm") == 303
        assert campaign.count() == 1
        assert client.get("/petitions/vigil/count.json").json() == {"signed": 1}
        assert press("withdraw") in (200, 303)
        assert campaign.count() == 0
        assert press("erase") in (200, 303)
        assert campaign.all() == []

    def test_a_form_of_another_site(
        self, make_client: Callable[..., TestClient], campaign: Campaign, site: PetitionSite
    ) -> None:
        client = make_client(petitions=site)
        fields = fill_in(campaign, client.get("/petitions/vigil").text)
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.post("/petitions/vigil", data=fields, headers=headers).status_code == 403
        assert campaign.all() == []

    def test_the_apps_own_layout_in_the_language_of_the_page(
        self, make_client: Callable[..., TestClient], folder: Path, site: PetitionSite
    ) -> None:
        write(folder, LAYOUT)
        client = make_client(petitions=site, locale_selector=lambda request: "be")
        html = client.get("/petitions/vigil").text
        assert '<html lang="be"><title>Волю ім</title>' in html
        assert f"<header>http://testserver/lake {LABELS['be']}</header>" in html
        assert '<html lang="ar">' in client.get("/petitions/vigil?lang=ar").text
        assert 'href="/widgets/solidarity_widgets/' in html
        assert LABELS["ar"] in client.get("/petitions/vigil?lang=ar").text
        assert "<header>" not in client.get("/petitions/vigil/embed").text

    def test_errors_in_the_language_of_the_reader(
        self, make_client: Callable[..., TestClient], site: PetitionSite
    ) -> None:
        response = make_client(petitions=site).get("/petitions/nothing/here", headers=BE)
        assert response.status_code == 404
        assert '<html lang="be"' in response.text

    def test_the_worker_lives_as_long_as_the_app(
        self, make_client: Callable[..., TestClient], site: PetitionSite
    ) -> None:
        worker, told = Worker(), []

        @asynccontextmanager
        async def lifespan(app: object) -> AsyncIterator[dict[str, str]]:
            told.append("app starts")
            yield {"state": "kept"}
            told.append("app stops")

        with make_client(petitions=site, worker=worker, app_options={"lifespan": lifespan}) as client:
            assert worker.told == ["start"]
            assert client.app_state == {"state": "kept"}
        assert worker.told == ["start", "stop"]
        assert told == ["app starts", "app stops"]

    def test_a_site_at_the_root_would_hide_the_app(self, campaign: Campaign) -> None:
        with pytest.raises(InvalidFieldError, match="must have a path"):
            setup(Starlette(), petitions=PetitionSite(campaign.service, base_url=BASE_URL))

    def test_the_event_loop_is_free_while_a_form_waits(
        self, make_client: Callable[..., TestClient], campaign: Campaign, site: PetitionSite
    ) -> None:
        """The site runs in threads of its own; see the application's own tests for what else."""
        loops: list[bool] = []

        def running(*_: object) -> dict[str, str]:
            try:
                asyncio.get_running_loop()
                loops.append(True)
            except RuntimeError:
                loops.append(False)
            return {"csrf": "t0ken"}

        site.csrf = running
        client = make_client(petitions=site)
        client.post(
            "/petitions/vigil", data=fill_in(campaign, client.get("/petitions/vigil").text, email="x")
        )
        assert loops
        assert not any(loops)
