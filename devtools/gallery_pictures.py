"""The program that takes pictures of the gallery, which ``python dev.py gallery`` runs.

The pictures are in ``test-results/gallery``, named after the browser, the page and its width.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import product
from typing import get_args

from playwright.sync_api import sync_playwright

from devtools.process import ROOT
from solidarity_widgets.demo import Campaign
from solidarity_widgets.demo.gallery import KINDS, LOCALES, Theme, gallery_path
from solidarity_widgets.demo.server import make_server

_FOLDER = ROOT / "test-results" / "gallery"
_WIDTHS = (320, 768, 1280)

#: Opens an address in a window of a width, and returns a PNG file.
Camera = Callable[[str, int], bytes]


@contextmanager
def _chromium() -> Iterator[Camera]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()

        def take(url: str, width: int) -> bytes:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(url)
            return page.screenshot(full_page=True)

        yield take
        browser.close()


@contextmanager
def _firefox() -> Iterator[Camera]:
    from tests.engines.firefox import Firefox
    from tests.engines.host import Outside, running

    with running(Outside()) as outside, closing(Firefox(outside)) as browser:
        yield browser.picture


@contextmanager
def _webkit() -> Iterator[Camera]:
    from tests.engines.host import Outside, running
    from tests.engines.webkit import WebKit

    with running(Outside()) as outside, closing(WebKit(outside)) as browser:
        yield browser.picture


_BROWSERS = {"chromium": _chromium, "firefox": _firefox, "webkit": _webkit}


def main(names: Sequence[str]) -> None:
    """Take the pictures.

    Args:
        names: The browsers; by default all that are installed.
    """
    if unknown := set(names) - set(_BROWSERS):
        sys.exit(f"{', '.join(sorted(unknown))}: choose from {', '.join(_BROWSERS)}.")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with make_server(Campaign(), port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_address[1]}"
        for name in names or _BROWSERS:
            try:
                with _BROWSERS[name]() as take:
                    _take_all(name, take, origin)
            except FileNotFoundError as error:
                if names:
                    raise
                print(f"{name}: {error}")
        server.shutdown()


def _take_all(name: str, take: Camera, origin: str) -> None:
    for locale, theme, kind, width in product(LOCALES, get_args(Theme), KINDS, _WIDTHS):
        picture = take(f"{origin}/{gallery_path(locale, theme, kind)}", width)
        (_FOLDER / f"{name}-{kind}-{locale}-{theme}-{width}.png").write_bytes(picture)
    print(f"{name}: {len(list(_FOLDER.glob(f'{name}-*')))} pictures in {_FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
