"""Django: its language is the widgets' language, and petitions are pages of the site.

Django has one configuration for each process, so these tests run in processes of their own, which
``run`` starts with one part of this file.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import django
import pytest

ROOT = Path(__file__).resolve().parents[2]
START = """
import re, sys, time
from urllib.parse import urlencode
from pathlib import Path
sys.path[:0] = [{root!r}, {sources!r}]
folder = Path({folder!r})
import solidarity_widgets as sw
from tests.adapters import django_project as project
from tests.adapters.django_project import configure
BE = {{"HTTP_ACCEPT_LANGUAGE": "be"}}
def label(locale):
    return sw.share_button("https://example.org/", "telegram", locale=locale).label
def raises(kind, function):
    try:
        function()
    except kind as error:
        return str(error)
    raise AssertionError("nothing was raised")
"""


class Program:
    """Runs code in a Django project of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, code: str) -> str:
        start = START.format(root=str(ROOT), sources=str(ROOT / "src"), folder=str(self.folder))
        program = start + textwrap.dedent(code)
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-W", "error", "-c", program],
            capture_output=True,
            encoding="utf-8",
            cwd=self.folder,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def run(tmp_path: Path) -> Program:
    (tmp_path / "templates").mkdir()
    return Program(tmp_path)


SIGNER = """
from django.core import mail
from django.core.management import call_command
from django.test import Client
configure(folder{changes})
{urls}
call_command("migrate", verbosity=0)
from solidarity_widgets.django.petitions import get_service, get_site, get_store, get_worker
client = Client({client})
service = get_service()

def fields(html, **values):
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    consent = re.search(r'name="(consent-processing)"[^>]* value="([^"]+)"', html)
    typed = {{"name": "Алесь", "email": "ales@example.org", "country": "BY"}}
    return {{**hidden, consent[1]: consent[2], **typed, **values}}

def send(client, path, values=(), **options):
    kind = "application/x-www-form-urlencoded"
    return client.post(path, urlencode(values), content_type=kind, **options)

def wait_for_mail(count):
    for _ in range(200):
        if len(getattr(mail, "outbox", ())) >= count:
            return mail.outbox[count - 1]
        time.sleep(0.05)
    raise AssertionError("no mail")

def path(message, purpose):
    (url,) = re.findall(rf"\\S+/{{purpose}}/\\S+", message.body)
    return url.removeprefix("https://example.org")

def end():
    get_worker().stop()
    get_store().close()
"""


def signer(changes: str = "", client: str = "", urls: str = "") -> str:
    return SIGNER.format(changes=f", {changes}" if changes else "", client=client, urls=urls)


class TestLanguage:
    def test_in_templates_and_in_python(self, run: Program) -> None:
        run(
            """
            configure(folder)
            from django.test import Client
            from django.utils import translation
            from django.utils.translation import gettext_lazy
            for code in ("en", "be", "ar"):
                html = Client().get("/", HTTP_ACCEPT_LANGUAGE=code).content.decode()
                assert html.startswith(f"{code} {code} <ul"), html
                assert label(code) in html.replace("&#39;", "'"), html
            with translation.override("be"):
                assert sw.get_locale().tag == "be"
                assert sw.share_button("https://example.org/", "telegram").label == label("be")
                with sw.use_locale("ar"):
                    assert sw.get_locale().tag == "ar"
            with translation.override(None):
                assert sw.get_locale().tag == "en"
            """
        )

    def test_in_threads_and_async_views(self, run: Program) -> None:
        run(
            """
            import asyncio
            from django.http import HttpResponse
            from django.urls import path
            async def later(request):
                await asyncio.sleep(0)
                return HttpResponse(sw.share_button("https://example.org/", "telegram").label)
            project.urlpatterns.append(path("later", later))
            configure(folder)
            from django.test import AsyncClient
            async def ask(code):
                await asyncio.sleep(0)
                return code, await AsyncClient().get("/later", headers={"accept-language": code})
            async def main():
                return await asyncio.gather(*map(ask, ["en", "be", "ar"] * 5))
            for code, answer in asyncio.run(main()):
                assert answer.content.decode() == label(code)
            """
        )

    @pytest.mark.parametrize("code", ["be", "en-us"])
    def test_without_translations(self, run: Program, code: str) -> None:
        run(
            f"""
            configure(folder, USE_I18N=False, LANGUAGE_CODE={code!r})
            assert sw.get_locale().subtags.language == {code.partition("-")[0]!r}
            """
        )


class TestTemplates:
    def test_every_function_is_a_tag(self, run: Program) -> None:
        run(
            """
            configure(folder)
            from django.template import engines
            from solidarity_widgets.api import FILTERS, FUNCTIONS
            from solidarity_widgets.django.templatetags.solidarity_widgets import register
            assert register.tags.keys() == FUNCTIONS.keys()
            assert register.filters.keys() == FILTERS.keys()
            def render(source, **context):
                return engines["django"].from_string("{% load solidarity_widgets %}" + source).render(context)
            bar = sw.share_buttons("https://example.org/lake", "telegram, vk", title="<i>")
            assert render("{% share_buttons '/lake' title='<i>' %}") == str(bar)
            assert render("{% share_buttons title='<i>' %}", page_url="/lake") == str(bar)
            plain = "{% autoescape off %}{% share_buttons '/lake' title='<i>' %}{% endautoescape %}"
            assert render(plain) == str(bar)
            parts = "{% share_buttons '/lake' as bar %}{{ bar|length }}{{ bar.0.label }}"
            assert render(parts) == "2" + label("en")
            assert render("{{ '/lake'|share_url:'telegram' }}").startswith("https://t.me/")
            assert render("{{ 'P5D'|format_duration }}") == "5 days"
            assert render("{{ url|share_buttons:'telegram vk' }}", url="/lake").count("<a ") == 2
            # Variables with the name of a tag hide nothing.
            assert "<form" in render(
                "{% petition petition action='/s' csrf='t' %}{{ countdown }}",
                petition=project.LAKE, countdown="x", script="y", share_buttons="z",
            )
            assert render("{% format_duration 'P5D' locale='be' %}", locale="ar") == "5 дзён"
            assert render("{% format_duration 'P5D' %}", locale="be") == "5 дзён"
            """
        )

    def test_as_a_builtin_library(self, run: Program) -> None:
        run(
            """
            configure(folder, TEMPLATES=[{
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"builtins": ["solidarity_widgets.django.templatetags.solidarity_widgets"]},
            }])
            from django.template import engines
            assert engines["django"].from_string("{{ 'P5D'|format_duration }}").render() == "5 days"
            """
        )

    def test_static_files_and_the_nonce(self, run: Program) -> None:
        run(
            """
            configure(folder, STATIC_URL="https://cdn.example/", STATIC_ROOT=str(folder / "collected"))
            from django.contrib.staticfiles import finders
            from django.core.management import call_command
            from django.template import engines
            from django.utils.functional import SimpleLazyObject
            made = []
            nonce = SimpleLazyObject(lambda: made.append(1) or "r4nd0m")
            source = "{% load solidarity_widgets %}{% stylesheet %}{% script %}"
            template = engines["django"].from_string(source)
            html = template.render({"csp_nonce": nonce})
            assert html.count('"https://cdn.example/solidarity_widgets/solidarity_widgets.') == 2, html
            assert html.count('nonce="r4nd0m"') == 2
            for kind in ("css", "js"):
                assert finders.find(f"solidarity_widgets/solidarity_widgets.{kind}")
            call_command("collectstatic", verbosity=0, interactive=False)
            assert (folder / "collected" / "solidarity_widgets" / "solidarity_widgets.css").is_file()
            """
        )

    def test_the_sites_own_markup(self, run: Program) -> None:
        own = run.folder / "templates" / "solidarity_widgets"
        own.mkdir()
        (own / "share_buttons.html").write_text(
            "<b>{% for each in widget %}{{ each.label }}{{ each.content.title }}{% endfor %}{{ site }}</b>"
        )
        run(
            """
            configure(folder)
            from django.template import engines
            source = "{% load solidarity_widgets %}{% share_buttons '/lake' 'telegram' title=title %}"
            for off in (False, True):
                shown = "{% autoescape off %}" + source + "{% endautoescape %}" if off else source
                html = engines["django"].from_string(shown).render({"title": "<i>", "site": "&"})
                assert html == f"<b>{label('en')}&lt;i&gt;&amp;</b>", html
            """
        )

    def test_djangos_jinja_backend(self, run: Program) -> None:
        (run.folder / "templates" / "page.html").write_text(
            "{{ locale.tag }} {{ share_buttons(title=title) }}{{ script() }}"
        )
        run(
            """
            configure(folder, STATIC_URL="/files/", TEMPLATES=[{
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "DIRS": [folder / "templates"],
                "OPTIONS": {
                    "environment": "solidarity_widgets.django.jinja2.environment",
                    "context_processors": ["solidarity_widgets.django.context_processors.locale"],
                },
            }])
            from django.template.loader import render_to_string
            from django.test import RequestFactory
            from django.utils import translation
            with translation.override("be"):
                html = render_to_string("page.html", {"title": "<i>"}, RequestFactory().get("/lake"))
                bar = sw.share_buttons("https://example.org/lake", "telegram, vk", title="<i>")
            assert html.startswith(f"be {bar}"), html
            assert "/files/solidarity_widgets/" in html
            """
        )


class TestPetitions:
    @pytest.mark.parametrize("csrf", [True, False])
    def test_sign_confirm_withdraw_erase(self, run: Program, csrf: bool) -> None:
        changes = "" if csrf else 'MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"]'
        run(
            signer(changes, "enforce_csrf_checks=True, headers={'accept-language': 'be'}")
            + f"""
page = client.get("/petitions/lake")
html = page.content.decode()
assert page.status_code == 200 and '<html lang="be"' in html
assert ("csrfmiddlewaretoken" in html) is {csrf}
assert bool(page.cookies) is {csrf}
sent = send(client, "/petitions/lake", fields(html))
assert (sent.status_code, sent["Location"]) == (303, "/petitions/lake/check-email"), sent.content.decode()
message = wait_for_mail(1)
assert message.to == ["ales@example.org"] and message.from_email == "Lake <info@example.org>"
assert message.message()["Auto-Submitted"] == "auto-generated"
assert service.count("lake") == 0
stranger = Client(enforce_csrf_checks=True)  # opens the link elsewhere, without a cookie
for purpose, count in (("confirm", 1), ("withdraw", 0), ("erase", 0)):
    address = path(message, purpose)
    shown = stranger.get(address)
    assert shown.status_code == 200 and '<html lang="be"' in shown.content.decode(), (purpose, shown)
    assert not shown.cookies
    assert send(stranger, address).status_code in (200, 303)
    assert service.count("lake") == count
assert client.get("/petitions/lake/count.json").json() == {{"signed": 0}}
assert service.find("lake", "ales@example.org") == []
forged = Client(enforce_csrf_checks=True)
values = fields(html)
values.pop("csrfmiddlewaretoken", None)
refused = send(forged, "/petitions/lake", values, headers={{"sec-fetch-site": "cross-site"}})
assert refused.status_code == 403
end()
"""
        )

    def test_headers_methods_and_errors(self, run: Program) -> None:
        run(
            signer()
            + """
page = client.get("/petitions/lake")
assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
framed = client.get("/petitions/lake/embed")
assert framed.status_code == 200 and "X-Frame-Options" not in framed
token = client.get("/petitions/confirm/nothing")
assert token.status_code in (404, 410) and token["Referrer-Policy"] == "no-referrer", token.status_code
for missing in ("/petitions/", "/petitions/nothing/here", "/petitions/nothing"):
    answer = client.get(missing, headers={"accept-language": "be"})
    assert answer.status_code == 404 and '<html lang="be"' in answer.content.decode(), missing
assert client.put("/petitions/lake").status_code == 405
head = client.head("/petitions/lake")
assert (head.status_code, head.content) == (200, b"")
assert client.options("/petitions/lake").status_code == 204
long = fields(page.content.decode(), name="x" * 70_000)
assert send(client, "/petitions/lake", long).status_code == 413
assert client.post("/petitions/lake", {}, content_type="application/json").status_code == 415
wrong = send(client, "/petitions/lake", fields(page.content.decode(), email="ales@", name="<i>"))
assert wrong.status_code == 422 and "&lt;i&gt;" in wrong.content.decode()
for file in re.findall(r'(?:href|src)="([^"]+solidarity_widgets/[^"]+)"', page.content.decode()):
    assert client.get(file).status_code == 200, file
from django.urls import reverse
assert reverse("petitions:petition", args=["lake"]) == "/petitions/lake"
end()
"""
        )

    def test_the_sites_own_layout_in_the_language_of_the_page(self, run: Program) -> None:
        (run.folder / "templates" / "solidarity_widgets").mkdir()
        run(
            signer()
            + """
(folder / "templates" / "base.html").write_text(project.BASE)
(folder / "templates" / "solidarity_widgets" / "page.html").write_text(project.PAGE)
for language, title in (("be", "Выратуйце возера"), ("ar", "أنقذوا البحيرة")):
    html = client.get(f"/petitions/lake?lang={language}", headers={"accept-language": "en"}).content.decode()
    assert f"<html lang='{language}'><head><title>{title}</title>" in html, html
    assert label(language) in html
assert "<header>" not in client.get("/petitions/lake/embed").content.decode()
end()
"""
        )

    def test_below_a_prefix_of_the_language_and_a_script_name(self, run: Program) -> None:
        run(
            """
            from django.conf.urls.i18n import i18n_patterns
            from django.urls import include, path
            site = "solidarity_widgets.django.urls"
            """
            + signer(urls='project.urlpatterns[:] = i18n_patterns(path("p/", include(site)))').replace(
                "\n", "\n            "
            )
            + """
            html = client.get("/be/p/lake").content.decode()
            assert 'action="/be/p/lake"' in html and '<html lang="be"' in html
            assert client.get("/en/p/lake/count.json").json() == {"signed": 0}
            from django.core.wsgi import get_wsgi_application
            from wsgiref.util import setup_testing_defaults
            environ = {"SCRIPT_NAME": "/below", "PATH_INFO": "/en/p/lake"}
            setup_testing_defaults(environ)
            html = b"".join(get_wsgi_application()(environ, lambda *_: None)).decode()
            assert 'action="/below/en/p/lake"' in html, html
            end()
            """
        )

    @pytest.mark.postgresql
    def test_djangos_postgresql_database(self, run: Program, postgresql: str) -> None:
        run(
            f"""
            from sqlalchemy import make_url
            url = make_url({postgresql!r})
            database = {{
                "ENGINE": "django.db.backends.postgresql", "NAME": url.database, "USER": url.username,
                "PASSWORD": url.password or "", "HOST": url.host or url.query.get("host", ""),
                "PORT": url.port or "", "OPTIONS": {{"connect_timeout": 5}},
            }}
            """
            + signer("DATABASES={'default': database}").replace("\n", "\n            ")
            + """
            sent = send(client, "/petitions/lake", fields(client.get("/petitions/lake").content.decode()))
            assert sent.status_code == 303
            assert len(service.find("lake", "ales@example.org")) == 1
            store = get_store()
            end()
            store.tables.metadata.drop_all(store.database._engine)
            store.close()
            """
        )

    def test_override_settings(self, run: Program) -> None:
        run(
            """
            configure(folder)
            from django.conf import settings
            from django.test import override_settings
            from solidarity_widgets.django import conf
            from solidarity_widgets.django.petitions import get_service, get_store
            first = get_service()
            with override_settings(SOLIDARITY_WIDGETS={**settings.SOLIDARITY_WIDGETS, "PROVIDERS": "email"}):
                assert conf.page_defaults().providers == ("email",), conf.page_defaults().providers
                assert get_service() is not first
                get_store().close()
            get_store().close()
            """
        )


class TestChecks:
    @pytest.mark.parametrize(
        ("setting", "id", "said"),
        [
            ("'x'", "E001", "must be a dictionary"),
            ("{'PROVIDER': 'vk'}", "E002", "PROVIDERS"),
            ("{'BASE_URL': 'example.org'}", "E003", "example.org"),
            ("{'PETITIONS': project.PETITIONS, 'SECRETS': project.SECRET}", "E004", "BASE_URL"),
            ("{**SITE, 'PETITIONS': 'nothing.here'}", "E005", "nothing"),
            ("{**SITE, 'DATABASE': 'mysql://x'}", "E006", "mysql"),
            ("{**SITE, 'SECRETS': 'short'}", "E007", "secret"),
            ("{**SITE, 'SIGNING': {'wrong': 1}}", "E007", "wrong"),
            ("{**SITE, 'SECRETS': None}", "W001", "SECRET_KEY"),
        ],
    )
    def test_each_mistake_has_an_id_and_a_hint(self, run: Program, setting: str, id: str, said: str) -> None:
        run(
            f"""
            SITE = {{"BASE_URL": "https://example.org", "PETITIONS": project.PETITIONS}}
            SITE["SECRETS"] = project.SECRET
            configure(folder, SOLIDARITY_WIDGETS={setting})
            from django.core import checks
            (found,) = [each for each in checks.run_checks() if each.id.startswith("solidarity_widgets")]
            assert found.id == "solidarity_widgets.{id}", found
            assert {said!r} in found.msg + found.hint, found
            assert found.hint
            """
        )

    def test_a_good_project_has_none(self, run: Program) -> None:
        run(
            """
            configure(folder)
            from django.core import checks
            from django.core.management import call_command
            assert checks.run_checks() == [], checks.run_checks()
            call_command("makemigrations", "--check", "--dry-run", verbosity=0)
            """
        )

    def test_without_petitions_it_needs_no_extra(self, run: Program) -> None:
        run(
            """
            for name in ("sqlalchemy", "itsdangerous", "email_validator"):
                sys.modules[name] = None
            from django.urls import path
            project.urlpatterns[:] = [path("", project.home)]
            configure(folder, SOLIDARITY_WIDGETS={"BASE_URL": "https://example.org", "PROVIDERS": "vk"})
            from django.core import checks
            from django.core.management import call_command
            from django.test import Client
            assert checks.run_checks() == []
            assert "vk.com" in Client().get("/").content.decode()
            call_command("migrate", verbosity=0)
            """
        )


if django.VERSION >= (6, 0):

    def test_the_nonce_of_djangos_content_security_policy(run: Program) -> None:
        run(
            """
            from django.utils.csp import CSP
            options = ["django.template.context_processors.csp"]
            """
            + signer(
                "SECURE_CSP={'script-src': [CSP.SELF, CSP.NONCE]}, MIDDLEWARE=["
                "'django.middleware.csp.ContentSecurityPolicyMiddleware']"
            ).replace("\n", "\n            ")
            + """
            page = client.get("/petitions/lake")
            nonce = re.search(r'nonce="([^"]+)"', page.content.decode())[1]
            assert f"'nonce-{nonce}'" in page["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
            end()
            """
        )
