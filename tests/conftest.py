"""What all tests share: how property tests search, PostgreSQL servers, and a check of the tests' names."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import babel
import pytest
from hypothesis import settings

from devtools import programs

from .postgresql import NOT_DURABLE, PostgreSQLServer, running_server

# Property tests search anew on a developer's machine and repeat themselves in CI. Tests ask for fewer than
# Hypothesis's 100 examples if an example is slow, or if a table holds the same cases. The nightly profile
# makes all tests search 20 times as long.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("developer", deadline=None)
settings.register_profile("nightly", max_examples=2_000, deadline=None)
PROFILE = os.environ.get("SOLIDARITY_WIDGETS_HYPOTHESIS") or ("ci" if os.environ.get("CI") else "developer")
settings.load_profile(PROFILE)

# A shell that starts us in the background has SIGINT ignored, and so would every program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parents[1]


#: The newest release of CLDR whose words the tests have seen.
NEWEST_CLDR = 49


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say of a failure that compares words whether Unicode may have changed them."""
    report = yield
    if report.failed and item.get_closest_marker("cldr"):
        from .cldr.releases import babel_cldr

        if babel_cldr() > NEWEST_CLDR:
            sentence = (
                f"CLDR {babel_cldr()} (Babel {babel.__version__}) is newer than the words of this test, "
                f"which were last compared with CLDR {NEWEST_CLDR}. If its words are right, the library is "
                "not broken: bring the expectation up to date, or add the change to tests/cldr/changes.toml."
            )
            report.sections.append(("A new release of CLDR", sentence))
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test whose name holds an address in memory, and search long at night.

    Such a name is another one in each process, so pytest-xdist cannot share the tests out, and nobody can run
    the test by its name.
    """
    unstable = [item.nodeid for item in items if " at 0x" in item.nodeid]
    if unstable:
        raise pytest.UsageError("\n".join(["Give these tests ids of their own (ids=):", *unstable]))
    if PROFILE == "nightly":
        for test in {getattr(item.obj, "__func__", item.obj) for item in items if hasattr(item, "obj")}:
            _search_long(test)


def _search_long(test: Any) -> None:
    """Raise the number of examples where a test has one of its own, which goes before the profile's."""
    own = getattr(test, "_hypothesis_internal_use_settings", None)
    if own is not None and own.max_examples != settings.default.max_examples:
        test._hypothesis_internal_use_settings = settings(own, max_examples=20 * own.max_examples)


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


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQLServer]:
    """A server that waits for the disk as usual, and that a test may stop and start.

    Each process of pytest-xdist has its own.
    """
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def durable_postgresql(request: pytest.FixtureRequest) -> str:
    """The URL of a PostgreSQL database that waits for the disk."""
    named = os.environ.get(programs.POSTGRESQL)
    return named or request.getfixturevalue("postgresql_server").url


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL database, for tests that make tables with names of their own.

    It is the one that SOLIDARITY_WIDGETS_POSTGRESQL names, or on a server that does not wait for the disk.
    """
    if named := os.environ.get(programs.POSTGRESQL):
        yield named
        return
    with running_server(NOT_DURABLE) as server:
        yield server.url
