"""The built documentation site: what it has, that its links work, and that it loads nothing from elsewhere.

``python dev.py docs --check`` builds the site in build/docs and runs these tests.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import solidarity_widgets as sw
from devtools import npm, programs
from devtools.site import OUTPUT, networks

pytestmark = pytest.mark.docs

PUBLIC = ("", ".signing", ".mail", ".web", ".types")
#: A page of each kind.
KINDS = ("index", "how-to/frameworks", "api/sharing", "networks/vk", "reference/networks")
SERIOUS = ("serious", "critical")


class Parser(HTMLParser):
    """Collects a page's ids, links and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.update(filter(None, (values.get("id"), values.get("name"))))
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        elif tag == "link" and not {"next", "prev", "canonical"} & set((values.get("rel") or "").split()):
            self.loaded.append(values.get("href") or "")
        self.loaded += [values[name] or "" for name in ("src", "srcset", "poster", "data") if name in values]


@cache
def parse(path: Path) -> Parser:
    parser = Parser()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


@pytest.fixture(scope="module")
def site() -> Path:
    if not (OUTPUT / "llms.txt").is_file():
        pytest.fail("There is no site in build/docs: run python dev.py docs --check", pytrace=False)
    return OUTPUT


def documented() -> set[str]:
    """The names in the index that other projects link to."""
    data = (OUTPUT / "objects.inv").read_bytes().split(b"\n", 4)[4]
    return {line.split(" ", 1)[0] for line in zlib.decompress(data).decode().splitlines()}


def test_every_public_name_is_documented(site: Path) -> None:
    names = {
        f"solidarity_widgets{module}.{name}"
        for module in PUBLIC
        for name in import_module(f"solidarity_widgets{module}").__all__
    }
    assert not names - documented()


def test_the_page_of_errors_has_nothing_else(site: Path) -> None:
    """It takes what no other page has, so a new name must be put on a page."""
    text = (site / "api" / "errors.md").read_text(encoding="utf-8")
    names = re.findall(r"^## `solidarity_widgets\.(\w+)`$", text, re.MULTILINE)
    assert names
    assert all(issubclass(getattr(sw, name), Exception) for name in names)


@pytest.mark.parametrize("provider", sw.builtin_registry(), ids=lambda provider: provider.id)
def test_the_page_of_a_network(site: Path, provider: type[sw.Provider]) -> None:
    html = (site / "networks" / f"{provider.id}.html").read_text(encoding="utf-8")
    assert provider.status.value.capitalize() in html
    if provider.endpoint is None and provider.action is None:
        return
    needed = {name: networks.EXAMPLES[name] for name in provider.required}
    button = sw.share_button(
        networks.URL,
        provider.id,
        title=networks.TITLE,
        retired="inert",
        **needed,  # type: ignore[arg-type]
    )
    assert str(button) in html


def test_llms_txt_names_every_page(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    named = re.findall(r"^- \[.+\]\((.+\.md)\)$", text, re.MULTILINE)
    copies = [str(path.relative_to(site)) for path in site.glob("**/*.md")]
    assert sorted(named) == sorted(set(copies) - {"index.md"})
    assert all((site / name).with_suffix(".html").is_file() for name in copies)
    assert not [name for name in copies if ":::" in (site / name).read_text(encoding="utf-8")]


def test_internal_links_lead_somewhere(site: Path) -> None:
    broken = []
    for path in site.glob("**/*.html"):
        for link in parse(path).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.is_file() or (
                anchor and target.suffix == ".html" and anchor not in parse(target).ids
            ):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert not broken


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in site.glob("**/*.html"):
        foreign = [url for url in parse(path).loaded if re.match(r"(\w+:)?//", url)]
        assert not foreign, path
    for path in site.glob("**/*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import", path.read_text(encoding="utf-8")), path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = programs.find_browser()
    if found is None:
        pytest.fail("No Chromium: install it, or name it in CHROMIUM.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that is offline."""
    with chromium.new_context(offline=True) as context:
        yield context.new_page()


def test_pages_request_only_files_of_the_site(page: Page, site: Path) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    for name in KINDS:
        page.goto(f"{(site / name).as_uri()}.html")
        page.wait_for_load_state("networkidle")
    assert requested
    assert not [url for url in requested if not url.startswith((site.as_uri(), "data:"))]


def test_search_works_without_a_server(page: Page, site: Path) -> None:
    page.goto(f"{(site / 'index.html').as_uri()}")
    page.get_by_role("textbox", name="Search").fill("odnoklassniki")
    page.keyboard.press("Enter")
    page.locator("#search-results li a", has_text="Odnoklassniki").first.click()
    assert page.url.partition("?")[0] == (site / "networks" / "odnoklassniki.html").as_uri()


@pytest.mark.parametrize("name", [*KINDS, "genindex", "glossary"])
def test_no_page_scrolls_sideways_on_a_phone(page: Page, site: Path, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{(site / name).as_uri()}.html")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
@pytest.mark.parametrize("name", KINDS)
def test_accessibility(page: Page, site: Path, name: str, scheme: str, width: int) -> None:
    path = Path(os.environ.get("SOLIDARITY_WIDGETS_AXE") or npm.AXE.folder / "axe.min.js")
    page.set_viewport_size({"width": width, "height": 720})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{(site / name).as_uri()}.html")
    page.evaluate(path.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    serious = [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]
    assert not serious
