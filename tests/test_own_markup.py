"""The templates of docs/templates rebuild every widget's HTML byte for byte, from documented attributes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markupsafe import escape

import solidarity_widgets as sw
from solidarity_widgets.api import FUNCTIONS
from solidarity_widgets.jinja import install
from solidarity_widgets.widget import Widget

from .adapters import django_engine

DOCS = Path(__file__).resolve().parents[1] / "docs"
FOLDER = DOCS / "templates"
LOCALES = ("en", "be", "ar")
URL = "https://example.org/?a=1&b=2"
EVENT = {"zone": "Europe/Minsk", "now": "2027-06-01T12:34"}
VIGIL = sw.Petition(
    "vigil",
    title={"en": "Let <them> go", "be": "Волю ім"},
    text="One.\n\nTwo,\nthree.",
    demands=["Free <all>"],
    addressees=["The court"],
    goal=100,
    opens="2027-02-01",
    closes="2027-08-04",
    zone="Europe/Minsk",
    fields="name email country message",
    consents="processing updates",
)
SIGN: dict[str, Any] = {"action": "/sign", "csrf": "t&0", "now": "2027-06-01T12:34"}
#: The calls of each function: its displays and states.
CALLS: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "share_button": [
        ((URL, provider), {"display": display, "title": "<A&B>", **more})
        for provider in ("telegram", "email", "copy_link", "qr")
        for display in ("label", "name", "icon", "brand", "text")
        for more in ({}, {"new_tab": True}, {"attrs": {"class": "mine", "data-x": "<1>"}})
    ]
    + [((URL, "google_plus"), {"retired": retired}) for retired in ("inert", "link")],
    "share_buttons": [
        ((URL, "telegram email copy_link web_share print qr"), {"display": display, "title": "<A>", **more})
        for display in ("label", "name", "icon", "brand", "text")
        for more in ({}, {"new_tab": True}, {"attrs": {"id": "bar"}})
        if not (display == "text" and "attrs" in more)
    ]
    + [((URL, "telegram google_plus"), {"retired": retired}) for retired in ("inert", "link")],
    "countdown": [
        (("2027-08-04",), {**EVENT, **more})
        for more in (
            *(
                {"style": style, "units": "days hours minutes seconds"}
                for style in ("long", "boxes", "digital")
            ),
            {"label": "<Until>"},
            {"display": "text"},
            {"now": "2027-08-04T12:00", "label": "<Until>"},
            {"now": "2028-08-04T12:00"},
        )
    ],
    "elapsed": [
        (("2011-08-04",), {**EVENT, **more}) for more in ({}, {"label": "<Since>"}, {"display": "text"})
    ],
    "petition_progress": [
        ((signed,), more)
        for signed in (0, 7312, 10_000)
        for more in ({}, {"goal": 10_000}, {"goal": 10_000, "count_url": "/count.json"}, {"display": "text"})
    ],
    "petition_form": [
        ((VIGIL,), {"action": "/sign", "csrf": "t&0", **more})
        for more in (
            {},
            {"values": {"name": "<A>", "country": "by"}, "errors": {"name": "missing", "email": "<own>"}},
            {"id_prefix": "second"},
            {"hidden_fields": {"a": "<b>"}},
        )
    ],
    "petition": [
        ((VIGIL,), {**SIGN, "signed": 7, **more})
        for more in (
            {},
            {"step": "confirm"},
            {"step": "thanks"},
            {"now": "2028-06-01T12:34"},
            {"errors": {"name": "missing"}},
            {"count_url": "/count.json"},
            {"now": "2027-01-01"},
            {"countdown": sw.countdown("2027-08-04", label="<Until>", **EVENT)},
            {"step": "thanks", "share": sw.share_buttons(URL, "telegram email")},
            {"display": "text", "page_url": URL},
        )
    ],
}


@pytest.fixture(scope="module")
def env() -> jinja2.Environment:
    return install(jinja2.Environment(autoescape=False, loader=jinja2.FileSystemLoader(FOLDER)))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", CALLS)
def test_a_template_rebuilds_the_html(env: jinja2.Environment, name: str, locale: str) -> None:
    template = env.from_string(f"{{{{ {name}(*args, **kwargs) }}}}")
    for args, kwargs in CALLS[name]:
        expected = str(FUNCTIONS[name](*args, **kwargs, locale=locale))
        assert template.render(args=args, kwargs=kwargs, locale=locale) == expected, kwargs


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", CALLS)
def test_django_rebuilds_it_too(name: str, locale: str) -> None:
    """The templates use only what both languages have. Django keeps the newline at the end of a file."""
    for args, kwargs in CALLS[name]:
        expected = str(FUNCTIONS[name](*args, **kwargs, locale=locale))
        html = django_engine.tag(name, args, kwargs, locale, folders=[FOLDER])
        assert html.removesuffix("\n") == expected, kwargs


def test_the_guides_menu_works_in_both_languages(tmp_path: Path) -> None:
    text = (DOCS / "how-to" / "own-markup.md").read_text(encoding="utf-8")
    (menu,) = re.findall(r"^```jinja\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "solidarity_widgets").mkdir()
    (tmp_path / "solidarity_widgets" / "share_buttons.html").write_text(menu, encoding="utf-8")
    args, kwargs = (URL, "telegram copy_link vk"), {"title": "<A>"}
    env = install(jinja2.Environment(autoescape=False, loader=jinja2.FileSystemLoader(tmp_path)))
    html = env.from_string("{{ share_buttons(*args, **kwargs) }}").render(
        args=args, kwargs=kwargs, locale="be"
    )
    shown = django_engine.tag("share_buttons", args, kwargs, "be", folders=[tmp_path])
    for each in (html, shown):
        links = re.findall(
            r'<li><a href="([^"]+)" rel="noopener noreferrer">(<svg.+</svg>) ([^<]+)</a></li>', each
        )
        buttons = sw.share_buttons(URL, "telegram vk", locale="be", **kwargs)
        assert links == [(escape(each.url), str(each.icon_html), each.name) for each in buttons]


def test_every_widget_has_a_template() -> None:
    widgets = set()
    for name, [(args, kwargs), *_] in CALLS.items():
        assert isinstance(FUNCTIONS[name](*args, **kwargs), Widget)
        widgets.add(name)
    assert {path.stem for path in (FOLDER / "solidarity_widgets").iterdir()} == widgets
    texts = {"share_url", "format_duration", "stylesheet", "script"}
    assert widgets == FUNCTIONS.keys() - texts
