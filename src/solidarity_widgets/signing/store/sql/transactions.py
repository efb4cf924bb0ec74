"""Decorators that give a store's methods their connection, so that a method's body is its transaction."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from solidarity_widgets.signing.store.sql.engine import Database


class _HasDatabase(Protocol):
    @property
    def database(self) -> Database: ...


_Store = TypeVar("_Store", bound=_HasDatabase)
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def transaction(
    method: Callable[Concatenate[_Store, Connection, _Parameters], _Result],
) -> Callable[Concatenate[_Store, _Parameters], _Result]:
    """Run a method in a transaction.

    The method gets the transaction's connection as its first argument; its caller does not pass one. The
    transaction is committed when the method returns, unless the method has rolled it back. The method may be
    run several times, each time in a new transaction, because a database can ask for a retry.
    """

    @wraps(method)
    def run(self: _Store, /, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        return self.database.transaction(lambda connection: method(self, connection, *args, **kwargs))

    return _without_connection(method, run)


def reading(
    method: Callable[Concatenate[_Store, Connection, _Parameters], _Result],
) -> Callable[Concatenate[_Store, _Parameters], _Result]:
    """Run a method that only reads: as :func:`transaction`, but each statement stands alone."""

    @wraps(method)
    def run(self: _Store, /, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        return self.database.read(lambda connection: method(self, connection, *args, **kwargs))

    return _without_connection(method, run)


def removes_data(
    method: Callable[Concatenate[_Store, _Parameters], _Result],
) -> Callable[Concatenate[_Store, _Parameters], _Result]:
    """Also take out of the database's log what a method has removed; see :meth:`Database.truncate_log`."""

    @wraps(method)
    def run(self: _Store, /, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        result = method(self, *args, **kwargs)
        if result:
            self.database.truncate_log()
        return result

    return run


def _without_connection(
    method: Callable[..., object], run: Callable[Concatenate[_Store, _Parameters], _Result]
) -> Callable[Concatenate[_Store, _Parameters], _Result]:
    """Give the wrapper the signature its callers see, for ``help()`` and documentation."""
    signature = inspect.signature(method)
    parameters = [each for each in signature.parameters.values() if each.name != "connection"]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return run
