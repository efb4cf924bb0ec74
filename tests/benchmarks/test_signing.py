"""What the library costs above PostgreSQL itself, and that a count is read as fast from a large petition.

Run with ``-m benchmark``. Only ratios are asserted, for absolute times are the machine's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import text

import solidarity_widgets
from solidarity_widgets.signing.store.sql import SqlSignatureStore

pytestmark = [pytest.mark.benchmark, pytest.mark.postgresql]

PETITION = "4-august"
CLIENTS = 16
PROCESSES = 2
SECONDS = 5
WORKER = Path(__file__).parents[1] / "signing" / "worker.py"
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])

#: Signatures made by the server; each of the clients of a round has 100,000 to itself.
FILL = """
    INSERT INTO {table} (petition_id, id, state, counted, source, identity, household_slot, name, email,
        country, postcode, message, public, locale, score, created_at, changed_at, submitted_at)
    SELECT :petition, lpad(n::text, 32, '0'), :state, :counted, 'web', md5(:petition || n), 0, 'Ірына Н.', '',
        'BY', '220030', '', false, 'be', 0, n, n, 0
    FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n
"""


def fill(store: SqlSignatureStore, petition: str, first: int, last: int, *, confirmed: bool = False) -> None:
    values = {"petition": petition, "first": first, "last": last}
    state = {"state": "confirmed" if confirmed else "pending", "counted": confirmed}
    with store.database._engine.begin() as connection:
        connection.execute(text(FILL.format(table=store.tables.signatures.name)), {**values, **state})


@pytest.fixture
def store(postgresql_server: Any) -> Iterator[SqlSignatureStore]:
    with SqlSignatureStore(postgresql_server.url, prefix="fast_") as store:
        store.create_tables()
        yield store
        store.tables.metadata.drop_all(store.database._engine)


def settle(store: SqlSignatureStore) -> None:
    """Do now what the server would do in the background while something is measured."""
    with store.database._autocommit_engine.connect() as connection:
        connection.execute(text(f"VACUUM ANALYZE {store.tables.signatures.name}"))
        connection.execute(text("CHECKPOINT"))


def statement(store: SqlSignatureStore) -> str:
    """The library's own statement, in pgbench's way of writing parameters."""
    compiled = store._confirm_statement.compile(dialect=store.database._engine.dialect)
    params = dict(compiled.params)
    # SQLAlchemy writes the values of a list only when it has all the parameters.
    words = re.sub(
        r"__\[POSTCOMPILE_(\w+)[^\]]*\]",
        lambda found: ", ".join(map(repr, params.pop(found[1]))),
        str(compiled),
    )
    words = re.sub(r"%\((\w+)\)s", r":\1", words)
    for name, value in params.items():
        if name not in ("now", "petition", "signature", "its_slot", "made", "today"):
            words = words.replace(f":{name}", repr(value).replace("True", "true"), 1)
    words = (
        words.replace(":petition:", f"'{PETITION}':")
        .replace(":its_slot", "0")
        .replace(":now", ":number")
        .replace(":made", ":number")
        .replace(":today", "0")
    )
    signature = "lpad((:number)::text, 32, '0')"
    return words.replace(":signature:", f"{signature}:")


def pgbench(server: Any, script: Path, first: int) -> float:
    command = [server.programs / "pgbench", "-h", server.folder, "-U", "postgres", "-n", "-M", "prepared"]
    command += ["-c", CLIENTS, "-j", PROCESSES, "-T", SECONDS, "-D", "done=0", "-D", f"first={first}"]
    done = subprocess.run(
        [*map(str, command), "-f", script, "postgres"], capture_output=True, text=True, check=True
    )
    return float(re.findall(r"tps = ([\d.]+)", done.stdout)[-1])


def library(store: SqlSignatureStore, server: Any, first: int, **options: Any) -> float:
    clients = CLIENTS // PROCESSES
    environment = {**os.environ, "PYTHONPATH": SOURCES}
    processes = []
    for number in range(PROCESSES):
        task = ["race", first + number * clients * 100_000, clients, SECONDS]
        command = [sys.executable, WORKER, server.url, "fast_", json.dumps(options), *task]
        pipe = subprocess.PIPE
        processes.append(
            subprocess.Popen([*map(str, command)], stdin=pipe, stdout=pipe, text=True, env=environment)
        )
    assert [process.stdout.readline() for process in processes if process.stdout] == ["ready\n"] * PROCESSES
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return sum(int(process.communicate()[0]) for process in processes) / SECONDS


def test_confirming_against_pgbench(
    postgresql_server: Any, store: SqlSignatureStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same statement, the same number of clients, in turns; the ids of each round are used once."""
    script = tmp_path / "confirm.sql"
    script.write_text(
        "\\set number :first + :client_id * 100000 + :done\n\\set done :done + 1\n"
        + " ".join(statement(store).split())
        + ";\n"
    )
    rounds, found = 3, {"pgbench": [], "library": [], "library, 8 slots": [], "library, batched": []}
    firsts = iter(range(0, 10**9, CLIENTS * 100_000))
    for _ in range(rounds):
        for name, options in (
            ("pgbench", None),
            ("library", {}),
            ("library, 8 slots", {"slots": 8}),
            ("library, batched", {"batched": True}),
        ):
            first = next(firsts)
            for client in range(CLIENTS):
                fill(store, PETITION, first + client * 100_000, first + client * 100_000 + 12_000)
            settle(store)
            if options is None:
                found[name].append(pgbench(postgresql_server, script, first))
            else:
                found[name].append(library(store, postgresql_server, first, **options))
    with capsys.disabled():
        print()
        for name, speeds in found.items():
            all_speeds = ", ".join(f"{speed:.0f}" for speed in speeds)
            print(f"{name}: {median(speeds):.0f} confirmations/s ({all_speeds})")
    while store.flush_counts(PETITION, 1):
        pass
    with SqlSignatureStore(postgresql_server.url, prefix="fast_", slots=8) as eight:
        drift = [eight.recount(PETITION, slot, 1).drift for slot in range(8)]
    assert drift == [0] * 8
    assert median(found["library"]) >= 0.5 * median(found["pgbench"])


def test_a_count_is_read_as_fast_from_2_million(store: SqlSignatureStore, ratio: Any) -> None:
    for petition, size in (("small", 1000), ("large", 2_000_000)):
        fill(store, petition, 1, size, confirmed=True)
        assert store.recount(petition, 0, 1).drift == -size  # which puts it right
        assert store.count(petition).signed == size
    settle(store)
    name = "reading the count of 2 million against 1 thousand"
    assert ratio(name, lambda: store.count("large"), lambda: store.count("small"), calls=5) < 1.5
