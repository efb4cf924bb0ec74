"""The store's statements can run on tables that are distributed by petition (see ``statements.py``).

Every test of this folder is observed; here are the tests of the observer itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select

from solidarity_widgets.signing.store.records import ConsentEntry, Hit, MailboxLimit, Signature
from solidarity_widgets.signing.store.sql import SqlSignatureStore

from .statements import EXCEPTIONS, broken, observation

PETITION = "4-august"
ID = "7f" * 16
CONSENT = ConsentEntry(PETITION, ID, "updates", "f" * 64, "2", "be", "given", "form", 100)


def rules(statement: str, *parameters: object) -> list[str]:
    return [rule for rule, _ in broken("sqlite", statement, parameters)]


def test_statements_are_observed(store: SqlSignatureStore) -> None:
    with observation() as observer:
        assert store.insert(Signature(PETITION, ID), [CONSENT])
        select = store.tables.signatures.select()  # what a test executes is its own affair
        store.database.read(lambda connection: connection.execute(select).all())
    assert observer.executed >= 2
    assert observer.findings == []


def test_the_old_statement_of_the_consent_log_is_reported(store: SqlSignatureStore) -> None:
    """Citus: "subqueries are not supported within INSERT queries"."""
    log = store.tables.consents
    last = select(func.coalesce(func.max(log.c.n), -1)).where(
        log.c.petition_id == bindparam("its_petition_id"),
        log.c.signature_id == bindparam("its_signature_id"),
    )
    values: dict[str, Any] = {name: bindparam(f"its_{name}") for name in ConsentEntry.__slots__}
    store.database.writes_with_ctes = False  # otherwise, PostgreSQL has another statement
    store._consents._insert_entry = log.insert().values({**values, "n": last.scalar_subquery() + 1})
    with observation() as observer:
        assert store.insert(Signature(PETITION, ID), [CONSENT])
    assert [(each.method, each.rule) for each in observer.findings] == [
        ("SqlSignatureStore.insert", "values")
    ]
    with pytest.raises(pytest.fail.Exception, match="a subquery inside VALUES"):
        observer.check()


def test_each_exception_is_needed(bare_place: Any) -> None:
    with bare_place.open(batched=True) as store:
        calls: dict[str, Callable[[], object]] = {
            "SqlSignatureStore.create_tables": store.create_tables,
            "SqlSignatureStore.delete_expired_hits": lambda: store.delete_expired_hits(10, limit=10),
            "SqlSignatureStore.emails_due": store.emails_due,
            "SqlSignatureStore.petitions": store.petitions,
        }
        if not store.database.sqlite:
            limit = MailboxLimit(Hit("k", 1, 9), 1)
            calls["SqlSignatureStore.insert"] = lambda: store.insert(Signature(PETITION, ID), mailbox=limit)
        assert calls.keys() | {"SqlSignatureStore.insert"} == {method for method, _ in EXCEPTIONS}
        for method, call in calls.items():
            with observation() as observer:
                call()
            found = {(each.method, each.rule) for each in observer.findings}
            assert found == {key for key in EXCEPTIONS if key[0] == method}
            observer.check()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT n FROM a WHERE a.petition_id = ? AND (x = ? OR y = ?) FOR UPDATE",
        "SELECT n FROM a AS b WHERE ? = b.petition_id",
        "SELECT 1 FROM a WHERE petition_id = ? UNION ALL SELECT 2 FROM b WHERE petition_id = ?",
        "WITH t AS (SELECT id FROM a WHERE petition_id = ? LIMIT 2) "
        "DELETE FROM a WHERE petition_id = ? AND id IN (SELECT id FROM t)",
        "WITH t AS (UPDATE a SET x = 1 WHERE petition_id = ? RETURNING petition_id) "
        "INSERT INTO b (petition_id, n) SELECT t.petition_id, 1 FROM t",
        "INSERT INTO a (petition_id, n) VALUES (?, ?) ON CONFLICT (petition_id) DO UPDATE SET n = a.n + 1",
        "BEGIN IMMEDIATE",
        "SELECT name FROM sqlite_master",
        "SELECT 1",
    ],
)
def test_what_is_accepted(statement: str) -> None:
    assert rules(statement, *["p"] * statement.count("?")) == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("SELECT n FROM a", "petition"),
        ("SELECT n FROM a WHERE petition_id > ?", "petition"),
        ("SELECT n FROM a WHERE petition_id IN (?)", "petition"),
        ("SELECT n FROM a WHERE petition_id = ? OR n = 1", "petition"),
        ("SELECT n FROM a WHERE NOT petition_id = ?", "petition"),
        ("SELECT n FROM a WHERE petition_id = id", "petition"),
        ("SELECT n FROM a WHERE b.petition_id = ?", "petition"),
        ("SELECT n FROM a WHERE petition_id = ? UNION SELECT n FROM b", "petition"),
        ("SELECT n FROM a WHERE petition_id = ? AND n IN (SELECT n FROM b)", "petition"),
        ("SELECT n FROM (SELECT n FROM a) AS t", "petition"),
        ("WITH t AS (SELECT n FROM a) SELECT n FROM t", "petition"),
        ("UPDATE a SET n = 1", "petition"),
        ("UPDATE a SET petition_id = 'x' WHERE petition_id = ?", "petition"),
        ("DELETE FROM a WHERE n < 1", "petition"),
        ("INSERT INTO a (n) VALUES (1)", "petition"),
        ("INSERT INTO a VALUES (1)", "petition"),
        ("INSERT INTO a (petition_id) SELECT petition_id FROM b", "petition"),
        (
            "WITH t AS (SELECT x FROM b WHERE petition_id = ?) INSERT INTO a (petition_id) SELECT x FROM t",
            "petition",
        ),
        ("SELECT 1 FROM a, b WHERE a.petition_id = ? AND b.petition_id = ?", "join"),
        ("SELECT 1 FROM a JOIN b USING (id) WHERE a.petition_id = ? AND b.petition_id = ?", "join"),
        ("UPDATE a SET n = 1 FROM b WHERE a.petition_id = ?", "join"),
        ("INSERT INTO a (petition_id, n) VALUES (?, (SELECT max(n) FROM a WHERE petition_id = ?))", "values"),
        ("SELECT pg_advisory_xact_lock(1)", "lock"),
        ("VACUUM", "kind"),
        ("DROP TABLE a", "kind"),
    ],
)
def test_what_is_reported(statement: str, rule: str) -> None:
    assert rules(statement, *["p"] * statement.count("?")) == [rule]


def test_two_petitions_in_one_statement() -> None:
    both = "SELECT 1 FROM a WHERE petition_id = ? UNION ALL SELECT 2 FROM b WHERE petition_id = ?"
    assert rules(both, "p", "p") == []
    assert rules(both, "p", "q") == ["petitions"]
    rows = "INSERT INTO a (petition_id, n) VALUES (?, 1), (?, 2)"
    assert rules(rows, "p", "q") == ["petitions"]
