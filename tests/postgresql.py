"""PostgreSQL servers for tests, each in a temporary folder and reached through a socket there.

PostgreSQL does not run as root. If the tests do, the server runs as the user that Debian's package creates,
or as nobody.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from devtools import programs

#: Settings that make a server fast: it does not wait for the disk. Only a crash of the machine would show
#: the difference; isolation and locks are the same.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@cache
def server_user() -> dict[str, Any]:
    """Return arguments for ``subprocess``, so that a server does not run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def server_folder() -> Iterator[Path]:
    """Make a folder that belongs to the servers' user. Its name is short, as names of sockets must be."""
    path = Path(tempfile.mkdtemp(prefix="sw-"))
    try:
        if user := server_user():
            os.chown(path, user["user"], user["group"])
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class PostgreSQLServer:
    """A PostgreSQL server. By default it waits for the disk.

    Args:
        folder: An empty folder of :func:`server_folder`.
        settings: Settings of the server besides those that every server here has.

    Attributes:
        folder: The folder of its data and its socket. libpq takes the folder as the name of the host.
        programs: The folder of PostgreSQL's programs.
        url: The URL of a database.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        found = programs.find_postgresql()
        if found is None:
            packages = " ".join(programs.POSTGRESQL_PACKAGES)
            pytest.fail(
                "No PostgreSQL server programs (initdb, pg_ctl) on the PATH or in /usr/lib/postgresql. "
                f"Install them (on Debian and Ubuntu: apt-get install {packages}) "
                f"or set {programs.POSTGRESQL} to the URL of a database that the tests may use.",
                pytrace=False,
            )
        self.folder = folder
        self.programs: Path = found
        self.url = f"postgresql://postgres@/postgres?host={folder}"
        self.data = folder / "data"
        common = {"unix_socket_directories": str(folder), "listen_addresses": "''", "max_connections": "200"}
        self._options = " ".join(
            f"-c {name}={value}" for name, value in {**common, **(settings or {})}.items()
        )

    def create(self) -> None:
        """Make a new database cluster."""
        options = ("-N", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        self.run("initdb", "-D", self.data, *options)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = self.folder / "log"
        try:
            self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", log, "-o", self._options)
        except AssertionError as error:
            error.add_note(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            raise

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server if it runs."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "-w", "-D", self.data, "-m", mode)

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs, and fail with its output if it fails."""
        with tempfile.TemporaryFile() as output:  # not a pipe: the server would keep it open
            done = subprocess.run(
                [self.programs / program, *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                **server_user(),
            )
            output.seek(0)
            assert done.returncode == 0, f"{program}: {output.read().decode(errors='replace')}"


@contextmanager
def running_server(settings: Mapping[str, str] | None = None) -> Iterator[PostgreSQLServer]:
    """Run a new server while a test needs it."""
    with server_folder() as folder:
        server = PostgreSQLServer(folder, settings)
        try:
            server.create()
            server.start()
            yield server
        finally:
            server.stop()
