"""The recipes of docs/how-to/frameworks.md, as files of a site that can be built and served.

A block with a title is a file of its section's recipe. A recipe can have the files of another section too; it
adds its lines to those of the same title.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "how-to" / "frameworks.md"
BLOCK = re.compile(r'^```(?:\w+) title="([^"\n]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)

#: What every Django project has and the guide does not show.
DJANGO = """
SECRET_KEY = "for the tests only, it protects nothing"
DEBUG = True
ROOT_URLCONF = "urls"
"""
URLS = """
from django.urls import path
import views
urlpatterns = [path("lake", views.lake)]
"""
ARTICLE = "Title: Save the lake\nDate: 2027-08-04\nSlug: lake\nLang: be\n\nText.\n"


@dataclass(frozen=True)
class Recipe:
    """A site of the guide.

    Attributes:
        section: Its heading in the guide.
        page: The path of its page.
        url: The URL that its page shares.
        command: The program that serves it, where ``PORT`` is the port, or that builds it.
        output: The folder that is served after the build; empty if the command serves the site.
        parents: The sections whose files it has too.
        more: Files that the guide does not show.
        changes: Replacements in the guide's files.
    """

    section: str
    page: str
    url: str
    command: tuple[str, ...]
    output: str = ""
    parents: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)
    changes: tuple[tuple[str, str], ...] = ()

    def files(self) -> dict[str, str]:
        """The files of the site."""
        files: dict[str, str] = {}
        for section in (*self.parents, self.section):
            for title, content in blocks(section):
                files[title] = files.get(title, "") + content
        for title, content in self.more.items():
            files[title] = files.get(title, "") + content
        for title, content in files.items():
            for old, new in self.changes:
                files[title] = content = content.replace(old, new)
        return files


def blocks(section: str, guide: Path = GUIDE) -> list[tuple[str, str]]:
    """The titled blocks right below a heading, up to the next heading."""
    text = guide.read_text(encoding="utf-8")
    parts = re.split(r"^##+ (.+)$", text, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))[section]
    return [(title, content) for title, content in BLOCK.findall(found)]


DJANGO_SERVER = ("django", "runserver", "127.0.0.1:PORT", "--noreload", "--settings", "settings")
MKDOCS_FILES = {"docs/lake.md": "# Save the lake\n\nText.\n", "docs/index.md": "# Home\n"}
LAKE = "https://example.org/lake"
RECIPES = {
    "FastAPI": Recipe("FastAPI and Starlette", "/lake", LAKE, ("uvicorn", "main:app", "--port", "PORT")),
    "Flask": Recipe(
        "Flask",
        "/lake",
        LAKE,
        ("flask", "run", "--port", "PORT"),
        more=dict(block for block in blocks("FastAPI and Starlette") if block[0].startswith("templates/")),
    ),
    "Django": Recipe("Django", "/lake", LAKE, DJANGO_SERVER, more={"settings.py": DJANGO, "urls.py": URLS}),
    "Django with Jinja": Recipe(
        "Django with Jinja",
        "/lake",
        LAKE,
        DJANGO_SERVER,
        parents=("Django",),
        more={"settings.py": DJANGO, "urls.py": URLS},
    ),
    "Pelican": Recipe(
        "Pelican",
        "/lake.html",
        f"{LAKE}.html",
        ("pelican", "--settings", "pelicanconf.py"),
        "output",
        more={"content/lake.md": ARTICLE},
    ),
    "MkDocs": Recipe(
        "MkDocs", "/lake/", f"{LAKE}/", ("mkdocs", "build", "--strict"), "site", more=MKDOCS_FILES
    ),
    "MkDocs with Read the Docs": Recipe(
        "MkDocs",
        "/lake/",
        f"{LAKE}/",
        ("mkdocs", "build", "--strict"),
        "site",
        more=MKDOCS_FILES,
        changes=(("name: mkdocs", "name: readthedocs"),),
    ),
    "MkDocs with Material": Recipe(
        "MkDocs",
        "/lake/",
        f"{LAKE}/",
        ("mkdocs", "build", "--strict"),
        "site",
        more=MKDOCS_FILES,
        changes=(("name: mkdocs", "name: material"),),
    ),
    "Sphinx": Recipe(
        "Sphinx",
        "/lake.html",
        f"{LAKE}.html",
        ("sphinx", "-W", "--keep-going", "-b", "html", ".", "_build"),
        "_build",
        more={
            "lake.rst": "Save the lake\n=============\n\nText.\n",
            "index.rst": "Home\n====\n\n.. toctree::\n\n   lake\n",
        },
    ),
}
APPS = tuple(name for name, recipe in RECIPES.items() if not recipe.output)


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write files, by their path in a folder."""
    for title, content in files.items():
        path = folder / title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@contextmanager
def running(recipe: Recipe, folder: Path) -> Iterator[str]:
    """Write a recipe's files, build and serve the site, and give its origin."""
    write_files(folder, recipe.files())
    serve = _built if recipe.output else _started
    with serve(recipe, folder) as origin:
        yield origin


def _command(recipe: Recipe, port: int) -> list[str]:
    return [sys.executable, "-m", *(word.replace("PORT", str(port)) for word in recipe.command)]


def environment(folder: Path) -> dict[str, str]:
    """The environment of a site's programs, which import its files and the library."""
    paths = os.pathsep.join([str(folder), str(ROOT / "src")])
    return {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}


@contextmanager
def _built(recipe: Recipe, folder: Path) -> Iterator[str]:
    done = subprocess.run(
        _command(recipe, 0),
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    handler: Callable[..., SimpleHTTPRequestHandler] = partial(_Quiet, directory=str(folder / recipe.output))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def _started(recipe: Recipe, folder: Path) -> Iterator[str]:
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    with program(_command(recipe, port), folder, environment(folder), origin + recipe.page):
        yield origin


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def program(command: list[str], folder: Path, env: dict[str, str], page: str) -> Iterator[Path]:
    """Run a server in a folder from when it answers for a page; yield the file with what it prints."""
    log = folder / "server.log"
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(command, cwd=folder, env=env, stdout=output, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _wait(process, page, log)
            yield log
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(url, timeout=20).close()
        except OSError as error:
            if isinstance(error, HTTPError) or process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(log.read_text(encoding="utf-8")) from error
            time.sleep(0.1)
        else:
            return
