"""Jinja calls the very functions of the library, as filters and globals, with autoescape on and off."""

from __future__ import annotations

import asyncio
import inspect
import traceback
import warnings
from pathlib import Path

import babel
import jinja2
import jinja2.sandbox
import pytest
import time_machine
from markupsafe import Markup

import solidarity_widgets as sw
from solidarity_widgets import api
from solidarity_widgets.exceptions import (
    InvalidFieldError,
    InvalidTimeError,
    InvalidURLError,
    RetiredProviderWarning,
    UnknownProviderError,
)
from solidarity_widgets.jinja import SolidarityWidgetsExtension, install

URL = "https://example.org/?a=1&b=2"
DAY = "2027-08-04"
#: What the counters are given; the first is a time before the day.
EVENT = {"now": "2027-06-01T12:34", "zone": "Europe/Minsk"}
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
    "{{ day | countdown(label='Воля & мір', **event) }}": lambda: str(
        sw.countdown(DAY, label="Воля & мір", **EVENT)
    ),
    "{{ countdown(day, units=['days', 'hours'], style='boxes', locale='ar', **event) }}": lambda: str(
        sw.countdown(DAY, units=["days", "hours"], style="boxes", locale="ar", **EVENT)
    ),
    "{{ '--08-04' | countdown(attrs={'id': 'day'}, locale='be', **event) }}": lambda: str(
        sw.countdown("--08-04", attrs={"id": "day"}, locale="be", **EVENT)
    ),
    "{{ '2011-08-04' | elapsed(max_units=2, **event) }}": lambda: str(
        sw.elapsed("2011-08-04", max_units=2, **EVENT)
    ),
    "{{ elapsed('2011-08-04', style='digital', locale='be', **event) }}": lambda: str(
        sw.elapsed("2011-08-04", style="digital", locale="be", **EVENT)
    ),
    "{{ 'P2Y11D' | format_duration(locale='be') }}": lambda: sw.format_duration("P2Y11D", locale="be"),
    "{{ format_duration('PT26H', style='short', units='days hours') }}": lambda: sw.format_duration(
        "PT26H", style="short", units="days hours"
    ),
    "{% set counter = day | countdown(**event) %}{{ counter.state }}: {{ counter.text }}, "
    "{{ counter.duration | format_duration(units='months days') }}": lambda: (
        f"before: {sw.countdown(DAY, **EVENT).text}, "
        + sw.format_duration(sw.countdown(DAY, **EVENT).duration, units="months days")
    ),
    "{{ '<p>%s</p>' | safe | format(day | countdown(**event)) ~ '' }}": lambda: (
        f"<p>{sw.countdown(DAY, **EVENT)}</p>"
    ),
    "{% filter format_duration %}P1D{% endfilter %}": lambda: "1 day",
}
#: What the templates are rendered with.
VALUES = {"url": URL, "day": DAY, "event": EVENT}


@pytest.mark.parametrize("template", CALLS)
@ENVIRONMENTS
def test_the_same_as_in_python(autoescape: bool, template: str) -> None:
    expected = CALLS[template]()
    assert environment(autoescape=autoescape).from_string(template).render(VALUES) == expected
    sandbox = install(jinja2.sandbox.SandboxedEnvironment(autoescape=autoescape))
    assert sandbox.from_string(template).render(VALUES) == expected


@pytest.mark.parametrize("template", CALLS)
@ENVIRONMENTS
def test_the_same_in_an_async_environment(autoescape: bool, template: str) -> None:
    page = environment(autoescape=autoescape, enable_async=True).from_string(template)
    assert asyncio.run(page.render_async(VALUES)) == CALLS[template]()
    assert page.render(VALUES) == CALLS[template]()


@ENVIRONMENTS
def test_a_link_is_text_and_a_widget_is_not(autoescape: bool) -> None:
    env = environment(autoescape=autoescape)
    link = sw.share_url(URL, "vk", title="x")
    assert "&" in link
    shown = env.from_string("{{ url | share_url('vk', title='x') }}").render(url=URL)
    assert shown == (link.replace("&", "&amp;") if autoescape else link)
    assert env.from_string("{{ url | share_button('vk') }}").render(url=URL).startswith("<a class=")


@ENVIRONMENTS
def test_a_duration_is_text_and_a_counter_is_not(autoescape: bool) -> None:
    """What is joined to text stays text: only autoescape makes HTML of it."""
    env = environment(autoescape=autoescape)
    shown = env.from_string("{{ ('P5D' | format_duration) ~ '<' }}").render()
    assert shown == ("5 days&lt;" if autoescape else "5 days<")
    counter = env.from_string("{{ day | countdown(**event) }}").render(VALUES)
    assert counter.startswith("<sw-countdown class=")


def test_an_environment_is_given_back_with_every_function() -> None:
    env = jinja2.Environment(autoescape=True)
    assert install(env) is env
    assert set(api.FILTERS) <= set(env.filters)
    assert set(api.FUNCTIONS) <= set(env.globals)
    assert {"share_url", "share_button", "share_buttons"} <= set(api.FILTERS)
    assert {"countdown", "elapsed", "format_duration"} <= set(api.FILTERS)
    assert {*api.FILTERS, "stylesheet", "script"} <= set(api.FUNCTIONS)
    for name in api.FILTERS:
        assert inspect.unwrap(env.filters[name]) is inspect.unwrap(api.FILTERS[name])
        assert api.FILTERS[name] is api.FUNCTIONS[name]
    for name, function in api.FUNCTIONS.items():
        assert inspect.unwrap(env.globals[name]) is inspect.unwrap(function)
        assert function is getattr(sw, name)


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


class TestPageLocale:
    """The template variable ``locale`` is the page's language, unless an argument says otherwise."""

    TEMPLATE = "{{ 'P5D' | format_duration }}, {{ format_duration('P5D') }}"

    @pytest.mark.parametrize("enable_async", [False, True], ids=["sync", "async"])
    @pytest.mark.parametrize(
        "locale", ["be", "be-BY", "ru;q=0.5, be", babel.Locale("be"), sw.get_locale("be")]
    )
    def test_of_a_variable(self, enable_async: bool, locale: object) -> None:
        page = environment(enable_async=enable_async).from_string(self.TEMPLATE)
        assert page.render(locale=locale) == "5 дзён, 5 дзён"
        with sw.use_locale("ar"):
            assert page.render(locale=locale) == "5 дзён, 5 дзён"

    def test_of_every_function(self) -> None:
        for template, expected in CALLS.items():
            if "be" not in template and "{% filter" not in template:
                with sw.use_locale("be"):
                    wanted = expected()
                assert environment().from_string(template).render(**VALUES, locale="be") == wanted

    def test_set_in_the_template(self) -> None:
        text = "{% set locale = 'be' %}" + self.TEMPLATE
        assert environment().from_string(text).render() == "5 дзён, 5 дзён"

    def test_an_argument_goes_first(self) -> None:
        page = environment().from_string("{{ 'P5D' | format_duration(locale='ru') }}")
        assert page.render(locale="be") == "5 дней"

    @pytest.mark.parametrize("given", ["''", "none", "nothing"])
    def test_an_absent_argument_does_not(self, given: str) -> None:
        page = environment().from_string(f"{{{{ 'P5D' | format_duration(locale={given}) }}}}")
        assert page.render(locale="be") == "5 дзён"

    @pytest.mark.parametrize(
        "value", [None, "", "xx", 7, {"a": 1}, len, object(), b"ru", jinja2], ids=range(9)
    )
    def test_what_names_no_language_is_ignored(self, value: object) -> None:
        with sw.use_locale("be"):
            assert environment().from_string(self.TEMPLATE).render(locale=value) == "5 дзён, 5 дзён"

    def test_in_filters_of_filters(self) -> None:
        page = environment().from_string("{{ ['P5D', 'P1D'] | map('format_duration') | join(', ') }}")
        assert page.render(locale="be") == "5 дзён, 1 дзень"


#: Templates of literals alone; what they give is another thing for each reader and at each time.
LITERALS = {
    "{{ '2027-08-04' | countdown(zone='Europe/Minsk') }}": lambda: str(
        sw.countdown(DAY, zone="Europe/Minsk")
    ),
    "{{ countdown('2027-08-04', zone='Europe/Minsk') }}": lambda: str(sw.countdown(DAY, zone="Europe/Minsk")),
    "{{ ('--08-04' | countdown(zone='Europe/Minsk')).text | upper }}": lambda: sw.countdown(
        "--08-04", zone="Europe/Minsk"
    ).text.upper(),
    "{{ '2011-08-04' | elapsed(zone='Europe/Minsk') }}": lambda: str(
        sw.elapsed("2011-08-04", zone="Europe/Minsk")
    ),
    "{{ elapsed('2011-08-04', zone='Europe/Minsk').text }}": lambda: (
        sw.elapsed("2011-08-04", zone="Europe/Minsk").text
    ),
    "{% set counter = '2011-08-04' | elapsed(zone='Europe/Minsk') %}{{ counter.text }}": lambda: (
        sw.elapsed("2011-08-04", zone="Europe/Minsk").text
    ),
}
#: The same of what depends on the reader alone.
WORDS = {
    "{{ 'P5D' | format_duration }}": lambda: sw.format_duration("P5D"),
    "{{ format_duration('P5D') }}": lambda: sw.format_duration("P5D"),
    "{{ 'P5D' | format_duration | upper }}": lambda: sw.format_duration("P5D").upper(),
    "{{ '(' ~ ('P5D' | format_duration) ~ ')' }}": lambda: f"({sw.format_duration('P5D')})",
    "{% filter format_duration %}P5D{% endfilter %}": lambda: sw.format_duration("P5D"),
    "{% macro m(words='P5D' | format_duration) %}{{ words }}{% endmacro %}{{ m() }}": lambda: (
        sw.format_duration("P5D")
    ),
    "{% if 'P5D' | format_duration == '5 days' %}English{% endif %}": lambda: (
        "English" if sw.format_duration("P5D") == "5 days" else ""
    ),
}
MOMENTS = ["2026-11-22T10:00:00Z", "2027-08-04T10:00:00Z", "2027-08-06T10:00:00Z"]


class TestTime:
    """What a template says is true for its reader when it is shown, not when it was compiled."""

    @pytest.mark.parametrize("template", [*LITERALS, *WORDS])
    @pytest.mark.parametrize("enable_async", [False, True], ids=["sync", "async"])
    @ENVIRONMENTS
    def test_of_each_rendering(self, autoescape: bool, enable_async: bool, template: str) -> None:
        env = environment(autoescape=autoescape, enable_async=enable_async)
        with sw.use_locale("be"), time_machine.travel("2025-01-01T00:00:00Z", tick=False):
            page = env.from_string(template)
            page.render()
        seen = set()
        for moment in MOMENTS:
            for locale in ("en", "be", "ar"):
                with sw.use_locale(locale), time_machine.travel(moment, tick=False):
                    expected = {**LITERALS, **WORDS}[template]()
                    assert page.render() == expected
                    if enable_async:
                        assert asyncio.run(page.render_async()) == expected
                seen.add(expected)
        assert len(seen) >= (6 if template in LITERALS else 2)

    @pytest.mark.parametrize("name", ["countdown", "elapsed"])
    def test_of_an_expression(self, name: str) -> None:
        with sw.use_locale("be"), time_machine.travel("2025-01-01T00:00:00Z", tick=False):
            text = environment().compile_expression(f"('2026-08-04' | {name}(zone='Europe/Minsk')).text")
        function = api.FUNCTIONS[name]
        with time_machine.travel("2026-08-02T10:00:00Z" if name == "countdown" else MOMENTS[1], tick=False):
            expected = {"countdown": "1 day, 11 hours left", "elapsed": "1 year"}[name]
            assert text() == function("2026-08-04", zone="Europe/Minsk").text == expected

    def test_of_each_task(self) -> None:
        page = environment(autoescape=True, enable_async=True).from_string(
            "{{ wait() }}{{ '2027-08-04' | countdown(zone='Europe/Minsk') }}{{ 'P5D' | format_duration }}"
        )

        async def render(locale: str) -> str:
            with sw.use_locale(locale):
                return await page.render_async(wait=lambda: asyncio.sleep(0, ""))

        async def both() -> list[str]:
            return await asyncio.gather(render("be"), render("ar"))

        with time_machine.travel(MOMENTS[0], tick=False):
            expected = [
                str(sw.countdown(DAY, zone="Europe/Minsk", locale=code))
                + sw.format_duration("P5D", locale=code)
                for code in ("be", "ar")
            ]
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
    "{{ stylesheet(nonce=nothing) }}{{ script(nothing) }}": lambda: sw.stylesheet() + sw.script(),
    "{{ day | countdown(label=nothing, attrs=nothing, locale=nothing, **event) }}": lambda: sw.countdown(
        DAY, **EVENT
    ),
    "{{ day | countdown(event_duration=nothing, **event) }}": lambda: sw.countdown(DAY, **EVENT),
    "{{ day | countdown(max_units=nothing, **event) }}": lambda: sw.countdown(DAY, **EVENT),
    "{{ day | countdown(count_up=nothing, **event) }}": lambda: sw.countdown(DAY, **EVENT),
    "{{ (day ~ 'T20:00Z') | countdown(zone=nothing, now=event.now ~ 'Z') }}": lambda: sw.countdown(
        f"{DAY}T20:00Z", now=f"{EVENT['now']}Z"
    ),
    "{{ '2011-08-04' | elapsed(label=nothing, attrs=nothing, locale=nothing, **event) }}": lambda: sw.elapsed(
        "2011-08-04", **EVENT
    ),
    "{{ '2011-08-04' | elapsed(max_units=nothing, **event) }}": lambda: sw.elapsed("2011-08-04", **EVENT),
    "{{ 'P5D' | format_duration(max_units=nothing) }}": lambda: "5 days",
    "{{ 'P5D' | format_duration(units=nothing) }}": lambda: "5 days",
    "{{ ('2000-01-01' | countdown(now=nothing, zone='Europe/Minsk')).state }}": lambda: "after",
}


class TestUndefined:
    """What is undefined is absent, or is named where it is needed."""

    @pytest.mark.parametrize("undefined", [jinja2.Undefined, jinja2.ChainableUndefined])
    @pytest.mark.parametrize("template", ABSENT)
    def test_absent(self, template: str, undefined: type[jinja2.Undefined]) -> None:
        assert environment(undefined=undefined).from_string(template).render(VALUES) == str(
            ABSENT[template]()
        )

    def test_the_language_stays_that_of_the_page(self) -> None:
        page = environment().from_string("{{ url | share_button('vk', locale=nothing) }}")
        with sw.use_locale("be"):
            assert page.render(VALUES) == str(sw.share_button(URL, "vk", locale="be"))
            words = environment().from_string("{{ 'P5D' | format_duration(locale=nothing) }}")
            assert words.render() == sw.format_duration("P5D", locale="be")

    @pytest.mark.parametrize(
        ("template", "error"),
        [
            ("{{ nothing | share_url('vk') }}", InvalidURLError),
            ("{{ share_buttons(nothing, 'vk') }}", InvalidURLError),
            ("{{ url | share_url(nothing) }}", UnknownProviderError),
            ("{{ url | share_button(nothing) }}", UnknownProviderError),
            ("{{ nothing | countdown(**event) }}", InvalidTimeError),
            ("{{ countdown(nothing, **event) }}", InvalidTimeError),
            ("{{ day | countdown(zone=nothing) }}", InvalidTimeError),
            ("{{ nothing | elapsed(**event) }}", InvalidTimeError),
            ("{{ nothing | format_duration }}", InvalidFieldError),
            ("{{ day | countdown(units=nothing, **event) }}", InvalidFieldError),
            ("{{ day | countdown(style=nothing, **event) }}", InvalidFieldError),
        ],
    )
    def test_needed(self, template: str, error: type[Exception]) -> None:
        with pytest.raises(error):
            environment().from_string(template).render(VALUES)

    @pytest.mark.parametrize(
        "template",
        [
            *ABSENT,
            "{{ nothing | share_url('vk') }}",
            "{{ share_buttons(nothing, 'vk') }}",
            "{{ nothing | countdown(**event) }}",
            "{{ elapsed(nothing, **event) }}",
            "{{ nothing | format_duration }}",
        ],
    )
    def test_a_strict_environment_says_what_is_undefined(self, template: str) -> None:
        page = environment(undefined=jinja2.StrictUndefined).from_string(template)
        with pytest.raises(jinja2.UndefinedError, match="'nothing' is undefined"):
            page.render(VALUES)


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
        shown = [page.render(VALUES) for _ in range(3)]
    assert shown == [str(sw.share_buttons(URL, "vk"))] * 3
    assert [warning.category for warning in caught] == [RetiredProviderWarning]


#: Templates that leave out a button in their last line, and that line's number.
RETIRED = {
    "\n\n{{ url | share_buttons('google_plus vk') }}": 3,
    "{# a\n comment #}\n{{ share_buttons(url, 'google_plus vk') }}": 3,
    "{% set network = 'google_plus' %}\n{{ url | share_button(network) }}": 2,
    "\n{% macro bar() %}\n{{ url | share_buttons('google_plus') }}{% endmacro %}{{ bar() }}": 3,
    "\n{% for name in ['google_plus'] %}{{ [url] | map('share_button', name) | join }}{% endfor %}": 2,
}


@pytest.mark.parametrize("template", RETIRED)
@pytest.mark.parametrize("enable_async", [False, True], ids=["sync", "async"])
def test_a_warning_points_at_the_templates_line(enable_async: bool, template: str) -> None:
    page = environment(enable_async=enable_async).from_string(template)
    with pytest.warns(RetiredProviderWarning) as caught:
        page.render(url=URL)
    assert [(warning.filename, warning.lineno) for warning in caught] == [("<template>", RETIRED[template])]


def test_a_warning_names_the_templates_file(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{% include 'bar.html' %}", encoding="utf-8")
    bar = tmp_path / "bar.html"
    bar.write_text("\n\n\n{{ url | share_buttons('google_plus') }}", encoding="utf-8")
    page = environment(loader=jinja2.FileSystemLoader(tmp_path)).get_template("page.html")
    with pytest.warns(RetiredProviderWarning) as caught:
        page.render(url=URL)
    assert [(warning.filename, warning.lineno) for warning in caught] == [(str(bar), 4)]


def test_a_warning_points_at_the_line_of_python() -> None:
    with pytest.warns(RetiredProviderWarning) as caught:
        sw.share_buttons(URL, "google_plus")
    [warning] = caught
    assert warning.filename == __file__
    assert "google_plus" in Path(__file__).read_text(encoding="utf-8").splitlines()[warning.lineno - 1]


@pytest.mark.parametrize("name", api.FUNCTIONS)
def test_an_unknown_argument_gets_the_same_error_everywhere(name: str) -> None:
    """In Python and in templates: it names the argument, and one that is similar."""
    function = api.FUNCTIONS[name]
    for unknown in ("locael", "bsae"):
        similar = {"locael": "locale", "bsae": "base"}[unknown]
        if similar not in inspect.signature(function).parameters:
            continue
        arguments = (URL, "telegram")[: 2 if name.startswith("share") else name in api.FILTERS]
        with pytest.raises(sw.UnknownOptionError, match=f"'{unknown}'.* Did you mean '{similar}'") as caught:
            function(*arguments, **{unknown: "x"})
        assert isinstance(caught.value, TypeError)
        values = ", ".join([*map(repr, arguments), f"{unknown}='x'"])
        with pytest.raises(sw.UnknownOptionError, match=f"Did you mean '{similar}'"):
            environment().from_string(f"{{{{ {name}({values}) }}}}").render()
        return
    raise AssertionError(f"{name} has neither argument")


class TestTemplatesOfTheSite:
    """``solidarity_widgets/share_buttons.html`` in the site's template folder replaces a widget's HTML."""

    TEMPLATES = {  # noqa: RUF012
        "solidarity_widgets/share_buttons.html": (
            "{{ heading }}{% for one in widget %}<b>{{ one.content.title }}</b>{% endfor %}"
        ),
        "page.html": "{{ 'https://example.org/' | share_buttons('telegram', title='<i>') }}",
        "plain.html": "{{ 'https://example.org/' | share_button('telegram') }}",
    }

    @pytest.mark.parametrize("autoescape", [True, False])
    @pytest.mark.parametrize("enable_async", [True, False])
    def test_they_replace_the_html_and_always_escape(self, autoescape: bool, enable_async: bool) -> None:
        loader = jinja2.DictLoader(self.TEMPLATES)
        env = install(jinja2.Environment(loader=loader, autoescape=autoescape, enable_async=enable_async))
        html = env.get_template("page.html").render(heading="&")
        assert html == "&amp;<b>&lt;i&gt;</b>"
        assert env.get_template("plain.html").render().startswith("<a ")

    def test_a_template_that_includes_a_missing_one_is_an_error(self) -> None:
        templates = {
            **self.TEMPLATES,
            "solidarity_widgets/share_buttons.html": "{% include 'nothing.html' %}",
        }
        env = install(jinja2.Environment(loader=jinja2.DictLoader(templates), autoescape=True))
        with pytest.raises(jinja2.TemplateNotFound, match="nothing"):
            env.get_template("page.html").render()
