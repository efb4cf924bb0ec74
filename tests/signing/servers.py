"""PostgreSQL servers that follow each other and that tests kill, and PgBouncer in front of one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devtools import programs

from ..postgresql import PostgreSQLServer, server_folder, server_user

#: What a standby is called in ``synchronous_standby_names``.
_STANDBY = "standby"


class Server(PostgreSQLServer):
    """A PostgreSQL server that is a primary or a standby. It waits for the disk.

    Args:
        folder: An empty folder of :func:`server_folder`.
        synchronous: Whether a commit waits until a standby has it on its disk.
    """

    def __init__(self, folder: Path, *, synchronous: bool = False) -> None:
        # Both servers have the same settings, because a promoted standby needs a standby in turn.
        settings = {
            "cluster_name": _STANDBY,
            "synchronous_commit": "on",
            "synchronous_standby_names": f"'{_STANDBY}'" if synchronous else "''",
        }
        super().__init__(folder, settings)

    def follow(self, primary: Server) -> None:
        """Become a standby: copy a primary, and from then on receive what it writes."""
        self.run(
            "pg_basebackup",
            *("-D", self.data, "-h", primary.folder, "-U", "postgres"),
            *("--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream"),
        )

    def promote(self) -> None:
        """Make a primary of this standby."""
        self.run("pg_ctl", "promote", "-w", "-D", self.data)

    def kill(self) -> None:
        """Kill every process of the server at once with SIGKILL, as if its machine were gone."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)  # so that it neither starts nor ends another process
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        for process in (postmaster, *map(int, children)):
            while _runs(process):
                time.sleep(0.01)
        # Where no init collects orphans, PostgreSQL would take the dead process for a running server.
        for lock in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            lock.unlink()

    def remove(self) -> None:
        """Remove what a server that is gone has left behind."""
        for path in self.folder.iterdir():
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
    program = programs.find_pgbouncer()
    if program is None:
        pytest.fail(
            "No pgbouncer on the PATH or in /usr/sbin. "
            f"Install it (on Debian and Ubuntu: apt-get install {' '.join(programs.PGBOUNCER_PACKAGES)}).",
            pytrace=False,
        )
    with server_folder() as place:
        settings = place / "pgbouncer.ini"
        settings.write_text(
            f"""[databases]
* = host={server.folder} user=postgres
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
            [program, settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **server_user()
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
