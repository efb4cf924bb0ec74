"""The store's tests through PgBouncer in transaction mode.

It is a long test: ``python dev.py test -m slow tests/signing/test_pgbouncer.py``
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..postgresql import server_folder
from .servers import Server, pgbouncer

HERE = Path(__file__).parent
FILES = ("store", "store_model", "statements", "duplicates", "recount", "retention", "concurrency")
#: Sets a server's option at the start of a connection, which PgBouncer refuses.
NOT_THROUGH_IT = "what_postgresql_asks_to_try_again"

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server_folder() as place:
        server = Server(place)
        try:
            server.create()
            server.start()
            with pgbouncer(server) as url:
                yield url
        finally:
            server.stop()


def test_the_stores_tests(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "plain_engines"),
            *("-m", "postgresql and not slow and not benchmark", "-k", f"not {NOT_THROUGH_IT}"),
            *(HERE / f"test_{name}.py" for name in FILES),
        ],
        cwd=HERE.parents[1],
        env={**os.environ, "SOLIDARITY_WIDGETS_POSTGRESQL": url, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr[-1000:]
    last = done.stdout.splitlines()[-1]
    assert int(re.match(r"(\d+) passed", last)[1]) > 150  # type: ignore[index]
    with capsys.disabled():
        print(f"\nthrough PgBouncer: {last}")
