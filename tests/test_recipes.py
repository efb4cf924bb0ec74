"""The sites of the guide are built from its own blocks, and answer as it says."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from email.message import Message
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

import solidarity_widgets as sw
from solidarity_widgets import assets

from .recipes import APPS, BLOCK, GUIDE, RECIPES, Recipe, running

HEADERS = {"en": "en-GB,en;q=0.9", "be": "be-BY, ru;q=0.8, en;q=0.5"}


@pytest.fixture(scope="module", params=RECIPES)
def recipe(request: pytest.FixtureRequest) -> Recipe:
    return RECIPES[request.param]


@pytest.fixture(scope="module")
def origin(recipe: Recipe, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(recipe, tmp_path_factory.mktemp("recipe")) as origin:
        yield origin


def ask(url: str, method: str = "GET", locale: str = "be") -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, method=method, headers={"Accept-Language": HEADERS[locale]})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, answer.headers, answer.read()


def test_the_bar_is_in_the_page(origin: str, recipe: Recipe) -> None:
    """In the page's language, with the site's networks and the page's public URL."""
    status, headers, body = ask(origin + recipe.page)
    assert status == 200
    assert headers["Content-Type"].startswith("text/html")
    bar = sw.share_buttons(recipe.url, "telegram, vk, email, copy_link", title="Save the lake", locale="be")
    assert str(bar) in body.decode()
    assert body.decode().count('class="sw-share') == str(bar).count('class="sw-share')


def test_an_app_speaks_each_readers_language(origin: str, recipe: Recipe) -> None:
    pages = {locale: ask(origin + recipe.page, locale=locale) for locale in HEADERS}
    labels = {locale: sw.share_button(recipe.url, "copy_link", locale=locale).label for locale in HEADERS}
    assert len(set(labels.values())) == len(HEADERS)
    dynamic = recipe in [RECIPES[name] for name in APPS]
    for locale, (_, headers, body) in pages.items():
        expected = locale if dynamic else "be"
        assert labels[expected] in body.decode()
        if dynamic:
            assert f'<html lang="{expected}" dir="ltr">' in body.decode()
            assert "Accept-Language" in headers["Vary"]


def test_head(origin: str, recipe: Recipe) -> None:
    status, _, body = ask(origin + recipe.page, "HEAD")
    assert (status, body) == (200, b"")


def test_the_files_are_where_the_page_says(origin: str, recipe: Recipe) -> None:
    html = ask(origin + recipe.page)[2].decode()
    addresses = [
        unescape(address)
        for address in re.findall(r'(?:href|src)="([^"]+)"', html)
        if assets.FOLDER in address
    ]
    assert sorted(Path(urlsplit(address).path).name for address in addresses) == [
        assets.STYLESHEET,
        assets.SCRIPT,
    ]
    for address in addresses:
        for method in ("GET", "HEAD"):
            status, _, body = ask(urljoin(origin + recipe.page, address), method)
            assert status == 200
            assert body == (assets.read(Path(urlsplit(address).path).name) if method == "GET" else b"")


def test_every_titled_block_is_run() -> None:
    titles = {title for title, _ in BLOCK.findall(GUIDE.read_text(encoding="utf-8"))}
    assert titles == {title for recipe in RECIPES.values() for title in recipe.files()} - {
        title for recipe in RECIPES.values() for title in recipe.more if title not in titles
    }
