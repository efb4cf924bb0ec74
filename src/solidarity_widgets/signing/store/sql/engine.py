"""The database behind a store: how it is reached, how its transactions begin, and what is tried again."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cached_property
from secrets import SystemRandom
from typing import Any, TypeVar
from weakref import WeakSet

from sqlalchemy import URL, Connection, Engine, Executable, QueuePool, create_engine, event, make_url
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from solidarity_widgets.exceptions import (
    InvalidFieldError,
    MissingExtraError,
    StoreError,
    Withheld,
)
from solidarity_widgets.signing.store.sql.citus import distribute, has_citus, no_citus
from solidarity_widgets.signing.store.sql.errors import without_row_contents
from solidarity_widgets.signing.store.sql.tables import Tables

_Result = TypeVar("_Result")

#: Seconds for which a writer waits for its turn at a SQLite file.
_BUSY_TIMEOUT = 30
#: Milliseconds for which emptying the write-ahead log waits for others. Writers wait for it meanwhile.
_TRUNCATE_TIMEOUT = 100
#: What PostgreSQL and CockroachDB ask to try again (PostgreSQL's manual, "PostgreSQL Error Codes"):
#: serialization_failure and deadlock_detected.
_RETRYABLE = frozenset({"40001", "40P01"})
#: What two processes that create one table at the same time may meet: unique_violation (in the catalog),
#: duplicate_table, duplicate_object.
_ALREADY_EXISTS = frozenset({"23505", "42P07", "42710"})
#: The drivers that the store was tried with.
_DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql+psycopg"})
_MAX_ATTEMPTS = 10
#: Connections that a process keeps to PostgreSQL, once that many were needed at the same time.
POOL_SIZE = 15
#: Seconds after which a connection is tested before it is used again. A server takes as long to restart.
_MAX_IDLE = 1.0
_DATABASE_HINT = 'must be an SQLAlchemy Engine or a URL such as "sqlite:///signatures.db" or "postgresql://…"'


class Database:
    """A SQLite or PostgreSQL database, in which single statements and transactions run.

    Args:
        database: A URL, or an engine of the host, which is used as it is and never disposed of.

    Attributes:
        sqlite: Whether it is SQLite.

    Raises:
        MissingExtraError: If PostgreSQL's driver is not installed.
        InvalidFieldError: If it is neither a URL of such a database nor an engine for one.
    """

    def __init__(self, database: str | Engine) -> None:
        self._owns_engine = not isinstance(database, Engine)
        base = database if isinstance(database, Engine) else _create_engine(database)
        self.sqlite: bool = base.dialect.name == "sqlite"
        if not self.sqlite and not isinstance(base.dialect, PGDialect):
            raise InvalidFieldError("database", base.dialect.name, _DATABASE_HINT)
        self._engine = base
        # SQLite: what is not begun commits by itself. PostgreSQL: saves BEGIN and COMMIT their journeys.
        self._autocommit_engine = base.execution_options(
            **({} if self.sqlite else {"isolation_level": "AUTOCOMMIT"})
        )
        self._transaction_engine = base.execution_options(
            **({} if self.sqlite else {"isolation_level": "READ COMMITTED"})
        )
        for engine in (self._autocommit_engine, self._transaction_engine):
            engine.hide_parameters = True  # they are people's names; errors and logs are read by many
        if self.sqlite:
            event.listen(self._transaction_engine, "begin", _begin_immediately)
        if self._owns_engine and not _in_memory(base.url):
            _open_databases.add(self)

    def __repr__(self) -> str:
        return repr(self._engine.url.set(query={}).render_as_string(hide_password=True))

    @property
    def insert(self) -> Any:
        """The dialect's own ``insert``, which knows ``ON CONFLICT``."""
        if self.sqlite:
            from sqlalchemy.dialects import sqlite

            return sqlite.insert
        from sqlalchemy.dialects import postgresql

        return postgresql.insert

    def read(self, function: Callable[[Connection], _Result], *, defines_tables: bool = False) -> _Result:
        """Run a function whose statements each stand alone, and take no lock that writers want.

        Args:
            function: The function.
            defines_tables: Whether it defines tables, so that an error can show the database's message.

        Raises:
            StoreError: If the database fails.
        """

        def run() -> _Result:
            with self._autocommit_engine.connect() as connection:
                return function(connection)

        return without_row_contents(run, defines_tables=defines_tables)

    def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, object] | Sequence[Mapping[str, object]],
        *,
        durable: bool = True,
    ) -> Sequence[Any]:
        """Run one writing statement by itself, and return what it returns.

        Args:
            statement: The statement.
            parameters: Its parameters.
            durable: Whether SQLite waits for the disk. What it does not wait for is on disk after the next
                transaction, or lost together with all that followed.

        Raises:
            StoreError: If the database fails.
        """
        if self.sqlite:
            return self.transaction(
                lambda connection: connection.execute(statement, parameters).all(), durable=durable
            )

        def run() -> Sequence[Any]:
            with self._autocommit_engine.connect() as connection:
                return connection.execute(statement, parameters).all()

        return without_row_contents(lambda: _retry(run, _RETRYABLE))

    def transaction(self, function: Callable[[Connection], _Result], *, durable: bool = True) -> _Result:
        """Run a function in a transaction; what it does is kept unless it raises or rolls back itself.

        It may be called several times, each time in a new transaction.

        Args:
            function: The function.
            durable: Whether SQLite waits for the disk; see :meth:`execute`.

        Raises:
            StoreError: If the database fails.
        """
        waiting = nullcontext if durable or not self._owns_engine else _not_waiting_for_the_disk

        def run() -> _Result:
            with self._transaction_engine.connect() as connection, waiting(connection):
                result = function(connection)
                connection.commit()
                return result

        return without_row_contents(lambda: _retry(run, _RETRYABLE))

    def create_tables(self, tables: Tables, *, distributed: bool = False) -> None:
        """Create what is missing of some tables; others may do so at the same time.

        Args:
            tables: The tables.
            distributed: Whether to distribute them over the machines of a Citus cluster.

        Raises:
            InvalidFieldError: If they cannot be distributed; nothing is created then.
        """
        if distributed and not self._has_citus():
            raise no_citus()
        if self.sqlite:
            self._enable_wal()

        def run() -> None:
            with self._transaction_engine.connect() as connection:
                tables.metadata.create_all(connection)
                for table in tables.metadata.tables.values():  # which may be older than an option
                    for index in sorted(table.indexes, key=lambda index: str(index.name)):
                        index.create(connection, checkfirst=True)
                connection.commit()

        without_row_contents(lambda: _retry(run, _RETRYABLE | _ALREADY_EXISTS), defines_tables=True)
        if distributed:
            self.read(lambda connection: distribute(connection, tables), defines_tables=True)

    def _has_citus(self) -> bool:
        return not self.sqlite and self.read(has_citus)

    @cached_property
    def writes_with_ctes(self) -> bool:
        """Whether one statement can write to several tables, and to rows of several petitions."""
        return not self.sqlite and not self._has_citus()

    def _enable_wal(self) -> None:
        """Turn on SQLite's write-ahead log, with which readers and a writer do not wait for each other.

        The file remembers it. While another connection is at work SQLite refuses at once, and does not
        wait as long as it does elsewhere ("PRAGMA journal_mode" in its manual).
        """
        until = time.monotonic() + _BUSY_TIMEOUT
        while True:
            try:
                self.read(lambda connection: connection.exec_driver_sql("PRAGMA journal_mode = WAL").close())
                return
            except StoreError:
                if time.monotonic() > until:
                    raise
                time.sleep(SystemRandom().uniform(0.01, 0.05))

    def truncate_log(self) -> None:
        """Empty SQLite's write-ahead log, in which removed rows would be readable long after their removal.

        SQLite writes over the log only when it has grown, and truncates it only when the last connection is
        closed ("Write-Ahead Logging" in its manual). If others are at work for too long, the log is left for
        the next removal: signers must not wait for it.
        """
        if not self.sqlite or not self._owns_engine:
            return

        def run(connection: Connection) -> None:
            timeout = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_TRUNCATE_TIMEOUT}").close()
            try:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {timeout}").close()

        with suppress(StoreError):  # what was removed stays removed
            self.read(run)

    def close(self) -> None:
        """Close what this object opened; a later call opens it anew."""
        if self._owns_engine:
            self._engine.dispose()


def _create_engine(database: str) -> Engine:
    """Make an engine for a URL; nothing that is raised shows it, for it may hold a password."""
    try:
        url = make_url(database)
    except ArgumentError:
        raise InvalidFieldError("database", "…", _DATABASE_HINT) from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in _DRIVERS:
        raise InvalidFieldError("database", url.drivername, _DATABASE_HINT)
    options: dict[str, Any] = {"hide_parameters": True}
    if url.get_backend_name() == "sqlite":
        if "%" in (url.database or "") or "%" in database:
            reason = "must not contain %: releases of SQLAlchemy read it in different ways; pass an Engine"
            raise InvalidFieldError("database", Withheld(database), reason)
        if "?" in database and not url.query:  # SQLAlchemy would open the file named by what stands before
            reason = "must not contain ? in the name of a file; pass an Engine"
            raise InvalidFieldError("database", Withheld(database), reason)
        if "timeout" not in url.query:
            options["connect_args"] = {"timeout": _BUSY_TIMEOUT}
        if _in_memory(url):
            # One connection, which one thread after the other may have.
            options["connect_args"] = {"check_same_thread": False}
            options.update(poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=_BUSY_TIMEOUT)
    else:
        # A form borrows a connection several times. Connections beyond the pool would be opened each time.
        options.update(pool_size=POOL_SIZE, pool_use_lifo=True)
        if "prepare_threshold" in url.query:
            options["connect_args"] = {"prepare_threshold": _prepare_threshold(url)}
            url = url.difference_update_query(["prepare_threshold"])
    try:
        engine = create_engine(url, **options)
    except NoSuchModuleError:
        raise InvalidFieldError("database", url.drivername, _DATABASE_HINT) from None
    except ImportError:
        raise MissingExtraError(f"SqlSignatureStore with {url.drivername}", "postgresql") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _create_private_file)
        event.listen(engine, "connect", _set_pragmas)
    else:
        _ping_idle_connections(engine)
    return engine


def _ping_idle_connections(engine: Engine) -> None:
    """Test connections before they are used: a server that was restarted is nobody's failed request.

    SQLAlchemy's own ``pool_pre_ping`` asks the server each time, and each form uses several connections, one
    after the other. One that was in use a moment ago is not asked.
    """

    def note(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    def ping(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info.get("idle_since", time.monotonic()) < _MAX_IDLE:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None  # the others are gone, too

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ping)


def _prepare_threshold(url: URL) -> int | None:
    """Return after how many executions psycopg prepares a statement, ``None`` for never.

    PgBouncer in transaction mode may run each transaction on a different connection to the server, and
    before version 1.21 it does not track which statements were prepared on which. Psycopg takes the value as
    a number or ``None``, not as the text in a URL.
    """
    value = url.query["prepare_threshold"]
    if value == "none":
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    raise InvalidFieldError("prepare_threshold", value, "must be a whole number, or none for never")


def _in_memory(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def _create_private_file(
    dialect: object, record: object, arguments: Sequence[Any], options: Mapping[str, Any]
) -> None:
    """Create a database file that is missing, so that only its owner can read it, whatever the umask.

    SQLite gives the files of its write-ahead log the same permissions.
    """
    path = str(arguments[0]) if arguments else str(options.get("database", ""))
    if path and path != ":memory:" and not options.get("uri"):
        with suppress(FileExistsError, FileNotFoundError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    """Let SQLite wait for the disk at each commit, so that what was answered outlives a power cut.

    And let it write over what is removed: an erased name must not be left in the file.
    """
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


@contextmanager
def _not_waiting_for_the_disk(connection: Connection) -> Iterator[None]:
    """Let SQLite commit without waiting. A power cut can undo the last commits, and damages nothing.

    SQLite's manual, "PRAGMA synchronous": NORMAL, with a write-ahead log.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.rollback()  # the setting cannot be changed in a transaction
        driver.execute("PRAGMA synchronous = FULL")


def _begin_immediately(connection: Connection) -> None:
    """Take SQLite's write lock at once: a transaction that read first could not wait for it any more."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _retry(function: Callable[[], _Result], codes: frozenset[str]) -> _Result:
    """Call a function, and call it again if a database asks for that."""
    for tried in range(1, _MAX_ATTEMPTS):
        try:
            return function()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in codes:
                raise
            time.sleep(SystemRandom().uniform(0, 0.01 * 2**tried))
    return function()


# --- forking ----------------------------------------------------------------------------------------------

_open_databases: WeakSet[Database] = WeakSet()
#: Connections of the parent process. A child must not use them, nor close them, which the collector would.
_inherited_pools: list[object] = []


def _discard_inherited_connections() -> None:
    for database in _open_databases:
        _inherited_pools.append(database._engine.pool)
        database._engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_discard_inherited_connections)
