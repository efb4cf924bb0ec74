"""A real Chromium, the demo's server, and ears on all that a page asks for or complains of."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from solidarity_widgets import get_locale, script, stylesheet
from solidarity_widgets.demo import Campaign
from solidarity_widgets.demo.server import make_server

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
AXE = ".cache/npm/axe-core-4.14.1/node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

#: Runs before a page's own scripts, and notes what its content policy refused.
_LISTEN = """
    window.refused = [];
    addEventListener("securitypolicyviolation", (event) =>
        refused.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


# The scope "package" and not "session": Playwright holds the thread's event loop as long as it lives, and
# tests of asynchronous code in other folders need one of their own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
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
    path = Path(os.environ.get("SOLIDARITY_WIDGETS_AXE") or ROOT / AXE)
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


class Outside:
    """The rest of the internet: a proxy that lets nothing through and keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _listen(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(1)
                try:
                    line = connection.recv(4096).partition(b"\r\n")[0].decode("latin-1")
                except OSError as error:
                    line = str(error)
                if line == "close":
                    return
                self.asked.append(line)

    def close(self) -> None:
        with socket.create_connection(self._listener.getsockname()) as connection:
            connection.sendall(b"close\r\n")
        self._thread.join()
        self._listener.close()


@dataclass
class Visit:
    """One reader's view of a page, and what was heard from it meanwhile."""

    page: Page
    origin: str
    outside: Outside
    response: Response | None = None
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

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

    def listen(self) -> None:
        context = self.context
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("requestfailed", lambda request: self.failures.append(f"{request.url}: {request.failure}"))
        context.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("dialog", self._answer)
        self.page.on("websocket", lambda websocket: self.requests.append(websocket.url))
        context.add_init_script(_LISTEN)

    def _answer(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="package")
def opened(chromium: Browser, demo: str) -> Callable[..., AbstractContextManager[Visit]]:
    """Opens a page of the demo by its path, or a host page that stands at the demo's origin by its HTML."""

    @contextmanager
    def opened(
        path: str = "/",
        *,
        html: str | None = None,
        policy: str | None = None,
        scripting: bool = True,
        before: Callable[[BrowserContext], object] = lambda context: None,
        **options: Any,
    ) -> Iterator[Visit]:
        with ExitStack() as stack:
            outside = stack.enter_context(closing(Outside()))
            context = chromium.new_context(
                java_script_enabled=scripting,
                proxy={"server": outside.address, "bypass": "127.0.0.1"},
                **options,
            )
            stack.callback(context.close)
            context.set_default_timeout(5_000)
            visit = Visit(context.new_page(), "file://" if path.startswith("file:") else demo, outside)
            visit.listen()
            before(context)
            url = path if path.startswith("file:") else demo + path
            if html is not None:
                url = f"{demo}/host"
                headers = {"Content-Type": "text/html; charset=utf-8"}
                headers |= {"Content-Security-Policy": policy} if policy else {}
                context.route(url, lambda route: route.fulfill(headers=headers, body=html))
            visit.response = visit.page.goto(url)
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
