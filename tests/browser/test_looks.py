"""How it looks, and to whom: contrast, focus, forced colours, paper, both directions. Makes the pictures."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from solidarity_widgets import share_button, share_buttons, stylesheet
from solidarity_widgets.demo.page import languages

from .contexts import fixed

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "test-results"
SHARED = ".sw-share .sw-share__button:visible"

#: Contrast (WCAG 2.2, "contrast ratio") of an element's colours; ``over`` is what lies behind it.
CONTRAST = """
    (element, property) => {
        const parsed = (text) => text.match(/[\\d.]+/g).map(Number);
        const behind = (node) => {
            for (; node; node = node.parentElement) {
                const colour = parsed(getComputedStyle(node).backgroundColor);
                if (colour.length == 3 || colour[3] == 1) return colour;
            }
            return [255, 255, 255];
        };
        const luminance = (colour) => colour.slice(0, 3)
            .map((value) => value / 255)
            .map((value) => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4)
            .reduce((sum, value, index) => sum + value * [.2126, .7152, .0722][index], 0);
        const around = property == "outlineColor" ? element.parentElement : element;
        const [low, high] = [parsed(getComputedStyle(element)[property]), behind(around)]
            .map(luminance).sort((a, b) => a - b);
        return (high + .05) / (low + .05);
    }
"""


def contrasts(page: Page, selector: str, prop: str = "color") -> list[float]:
    return [element.evaluate(CONTRAST, prop) for element in page.locator(selector).all()]


class TestContrast:
    """Words 4.5 to 1 in every state a pointer, a key or a setting of the page can bring about."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_pointed_at_focused_and_open(self, visit: Callable, scheme: str) -> None:
        page = visit("/de/", color_scheme=scheme).page
        assert all(ratio >= 4.5 for ratio in contrasts(page, f"{SHARED}, p, h1, h2, footer a"))
        for selector in ("a", "button", "summary", "span"):
            one = page.locator(f"{selector}.sw-share__button:visible").first
            one.hover()
            assert one.evaluate(CONTRAST, "color") >= 4.5
            one.focus()
            assert one.evaluate(CONTRAST, "color") >= 4.5
        page.locator("summary").click()
        page.mouse.move(0, 0)
        assert page.locator("[open] > summary").evaluate(CONTRAST, "color") >= 4.5

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_a_theme_of_the_page_beats_the_readers_scheme(
        self, visit: Callable, host: Callable, scheme: str, theme: str
    ) -> None:
        bar = share_buttons("https://example.org/", "facebook yandex copy_link qr", retired="inert")
        html = host(f'<div data-sw-theme="{theme}">{bar}</div>')
        page = visit(html=html, color_scheme=scheme).page
        backgrounds = page.locator(SHARED).evaluate_all(
            "(all) => [...new Set(all.map((one) => getComputedStyle(one).backgroundColor))]"
        )
        assert ["rgb(255, 255, 255)" if theme == "light" else "rgb(34, 34, 34)"] == backgrounds
        assert len(contrasts(page, SHARED)) == 4
        assert all(ratio >= 4.5 for ratio in contrasts(page, SHARED))


class TestBrands:
    """All of a bar is coloured, or nothing of it is."""

    NAMES = "telegram whatsapp vk odnoklassniki x qzone threema max tumblr copy_link print google_plus"
    SCHEME = '<meta name="color-scheme" content="light dark">'
    COLOURS = "(all) => [...new Set(all.map((one) => getComputedStyle(one).color))]"

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("display", ["label", "name", "icon", "brand"])
    def test_without_the_stylesheet_of_brands(
        self, visit: Callable, host: Callable, display: str, scheme: str
    ) -> None:
        bar = share_buttons("https://example.org/", self.NAMES, display=display, retired="inert")
        page = visit(html=host(bar, head=self.SCHEME), color_scheme=scheme).page
        assert len(page.locator(".sw-share__icon, .sw-share__button").evaluate_all(self.COLOURS)) == 1

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("display", ["label", "name", "icon", "brand"])
    def test_with_it(self, visit: Callable, host: Callable, axe: Callable, display: str, scheme: str) -> None:
        bar = share_buttons("https://example.org/", self.NAMES, display=display, retired="inert")
        page = visit(html=host(bar, head=f"{stylesheet(brands=True)}{self.SCHEME}"), color_scheme=scheme).page
        icons = "a .sw-share__icon, button:visible .sw-share__icon"
        enough = 3 if display == "brand" else 4.5
        assert all(ratio >= enough for ratio in contrasts(page, icons))
        assert len(page.locator(icons).evaluate_all(self.COLOURS)) == (2 if display == "brand" else 9)
        fills = page.locator("a.sw-share__button").evaluate_all(
            "(all) => new Set(all.map((one) => getComputedStyle(one).backgroundColor)).size"
        )
        assert fills == (9 if display == "brand" else 1)
        assert axe(page).violations == []

    @pytest.mark.parametrize("lang", ["en", "ar"])
    @pytest.mark.parametrize(("width", "least"), [(320, 24), (360, 27), (800, 44)])
    def test_eleven_squares_fit_a_phone(
        self, visit: Callable, host: Callable, width: int, least: int, lang: str
    ) -> None:
        names = "telegram whatsapp vk odnoklassniki livejournal facebook x bluesky mastodon qr copy_link"
        bar = share_buttons("https://example.org/", names, display="brand", locale=lang)
        head = f"{stylesheet(brands=True)}<style>body {{ margin: 16px }}</style>"
        page = visit(html=host(bar, head=head, lang=lang), viewport={"width": width, "height": 640}).page
        boxes = [button.bounding_box() for button in page.locator(SHARED).all()]
        assert len(boxes) == 11
        assert len({round(box["y"]) for box in boxes}) == 1
        assert all(box["width"] >= least for box in boxes)
        assert all(abs(box["width"] - box["height"]) < 1 for box in boxes)
        page.locator("summary").click()
        assert boxes == [button.bounding_box() for button in page.locator(SHARED).all()]
        assert page.get_by_role("img").bounding_box()["width"] > 150
        assert page.evaluate("document.documentElement.scrollWidth") <= width


class TestKeyboard:
    """Tab reaches every control in the order of reading, and one sees where one is."""

    @pytest.mark.parametrize(("path", "scheme"), [("/en/", "light"), ("/ar/", "dark")])
    def test_every_control_is_reached_and_changes_its_look(
        self, visit: Callable, path: str, scheme: str
    ) -> None:
        options = {"color_scheme": scheme, "viewport": {"width": 900, "height": 2400}}
        page = visit(path, clock=fixed(datetime(1970, 1, 1, tzinfo=UTC)), **options).page
        controls = page.locator("a[href]:visible, button:visible, summary:visible").all()
        # Share links, languages, the calendar file; copy, print, pause; the code.
        assert len(controls) == 14 + len(languages()) + 1 + 3 + 1
        kinds = [control.evaluate("(one) => one.localName + one.className") for control in controls]
        # One of each kind is looked at.
        boxes = {kinds.index(kind): controls[kinds.index(kind)].bounding_box() for kind in kinds}
        assert len(boxes) >= 5

        def picture(index: int) -> bytes:
            x, y, width, height = (boxes[index][name] for name in ("x", "y", "width", "height"))
            return page.screenshot(clip={"x": x - 5, "y": y - 5, "width": width + 10, "height": height + 10})

        focused = {}
        for index, control in enumerate(controls):
            page.keyboard.press("Tab")
            assert control.evaluate("(one) => one == document.activeElement"), f"{index} was passed over"
            assert control.evaluate("(one) => getComputedStyle(one).outlineStyle") in ("solid", "auto")
            if index in boxes:
                focused[index] = picture(index)
        page.evaluate("document.activeElement.blur()")
        assert [kinds[index] for index in boxes if picture(index) == focused[index]] == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_the_ring_is_drawn_strong_enough(self, visit: Callable, scheme: str) -> None:
        page = visit("/en/", color_scheme=scheme).page
        page.keyboard.press("Tab")  # from now on the reader uses keys
        first = page.locator(SHARED).first
        first.focus()
        assert first.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
        assert first.evaluate("(one) => getComputedStyle(one).outlineWidth") == "2px"
        assert first.evaluate(CONTRAST, "outlineColor") >= 3

    def test_a_key_is_enough(self, visit: Callable) -> None:
        seen = visit("/en/", scripts=["window.print = () => alert('print')"])
        seen.page.locator("[data-sw-provider=print]").press("Enter")
        seen.page.locator("summary").press("Space")
        assert seen.dialogs == ["print"]
        assert seen.page.get_by_role("img").is_visible()


class TestForcedColours:
    """With the reader's own colours: words, edges and marks stay, and take these colours."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_labels_edges_and_marks_stay(self, visit: Callable, axe: Callable, scheme: str) -> None:
        page = visit("/be/", forced_colors="active", color_scheme=scheme).page
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        labels = page.locator(".sw-share .sw-share__label:visible")
        assert labels.count() == 14 + 2 + 2 + 1
        assert all(ratio >= 4.5 for ratio in contrasts(page, SHARED))
        assert all(ratio >= 3 for ratio in contrasts(page, SHARED, "borderTopColor"))
        differing = page.locator(SHARED).evaluate_all("""
            (all) => all.filter((one) => [...one.querySelectorAll(".sw-share__icon, .sw-share__icon *")]
                .some((part) => getComputedStyle(part).color != getComputedStyle(one).color)).length
        """)
        assert differing == 0
        assert axe(page).violations == []


class TestPaper:
    """Printed, a page keeps the networks' names in black, and leaves out what only a screen can do."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("display", ["label", "name", "icon", "brand"])
    def test_names_stay_and_switches_go(
        self, visit: Callable, host: Callable, display: str, scheme: str
    ) -> None:
        bar = share_buttons(
            "https://example.org/", "telegram odnoklassniki yandex copy_link print qr",
            retired="inert", display=display,
        )  # fmt: skip
        page = visit(html=host(bar, head=stylesheet(brands=True)), color_scheme=scheme).page
        page.emulate_media(media="print", color_scheme=scheme)
        labels = page.locator(".sw-share__label:visible")
        assert [label.inner_text() for label in labels.all()] == [
            "Share on Telegram",
            "Share on Odnoklassniki",
            "Ya.ru has closed",
        ]
        for label in labels.all():
            box = label.bounding_box()
            assert box["width"] > 40
            assert box["height"] > 10
            assert label.evaluate("(one) => getComputedStyle(one).color") == "rgb(0, 0, 0)"
        assert page.locator("button:visible, summary:visible").count() == 0

    def test_an_open_code_is_printed(self, visit: Callable, host: Callable) -> None:
        page = visit(html=host(share_button("https://example.org/", "qr"))).page
        page.locator("summary").click()
        page.emulate_media(media="print")
        assert page.get_by_role("img").is_visible()

    def test_the_demo_fits_on_paper(self, visit: Callable) -> None:
        assert visit("/en/").page.pdf().startswith(b"%PDF")


class TestMarksAlone:
    """Without words a button keeps its name, for those who hear it and for those who point at it."""

    def test_names_and_sizes(self, visit: Callable, host: Callable, axe: Callable) -> None:
        bar = share_buttons("https://example.org/", "telegram vk copy_link qr", display="icon", locale="be")
        page = visit(html=host(bar, lang="be")).page
        expected = ["Падзяліцца ў Telegram", "Падзяліцца ў VK"]
        links = page.get_by_role("link").all()
        assert expected == [link.get_attribute("title") for link in links]
        for name in expected:
            assert page.get_by_role("link", name=name, exact=True).is_visible()
        for control in page.locator(SHARED).all():
            box = control.bounding_box()
            assert (box["width"] >= 44, box["height"] >= 44) == (True, True)
        assert axe(page).violations == []


class TestDirection:
    """In a language written from right to left all is mirrored but the names."""

    @pytest.mark.parametrize(("path", "sign"), [("/en/", 1), ("/ar/", -1), ("/fa/", -1), ("/he/", -1)])
    def test_marks_lead_their_words_and_buttons_follow_the_line(
        self, visit: Callable, path: str, sign: int
    ) -> None:
        page = visit(path).page
        boxes: list[list[float]] = page.locator(SHARED).evaluate_all("""
            (all) => all.map((one) => [".sw-share__icon", ".sw-share__label"]
                .map((part) => one.querySelector(part).getBoundingClientRect().x).concat(one.offsetTop))
        """)
        assert all(sign * (label - mark) > 0 for mark, label, _ in boxes)
        same_line = [(a, b) for a, b in pairwise(boxes) if abs(a[2] - b[2]) < 5]
        assert len(same_line) > 5
        assert all(sign * (b[0] - a[0]) > 0 for a, b in same_line)

    @pytest.mark.parametrize("locale", ["ar", "fa", "he"])
    def test_a_name_ends_in_its_last_letter(self, visit: Callable, locale: str) -> None:
        """Without isolation the plus of Google+ would stand before its G there."""
        page = visit(f"/{locale}/").page
        name = page.locator("[data-sw-provider=google_plus] bdi")
        first, last = name.evaluate("""
            (bdi) => [0, bdi.textContent.length - 1].map((index) => {
                const range = document.createRange();
                range.setStart(bdi.firstChild, index);
                range.setEnd(bdi.firstChild, index + 1);
                return range.getBoundingClientRect().x;
            })
        """)
        assert name.inner_text().endswith("+")
        assert last > first


class TestReadersSettings:
    """Wider spacing (WCAG 1.4.12) cuts no word off, and nothing ever moves."""

    SPACED = """
        () => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
            document.adoptedStyleSheets = [sheet];
        }
    """

    @pytest.mark.parametrize("path", ["/de/", "/lt/", "/fa/"])
    def test_wider_spacing_at_320_pixels(self, visit: Callable, path: str) -> None:
        page = visit(path, viewport={"width": 320, "height": 640}).page
        before = page.locator("h1").bounding_box()["height"]
        page.evaluate(self.SPACED)
        assert page.locator("h1").bounding_box()["height"] > before
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
        cut = page.locator(SHARED).evaluate_all("""
            (all) => all
                .filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight)
                .map((one) => one.innerText)
        """)
        assert cut == []

    def test_nothing_moves(self, visit: Callable) -> None:
        page = visit("/en/").page
        page.locator(SHARED).first.hover()
        page.locator("summary").click()
        assert page.evaluate("document.getAnimations()") == []


@pytest.mark.parametrize(
    ("name", "path", "options"),
    [
        ("en-light", "/en/", {"color_scheme": "light"}),
        ("ar-light", "/ar/", {"color_scheme": "light"}),
        ("be-dark-320", "/be/", {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}}),
    ],
)
def test_a_picture_for_the_eye(visit: Callable, name: str, path: str, options: dict[str, Any]) -> None:
    """Look at them in test-results/ after a change of the stylesheet."""
    page = visit(path, **options).page
    PICTURES.mkdir(exist_ok=True)
    picture = page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    width = int.from_bytes(picture[16:20])
    assert page.viewport_size["width"] == width
    assert picture == (PICTURES / f"{name}.png").read_bytes()
