"""Flask: the app's language is the widgets' language, and its petitions are pages of the app."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from typing import Any

import flask_babel
import pytest
from flask import Flask, render_template_string, request, url_for
from flask_babel import Babel, force_locale
from flask_wtf.csrf import CSRFProtect
from jinja2 import DictLoader

import solidarity_widgets as sw
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.flask import SolidarityWidgets
from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.web import PetitionSite

from ..signing.campaign import Campaign
from .forms import BASE_URL, fill_in

BAR = "{{ share_button(provider='telegram').label }}"
LABELS = {each: sw.share_button(BASE_URL, "telegram", locale=each).label for each in ("en", "be", "ar")}


def make_app(**options: Any) -> Flask:
    app = Flask("campaign")
    app.config |= {"TESTING": True, "SECRET_KEY": "for tests only"}
    SolidarityWidgets(app, base_url=BASE_URL, **options)

    @app.get("/lake")
    def lake() -> str:
        return render_template_string("{{ locale.tag }}: " + BAR)

    return app


class TestLanguage:
    @pytest.mark.parametrize("locale", LABELS)
    def test_of_the_browser(self, locale: str) -> None:
        response = make_app().test_client().get("/lake", headers={"Accept-Language": locale})
        assert response.text == f"{locale}: {LABELS[locale]}"
        assert response.headers["Vary"] == "Accept-Language"

    def test_of_a_selector(self) -> None:
        response = make_app(locale_selector=lambda: "be").test_client().get("/lake")
        assert response.text == f"be: {LABELS['be']}"
        assert "Vary" not in response.headers

    @pytest.mark.parametrize("first", [True, False], ids=["Babel first", "Babel later"])
    def test_of_flask_babel(self, first: bool) -> None:
        app, widgets = Flask("campaign"), SolidarityWidgets(base_url=BASE_URL)
        for set_up in (lambda: Babel(app, locale_selector=lambda: "ar"), lambda: widgets.init_app(app))[
            :: 1 if first else -1
        ]:
            set_up()
        with app.test_request_context("/lake", headers={"Accept-Language": "en"}):
            assert render_template_string(BAR) == LABELS["ar"]
            with force_locale("be"):
                assert render_template_string(BAR) == LABELS["be"]
                assert sw.share_button(BASE_URL, "telegram").label == LABELS["be"]
            assert sw.share_button(BASE_URL, "telegram", locale="en").label == LABELS["en"]
        with app.app_context(), force_locale("be"):  # for an email, say
            assert sw.share_button(BASE_URL, "telegram").label == LABELS["be"]

    def test_outside_of_the_app_and_in_an_app_without_the_extension(self) -> None:
        make_app(locale_selector=lambda: "be")
        other = Flask("other")
        assert sw.get_locale().tag == "en"
        with other.test_request_context("/", headers={"Accept-Language": "be"}):
            assert sw.get_locale().tag == "en"

    def test_two_apps_have_their_own(self) -> None:
        one, two = make_app(locale_selector=lambda: "be"), make_app(locale_selector=lambda: "ar")
        assert one.test_client().get("/lake").text == f"be: {LABELS['be']}"
        assert two.test_client().get("/lake").text == f"ar: {LABELS['ar']}"

    def test_a_page_chooses_its_own(self) -> None:
        with make_app().test_request_context("/lake", headers={"Accept-Language": "be"}):
            assert render_template_string("{{ locale }}: " + BAR, locale="ar") == f"ar: {LABELS['ar']}"
            with sw.use_locale("ar"):
                assert sw.get_locale().tag == "ar"

    def test_an_async_view(self) -> None:
        app = make_app()

        @app.get("/later")
        def later() -> str:
            async def wait() -> str:
                await asyncio.sleep(0)
                return render_template_string(BAR)

            return asyncio.run(wait())

        assert app.test_client().get("/later", headers={"Accept-Language": "be"}).text == LABELS["be"]


class TestTemplates:
    def test_the_current_page_and_the_networks_of_the_site(self) -> None:
        app = make_app(providers="telegram, vk")
        with app.test_request_context("/воля?token=1"):
            html = render_template_string("{{ share_buttons() }}")
        assert html.count("https%3A%2F%2Fexample.org%2F%25D0%25B2") == 2
        assert "token" not in html

    def test_a_prefix(self) -> None:
        with make_app(prefix="sw_").test_request_context("/lake"):
            assert render_template_string("{{ sw_share_url(provider='vk') }}").startswith("https://vk.com")
            assert "share_url" not in make_app(prefix="sw_").jinja_env.globals

    @pytest.mark.parametrize("root", ["", "/below"])
    def test_static_files(self, root: str) -> None:
        app = make_app()
        with app.test_request_context("/lake", base_url=f"https://example.org{root}"):
            tags = render_template_string("{{ stylesheet(brands=True) }}{{ script() }}")
        addresses = re.findall(r'(?:href|src)="([^"]+)"', tags)
        assert len(addresses) == 3
        for address in addresses:
            assert address.startswith(f"{root}/widgets/solidarity_widgets/")
            response = app.test_client().get(address.removeprefix(root))
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000"
            response.close()
        plain = app.test_client().get(addresses[0].removeprefix(root).partition("?")[0])
        assert plain.headers["Cache-Control"] == "no-cache"
        plain.close()

    def test_the_apps_own_static_folder_stays(self) -> None:
        assert make_app(assets_path="/sw").url_map.is_endpoint_expecting("static", "filename")

    @pytest.mark.parametrize("nonce", ["r4nd0m", lambda: "r4nd0m"])
    def test_a_nonce(self, nonce: object) -> None:
        app = make_app()
        app.jinja_env.globals["csp_nonce"] = nonce  # as Flask-Talisman does
        with app.test_request_context("/"):
            assert 'nonce="r4nd0m"' in render_template_string("{{ script() }}")

    def test_the_sites_own_markup(self) -> None:
        app = make_app(providers="telegram")
        app.jinja_loader = DictLoader(
            {"solidarity_widgets/share_buttons.html": "<b>{{ widget[0].label }}</b>"}
        )
        with app.test_request_context("/lake", headers={"Accept-Language": "be"}):
            assert render_template_string("{{ share_buttons() }}") == f"<b>{LABELS['be']}</b>"


class TestMistakes:
    def test_twice(self) -> None:
        widgets, app = SolidarityWidgets(), Flask("campaign")
        widgets.init_app(app)
        with pytest.raises(RuntimeError, match=r"init_app\(\) once"):
            widgets.init_app(app)

    def test_one_extension_sets_up_several_apps(self) -> None:
        widgets = SolidarityWidgets(base_url=BASE_URL)
        for name in ("one", "two"):
            widgets.init_app(app := Flask(name))
            with app.test_request_context("/lake", headers={"Accept-Language": "be"}):
                assert render_template_string(BAR) == LABELS["be"]

    def test_settings_are_checked_at_once(self) -> None:
        with pytest.raises(InvalidURLError, match="base_url"):
            SolidarityWidgets(Flask("campaign"), base_url="example.org")
        with pytest.raises(InvalidFieldError, match="prefix"):
            SolidarityWidgets(Flask("campaign"), prefix="sw-")


# --- petitions --------------------------------------------------------------------------------------------

PAGE = """{% extends "base.html" %}{% block main %}{{ page.body }}{% endblock %}"""
BASE = """<!doctype html><html lang="{{ locale.tag }}">
<head><title>{{ page.title }}</title>{{ page.head }}</head>
<body><header>{{ share_button('https://example.org/', 'telegram').label }} | {{ site_name }}</header>
<main>{% block main %}{% endblock %}</main></body></html>"""
TEMPLATES = {"solidarity_widgets/page.html": PAGE, "base.html": BASE}


class Signer:
    """Somebody with a browser, and the campaign that they sign."""

    def __init__(
        self, *, csrf: bool = False, babel: str = "", path: str = "/petitions", **config: Any
    ) -> None:
        self.campaign = Campaign(MemorySignatureStore())
        app = self.app = Flask("campaign")
        app.config |= {"TESTING": True, "SECRET_KEY": "for tests only", **config}
        site = PetitionSite(self.campaign.service, base_url=f"{BASE_URL}{path}")
        self.link = site.link
        SolidarityWidgets(app, petitions=site)
        if csrf:
            CSRFProtect(app)
        if babel:
            Babel(app, locale_selector=lambda: babel)
        self.client = app.test_client()
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    def form(self, html: str, **values: str) -> dict[str, str]:
        return fill_in(self.campaign, html, **values)

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **options)

    def post(self, path: str, fields: dict[str, str] | None = None, **options: Any) -> Any:
        return self.client.post(path, data=fields or {}, **options)

    def path(self, purpose: str) -> str:
        outgoing = self.campaign.outbox[-1]
        url = self.link(purpose, outgoing.tokens[purpose], outgoing.locale)  # type: ignore[arg-type, index]
        return url.removeprefix(BASE_URL)


@pytest.fixture
def signer() -> Signer:
    return Signer()


@pytest.mark.parametrize("csrf", [False, True], ids=["own protection", "Flask-WTF"])
class TestFlow:
    def test_sign_confirm_withdraw_erase(self, csrf: bool) -> None:
        signer = Signer(csrf=csrf)
        page = signer.get("/petitions/vigil")
        assert page.status_code == 200
        assert ("Set-Cookie" in page.headers) is csrf  # no cookies unless the app has some
        assert ("csrf_token" in page.text) is csrf
        sent = signer.post("/petitions/vigil", signer.form(page.text))
        assert (sent.status_code, sent.location) == (303, "/petitions/vigil/check-email")
        assert signer.get(sent.location).status_code == 200
        assert signer.get(signer.path("confirm")).status_code == 200
        assert signer.campaign.count() == 0
        assert signer.post(signer.path("confirm")).status_code == 303  # also without the token of a form
        assert signer.campaign.count() == 1
        assert signer.get("/petitions/vigil/count.json").get_json() == {"signed": 1}
        signer.post(signer.path("withdraw"))
        assert signer.campaign.count() == 0
        signer.post(signer.path("erase"))
        assert signer.campaign.all() == []

    def test_one_click(self, csrf: bool) -> None:
        """RFC 8058: without a cookie, a login or a token of a form."""
        signer = Signer(csrf=csrf)
        page = signer.get("/petitions/vigil")
        signer.post("/petitions/vigil", signer.form(page.text))
        signer.post(signer.path("confirm"))
        assert signer.post(signer.path("withdraw"), {"List-Unsubscribe": "One-Click"}).status_code in (
            200,
            303,
        )
        assert signer.campaign.count() == 0

    def test_a_form_of_another_site(self, csrf: bool) -> None:
        signer = Signer(csrf=csrf)
        fields = signer.form(signer.get("/petitions/vigil").text)
        fields.pop("csrf_token", None)
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert signer.post("/petitions/vigil", fields, headers=headers).status_code == (400 if csrf else 403)
        assert signer.campaign.all() == []

    def test_errors_keep_what_was_typed(self, csrf: bool) -> None:
        signer = Signer(csrf=csrf)
        fields = signer.form(signer.get("/petitions/vigil").text, email="ales@", name="<Алесь>")
        response = signer.post("/petitions/vigil", fields)
        assert response.status_code == 422
        assert "&lt;Алесь&gt;" in response.text


class TestPages:
    def test_the_apps_own_layout_in_the_language_of_the_page(self) -> None:
        signer = Signer(babel="be")
        signer.app.jinja_loader = DictLoader(TEMPLATES)
        signer.app.context_processor(lambda: {"site_name": str(flask_babel.get_locale())})
        html = signer.get("/petitions/vigil").text
        assert '<html lang="be">' in html
        assert "<title>Волю ім</title>" in html
        assert f"{LABELS['be']} | be" in html
        html = signer.get("/petitions/vigil?lang=ar").text  # a link of an email
        assert '<html lang="ar">' in html
        assert f"{LABELS['ar']} | ar" in html
        assert "<header>" not in signer.get("/petitions/vigil/embed").text

    def test_the_default_layout(self, signer: Signer) -> None:
        assert signer.get("/petitions/vigil").text.startswith("<!doctype html>")

    def test_not_found_and_wrong_methods(self, signer: Signer) -> None:
        response = signer.get("/petitions/nothing/here", headers={"Accept-Language": "be"})
        assert response.status_code == 404
        assert '<html lang="be"' in response.text
        assert signer.get("/elsewhere").status_code == 404
        wrong = signer.client.put("/petitions/vigil")
        assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
        assert signer.client.options("/petitions/vigil").status_code == 204
        head = signer.client.head("/petitions/vigil")
        assert (head.status_code, head.data) == (200, b"")
        assert int(head.headers["Content-Length"]) == len(signer.get("/petitions/vigil").data)

    @pytest.mark.parametrize("csrf", [False, True])
    def test_what_is_refused_is_not_stored(self, csrf: bool) -> None:
        signer = Signer(csrf=csrf)
        long = {**signer.form(signer.get("/petitions/vigil").text), "name": "x" * 70_000}
        assert signer.post("/petitions/vigil", long).status_code == 413
        if not csrf:
            assert signer.client.post("/petitions/vigil", json={}).status_code == 415
            broken = signer.client.post(
                "/petitions/vigil", data=b"\xff", content_type="application/x-www-form-urlencoded"
            )
            assert broken.status_code == 400
        assert signer.campaign.all() == []

    @pytest.mark.parametrize(
        "read", [lambda: request.form, lambda: request.get_data()], ids=["as a form", "as bytes"]
    )
    def test_the_app_has_read_the_body(self, signer: Signer, read: Callable[[], object]) -> None:
        def look() -> None:
            read()

        signer.app.before_request(look)
        fields = signer.form(signer.get("/petitions/vigil").text)
        assert signer.post("/petitions/vigil", fields).status_code == 303

    def test_urls_by_name(self, signer: Signer) -> None:
        with signer.app.test_request_context():
            assert url_for("petitions.petition", petition="vigil") == "/petitions/vigil"
            assert url_for("petitions.count", petition="vigil") == "/petitions/vigil/count.json"

    @pytest.mark.parametrize(("path", "config"), [("", {}), ("/below/p", {"APPLICATION_ROOT": "/below"})])
    def test_elsewhere(self, path: str, config: dict[str, str]) -> None:
        signer = Signer(path=path, **config)
        mounted = path.removeprefix("/below")
        page = signer.get(f"{mounted}/vigil")
        assert page.status_code == 200
        assert f'action="{path}/vigil"' in page.text

    def test_a_worker_starts_with_the_first_request(self) -> None:
        started = threading.Event()

        class Worker:
            def start(self) -> None:
                started.set()

        app = Flask("campaign")
        site = PetitionSite(Campaign(MemorySignatureStore()).service, base_url=BASE_URL)
        SolidarityWidgets(app, petitions=site, worker=Worker())  # type: ignore[arg-type]
        assert not started.is_set()
        app.test_client().get("/vigil")
        assert started.is_set()
