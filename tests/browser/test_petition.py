"""A petition in a real browser: the live count asks politely and says what the server says; all can sign."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, parse_qsl

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
from solidarity_widgets.assets import FOLDER, SCRIPT, STYLESHEET, directory, read
from solidarity_widgets.demo.page import POLICY, languages
from solidarity_widgets.i18n import Translator
from solidarity_widgets.petitions import Petition, messages
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.petitions.form import HONEYPOT

from .contexts import fixed, paused
from .names import EXAMINED, faults

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LIVE = f"{POLICY}; connect-src 'self'"
SECOND, MINUTE = 1000, 60_000
#: A page that asks for nothing; from there readers go to the site of these tests.
ELSEWHERE = (directory() / FOLDER / STYLESHEET).as_uri()

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
        elif path.startswith(f"/static/{FOLDER}/") and (name := path.rpartition("/")[2]) in (
            STYLESHEET,
            SCRIPT,
        ):
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
MOVED = "() => document.querySelector('h1').before(document.querySelector('sw-progress'))"
#: What a reader sees of each progress, in a page or in the server's own HTML.
SEEN = """(html) => {
    const root = document.createElement("template");
    root.innerHTML = html ?? "";
    return [...(html == null ? document : root.content).querySelectorAll("sw-progress")].map((one) => {
        const find = (name) => one.querySelector(".sw-progress__" + name), bar = find("bar");
        return [
            find("signed").outerHTML, find("goal")?.outerHTML,
            bar && [bar.value, bar.max, bar.position, bar.textContent, bar.ariaLabel],
            [...one.querySelectorAll("li")].map((step) => step.textContent),
            [...one.querySelectorAll(".sw-progress__reached")].map((word) => word.hidden),
        ];
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
        *widgets: object,
        luck: float = 0.5,
        policy: str = LIVE,
        headers: dict[str, str] | None = None,
        lang: str = "en",
    ) -> Reader:
        site.pages["/"] = (
            host(*widgets, lang=get_locale(lang).tag),
            {"Content-Security-Policy": policy, **(headers or {})},
        )
        scripts = [WATCHED.replace("LUCK", str(luck))]
        seen = visit(ELSEWHERE, clock=paused(NOW + timedelta(hours=1)), scripts=scripts)
        seen.origin = site.origin
        seen.requests.clear()
        seen.page.goto(site.origin + "/")
        seen.page.evaluate(LISTENED)
        return Reader(seen, site)

    return reading


def live(signed: int, **options: Any) -> object:
    return petition_progress(signed, count_url="/count", **options)


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
COUNTS = (0, 1, 2, 5, 11, 21, 100, 1999, 2000, 2001, 1999, 20, 1)
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


#: What is no count.
BAD = {
    "an error": Answer(8, 500),
    "an error with a page": Answer(status=503, body="<!doctype html><title>Sorry</title>"),
    "not there": Answer(8, 404),
    "nothing": Answer(status=204, body=""),
    "no JSON": Answer(body=""),
    "half of it": Answer(body='{"signed": 8'),
    "a page": Answer(body="<!doctype html><title>8</title>"),
    "a number": Answer(body="8"),
    "null": Answer(body="null"),
    "a list": Answer(body="[8]"),
    "another name": Answer(body='{"count": 8}'),
    "a text": Answer("8"),
    "a hostile text": Answer("<img src=x onerror=alert(1)>"),
    "negative": Answer(-8),
    "a fraction": Answer(8.5),
    "too many": Answer(2**53),
    "endless": Answer(body='{"signed": 1e999}'),
    "no number": Answer(body='{"signed": NaN}'),
    "true": Answer(True),
    "another object": Answer({"signed": 8}),
}


class TestPatience:
    """It asks seldom, ever more seldom while nothing changes, and never while nobody looks."""

    @pytest.mark.parametrize(("luck", "seconds"), [(0, 24), (0.5, 30), (0.999999, 36)])
    def test_the_first_question(self, reading: Callable, site: Site, luck: float, seconds: int) -> None:
        reader = reading(live(7), luck=luck)
        reader.elapse((seconds - 1) * SECOND)
        assert site.asked == []
        reader.ask(after=1)
        assert len(site.asked) == 1

    def test_not_all_readers_at_once(self, reading: Callable, site: Site) -> None:
        made = reading(*[live(n) for n in range(20)], luck=0.5)
        assert made.waits == [30] * 20
        site.pages["/luck"] = (site.pages["/"][0], {})
        made.seen.seat.add_script("Math.random = () => crypto.getRandomValues(new Uint32Array(1))[0] / 2**32")
        made.page.goto(site.origin + "/luck")
        assert all(24 <= wait < 36 for wait in made.waits)
        assert max(made.waits) - min(made.waits) > 1

    def test_ever_more_seldom_while_nothing_changes(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(7)
        reader = reading(live(7))
        waits = [reader.ask() for _ in range(12)]
        rising = waits[: waits.index(600)]
        assert rising == sorted(set(rising))
        assert rising[0] in (30, 45)
        assert all(1.4 <= b / a <= 2 for a, b in pairwise(rising))
        assert set(waits[len(rising) :]) == {600}
        assert len(site.asked) == 12
        assert reader.announced == []

    def test_soon_again_after_a_change(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(7)
        reader = reading(live(7))
        assert [reader.ask() for _ in range(4)][-1] > 60
        site.answer = Answer(8)
        assert reader.ask() == 30
        assert reader.text == petition_progress(8, locale="en").text
        site.answer = Answer(6)
        assert reader.ask() == 30
        assert reader.text == petition_progress(6, locale="en").text

    def test_what_is_no_count_changes_nothing(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7, goal=10))
        before = reader.page.evaluate(SEEN)
        for name, answer in BAD.items():
            site.answer = answer
            reader.ask()
            assert reader.page.evaluate(SEEN) == before, name
        assert len(site.asked) == len(BAD)
        assert reader.waits[:8] == [30, 60, 120, 240, 480, 600, 600, 600]
        site.answer = Answer(8)
        assert reader.ask() == 30
        assert reader.text == petition_progress(8, locale="en").text
        assert reader.announced == [reader.text]
        assert reader.seen.errors == reader.seen.dialogs == reader.seen.strangers == []

    def test_a_server_that_is_away(self, reading: Callable, running: Site, site: Site) -> None:
        reader = reading(live(7))
        reader.page.context.set_offline(True)
        assert [reader.ask() for _ in range(3)] == [60, 120, 240]
        reader.page.context.set_offline(False)
        site.answer = Answer(8)
        assert reader.ask() == 30
        assert reader.text == petition_progress(8, locale="en").text
        assert reader.seen.errors == []

    def test_a_redirect_on_the_own_site_is_followed(self, reading: Callable, site: Site) -> None:
        reader = reading(petition_progress(7, count_url="/moved"))
        site.pages["/moved"] = ('{"signed": 9}', {"Content-Type": "application/json"})
        site.answer = Answer(status=302, headers={"Location": "/moved", "Cache-Control": "no-store"})
        reader.ask()
        assert reader.text == petition_progress(9, locale="en").text
        moved = reading(live(7))
        assert moved.ask() == 30
        assert moved.text == petition_progress(9, locale="en").text

    def test_no_redirect_leads_to_a_stranger(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7))
        site.answer = Answer(status=302, headers={"Location": "http://stranger.example/count"})
        assert reader.ask() == 60
        assert reader.seen.outside.asked == []
        assert reader.text == petition_progress(7, locale="en").text
        assert reader.seen.errors == []

    def test_never_while_nobody_looks(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(8)
        reader = reading(live(7))
        reader.hide(True)
        reader.elapse(60 * MINUTE)
        assert site.asked == []
        reader._before = len(reader.waits)
        reader.hide(False)
        assert reader.waits[-1] <= 0
        reader.elapse(1)
        reader.settled(2)
        assert len(site.asked) == 1
        assert reader.text == petition_progress(8, locale="en").text

    def test_whoever_looks_away_for_a_moment_waits_as_long_as_before(
        self, reading: Callable, site: Site
    ) -> None:
        reader = reading(live(7))
        reader.elapse(10 * SECOND)
        for _ in range(5):
            reader.hide(True)
            reader.elapse(SECOND)
            reader.hide(False)
            reader.elapse(SECOND)
        assert site.asked == []
        reader.elapse(9 * SECOND)
        assert site.asked == []
        reader.ask(after=1)
        assert len(site.asked) == 1

    def test_opened_in_the_background(self, reading: Callable, site: Site, host: Callable) -> None:
        reader = reading(live(7))
        reader.seen.seat.add_script(
            "Object.defineProperty(document, 'hidden', {configurable: true, value: true})"
        )
        reader.page.reload()
        reader.elapse(60 * MINUTE)
        assert site.asked == []
        assert reader.waits == []

    def test_one_question_at_a_time(self, reading: Callable, site: Site) -> None:
        """However slow the answer, and whatever the reader and the page do meanwhile."""
        site.answer = Answer(8, slow=True)
        reader = reading(live(7))
        reader.elapse(30 * SECOND)
        for _ in range(4):
            reader.hide(True)
            reader.elapse(SECOND)
            reader.hide(False)
            reader.page.evaluate(MOVED)
            reader.elapse(SECOND)
        reader.page.wait_for_timeout(100)
        assert len(site.asked) == 1
        reader._before = len(reader.waits)
        site.go_on.set()
        reader.settled(1)
        assert reader.waits[-1] == 30
        assert reader.text == petition_progress(8, locale="en").text
        reader.ask()
        assert len(site.asked) == 2
        assert site.busiest == 1

    def test_a_server_that_never_answers_is_given_up(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(8, slow=True)
        reader = reading(live(7))
        reader.elapse(30 * SECOND)
        reader._before = len(reader.waits)
        reader.elapse(9 * SECOND)
        reader.page.wait_for_timeout(50)
        assert reader.waits == [30]
        reader.elapse(SECOND)
        reader.settled(1)
        assert reader.waits == [30, 60]
        assert reader.text == petition_progress(7, locale="en").text
        assert reader.seen.errors == []

    def test_a_removed_element_stops(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7), live(8))
        reader.page.evaluate("() => document.querySelectorAll('sw-progress').forEach((one) => one.remove())")
        for hidden in (True, False):
            reader.elapse(60 * MINUTE)
            reader.hide(hidden)
        reader.elapse(60 * MINUTE)
        assert site.asked == []

    def test_an_element_removed_while_it_asks_stops(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(8, slow=True)
        reader = reading(live(7))
        reader.elapse(30 * SECOND)
        reader.page.evaluate("() => document.querySelector('sw-progress').remove()")
        site.go_on.set()
        reader.page.wait_for_timeout(100)
        reader.elapse(60 * MINUTE)
        assert len(site.asked) == 1
        assert reader.seen.errors == []

    def test_a_moved_element_goes_on(self, reading: Callable, site: Site) -> None:
        site.answer = Answer(8)
        reader = reading(live(7))
        reader.elapse(20 * SECOND)
        reader.page.evaluate(MOVED)
        assert reader.waits[-1] == 10
        reader.ask()
        assert len(site.asked) == 1
        assert reader.text == petition_progress(8, locale="en").text

    def test_two_elements_ask_each_for_their_own(self, reading: Callable, site: Site) -> None:
        reader = reading(
            live(7), petition_progress(70, count_url="/other", locale="be"), petition_progress(700)
        )
        site.pages["/other"] = ('{"signed": 71}', {"Content-Type": "application/json"})
        site.answer = Answer(8)
        reader.ask(2)
        texts = reader.page.locator(".sw-progress__signed").all_text_contents()
        assert texts == [
            petition_progress(8, locale="en").text,
            petition_progress(71, locale="be").text,
            petition_progress(700, locale="en").text,
        ]
        assert len(site.asked) == 1


class TestManners:
    """What a question tells about the reader, and what an answer is announced as."""

    def test_nothing_is_asked_unless_the_page_says_where(self, reading: Callable, site: Site) -> None:
        reader = reading(petition_progress(7, goal=10), *(f"<p>{n}</p>" for n in range(2)))
        reader.elapse(60 * MINUTE)
        assert reader.waits == []
        assert {url.removeprefix(site.origin).partition("?")[0] for url in reader.seen.requests} <= {
            "/",
            "/favicon.ico",
            f"/static/{FOLDER}/{STYLESHEET}",
            f"/static/{FOLDER}/{SCRIPT}",
        }
        assert reader.seen.complaints == []

    def test_a_policy_that_forbids_it(self, reading: Callable, site: Site) -> None:
        """The strict policy knows no connect-src: the page stays as it is, and hardly anything is tried."""
        other = countdown("2027-08-04", zone="Europe/Minsk", units="days hours minutes seconds", now=NOW)
        reader = reading(live(7, goal=10), other, policy=POLICY)
        before = reader.page.evaluate(SEEN)
        for wait in (30, 60, 120, 240, 480):
            reader.elapse(wait * SECOND)
            reader.page.wait_for_function("(s) => waits.includes(s)", arg=min(2 * wait, 600) * SECOND)
        assert site.asked == []
        assert reader.page.evaluate(SEEN) == before
        assert reader.seen.errors == reader.seen.strangers == []
        expected_text = reader.page.locator("sw-countdown time").text_content()
        reader.elapse(SECOND)
        assert reader.page.locator("sw-countdown time").text_content() != expected_text

    def test_no_cookies_either_way(self, reading: Callable, site: Site) -> None:
        reader = reading(live(7), headers={"Set-Cookie": "who=me; Path=/"})
        site.answer = Answer(8, headers={"Set-Cookie": "count=1; Path=/", "Cache-Control": "no-store"})
        reader.ask()
        reader.ask()
        assert [headers["Cookie"] for headers in site.asked] == [None, None]
        assert [cookie["name"] for cookie in reader.page.context.cookies()] == ["who"]

    def test_the_browsers_own_cache_is_used(self, reading: Callable, site: Site) -> None:
        """What is fresh is not asked for, and of what is stale only whether it has changed."""
        version = {"ETag": '"7-1"'}
        site.answer = Answer(8, headers={**version, "Cache-Control": "max-age=3600"})
        reader = reading(live(7))
        reader.ask()
        assert (reader.text, site.told) == (petition_progress(8, locale="en").text, [200])
        reader.ask()
        assert site.told == [200]
        # The cache has a clock of its own: empty it, and let the next answer be stale at once.
        reader.seen.seat.devtools.send("Network.clearBrowserCache")
        stale = {"Cache-Control": "max-age=0"}
        site.answer = Answer(8, headers={**version, **stale})
        reader.ask()
        wait = reader.ask()
        assert site.told == [200, 200, 304]
        assert site.asked[2]["If-None-Match"] == '"7-1"'
        assert wait > 30
        assert reader.text == petition_progress(8, locale="en").text
        site.answer = Answer(9, headers={**stale, "ETag": '"7-2"'})
        assert reader.ask() == 30
        assert (reader.text, site.told) == (petition_progress(9, locale="en").text, [200, 200, 304, 200])

    def test_announced_at_most_once_a_minute(self, reading: Callable, site: Site) -> None:
        reader = reading(live(0, goal=1000))
        for n in range(1, 21):
            site.answer = Answer(n)
            assert reader.ask() == 30
            assert reader.text == petition_progress(n, locale="en").text
        times = [ms for ms, _ in reader.page.evaluate("() => announced")]
        assert len(times) == 10
        assert all(b - a >= MINUTE for a, b in pairwise(times))
        assert reader.announced == [petition_progress(n, locale="en").text for n in range(1, 21, 2)]

    def test_the_unchanged_is_never_announced(self, reading: Callable, site: Site) -> None:
        """Nor what the page itself has said; a change that came too soon is told later."""
        site.answer = Answer(7)
        reader = reading(live(7))
        for _ in range(3):
            reader.ask()
        assert reader.announced == []
        for n in (8, 9):
            site.answer = Answer(n)
            reader.ask()
        assert reader.announced == [petition_progress(8, locale="en").text]
        for _ in range(6):
            reader.ask()
        assert reader.announced == [petition_progress(n, locale="en").text for n in (8, 9)]

    def test_a_broken_element_does_not_stop_the_others(self, reading: Callable, site: Site) -> None:
        made = str(live(7, goal=10))
        site.answer = Answer(8)
        broken = [
            '<sw-progress data-sw-progress="{">x</sw-progress>',
            "<sw-progress>x</sw-progress>",
            made.replace("progress__", "nothing__"),
        ]
        reader = reading(*broken, made)
        reader.ask(2)
        assert (
            reader.page.locator(".sw-progress__signed").text_content()
            == petition_progress(8, locale="en").text
        )
        assert reader.seen.errors == []


# --- the whole panel --------------------------------------------------------------------------------------

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
        sizes = page.locator(".sw-form__control, .sw-form__submit").evaluate_all(
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
            width = box["width"] / 4
            left, right = (
                page.screenshot(clip={"x": x, "y": box["y"], "width": width, "height": box["height"]})
                for x in (box["x"], box["x"] + box["width"] - width)
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
        edges = page.locator(".sw-form__control, .sw-form__submit, .sw-form__summary").evaluate_all("""
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
        found = axe(page).violations
        assert [rule for rule in found if not rule.startswith("color-contrast: .sw-form__submit:")] == []

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
