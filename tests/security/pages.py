"""Pages of each kind of widget, and everybody who renders them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar, Self

import django.conf
import django.template
import jinja2
from markupsafe import escape

import solidarity_widgets as sw
from solidarity_widgets.jinja import install
from solidarity_widgets.petitions import Consent, Goal, Petition

if not django.conf.settings.configured:
    django.conf.settings.configure()


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


class Page:
    """A page; the same arguments make the same one."""

    arguments: str

    def __new__(cls, *args: object, **options: object) -> Self:
        page = super().__new__(cls)
        page.arguments = repr((cls, args, options))
        return page


class Slots(Page):
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


class Counters(Page):
    """One page's counters: in every style, and in every state.

    Args:
        day: The day that is counted to.
        hour: The hour that is counted to.
        yearly: The day that comes again.
        begun: What is counted from.
        duration: What is only written.
        zone: The event's zone.
        units: The units.
        event_duration: How long the hour lasts.
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
{{ hour | countdown(now="2027-08-04T20:00", event_duration=event_duration, **counted) -}}
{{ hour | countdown(now="2027-08-05T20:00", event_duration=event_duration, **counted) -}}
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
        event_duration: object = "PT15M",
        now: object = "2027-06-01T12:34:56",
        locale: object = None,
        **arguments: object,
    ) -> None:
        self.day, self.hour, self.yearly, self.begun, self.duration = day, hour, yearly, begun, duration
        self.units, self.event_duration, self.now, self.locale = units, event_duration, now, locale
        self.counted = {"zone": zone, "units": units, "locale": locale, **arguments}

    def values(self) -> dict[str, Any]:
        """What a template shows."""
        counted: dict[str, Any] = self.counted
        hour = {"event_duration": self.event_duration, **counted}
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


class Petitions(Page):
    """One page's petition: its count, its form, also with errors, and the panel in each state.

    Args:
        petition: Arguments of the petition.
        name: What happens at a threshold.
        consent: The words of a box.
        action: Where the form is sent.
        csrf: The token.
        hidden_fields: More hidden fields.
        count_url: Where the count is asked.
        values: What was typed.
        errors: What is wrong with it.
        **common: What all widgets take.
    """

    page: ClassVar[str] = "<main>{{ count }}{{ form }}{{ wrong }}{{ whole }}{{ over }}{{ thanks }}</main>"
    calls: ClassVar[str] = """<main>
{{- 7 | petition_progress(goal=goal, count_url=count_url, **common) }}{{ vigil | petition_form(**sent) -}}
{{ petition_form(vigil, **typed) -}}
{{ vigil | petition(signed=7, now="2027-08-01", count_url=count_url, **typed) -}}
{{ petition(vigil, now="2027-08-05", **common) }}{{ petition(vigil, step="thanks", **common) }}</main>"""

    def __init__(
        self,
        petition: Mapping[str, object] | None = None,
        name: object = "A reply",
        consent: object = "I agree.",
        action: object = "/sign",
        csrf: object = "t0ken",
        hidden_fields: Mapping[str, object] | None = None,
        count_url: object = "/count.json",
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
        self.count_url, self.common = count_url, common
        self.sent: dict[str, Any] = {"action": action, "csrf": csrf, "hidden_fields": hidden_fields, **common}
        self.typed: dict[str, Any] = {"values": values, "errors": errors, **self.sent}

    def values(self) -> dict[str, Any]:
        """What a template shows."""
        vigil = self.vigil
        common: dict[str, Any] = self.common
        return {
            "count": sw.petition_progress(7, goal=self.goal, count_url=self.count_url, **common),
            "form": sw.petition_form(vigil, **self.sent),
            "wrong": sw.petition_form(vigil, **self.typed),
            "whole": sw.petition(vigil, signed=7, now="2027-08-01", count_url=self.count_url, **self.typed),
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


Renderer = Callable[[AnySlots], str]
RENDERERS: dict[str, Renderer] = {
    "plain": plainly,
    "Jinja, autoescape on": in_jinja(autoescape=True),
    "Jinja, autoescape off": in_jinja(autoescape=False),
    "async Jinja": in_async_jinja(),
    "Django": in_django(),
}
