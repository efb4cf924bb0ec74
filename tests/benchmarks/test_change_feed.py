"""What the change feed costs whoever confirms: the same store with and without it, in turns.

Run with ``-m benchmark``. Only the ratio is asserted, for absolute times are the machine's.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import monotonic

import pytest
from sqlalchemy import select

from solidarity_widgets.signing.store.records import Signature
from solidarity_widgets.signing.store.sql import SqlSignatureStore
from solidarity_widgets.signing.store.sql.change_log import ChangeLog
from solidarity_widgets.signing.store.sql.tables import column_values

pytestmark = pytest.mark.benchmark

PETITION = "4-august"
ROUNDS = 5
CLIENTS = 8
EACH = 150


@contextmanager
def without_feed() -> Iterator[None]:
    """Make stores that tell the feed nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ChangeLog, "write", lambda *_: None)
        patch.setattr(
            ChangeLog, "insert_confirmed", lambda _, confirmed, day: select(confirmed.c.petition_id)
        )
        yield


def confirmations(store: SqlSignatureStore, numbers: Iterator[int]) -> float:
    """Return how many signatures are confirmed in a second by several threads."""
    ids = [
        [f"{next(numbers) * 0x9E3779B9 % 2**32:08x}{'0' * 24}" for _ in range(EACH)] for _ in range(CLIENTS)
    ]
    rows = [column_values(Signature(PETITION, id)) for some in ids for id in some]
    with store.database._engine.begin() as connection:
        connection.execute(store.tables.signatures.insert(), rows)

    def confirm(some: list[str]) -> None:
        for id in some:
            assert store.confirm(PETITION, id, 1) == "confirmed"

    with ThreadPoolExecutor(CLIENTS) as threads:
        begin = monotonic()
        list(threads.map(confirm, ids))
        return CLIENTS * EACH / (monotonic() - begin)


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_confirming_with_and_without_the_feed(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'signatures.db'}"
    if engine == "postgresql":
        url = request.getfixturevalue("durable_postgresql")
    numbers = itertools.count()
    found: dict[str, list[float]] = {"with": [], "without": []}
    with SqlSignatureStore(url, prefix="feed_", slots=8) as store:
        store.create_tables()
        try:
            for _ in range(ROUNDS):
                found["with"].append(confirmations(store, numbers))
                with without_feed(), SqlSignatureStore(url, prefix="feed_", slots=8) as plain:
                    found["without"].append(confirmations(plain, numbers))
        finally:
            store.tables.metadata.drop_all(store.database._engine)
    ratio = median(found["with"]) / median(found["without"])
    with capsys.disabled():
        for name, speeds in found.items():
            print(f"\n{engine}, {name} the feed: {median(speeds):.0f} confirmations/s", end="")
        print(f"; ratio {ratio:.2f}")
    assert ratio >= 0.5
