"""A real Chromium, the demo's server, and ears on all that a page asks for or complains of."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from devtools import npm, programs
from solidarity_widgets import get_locale, script, stylesheet
from solidarity_widgets.demo import Campaign
from solidarity_widgets.demo.server import make_server

from .contexts import REAL, Clock, Contexts, Seat, paused
from .outside import Outside
from .site import ELSEWHERE, LISTENED, LIVE, NOW, WATCHED, Reader, Site, serving

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Of itself, and whatever the page says, it asks Google what a form's fields may be.
    "--autofill-server-url=http://127.0.0.1:9/",
)
VIEWPORT = {"width": 1280, "height": 720}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


# The scope "package" and not "session": Playwright holds the thread's event loop as long as it lives, and
# tests of asynchronous code in other folders need one of their own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    named = os.environ.get("CHROMIUM")
    found = programs.find_browser()
    if found is None:
        pytest.fail(
            f"No Chromium: {f'CHROMIUM={named} is no program' if named else 'none is on the PATH'}. "
            "Install it (on Debian and Ubuntu: apt-get install chromium) or name it in CHROMIUM.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def axe() -> Callable[[Page], SimpleNamespace]:
    """Examines a page as it stands; nothing is loaded into it by a tag, so its content policy stays."""
    path = Path(os.environ.get("SOLIDARITY_WIDGETS_AXE") or npm.AXE.folder / "axe.min.js")
    if not path.is_file():
        pytest.fail(
            f"No axe-core at {path}: python dev.py test fetches it, or name axe.min.js in "
            "SOLIDARITY_WIDGETS_AXE.",
            pytrace=False,
        )
    source = path.read_text(encoding="utf-8")

    def examine(page: Page) -> SimpleNamespace:
        if not page.evaluate("() => Boolean(window.axe)"):
            page.evaluate(source)
        found: dict[str, list[Any]] = page.evaluate(
            """(tags) => axe.run({
                runOnly: { type: "tag", values: tags },
                resultTypes: ["violations", "incomplete"], // of what passes the rules' names are enough
            })""",
            WCAG,
        )
        named = {
            outcome: [
                f"{rule['id']}: {' '.join(map(str, node['target']))}: {node.get('failureSummary', '')}"
                for rule in found[outcome]
                for node in rule["nodes"]
            ]
            for outcome in ("violations", "incomplete")
        }
        return SimpleNamespace(**named, passed={rule["id"] for rule in found["passes"]})

    return examine


@pytest.fixture(scope="package")
def demo() -> Iterator[str]:
    """The origin of the running demo."""
    with make_server(Campaign(), port=0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@dataclass
class Visit:
    """One reader's view of a page, and what was heard from it meanwhile."""

    seat: Seat
    origin: str
    response: Response | None = None
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.seat.page

    @property
    def context(self) -> BrowserContext:
        return self.seat.context

    @property
    def outside(self) -> Outside:
        return self.seat.outside

    @property
    def strangers(self) -> list[str]:
        """What was asked, or tried to be asked, of anybody but the page's own origin."""
        own = self.origin + "/"
        return [url for url in self.requests if not url.startswith(own)] + self.outside.asked

    @property
    def refused(self) -> list[str]:
        """What the content policy refused; without scripts only the console tells."""
        heard: list[str] = self.page.evaluate("() => window.refused ?? []")
        return heard + [text for text in self.console if "Content Security Policy" in text]

    @property
    def complaints(self) -> list[str]:
        """Everything that a page should not give cause for."""
        return self.strangers + self.refused + self.console + self.errors + self.failures + self.dialogs

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear what the page does, until the reader leaves."""
        heard: list[tuple[Any, str, Callable[[Any], object]]] = [
            (self.context, "request", lambda request: self.requests.append(request.url)),
            (
                self.context,
                "requestfailed",
                lambda request: self.failures.append(f"{request.url}: {request.failure}"),
            ),
            (self.context, "console", self._note),
            (self.context, "weberror", lambda error: self.errors.append(str(error.error))),
            (self.context, "dialog", self._answer),
            (self.page, "websocket", lambda websocket: self.requests.append(websocket.url)),
        ]
        for source, event, hear in heard:
            source.on(event, hear)
        yield
        for source, event, hear in heard:
            source.remove_listener(event, hear)

    def _note(self, line: Any) -> None:
        # A browser asks for this file of its own accord, once for each context.
        if not line.location["url"].endswith("/favicon.ico"):
            self.console.append(f"{line.type}: {line.text}")

    def _answer(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="package")
def contexts(chromium: Browser, demo: str) -> Iterator[Contexts]:
    with closing(Contexts(chromium, f"{demo}/icon.svg")) as contexts:
        yield contexts


@pytest.fixture(scope="package")
def opened(contexts: Contexts, demo: str) -> Callable[..., AbstractContextManager[Visit]]:
    """Opens a page of the demo by its path, or a host page that stands at the demo's origin by its HTML."""

    @contextmanager
    def opened(
        path: str = "/",
        *,
        html: str | None = None,
        policy: str | None = None,
        scripting: bool = True,
        clock: Clock = REAL,
        fresh: bool = False,
        scripts: Iterable[str] = (),
        blocked: str | None = None,
        permissions: Sequence[str] = (),
        viewport: dict[str, int] | None = None,
        color_scheme: str = "light",
        forced_colors: str = "none",
        reduced_motion: str = "no-preference",
    ) -> Iterator[Visit]:
        with contexts.seat(scripting, clock, fresh=fresh) as seat:
            visit = Visit(seat, "file://" if path.startswith("file:") else demo)
            seat.page.set_viewport_size(viewport or VIEWPORT)
            seat.page.emulate_media(
                media="null",
                color_scheme=color_scheme,
                forced_colors=forced_colors,
                reduced_motion=reduced_motion,
            )
            if permissions:
                seat.context.grant_permissions(list(permissions))
            for source in scripts:
                seat.add_script(source)
            if blocked:
                seat.context.route(blocked, lambda route: route.abort())
            url = path if path.startswith("file:") else demo + path
            if html is not None:
                url = f"{demo}/host"
                headers = {"Content-Type": "text/html; charset=utf-8"}
                headers |= {"Content-Security-Policy": policy} if policy else {}
                seat.context.route(url, lambda route: route.fulfill(headers=headers, body=html))
            with visit.listening():
                visit.response = seat.page.goto(url)
                yield visit

    return opened


@pytest.fixture
def visit(opened: Callable[..., AbstractContextManager[Visit]]) -> Iterator[Callable[..., Visit]]:
    """As ``opened``, until the test ends."""
    with ExitStack() as stack:
        yield lambda *arguments, **options: stack.enter_context(opened(*arguments, **options))


@pytest.fixture(scope="session")
def host() -> Callable[..., str]:
    """Writes a page of somebody's own, with our stylesheet and script and no content policy."""

    def host(*body: object, head: str = "", lang: str = "en") -> str:
        direction = get_locale(lang).direction
        return (
            f'<!doctype html><html lang="{lang}" dir="{direction}">'
            f'<head><meta charset="utf-8"><title>Host</title>{stylesheet()}{script()}{head}</head>'
            f"<body><main><h1>Host</h1>{''.join(map(str, body))}</main></body>"
        )

    return host


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with serving(Site()) as site:
        yield site


@pytest.fixture
def site(running: Site) -> Iterator[Site]:
    running.reset()
    yield running
    running.go_on.set()


@pytest.fixture
def reading(visit: Callable, host: Callable, site: Site) -> Callable[..., Reader]:
    """Opens a page of the site with some widgets."""

    def reading(
        *widgets: object,
        luck: float = 0.5,
        policy: str = LIVE,
        headers: dict[str, str] | None = None,
        lang: str = "en",
        scripts: Sequence[str] = (),
    ) -> Reader:
        site.pages["/"] = (
            host(*widgets, lang=get_locale(lang).tag),
            {"Content-Security-Policy": policy, **(headers or {})},
        )
        watched = WATCHED.replace("LUCK", str(luck))
        clock = paused(NOW + timedelta(hours=1))
        seen = visit(ELSEWHERE, clock=clock, scripts=[watched, *scripts])
        seen.origin = site.origin
        seen.requests.clear()
        seen.page.goto(site.origin + "/")
        seen.page.evaluate(LISTENED)
        return Reader(seen, site)

    return reading
