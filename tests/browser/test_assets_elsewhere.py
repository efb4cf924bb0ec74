"""The stylesheet and the script on another origin: with CORS they load, without it browsers refuse them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from solidarity_widgets import script, share_buttons, stylesheet
from solidarity_widgets.assets import directory

from .site import ELSEWHERE, Site, serving

pytestmark = pytest.mark.browser

BAR = share_buttons("https://example.org/", "telegram copy_link")


class Files(ThreadingHTTPServer):
    """A server of nothing but the files, as a host of static files is."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.cors = True
        self.asked: list[dict[str, str]] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(SimpleHTTPRequestHandler):
    server: Files

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=str(directory()))

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.server.asked.append(dict(self.headers))
        if self.server.cors:
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


@pytest.fixture
def files() -> Iterator[Files]:
    with serving(Files()) as files:
        yield files


@pytest.fixture
def reading_from(visit: Callable, site: Site, files: Files) -> Callable[..., Any]:
    """Opens a page whose policy allows the other origin."""

    def reading_from(*, integrity: bool) -> Any:
        tags = "".join(tag(base=files.origin, integrity=integrity) for tag in (stylesheet, script))
        policy = f"default-src 'none'; style-src {files.origin}; script-src {files.origin}"
        page = f'<!doctype html><html lang="en"><head><title>A</title>{tags}</head><body>{BAR}</body></html>'
        site.pages["/"] = (page, {"Content-Security-Policy": policy})
        seen = visit(ELSEWHERE, fresh=True)
        seen.requests.clear()
        seen.page.goto(site.origin + "/")
        return seen

    return reading_from


def styled(seen: Any) -> bool:
    return bool(seen.page.locator(".sw-share").evaluate("(bar) => getComputedStyle(bar).display === 'flex'"))


@pytest.mark.parametrize("integrity", [True, False], ids=["with integrity", "without"])
def test_with_cors_they_load(reading_from: Callable, files: Files, integrity: bool) -> None:
    seen = reading_from(integrity=integrity)
    assert styled(seen)
    assert seen.page.locator("[data-sw-action=copy]").is_visible()
    assert seen.refused == seen.errors == seen.failures == seen.console == []
    assert len(files.asked) == 2
    assert not [asked for asked in files.asked if "Cookie" in asked]


def test_without_cors_the_integrity_cannot_be_checked(reading_from: Callable, files: Files) -> None:
    files.cors = False
    seen = reading_from(integrity=True)
    assert not styled(seen)
    assert seen.page.locator("[data-sw-action=copy]").is_hidden()
    assert len([line for line in seen.console if "blocked by CORS policy" in line]) == 2


def test_without_cors_and_integrity_they_load(reading_from: Callable, files: Files) -> None:
    files.cors = False
    seen = reading_from(integrity=False)
    assert styled(seen)
    assert seen.page.locator("[data-sw-action=copy]").is_visible()
