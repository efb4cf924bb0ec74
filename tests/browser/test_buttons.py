"""What the buttons do: the script's own, and those that need none."""

import base64
import json
from collections.abc import Callable, Iterator

import pytest
import zxingcpp
from playwright.sync_api import Locator, Page

from solidarity_widgets import script, share_button, share_buttons
from solidarity_widgets.demo import Campaign
from solidarity_widgets.i18n import Translator, get_locale
from solidarity_widgets.sharing import button_rendering

pytestmark = pytest.mark.browser

URL = "https://приклад.example/шлях?a=1&b=%26+c#канец"
TITLE = "“Воля” & <праўда> 'it\"s' ✊🏽"
NO_SHARE = "delete Navigator.prototype.share; delete Navigator.prototype.canShare;"
SHARE = """
    window.shared = [];
    navigator.canShare = (content) => { shared.push(["can", content]); return %s; };
    navigator.share = async (content) => { shared.push(["share", content]); %s };
"""
CLIPBOARD = "window.copied = []; navigator.clipboard.writeText = async (text) => { copied.push(text); };"
#: Keeps timers, for the test to end them.
LATER = "window.later = []; window.setTimeout = (f, ms, ...args) => later.push([ms, () => f(...args)]);"
#: How a browser may refuse a share sheet; only AbortError means that the reader closed it.
REFUSALS = [
    *(
        f'throw new DOMException("", "{name}");'
        for name in ("NotAllowedError", "InvalidStateError", "DataError", "NotSupportedError")
    ),
    "throw new TypeError();",
    "throw null;",
    'throw "no";',
]


def settle(page: Page) -> None:
    """Let the page do what it has begun."""
    page.evaluate("() => new Promise((done) => setTimeout(done, 50))")


def button(page: Page, provider: str) -> Locator:
    return page.locator(f"[data-sw-provider={provider}]")


class TestCopy:
    """The address, whole, reaches the clipboard; the status says so or says that it did not."""

    GRANTED = ("clipboard-read", "clipboard-write")

    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_it_is_revealed_and_copies_the_address(self, visit: Callable, locale: str) -> None:
        seen = visit(f"/{locale}/", permissions=self.GRANTED)
        status = seen.page.locator(".sw-share").get_by_role("status")
        assert status.inner_text() == ""
        assert button(seen.page, "copy_link").is_visible()
        button(seen.page, "copy_link").click()
        expected_text = Translator(get_locale(locale)).message(button_rendering.COPIED).text
        status.filter(has_text=expected_text).wait_for()
        assert expected_text == status.inner_text()
        assert Campaign().url == seen.page.evaluate("navigator.clipboard.readText()")
        assert seen.complaints == []

    def test_an_address_with_every_kind_of_sign_is_copied_as_it_is(
        self, visit: Callable, host: Callable
    ) -> None:
        seen = visit(html=host(share_button(URL, "copy_link")), permissions=self.GRANTED)
        button(seen.page, "copy_link").click()
        seen.page.get_by_role("status").filter(has_text="Link copied").wait_for()
        assert seen.page.evaluate("navigator.clipboard.readText()") == URL

    def test_a_refusal_is_said(self, visit: Callable, host: Callable) -> None:
        refuse = (
            'navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"))'
        )
        seen = visit(html=host(share_button(URL, "copy_link", locale="be")), scripts=[refuse])
        button(seen.page, "copy_link").click()
        expected_text = Translator(get_locale("be")).message(button_rendering.NOT_COPIED).text
        seen.page.get_by_role("status").filter(has_text=expected_text).wait_for()
        assert seen.complaints == []

    def test_the_status_falls_silent_again(self, visit: Callable, host: Callable) -> None:
        seen = visit(html=host(share_button(URL, "copy_link")), permissions=self.GRANTED, scripts=[LATER])
        button(seen.page, "copy_link").click()
        seen.page.get_by_role("status").filter(has_text="Link copied").wait_for()
        assert seen.page.evaluate("later.map(([ms, run]) => (run(), ms))") == [4000]
        assert seen.page.get_by_role("status").inner_text() == ""

    def test_it_stays_hidden_where_the_page_has_no_clipboard(self, visit: Callable, host: Callable) -> None:
        gone = "delete Navigator.prototype.clipboard"
        seen = visit(html=host(share_button(URL, "copy_link")), scripts=[gone])
        assert not button(seen.page, "copy_link").is_visible()
        assert seen.complaints == []

    def test_two_scripts_do_it_once(self, visit: Callable, host: Callable) -> None:
        count = "window.copied = []; navigator.clipboard.writeText = async (text) => { copied.push(text); }"
        page = host(share_button(URL, "copy_link"), script(base="/static"))
        seen = visit(html=page, scripts=[count])
        button(seen.page, "copy_link").click()
        seen.page.get_by_role("status").filter(has_text="Link copied").wait_for()
        assert seen.page.evaluate("copied") == [URL]


class TestWebShare:
    """The share sheet is offered only by a browser that can show it, and gets what the page gave."""

    @pytest.mark.parametrize(
        "browser",
        [NO_SHARE, NO_SHARE + "navigator.canShare = () => true;", SHARE % ("false", "")],
        ids=["neither", "canShare alone", "canShare says no"],
    )
    def test_it_stays_hidden(self, visit: Callable, host: Callable, browser: str) -> None:
        seen = visit(html=host(share_button(URL, "web_share", title=TITLE)), scripts=[browser])
        assert button(seen.page, "web_share").count() == 1
        assert not button(seen.page, "web_share").is_visible()
        assert seen.complaints == []

    @pytest.mark.parametrize(
        ("given", "passed"),
        [
            ({"title": TITLE, "text": "a\nb"}, {"url": URL, "title": TITLE, "text": "a\nb"}),
            ({"title": TITLE}, {"url": URL, "title": TITLE}),
            ({}, {"url": URL}),
        ],
        ids=["everything", "title", "address"],
    )
    def test_it_passes_what_the_page_gave(
        self, visit: Callable, host: Callable, given: dict[str, str], passed: dict[str, str]
    ) -> None:
        seen = visit(html=host(share_button(URL, "web_share", **given)), scripts=[SHARE % ("true", "")])
        assert button(seen.page, "web_share").is_visible()
        button(seen.page, "web_share").click()
        calls = json.loads(seen.page.evaluate("JSON.stringify(shared)"))
        assert ["share", passed] == calls[-1]
        assert all(passed == content for _, content in calls)
        assert seen.complaints == []

    def test_a_sheet_that_the_reader_closed_is_no_error(self, visit: Callable, host: Callable) -> None:
        closed = SHARE % ("true", 'throw new DOMException("", "AbortError");') + CLIPBOARD
        seen = visit(html=host(share_button(URL, "web_share")), scripts=[closed])
        button(seen.page, "web_share").click()
        settle(seen.page)
        assert seen.page.evaluate("shared.at(-1)[0]") == "share"
        assert seen.page.evaluate("copied") == []
        assert seen.page.get_by_role("status").text_content() == ""
        assert seen.complaints == []

    def test_a_link_that_was_shared_is_not_said_to_be_copied(self, visit: Callable, host: Callable) -> None:
        seen = visit(html=host(share_button(URL, "web_share")), scripts=[SHARE % ("true", "") + CLIPBOARD])
        button(seen.page, "web_share").click()
        settle(seen.page)
        assert seen.page.evaluate("copied") == []
        assert seen.page.get_by_role("status").text_content() == ""

    @pytest.mark.parametrize("refusal", REFUSALS, ids=str)
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_where_it_is_refused_the_link_is_copied(
        self, visit: Callable, host: Callable, refusal: str, locale: str
    ) -> None:
        refused = SHARE % ("true", refusal) + CLIPBOARD
        html = host(share_button(URL, "web_share", title=TITLE, locale=locale), lang=locale)
        seen = visit(html=html, scripts=[refused])
        button(seen.page, "web_share").click()
        expected_text = Translator(get_locale(locale)).message(button_rendering.COPIED).text
        seen.page.get_by_role("status").filter(has_text=expected_text).wait_for()
        assert seen.page.get_by_role("status").inner_text() == expected_text
        assert seen.page.evaluate("copied") == [URL]
        assert seen.complaints == []


class TestByHand:
    """Where nothing can be copied, the address is shown, selected and announced, and stays."""

    NO_CLIPBOARD = SHARE % ("true", REFUSALS[0]) + "delete Navigator.prototype.clipboard;"
    REFUSED = (
        SHARE % ("true", REFUSALS[0])
        + "navigator.clipboard.writeText = async () => { throw new TypeError(); };"
    )

    @pytest.mark.parametrize(
        ("provider", "browser"),
        [("copy_link", REFUSED), ("web_share", REFUSED), ("web_share", NO_CLIPBOARD)],
        ids=["copy", "share, then copy", "share, no clipboard"],
    )
    @pytest.mark.parametrize("locale", ["en", "ar"])
    @pytest.mark.parametrize("display", ["label", "icon"])
    def test_the_address_can_be_copied_by_hand(
        self,
        visit: Callable,
        host: Callable,
        axe: Callable,
        provider: str,
        browser: str,
        locale: str,
        display: str,
    ) -> None:
        html = host(share_buttons(URL, provider, locale=locale, display=display), lang=locale)
        seen = visit(html=html, scripts=[browser], viewport={"width": 320, "height": 640})
        button(seen.page, provider).click()
        failed = Translator(get_locale(locale)).message(button_rendering.NOT_COPIED).text
        status = seen.page.get_by_role("status")
        status.filter(has_text=failed).wait_for()
        assert status.inner_text().splitlines() == [failed, URL]
        assert seen.page.evaluate("() => getSelection().toString()") == URL
        assert seen.page.evaluate("() => document.documentElement.scrollWidth") <= 320
        assert axe(seen.page).violations == []
        assert seen.complaints == []

    def test_the_keyboard_copies_it(self, visit: Callable, host: Callable) -> None:
        html = host(share_button(URL, "copy_link"), "<textarea></textarea>")
        seen = visit(html=html, scripts=[self.REFUSED], permissions=("clipboard-read", "clipboard-write"))
        button(seen.page, "copy_link").press("Enter")
        seen.page.get_by_role("status").filter(has_text=URL).wait_for()
        seen.page.keyboard.press("Control+C")
        seen.page.locator("textarea").focus()
        seen.page.keyboard.press("Control+V")
        assert seen.page.locator("textarea").input_value() == URL

    def test_it_stays_until_the_next_click(self, visit: Callable, host: Callable) -> None:
        refuse = self.REFUSED.replace("throw new TypeError();", "if (window.refuse) throw 0;") + LATER
        seen = visit(html=host(share_button(URL, "copy_link")), scripts=[refuse + "window.refuse = true;"])
        button(seen.page, "copy_link").click()
        seen.page.get_by_role("status").filter(has_text=URL).wait_for()
        assert seen.page.evaluate("later.length") == 0
        seen.page.evaluate("() => { refuse = false; }")
        button(seen.page, "copy_link").click()
        seen.page.get_by_role("status").filter(has_text="Link copied").wait_for()
        assert seen.page.get_by_role("status").inner_text() == "Link copied"
        assert seen.page.evaluate("later.map(([ms, run]) => (run(), ms))") == [4000]
        assert seen.page.get_by_role("status").inner_text() == ""


class TestPrintAndLater:
    """Printing, and widgets that come into the page after the script."""

    def test_print_prints_once(self, visit: Callable) -> None:
        seen = visit("/en/", scripts=["window.printed = 0; window.print = () => { printed += 1; }"])
        button(seen.page, "print").click()
        assert seen.page.evaluate("printed") == 1
        assert seen.complaints == []

    def test_a_host_may_keep_a_click_for_itself(self, visit: Callable) -> None:
        keep = """
            window.printed = 0; window.print = () => { printed += 1; };
            addEventListener("click", (event) => event.preventDefault(), true);
        """
        seen = visit("/en/", scripts=[keep])
        button(seen.page, "print").click()
        assert seen.page.evaluate("printed") == 0


@pytest.fixture(scope="module")
def eye(opened: Callable) -> Iterator[Page]:
    """A page that can look at pictures."""
    with opened(html="<!doctype html><title>eye</title>") as eye:
        yield eye.page


class TestQR:
    """The code opens without a script, and a scanner that knows nothing of its making reads the address."""

    #: Brightness of every pixel of a picture, top row first.
    PIXELS = """
        async (source) => {
            const image = new Image();
            image.src = source;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
            canvas.drawImage(image, 0, 0);
            const { data } = canvas.getImageData(0, 0, image.width, image.height);
            let green = "";
            for (let index = 1; index < data.length; index += 4) green += String.fromCharCode(data[index]);
            return [image.width, image.height, btoa(green)];
        }
    """

    def scanned(self, eye: Page, page: Page) -> list[str]:
        """What a scanner finds in the page as it is shown, without guessing at encodings."""
        picture = base64.b64encode(page.screenshot()).decode()
        width, height, pixels = eye.evaluate(self.PIXELS, f"data:image/png;base64,{picture}")
        image = memoryview(base64.b64decode(pixels)).cast("B", (height, width))
        return [code.bytes.decode("utf-8") for code in zxingcpp.read_barcodes(image)]

    @pytest.mark.parametrize(
        "media",
        [
            {"color_scheme": "light"},
            {"color_scheme": "dark"},
            {"forced_colors": "active", "color_scheme": "dark"},
        ],
        ids=["light", "dark", "forced colours"],
    )
    def test_it_opens_without_a_script_and_can_be_scanned(
        self, visit: Callable, eye: Page, media: dict[str, str]
    ) -> None:
        seen = visit("/ar/", scripting=False, viewport={"width": 320, "height": 640}, **media)
        details = button(seen.page, "qr")
        picture = details.get_by_role("img")
        assert not picture.is_visible()
        details.locator("summary").click()
        assert picture.is_visible()
        assert picture.get_attribute("aria-label").strip()
        picture.scroll_into_view_if_needed()
        assert [Campaign().url] == self.scanned(eye, seen.page)
        details.locator("summary").click()
        assert not picture.is_visible()

    @pytest.mark.parametrize("url", [URL, "https://пример.example/путь"])
    def test_an_address_in_other_letters_can_be_scanned(
        self, visit: Callable, host: Callable, eye: Page, url: str
    ) -> None:
        html = host(share_button(url, "qr"))
        seen = visit(html=html, scripting=False, viewport={"width": 320, "height": 480})
        assert self.scanned(eye, seen.page) == []
        seen.page.locator("summary").click()
        assert self.scanned(eye, seen.page) == [url]
