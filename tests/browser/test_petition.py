"""A petition in a real browser: the live count asks politely and says what the server says; all can sign."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pytest
from playwright.sync_api import BrowserContext, Page

from solidarity_widgets import countdown, get_locale, petition, petition_form, petition_progress, share_buttons
from solidarity_widgets.assets import FOLDER, SCRIPT, STYLESHEET, read
from solidarity_widgets.demo.page import POLICY, languages
from solidarity_widgets.i18n import Translator
from solidarity_widgets.petitions import Petition, messages
from solidarity_widgets.petitions.form import HONEYPOT

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LIVE = f"{POLICY}; connect-src 'self'"
SECOND, MINUTE = 1000, 60_000

# --- the count's own site ---------------------------------------------------------------------------------


@dataclass
class Answer:
    """What the site says to those who ask for the count."""

    signed: object = 0
    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=lambda: {"Cache-Control": "no-store"})
    slow: bool = False

    @property
    def content(self) -> bytes:
        return (json.dumps({"signed": self.signed}) if self.body is None else self.body).encode()


class Site(ThreadingHTTPServer):
    """A host on loopback: pages, the library's files, a count, and a form's address."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reset()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def reset(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.answer = Answer()
        self.asked: list[Any] = []
        self.told: list[int] = []
        self.sent: list[dict[str, list[str]]] = []
        self.sign: Callable[[dict[str, str]], str] = lambda values: ""
        self.busy = self.busiest = 0
        self.go_on = threading.Event()
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    """Answers from the site's memory."""

    server: Site
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def _tell(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # who has gone away needs no answer
            self.wfile.write(content)

    def do_GET(self) -> None:
        path, site = self.path.partition("?")[0], self.server
        if path in site.pages:
            html, headers = site.pages[path]
            self._tell(200, html.encode(), **{"Content-Type": "text/html; charset=utf-8", **headers})
        elif path == "/count":
            self._count(site)
        elif path.startswith(f"/static/{FOLDER}/") and (name := path.rpartition("/")[2]) in (STYLESHEET, SCRIPT):
            kind = "text/css" if name == STYLESHEET else "text/javascript"
            self._tell(200, read(name), **{"Content-Type": f"{kind}; charset=utf-8"})
        else:
            self._tell(204 if path == "/favicon.ico" else 404)

    def _count(self, site: Site) -> None:
        with site.lock:
            site.asked.append(self.headers)
            site.busy += 1
            site.busiest = max(site.busiest, site.busy)
            answer = site.answer
        if answer.slow:
            site.go_on.wait(20)
        known = answer.headers.get("ETag") in (self.headers["If-None-Match"],)
        status = 304 if known and self.headers["If-None-Match"] else answer.status
        with site.lock:
            site.busy -= 1
            site.told.append(status)
        kind = {"Content-Type": "application/json"}
        self._tell(status, b"" if status == 304 else answer.content, **{**kind, **answer.headers})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.sent.append(parse_qs(body, keep_blank_values=True, strict_parsing=True))
        found = self.server.sign(dict(parse_qsl(body, keep_blank_values=True)))
        if found.startswith("/"):
            self._tell(303, Location=found)
        else:
            self._tell(422, found.encode(), **{"Content-Type": "text/html; charset=utf-8"})


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def site(running: Site) -> Iterator[Site]:
    running.reset()
    yield running
    running.go_on.set()


#: Notes for how long the page sets its timers; luck is what the test says.
WATCHED = """
    window.waits = [];
    const set = window.setTimeout;
    window.setTimeout = (what, ms) => { waits.push(ms); return set(what, ms); };
    Math.random = () => LUCK;
"""
HIDE = """(hidden) => {
    Object.defineProperty(document, 'hidden', {configurable: true, value: hidden});
    document.dispatchEvent(new Event('visibilitychange'));
}"""
#: What a reader sees of each progress, in a page or in the server's own HTML.
SEEN = """(html) => {
    const root = document.createElement("template");
    root.innerHTML = html ?? "";
    return [...(html == null ? document : root.content).querySelectorAll("sw-progress")].map((one) => {
        const [signed, goal, bar] = ["signed", "goal", "bar"].map((name) => one.querySelector(".sw-progress__" + name));
        return [signed.outerHTML, goal?.outerHTML, bar?.value, bar?.max, bar?.position, bar?.textContent, bar?.ariaLabel,
            [...one.querySelectorAll("li")].map((step) => step.textContent),
            [...one.querySelectorAll(".sw-progress__reached")].map((word) => [word.hidden, word.textContent])];
    });
}"""
LISTENED = """() => {
    window.announced = [];
    for (const status of document.querySelectorAll("sw-progress [role=status]"))
        new MutationObserver(() => announced.push([Date.now(), status.textContent]))
            .observe(status, {subtree: true, childList: true, characterData: true});
}"""


class Reader:
    """Somebody with the page open, whose clock stands still until the test moves it."""

    def __init__(self, seen: Any, site: Site) -> None:
        self.seen, self.site = seen, site
        self.page: Page = seen.page

    @property
    def waits(self) -> list[float]:
        """What the page's timers were set to, in seconds."""
        return [ms / SECOND for ms in self.page.evaluate("() => waits")]

    def elapse(self, ms: float) -> None:
        self.page.clock.run_for(int(-(-ms // 1)))

    def settled(self, questions: int) -> None:
        """Wait until that many timers more were set: each answer is followed by one."""
        self.page.wait_for_function("(n) => waits.length >= n", arg=self._before + questions)

    def ask(self, widgets: int = 1, after: float | None = None) -> float:
        """Let the time pass until the next question is answered; return how long it waits for the next."""
        self._before = len(self.waits)
        self.elapse(self.waits[-1] * SECOND if after is None else after * SECOND)
        self.settled(widgets)
        return self.waits[-1]

    def hide(self, hidden: bool) -> None:
        self.page.evaluate(HIDE, hidden)

    @property
    def text(self) -> str | None:
        return self.page.locator(".sw-progress__signed").text_content()

    @property
    def announced(self) -> list[Any]:
        return [text for _, text in self.page.evaluate("() => announced")]


@pytest.fixture
def reading(visit: Callable, host: Callable, site: Site) -> Callable[..., Reader]:
    """Opens a page of the site with some widgets."""

    def reading(
        *widgets: object, luck: float = 0.5, policy: str = LIVE, headers: dict[str, str] | None = None, lang: str = "en"
    ) -> Reader:
        def before(context: BrowserContext) -> None:
            context.clock.install(time=NOW)
            context.clock.pause_at(NOW.timestamp() + 3600)
            context.add_init_script(WATCHED.replace("LUCK", str(luck)))

        site.pages["/"] = (host(*widgets, lang=lang), {"Content-Security-Policy": policy, **(headers or {})})
        seen = visit("/icon.svg", before=before)  # from here to the site, which has another port
        seen.origin = site.origin
        seen.requests.clear()
        seen.page.goto(site.origin + "/")
        seen.page.evaluate(LISTENED)
        return Reader(seen, site)

    return reading


def live(signed: int, **options: Any) -> object:
    return petition_progress(signed, live="/count", **options)


# --- the live count ---------------------------------------------------------------------------------------

LOCALES = ("en", "be", "be@tarask", "ar", "fa", "he", "pl", "lt", "fr", "ru", "tg")
GOALS: dict[str, Any] = {
    "none": None,
    "fixed": 2000,
    "thresholds": {5: "A letter", 21: {"be": "Адказ", "ar": "جواب"}, 2000: "A debate <b>"},
    "ladder": "ladder",
}
MORE: dict[str, Any] = {
    "one": 1,
    "seven": 7,
    "many thresholds": {10**n: f"Step {n}" for n in range(12)},
    "own ladder": [5, 21, 2000],
}
#: 1999 of 2000 are 99.95 %. The last ones fall back below what had been reached.
COUNTS = (0, 1, 2, 4, 5, 11, 21, 100, 199, 1000, 1999, 2000, 2001, 1_000, 1999, 20, 4, 1, 0)
MANY = (1_000_000, 1_234_567, 999_999_999, 1_000_000_000, 3_000_021, 500_000, 4_999, 0)


class TestWords:
    """The element says, at every count, what the server would say: character for character."""

    def hold(
        self, reading: Callable, site: Site, start: int, counts: tuple[int, ...], goals: Any, locale: str
    ) -> None:
        made = [live(start, goal=goal, locale=locale) for goal in goals.values()]
        reader = reading(*made, lang=locale)
        for count in counts:
            site.answer = Answer(count)
            assert reader.ask(len(made)) == 30
            expected = [petition_progress(count, goal=goal, locale=locale) for goal in goals.values()]
            right = reader.page.evaluate(SEEN, "".join(map(str, expected)))
            for name, theirs, mine in zip(goals, reader.page.evaluate(SEEN), right, strict=True):
                assert theirs == mine, f"{name} from {start}, at {count}"
        assert reader.seen.complaints == []

    @pytest.mark.parametrize("locale", LOCALES)
    def test_in_every_language(self, reading: Callable, site: Site, locale: str) -> None:
        self.hold(reading, site, 1999, COUNTS, GOALS, locale)

    @pytest.mark.parametrize(("start", "counts"), [(0, COUNTS), (2000, COUNTS), (5_000_000, MANY)])
    def test_from_every_beginning(
        self, reading: Callable, site: Site, start: int, counts: tuple[int, ...]
    ) -> None:
        """A page knows all thresholds, and of a ladder eight rungs more than are reached."""
        self.hold(reading, site, start, counts, GOALS | MORE, "en")

    def test_what_the_page_says_before_any_answer_is_the_servers(self, reading: Callable) -> None:
        made = [live(1999, goal=goal, locale="be") for goal in GOALS.values()]
        reader = reading(*made, lang="be")
        assert reader.page.evaluate(SEEN) == reader.page.evaluate(SEEN, "".join(map(str, made)))
