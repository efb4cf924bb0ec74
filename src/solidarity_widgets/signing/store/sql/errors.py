"""What a database raises, turned into errors that show nothing of a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from solidarity_widgets.exceptions import MissingTablesError, StoreError

_Result = TypeVar("_Result")

#: PostgreSQL's code for undefined_table ("PostgreSQL Error Codes" in its manual).
_UNDEFINED_TABLE = "42P01"


def without_row_contents(function: Callable[[], _Result], *, defines_tables: bool = False) -> _Result:
    """Call a function. What a database raises becomes an error that shows nothing of a row.

    Args:
        function: The function.
        defines_tables: Whether it only defines tables, so that the database's message holds no value.

    Returns:
        What the function returned.

    Raises:
        StoreError: If the database fails.
    """
    try:
        return function()
    except SQLAlchemyError as error:
        failure = _store_error(error, defines_tables=defines_tables)
    # Outside the except clause: the driver's error, whose message can hold a whole row, is not its context.
    raise failure


def _store_error(error: SQLAlchemyError, *, defines_tables: bool) -> StoreError:
    driver_error = getattr(error, "orig", None)
    if not isinstance(error, DBAPIError) or driver_error is None:
        return StoreError(type(error).__name__)
    sqlstate = getattr(driver_error, "sqlstate", None)
    first_line = str(driver_error).partition("\n")[0]
    if sqlstate is None:  # SQLite, whose messages hold no values, or a connection that was never made
        if first_line.startswith("no such table"):
            return MissingTablesError(first_line)
        return StoreError(first_line, disconnected=error.connection_invalidated)
    if sqlstate == _UNDEFINED_TABLE:
        return MissingTablesError(first_line, sqlstate)
    if defines_tables:
        return StoreError(first_line, sqlstate, disconnected=error.connection_invalidated)
    # Any other message can hold a value, its further lines a whole row. The names in it cannot.
    names = [getattr(driver_error.diag, f"{kind}_name", None) for kind in ("table", "column", "constraint")]
    reason = " ".join([f"{type(driver_error).__name__} ({sqlstate})", *filter(None, names)])
    return StoreError(reason, sqlstate, disconnected=error.connection_invalidated)
