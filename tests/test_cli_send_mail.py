"""The command that sends the emails of a store's outbox."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from solidarity_widgets.cli import main
from solidarity_widgets.signing import ReminderPolicy, SigningService, SqlSignatureStore

from .mail.smtp_server import mail_server

SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
MODULE = """
from solidarity_widgets.petitions import Petition
VIGIL = Petition("vigil", title="Let them go", fields="email", consents="")
PETITIONS = [VIGIL]
find = {"vigil": VIGIL}.get
"""
Send = Callable[..., int]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with two emails in its outbox."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", SECRET)
    (tmp_path / "campaign_of_test.py").write_text(MODULE)
    monkeypatch.delitem(sys.modules, "campaign_of_test", raising=False)
    url = f"sqlite:///{tmp_path / 'signatures.db'}"
    namespace: dict[str, object] = {}
    exec(MODULE, namespace)
    with SqlSignatureStore(url) as store:
        store.create_tables()
        service = SigningService(
            store,
            SECRET,
            petitions=namespace["PETITIONS"],
            reminder=ReminderPolicy(),  # type: ignore[arg-type]
        )
        for name in ("ales", "maryja"):
            service.sign("vigil", {"email": f"{name}@example.org", **service.hidden_fields("vigil")})
    return url


def words(url: str, *more: str, petitions: str = "campaign_of_test:PETITIONS") -> list[str]:
    site = [
        "--petitions",
        petitions,
        "--base-url",
        "https://example.org/p",
        "--from",
        "Vigil <i@example.org>",
    ]
    return ["signatures", "send-mail", "--database", url, *site, *more]


@pytest.mark.parametrize("petitions", ["PETITIONS", "VIGIL", "find"])
def test_once_through(petitions: str, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with mail_server() as server:
        to = ["--smtp", f"127.0.0.1:{server.port}", "--security", "none", "--neutral-subject", "--html"]
        assert main(words(url, *to, petitions=f"campaign_of_test:{petitions}")) == 0
        assert capsys.readouterr().out == (
            "2 sent, 0 to be tried again, 0 refused, 0 given up, 0 not needed any more\n"
        )
        assert sorted(server.recipients) == ["ales@example.org", "maryja@example.org"]
        assert "https://example.org/p/" in server.messages[0].decode().replace("=\r\n", "")
        assert server.read()["Subject"] == "Confirm your email address"
        assert main(words(url, *to)) == 0
        assert capsys.readouterr().out.startswith("0 sent")


def test_dry_run(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["signatures", "send-mail", "--database", url, "--dry-run"]) == 0
        assert capsys.readouterr().out == "due: 2 confirm; later: 2 reminder\n"


def test_into_a_folder(url: str, tmp_path: Path) -> None:
    assert main(words(url, "--folder", str(tmp_path / "mail"))) == 0
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 2


def test_what_fails_is_said_without_an_address(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with mail_server() as server:
        server.replies["RCPT"] = ["450 4.2.0 ADDRESS greylisted"]
        assert main(words(url, "--smtp", f"127.0.0.1:{server.port}", "--security", "none")) == 1
    assert capsys.readouterr().out == (
        "0 sent, 2 to be tried again, 0 refused, 0 given up, 0 not needed any more\n"
        "2 times: the recipient was refused (450, 4.2.0)\n"
    )


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (["--petitions", "nowhere_to_be_found:X"], "--petitions must exist"),
        (["--petitions", "campaign_of_test:MISSING"], "--petitions must exist"),
        (["--petitions", "campaign_of_test"], "must be written as MODULE:NAME"),
        (["--from", ""], "--from must be the address"),
        (["--base-url", "example.org"], "base_url"),
        ([], "--smtp or --folder must be given"),
        (["--smtp", "mail.example.org:smtp"], "must be HOST or HOST:PORT"),
        (["--smtp", "mail.example.org", "--security", "none", "--username", "u"], "must be starttls or tls"),
    ],
)
def test_arguments(more: list[str], reason: str, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(url, *more)) == 2
    assert reason in capsys.readouterr().err


def test_until_it_is_stopped(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    command = [
        sys.executable,
        "-m",
        "solidarity_widgets",
        *words(url, "--folder", str(folder), "--keep-running"),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    until = time.monotonic() + 30
    while len(list(folder.glob("*.eml"))) < 2:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "stopped; what was not sent waits in the store\n")
