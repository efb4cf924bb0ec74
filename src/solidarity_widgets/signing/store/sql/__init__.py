"""Signatures in an SQL database: SQLite or PostgreSQL (extras ``signing`` and ``postgresql``)."""

from __future__ import annotations

from solidarity_widgets.exceptions import MissingExtraError

try:
    import sqlalchemy as _sqlalchemy  # noqa: F401
except ImportError:
    raise MissingExtraError("SqlSignatureStore", "signing") from None

from solidarity_widgets.signing.store.sql.store import SqlSignatureStore

__all__ = ["SqlSignatureStore"]
