"""Stores in real databases: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from solidarity_widgets.signing.store.sql import SqlSignatureStore
from solidarity_widgets.signing.store.sql.tables import Tables

from .statements import observed_statements  # noqa: F401 - a fixture of every test here


@dataclass(frozen=True)
class Place:
    """Where a store is, so that several objects and processes can open it."""

    url: str
    prefix: str = "sw_"
    has_tables: bool = False

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
        yield replace(place, has_tables=True), engine


@pytest.fixture(scope="session")
def memory_folder() -> Iterator[Path]:
    """A folder that is kept in memory where the machine has one.

    There a SQLite file is written with all of the library's own settings, but nothing waits for a disk.
    """
    shared = Path("/dev/shm")
    usable = shared.is_dir() and os.access(shared, os.W_OK)
    with tempfile.TemporaryDirectory(prefix="sw-", dir=shared if usable else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def template(memory_folder: Path) -> Path:
    """A SQLite file with empty tables, to be copied."""
    path = memory_folder / "template.db"
    with Place(f"sqlite:///{path}").open() as store:
        store.create_tables()
    assert not path.with_name(f"{path.name}-wal").exists(), "it is not complete without its log"
    return path


@pytest.fixture
def sqlite_file(memory_folder: Path) -> Iterator[Path]:
    """The path of a SQLite file that goes when the test has ended."""
    path = memory_folder / f"{token_hex(4)}.db"
    yield path
    for each in memory_folder.glob(f"{path.name}*"):
        each.unlink()


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Empty tables in a database."""
    if request.param == "sqlite":
        path = request.getfixturevalue("sqlite_file")
        shutil.copyfile(request.getfixturevalue("template"), path)
        yield Place(f"sqlite:///{path}", has_tables=True)
        return
    place, engine = request.getfixturevalue("kept")
    yield place
    with engine.begin() as connection:
        for table in Tables(place.prefix).metadata.tables.values():
            connection.execute(table.delete())


@pytest.fixture(params=ENGINES)
def bare_place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place where no tables have ever been: for tests that make them, or leave much in them."""
    if request.param == "sqlite":
        yield Place(f"sqlite:///{request.getfixturevalue('sqlite_file')}")
        return
    with tables_of_its_own(request.getfixturevalue("postgresql")) as (place, _):
        yield place


@pytest.fixture(params=ENGINES)
def durable_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A bare place whose database waits for the disk."""
    if request.param == "sqlite":
        yield Place(f"sqlite:///{tmp_path / 'signatures.db'}")
        return
    with tables_of_its_own(request.getfixturevalue("durable_postgresql")) as (place, _):
        yield place


@pytest.fixture
def store(place: Place) -> Iterator[SqlSignatureStore]:
    """A store with its tables."""
    with place.open() as store:
        if not place.has_tables:
            store.create_tables()
        yield store
