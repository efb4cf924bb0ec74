"""The demo in every language, light and dark, with scripts and without: what every reader may rely on."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import product
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from solidarity_widgets.demo.page import languages
from solidarity_widgets.i18n import get_locale

from .names import EXAMINED, faults

pytestmark = pytest.mark.browser

LOCALES = [locale.code for locale in languages()]
SCRIPT = "**/solidarity_widgets.js*"
WIDEST = """
    () => Math.max(document.scrollingElement.scrollWidth, document.body.scrollWidth,
        ...[...document.body.querySelectorAll("*")]
            .filter((element) => element.checkVisibility() && !element.closest(".sw-hidden, svg"))
            .map((element) => element.getBoundingClientRect())
            .map((box) => Math.max(box.right, innerWidth - box.left)))
"""


class Events(HTMLParser):
    """What a parser meets, in order, without the spelling; counters may have gone on counting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.met: list[tuple[object, ...]] = []
        self._counting = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The script does nothing but to reveal buttons.
        self._counting |= tag == "sw-countdown"
        kept = sorted((name, value or "") for name, value in attrs if name != "hidden")
        self.met.append((tag, *kept))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._counting &= tag != "sw-countdown"
        self.met.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._counting:
            self.met.append(("text", data))


@pytest.fixture(scope="module")
def unscripted(opened: Callable) -> Iterator[Page]:
    """A page for axe, which cannot run in a browser whose scripts are off: only our script never arrives."""

    with opened("/en/", blocked=SCRIPT) as visit:
        yield visit.page


def name(param: tuple[str, bool]) -> str:
    return f"{param[0]}-{'script' if param[1] else 'noscript'}"


@pytest.fixture(scope="module", params=[*product(LOCALES, (True, False))], ids=name)
def reader(request: pytest.FixtureRequest, opened: Callable, unscripted: Page) -> Iterator[SimpleNamespace]:
    """One reader: the visit, its page, and the page that axe examines."""
    code, scripting = request.param
    locale = get_locale(code)
    with opened(f"/{locale.tag}/", scripting=scripting) as visit:
        examined, response = visit.page, visit.response
        if not scripting:  # another request, perhaps in another second: the page's moment is part of it
            examined = unscripted
            response = examined.goto(visit.page.url)
        yield SimpleNamespace(
            locale=locale,
            scripting=scripting,
            visit=visit,
            page=visit.page,
            examined=examined,
            examined_body=response.body(),
        )


def test_the_page_says_its_language_and_direction(reader: SimpleNamespace) -> None:
    assert reader.visit.response.status == 200
    root = reader.page.locator("html")
    expected = (reader.locale.tag, reader.locale.direction)
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == expected
    assert reader.page.evaluate("getComputedStyle(document.body).direction") == reader.locale.direction
    current = reader.page.locator("nav a[aria-current=page]")
    assert current.get_attribute("hreflang") == reader.locale.tag


def test_the_browser_had_nothing_to_mend(reader: SimpleNamespace) -> None:
    """What it parsed is what was sent: nothing was moved, closed or dropped, nor added by the script."""
    sent = Events(reader.visit.response.body().decode("utf-8")).met
    assert Events(reader.page.content()).met == sent
    assert Events(reader.examined.content()).met == Events(reader.examined_body.decode("utf-8")).met


def test_what_is_shown_works(reader: SimpleNamespace) -> None:
    """Real links and a details element always; what needs the script only where it runs."""
    bars = reader.page.locator(".sw-share")
    for provider, shown in (("copy_link", True), ("print", True), ("web_share", False)):
        button = bars.locator(f"button[data-sw-provider={provider}]")
        assert button.count() == 1
        # Chromium on Linux has no share sheet.
        assert button.is_visible() == (reader.scripting and shown)
    controls: list[list[str]] = bars.locator(".sw-share__button:visible:not(button)").evaluate_all("""
        (all) => all.map(({ localName, innerText, rel = "", href = "", className }) =>
            [localName, innerText, rel, href, className])
    """)
    # 11 of today; of 2013 LiveJournal, MyWorld and Odnoklassniki, while Google Plus and Yandex have closed.
    assert Counter(kind for kind, *_ in controls) == {"a": 14, "span": 2, "summary": 1}
    assert [text for _, text, *_ in controls if not text.strip()] == []
    assert {rel for kind, _, rel, *_ in controls if kind == "a"} == {"noopener noreferrer"}
    links = [href for kind, _, _, href, _ in controls if kind == "a"]
    assert [href for href in links if not re.match(r"https://|mailto:\?|viber://", href)] == []
    assert all("--retired" in classes for kind, *_, classes in controls if kind == "span")


@pytest.mark.parametrize("reader", [*product(EXAMINED, (True, False))], ids=name, indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(reader: SimpleNamespace, axe: Callable, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    reader.examined.emulate_media(color_scheme=scheme)
    found = axe(reader.examined)
    assert found.violations == []
    assert found.incomplete == []
    assert {"color-contrast", "target-size", "link-name", "html-has-lang"} <= found.passed


def test_every_control_has_its_name(reader: SimpleNamespace) -> None:
    """What depends on the language is examined in each; colours do not."""
    assert faults(reader.page) == faults(reader.examined) == []


def test_nothing_is_wider_than_320_pixels(reader: SimpleNamespace) -> None:
    for page in (reader.page, reader.examined):
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("innerWidth") == 320
        assert page.evaluate(WIDEST) <= 320
        page.set_viewport_size({"width": 1280, "height": 720})


def test_nobody_else_is_asked_and_nothing_is_complained_of(reader: SimpleNamespace) -> None:
    visit = reader.visit
    files = {url.removeprefix(visit.origin).partition("?")[0] for url in visit.requests}
    expected = {
        f"/{reader.locale.tag}/",
        "/demo.css",
        "/static/solidarity_widgets/solidarity_widgets.css",
        "/static/solidarity_widgets/solidarity_widgets_brands.css",
    }
    if reader.scripting:
        expected.add("/static/solidarity_widgets/solidarity_widgets.js")
    assert files - {"/icon.svg"} == expected
    assert visit.complaints == []
