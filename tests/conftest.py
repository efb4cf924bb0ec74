"""What all tests share: how property tests search, and a PostgreSQL server."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Property tests search anew on a developer's machine, and repeat themselves in CI.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("developer", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

# A shell that starts us in the background has SIGINT ignored, and so would every program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parents[1]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give all tests of a browser engine to one worker, so that it starts only once.

    They have the mark ``xdist_group``, but pytest-xdist 3.8 writes it where pytest 9.2 no longer reads it.
    """
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling

    class Scheduling(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            engine = re.search(r"/engines/.*\[(firefox|webkit)\b", nodeid)
            return engine[1] if engine else str(super()._split_scope(nodeid))

    return Scheduling(config, log)


def _dev() -> Any:
    """The program that contributors type knows where PostgreSQL's programs are."""
    spec = importlib.util.spec_from_file_location("solidarity_widgets_dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class PostgreSQL:
    """A server of the tests' own, reached through a socket in its folder; it waits for the disk as usual.

    It does not run as root, so root's server runs as the user that Debian's package makes, or as nobody.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.programs = programs
        self.url = f"postgresql://postgres@/postgres?host={folder}"
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            import pwd

            users = {user.pw_name: user for user in pwd.getpwall()}
            user = users.get("postgres") or users["nobody"]
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(
                f"unix_socket_directories = '{folder}'\nlisten_addresses = ''\nmax_connections = 200\n"
            )
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "start", "-w", "-D", self.folder / "data", "-l", self.folder / "log")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "-w", "-D", self.folder / "data", "-m", mode)

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [self.programs / program, *arguments]
        with open(os.devnull, "wb") as nowhere, tempfile.TemporaryFile() as errors:
            done = subprocess.run(
                command, cwd=self.folder, stdout=nowhere, stderr=errors, check=False, **self._as
            )
            errors.seek(0)
            assert done.returncode == 0, f"{program}: {errors.read().decode(errors='replace')}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """A server that a test may stop and start."""
    dev = _dev()
    programs = dev.find_postgresql()
    if programs is None:
        pytest.fail(
            "No PostgreSQL server programs (initdb, pg_ctl) on the PATH or in /usr/lib/postgresql. "
            f"Install them (on Debian and Ubuntu: apt-get install {' '.join(dev.POSTGRESQL_PACKAGES)}), "
            f"or name the URL of a database that the tests may use in {dev.POSTGRESQL}.",
            pytrace=False,
        )
    folder = Path(tempfile.mkdtemp(prefix="sw-"))  # short, for so are the names of sockets
    try:
        server = PostgreSQL(folder, programs)
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> str:
    """The URL of a PostgreSQL database."""
    named = os.environ.get(_dev().POSTGRESQL)
    return named or request.getfixturevalue("postgresql_server").url
