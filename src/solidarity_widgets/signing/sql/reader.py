"""The reading half of a store: it asks, and changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal

from sqlalchemy import Select, and_, bindparam, func, or_, select

from solidarity_widgets.signing.records import ConsentEntry, ConsentWording, Signature, SignatureState
from solidarity_widgets.signing.sql.engine import Database
from solidarity_widgets.signing.sql.tables import Tables

_CONFIRMED: tuple[SignatureState, ...] = ("confirmed",)


class SignatureReader:
    """Reads signatures, consents and words.

    Args:
        database: The database.
        tables: Its tables.
    """

    def __init__(self, database: Database, tables: Tables) -> None:
        self._database = database
        self._tables = tables
        table = tables.signatures
        one = table.c.petition_id == bindparam("petition"), table.c.id == bindparam("signature")
        self._find = select(table).where(*one)

    def _select(self) -> Select[Any]:
        return select(self._tables.signatures)

    def _signatures(self, statement: Select[Any]) -> list[Signature]:
        with self._database.connect() as connection:
            return [Signature(*row) for row in connection.execute(statement)]

    def find(self, petition_id: str, id: str) -> Signature | None:
        """Return a signature, or ``None``."""
        with self._database.connect() as connection:
            row = connection.execute(self._find, {"petition": petition_id, "signature": id}).first()
        return None if row is None else Signature(*row)

    def find_by_identity(self, petition_id: str, identities: Collection[str]) -> Sequence[Signature]:
        """Return the signatures with one of some identities, by household slot."""
        table = self._tables.signatures.c
        same = table.petition_id == petition_id, table.identity.in_(list(identities))
        return self._signatures(self._select().where(*same).order_by(table.household_slot, table.id))

    def list_signatures(
        self,
        petition_id: str,
        *,
        after: str = "",
        limit: int = 1000,
        states: Collection[SignatureState] = _CONFIRMED,
    ) -> Sequence[Signature]:
        """Return signatures in the order of their ids, from the one behind *after* on."""
        table = self._tables.signatures.c
        statement = self._select().where(table.petition_id == petition_id, table.id > after)
        statement = statement.where(table.state.in_(list(states)))
        return self._signatures(statement.order_by(table.petition_id, table.id).limit(max(limit, 0)))

    def public_signatures(
        self, petition_id: str, *, limit: int = 100, after: Signature | None = None
    ) -> Sequence[Signature]:
        """Return confirmed signatures whose signers allowed it, those sent last first."""
        table = self._tables.signatures.c
        statement = self._select().where(table.petition_id == petition_id, self._tables.public)
        statement = statement.where(table.state == "confirmed")
        if after is not None:
            same = and_(table.created_at == after.created_at, table.id > after.id)
            statement = statement.where(or_(table.created_at < after.created_at, same))
        return self._signatures(statement.order_by(table.created_at.desc(), table.id).limit(max(limit, 0)))

    def petitions(self) -> list[str]:
        """Return the ids of the petitions that anybody has signed, in a jump from one to the next."""
        table, found = self._tables.signatures.c, [""]
        with self._database.connect() as connection:
            while more := connection.scalar(
                select(func.min(table.petition_id)).where(table.petition_id > found[-1])
            ):
                found.append(more)
        return found[1:]

    def count_by(self, petition_id: str, by: Literal["source", "country", "state"]) -> dict[str, int]:
        """Return how many signatures each source or country has in the count, or each state has."""
        table = self._tables.signatures.c
        statement = select(table[by], func.count()).where(table.petition_id == petition_id)
        if by != "state":
            statement = statement.where(table.counted.is_(True))
        with self._database.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(statement.group_by(table[by]))}

    def consents(self, petition_id: str, id: str) -> Sequence[ConsentEntry]:
        """Return a signature's consent log, the oldest first."""
        table = self._tables.consents.c
        fields = [table[field] for field in ConsentEntry.__slots__]
        statement = select(*fields).where(table.petition_id == petition_id, table.signature_id == id)
        with self._database.connect() as connection:
            return [ConsentEntry(*row) for row in connection.execute(statement.order_by(table.at, table.n))]

    def find_wording(self, petition_id: str, hash: str) -> ConsentWording | None:
        """Return the words of a hash."""
        table = self._tables.wordings
        statement = select(table).where(table.c.petition_id == petition_id, table.c.hash == hash)
        with self._database.connect() as connection:
            row = connection.execute(statement).first()
        return None if row is None else ConsentWording(*row)
