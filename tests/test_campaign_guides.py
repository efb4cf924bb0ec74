"""The campaign sites of the guides are built from their own blocks, in each framework, and signed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import django
import pytest

import solidarity_widgets as sw

from .recipes import BLOCK, ROOT, environment, free_port, program, write_files
from .web.http_visitor import HttpVisitor, wait_until

GUIDES = ROOT / "docs" / "how-to"
SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
LOCALES = ("en", "be", "ru", "ar")
COMMANDS = {
    "flask": ("flask", "run", "--port", "PORT"),
    "fastapi": ("uvicorn", "main:app", "--port", "PORT"),
    "django": ("django", "runserver", "127.0.0.1:PORT", "--noreload", "--settings", "campaign.settings"),
}
#: What the guide for Django says about its older versions.
CONSOLE = 'EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"\n'


@dataclass(frozen=True)
class Site:
    folder: Path
    files: dict[str, str]
    visitor: HttpVisitor
    origin: str


@pytest.fixture(scope="module", params=COMMANDS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    files = dict(BLOCK.findall((GUIDES / f"{request.param}.md").read_text(encoding="utf-8")))
    env = environment(folder) | {"SOLIDARITY_WIDGETS_SECRET": SECRET, "BASE_URL": f"http://127.0.0.1:{port}"}
    if request.param == "django":
        start_project(folder, files, port, env)
    else:
        write_files(folder, files)
    command = [sys.executable, "-m", *(word.replace("PORT", str(port)) for word in COMMANDS[request.param])]
    origin = f"http://127.0.0.1:{port}"
    with program(command, folder, env, origin):
        yield Site(folder, files, HttpVisitor(origin, port), origin)


def start_project(folder: Path, files: dict[str, str], port: int, env: dict[str, str]) -> None:
    """Do what the guide for Django says."""

    def manage(*words: str) -> None:
        subprocess.run([sys.executable, "-m", "django", *words], cwd=folder, env=env, check=True)

    manage("startproject", "campaign", ".")
    settings = (folder / "campaign" / "settings.py").read_text(encoding="utf-8")
    own = files["campaign/settings.py"].replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    if django.VERSION < (6, 1):
        own += CONSOLE
    write_files(folder, {**files, "campaign/settings.py": settings + own})
    manage("migrate", "--settings", "campaign.settings", "--verbosity", "0")


def messages(site: Site) -> list[EmailMessage]:
    """The emails in the folder, or those that the terminal shows."""
    sent = [file.read_bytes() for file in sorted((site.folder / "mail").glob("*.eml"))]
    log = (site.folder / "server.log").read_bytes()
    if b"\nMIME-Version: 1.0\n" in log:
        sent.append(re.findall(rb"^Content-Type: .*?^-{70,}$", log, re.DOTALL | re.MULTILINE)[0])
    return [message_from_bytes(message, policy=default) for message in sent]  # type: ignore[misc]


def test_the_page_in_four_languages(site: Site) -> None:
    for locale in LOCALES:
        page = site.visitor.ask("GET", f"{site.origin}/", Accept_Language=locale)
        assert page.status == 200
        assert f'<html lang="{locale}" dir="{sw.get_locale(locale).direction}">' in page.text
        assert sw.share_button(site.origin, "telegram", locale=locale).label in page.text
        assert "<sw-countdown" in page.text
        assert "<sw-progress" in page.text
        assert "Accept-Language" in page.headers["Vary"]
        petition = site.visitor.ask("GET", f"{site.origin}/petitions/lake", Accept_Language=locale)
        assert f'<html lang="{locale}"' in petition.text
        assert "<main><section" in petition.text  # in the site's own layout


def test_somebody_signs(site: Site) -> None:
    url = f"{site.origin}/petitions/lake"
    site.visitor.sign(url, "alesia@example.org")
    wait_until(lambda: bool(messages(site)))
    site.visitor.confirm(messages(site)[0])
    assert site.visitor.ask("GET", f"{url}/count.json").body == b'{"signed":1}'


def test_all_files_of_the_page_are_served(site: Site) -> None:
    for path in ("/", "/petitions/lake"):
        page = site.visitor.ask("GET", f"{site.origin}{path}").text
        files = re.findall(r'(?:href|src)="([^"]+solidarity_widgets/[^"]+)"', page)
        assert len(files) >= 2
        assert {site.visitor.ask("GET", f"{site.origin}{file}").status for file in files} == {200}


def test_how_much_there_is_to_write(site: Site) -> None:
    """At most thirty lines of Python that do something."""
    source = "".join(content for title, content in site.files.items() if title.endswith(".py"))
    statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    lines = {line for node in statements for line in range(node.lineno, node.lineno + 1)}
    assert len(lines) <= 30
