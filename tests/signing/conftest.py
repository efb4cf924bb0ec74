"""Stores in real databases: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest

from solidarity_widgets.signing.sql import SqlSignatureStore


@dataclass(frozen=True)
class Place:
    """Where a store is, so that several objects and processes can open it."""

    url: str
    prefix: str = "sw_"

    @property
    def sqlite(self) -> bool:
        return self.url.startswith("sqlite:")

    def open(self, **options: Any) -> SqlSignatureStore:
        return SqlSignatureStore(self.url, prefix=self.prefix, **options)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty database, or tables of a test's own in one."""
    if request.param == "sqlite":
        yield Place(f"sqlite:///{tmp_path / 'signatures.db'}")
        return
    from sqlalchemy import create_engine

    place = Place(request.getfixturevalue("postgresql"), f"t{token_hex(4)}_")
    yield place
    engine = create_engine(place.url.replace("postgresql:", "postgresql+psycopg:", 1))
    with place.open() as store:
        store.tables.metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def store(place: Place) -> Iterator[SqlSignatureStore]:
    """A store with its tables."""
    with place.open() as store:
        store.create_tables()
        yield store
