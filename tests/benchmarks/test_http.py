"""A site's speed under uvicorn and gunicorn with PostgreSQL, beside a bare handler that stores the same rows.

Run with ``-m benchmark``. Only the ratio is asserted, for absolute figures are the machine's. The clients are
another process on the same machine, and so is the database.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import pytest

import solidarity_widgets
from solidarity_widgets.signing import SqlSignatureStore
from solidarity_widgets.signing.store.records import Signature

from .http_server import PETITION, make_service

pytestmark = [pytest.mark.benchmark, pytest.mark.postgresql]

HERE = Path(__file__).parent
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])
ROUNDS, SECONDS, CLIENTS = 3, 3, 32
#: More requests than are made in one measurement.
REQUESTS = 9_000
Result = dict[str, float]


class Bench:
    """A database, and requests that nobody has sent yet."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.store = SqlSignatureStore(url)
        self.store.create_tables()
        self.service = make_service(self.store)
        self.numbers = itertools.count()

    def write(self, lines: list[str]) -> str:
        path = self.folder / f"{next(self.numbers)}.txt"
        path.write_text("\n".join(lines))
        return str(path)

    def forms(self) -> str:
        stamp, run = self.service.hidden_fields(PETITION), next(self.numbers)
        return self.write(
            [
                "/vigil "
                + urlencode({"name": f"Signer {each}", "email": f"a{run}.{each}@h{each}.example", **stamp})
                for each in range(REQUESTS)
            ]
        )

    def links(self) -> str:
        run, now, make = next(self.numbers), self.service.now(), self.service._context.tokens.make
        ids = [f"{run:04x}{each:028x}" for each in range(REQUESTS)]
        rows = [Signature(PETITION.id, id, identity=id, submitted_at=now) for id in ids]
        with self.store.database._engine.begin() as connection:
            connection.execute(
                self.store.tables.signatures.insert(),
                [{name: getattr(row, name) for name in Signature.__slots__} for row in rows],
            )
        return self.write([f"/confirm/{make('confirm', PETITION.id, id, now)} " for id in ids])

    def counts(self) -> str:
        return self.write(["/vigil/count.json "])

    @contextmanager
    def serving(self, server: str, handler: str) -> Iterator[int]:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            # uvicorn takes an inherited socket for a local one, and leaves this out.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            listener.listen(128)
            command = [sys.executable, HERE / "http_server.py", server, handler, self.url, listener.fileno()]
            process = subprocess.Popen(
                list(map(str, command)),
                pass_fds=[listener.fileno()],
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": SOURCES},
            )
            try:
                time.sleep(3)
                assert process.poll() is None
                yield listener.getsockname()[1]
            finally:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def measure(self, port: int, *tasks: list[Any], seconds: float = SECONDS) -> list[Result]:
        command = [sys.executable, HERE / "http_client.py", port, seconds, json.dumps(tasks)]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        results: list[Result] = json.loads(done.stdout)
        assert not any(each["wrong"] for each in results), results
        return results


def middle(results: list[Result]) -> Result:
    return {name: median(each[name] for each in results) for name in results[0]}


@pytest.mark.parametrize("server", ["uvicorn", "gunicorn"])
def test_a_site_under_load(
    server: str, postgresql_server: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each measurement in turn, so that what else the machine does slows all."""
    bench = Bench(postgresql_server.url, tmp_path)
    found: dict[str, list[Result]] = {}

    def note(*names: str, results: list[Result]) -> None:
        for name, result in zip(names, results, strict=True):
            found.setdefault(name, []).append(result)

    with bench.serving(server, "site") as site, bench.serving(server, "bare") as bare:
        for port in (site, bare):  # load everything
            bench.measure(port, ["sign", CLIENTS, 0, bench.forms()], seconds=1)
        for _ in range(ROUNDS):
            note("bare handler", results=bench.measure(bare, ["sign", CLIENTS, 0, bench.forms()]))
            note("signatures", results=bench.measure(site, ["sign", CLIENTS, 0, bench.forms()]))
            note("confirmations", results=bench.measure(site, ["confirm", CLIENTS, 0, bench.links()]))
            note("counts", results=bench.measure(site, ["count", CLIENTS, 0, bench.counts()]))
            both = ["sign", CLIENTS, 300, bench.forms()], ["count", 8, 1000, bench.counts()]
            note("300 signatures and", "1,000 counts a second", results=bench.measure(site, *both))
    drift = [bench.store.recount(PETITION.id, slot, 1).drift for slot in range(bench.store.slots)]
    bench.store.tables.metadata.drop_all(bench.store.database._engine)
    bench.store.close()
    results = {name: middle(each) for name, each in found.items()}
    ratio = results["signatures"]["rate"] / results["bare handler"]["rate"]
    with capsys.disabled():
        print(f"\n{server}; load of the machine {os.getloadavg()[0]:.1f}")
        for name, result in results.items():
            rates = ", ".join(f"{each['rate']:.0f}" for each in found[name])
            print(
                f"{name}: {result['rate']:.0f}/s ({rates}), "
                f"p50 {result['p50']:.1f} ms, p99 {result['p99']:.1f} ms"
            )
        print(f"signatures against the bare handler: {ratio:.2f}")
    assert drift == [0] * len(drift)
    assert ratio >= 0.5
