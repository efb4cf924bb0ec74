"""Stores in real databases: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from solidarity_widgets.signing.sql import SqlSignatureStore
from solidarity_widgets.signing.sql.tables import Tables

from .statements import observed_statements  # noqa: F401 - a fixture of every test here


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


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@contextmanager
def tables_of_its_own(url: str) -> Iterator[tuple[Place, Engine]]:
    """A place in PostgreSQL without tables, and a way to look into it; its tables go at the end."""
    place = Place(url, f"t{token_hex(4)}_")
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1), pool_pre_ping=True)
    yield place, engine
    Tables(place.prefix).metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def kept(postgresql: str) -> Iterator[tuple[Place, Engine]]:
    """Tables that one test has after the other, since to make them takes longer than most tests do."""
    with tables_of_its_own(postgresql) as (place, engine):
        with place.open() as store:
            store.create_tables()
        yield place, engine


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty database, or empty tables in one."""
    if request.param == "sqlite":
        yield Place(f"sqlite:///{tmp_path / 'signatures.db'}")
        return
    place, engine = request.getfixturevalue("kept")
    yield place
    with engine.begin() as connection:
        for table in Tables(place.prefix).metadata.tables.values():
            connection.execute(table.delete())


@pytest.fixture(params=ENGINES)
def bare_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place where no tables have ever been: for tests that make them, or leave much in them."""
    if request.param == "sqlite":
        yield Place(f"sqlite:///{tmp_path / 'signatures.db'}")
        return
    with tables_of_its_own(request.getfixturevalue("postgresql")) as (place, _):
        yield place


@pytest.fixture
def store(place: Place) -> Iterator[SqlSignatureStore]:
    """A store with its tables."""
    with place.open() as store:
        store.create_tables()
        yield store
