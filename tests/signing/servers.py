"""Servers that tests start, kill and remove: PostgreSQL with a standby, and PgBouncer before it.

All are reached through sockets in their folders. Neither program runs as root, so root's servers run as the
user that Debian's package makes, or as nobody.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ..dev_program import load_dev

_ROOT = Path(__file__).resolve().parents[2]
#: What a standby is called in ``synchronous_standby_names``.
_STANDBY = "standby"


@cache
def _user() -> dict[str, Any]:
    """Arguments for ``subprocess``, so that a server does not run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(program: Path, *arguments: str | Path) -> None:
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [program, *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            **_user(),
        )
        output.seek(0)
        assert done.returncode == 0, f"{program.name}: {output.read().decode(errors='replace')}"


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that belongs to the servers' user; its name is short, for so are those of sockets."""
    path = Path(tempfile.mkdtemp(prefix="sw-"))
    try:
        if user := _user():
            os.chown(path, user["user"], user["group"])
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class Server:
    """A PostgreSQL server, either a primary or a standby. It waits for the disk as usual.

    Args:
        folder: An empty folder of :func:`folder`.
        synchronous: Whether a commit waits until a standby has it on its disk.

    Attributes:
        socket: The folder of its socket, which is a host's name to libpq.
    """

    def __init__(self, folder: Path, *, synchronous: bool = False) -> None:
        programs = load_dev().find_postgresql()
        if programs is None:
            pytest.fail(
                "No PostgreSQL server programs (initdb, pg_ctl) on the PATH or in /usr/lib/postgresql. "
                "Install them (on Debian and Ubuntu: apt-get install "
                f"{' '.join(load_dev().POSTGRESQL_PACKAGES)}).",
                pytrace=False,
            )
        self._programs: Path = programs
        self.socket = folder
        self._data = folder / "data"
        names = f"'{_STANDBY}'" if synchronous else "''"
        # Both servers have the same settings: who is promoted needs a standby in turn.
        self._settings = (
            f"-c unix_socket_directories={folder} -c listen_addresses='' -c max_connections=200 "
            f"-c cluster_name={_STANDBY} -c synchronous_commit=on -c synchronous_standby_names={names}"
        )

    def create(self) -> None:
        """Make a new database cluster."""
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        _run(self._programs / "initdb", "-D", self._data, *options)

    def follow(self, primary: Server) -> None:
        """Become a standby: copy a primary, and from then on receive what it writes."""
        _run(
            self._programs / "pg_basebackup",
            *("-D", self._data, "-h", primary.socket, "-U", "postgres"),
            *("--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream"),
        )

    def start(self) -> None:
        log = self.socket / "log"
        try:
            _run(self._programs / "pg_ctl", "start", "-w", "-D", self._data, "-l", log, "-o", self._settings)
        except AssertionError as error:
            error.add_note(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            raise

    def stop(self) -> None:
        """End the server if it runs."""
        if (self._data / "postmaster.pid").exists():
            _run(self._programs / "pg_ctl", "stop", "-w", "-D", self._data, "-m", "immediate")

    def promote(self) -> None:
        """Make a primary of this standby."""
        _run(self._programs / "pg_ctl", "promote", "-w", "-D", self._data)

    def kill(self) -> None:
        """Kill every process of the server at once with SIGKILL, as if its machine were gone."""
        postmaster = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)  # so that it neither starts nor ends another process
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        for process in (postmaster, *map(int, children)):
            while _runs(process):
                time.sleep(0.01)
        # Where no init collects orphans, PostgreSQL would take the dead process for a running server.
        for lock in (self._data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")):
            lock.unlink()

    def remove(self) -> None:
        """Remove what a server that is gone has left behind."""
        for path in self.socket.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _runs(process: int) -> bool:
    """Whether a process exists and has not just left its exit status behind."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@contextmanager
def pgbouncer(server: Server, port: int = 6432) -> Iterator[str]:
    """Start PgBouncer in transaction mode before a server; give the URL of a database behind it."""
    program = load_dev().find_pgbouncer()
    if program is None:
        pytest.fail(
            "No pgbouncer on the PATH or in /usr/sbin. "
            f"Install it (on Debian and Ubuntu: apt-get install {' '.join(load_dev().PGBOUNCER_PACKAGES)}).",
            pytrace=False,
        )
    with folder() as place:
        settings = place / "pgbouncer.ini"
        settings.write_text(
            f"""[databases]
* = host={server.socket} user=postgres
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {place}
auth_type = any
pool_mode = transaction
max_client_conn = 300
default_pool_size = 30
logfile = {place / "log"}
""",
            encoding="utf-8",
        )
        settings.chmod(0o644)
        process = subprocess.Popen(
            [program, settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_user()
        )
        try:
            until = time.monotonic() + 30
            while not (place / f".s.PGSQL.{port}").exists():
                assert process.poll() is None, (place / "log").read_text(encoding="utf-8")
                assert time.monotonic() < until
                time.sleep(0.05)
            yield f"postgresql://postgres@/postgres?host={place}&port={port}&prepare_threshold=none"
        finally:
            process.terminate()
            process.wait()
