"""A petition in a real browser: everybody can read it and sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from solidarity_widgets import (
    countdown,
    get_locale,
    petition,
    petition_form,
    petition_progress,
    share_buttons,
)
from solidarity_widgets.demo.page import POLICY, languages
from solidarity_widgets.i18n import Translator
from solidarity_widgets.petitions import Petition, messages
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.petitions.fields import HONEYPOT

from .contexts import fixed
from .names import EXAMINED, faults
from .site import ELSEWHERE, LIVE, NOW, Site

pytestmark = pytest.mark.browser

CODES = [locale.code for locale in languages()]
#: What the browser parsed itself is examined where no script runs: only ours never arrives.
SCRIPTED = "**/solidarity_widgets.js*"
HEAD = (
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
    '<link rel="stylesheet" href="/demo.css"><link rel="icon" type="image/svg+xml" href="/icon.svg">'
)
FIELDS = ("name", "email", "country", "postcode", "message")
PURPOSES = ("processing", "updates", "public")
WRONG = {
    "name": "link",
    "email": "format",
    "country": "missing",
    "postcode": "format",
    "message": "too-long",
    "consent-processing": "missing",
}
TYPED = {"name": "https://example.org/", "email": "ales@", "postcode": "???", "message": "Свабоду!\nحرية"}


def vigil(name: str, **options: Any) -> Petition:
    return Petition(
        name,
        title={"en": "Let Ales Bialiatski and all others go", "ar": "أطلقوا سراح أليس بيالياتسكي"},
        text="On 4 August he was arrested.\n\nSince then many have been.\nToo many.",
        demands=["Let them go", "Stop the trials", "Drittens: Rindfleischetikettierungsüberwachungsaufgaben"],
        addressees=["The Prosecutor General", "The Ministry"],
        goal={1000: "An answer", 100_000: "A debate"},
        zone="Europe/Minsk",
        fields=FIELDS,
        consents=PURPOSES,
        **options,
    )


def panels(locale: str) -> list[object]:
    """One petition for each state, as different readers see it."""
    options: dict[str, Any] = {"signed": 1234, "now": NOW, "locale": locale, "heading_level": 2}
    form: dict[str, Any] = {"action": "/sign", "csrf": "t0ken"}
    closing = vigil("erring", closes="2027-08-04")
    counter = countdown(closing.deadline, now=NOW, locale=locale)
    share = share_buttons("https://example.org/", "telegram email copy_link web_share", locale=locale)
    return [
        petition(
            closing, countdown=counter, count_url="/count", errors=WRONG, values=TYPED, **form, **options
        ),
        petition(vigil("sent"), step="confirm", **options),
        petition(vigil("done"), step="thanks", share=share, **options),
        petition(vigil("over", closes="2026-08-04"), **form, **options),
        petition(vigil("soon", opens="2027-08-04"), **form, **options),
    ]


@pytest.fixture(scope="module")
def readers(opened: Callable, host: Callable) -> Iterator[Callable[..., Any]]:
    """Readers with scripts on or off, and one whom ours never reaches; they look at many pages."""
    with ExitStack() as stack:

        @cache
        def reader(scripting: bool, block: bool) -> Any:
            blocked = SCRIPTED if block else None
            return stack.enter_context(
                opened(html=host(head=HEAD), scripting=scripting, clock=fixed(NOW), blocked=blocked)
            )

        yield reader


@pytest.fixture
def shown(readers: Callable, host: Callable) -> Callable[..., Any]:
    """Shows a page like the demo's with widgets in it."""

    def shown(
        *widgets: object,
        lang: str = "en",
        scripting: bool = True,
        block: bool = False,
        scheme: str = "light",
        forced: str = "none",
        width: int = 1280,
    ) -> Any:
        seen = readers(scripting, block)
        url = f"{seen.origin}/host"
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": LIVE}
        html = host(*widgets, head=HEAD, lang=get_locale(lang).tag)
        seen.context.unroute(url)
        seen.context.route(url, lambda route: route.fulfill(headers=headers, body=html))
        seen.page.set_viewport_size({"width": width, "height": 720})
        seen.page.emulate_media(media="null", color_scheme=scheme, forced_colors=forced)
        for heard in (seen.requests, seen.failures, seen.console, seen.errors, seen.dialogs):
            heard.clear()
        seen.page.goto(url)
        return seen

    return shown


#: The summary, when it has the focus: which it gets as soon as the page is drawn.
SUMMARY = ".sw-form__summary:focus"


def complaints(seen: Any) -> list[str]:
    """All but an icon that was still on its way when the reader went on to the next page."""
    return [text for text in seen.complaints if not text.endswith("/icon.svg: net::ERR_ABORTED")]


def identity(name: str, petition: str = "erring") -> str:
    return f"sw-{petition}_{name}"


WIDEST = """
    () => Math.max(document.scrollingElement.scrollWidth,
        ...[...document.body.querySelectorAll("*")]
            .filter((element) => element.checkVisibility() && !element.closest(".sw-hidden, option, svg"))
            .map((element) => element.getBoundingClientRect())
            .map((box) => Math.max(box.right, innerWidth - box.left)))
"""
#: Words that stick out of what holds them.
CUT = """
    () => [...document.querySelectorAll("main :is(p, h2, h3, h4, li, a, label, legend, button, select, div)")]
        .filter((one) => one.checkVisibility() && !one.closest(".sw-hidden"))
        .filter((one) => getComputedStyle(one).display != "inline")
        .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
        .map((one) => one.outerHTML)
"""
#: Which of some colours are none of the reader's own.
SYSTEM = """(colours) => {
    const probe = document.body.appendChild(document.createElement("i"));
    const own = ["CanvasText", "LinkText", "ButtonText"].map((name) => {
        document.adoptedStyleSheets[0].replaceSync(`i { forced-color-adjust: none; color: ${name} }`);
        return getComputedStyle(probe).color;
    });
    probe.remove();
    return colours.filter((colour) => !own.includes(colour));
}"""
SHEET = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""


class TestEveryLanguage:
    """All states, light and dark, with the script and without: nothing strange, barred or complained of."""

    @pytest.mark.parametrize("locale", EXAMINED)
    def test_axe_finds_nothing(self, shown: Callable, axe: Callable, locale: str) -> None:
        """Itself a script, it examines without ours the page in which that never arrived."""
        seen = shown(*panels(locale), lang=locale)
        for scheme in ("light", "dark"):
            seen.page.emulate_media(color_scheme=scheme)
            found = axe(seen.page)
            assert found.violations == []
            assert found.incomplete == []
        assert {"color-contrast", "label", "target-size", "select-name"} <= found.passed
        found = axe(shown(*panels(locale), lang=locale, block=True).page)
        assert found.violations == []
        assert found.incomplete == []

    @pytest.mark.parametrize("locale", CODES)
    def test_with_the_script(self, shown: Callable, locale: str) -> None:
        seen = shown(*panels(locale), lang=locale)
        assert faults(seen.page) == []
        seen.page.set_viewport_size({"width": 320, "height": 640})
        assert seen.page.evaluate(WIDEST) <= 320
        assert complaints(seen) == []

    @pytest.mark.parametrize("locale", CODES)
    def test_without_the_script(self, shown: Callable, locale: str) -> None:
        seen = shown(*panels(locale), lang=locale, scripting=False)
        seen.page.set_viewport_size({"width": 320, "height": 640})
        assert seen.page.evaluate(WIDEST) <= 320
        assert complaints(seen) == []
        seen.page.locator(SUMMARY).wait_for()
        examined = shown(*panels(locale), lang=locale, block=True)
        assert examined.page.locator("button:visible").count() == 1  # to sign; what needs the script hides
        assert faults(examined.page) == []
        assert examined.refused == examined.strangers == []


class TestKeyboard:
    """Tab goes through all that can be filled in, in the order of reading, and to nothing else."""

    ORDER = (
        *(f"#{identity(name)}" for name in WRONG),
        *(identity(name) for name in (*FIELDS, *(f"consent-{purpose}" for purpose in PURPOSES))),
        "button",
    )

    @pytest.mark.parametrize("locale", ["en", "ar"])
    @pytest.mark.parametrize("scripting", [True, False])
    def test_the_order(self, shown: Callable, locale: str, scripting: bool) -> None:
        """From the summary, which has the focus at once, over its links to the button; not to the trap."""
        form = petition_form(
            vigil("erring"), action="/sign", csrf="t", errors=WRONG, values=TYPED, locale=locale
        )
        page = shown(form, lang=locale, scripting=scripting).page
        focused = """() => {
            const {id, className, localName, attributes: {href}} = document.activeElement;
            return href?.value ?? (id || className.includes("summary") && "summary" || localName);
        }"""
        page.locator(SUMMARY).wait_for()
        met = [page.evaluate(focused)]
        while met[-1] != "body" and len(met) < 30:
            page.keyboard.press("Tab")
            met.append(page.evaluate(focused))
        assert tuple(met) == ("summary", *self.ORDER, "body")

    @pytest.mark.parametrize("scripting", [True, False])
    def test_the_summarys_links_lead_to_the_controls(self, shown: Callable, scripting: bool) -> None:
        form = petition_form(vigil("erring"), action="/sign", csrf="t", errors=WRONG, locale="be")
        page = shown(form, lang="be", scripting=scripting).page
        links = page.locator(".sw-form__summary a")
        assert links.count() == len(WRONG)
        for name, link in zip(WRONG, links.all(), strict=True):
            link.press("Enter")
            assert page.evaluate("() => document.activeElement.id") == identity(name)
            for part in (f"#{identity(name)}", f"#{identity(name)}_error", f"label[for={identity(name)}]"):
                box = page.locator(part).bounding_box()
                assert 0 <= box["y"] <= page.viewport_size["height"] - box["height"], part

    def test_without_errors_the_focus_is_the_pages_own(self, shown: Callable) -> None:
        page = shown(petition_form(vigil("calm"), action="/sign", csrf="t", locale="en")).page
        assert page.evaluate("() => document.activeElement.localName") == "body"
        assert page.locator(".sw-form__summary, .sw-form__error").count() == 0
        assert page.locator("input:checked").count() == 0

    def test_one_sees_where_one_is(self, shown: Callable) -> None:
        page = shown(petition_form(vigil("calm"), action="/sign", csrf="t", locale="en")).page
        for _ in range(len(FIELDS) + len(PURPOSES) + 1):
            page.keyboard.press("Tab")
            style = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert style in ("solid", "auto")

    def test_words_are_heard_with_their_controls(self, shown: Callable) -> None:
        """A control is announced with its label, and described by its hint and its error."""
        form = petition_form(vigil("erring"), action="/sign", csrf="t", errors=WRONG, locale="en")
        page = shown(form).page
        problems = form.error_messages
        for name in ("name", "email"):
            control = page.locator(f"#{identity(name)}")
            ids = (control.get_attribute("aria-describedby") or "").split()
            heard = " ".join(page.locator(f"#{one}").text_content() or "" for one in ids)
            assert heard.endswith(f"Error: {problems[name]}")
        hidden = page.locator(f"#{identity(HONEYPOT)}")
        assert hidden.evaluate("(one) => one.closest('[aria-hidden=true]') != null")
        assert page.get_by_role("textbox").count() == 4


class TestLooks:
    """Large enough to hit, whole at any size, mirrored where one reads from right to left."""

    @pytest.mark.parametrize("width", [320, 1280])
    def test_controls_are_large_enough(self, shown: Callable, width: int) -> None:
        page = shown(*panels("en"), width=width).page
        sizes = page.locator(".sw-form__control, button.sw-form__submit").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect()).map(({width, height}) => [width, height])"
        )
        assert len(sizes) == len(FIELDS) + 1
        assert all(width >= 44 and height >= 44 for width, height in sizes)
        boxes = page.locator(".sw-form__box").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect()).map(({width, height}) => [width, height])"
        )
        assert len(boxes) == len(PURPOSES)
        assert all(width >= 24 and height >= 24 for width, height in boxes)

    @pytest.mark.parametrize("locale", ["de", "ar", "lt", "be"])
    def test_text_twice_as_large_and_wider_spacing(self, shown: Callable, locale: str) -> None:
        """WCAG 1.4.4 and 1.4.12, even where there is room for nothing."""
        page = shown(*panels(locale), lang=locale).page
        label = page.locator("label").first
        height = label.bounding_box()["height"]
        for css, larger in (
            ("", 1),
            (":root { font-size: 200% }", 1.9),
            ("* { line-height: 1.5 !important; letter-spacing: .12em !important }", 0),
            ("* { word-spacing: .16em !important } p { margin-block-end: 2em !important }", 1),
        ):
            page.evaluate(SHEET, css)
            assert label.bounding_box()["height"] >= larger * height
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(CUT) == []
                assert page.evaluate(WIDEST) <= width

    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_the_bar_fills_from_where_one_begins_to_read(self, shown: Callable, locale: str) -> None:
        page = shown(petition_progress(500, goal=1000, locale=locale), lang=locale).page
        bar = page.locator("progress")
        box = bar.bounding_box()

        def parts(value: int) -> tuple[bytes, bytes]:
            bar.evaluate("(bar, value) => { bar.value = value; }", value)
            edge, width = 8, box["width"] / 4  # not the round corners
            left, right = (
                page.screenshot(clip={"x": x, "y": box["y"] + 4, "width": width, "height": box["height"] - 8})
                for x in (box["x"] + edge, box["x"] + box["width"] - width - edge)
            )
            return (right, left) if locale == "ar" else (left, right)

        for scheme in ("light", "dark"):
            for forced in ("none", "active"):
                page.emulate_media(color_scheme=scheme, forced_colors=forced)
                half, empty, full = parts(50), parts(0), parts(100)
                assert empty[0] != full[0]
                assert half == (full[0], empty[1])

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_forced_colours(self, shown: Callable, axe: Callable, scheme: str) -> None:
        """Edges are drawn, words can be read, and what is wrong is marked by more than a colour."""
        page = shown(*panels("be"), lang="be", forced="active", scheme=scheme).page
        assert page.evaluate("() => matchMedia('(forced-colors: active)').matches")
        edges = page.locator(".sw-form__control, button.sw-form__submit, .sw-form__summary").evaluate_all("""
            (all) => all.map((one) => getComputedStyle(one))
                .map(({borderTopStyle: style, borderTopWidth: width, borderTopColor, backgroundColor}) =>
                    [style, parseFloat(width), borderTopColor == backgroundColor])
        """)
        assert len(edges) == len(FIELDS) + 2
        assert all(style == "solid" and width >= 1 and not lost for style, width, lost in edges)
        wide = page.locator("[aria-invalid].sw-form__control").evaluate_all(
            "(all) => all.map((one) => getComputedStyle(one).borderTopWidth)"
        )
        assert wide == ["2px"] * 5
        words = page.locator(".sw-petition :is(p, li, label, legend, h2, h3, h4, a, button)")
        colours = words.evaluate_all("(all) => [...new Set(all.map((one) => getComputedStyle(one).color))]")
        page.evaluate(SHEET, "")
        strange = page.evaluate(SYSTEM, colours)
        assert strange == []
        # axe reads the fill of the letters, which browsers do not force.
        filled = ('button[type="submit"]:', ".sw-petition__jump:", "#sw-done > .sw-petition__body")
        unseen = tuple(f"color-contrast: {name}" for name in filled)
        assert [rule for rule in axe(page).violations if not rule.startswith(unseen)] == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_paper_loses_no_words(self, shown: Callable, scheme: str) -> None:
        page = shown(*panels("en"), scheme=scheme).page
        words = """() => [...document.querySelectorAll(".sw-petition :is(p, li, h2, h3, h4, label, legend)")]
            .filter((one) => one.checkVisibility() && !one.querySelector("button")
                && !one.closest(".sw-hidden, .sw-share"))
            .map((one) => one.innerText)"""
        before = page.evaluate(words)
        assert len(before) > 50
        page.emulate_media(media="print", color_scheme=scheme)
        assert page.evaluate(words) == before
        assert page.locator("progress").first.is_visible()
        assert page.pdf().startswith(b"%PDF")

    def test_a_theme_of_the_page_reaches_the_form(self, shown: Callable, axe: Callable) -> None:
        """Where it is dark on a light page, words and edges can still be seen."""
        form = petition_form(vigil("erring"), action="/sign", csrf="t", errors=WRONG, locale="en")
        page = shown(f'<div data-sw-theme="dark" id="dark">{form}</div>').page
        page.evaluate(SHEET, "#dark { background: #222; color: #eee }")
        found = axe(page)
        assert found.violations == []
        assert found.incomplete == []


#: Where the parts of each panel are, and whether the browser has laid the text and the cards side by side.
BOXES = """() => [...document.querySelectorAll(".sw-petition")].map((panel) => {
    const box = (name) => panel.querySelector(`.sw-petition__${name}`)?.getBoundingClientRect().toJSON();
    const jump = panel.querySelector(".sw-petition__jump");
    return {
        panel: panel.getBoundingClientRect().toJSON(), title: box("title"),
        status: box("status"), about: box("about"), sign: box("sign"), jump: jump?.checkVisibility() ?? null,
    };
})"""
#: A sidebar, or whatever else the petition is in.
HELD = "<div id=held>{}</div>"


def luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


class TestLayout:
    """One column in a narrow place, two in a wide one, whatever the width of the window."""

    def boxes(self, shown: Callable, width: int, locale: str = "en", css: str = "") -> list[dict[str, Any]]:
        html = HELD.format("".join(str(panel) for panel in panels(locale)))
        page = shown(html, lang=locale).page
        page.evaluate(SHEET, f"body {{ max-inline-size: none }} #held {{ inline-size: {width}px }} {css}")
        assert page.evaluate(CUT) == []
        sticking_out = page.locator("#held *:not(.sw-hidden, .sw-hidden *, option, svg, svg *)").evaluate_all(
            """(all, width) => all
                .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > width + 1)
                .map((one) => one.outerHTML)""",
            width,
        )
        assert sticking_out == []
        found: list[dict[str, Any]] = page.evaluate(BOXES)
        assert len(found) == 5
        return found

    @pytest.mark.parametrize("locale", ["en", "ar", "de"])
    @pytest.mark.parametrize("width", [280, 480])
    def test_narrow(self, shown: Callable, width: int, locale: str) -> None:
        """The count and a link to the form, then the text, then the form, each as wide as the others."""
        for box in self.boxes(shown, width, locale):
            parts = [box[name] for name in ("title", "status", "about", "sign") if box[name]]
            for upper, lower in pairwise(parts):
                assert upper["bottom"] <= lower["top"]
                assert lower["width"] == width
            assert box["jump"] is (True if box["sign"] else None)

    @pytest.mark.parametrize("locale", ["en", "ar"])
    @pytest.mark.parametrize("width", [900, 1200])
    def test_wide(self, shown: Callable, width: int, locale: str) -> None:
        """The text begins where the lines begin; the cards are on the other side, one below the other."""
        for box in self.boxes(shown, width, locale):
            about, status, sign = box["about"], box["status"], box["sign"]
            assert about["top"] == status["top"]
            assert about["width"] > status["width"] > 280
            if locale == "ar":
                assert (about["right"], status["right"] < about["left"]) == (box["panel"]["right"], True)
            else:
                assert (about["left"], status["left"] > about["right"]) == (box["panel"]["left"], True)
            if sign:
                assert (sign["left"], sign["width"]) == (status["left"], status["width"])
                assert 0 < sign["top"] - status["bottom"] < 32
                assert box["jump"] is False

    def test_a_long_text_leaves_the_cards_together(self, shown: Callable) -> None:
        box = self.boxes(shown, 900, css=".sw-petition__about { min-block-size: 5000px }")[0]
        assert box["sign"]["top"] - box["status"]["bottom"] < 32

    def test_lines_are_not_too_long(self, shown: Callable) -> None:
        for width in (760, 1200):
            for box in self.boxes(shown, width):
                assert box["about"]["width"] < 700

    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_the_link_leads_to_the_form(self, shown: Callable, locale: str) -> None:
        seen = shown(petition(vigil("calm"), action="/sign", csrf="t", locale=locale), lang=locale, width=320)
        seen.page.locator(".sw-petition__jump").click()
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("() => document.activeElement.id") == identity("name", "calm")

    def test_in_a_row_that_shrinks_it_keeps_its_width(self, shown: Callable) -> None:
        page = shown(f'<div id="row"><p>aside</p>{petition(vigil("calm"), signed=7, locale="en")}</div>').page
        page.evaluate(SHEET, "#row { display: flex; gap: 1rem }")
        assert page.locator(".sw-petition").bounding_box()["width"] > 500

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_two_columns_can_be_read_by_everybody(
        self, shown: Callable, axe: Callable, locale: str, scheme: str
    ) -> None:
        page = shown(*panels(locale), lang=locale, scheme=scheme).page
        page.evaluate(SHEET, "body { max-inline-size: none }")
        assert page.evaluate(BOXES)[0]["jump"] is False
        found = axe(page)
        assert (found.violations, found.incomplete) == ([], [])

    def test_the_bar_and_its_edge_can_be_seen(self, shown: Callable) -> None:
        """At least 3 to 1 (WCAG 1.4.11), and high enough."""
        bar = shown(petition_progress(500, goal=1000, locale="en")).page.locator("progress")
        assert bar.bounding_box()["height"] >= 12
        for scheme in ("light", "dark"):
            bar.page.emulate_media(color_scheme=scheme)
            colours = bar.evaluate(
                "(bar) => { const { color, borderTopColor, backgroundColor } = getComputedStyle(bar);"
                " return [color, borderTopColor, backgroundColor]; }"
            )
            fill, edge, track = map(luminance, colours)
            assert fill == edge
            assert (max(fill, track) + 0.05) / (min(fill, track) + 0.05) >= 3


# --- without any script, from the first page to the last --------------------------------------------------


class TestWithoutAScript:
    """A reader with scripts off signs: really sent, refused with what was typed kept, mended, accepted."""

    PETITION = vigil("vigil")

    def page(self, host: Callable, *widgets: object, title: str = "") -> str:
        html: str = host(*widgets, head=HEAD.replace('href="/', 'href="/static/'), lang="be")
        return html.replace("<title>", f"<title>{title}")

    @pytest.fixture
    def signing(self, site: Site, host: Callable) -> Site:
        """A host that checks as little as it can: an address and the box that must be ticked."""

        def sign(values: dict[str, str]) -> str:
            wrong = {}
            if "@" not in values["email"]:
                wrong["email"] = "format" if values["email"] else "missing"
            if not values.get("consent-processing"):
                wrong["consent-processing"] = "missing"
            if not wrong:
                return "/confirm"
            shown = self.shown(values=values, errors=wrong)
            return self.page(host, shown, title=shown.form.error_prefix)

        headers = {"Content-Security-Policy": POLICY}
        site.pages["/"] = (self.page(host, self.shown()), headers)
        confirm = petition(self.PETITION, step="confirm", signed=1, locale="be")
        site.pages["/confirm"] = (self.page(host, confirm), headers)
        site.sign = sign
        return site

    def shown(self, **options: Any) -> Any:
        return petition(
            self.PETITION, signed=1, action="/sign", csrf={"token": "<t0ken>"},
            hidden_fields={"started": "1700000000.ü"}, locale="be", **options,
        )  # fmt: skip

    @pytest.fixture
    def seen(self, visit: Callable, signing: Site) -> Any:
        seen = visit(ELSEWHERE, scripting=False)
        seen.origin = signing.origin
        seen.requests.clear()
        seen.page.goto(signing.origin + "/")
        return seen

    def field(self, page: Page, name: str) -> Any:
        return page.locator(f"#{identity(name, 'vigil')}")

    def test_the_whole_way(self, seen: Any, signing: Site) -> None:
        page = seen.page
        typed = {
            "name": 'Алесь О’Нил-<b>Бяляцкі</b> & "сябры"',
            "email": "not an address",
            "postcode": "220 030",
            "message": "\n  Свабоду!\n\nحرية & <i>волі</i>\n",
        }
        for name, text in typed.items():
            self.field(page, name).fill(text)
        self.field(page, "country").select_option("BY")
        self.field(page, "consent-updates").check()
        page.locator("button").click()
        page.wait_for_url("**/sign")

        known = {"token": ["<t0ken>"], "started": ["1700000000.ü"], HONEYPOT: [""]}
        wording = self.field(page, "consent-updates").get_attribute("value")
        crlf = typed["message"].replace("\n", "\r\n")
        expected = {name: [text] for name, text in (typed | {"message": crlf, "country": "BY"}).items()}
        assert signing.sent == [{**known, **expected, "consent-updates": [wording]}]

        error = Translator(get_locale("be")).message(messages.ERROR).text
        assert page.title() == f"{error} Host"
        page.locator(SUMMARY).wait_for()
        for name, text in typed.items():
            assert self.field(page, name).input_value() == text
        assert self.field(page, "country").input_value() == "BY"
        ticked = [self.field(page, f"consent-{purpose}").is_checked() for purpose in PURPOSES]
        assert ticked == [False, True, False]
        wrong = page.locator("[aria-invalid=true]").evaluate_all("(all) => all.map((one) => one.name)")
        assert wrong == ["email", "consent-processing"]

        page.locator(".sw-form__summary a").first.click()
        assert page.evaluate("() => document.activeElement.name") == "email"
        page.keyboard.press("Control+A")
        page.keyboard.type("ales@example.org")
        page.locator(".sw-form__summary a").last.press("Enter")
        page.keyboard.press("Space")
        self.field(page, "email").press("Enter")

        page.wait_for_url("**/confirm")
        heading = Translator(get_locale("be")).message(messages.CHECK_MAIL).text
        assert page.locator("[role=status] h3").inner_text() == heading
        assert page.locator("form").count() == 0
        last = signing.sent[-1]
        agreed = last.pop("consent-processing")
        words = self.PETITION.consent("processing").wording(get_locale("be"))
        assert agreed == [wording_hash(words.text)]
        assert last == {**signing.sent[0], "email": ["ales@example.org"]}
        assert seen.strangers == seen.errors == seen.dialogs == []
        assert seen.refused == []

    def test_all_errors_in_the_browsers_eyes_are_the_hosts_to_name(self, seen: Any, signing: Site) -> None:
        """The browser's own bubbles, in its language, are off: even an empty form is sent."""
        seen.page.locator("button").click()
        seen.page.wait_for_url("**/sign")
        assert len(signing.sent) == 1
        links = seen.page.locator(".sw-form__summary a").all_text_contents()
        form = self.shown(errors={"email": "missing", "consent-processing": "missing"}).form
        words = self.PETITION.consent("processing").wording(get_locale("be")).text
        problems = form.error_messages
        assert links == [problems["email"], f"{problems['consent-processing']}: {words}"]

    def test_reloading_the_last_page_sends_nothing_again(self, seen: Any, signing: Site) -> None:
        self.field(seen.page, "email").fill("ales@example.org")
        self.field(seen.page, "consent-processing").check()
        seen.page.locator("button").click()
        seen.page.wait_for_url("**/confirm")
        seen.page.reload()
        assert seen.page.url == signing.origin + "/confirm"
        assert len(signing.sent) == 1

    def test_a_reload_ticks_nothing(self, seen: Any) -> None:
        for purpose in PURPOSES:
            self.field(seen.page, f"consent-{purpose}").check()
        seen.page.reload()
        assert seen.page.locator("input:checked").count() == 0

    def test_without_our_stylesheet_the_trap_says_what_it_is(self, seen: Any, signing: Site) -> None:
        html, headers = signing.pages["/"]
        signing.pages["/"] = (html.replace('rel="stylesheet"', 'rel="nothing"'), headers)
        seen.page.goto(signing.origin + "/")
        label = seen.page.locator(f"label[for={identity(HONEYPOT, 'vigil')}]")
        assert label.is_visible()
        assert label.inner_text() == Translator(get_locale("be")).message(messages.HONEYPOT).text
