"""No text breaks out of its attribute or element, whatever its type and whoever renders it.

A page is rendered twice, with a harmless word and with a hostile text in the same slot. For an HTML parser
both must have the very same tags and attribute names in the same order, and every attribute value and text
of the second must be that of the first with the word replaced by the text: encoded where it is in a link.
"""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from html import escape as escaped
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import django.conf
import django.template
import jinja2
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

import solidarity_widgets as sw
from solidarity_widgets.countdowns import messages as words
from solidarity_widgets.exceptions import (
    InvalidFieldError,
    InvalidTimeError,
    ProviderDefinitionError,
    UnknownZoneError,
)
from solidarity_widgets.i18n import MessageId, catalogs
from solidarity_widgets.jinja import install
from solidarity_widgets.petitions import Consent, Goal, Petition
from solidarity_widgets.petitions import messages as said
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.text import softened
from solidarity_widgets.urls import percent_encode

if not django.conf.settings.configured:
    django.conf.settings.configure()


class OnlyHtml:
    """Offers nothing but ``__html__``, which is text like any other."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return self.text


TYPES: dict[str, Callable[[str], Any]] = {
    "str": str,
    "Markup": Markup,
    "SafeString": SafeString,
    "lazy": lazystr,
    "only HTML": OnlyHtml,
}

# --- the page, and who renders it -------------------------------------------------------------------------

BAR = (
    "telegram vk x odnoklassniki livejournal tumblr mastodon gmail mailru_mail email "
    "web_share copy_link google_plus"
)
PAGE = """<main>{{ bar }}{{ button }}{{ action }}<a href="{{ link }}">x</a></main>"""
CALLS = """<main>
{{- url | share_buttons(bar, **widget) -}}
{{- share_button(url, "x", new_tab=true, display="icon", **widget) -}}
{{- url | share_button("web_share", **action) -}}
<a href="{{ url | share_url("x", **linked) }}">x</a></main>"""


class Slots:
    """One page's arguments.

    Args:
        url: The page's address.
        attrs: Extra attributes, for widgets.
        options: Options of the provider X.
        **arguments: What all three functions take.
    """

    page: ClassVar[str] = PAGE
    calls: ClassVar[str] = CALLS

    def __init__(
        self,
        url: object = "https://example.org/",
        attrs: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        **arguments: object,
    ) -> None:
        self.url = url
        look = {"attrs": attrs, "retired": "inert"}
        words = {"title": "T", "text": "W", **arguments}
        self.widget = {**words, **look, **(options or {})}
        self.action = {**words, **look}
        self.linked = {**words, **(options or {})}

    def values(self) -> dict[str, Any]:
        """What a template shows."""
        return {
            "bar": sw.share_buttons(self.url, BAR, **self.widget),
            "button": sw.share_button(self.url, "x", new_tab=True, display="icon", **self.widget),
            "action": sw.share_button(self.url, "web_share", **self.action),
            "link": sw.share_url(self.url, "x", **self.linked),
        }

    def parts(self) -> dict[str, Any]:
        """What a template calls the functions with."""
        return {**vars(self), "bar": BAR}


#: The share widgets' arguments, the counters', or the petitions'.
AnySlots = Any


class Counters:
    """One page's counters: in every style, and in every state.

    Args:
        day: The day that is counted to.
        hour: The hour that is counted to.
        yearly: The day that comes again.
        begun: What is counted from.
        duration: What is only written.
        zone: The event's zone.
        units: The units.
        length: How long the hour lasts.
        now: The time before the day.
        locale: The language.
        **arguments: What all widgets take.
    """

    page: ClassVar[str] = (
        "<main>{{ long }}{{ boxes }}{{ digital }}{{ narrow }}{{ today }}{{ over }}{{ meanwhile }}{{ passed }}"
        '{{ ago }}{{ again }}{{ since }}<p title="{{ span ESCAPED }}">{{ brief ESCAPED }}</p></main>'
    )
    calls: ClassVar[str] = """<main>
{{- day | countdown(now=now, **counted) }}{{ countdown(day, now=now, style="boxes", **counted) -}}
{{ day | countdown(now=now, style="digital", **counted) -}}
{{ day | countdown(now=now, style="narrow", **counted) -}}
{{ day | countdown(now="2027-08-04", **counted) }}{{ countdown(day, now="2027-08-05", **counted) -}}
{{ hour | countdown(now="2027-08-04T20:00", length=length, **counted) -}}
{{ hour | countdown(now="2027-08-05T20:00", length=length, **counted) -}}
{{ countdown(hour, count_up=true, now="2027-08-05T21:01:02", style="short", **counted) -}}
{{ yearly | countdown(now=now, **counted) }}{{ begun | elapsed(now=now, **counted) -}}
<p title="{{ duration | format_duration(units=units, locale=locale) ESCAPED }}">
{{- format_duration(duration, style="narrow", units=units, locale=locale) ESCAPED }}</p></main>"""

    def __init__(
        self,
        day: object = "2027-08-04",
        hour: object = "2027-08-04T20:00",
        yearly: object = "--08-04T20:00/PT15M",
        begun: object = "2011-08-04",
        duration: object = "P5DT4H3M2S",
        zone: object = "Europe/Minsk",
        units: object = "days hours minutes seconds",
        length: object = "PT15M",
        now: object = "2027-06-01T12:34:56",
        locale: object = None,
        **arguments: object,
    ) -> None:
        self.day, self.hour, self.yearly, self.begun, self.duration = day, hour, yearly, begun, duration
        self.units, self.length, self.now, self.locale = units, length, now, locale
        self.counted = {"zone": zone, "units": units, "locale": locale, **arguments}

    def values(self) -> dict[str, Any]:
        """What a template shows."""
        counted: dict[str, Any] = self.counted
        hour = {"length": self.length, **counted}
        spoken: dict[str, Any] = {"units": self.units, "locale": self.locale}
        return {
            "long": sw.countdown(self.day, now=self.now, **counted),
            "boxes": sw.countdown(self.day, now=self.now, style="boxes", **counted),
            "digital": sw.countdown(self.day, now=self.now, style="digital", **counted),
            "narrow": sw.countdown(self.day, now=self.now, style="narrow", **counted),
            "today": sw.countdown(self.day, now="2027-08-04", **counted),
            "over": sw.countdown(self.day, now="2027-08-05", **counted),
            "meanwhile": sw.countdown(self.hour, now="2027-08-04T20:00", **hour),
            "passed": sw.countdown(self.hour, now="2027-08-05T20:00", **hour),
            "ago": sw.countdown(
                self.hour, count_up=True, now="2027-08-05T21:01:02", style="short", **counted
            ),
            "again": sw.countdown(self.yearly, now=self.now, **counted),
            "since": sw.elapsed(self.begun, now=self.now, **counted),
            "span": sw.format_duration(self.duration, **spoken),
            "brief": sw.format_duration(self.duration, style="narrow", **spoken),
        }

    def parts(self) -> dict[str, Any]:
        """What a template calls the functions with."""
        return vars(self)


class Petitions:
    """One page's petition: its count, its form, also with errors, and the panel in each state.

    Args:
        petition: Arguments of the petition.
        name: What happens at a threshold.
        consent: The words of a box.
        action: Where the form is sent.
        csrf: The token.
        hidden: More hidden fields.
        live: Where the count is asked.
        values: What was typed.
        errors: What is wrong with it.
        **common: What all widgets take.
    """

    page: ClassVar[str] = "<main>{{ count }}{{ form }}{{ wrong }}{{ whole }}{{ over }}{{ thanks }}</main>"
    calls: ClassVar[str] = """<main>
{{- 7 | petition_progress(goal=goal, live=live, **common) }}{{ vigil | petition_form(**sent) -}}
{{ petition_form(vigil, **typed) -}}
{{ vigil | petition(signed=7, now="2027-08-01", live=live, **typed) -}}
{{ petition(vigil, now="2027-08-05", **common) }}{{ petition(vigil, step="thanks", **common) }}</main>"""

    def __init__(
        self,
        petition: Mapping[str, object] | None = None,
        name: object = "A reply",
        consent: object = "I agree.",
        action: object = "/sign",
        csrf: object = "t0ken",
        hidden: Mapping[str, object] | None = None,
        live: object = "/count.json",
        values: Mapping[str, object] | None = None,
        errors: Mapping[str, object] | None = None,
        **common: object,
    ) -> None:
        self.goal = Goal.thresholds({5: name, 10: ""})
        vigil: dict[str, Any] = {
            **{"id": "vigil", "title": "T", "text": "W", "goal": self.goal, "closes": "2027-08-04"},
            **{"zone": "Europe/Minsk", "fields": "name email postcode message"},
            **{"consents": ["updates", Consent("partner", consent)], **(petition or {})},
        }
        self.vigil = Petition(**vigil)
        self.live, self.common = live, common
        self.sent: dict[str, Any] = {"action": action, "csrf": csrf, "hidden": hidden, **common}
        self.typed: dict[str, Any] = {"values": values, "errors": errors, **self.sent}

    def values(self) -> dict[str, Any]:
        """What a template shows."""
        vigil = self.vigil
        common: dict[str, Any] = self.common
        return {
            "count": sw.petition_progress(7, goal=self.goal, live=self.live, **common),
            "form": sw.petition_form(vigil, **self.sent),
            "wrong": sw.petition_form(vigil, **self.typed),
            "whole": sw.petition(vigil, signed=7, now="2027-08-01", live=self.live, **self.typed),
            "over": sw.petition(vigil, now="2027-08-05", **common),
            "thanks": sw.petition(vigil, step="thanks", **common),
        }

    def parts(self) -> dict[str, Any]:
        """What a template calls the functions with."""
        return vars(self)


def sources(slots: AnySlots, *, by_hand: bool = False) -> tuple[str, str]:
    """The two templates; texts are escaped by the host, or by hand where it escapes nothing."""
    how = " | escape" if by_hand else ""
    return slots.page.replace(" ESCAPED", how), slots.calls.replace(" ESCAPED", how)


def plainly(slots: AnySlots) -> str:
    shown = slots.values()
    return re.sub(r"{{ (\w+) }}", lambda found: str(escape(shown[found[1]])), sources(slots)[0])


def in_jinja(*, autoescape: bool) -> Callable[[AnySlots], str]:
    compiled = cache(install(jinja2.Environment(autoescape=autoescape)).from_string)

    def render(slots: AnySlots) -> str:
        page, calls = map(compiled, sources(slots, by_hand=not autoescape))
        rendered = calls.render(slots.parts())
        assert page.render(slots.values()) == rendered
        return rendered

    return render


def in_async_jinja() -> Callable[[AnySlots], str]:
    compiled = cache(install(jinja2.Environment(autoescape=True, enable_async=True)).from_string)
    return lambda slots: asyncio.run(compiled(sources(slots)[1]).render_async(slots.parts()))


def in_django() -> Callable[[AnySlots], str]:
    compiled = cache(django.template.Engine().from_string)
    return lambda slots: compiled(sources(slots)[0]).render(django.template.Context(slots.values()))


RENDERERS: dict[str, Callable[[AnySlots], str]] = {
    "plain": plainly,
    "Jinja, autoescape on": in_jinja(autoescape=True),
    "Jinja, autoescape off": in_jinja(autoescape=False),
    "async Jinja": in_async_jinja(),
    "Django": in_django(),
}

# --- how it is read ---------------------------------------------------------------------------------------

Node = tuple[str, str, list[tuple[str, Any]]]
#: The attributes with the script's data, which are JSON.
DATA = ("data-sw-countdown", "data-sw-progress")


class Reader(HTMLParser):
    """Notes what stands in a page: tags with their attributes, and texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read = [(key, json.loads(value or "") if key in DATA else value) for key, value in attrs]
        self.nodes.append(("start", tag, read))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append(("alone", tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.nodes.append(("end", tag, []))

    def handle_data(self, data: str) -> None:
        if self.nodes and self.nodes[-1][0] == "text":
            data = self.nodes.pop()[1] + data
        self.nodes.append(("text", data, []))

    def handle_comment(self, data: str) -> None:
        self.nodes.append(("comment", data, []))

    handle_decl = handle_pi = unknown_decl = handle_comment


WORD = "Harmless"


def in_link(provider: str | None, link: str, text: str) -> str:
    """A network's link with *text* in the place of the word."""
    once = percent_encode(text)
    if provider == "livejournal":  # it reads the entry, and not the subject, as HTML
        subject, sign, entry = link.partition("&event=")
        return subject.replace(WORD, once) + sign + entry.replace(WORD, percent_encode(escaped(text)))
    # Mail.ru takes a whole mailto: URI as one value.
    return link.replace(WORD, percent_encode(once) if provider == "mailru_mail" else once)


def replaced(data: Any, text: str) -> Any:
    """The script's data with *text* in the place of the word, or of its hash; their keys stay."""
    if isinstance(data, dict):
        return {key: replaced(value, text) for key, value in data.items()}
    if isinstance(data, list):
        return [replaced(value, text) for value in data]
    if isinstance(data, str):
        return wording_hash(text) if data == wording_hash(WORD) else data.replace(WORD, text)
    return data


def with_text(nodes: list[Node], text: str) -> list[Node]:
    """The page as it must be with *text* in the place of the word."""
    expected: list[Node] = []
    for kind, name, attributes in nodes:
        provider = dict(attributes).get("data-sw-provider")
        changed = [
            (key, value and (in_link(provider, value, text) if key == "href" else replaced(value, text)))
            for key, value in attributes
        ]
        expected.append((kind, name.replace(WORD, text) if kind == "text" else name, changed))
    return expected


def hold(slots: Callable[[str], AnySlots], text: str, shown: str | None = None) -> None:
    """Render with the word and with *text* everywhere, and compare.

    Args:
        slots: Puts a text into the slot.
        text: The hostile text.
        shown: What of it stands in the page, if that is not the text itself.
    """
    for name, render in RENDERERS.items():
        harmless = Reader(render(slots(WORD))).nodes
        assert any(WORD in str(node) for node in harmless), name
        assert Reader(render(slots(text))).nodes == with_text(harmless, text if shown is None else shown), (
            name
        )


# --- hostile texts ----------------------------------------------------------------------------------------

PIECES = [
    *('"', "'", "<", ">", "&", "`", "=", "/", ";", "#", "%", "+", "?", "\\", " ", "\t", "{", "}", "\xa0"),
    *(
        '">',
        "'>",
        '" onclick="alert(1)',
        "' onfocus='alert(1)' autofocus='",
        "</a>",
        "</span></li></ul>",
        "-->",
    ),
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!--",
        "]]>",
        "<![CDATA[",
        "</title>",
        "<?x",
    ),
    *("&quot;", "&#34;", "&#x22;", "&lt;", "&amp;quot;", "&copy", "&", "&#0;", "%22", "%3C", "%00", "%0D%0A"),
    *("javascript:alert(1)", "data:text/html,x", "//evil.example", "https://evil.example/"),
    *(
        "{{ 7*7 }}",
        "{% raw %}",
        "{provider}",
        "{n}",
        "%s",
        "%(x)s",
        "${x}",
        "{# #}",
        "\u200e",
        "Воля",
        "חופש",
        "✊🏽",
    ),
]
CHARACTERS = st.characters(
    exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"],
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(CHARACTERS, min_size=1, max_size=4), min_size=1, max_size=6
).map("".join)


def without(pattern: str) -> Callable[[str], str]:
    """Takes out of a text what a slot refuses, and keeps something."""
    return lambda text: re.sub(pattern, "", text) or "<"


@pytest.fixture(scope="module", params=TYPES.values(), ids=TYPES)
def wrap(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    return request.param


FEW = settings(max_examples=10, deadline=None)
#: For pages of many widgets.
FEWER = settings(max_examples=3, deadline=None)


class TestTexts:
    """The words of a page."""

    @given(TEXTS.filter(str.strip))
    @FEW
    def test_title(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(title=wrap(given_)), text)

    @given(TEXTS.filter(str.strip))
    @FEW
    def test_text(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(text=wrap(given_)), text)

    @given(TEXTS.map(without(r"[\s@,#/]")))
    @FEW
    def test_via(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(via=wrap(given_)), text)

    @given(TEXTS.map(without(r"[\s#,.&]")))
    @FEW
    def test_hashtags(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(hashtags=wrap(given_)), text)
        hold(lambda given_: Slots(hashtags=[wrap("first"), wrap(given_)]), text)


#: What no address may hold; "#" and "?" would only move the text to another part of it.
NO_URL = "[\\s\\\\#?\x00-\x20\x7f-\xa0\u061c\u200b\u200e\u200f\ufeff]"


class TestAddresses:
    """URLs are kept as they are, so they may hold quotes and angles."""

    @given(TEXTS.map(without(NO_URL)))
    @FEW
    def test_url(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(wrap(f"https://example.org/{given_}")), text)
        hold(lambda given_: Slots(wrap(f"https://example.org/?{given_}=1#{given_}")), text)

    @given(TEXTS.map(without(NO_URL)))
    @FEW
    def test_image(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(image=wrap(f"https://example.org/{given_}.png")), text)

    @given(TEXTS)
    @FEW
    def test_campaign_value(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(campaign={"utm_source": wrap(given_)}), text, percent_encode(text))

    @given(TEXTS)
    @FEW
    def test_campaign_key(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(campaign={wrap(given_): "1"}), text, percent_encode(text))


class TestExtras:
    """What else a caller gives."""

    @given(TEXTS)
    @FEW
    def test_attributes(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(attrs={"id": wrap(given_), "data_x": "1"}), text)

    @given(TEXTS.filter(str.strip))
    @FEW
    def test_class(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(attrs={"class": wrap(given_)}), text)

    @given(TEXTS)
    @FEW
    def test_options(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Slots(options={"related": wrap(given_)}), text)

    @given(TEXTS)
    @FEW
    def test_locale(self, wrap: Callable[[str], Any], text: str) -> None:
        for name, render in RENDERERS.items():
            page = render(Slots(locale=wrap(f"xx{text}")))
            assert Reader(page).nodes == Reader(render(Slots(locale="en"))).nodes, name

    @pytest.mark.parametrize(
        "slot", ["title", "text", "via", "hashtags", "image", "campaign", "attrs", "options", "url"]
    )
    def test_hostile_characters_are_refused_everywhere(self, wrap: Callable[[str], Any], slot: str) -> None:
        for character in "\0\x1b\x9b\u202e\u2066\ud800\ufffe":
            hostile = wrap(f"https://example.org/{character}x")
            mapped = {"campaign": {"a": hostile}, "attrs": {"id": hostile}, "options": {"related": hostile}}
            for render in RENDERERS.values():
                with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                    render(Slots(**{slot: mapped.get(slot, hostile)}))


class TestCounters:
    """What a caller gives to a counter."""

    @given(TEXTS)
    @FEWER
    def test_label(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Counters(label=wrap(given_)), text)

    @given(TEXTS)
    @FEWER
    def test_attributes(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Counters(attrs={"id": wrap(given_), "data_x": wrap(given_)}), text)

    @given(TEXTS.filter(str.strip))
    @FEWER
    def test_class(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Counters(attrs={"class": wrap(given_)}), text)

    @given(TEXTS)
    @FEWER
    def test_locale(self, wrap: Callable[[str], Any], text: str) -> None:
        for name, render in RENDERERS.items():
            page = render(Counters(locale=wrap(f"xx{text}")))
            assert page == render(Counters(locale="en")), name

    @pytest.mark.parametrize(
        ("slot", "text"),
        [
            ("day", "2027-08-04"),
            ("day", " 2027-08-04 "),
            ("hour", "2027-08-04T20:00"),
            ("hour", "2027-08-04T17:00Z"),
            ("yearly", "--08-04T20:00/PT15M"),
            ("yearly", "---16"),
            ("begun", "2011-08-04"),
            ("duration", "P5DT4H3M2S"),
            ("zone", "Europe/Minsk"),
            ("units", "days hours minutes seconds"),
            ("length", "PT30M"),
            ("now", "2027-06-02T12:34:56"),
            ("locale", "be"),
        ],
    )
    def test_every_type_of_text_means_the_same(
        self, wrap: Callable[[str], Any], slot: str, text: str
    ) -> None:
        for name, render in RENDERERS.items():
            assert render(Counters(**{slot: wrap(text)})) == render(Counters(**{slot: text})), name

    def test_every_type_of_text_brings_its_own_zone(self, wrap: Callable[[str], Any]) -> None:
        time = "2011-08-04T20:00+03:00"
        for make in (sw.countdown, sw.elapsed):
            assert str(make(wrap(time), now="2011-08-01")) == str(make(time, now="2011-08-01"))

    def test_units_in_a_list(self, wrap: Callable[[str], Any]) -> None:
        for name, render in RENDERERS.items():
            units = [wrap("days"), wrap("hour")]
            assert render(Counters(units=units)) == render(Counters(units="days hours")), name

    @pytest.mark.parametrize(
        ("slot", "error"),
        [
            *((slot, InvalidTimeError) for slot in ("day", "hour", "yearly", "begun", "now")),
            *((slot, InvalidFieldError) for slot in ("duration", "units", "length", "style")),
            ("zone", UnknownZoneError),
        ],
    )
    @given(text=TEXTS.filter(str.strip))
    @FEWER
    def test_what_is_read_and_not_shown_takes_no_other_text(
        self, wrap: Callable[[str], Any], slot: str, error: type[Exception], text: str
    ) -> None:
        if slot == "style":
            with pytest.raises(error):
                sw.countdown("2027-08-04", zone="Europe/Minsk", style=wrap(text))
            return
        for render in RENDERERS.values():
            with pytest.raises(error):
                render(Counters(**{slot: wrap(text)}))

    @pytest.mark.parametrize("slot", ["label", "attrs", "day", "begun", "duration", "zone", "units", "now"])
    def test_hostile_characters_are_refused_everywhere(self, wrap: Callable[[str], Any], slot: str) -> None:
        for character in "\0\x1b\x9b\u202e\u2066\ud800\ufffe":
            hostile = wrap(f"a{character}x")
            for render in RENDERERS.values():
                with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                    render(Counters(**{slot: {"id": hostile} if slot == "attrs" else hostile}))


#: What may be typed into a form, and sent to it: any text at all.
TYPED = TEXTS | st.text(st.characters(codec=None), min_size=1, max_size=8).filter(
    lambda text: not re.match("[\r\n]", text)  # tests/petitions/test_form.py has those
)
FIELDS = ("name", "email", "postcode", "message")


class TestPetitions:
    """What a caller gives to a petition, and what readers type into its form."""

    @pytest.mark.parametrize("slot", ["title", "demands", "addressees"])
    @given(text=TEXTS)
    @FEWER
    def test_texts(self, wrap: Callable[[str], Any], slot: str, text: str) -> None:
        hold(lambda given_: Petitions({slot: wrap(given_)}), text)
        hold(lambda given_: Petitions({slot: {"en": wrap(given_), "ar": wrap(given_)}}), text)

    @given(TEXTS)
    @FEWER
    def test_lists(self, wrap: Callable[[str], Any], text: str) -> None:
        lists = ("demands", "addressees")
        hold(lambda given_: Petitions({key: ["first", wrap(given_)] for key in lists}), text)
        hold(
            lambda given_: Petitions(
                {key: {"be": [wrap(given_)], "en": ["x"]} for key in lists}, locale="be"
            ),
            text,
        )

    @given(TEXTS.map(str.strip).filter(bool))
    @FEWER
    def test_paragraphs(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Petitions({"text": wrap(given_)}), text)
        hold(lambda given_: Petitions({"text": wrap(f"a\nb{given_}\n\n{given_}c")}), text)

    @given(TEXTS)
    @FEWER
    def test_thresholds(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Petitions(name=wrap(given_)), text)
        hold(lambda given_: Petitions(name={"fa": wrap(given_)}), text)

    @given(TEXTS)
    @FEWER
    def test_consents(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Petitions(consent=wrap(given_)), text)
        hold(lambda given_: Petitions(consent={"he": wrap(given_)}), text)

    @given(TEXTS.map(without(NO_URL)))
    @FEWER
    def test_addresses(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Petitions(action=wrap(f"/sign/{given_}")), text)
        hold(lambda given_: Petitions(action=wrap(f"https://example.org/?{given_}"), csrf=False), text)
        hold(lambda given_: Petitions(live=wrap(f"count.json?{given_}")), text)

    @given(TEXTS)
    @FEWER
    def test_hidden_fields(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Petitions(csrf=wrap(given_)), text)
        hold(lambda given_: Petitions(csrf={wrap(given_): wrap(given_)}), text)
        hold(lambda given_: Petitions(hidden={wrap(given_): wrap(given_)}), text)

    @given(TEXTS)
    @FEWER
    def test_attributes(self, wrap: Callable[[str], Any], text: str) -> None:
        hold(lambda given_: Petitions(attrs={"title": wrap(given_), "data_x": wrap(given_)}), text)
        hold(lambda given_: Petitions(attrs={"class": wrap(f"a{given_}")}), text)

    @given(TEXTS)
    @FEWER
    def test_locale(self, wrap: Callable[[str], Any], text: str) -> None:
        for name, render in RENDERERS.items():
            assert render(Petitions(locale=wrap(f"xx{text}"))) == render(Petitions(locale="en")), name

    @pytest.mark.parametrize("field", FIELDS)
    @given(text=TYPED)
    @FEWER
    def test_values(self, wrap: Callable[[str], Any], field: str, text: str) -> None:
        """Whatever was typed stands in its field again, and never raises."""
        hold(lambda given_: Petitions(values={field: wrap(given_)}), text, softened(text))

    @pytest.mark.parametrize("field", [*FIELDS, "consent-updates"])
    @given(text=TYPED.filter(lambda text: text not in said.ERRORS["name"]))
    @FEWER
    def test_errors(self, wrap: Callable[[str], Any], field: str, text: str) -> None:
        """Words of the host's own, which may repeat what was typed."""
        hold(lambda given_: Petitions(errors={field: wrap(given_)}), text, softened(text))

    @given(text=TYPED)
    @FEWER
    def test_a_box_takes_nothing_but_its_words(self, wrap: Callable[[str], Any], text: str) -> None:
        values = {"consent-updates": wrap(text), "consent-partner": wrap(text)}
        for name, render in RENDERERS.items():
            assert render(Petitions(values=values)) == render(Petitions()), name

    @pytest.mark.parametrize(
        ("slot", "text"),
        [
            ("id", "vigil"),
            ("closes", "2027-08-04"),
            ("opens", "2027-07-01"),
            ("zone", "Europe/Minsk"),
            ("languages", "en be"),
            ("fields", "name email"),
            ("required", "name"),
            ("consents", "processing updates"),
            ("goal", "ladder"),
        ],
    )
    def test_every_type_of_text_means_the_same(
        self, wrap: Callable[[str], Any], slot: str, text: str
    ) -> None:
        for name, render in RENDERERS.items():
            assert render(Petitions({slot: wrap(text)})) == render(Petitions({slot: text})), name

    @pytest.mark.parametrize(
        "slot", ["id", "closes", "opens", "zone", "languages", "fields", "required", "consents", "goal"]
    )
    @given(text=TEXTS.filter(str.strip))
    @FEWER
    def test_what_is_read_and_not_shown_takes_no_other_text(
        self, wrap: Callable[[str], Any], slot: str, text: str
    ) -> None:
        with pytest.raises((InvalidFieldError, UnknownZoneError)):
            Petitions({slot: wrap(f"<{text}")})

    @pytest.mark.parametrize(
        "slot", ["title", "text", "demands", "addressees", "id", "zone", "languages", "fields"]
    )
    def test_hostile_characters_are_refused_in_a_petition(
        self, wrap: Callable[[str], Any], slot: str
    ) -> None:
        for character in "\0\x1b\x9b\u202e\u2066\ud800\ufffe":
            with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                Petitions({slot: wrap(f"a{character}x")})

    @pytest.mark.parametrize("slot", ["name", "consent", "action", "csrf", "hidden", "live", "attrs"])
    def test_hostile_characters_are_refused_everywhere(self, wrap: Callable[[str], Any], slot: str) -> None:
        for character in "\0\x1b\x9b\u202e\u2066\ud800\ufffe":
            hostile = wrap(f"/a{character}x")
            mapped = {"hidden": {"started": hostile}, "attrs": {"id": hostile}}
            for render in RENDERERS.values():
                with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                    render(Petitions(**{slot: mapped.get(slot, hostile)}))


#: What could begin a line or a property of its own in a calendar file.
LINES = st.lists(
    st.sampled_from([*PIECES, "\\n", "\\\\", "\\;", "\\,", ",", ":", "END:VEVENT", "^n", "x" * 80])
    | st.text(CHARACTERS, min_size=1, max_size=4),
    min_size=1,
    max_size=6,
).map("".join)
#: A description may have several lines, too.
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=3).flatmap(
    lambda found: st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\nATTENDEE:mailto:x@x.example\n"]).map(
        lambda line_break: line_break.join(found)
    )
)


def properties(file: bytes) -> list[tuple[str, str]]:
    """A calendar file's properties in order (RFC 5545, 3.1 and 3.3.11): names with parameters, and values."""
    written = file.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert not any(re.search(r"[\r\n]", line) for line in written)
    found = []
    for line in written:
        name, colon, value = line.partition(":")
        assert colon, line
        found.append((name, value))
    return found


def read_text(value: str) -> str:
    """An iCalendar text, read: nothing but a backslash can stand before what is escaped."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


class TestCalendarFile:
    """The texts of ``ics()`` stay values of their own properties."""

    @staticmethod
    def hold(texts: Callable[[str], dict[str, Any]], text: str) -> None:
        """Write a file with the word and with *text*, and compare."""
        made = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-06-01", label="L")
        harmless, hostile = (properties(made.ics(**texts(word))) for word in (WORD, text))
        assert any(WORD in value for _, value in harmless)
        assert [name for name, _ in hostile] == [name for name, _ in harmless]
        for (name, before), (_, after) in zip(harmless, hostile, strict=True):
            if name in ("SUMMARY", "DESCRIPTION"):
                assert read_text(after) == read_text(before).replace(WORD, text), name
            elif name != "UID":
                assert after == before.replace(WORD, text), name

    @given(LINES.filter(str.strip))
    @FEW
    def test_title(self, wrap: Callable[[str], Any], text: str) -> None:
        self.hold(lambda word: {"title": wrap(word)}, text)

    @given(LINES.filter(str.strip))
    @FEW
    def test_label(self, wrap: Callable[[str], Any], text: str) -> None:
        event = {"zone": "Europe/Minsk", "now": "2027-06-01"}
        labelled = sw.countdown("2027-08-04", label=wrap(text), **event)
        assert labelled.ics() == sw.countdown("2027-08-04", **event).ics(title=text)

    @given(PARAGRAPHS.filter(str.strip))
    @FEW
    def test_text(self, wrap: Callable[[str], Any], text: str) -> None:
        shown = re.sub("\r\n?", "\n", text)
        self.hold(lambda word: {"text": wrap(word)}, shown)
        made = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-06-01", label="L")
        assert made.ics(text=wrap(text)) == made.ics(text=shown)

    @given(TEXTS.map(without(NO_URL)))
    @FEW
    def test_url(self, wrap: Callable[[str], Any], text: str) -> None:
        self.hold(lambda word: {"url": wrap(f"https://example.org/{word}")}, text)

    @given(LINES)
    @FEW
    def test_links(self, wrap: Callable[[str], Any], text: str) -> None:
        self.hold(
            lambda word: {
                "links": [SimpleNamespace(label=wrap(word), url=wrap(f"https://x.example/{word}"))]
            },
            text,
        )

    @pytest.mark.parametrize("field", ["title", "text"])
    @pytest.mark.parametrize("path", ["\\new", "\\New"])
    def test_a_backslash_begins_no_line(self, wrap: Callable[[str], Any], path: str, field: str) -> None:
        self.hold(lambda word: {field: wrap(f"C:{word}")}, path)

    @pytest.mark.parametrize("field", ["title", "text", "url"])
    def test_hostile_characters_are_refused(self, wrap: Callable[[str], Any], field: str) -> None:
        made = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-06-01", label="L")
        for character in "\0\x1b\x9b\u202e\u2066\ud800\ufffe":
            with pytest.raises(InvalidFieldError, match=rf"U\+{ord(character):04X}"):
                made.ics(**{field: wrap(f"https://example.org/{character}x")})

    @pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\u2029"], ids=ascii)
    def test_a_title_is_one_line(self, wrap: Callable[[str], Any], line_break: str) -> None:
        made = sw.countdown("2027-08-04", zone="Europe/Minsk", now="2027-06-01")
        with pytest.raises(InvalidFieldError, match="one line"):
            made.ics(title=wrap(f"a{line_break}ATTENDEE:mailto:x@x.example"))


# --- texts of others: providers and translators -----------------------------------------------------------


def third_party(**attributes: Any) -> sw.ProviderRegistry:
    """A registry with somebody's provider, live and closed."""
    common = {"endpoint": "https://network.example/share", "name": "Network", **attributes}
    closed = {"id": "closed", "status": sw.Status("retired", "2019", "Closed."), **common}
    return sw.ProviderRegistry(
        [type("Live", (sw.Provider,), {"id": "live", **common}), type("Closed", (sw.Provider,), closed)]
    )


def theirs(**attributes: Any) -> str:
    """A page with somebody's provider, in a language of each direction, in every look."""
    registry = third_party(**attributes)
    common: dict[str, Any] = {"registry": registry, "retired": "inert"}
    bars = [
        sw.share_buttons("https://example.org/", "live closed", locale=locale, display=display, **common)
        for locale in ("en", "be", "ar")
        for display in ("label", "icon")
    ]
    return "".join(map(str, bars))


TEXT_TYPES = {name: TYPES[name] for name in ("str", "Markup", "SafeString")}
OTHER_TYPES = {name: TYPES[name] for name in ("lazy", "only HTML")}


class TestProviders:
    """Names that another package gives its networks."""

    @pytest.mark.parametrize("wrap_name", TEXT_TYPES.values(), ids=TEXT_TYPES)
    @pytest.mark.parametrize("attribute", ["name", "native_names", "label"])
    @given(text=TEXTS.filter(str.strip).filter(lambda text: not re.search(r"\{[a-z_]+\}", text)))
    @FEW
    def test_names(self, attribute: str, wrap_name: Callable[[str], Any], text: str) -> None:
        def given_(word: str) -> dict[str, Any]:
            wrapped = wrap_name(word)
            if attribute == "native_names":
                return {"native_names": {"en": wrapped, "be": wrapped, "ar": wrapped}}
            if attribute == "label":
                return {"label": sw.N_("share", wrapped)}
            return {"name": wrapped}

        harmless = Reader(theirs(**given_(WORD))).nodes
        assert any(WORD in str(node) for node in harmless)
        assert Reader(theirs(**given_(text))).nodes == with_text(harmless, text)

    @pytest.mark.parametrize("wrap_name", OTHER_TYPES.values(), ids=OTHER_TYPES)
    @pytest.mark.parametrize("attribute", ["name", "native_names"])
    def test_what_is_no_text_is_refused(self, attribute: str, wrap_name: Callable[[str], Any]) -> None:
        name = wrap_name("Network")
        with pytest.raises(ProviderDefinitionError):
            third_party(**{attribute: {"be": name} if attribute == "native_names" else name})

    @pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\u2066", "\ud800"], ids=ascii)
    def test_hostile_characters_are_refused_when_the_class_is_defined(self, character: str) -> None:
        hostile = f"Net{character}work"
        for attributes in (
            {"name": hostile},
            {"native_names": {"be": hostile}},
            {"label": sw.N_("share", hostile)},
        ):
            with pytest.raises(ProviderDefinitionError, match=rf"U\+{ord(character):04X}"):
                third_party(**attributes)

    @pytest.mark.parametrize("rtl", ["ar", "he", "fa"])
    def test_a_name_that_a_translation_repeats(self, tmp_path: Path, rtl: str) -> None:
        """In right-to-left languages a name inside a translation is isolated, and stays text."""
        name = Markup("<script>X</script>")
        message = sw.N_("share", "Share on X")
        with catalogs.reading(compiled_catalog(tmp_path, rtl, {message: f"שתף {name}!"})):
            registry = third_party(name=name, label=message)
            html = str(sw.share_button("https://example.org/", "live", registry=registry, locale=rtl))
        assert "<bdi>&lt;script&gt;X&lt;/script&gt;</bdi>!" in html
        assert "<script" not in html


#: Every message that share buttons show.
MESSAGES = [
    *(sw.N_("share", text) for text in ("Share on Telegram", "Share on {provider}", "Copy link", "QR code")),
    *(sw.N_("share", text) for text in ("Share with an app", "Print")),
    *(
        sw.N_("share-status", text)
        for text in ("{provider} has closed", "Link copied", "The link could not be copied")
    ),
    *(sw.N_("a11y", text) for text in ("Share this page", "QR code with the address of this page")),
    sw.N_("a11y", "(opens in a new tab)"),
]


def compiled_catalog(folder: Path, code: str, messages: Mapping[Any, str]) -> Path:
    """A folder like ``locales/`` with one catalog."""
    catalog = Catalog(locale=code, charset="utf-8")
    for message, text in messages.items():
        if message.plural:
            forms = (text,) * catalog.num_plurals
            catalog.add((message.text, message.plural), forms, context=message.context)
        else:
            catalog.add(message.text, text, context=message.context)
    path = folder / code / "LC_MESSAGES" / "solidarity_widgets.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    return folder


class Translated(Slots):
    """A page in the language of the hostile catalog."""

    def __init__(self) -> None:
        super().__init__(locale="be")

    def values(self) -> dict[str, Any]:
        registry = third_party()
        for provider in sw.builtin_registry():
            registry.register(provider)
        bar = "telegram live closed copy_link qr web_share print"
        common: dict[str, Any] = {"locale": "be", "registry": registry, "retired": "inert", "new_tab": True}
        return {
            "bar": sw.share_buttons("https://example.org/", bar, **common),
            "button": sw.share_buttons("https://example.org/", bar, display="icon", **common),
            "action": sw.share_button("https://example.org/", "qr", **common),
            "link": "x",
        }


class TestTranslators:
    """What a catalog says."""

    @pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.text)
    @given(text=TEXTS.filter(str.strip).filter(lambda text: not re.search(r"\{[a-z_]+\}", text)))
    @FEW
    def test_a_hostile_translation(
        self, tmp_path_factory: pytest.TempPathFactory, message: Any, text: str
    ) -> None:
        folder = tmp_path_factory.getbasetemp() / "hostile"

        def pages(word: str) -> dict[str, list[Node]]:
            with catalogs.reading(compiled_catalog(folder, "be", {message: word})):
                return {name: Reader(show(Translated())).nodes for name, show in PAGE_RENDERERS.items()}

        harmless = pages(WORD)
        for name, found in pages(text).items():
            assert any(WORD in str(node) for node in harmless[name])
            assert found == with_text(harmless[name], text), name


#: What a counter says, with what a translation of it holds; all of a catalog's unit words at once.
COUNTED: dict[str, tuple[list[Any], str]] = {
    **{message.text: ([message], "{word}") for message in (words.TODAY, words.NOW, words.PAUSE)},
    **{message.text: ([message], "{word}") for message in (words.DAY_OVER, words.TIME_OVER)},
    **{message.text: ([message], "{word}{duration}{word}") for message in (words.LEFT, words.AGO)},
    "left, without its placeholder": ([words.LEFT], "{word}"),
    "labels": ([*words.LABELS.values()], "{word}"),
    **{style: ([*own.values()], "{word}{n}{word}") for style, own in words.OVERRIDES.items()},
    "words without a number": ([*words.OVERRIDES["long"].values()], "{word}"),
}
#: Words of a unit's own are cut at their number, and then lose their spaces, where they stand under it.
TRANSLATED_TEXTS = TEXTS.map(str.strip).filter(lambda text: text and not re.search(r"\{[a-z_]+\}", text))


class TestTranslatorsOfCounters:
    """What a catalog says in the countdown's contexts, wherever it is shown."""

    @pytest.mark.parametrize("counted", COUNTED)
    @given(text=TRANSLATED_TEXTS)
    @FEWER
    def test_a_hostile_translation(
        self, tmp_path_factory: pytest.TempPathFactory, counted: str, text: str
    ) -> None:
        folder = tmp_path_factory.getbasetemp() / "hostile-counters"
        messages, template = COUNTED[counted]

        def pages(word: str) -> dict[str, list[Node]]:
            said = dict.fromkeys(messages, template.replace("{word}", word))
            with catalogs.reading(compiled_catalog(folder, "be", said)):
                return {name: Reader(show(Counters(locale="be"))).nodes for name, show in RENDERERS.items()}

        harmless = pages(WORD)
        for name, found in pages(text).items():
            assert any(kind == "text" and WORD in shown for kind, shown, _ in harmless[name]), name
            assert found == with_text(harmless[name], text), name

    @given(text=TRANSLATED_TEXTS)
    @FEWER
    def test_a_duration_is_text(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        """It is the host's to escape, and the caller's where the host escapes nothing."""
        folder = tmp_path_factory.getbasetemp() / "hostile-durations"
        said = dict.fromkeys(words.OVERRIDES["long"].values(), f"{text}{{n}}{text}")
        with catalogs.reading(compiled_catalog(folder, "be", said)):
            duration = sw.format_duration("P5D", locale="be")
            shown = {
                autoescape: install(jinja2.Environment(autoescape=autoescape))
                .from_string("{{ 'P5D' | format_duration(locale='be') }}")
                .render()
                for autoescape in (True, False)
            }
        assert type(duration) is str
        assert duration == f"{text}5{text}"
        assert shown == {True: str(escape(duration)), False: duration}


#: What a petition says, by what a translation of it must hold.
SAID = [value for value in vars(said).values() if isinstance(value, MessageId)]
SAID_OF_PETITIONS: dict[str, tuple[list[Any], str]] = {
    "words": ([message for message in SAID if "{" not in message.text], "{word}"),
    **{
        name: ([message for message in SAID if f"{{{name}}}" in message.text], f"{{word}}{{{name}}}{{word}}")
        for name in ("n", "date", "label")
    },
}
#: What makes a form say the most.
WRONG = {"name": "missing", "email": "format", "postcode": "format", "message": "too-long"}


class TestTranslatorsOfPetitions:
    """What a catalog says in the petition's contexts, wherever it is shown."""

    def test_no_message_is_left_out(self) -> None:
        assert sum(len(messages) for messages, _ in SAID_OF_PETITIONS.values()) == len(SAID) > 30

    @pytest.mark.parametrize("kind", SAID_OF_PETITIONS)
    @given(text=TRANSLATED_TEXTS)
    @FEWER
    def test_a_hostile_translation(
        self, tmp_path_factory: pytest.TempPathFactory, kind: str, text: str
    ) -> None:
        folder = tmp_path_factory.getbasetemp() / "hostile-petitions"
        messages, template = SAID_OF_PETITIONS[kind]

        def pages(word: str) -> dict[str, list[Node]]:
            translated = dict.fromkeys(messages, template.replace("{word}", word))
            with catalogs.reading(compiled_catalog(folder, "be", translated)):
                return {
                    name: Reader(show(Petitions(locale="be", errors=WRONG))).nodes
                    for name, show in RENDERERS.items()
                }

        harmless = pages(WORD)
        for name, found in pages(text).items():
            assert any(what == "text" and WORD in shown for what, shown, _ in harmless[name]), name
            assert found == with_text(harmless[name], text), name


def shown_in_jinja(*, autoescape: bool) -> Callable[[Slots], str]:
    page = jinja2.Environment(autoescape=autoescape).from_string(PAGE)
    return lambda slots: page.render(slots.values())


#: Those that show widgets made beforehand.
PAGE_RENDERERS = {
    "plain": plainly,
    "Jinja, autoescape on": shown_in_jinja(autoescape=True),
    "Jinja, autoescape off": shown_in_jinja(autoescape=False),
    "Django": RENDERERS["Django"],
}


def test_the_reader_would_notice() -> None:
    """The comparison itself: each way of breaking out is seen."""
    harmless = Reader(f'<p title="{WORD}">{WORD}</p>').nodes
    for broken in ('" onclick="x', "</p><p>", "<b>", "<!--x-->", "&amp;", "&lt;"):
        assert Reader(f'<p title="{broken}">{broken}</p>').nodes != with_text(harmless, broken), broken
    assert Reader('<p title="&#34;&lt;&amp;">&#34;&lt;&amp;</p>').nodes == with_text(harmless, '"<&')
    assert {unicodedata.category(character) for character in "".join(PIECES)} >= {"Sm", "Po", "Lo", "So"}
