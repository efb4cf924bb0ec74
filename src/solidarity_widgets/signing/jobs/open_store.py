"""A store for a command: opened where it is, its database's complaints told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.store.sql import SqlSignatureStore


@contextmanager
def open_store(
    url: str, *, prefix: str = "sw_", slots: int = 1, batched: bool = False, create: bool = False
) -> Iterator[SqlSignatureStore]:
    """Open a store that exists, or whose tables are to be created; nothing is created here.

    Args:
        url: The database's URL; no error repeats it, for it may hold a password.
        prefix: What the tables' names begin with.
        slots: How many rows a petition's counter has.
        batched: Whether the store counts in batches.
        create: Whether a SQLite file may be missing.

    Yields:
        The store.

    Raises:
        InvalidFieldError: If the URL is not valid or names a SQLite file that does not exist.
        OSError: If the database fails.
        MissingExtraError: If a library for it is not installed.

    Example:
        >>> with open_store("sqlite:////there/is/none.db") as store:
        ...     pass
        Traceback (most recent call last):
            ...
        solidarity_widgets.exceptions.InvalidFieldError: database must be a file that exists; got \
'/there/is/none.db'.
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import DBAPIError

    with SqlSignatureStore(url, prefix=prefix, slots=slots, batched=batched) as store:
        parts = make_url(url)
        if parts.get_backend_name() == "sqlite":
            file = "" if parts.database in (None, ":memory:") else parts.database
            if not file or not (create or Path(file).is_file()):
                reason = "must be a file" if create else "must be a file that exists"
                raise InvalidFieldError("database", parts.database or "", reason)
        try:
            yield store
        except DBAPIError as error:  # its other lines are the statement, and the row that it met
            reason = str(error.orig).partition("\n")[0]
            raise OSError(f"the database says: {reason}") from None
