"""A store for a command: opened where it is, its database's complaints told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.sql import SqlSignatureStore


@contextmanager
def opened(url: str, *, prefix: str = "sw_", slots: int = 1) -> Iterator[SqlSignatureStore]:
    """Open a store that exists; nothing is created.

    Args:
        url: The database's URL; no error repeats it, for it may hold a password.
        prefix: What the tables' names begin with.
        slots: How many rows a petition's counter has.

    Yields:
        The store.

    Raises:
        InvalidFieldError: If the URL is none or names a SQLite file that is not there.
        OSError: If the database fails.
        MissingExtraError: If a library for it is not installed.

    Example:
        >>> with opened("sqlite:////there/is/none.db") as store:
        ...     pass
        Traceback (most recent call last):
            ...
        solidarity_widgets.exceptions.InvalidFieldError: database must be a file that exists; got \
'/there/is/none.db'.
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import DBAPIError

    with SqlSignatureStore(url, prefix=prefix, slots=slots) as store:
        parts = make_url(url)
        if parts.get_backend_name() == "sqlite" and not Path(parts.database or "").is_file():
            raise InvalidFieldError("database", parts.database or "", "must be a file that exists")
        try:
            yield store
        except DBAPIError as error:  # its other lines are the statement, and the row that it met
            reason = str(error.orig).partition("\n")[0]
            raise OSError(f"the database says: {reason}") from None
