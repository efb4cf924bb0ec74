"""Distributing the tables over a Citus cluster, as far as that can be tested without one.

A schema stands for Citus: its ``create_distributed_table`` notes what it is asked for, checks what Citus
checks, and refuses a table that is distributed already. What Citus then does with the rows is not tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from solidarity_widgets.cli import main
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.store.records import Signature
from solidarity_widgets.signing.store.sql import SqlSignatureStore

TABLES = [
    *("sw_signatures", "sw_changes", "sw_consents", "sw_counts", "sw_feeds", "sw_hits", "sw_keys"),
    *("sw_new_changes", "sw_outbox", "sw_tombstones", "sw_wordings"),
]
CITUS = """
CREATE TABLE pg_dist_partition (
    logicalrelid regclass PRIMARY KEY, partmethod "char" NOT NULL, partkey text, colocated text
);
CREATE TABLE calls (n serial, name text, partkey text, colocated text);
CREATE FUNCTION create_distributed_table(
    table_name regclass, distribution_column text, colocate_with text DEFAULT 'default'
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM pg_attribute WHERE attrelid = table_name AND attname = distribution_column;
    IF NOT FOUND THEN RAISE 'column "%" does not exist', distribution_column; END IF;
    IF colocate_with <> 'default' THEN
        PERFORM 1 FROM pg_dist_partition WHERE logicalrelid = colocate_with::regclass;
        IF NOT FOUND THEN RAISE 'relation % is not distributed', colocate_with; END IF;
    END IF;
    INSERT INTO calls (name, partkey, colocated) VALUES (table_name, distribution_column, colocate_with);
    INSERT INTO pg_dist_partition VALUES (table_name, 'h', distribution_column, colocate_with);
EXCEPTION WHEN unique_violation THEN
    RAISE 'table % is already distributed', table_name;
END $$;
"""


@dataclass
class Cluster:
    """A database with what stands for Citus.

    Attributes:
        url: The database's URL.
        connection: A connection to it.
    """

    url: str
    connection: psycopg.Connection[Any]

    @property
    def calls(self) -> list[tuple[str, str, str]]:
        return self.connection.execute("SELECT name, partkey, colocated FROM calls ORDER BY n").fetchall()


@pytest.fixture
def cluster(postgresql: str) -> Iterator[Cluster]:
    schema = f"citus_{token_hex(4)}"
    option = quote(f"-csearch_path={schema}")
    url = f"{postgresql}{'&' if '?' in postgresql else '?'}options={option}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(CITUS)
        yield Cluster(url, connection)
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


pytestmark = pytest.mark.postgresql


def test_all_tables_are_distributed_by_petition_and_lie_together(cluster: Cluster) -> None:
    with SqlSignatureStore(cluster.url) as store:
        store.create_tables(distribute="citus")
        assert sorted(store.tables.metadata.tables) == sorted(TABLES)
        assert store.insert(Signature("4-august", "7f" * 16))
    first, *others = TABLES
    assert cluster.calls == [
        (first, "petition_id", "default"),
        *((name, "petition_id", first) for name in others),
    ]


def test_a_second_run_leaves_them_as_they_are(cluster: Cluster) -> None:
    with SqlSignatureStore(cluster.url) as store:
        store.create_tables()
        assert cluster.calls == []
        store.create_tables(distribute="citus")
        store.create_tables(distribute="citus")
    assert [name for name, *_ in cluster.calls] == TABLES


def test_a_run_that_failed_is_gone_on_with(cluster: Cluster) -> None:
    with SqlSignatureStore(cluster.url) as store:
        store.create_tables(distribute="citus")
        cluster.connection.execute("DELETE FROM pg_dist_partition WHERE logicalrelid = 'sw_hits'::regclass")
        cluster.connection.execute("DELETE FROM calls")
        store.create_tables(distribute="citus")
    assert cluster.calls == [("sw_hits", "petition_id", "sw_signatures")]


def test_the_command(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["signatures", "create-tables", "--database", cluster.url, "--distribute", "citus"]
    for _ in range(2):
        assert main(words) == 0
        assert capsys.readouterr() == (
            f"ready, distributed by petition_id: {', '.join(sorted(TABLES))}\n",
            "",
        )
    assert len(cluster.calls) == len(TABLES)


def test_what_citus_refuses_is_told(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    cluster.connection.execute("ALTER TABLE pg_dist_partition ADD CHECK (partmethod <> 'h')")
    words = ["signatures", "create-tables", "--database", cluster.url, "--distribute", "citus"]
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "The store's database failed: new row for relation" in err


def test_another_way_to_distribute(cluster: Cluster) -> None:
    expected = pytest.raises(InvalidFieldError, match="must be one of 'citus'")
    with SqlSignatureStore(cluster.url) as store, expected:
        store.create_tables(distribute="oracle")  # type: ignore[arg-type]
