"""Jinja calls the very functions of the library, as filters and globals, with autoescape on and off."""

from __future__ import annotations

import asyncio
import traceback
import warnings

import jinja2
import jinja2.sandbox
import pytest
from markupsafe import Markup

import solidarity_widgets as sw
from solidarity_widgets import api
from solidarity_widgets.exceptions import InvalidURLError, RetiredProviderWarning, UnknownProviderError
from solidarity_widgets.jinja import SolidarityWidgetsExtension, install

URL = "https://example.org/?a=1&b=2"
EXTENSION = "solidarity_widgets.jinja.SolidarityWidgetsExtension"


def environment(**options: object) -> jinja2.Environment:
    return install(jinja2.Environment(**options))


ENVIRONMENTS = pytest.mark.parametrize("autoescape", [True, False], ids=["autoescape on", "autoescape off"])

#: A template of each function, as filter and as global, and what Python gives.
CALLS = {
    "{{ url | share_buttons('vk telegram', title='Воля & мір') }}": lambda: str(
        sw.share_buttons(URL, "vk telegram", title="Воля & мір")
    ),
    "{{ share_buttons(url, ['vk', 'telegram'], locale='be') }}": lambda: str(
        sw.share_buttons(URL, ["vk", "telegram"], locale="be")
    ),
    "{{ url | share_button('copy_link', attrs={'id': 'copy'}) }}": lambda: str(
        sw.share_button(URL, "copy_link", attrs={"id": "copy"})
    ),
    "{{ share_button(url, 'qr', locale='ar') }}": lambda: str(sw.share_button(URL, "qr", locale="ar")),
    "{{ url | share_url('mastodon', instance='mastodon.social') | e }}": lambda: str(
        Markup.escape(sw.share_url(URL, "mastodon", instance="mastodon.social"))
    ),
    "{{ share_url(url, 'vk') | e }}": lambda: str(Markup.escape(sw.share_url(URL, "vk"))),
    "{{ stylesheet() }}{{ script(nonce='n', base='/s') }}": lambda: str(
        sw.stylesheet() + sw.script(nonce="n", base="/s")
    ),
    "{% for button in url | share_buttons('vk telegram') %}<a href='{{ button.url | e }}'>"
    "{{ button.label }}, {{ button.provider.id }}</a>{% endfor %}": lambda: "".join(
        f"<a href='{Markup.escape(button.url)}'>{button.label}, {button.provider.id}</a>"
        for button in sw.share_buttons(URL, "vk telegram")
    ),
    "{% set bar = share_buttons(url, 'vk') %}{{ bar | length }}{{ bar[0] }}{{ 'x' if not bar }}": lambda: (
        "1" + str(sw.share_buttons(URL, "vk")[0])
    ),
    "{{ url | share_button('vk') | safe }}": lambda: str(sw.share_button(URL, "vk")),
    "{{ '<p>%s</p>' | safe | format(url | share_button('vk')) }}": lambda: (
        f"<p>{sw.share_button(URL, 'vk')}</p>"
    ),
    "{{ url | share_button('vk') ~ '' }}": lambda: str(sw.share_button(URL, "vk")),
    "{{ [url | share_button('vk'), '<' | e] | join }}": lambda: f"{sw.share_button(URL, 'vk')}&lt;",
}


@pytest.mark.parametrize("template", CALLS)
@ENVIRONMENTS
def test_the_same_as_in_python(autoescape: bool, template: str) -> None:
    expected = CALLS[template]()
    assert environment(autoescape=autoescape).from_string(template).render(url=URL) == expected
    sandbox = install(jinja2.sandbox.SandboxedEnvironment(autoescape=autoescape))
    assert sandbox.from_string(template).render(url=URL) == expected


@pytest.mark.parametrize("template", CALLS)
@ENVIRONMENTS
def test_the_same_in_an_async_environment(autoescape: bool, template: str) -> None:
    page = environment(autoescape=autoescape, enable_async=True).from_string(template)
    assert asyncio.run(page.render_async(url=URL)) == CALLS[template]()
    assert page.render(url=URL) == CALLS[template]()


@ENVIRONMENTS
def test_a_link_is_text_and_a_widget_is_not(autoescape: bool) -> None:
    env = environment(autoescape=autoescape)
    link = sw.share_url(URL, "vk", title="x")
    assert "&" in link
    shown = env.from_string("{{ url | share_url('vk', title='x') }}").render(url=URL)
    assert shown == (link.replace("&", "&amp;") if autoescape else link)
    assert env.from_string("{{ url | share_button('vk') }}").render(url=URL).startswith("<a class=")


def test_an_environment_is_given_back_with_every_function() -> None:
    env = jinja2.Environment(autoescape=True)
    assert install(env) is env
    assert set(api.FILTERS) <= set(env.filters)
    assert set(api.FUNCTIONS) <= set(env.globals)
    assert {"share_url", "share_button", "share_buttons"} <= set(api.FILTERS)
    assert {*api.FILTERS, "stylesheet", "script"} <= set(api.FUNCTIONS)
    for name, function in api.FILTERS.items():
        assert env.filters[name] is function is api.FUNCTIONS[name]
    for name, function in api.FUNCTIONS.items():
        assert env.globals[name] is function is getattr(sw, name)


@pytest.mark.parametrize("name", [EXTENSION, SolidarityWidgetsExtension], ids=["dotted name", "class"])
def test_the_extension(name: str | type) -> None:
    env = jinja2.Environment(extensions=[name], autoescape=True)
    assert set(api.FILTERS) <= set(env.filters)
    assert set(api.FUNCTIONS) <= set(env.globals)
    assert env.extensions[EXTENSION].environment is env
    shown = env.from_string("{{ url | share_button('vk', locale='be') }}").render(url=URL)
    assert shown == str(sw.share_button(URL, "vk", locale="be"))


def test_an_overlay_has_them_too() -> None:
    overlay = jinja2.Environment(extensions=[EXTENSION]).overlay(autoescape=True)
    assert overlay.from_string("{{ script() }}").render() == sw.script()


class TestLanguage:
    """A template speaks the reader's language, also where it has literals alone."""

    LITERALS = (
        "{{ 'https://example.org/' | share_button('vk') }}{{ share_button('https://example.org/', 'vk') }}"
    )

    @ENVIRONMENTS
    def test_of_each_rendering(self, autoescape: bool) -> None:
        with sw.use_locale("be"):
            page = environment(autoescape=autoescape).from_string(self.LITERALS)
        for locale in ("en", "be", "ar"):
            with sw.use_locale(locale):
                expected = str(sw.share_button("https://example.org/", "vk"))
                assert page.render() == expected * 2

    def test_of_each_task(self) -> None:
        page = environment(autoescape=True, enable_async=True).from_string(
            "{{ wait() }}{{ 'https://example.org/' | share_button('vk') }}"
        )

        async def render(locale: str) -> str:
            with sw.use_locale(locale):
                return await page.render_async(wait=lambda: asyncio.sleep(0, ""))

        async def both() -> list[str]:
            return await asyncio.gather(render("be"), render("ru"))

        expected = [str(sw.share_button("https://example.org/", "vk", locale=code)) for code in ("be", "ru")]
        assert asyncio.run(both()) == expected


#: What a template leaves undefined, and what that is the same as.
ABSENT = {
    "{{ url | share_url('x', title=nothing, text=nothing, via=nothing, hashtags=nothing) }}": lambda: (
        sw.share_url(URL, "x")
    ),
    "{{ url | share_url('odnoklassniki', image=nothing, campaign=nothing) }}": lambda: sw.share_url(
        URL, "odnoklassniki"
    ),
    "{{ url | share_url('mastodon', instance=nothing) }}": lambda: sw.share_url(URL, "mastodon"),
    "{{ url | share_button('vk', attrs=nothing, locale=nothing) }}": lambda: str(sw.share_button(URL, "vk")),
    "{{ url | share_button('vk', attrs={'id': nothing}) }}": lambda: str(
        sw.share_button(URL, "vk", attrs={"id": ""})
    ),
    "{{ url | share_buttons(nothing) }}": lambda: "",
    "{{ stylesheet(nonce=nothing) }}{{ script(nothing) }}": lambda: sw.stylesheet() + sw.script(),
}


class TestUndefined:
    """What is undefined is absent, or is named where it is needed."""

    @pytest.mark.parametrize("undefined", [jinja2.Undefined, jinja2.ChainableUndefined])
    @pytest.mark.parametrize("template", ABSENT)
    def test_absent(self, template: str, undefined: type[jinja2.Undefined]) -> None:
        assert environment(undefined=undefined).from_string(template).render(url=URL) == str(
            ABSENT[template]()
        )

    def test_the_language_stays_that_of_the_page(self) -> None:
        page = environment().from_string("{{ url | share_button('vk', locale=nothing) }}")
        with sw.use_locale("be"):
            assert page.render(url=URL) == str(sw.share_button(URL, "vk", locale="be"))

    @pytest.mark.parametrize(
        ("template", "error"),
        [
            ("{{ nothing | share_url('vk') }}", InvalidURLError),
            ("{{ share_buttons(nothing, 'vk') }}", InvalidURLError),
            ("{{ url | share_url(nothing) }}", UnknownProviderError),
            ("{{ url | share_button(nothing) }}", UnknownProviderError),
        ],
    )
    def test_needed(self, template: str, error: type[Exception]) -> None:
        with pytest.raises(error):
            environment().from_string(template).render(url=URL)

    @pytest.mark.parametrize(
        "template", [*ABSENT, "{{ nothing | share_url('vk') }}", "{{ share_buttons(nothing, 'vk') }}"]
    )
    def test_a_strict_environment_says_what_is_undefined(self, template: str) -> None:
        page = environment(undefined=jinja2.StrictUndefined).from_string(template)
        with pytest.raises(jinja2.UndefinedError, match="'nothing' is undefined"):
            page.render(url=URL)


def test_an_error_reaches_the_caller_with_its_line() -> None:
    page = environment().from_string("\n\n{{ 'javascript:alert(1)' | share_url('vk') }}")
    with pytest.raises(InvalidURLError, match="absolute") as caught:
        page.render()
    lines = [entry.lineno for entry in traceback.extract_tb(caught.tb) if entry.filename == "<template>"]
    assert lines == [3]


def test_a_closed_network_is_left_out_with_one_warning() -> None:
    page = environment().from_string("{{ url | share_buttons('google_plus vk') }}")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        shown = [page.render(url=URL) for _ in range(3)]
    assert shown == [str(sw.share_buttons(URL, "vk"))] * 3
    assert [warning.category for warning in caught] == [RetiredProviderWarning]
