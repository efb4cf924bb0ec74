"""The templates of docs/templates rebuild every widget's HTML byte for byte, from documented attributes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest

import solidarity_widgets as sw
from solidarity_widgets.api import FUNCTIONS
from solidarity_widgets.jinja import install
from solidarity_widgets.widget import Widget

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "templates"
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
    ],
    "share_buttons": [
        ((URL, "telegram email copy_link web_share print qr"), {"display": display, "title": "<A>", **more})
        for display in ("label", "name", "icon", "brand", "text")
        for more in ({}, {"new_tab": True}, {"attrs": {"id": "bar"}})
        if not (display == "text" and "attrs" in more)
    ],
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


def test_every_widget_has_a_template() -> None:
    widgets = set()
    for name, [(args, kwargs), *_] in CALLS.items():
        assert isinstance(FUNCTIONS[name](*args, **kwargs), Widget)
        widgets.add(name)
    assert {path.stem for path in (FOLDER / "solidarity_widgets").iterdir()} == widgets
    texts = {"share_url", "format_duration", "stylesheet", "script"}
    assert widgets == FUNCTIONS.keys() - texts
