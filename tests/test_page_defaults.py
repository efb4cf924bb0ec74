"""What a template leaves out comes from the page and the site, in every framework by the same rules."""

from __future__ import annotations

import asyncio
import inspect
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from wsgiref.util import setup_testing_defaults

import flask
import jinja2
import jinja2.sandbox
import pytest
from django.conf import settings as django_settings
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.utils.functional import lazystr
from markupsafe import Markup
from starlette.requests import Request

import solidarity_widgets as sw
from solidarity_widgets import api
from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.jinja import SolidarityWidgetsExtension, install
from solidarity_widgets.page_defaults import PageDefaults, request_path

SITE = "https://example.org"
#: What an attacker sends; it must be in no shared URL.
HOST = "evil.example/stolen?"
EXTENSION = "solidarity_widgets.jinja.SolidarityWidgetsExtension"


def environment(**settings: object) -> jinja2.Environment:
    return install(jinja2.Environment(autoescape=True), **settings)


def shown(template: str, env: jinja2.Environment | None = None, **variables: object) -> str:
    return (
        (env or environment(base_url=SITE, providers="telegram, vk")).from_string(template).render(variables)
    )


def link(url: str) -> str:
    return sw.share_url(url, "vk")


# --- requests of the frameworks ---------------------------------------------------------------------------


def wsgi_environ(path: str, root: str) -> dict[str, object]:
    environ: dict[str, object] = {"wsgi.input": io.BytesIO()}
    setup_testing_defaults(environ)
    wire = path.encode().decode("latin-1")  # PEP 3333
    query = "token=secret&utm_source=x"
    return {**environ, "PATH_INFO": wire, "SCRIPT_NAME": root, "HTTP_HOST": HOST, "QUERY_STRING": query}


def scope(path: str, root: str, *, stripped: bool = False) -> dict[str, object]:
    return {
        "type": "http",
        "method": "GET",
        "path": path if stripped else root + path,
        "root_path": root,
        "query_string": b"token=secret&utm_source=x",
        "headers": [(b"host", HOST.encode())],
    }


REQUESTS: dict[str, Callable[[str, str], object]] = {
    "Django": lambda path, root: WSGIRequest(wsgi_environ(path, root)),
    "Django, ASGI": lambda path, root: ASGIRequest(scope(path, root), None),
    "Flask": lambda path, root: flask.Request(wsgi_environ(path, root)),
    "Starlette": lambda path, root: Request(scope(path, root)),
    "Starlette behind a proxy that removes the prefix": lambda path, root: Request(
        scope(path, root, stripped=True)
    ),
}
FRAMEWORKS = pytest.mark.parametrize("request_of", REQUESTS.values(), ids=REQUESTS)


@pytest.fixture(scope="module", autouse=True)
def django() -> Iterator[None]:
    """Settings for Django's requests; other tests of this process may make their own."""
    before = django_settings._wrapped
    if not django_settings.configured:
        django_settings.configure()
    yield
    django_settings._wrapped = before


@FRAMEWORKS
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "/"),
        ("/lake", "/lake"),
        ("/lake/", "/lake/"),
        ("/воля і мір", "/%D0%B2%D0%BE%D0%BB%D1%8F%20%D1%96%20%D0%BC%D1%96%D1%80"),
        ("/100%?a=1#b", "/100%25%3Fa=1%23b"),
        ("/campaigner", "/campaigner"),
        ("/a\\b\n", "/a%5Cb%0A"),
    ],
)
@pytest.mark.parametrize("root", ["", "/campaign"])
def test_the_path_of_a_request(
    request_of: Callable[[str, str], object], path: str, expected: str, root: str
) -> None:
    assert request_path(request_of(path, root)) == root + expected


@FRAMEWORKS
def test_the_current_page_is_shared_without_query_and_host(request_of: Callable[[str, str], object]) -> None:
    request = request_of("/lake", "/campaign")
    html = shown("{{ share_buttons() }}", request=request)
    assert html == str(sw.share_buttons(f"{SITE}/campaign/lake", "telegram vk"))
    for leak in ("evil", "stolen", "secret", "utm"):
        assert leak not in html


@pytest.mark.parametrize(
    "request_",
    [None, "/lake", 7, object(), {"path": "/lake"}, SimpleNamespace(scope={}), SimpleNamespace(path=7)],
)
def test_what_is_no_request_has_no_path(request_: object) -> None:
    assert request_path(request_) is None


@pytest.mark.parametrize("path", ["@evil.example/", ".evil.example", ":8000", "*", "//evil.example/x", ""])
def test_no_path_changes_the_host(path: str) -> None:
    for request in (SimpleNamespace(path=path, root_path=""), SimpleNamespace(scope={"path": path})):
        url = sw.share_button(f"{SITE}{request_path(request)}", "telegram").content.url
        assert url.startswith(f"{SITE}/")


def test_flasks_request_outside_a_request() -> None:
    assert request_path(flask.request) is None
    app = flask.Flask(__name__)
    install(app.jinja_env, base_url=SITE, providers="vk")
    page = app.jinja_env.from_string("{{ share_url(provider='vk') | safe }}")
    with pytest.raises(InvalidURLError, match="page_url"):
        page.render()
    with app.test_request_context("/lake?token=secret"):
        assert flask.render_template_string("{{ share_url(provider='vk') | safe }}") == link(f"{SITE}/lake")
        assert page.render() == link(f"{SITE}/lake")


# --- the page's URL ---------------------------------------------------------------------------------------

REQUEST = SimpleNamespace(path="/lake", root_path="")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"request": REQUEST}, "/lake"),
        ({"page_url": "/day", "request": REQUEST}, "/day"),
        ({"page_url": "https://other.example/?p=1"}, "https://other.example/?p=1"),
        ({"page_url": "", "request": REQUEST}, "/lake"),
        ({"page_url": None, "request": REQUEST}, "/lake"),
        ({"page_url": Markup("/a&b")}, "/a&b"),
        ({"page_url": lazystr("/day")}, "/day"),
    ],
)
@pytest.mark.parametrize(
    "template", ["{{ share_url(provider='vk') | safe }}", "{{ share_button(provider='vk').url | safe }}"]
)
def test_the_page_url(template: str, variables: dict[str, object], expected: str) -> None:
    url = expected if "://" in expected else SITE + expected
    assert shown(template, **variables) == link(url)


@pytest.mark.parametrize(
    ("settings", "variables", "advice"),
    [
        ({}, {}, "page_url"),
        ({"base_url": SITE}, {}, "page_url"),
        ({"base_url": SITE}, {"request": None}, "page_url"),
        ({}, {"request": REQUEST}, r"install\(env, base_url='https://example.org'\)"),
        ({}, {"page_url": "/lake"}, r"install\(env, base_url='https://example.org'\)"),
    ],
)
def test_an_unknown_page_gets_advice(
    settings: dict[str, object], variables: dict[str, object], advice: str
) -> None:
    with pytest.raises(InvalidURLError, match=advice) as caught:
        shown("{{ share_buttons(providers='vk') }}", environment(**settings), **variables)
    assert caught.value.field == ("page_url" if "page_url" in variables else "url")


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing | share_buttons }}",
        "{{ share_buttons(nothing) }}",
        "{{ share_url(url=nothing, provider='vk') }}",
        "{{ none | share_buttons('vk') }}",
        "{{ '' | share_buttons }}",
    ],
)
def test_a_misspelt_variable_does_not_share_the_current_page(template: str) -> None:
    with pytest.raises(InvalidURLError, match=r"^url "):
        shown(template, request=REQUEST)


VIGIL = sw.Petition("vigil", title="Let them go")


@pytest.mark.parametrize("name", ["petition", "petition_form"])
@pytest.mark.parametrize("given", ["", ", page_url='/lake'"], ids=["left out", "a path"])
def test_a_petitions_plain_form_links_to_the_page(name: str, given: str) -> None:
    html = shown(f"{{{{ vigil | {name}(display='text'{given}) }}}}", vigil=VIGIL, request=REQUEST)
    assert html == str(api.FUNCTIONS[name](VIGIL, display="text", page_url=f"{SITE}/lake"))
    with pytest.raises(InvalidURLError, match=r"^page_url .*variable page_url"):
        shown(f"{{{{ vigil | {name}(display='text') }}}}", vigil=VIGIL)


def test_a_petition_on_its_own_page_needs_no_url() -> None:
    html = shown("{{ vigil | petition(action='/sign', csrf='t') }}", environment(), vigil=VIGIL)
    assert html == str(sw.petition(VIGIL, action="/sign", csrf="t"))


# --- paths ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "base_url", [SITE, f"{SITE}/", Markup(SITE), lazystr(SITE)], ids=["text", "slash", "Markup", "lazy"]
)
@pytest.mark.parametrize(
    "template",
    [
        "{{ '/lake' | share_url('vk') | safe }}",
        "{{ share_url('/lake', 'vk') | safe }}",
        "{{ share_url(url='/lake', provider='vk') | safe }}",
        "{{ ('/lake' | share_button('vk')).url | safe }}",
        "{{ ['/lake'] | map('share_url', 'vk') | first | safe }}",
        "{{ share_buttons('/lake', 'vk')[0].url | safe }}",
    ],
)
def test_a_path_is_completed(template: str, base_url: str) -> None:
    assert shown(template, environment(base_url=base_url)) == link(f"{SITE}/lake")


def test_the_sites_own_path_stays() -> None:
    env = environment(base_url="https://people.example/ales/", providers="vk")
    expected = link("https://people.example/ales/lake?a=1#b")
    assert shown("{{ share_url('/lake?a=1#b', 'vk') | safe }}", env) == expected
    assert shown("{{ share_url(provider='vk') | safe }}", env, page_url="/lake?a=1#b") == expected


def test_a_picture_is_completed() -> None:
    html = shown("{{ '/lake' | share_url('odnoklassniki', image='/lake.jpg') | safe }}")
    assert html == sw.share_url(f"{SITE}/lake", "odnoklassniki", image=f"{SITE}/lake.jpg")
    assert shown("{{ '/lake' | share_url('vk', image=nothing) | safe }}") == link(f"{SITE}/lake")


@pytest.mark.parametrize(
    "address",
    ["lake", "./lake", "//evil.example/", "/\\evil.example", "javascript:alert(1)", b"/lake", 7, ["/lake"]],
)
def test_what_is_neither_a_url_nor_a_path_is_refused(address: object) -> None:
    with pytest.raises(InvalidURLError):
        shown("{{ address | share_url('vk') }}", address=address)


def test_a_path_without_a_site_gets_advice() -> None:
    with pytest.raises(InvalidURLError, match=r"base_url.*got '/lake'"):
        shown("{{ '/lake' | share_url('vk') }}", environment())


@pytest.mark.parametrize(
    "base_url",
    [
        "example.org",
        "/static",
        "ftp://example.org",
        "https://",
        "https://example.org/?a=1",
        "https://example.org/#a",
    ],
)
def test_a_wrong_base_url_is_refused_at_once(base_url: object) -> None:
    with pytest.raises(InvalidURLError, match=r"^base_url "):
        environment(base_url=base_url)


# --- networks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "providers", ["telegram vk", "telegram, vk", ["telegram", "vk"], ("telegram", ["vk"])]
)
def test_the_sites_networks(providers: object) -> None:
    env = environment(base_url=SITE, providers=providers)
    assert shown("{{ '/' | share_buttons }}", env) == str(sw.share_buttons(f"{SITE}/", "telegram vk"))
    assert shown("{{ share_buttons('/', title='A') }}", env) == str(
        sw.share_buttons(f"{SITE}/", "telegram vk", title="A")
    )


@pytest.mark.parametrize(
    "template", ["{{ '/' | share_buttons('email') }}", "{{ share_buttons('/', providers='email') }}"]
)
def test_a_calls_own_networks_go_first(template: str) -> None:
    assert shown(template) == str(sw.share_buttons(f"{SITE}/", "email"))


@pytest.mark.parametrize("providers", [None, "", [], " "])
def test_no_networks_get_advice(providers: object) -> None:
    env = environment(base_url=SITE, providers=providers)
    with pytest.raises(InvalidFieldError, match=r"install\(env, providers='telegram vk'\)"):
        shown("{{ '/' | share_buttons }}", env)


@pytest.mark.parametrize("template", ["{{ share_url('telegram') }}", "{{ share_url() }}"])
def test_one_button_needs_its_network(template: str) -> None:
    with pytest.raises(InvalidFieldError, match=r"share_url\(provider='telegram'\)"):
        shown(template, page_url="/lake")


def test_networks_that_are_no_names_are_refused_at_once() -> None:
    with pytest.raises(InvalidFieldError, match=r"^providers "):
        environment(providers=7)


# --- environments -----------------------------------------------------------------------------------------


def test_two_environments_do_not_share_settings() -> None:
    one = environment(base_url=SITE, providers="vk")
    other = environment(base_url="https://other.example", providers="telegram")
    template = "{{ share_buttons() }}"
    assert shown(template, one, page_url="/a") == str(sw.share_buttons(f"{SITE}/a", "vk"))
    assert shown(template, other, page_url="/a") == str(
        sw.share_buttons("https://other.example/a", "telegram")
    )


@pytest.mark.parametrize("kind", [jinja2.Environment, jinja2.sandbox.SandboxedEnvironment])
def test_pages_that_are_rendered_at_once(kind: type[jinja2.Environment]) -> None:
    env = install(kind(autoescape=True, enable_async=True), base_url=SITE, providers="vk")
    page = env.from_string("{{ wait() }}{{ share_buttons() }}")

    async def render(path: str) -> str:
        return await page.render_async(page_url=path, wait=lambda: asyncio.sleep(0, ""))

    async def both() -> list[str]:
        return await asyncio.gather(render("/a"), render("/b"))

    assert asyncio.run(both()) == [str(sw.share_buttons(f"{SITE}{path}", "vk")) for path in ("/a", "/b")]


def test_a_prefix() -> None:
    env = environment(prefix="sw_", base_url=SITE, providers="vk")
    assert {f"sw_{name}" for name in api.FUNCTIONS} <= set(env.globals)
    assert {f"sw_{name}" for name in api.FILTERS} <= set(env.filters)
    assert not set(api.FUNCTIONS) & set(env.globals)
    assert not set(api.FILTERS) & set(env.filters)
    petition = sw.Petition("lake", title="Save the lake")
    html = shown("{{ sw_petition(petition, action='/sign', csrf='t') }}", env, petition=petition)
    assert html == str(sw.petition(petition, action="/sign", csrf="t"))
    assert shown("{{ '/lake' | sw_share_buttons }}", env) == str(sw.share_buttons(f"{SITE}/lake", "vk"))


@pytest.mark.parametrize("prefix", ["sw-", "1", "sw.", " "])
def test_a_prefix_that_begins_no_name_is_refused(prefix: str) -> None:
    with pytest.raises(InvalidFieldError, match=r"^prefix "):
        environment(prefix=prefix)


class TestExtension:
    """It has the same settings, as attributes of the environment or of a subclass."""

    def test_attributes_of_the_environment(self) -> None:
        env = jinja2.Environment(extensions=[EXTENSION])
        page = env.from_string("{{ share_buttons() }}")
        for base_url, providers in ((SITE, "vk"), ("https://other.example", ["telegram"])):
            env.solidarity_widgets_base_url = base_url
            env.solidarity_widgets_providers = providers
            assert page.render(page_url="/a") == str(sw.share_buttons(f"{base_url}/a", providers))

    def test_attributes_of_a_subclass(self) -> None:
        class CampaignWidgets(SolidarityWidgetsExtension):
            base_url = SITE
            providers = "vk"
            prefix = "sw_"

        env = jinja2.Environment(extensions=[CampaignWidgets])
        assert env.from_string("{{ '/a' | sw_share_buttons }}").render() == str(
            sw.share_buttons(f"{SITE}/a", "vk")
        )
        assert "share_buttons" not in env.filters
        assert "share_buttons" not in jinja2.Environment().globals

    def test_an_overlay_has_its_own(self) -> None:
        env = jinja2.Environment(extensions=[EXTENSION])
        env.solidarity_widgets_base_url = SITE
        overlay = env.overlay(autoescape=True)
        overlay.solidarity_widgets_base_url = "https://other.example"
        template = "{{ ('/a' | share_button('vk')).content.url }}"
        assert env.from_string(template).render() == f"{SITE}/a"
        assert overlay.from_string(template).render() == "https://other.example/a"

    def test_a_mistake_is_found_at_once(self) -> None:
        class CampaignWidgets(SolidarityWidgetsExtension):
            base_url = "example.org"

        with pytest.raises(InvalidURLError, match=r"^base_url "):
            jinja2.Environment(extensions=[CampaignWidgets])


# --- for other adapters -----------------------------------------------------------------------------------


def test_it_imports_no_framework() -> None:
    source = Path(inspect.getfile(PageDefaults)).read_text(encoding="utf-8")
    assert not [
        line
        for line in source.splitlines()
        if line.startswith(("import ", "from "))
        and any(name in line for name in ("jinja2", "flask", "django", "starlette"))
    ]


def test_a_template_engine_of_another_kind() -> None:
    """An adapter passes a function that looks variables up."""
    variables = {"page_url": "/lake", "locale": "be"}
    site = PageDefaults("vk", SITE)
    bar = site.call(sw.share_buttons, variables.get, (), {"title": "A"})
    assert str(bar) == str(sw.share_buttons(f"{SITE}/lake", "vk", title="A", locale="be"))
    assert variables == {"page_url": "/lake", "locale": "be"}


class TestAssetTags:
    """Templates write ``{{ stylesheet() }}``; the site knows where the files are, and the page its nonce."""

    def tag(self, variables: dict[str, object], *args: object, **kwargs: object) -> str:
        defaults = PageDefaults(assets_base="/widgets")
        return str(defaults.call(api.FUNCTIONS["script"], variables.get, args, kwargs))

    def test_the_site_knows_where_the_files_are(self) -> None:
        assert 'src="/widgets/solidarity_widgets/' in self.tag({})
        assert 'src="/own/solidarity_widgets/' in self.tag({}, base="/own")
        moving = PageDefaults(assets_base=lambda: "/below/widgets")
        assert 'href="/below/widgets/' in str(moving.call(api.FUNCTIONS["stylesheet"], {}.get, (), {}))
        assert 'src="/static/' in str(PageDefaults().call(api.FUNCTIONS["script"], {}.get, (), {}))

    @pytest.mark.parametrize("nonce", ["r4nd0m", lazystr("r4nd0m"), lambda: "r4nd0m"])
    def test_the_page_knows_its_nonce(self, nonce: object) -> None:
        assert 'nonce="r4nd0m"' in self.tag({"csp_nonce": nonce})
        assert 'nonce="own"' in self.tag({"csp_nonce": nonce}, "own")
        assert 'nonce="own"' in self.tag({"csp_nonce": nonce}, nonce="own")
        assert "nonce" not in self.tag({"csp_nonce": nonce}, nonce=None)

    @pytest.mark.parametrize("nonce", [None, 7, ["r4nd0m"]])
    def test_what_is_no_text_is_no_nonce(self, nonce: object) -> None:
        assert "nonce" not in self.tag({"csp_nonce": nonce})
