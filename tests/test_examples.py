"""Every example answers in several languages, under the strict content policy."""

import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

import solidarity_widgets as sw
from solidarity_widgets import assets

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PROGRAMS = sorted(EXAMPLES.glob("*.py"))
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
LOCALES = {"en": "ltr", "be": "ltr", "ar": "rtl"}
#: What a browser of Belarus, for instance, sends; the page must choose be, not ru.
HEADERS = {"en": "en-GB,en;q=0.9", "be": "be-BY, ru;q=0.8, en;q=0.5", "ar": "ar-EG;q=0.9, *;q=0.1"}
#: Elements whose content or address is a request of the page itself.
LOADING = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}


class Page(HTMLParser):
    """What of a page the content policy and the reader care about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.inline += data

    def loaded(self) -> list[str]:
        return [str(attrs.get(LOADING[tag])) for tag, attrs in self.tags if tag in LOADING]


def check(html: str, locale: str, loads: int = 2) -> None:
    page = Page(html)
    names = {name for _, attrs in page.tags for name in attrs}
    assert not page.inline.strip(), "an inline script or style"
    assert "style" not in {tag for tag, _ in page.tags}, "an inline style sheet"
    assert "style" not in names, "an inline style"
    assert not [name for name in names if name.startswith("on")], "an event handler"
    loaded = page.loaded()
    assert len(loaded) == loads
    assert not [address for address in loaded if re.match(r"\w+:|//", address)], "a request elsewhere"
    (root,) = (attrs for tag, attrs in page.tags if tag == "html")
    assert (root["lang"], root["dir"]) == (locale, LOCALES[locale])
    (bar,) = (attrs for tag, attrs in page.tags if tag == "ul")
    assert (bar["lang"], bar["dir"]) == (locale, LOCALES[locale])
    label = sw.share_button("https://example.org/", "telegram", locale=locale).label
    assert label in re.sub(r"</?bdi>", "", html)
    assert "&lt;" not in html, "HTML was escaped twice"


def load(name: str) -> dict[str, object]:
    return runpy.run_path(str(EXAMPLES / name), run_name=name.removesuffix(".py"))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_it_says_what_it_needs_and_loads_nothing_by_an_address(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    header = re.match(r"# /// script\n((?:#(?: .*)?\n)+)# ///\n", source)
    assert header, "no PEP 723 header"
    needs = tomllib.loads("".join(line[2:] or "\n" for line in header[1].splitlines(keepends=True)))
    assert needs["requires-python"] == ">=3.11"
    assert needs["dependencies"][0].startswith("solidarity-widgets")
    assert (path.parent / needs["tool"]["uv"]["sources"]["solidarity-widgets"]["path"]).resolve() == (
        EXAMPLES.parent
    )
    policy = re.search(r'^POLICY = "(.+)"$', source, re.MULTILINE)
    assert policy
    assert policy[1] == POLICY


def test_no_program_is_forgotten_here() -> None:
    assert [path.name for path in PROGRAMS] == [
        "django_app.py",
        "fastapi_app.py",
        "flask_app.py",
        "jinja_static_site.py",
        "pelican_site.py",
        "plain_wsgi.py",
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_plain_wsgi(locale: str) -> None:
    app = validator(load("plain_wsgi.py")["app"])

    def get(path: str) -> tuple[str, dict[str, str], bytes]:
        environ: dict[str, object] = {"wsgi.input": io.BytesIO()}
        setup_testing_defaults(environ)
        environ |= {"PATH_INFO": path, "QUERY_STRING": "", "HTTP_ACCEPT_LANGUAGE": HEADERS[locale]}
        started: list[tuple[str, dict[str, str]]] = []
        answer = app(
            environ, lambda status, headers, exc_info=None: started.append((status, dict(headers))) or print
        )
        body = b"".join(answer)
        answer.close()
        return *started[0], body

    status, headers, body = get("/")
    assert status == "200 OK"
    assert headers["Content-Security-Policy"] == POLICY
    check(body.decode(), locale)
    for address in Page(body.decode()).loaded():
        assert get(address.partition("?")[0])[2] == assets.read(address.partition("?")[0].rpartition("/")[2])
    assert get("/../../etc/passwd")[0] == "404 Not Found"


@pytest.fixture(scope="module")
def flask_client() -> Iterator[Callable[..., Any]]:
    names = load("flask_app.py")
    client = names["app"].test_client()

    def ask(path: str, **options: Any) -> tuple[int, Mapping[str, str], bytes]:
        with client.open(path, **options) as answer:
            return answer.status_code, answer.headers, answer.data

    yield ask
    names["worker"].stop()
    names["store"].close()


@pytest.fixture(scope="module")
def fastapi_client() -> Iterator[Callable[..., Any]]:
    from starlette.testclient import TestClient

    names = load("fastapi_app.py")
    client = TestClient(names["app"])

    def ask(path: str, method: str = "GET", **options: Any) -> tuple[int, Mapping[str, str], bytes]:
        answer = client.request(method, path, **options)
        return answer.status_code, answer.headers, answer.content

    yield ask
    names["worker"].stop()
    names["store"].close()


@pytest.mark.parametrize("framework", ["flask", "fastapi"])
@pytest.mark.parametrize("locale", LOCALES)
def test_apps(framework: str, locale: str, request: pytest.FixtureRequest) -> None:
    ask = request.getfixturevalue(f"{framework}_client")
    headers = {"Accept-Language": HEADERS[locale]}
    status, found, body = ask("/", headers=headers)
    assert status == 200
    assert found["Content-Security-Policy"] == POLICY
    assert found["Vary"] == "Accept-Language"
    check(body.decode(), locale)
    for address in Page(body.decode()).loaded():
        assert ask(address)[2] == assets.read(address.partition("?")[0].rpartition("/")[2])
    status, found, body = ask("/petitions/lake", headers=headers)
    assert status == 200
    assert f'<html lang="{locale}"' in body.decode()
    assert ask("/petitions/lake/count.json")[2] == b'{"signed":0}'
    assert ask("/petitions/lake", method="HEAD")[0] == 200


DJANGO = """
import json
import sys
sys.path.insert(0, sys.argv[1])
import django_app
from solidarity_widgets.django.petitions import get_worker
django_app.get_worker = get_worker
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
call_command("check", fail_level="WARNING", verbosity=0, stdout=sys.stderr)
for kind in ("css", "js"):
    assert finders.find(f"solidarity_widgets/solidarity_widgets.{kind}"), kind
pages = []
for header in sys.argv[2:]:
    answer = Client().get("/", headers={"Accept-Language": header})
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Content-Security-Policy"] == django_app.POLICY
    assert "Accept-Language" in answer.headers["Vary"]
    pages.append(answer.text)
    petition = Client().get("/petitions/lake", headers={"Accept-Language": header})
    assert petition.status_code == 200
    assert Client().get("/petitions/lake/count.json").json() == {"signed": 0}
django_app.get_store().close()
django_app.get_worker().stop()
print(json.dumps(pages))
"""


def test_django_app() -> None:
    pytest.importorskip("django")  # in a process of its own: Django is set up once in a process
    pages = json.loads(run(sys.executable, "-B", "-c", DJANGO, EXAMPLES, *HEADERS.values()))
    for locale, page in zip(HEADERS, pages, strict=True):
        check(page, locale)


def test_jinja_static_site(tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    pytest.importorskip("icalendar")
    run(sys.executable, EXAMPLES / "jinja_static_site.py", tmp_path)
    for locale in LOCALES:
        page = tmp_path / locale / "index.html"
        html = page.read_text(encoding="utf-8")
        check(html, locale)
        metas = [attrs for tag, attrs in Page(html).tags if tag == "meta"]
        assert {"http-equiv": "Content-Security-Policy", "content": POLICY} in metas
        (counter,) = (attrs for tag, attrs in Page(html).tags if tag == "sw-countdown")
        assert (counter["role"], counter["lang"], counter["dir"]) == ("timer", locale, LOCALES[locale])
        file = (page.parent / "day.ics").read_bytes().replace(b"\r\n ", b"")
        assert b"\r\nRRULE:FREQ=YEARLY;BYMONTHDAY=4;BYMONTH=8\r\n" in file
        assert b"https://t.me/share/url?" in file
        for address in Page(html).loaded():
            assert (page.parent / address.partition("?")[0]).is_file()
    assert {path.name for path in tmp_path.iterdir()} == {*LOCALES, "static"}


def test_jinja_static_site_without_a_folder_says_how_to_call_it() -> None:
    command = [sys.executable, str(EXAMPLES / "jinja_static_site.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Usage: python examples/jinja_static_site.py FOLDER\n")


def test_pelican_site(tmp_path: Path) -> None:
    # Without Markdown, Pelican skips the articles. Here MkDocs has installed it.
    assert '"pelican[markdown]"' in (EXAMPLES / "pelican_site.py").read_text(encoding="utf-8")
    run(sys.executable, EXAMPLES / "pelican_site.py", tmp_path)
    for locale in LOCALES:
        page = tmp_path / ("lake.html" if locale == "en" else f"lake-{locale}.html")
        html = page.read_text(encoding="utf-8")
        check(html, locale)
        assert f"https%3A%2F%2Fexample.org%2F{page.name}" in html
        for address in Page(html).loaded():
            assert (page.parent / address.partition("?")[0]).is_file()


# --- the third-party package ------------------------------------------------------------------------------

FOUND = """
import sys
import solidarity_widgets as sw
commons = sw.default_registry()["commons"]
assert commons.__module__ == "commons_share", commons
assert "commons" not in sw.builtin_registry()
print(sw.share_url("https://example.org/", "commons", title="A"))
print(sw.share_buttons("https://example.org/", "vk commons", locale="be"))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The package's own folder, copied, and a folder that its distribution was installed into."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("commons")
    source = folder / "source"
    shutil.copytree(
        EXAMPLES / "third_party_provider", source, ignore=shutil.ignore_patterns("__pycache__", ".*")
    )
    target = folder / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index"]
    run(*pip, "--no-deps", "--no-build-isolation", "--target", target, source)
    return source, target


def test_the_third_party_provider_is_found(installed: tuple[Path, Path]) -> None:
    _, site = installed
    assert [path.name for path in site.glob("*.dist-info")] == ["commons_share-0.1.0.dist-info"]
    link, bar = run(sys.executable, "-W", "error", "-c", FOUND, site=site).splitlines()
    assert link == "https://commons.example/post?status=A%20https%3A%2F%2Fexample.org%2F"
    assert 'data-sw-provider="commons"' in bar
    # Its own label is not in the library's catalogs: it stays English and says so.
    assert '<span class="sw-share__label" lang="en">Post on Commons</span>' in bar


def test_the_third_party_provider_passes_its_own_tests(installed: tuple[Path, Path]) -> None:
    source, site = installed
    options = ("-q", "-p", "no:cacheprovider", "--rootdir", source, "-c", source / "pyproject.toml")
    output = run(sys.executable, "-B", "-m", "pytest", *options, source / "tests", site=site)
    assert re.search(r"^\d+ passed", output, re.MULTILINE), output


def run(*command: str | Path, site: Path | None = None) -> str:
    """Run a command that can import this checkout's library, and give back what it prints."""
    paths = [str(site)] if site else []
    paths.append(str(Path(sw.__file__).parents[1]))
    done = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
