"""Tables distributed over the machines of a Citus cluster; Citus is an extension of PostgreSQL.

Sources: Citus, "Citus Utility Functions", ``create_distributed_table``, and "Citus Tables and Views",
``pg_dist_partition``.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.store.sql.tables import Tables

_REMEDY = (
    "needs PostgreSQL with the extension Citus, which this database does not have: install Citus on every "
    "machine of the cluster and run CREATE EXTENSION citus, or leave the option out"
)
_HAS_CITUS = text(
    "SELECT count(*) FROM pg_catalog.pg_proc "
    "WHERE proname = 'create_distributed_table' AND pg_catalog.pg_function_is_visible(oid)"
)
_IS_DISTRIBUTED = text(
    "SELECT count(*) FROM pg_dist_partition WHERE logicalrelid = CAST(:name AS regclass) AND partmethod = 'h'"
)
_DISTRIBUTE = text(
    "SELECT create_distributed_table(CAST(:name AS regclass), 'petition_id', colocate_with => :colocated)"
)


def has_citus(connection: Connection) -> bool:
    """Return whether a PostgreSQL database can distribute tables.

    Args:
        connection: A connection to it.
    """
    return bool(connection.scalar(_HAS_CITUS))


def no_citus() -> InvalidFieldError:
    """Return the error for a database that cannot distribute tables."""
    return InvalidFieldError("distribute", "citus", _REMEDY)


def distribute(connection: Connection, tables: Tables) -> None:
    """Distribute the tables by the petition's id; those that are distributed already stay as they are.

    All rows of one petition lie on one machine, whatever the table.

    Args:
        connection: A connection that commits each statement: if one fails, the next call goes on with it.
        tables: The tables, which exist.
    """
    first = tables.signatures.name
    others = [name for name in sorted(tables.metadata.tables) if name != first]
    for name in (first, *others):
        if not connection.scalar(_IS_DISTRIBUTED, {"name": name}):
            connection.execute(
                _DISTRIBUTE, {"name": name, "colocated": "default" if name == first else first}
            )
