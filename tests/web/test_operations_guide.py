"""The files of docs/how-to/operate.md are run as they are: services, nginx, Caddy, scripts.

Only names and places are replaced, since this machine has no such domain, user or folders.
"""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from devtools import programs
from solidarity_widgets.signing import Keys, SuspicionPolicy

from ..mail.smtp_server import MailServer, mail_server, only
from ..recipes import ROOT, blocks, free_port, write_files
from .http_visitor import TOKEN, HttpVisitor, links, tokens, wait_until

pytestmark = pytest.mark.proxy

GUIDE = ROOT / "docs" / "how-to" / "operate.md"
TUTORIAL = ROOT / "docs" / "how-to" / "live-petition.md"
SECTIONS = (
    "The site",
    "The settings",
    "The services",
    "nginx",
    "Caddy",
    "Every night",
    "Backups",
    "Restore a backup",
)
HOST = "petitions.example.org"
ORIGIN = f"https://{HOST}"
SECRET, PASSWORD = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", "s3cret"
CLIENT, FORGED = "127.0.0.9", "192.0.2.66"
COMMAND = ("-m", "solidarity_widgets", "signatures")


@dataclass
class Server:
    """A machine with the guide's files.

    Attributes:
        folder: Its ``/srv/petitions``; everything else is in it too.
        files: The guide's files, with names and places replaced.
        ports: The ports of HTTP and HTTPS.
        mail: The mail server.
        authority: Signs certificates.
    """

    folder: Path
    files: dict[str, str]
    ports: tuple[int, int]
    mail: MailServer
    authority: trustme.CA

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a service, as systemd reads it from its file."""
        settings = dict(word.split("=", 1) for word in shlex.split(self.files["petitions.env"]))
        authority = str(self.folder / "authority.pem")
        return {
            "PATH": os.environ["PATH"],
            "SSL_CERT_FILE": authority,
            "PYTHONPATH": str(ROOT / "src"),
            **settings,
        }

    @contextmanager
    def service(self, name: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a service as its unit says."""
        unit = configparser.ConfigParser(interpolation=None)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(self.files[name])
        service = unit["Service"]
        assert service["EnvironmentFile"] == str(self.folder / "petitions.env")
        words = shlex.split(service["ExecStart"])
        env = self.environment
        command = [re.sub(r"\$\{(\w+)\}", lambda found: env[found[1]], word) for word in words]
        log = self.folder / f"{name}.log"
        with (
            log.open("wb") as output,
            subprocess.Popen(
                command,
                cwd=service["WorkingDirectory"],
                env=env,
                stdout=output,
                stderr=subprocess.STDOUT,
                umask=int(service["UMask"], 8),
            ) as process,
        ):
            try:
                yield process
            finally:
                process.terminate()
                assert process.wait(40) in (0, -signal.SIGTERM), log.read_text()

    def run(self, *arguments: str, text: str = "") -> str:
        """Run a command in the folder, as a job of cron does."""
        done = subprocess.run(
            arguments,
            cwd=self.folder,
            env=self.environment,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def logs(self) -> str:
        """Everything that any program has written into a log."""
        return "".join(
            file.read_text(encoding="utf-8", errors="replace") for file in self.folder.rglob("*.log")
        )


@pytest.fixture
def server() -> Iterator[Server]:
    """A machine with the guide's files, and a mail server elsewhere."""
    folder = Path(tempfile.mkdtemp(prefix="sw-"))  # a socket's path is short
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    login = only("petitions", PASSWORD)
    try:
        with mail_server(
            tls_context=tls, require_starttls=True, auth_required=True, authenticator=login
        ) as mail:
            ports = free_port(), free_port()
            files = _files(folder, ports, mail.port)
            write_files(folder, files)
            certificate = authority.issue_cert(HOST)
            (folder / "tls").mkdir()
            certificate.cert_chain_pems[0].write_to_path(folder / "tls" / "fullchain.pem")
            certificate.private_key_pem.write_to_path(folder / "tls" / "privkey.pem")
            for name in ("data", "run", "log"):
                (folder / name).mkdir(mode=0o700)
            (folder / "venv").symlink_to(sys.prefix)
            machine = Server(folder, files, ports, mail, authority)
            machine.run(sys.executable, *COMMAND, "create-tables")
            yield machine
    finally:
        shutil.rmtree(folder)


def _files(folder: Path, ports: tuple[int, int], mail_port: int) -> dict[str, str]:
    shown = [block for section in SECTIONS for block in blocks(section, GUIDE)]
    shown += blocks("2. Write the petition", TUTORIAL)
    changes = (
        ("/srv/petitions", str(folder)),
        ("/etc/petitions.env", str(folder / "petitions.env")),
        ("/run/petitions", str(folder / "run")),
        ("/var/log/nginx", str(folder / "log")),
        ("/var/log/caddy", str(folder / "log")),
        (f"/etc/letsencrypt/live/{HOST}", str(folder / "tls")),
        ("listen 80;", f"listen 127.0.0.1:{ports[0]};"),
        ("listen 443 ", f"listen 127.0.0.1:{ports[1]} "),
        (f"\n{HOST} {{", f"\nhttp://{HOST} {{"),
        ("\tlog default {", f"\tadmin off\n\thttp_port {ports[1]}\n\tlog default {{"),
        ("--smtp mail.example.org", f"--smtp 127.0.0.1:{mail_port}"),
        ('SECRET=""', f'SECRET="{SECRET}"'),
        ('PASSWORD=""', f'PASSWORD="{PASSWORD}"'),
    )
    used = set()
    files: dict[str, str] = {}
    for title, content in shown:
        for old, new in changes:
            used |= {old} & {old if old in content else ""}
            content = content.replace(old, new)
        files[title] = content
    assert used == {old for old, _ in changes}, "the guide has changed"
    return files


@contextmanager
def nginx(server: Server) -> Iterator[HttpVisitor]:
    """Run nginx with the guide's file, in a configuration like Debian's."""
    program = programs.find_nginx()
    assert program is not None, "nginx is missing"
    folder = server.folder
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user} pid {folder}/nginx.pid; error_log {folder}/error.log info; events {{}}\n"
        f"http {{ {temporary} access_log {folder}/access.log; gzip on; include {folder}/petitions.conf; }}\n"
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr, tested.stderr
    context = ssl.create_default_context()
    server.authority.configure_trust(context)
    visitor = HttpVisitor(ORIGIN, server.ports[1], context, CLIENT)
    with _running([*command, "-g", "daemon off;"], visitor):
        yield visitor


@contextmanager
def caddy(server: Server) -> Iterator[HttpVisitor]:
    """Run Caddy with the guide's file, without TLS, because nobody would certify the domain."""
    program = programs.find_caddy()
    assert program is not None, "Caddy is missing"
    file = server.folder / "Caddyfile"
    home = {**os.environ, "HOME": str(server.folder), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    options = ["--config", str(file), "--adapter", "caddyfile"]
    tested = subprocess.run(
        [program, "validate", *options], capture_output=True, text=True, env=home, check=False
    )
    assert tested.returncode == 0, tested.stderr
    visitor = HttpVisitor(ORIGIN, server.ports[1], None, CLIENT)
    with (
        (server.folder / "caddy.log").open("wb") as log,
        _running([program, "run", *options], visitor, env=home, stdout=log, stderr=log),
    ):
        yield visitor


PROXIES = {"nginx": nginx, "Caddy": caddy}


@contextmanager
def _running(command: list[str], visitor: HttpVisitor, **options: object) -> Iterator[None]:
    with subprocess.Popen(command, **options) as process:  # type: ignore[call-overload]
        try:

            def answers() -> bool:
                assert process.poll() is None
                try:
                    return visitor.ask("GET", "/").status == 302
                except OSError:
                    return False

            wait_until(answers, 20)
            yield
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def running(server: Server, proxy: str) -> Iterator[HttpVisitor]:
    """Run the site, the mail worker, and a proxy."""
    with ExitStack() as stack:
        stack.enter_context(server.service("petitions-site.service"))
        stack.enter_context(server.service("petitions-mail.service"))
        wait_until((server.folder / "run" / "site.sock").exists)
        visitor = stack.enter_context(PROXIES[proxy](server))
        wait_until(lambda: visitor.ask("GET", "/lake").status == 200)
        yield visitor


def sign(server: Server, visitor: HttpVisitor, email: str, **headers: str) -> list[str]:
    """Sign and confirm; return the links of the email."""
    number = len(server.mail.messages)
    visitor.sign(f"{ORIGIN}/lake", email, **headers)
    wait_until(lambda: len(server.mail.messages) > number)
    message = server.mail.read()
    assert message["From"] == "Save the lake <info@example.org>"
    assert "Thank you" in visitor.confirm(message).text
    assert len(tokens(message)) == 3
    return links(message)


def count(visitor: HttpVisitor) -> bytes:
    return visitor.ask("GET", "/lake/count.json").body


@pytest.mark.parametrize("proxy", PROXIES)
def test_the_flow_through_a_proxy(server: Server, proxy: str) -> None:
    with running(server, proxy) as visitor:
        addresses = sign(server, visitor, "alesia@example.org", X_Forwarded_For=FORGED)
        wait_until(lambda: count(visitor) == b'{"signed":1}', 5)
        withdraw = next(url for url in addresses if "/withdraw/" in url)
        assert "withdrawn" in visitor.post(withdraw, {}).text
        root = visitor.ask("GET", "/")
        assert root.headers["Location"] in ("/lake", f"{ORIGIN}:{visitor.port}/lake")
        answer = visitor.ask("GET", "/lake")
        assert answer.headers["Strict-Transport-Security"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        assert visitor.ask("POST", "/lake", b"a=" + b"b" * 70_000, **form).status == 413
        assert visitor.ask("POST", "/lake", b"a=b", **form, Origin="https://evil.example").status == 403
        assert _networks(server) == {CLIENT}
        if proxy == "nginx":
            plain = HttpVisitor("http://petitions.example.org", server.ports[0], source=CLIENT)
            moved = plain.ask("GET", "/lake?lang=be")
            assert (moved.status, moved.headers["Location"]) == (301, f"{ORIGIN}/lake?lang=be")
    log = server.logs()
    for url in addresses:
        assert TOKEN.search(url)[1] not in log  # type: ignore[index]
    assert "/confirm/[token]" in log
    assert CLIENT not in log
    assert "alesia" not in log
    assert (server.folder / "data" / "signatures.db").stat().st_mode & 0o077 == 0 or os.name == "nt"


def _networks(server: Server) -> set[str]:
    """Which of the addresses that a form may have come from are those under which it was counted."""
    keys, policy = Keys(SECRET), SuspicionPolicy()
    with closing(sqlite3.connect(server.folder / "data" / "signatures.db")) as database:
        stored = {row[0] for row in database.execute("SELECT key FROM sw_hits")}
    now = int(time.time())
    windows = {policy.shared_rate.window(moment) for moment in (now, now - 600)}
    return {
        address
        for address in (CLIENT, FORGED, "127.0.0.1")
        for window in windows
        if keys.rate_key("lake", f"network {window}", address) in stored
    }


@pytest.mark.parametrize("proxy", PROXIES)
def test_nothing_is_told_when_the_site_is_down(server: Server, proxy: str) -> None:
    with PROXIES[proxy](server) as visitor:
        for purpose in ("confirm", "withdraw", "erase", "unsubscribe"):
            assert visitor.ask("GET", f"/{purpose}/WyJsYWtl.x-_Y?lang=be").status == 502
    log = server.logs()
    assert "/erase/[token]" in log
    assert "WyJsYWtl.x-_Y" not in log
    assert CLIENT not in log


def test_every_night_and_a_restored_backup(server: Server) -> None:
    """Whoever has erased a signature since the backup is erased again."""
    database = server.folder / "data" / "signatures.db"
    with running(server, "nginx") as visitor:
        addresses = sign(server, visitor, "alesia@example.org")
        more = sign(server, visitor, "ales@example.org")
        sign(server, visitor, "nina@example.org")
        server.run("sh", "backup.sh")
        visitor.post(next(url for url in addresses if "/erase/" in url), {})
        visitor.post(next(url for url in more if "/withdraw/" in url), {})
        assert "3 signed" not in (said := server.run("sh", "nightly.sh")), said
        assert "2 signed; the count right" in said
        assert '"signed": 3' in server.run("sh", "-c", "cat data/lake.changes.jsonl")
    [backup] = (server.folder / "data" / "backups").glob("*.db")
    assert backup.stat().st_mode & 0o077 == 0
    for file in database.parent.glob("signatures.db*"):
        file.unlink()
    backup.replace(database)
    assert _names(database) == ["Alesia"] * 3
    feed = (server.folder / "data" / "lake.changes.jsonl").read_text()
    said = server.run(sys.executable, "reapply.py", "lake", text=feed)
    assert said.split() == ["1", "erased", "1", "withdrawn"]
    assert _names(database) == ["Alesia"] * 2
    assert "2 signed" in server.run("sh", "nightly.sh")


def _names(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM sw_signatures WHERE name <> ''")]


def test_the_line_of_cron(server: Server) -> None:
    *_, user, script = server.files["cron"].split()
    assert user == "petitions"
    assert Path(script).parent == server.folder
    assert Path(script).name in server.files
