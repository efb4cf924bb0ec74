"""The pages of the examples in a real browser: nothing is refused, nothing is asked of others."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page

from tests.recipes import ROOT, environment, free_port, program

EXAMPLES = ROOT / "examples"
#: How each is served, or what it builds.
SERVED = {
    "flask_app.py": ("-m", "flask", "--app", "flask_app", "run", "--port", "PORT"),
    "fastapi_app.py": ("-m", "uvicorn", "fastapi_app:app", "--port", "PORT"),
    "django_app.py": ("django_app.py", "runserver", "127.0.0.1:PORT", "--noreload"),
    "plain_wsgi.py": ("-m", "gunicorn", "plain_wsgi:app", "--bind", "127.0.0.1:PORT"),
}
BUILT = {"jinja_static_site.py": "be/index.html", "pelican_site.py": "lake-be.html"}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def site(name: str, folder: Path) -> Iterator[str]:
    """Serve an example; yield the address of its page."""
    env = environment(folder) | {"PYTHONPATH": os.pathsep.join([str(EXAMPLES), str(ROOT / "src")])}
    if name in SERVED:
        port = free_port()
        words = [str(EXAMPLES / word) if word == name else word for word in SERVED[name]]
        command = [sys.executable, *(word.replace("PORT", str(port)) for word in words)]
        with program(command, folder, env, f"http://127.0.0.1:{port}/"):
            yield f"http://127.0.0.1:{port}/"
        return
    subprocess.run([sys.executable, EXAMPLES / name, folder], env=env, check=True, capture_output=True)
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{BUILT[name]}"
        server.shutdown()
        thread.join()


@pytest.mark.browser
@pytest.mark.parametrize("name", [*SERVED, *BUILT])
def test_the_page_of_an_example(
    chromium: Browser, axe: Callable[[Page], SimpleNamespace], tmp_path: Path, name: str
) -> None:
    complaints: list[str] = []
    with site(name, tmp_path) as url, closing(chromium.new_context(locale="be")) as context:
        asked: list[str] = []
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        context.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        assert page.locator("html").get_attribute("lang") == "be"
        assert page.locator(".sw-share a").count() >= 2
        page.locator("[data-sw-provider=copy_link]").wait_for()  # the script runs
        assert axe(page).violations == []
        origin = url.partition("//")[2].partition("/")[0]
        assert [each for each in asked if origin not in each] == []
    assert [each for each in complaints if "favicon.ico" not in each and "404" not in each] == []


def test_every_example_is_opened() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {*SERVED, *BUILT}
