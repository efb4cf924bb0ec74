"""Every page and every state of a widget is valid HTML for the Nu HTML Checker, the W3C's own.

One Java process reads all pages, so the tests take seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from markupsafe import Markup

import solidarity_widgets as sw
from devtools import npm
from solidarity_widgets.demo.page import Campaign, build_site
from solidarity_widgets.exceptions import RetiredProviderWarning
from solidarity_widgets.html import element
from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions import Consent, Goal, Petition
from solidarity_widgets.sharing import default_registry
from solidarity_widgets.sharing.fields import Display
from solidarity_widgets.text import SupportsHtml
from solidarity_widgets.widget import Widget

pytestmark = pytest.mark.validity

URL = "https://example.org/lake?a=1&b=2"
TITLE = "Save <the> lake & \"us\" 'now'"
#: Left to right and right to left, with a catalog and without, in another orthography and another script.
LOCALES = ("en", "be-tarask", "ar", "fa", "ka", "bn", "zh-Hant")
LAKE = Petition(
    "lake",
    title={"be": "Возера", "en": TITLE},
    text={"be": "Першы.\n\nДругі,\nпрацяг.", "en": "First.\n\nSecond,\ncontinued."},
    demands=["Stop", "Go"],
    addressees="Ministry",
    goal={100: {"be": "Адказ", "en": "A reply"}, 1_000: ""},
    opens="2027-07-01",
    closes="2027-08-04",
    zone="Europe/Minsk",
    fields="name email country postcode message",
    consents=["processing", "updates", "public", Consent("partner", {"en": "I agree <b>.", "ar": "أوافق"})],
)
TYPED = {"name": '"><b>', "email": "a@b", "country": "by", "postcode": "1", "message": "\n</textarea>"}
ERRORS = {"name": "missing", "email": "format", "message": "too-long", "consent-processing": "missing"}


def petitions(locale: str) -> Iterator[SupportsHtml]:
    share = sw.share_buttons(URL, "telegram copy_link", title=TITLE, locale=locale)
    count = sw.countdown(LAKE.closes, now="2027-07-10", locale=locale)
    for now, step, action in product(
        ("2027-06-30", "2027-07-10", "2027-08-05"), ("sign", "confirm", "thanks"), ("", "/sign?a=1&b=2")
    ):
        yield sw.petition(
            LAKE,
            signed=7,
            now=now,
            step=step,
            action=action,
            csrf="t",
            locale=locale,
            share=share,
            countdown=count,
        )
    for values, errors in (({}, {}), (TYPED, {}), (TYPED, ERRORS), ({}, ERRORS)):
        yield sw.petition_form(
            LAKE,
            action="https://example.org/",
            values=values,
            errors=errors,
            hidden_fields={"a": 1},
            locale=locale,
        )
    yield sw.petition_form(
        Petition("bare", title="T", fields="name", consents=""), action="/", csrf="t", locale=locale
    )
    for goal, signed, url in product(
        (None, 10, {10: "A reply"}, Goal.ladder()), (0, 7, 10), ("", "/count?a=1&b=2")
    ):
        yield sw.petition_progress(signed, goal=goal, count_url=url, locale=locale)
    # Twice on a page: only one of them has been sent, so only one has errors.
    options: dict[str, Any] = {"signed": 7, "now": "2027-07-10", "action": "/", "csrf": "t", "locale": locale}
    wrong = sw.petition(LAKE, errors=ERRORS, id_prefix="top", **options)
    yield Markup("").join([wrong, sw.petition(LAKE, **options)])
    for now in ("2027-06-30", "2027-07-10"):
        yield sw.petition(LAKE, signed=7, now=now, display="text", page_url=URL, locale=locale)


def counters(locale: str) -> Iterator[Widget]:
    for style, target, now in product(
        ("long", "short", "narrow", "digital", "boxes"),
        ("2027-08-04", "2027-08-04T20:00", "--08-04", "---04T20:00/PT1H"),
        ("2026-11-22", "2027-08-04T20:30", "2027-08-05"),
    ):
        yield sw.countdown(target, zone="Europe/Minsk", style=style, now=now, label=TITLE, locale=locale)
    yield sw.countdown(
        "2027-08-04",
        zone="Europe/Minsk",
        units="hours seconds",
        now="2027-08-03",
        locale=locale,
        attrs={"class": "a"},
    )
    yield sw.elapsed("2011-08-04", zone="Europe/Minsk", now="2027-08-05", locale=locale)


def buttons(locale: str) -> Iterator[Widget]:
    options = {"messenger": {"app_id": "1"}, "facebook_messenger": {"app_id": "1", "redirect_url": URL}}
    for provider in default_registry():
        given = options.get(provider.id, {})
        for retired, display in product(("inert", "link", "successor"), get_args(Display)):
            try:
                shared = {"title": TITLE, "text": "x", "image": "https://example.org/a.png", **given}
                look = {"retired": retired, "display": display, "new_tab": True}
                yield sw.share_button(URL, provider.id, locale=locale, **look, **shared)
            except (sw.SolidarityWidgetsError, RetiredProviderWarning):
                continue  # the policy does not exist for it
    for display in (*get_args(Display), *get_args(Display)):  # each bar is on the page twice
        names = "telegram vk qr copy_link print web_share"
        yield sw.share_buttons(URL, names, title=TITLE, display=display, locale=locale)


def page(locale: str, widgets: Iterator[SupportsHtml]) -> str:
    """Return a document that contains some widgets."""
    language = get_locale(locale)
    body = element("body", None, element("main", None, element("h1", None, "Lake"), *widgets))
    head = element("head", None, element("meta", {"charset": "utf-8"}), element("title", None, "Lake"))
    return (
        f"<!doctype html>\n{element('html', {'lang': language.tag, 'dir': language.direction}, head, body)}"
    )


def write_pages(folder: Path) -> None:
    site = build_site(Campaign())
    for path in (path for path in site.files if path.endswith(".html")):
        (folder / path.replace("/", "-")).write_bytes(site.files[path])
    for locale in LOCALES:
        for kind, make in (("counters", counters), ("buttons", buttons)):
            (folder / f"{kind}-{locale}.html").write_text(page(locale, make(locale)), encoding="utf-8")
        for index, widget in enumerate(petitions(locale)):
            (folder / f"petition-{locale}-{index}.html").write_text(
                page(locale, iter([widget])), encoding="utf-8"
            )


def errors(folder: Path) -> list[str]:
    """Return what the checker says of the pages in a folder."""
    java = shutil.which("java")
    jar = Path(os.environ.get("SOLIDARITY_WIDGETS_VNU") or npm.VNU.folder / "build" / "dist" / "vnu.jar")
    if java is None or not jar.is_file():
        pytest.fail(
            f"No Java or no Nu HTML Checker at {jar}: python dev.py test installs them, or name vnu.jar in "
            "SOLIDARITY_WIDGETS_VNU.",
            pytrace=False,
        )
    command = [java, "-jar", str(jar), "--exit-zero-always", "--format", "json", "--stdout", str(folder)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=300)
    found = json.loads(done.stdout)["messages"]
    return [
        f"{Path(item.get('url', '')).name}:{item.get('lastLine')}: {item['message']} | {item.get('extract')}"
        for item in found
        if item["type"] != "info"  # warnings of style, such as role="list", which Safari needs
    ]


@pytest.mark.xdist_group("validity")
class TestNuHtmlChecker:
    """Pages of our own, and a page that shows that the checker would find a fault."""

    def test_every_page_is_valid(self, tmp_path: Path) -> None:
        write_pages(tmp_path)
        assert len(list(tmp_path.iterdir())) > 250
        assert errors(tmp_path) == []

    def test_a_fault_would_be_found(self, tmp_path: Path) -> None:
        valid = page("en", iter([sw.petition_form(LAKE, action="/", csrf="t", locale="en")]))
        for number, (before, after) in enumerate(
            [
                ('type="checkbox"', 'type="checkbox" autocomplete="off"'),
                ("<h1>", '<h1 id="sw-lake_name">'),
                (
                    '<label class="sw-form__label" for="sw-lake_name"',
                    '<label class="sw-form__label" for="nowhere"',
                ),
                ("</fieldset>", ""),
            ]
        ):
            assert before in valid
            (tmp_path / f"{number}.html").write_text(valid.replace(before, after, 1), encoding="utf-8")
        found = errors(tmp_path)
        assert {line.partition(".")[0] for line in found} == {"0", "1", "2", "3"}, found
