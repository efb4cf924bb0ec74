"""``solidarity-widgets new`` writes sites that start, and that people can sign."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

import solidarity_widgets as sw
from solidarity_widgets.cli import main
from solidarity_widgets.cli.new import FRAMEWORKS

from .recipes import BLOCK, ROOT, environment, free_port, program
from .web.http_visitor import HttpVisitor, wait_until

SITES = ROOT / "src" / "solidarity_widgets" / "cli" / "_sites"
COMMANDS = {
    "flask": ("flask", "run", "--port", "PORT"),
    "fastapi": ("uvicorn", "main:app", "--port", "PORT"),
    "django": ("django", "runserver", "127.0.0.1:PORT", "--noreload", "--settings", "campaign.settings"),
}
LOCALES = ("en", "be", "ru", "ar")


def new(folder: Path, framework: str) -> Path:
    assert main(["new", str(folder / "campaign-site"), "--framework", framework]) == 0
    return folder / "campaign-site"


@pytest.mark.parametrize("framework", ["flask", "fastapi", "django"])
def test_the_files_are_those_of_the_guide(framework: str) -> None:
    guide = dict(BLOCK.findall((ROOT / "docs" / "how-to" / f"{framework}.md").read_text(encoding="utf-8")))
    guide.pop("campaign/settings.py", None)  # the guide adds to those of a new project
    assert guide
    for title, content in guide.items():
        assert (SITES / framework / title).read_text(encoding="utf-8") == content, title


def test_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = new(tmp_path, "flask")
    output = capsys.readouterr().out
    assert "flask run" in output
    assert "http://127.0.0.1:5000/" in output
    assert "flask run" in (site / "README.md").read_text()
    assert stat.S_IMODE((site / "secret.txt").stat().st_mode) == 0o600
    assert len((site / "secret.txt").read_text().strip()) >= 32
    assert "secret.txt" in (site / ".gitignore").read_text().splitlines()


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "campaign-site").mkdir()
    (tmp_path / "campaign-site" / "mine.txt").write_text("mine")
    assert main(["new", str(tmp_path / "campaign-site"), "--framework", "static"]) == 2
    assert "new or empty folder" in capsys.readouterr().err
    assert [each.name for each in (tmp_path / "campaign-site").iterdir()] == ["mine.txt"]
    (tmp_path / "file").write_text("mine")
    assert main(["new", str(tmp_path / "file"), "--framework", "static"]) == 2
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("framework", COMMANDS)
def test_somebody_signs(framework: str, tmp_path: Path) -> None:
    site, port = new(tmp_path, framework), free_port()
    origin = f"http://127.0.0.1:{port}"
    secret = (site / "secret.txt").read_text().strip()
    env = environment(site) | {"SOLIDARITY_WIDGETS_SECRET": secret}
    if framework != "django":  # whose static files are served without BASE_URL only
        env["BASE_URL"] = origin
    else:
        settings = site / "campaign" / "settings.py"
        settings.write_text(settings.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
        manage = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(manage, cwd=site, env=env, check=True)
        subprocess.run(
            [sys.executable, "manage.py", "check", "--fail-level", "WARNING"], cwd=site, env=env, check=True
        )
    command = [sys.executable, "-m", *(word.replace("PORT", str(port)) for word in COMMANDS[framework])]
    visitor = HttpVisitor(origin, port)
    with program(command, site, env, origin):
        for locale in LOCALES:
            page = visitor.ask("GET", f"{origin}/", Accept_Language=locale)
            assert f'<html lang="{locale}" dir="{sw.get_locale(locale).direction}">' in page.text
        for file in re.findall(r'(?:href|src)="([^"]+solidarity_widgets/[^"]+)"', page.text):
            assert visitor.ask("GET", f"{origin}{file}").status == 200
        visitor.sign(f"{origin}/petitions/lake", "alesia@example.org")
        wait_until(lambda: sent(site))
        visitor.confirm(sent(site)[0])
        assert visitor.ask("GET", f"{origin}/petitions/lake/count.json").body == b'{"signed":1}'


def sent(site: Path) -> list[EmailMessage]:
    """The emails in the folder, or those that the terminal shows."""
    found = [file.read_bytes() for file in sorted((site / "mail").glob("*.eml"))]
    log = (site / "server.log").read_bytes()
    found += re.findall(rb"^Content-Type: .*?^-{70,}$", log, re.DOTALL | re.MULTILINE)
    return [message_from_bytes(message, policy=default) for message in found]  # type: ignore[misc]


def test_a_static_site(tmp_path: Path) -> None:
    site = new(tmp_path, "static")
    subprocess.run([sys.executable, "build.py"], cwd=site, env=environment(site), check=True)
    for locale in LOCALES:
        page = (site / "public" / locale / "index.html").read_text(encoding="utf-8")
        assert f'<html lang="{locale}" dir="{sw.get_locale(locale).direction}">' in page
        assert sw.share_button("https://example.org/", "telegram", locale=locale).label in page
        for file in re.findall(r'(?:href|src)="([^"?]+solidarity_widgets/[^"?]+)', page):
            assert (site / "public" / locale / file).is_file()


def test_every_framework_is_tried() -> None:
    assert {*COMMANDS, "static"} == set(FRAMEWORKS) == {each.name for each in SITES.iterdir()}
