"""One browser of each engine and the site it visits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from solidarity_widgets.demo import Campaign
from solidarity_widgets.demo.server import make_server

from .engine import Engine
from .firefox import Firefox
from .host import Host, Outside, running
from .webkit import WebKit


# One worker has one engine, and starts it once with scripts and once without.
@pytest.fixture(
    scope="session",
    params=[
        pytest.param(Firefox, id="firefox", marks=[pytest.mark.firefox, pytest.mark.xdist_group("firefox")]),
        pytest.param(WebKit, id="webkit", marks=[pytest.mark.webkit, pytest.mark.xdist_group("webkit")]),
    ],
)
def engine(request: pytest.FixtureRequest) -> type[Engine]:
    kind: type[Engine] = request.param
    return kind


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    with (
        running(make_server(Campaign(), port=0)) as demo,
        running(Host(f"http://127.0.0.1:{demo.server_address[1]}")) as host,
    ):
        yield host


@pytest.fixture(scope="session")
def outside(engine: type[Engine]) -> Iterator[Outside]:
    with running(Outside()) as outside:
        yield outside


def _start(engine: type[Engine], outside: Outside, *, scripting: bool) -> Iterator[Engine]:
    browser = None
    try:
        browser = engine(outside, scripting=scripting)
    except FileNotFoundError as error:
        problem = str(error)
    if browser is None:
        pytest.fail(problem, pytrace=False)
    with closing(browser):
        print(browser.version)
        yield browser


@pytest.fixture(scope="session")
def browser(engine: type[Engine], outside: Outside) -> Iterator[Engine]:
    yield from _start(engine, outside, scripting=True)


@pytest.fixture(scope="session")
def unscripted(engine: type[Engine], outside: Outside) -> Iterator[Engine]:
    """The same browser, its scripts switched off by its reader."""
    yield from _start(engine, outside, scripting=False)
