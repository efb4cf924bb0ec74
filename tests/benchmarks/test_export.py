"""An export of a million signatures takes as little memory as one of a hundred thousand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from solidarity_widgets.signing.store.sql import SqlSignatureStore

SIZES = {"small": 100_000, "large": 1_000_000}
MOST_MB = 100
MOST_TIMES = 1.2

CHILD = """
import json, resource, sys, time
from solidarity_widgets.signing.store.sql import SqlSignatureStore
from solidarity_widgets.signing.jobs.export import FIELDS, export
url, prefix, petition, path = sys.argv[1:]
begin = time.perf_counter()
with SqlSignatureStore(url, prefix=prefix) as store:
    written = export(store, petition, path, fields=[name for name in FIELDS if name != "email"])
print(json.dumps([written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter() - begin]))
"""

NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, {count}))",
}
IDS = {
    "sqlite": (
        "lower(hex(randomblob(16)))",
        "lower(hex(randomblob(32)))",
        "char(10)",
        "replace(hex(zeroblob(100)), '00', 'я')",
    ),
    "postgresql": ("md5(i::text)", "md5('a' || i) || md5('b' || i)", "chr(10)", "repeat('я', 100)"),
}


def fill(engine: Engine, prefix: str, petition: str, count: int) -> None:
    """Store signatures like those of a petition, some of them with messages."""
    id, identity, line, long = IDS[engine.dialect.name]
    columns = {
        "petition_id": f"'{petition}'",
        "id": id,
        "state": "'confirmed'",
        "counted": "true",
        "source": "'web'",
        "identity": identity,
        "household_slot": "0",
        "name": "'Алесь Бяляцкі ' || i",
        "email": "''",
        "country": "'BY'",
        "postcode": "'220030'",
        "message": f"CASE WHEN i % 10 = 0 THEN 'Салют' || {line} || {long} ELSE '' END",
        "public": "i % 2 = 0",
        "locale": "'be'",
        "score": "0",
        "created_at": "1800000000 + i",
        "confirmed_at": "1800000060 + i",
        "changed_at": "1800000060 + i",
        "submitted_at": "1800000000 + i",
        "last_email_at": "1800000000 + i",
    }
    statement = (
        f"INSERT INTO {prefix}signatures ({', '.join(columns)}) "
        f"{NUMBERS[engine.dialect.name].format(count=count)} SELECT {', '.join(columns.values())} FROM n"
    )
    with engine.begin() as connection:
        connection.execute(text(statement))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The URL of a database and the prefix of tables in it, filled."""
    prefix = f"t{token_hex(4)}_"
    url = f"sqlite:///{tmp_path / 'signatures.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    with SqlSignatureStore(url, prefix=prefix) as store:
        store.create_tables()
        for petition, count in SIZES.items():
            fill(engine, prefix, petition, count)
        if request.param == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(f"VACUUM ANALYZE {prefix}signatures"))
        yield url, prefix
        store.tables.metadata.drop_all(engine)
    engine.dispose()


@pytest.mark.benchmark
def test_memory(
    place: tuple[str, str],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    peaks: dict[str, float] = {}
    for petition, count in SIZES.items():
        command: list[Any] = [sys.executable, "-c", CHILD, *place, petition, tmp_path / f"{petition}.csv"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        written, peak, seconds = json.loads(done.stdout)
        assert written == count
        peaks[petition] = peak * (1 if sys.platform == "darwin" else 1024) / 1e6  # bytes there, else KiB
        engine = place[0].partition(":")[0]
        record_property(f"export_{engine}_{petition}_mb", round(peaks[petition], 1))
        with capsys.disabled():
            print(f"\n{engine}, {count} signatures: peak {peaks[petition]:.1f} MB, {seconds:.1f} s")
    assert peaks["large"] < MOST_MB
    assert peaks["large"] <= MOST_TIMES * peaks["small"]
