"""Watches the statements that the store executes, and reports those a distributed database would not accept.

The tables can be distributed over several machines by ``petition_id``. A statement then runs on the one
machine that has its petition, if it says by equality which petition that is. So each statement that the
store executes in any test of this folder is parsed and must keep these rules:

* ``petition``: each table is restricted to one petition by ``petition_id = value``, joined to the other
  conditions by AND; an inserted row has such a value.
* ``petitions``: all these values are the same one.
* ``values``: there is no subquery inside VALUES, which Citus refuses.
* ``join``: no two tables are joined.
* ``lock``: nothing is locked but rows of that petition.
* ``kind``: it reads, inserts, updates or deletes rows, begins or ends a transaction, or sets up
  SQLite (``PRAGMA``), which is never distributed.

Statements that a test itself executes are not the store's and are left alone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlalchemy import Engine, event
from sqlglot import exp

import solidarity_widgets.signing.store.sql

_STORE = str(Path(solidarity_widgets.signing.store.sql.__file__).parent)

#: What may break a rule: the store's method and the rule, and why.
EXCEPTIONS: Mapping[tuple[str, str], str] = {
    ("SqlSignatureStore.create_tables", "kind"): "makes the tables, before anybody signs",
    (
        "SqlSignatureStore.delete_expired_hits",
        "petition",
    ): "hits expire in all petitions; seldom, and nobody waits",
    (
        "SqlSignatureStore.emails_due",
        "petition",
    ): "tells a worker which petitions have emails to send; no reader waits",
    (
        "SqlSignatureStore.insert",
        "petitions",
    ): "one statement also counts the mailbox's email; it is not used where tables are distributed",
    ("SqlSignatureStore.petitions", "petition"): "finds out for a command which petitions there are",
}


@dataclass(frozen=True)
class Finding:
    """A statement that breaks a rule.

    Attributes:
        method: The method of the store that was called.
        rule: The rule's name.
        reason: What is wrong.
        statement: The statement.
    """

    method: str
    rule: str
    reason: str
    statement: str

    def __str__(self) -> str:
        return f"{self.method} breaks the rule {self.rule!r}: {self.reason}\n{self.statement}"


@dataclass
class Observer:
    """What was observed.

    Attributes:
        executed: How many statements the store executed.
        findings: Those that break a rule, exceptions included.
    """

    executed: int = 0
    findings: list[Finding] = field(default_factory=list)

    def check(self) -> None:
        """Fail if a statement breaks a rule and is no exception."""
        wrong = [each for each in self.findings if (each.method, each.rule) not in EXCEPTIONS]
        if wrong:
            pytest.fail("\n\n".join(dict.fromkeys(map(str, wrong))), pytrace=False)


#: The last one observes: a test of this module may do so inside the observation of all tests.
_observers: list[Observer] = []


@contextmanager
def observation() -> Iterator[Observer]:
    """Observe what the store executes in this process, on any engine and in any thread."""
    _observers.append(Observer())
    if len(_observers) == 1:
        event.listen(Engine, "before_cursor_execute", _see)
    try:
        yield _observers[-1]
    finally:
        _observers.pop()
        if not _observers:
            event.remove(Engine, "before_cursor_execute", _see)


@pytest.fixture(autouse=True)
def observed_statements() -> Iterator[None]:
    """Let a test fail if the store executes a statement that breaks a rule."""
    with observation() as observer:
        yield
    observer.check()


def _see(
    connection: Any, cursor: object, statement: str, parameters: Any, context: object, many: bool
) -> None:
    method = _method()
    if method is None:
        return
    observer = _observers[-1]
    observer.executed += 1
    # A statement that SQLAlchemy has put together from many has the parameters of all of them at once.
    several = many and isinstance(parameters[0] if isinstance(parameters, list) else None, (Mapping, tuple))
    for each in parameters if several else [parameters]:
        for rule, reason in broken(connection.dialect.name, statement, each):
            observer.findings.append(Finding(method, rule, reason, statement))


def _method() -> str | None:
    """The outermost function of the store that is running, if one is: the method that was called."""
    found = None
    frame = sys._getframe()
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(_STORE) and code.co_qualname.startswith("SqlSignatureStore."):
            found = code.co_qualname
        frame = frame.f_back
    return found


# --- one statement ----------------------------------------------------------------------------------------


def broken(
    dialect: str, statement: str, parameters: Mapping[str, object] | Sequence[object]
) -> list[tuple[str, str]]:
    """Return the rules that a statement breaks, each with a reason.

    Args:
        dialect: ``sqlite`` or ``postgresql``, as SQLAlchemy calls them.
        statement: The statement, as the driver gets it.
        parameters: The values of its placeholders.
    """
    rules, petitions = _parsed(dialect, statement)
    if not isinstance(parameters, Mapping):
        parameters = {f"q{number}": value for number, value in enumerate(parameters or ())}
    values = {parameters[text] if is_parameter else text for is_parameter, text in petitions}
    if len(values) > 1:
        return [*rules, ("petitions", f"it concerns {len(values)} petitions")]
    return list(rules)


#: A quoted text or name, or a placeholder of SQLite's or PostgreSQL's driver.
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\?|%\((\w+)\)s|%%""")
#: Whether it is a parameter's name, and the name or a literal value.
_Value = tuple[bool, str]


@lru_cache(maxsize=1000)
def _parsed(dialect: str, statement: str) -> tuple[tuple[tuple[str, str], ...], frozenset[_Value]]:
    """Return the rules that a statement breaks whatever its parameters, and its petitions."""
    count = 0

    def named(match: re.Match[str]) -> str:
        nonlocal count
        if match[0] == "?":
            count += 1
            return f":q{count - 1}"
        return f":{match[1]}" if match[1] else "%" if match[0] == "%%" else match[0]

    text = _TOKEN.sub(named, statement)
    [tree] = sqlglot.parse(text, read="postgres" if dialect == "postgresql" else dialect)
    assert tree is not None
    reading = _Reading(tree)
    return tuple(reading.broken), frozenset(reading.petitions)


class _Reading:
    """Reads one statement's tree."""

    def __init__(self, tree: exp.Expression) -> None:
        self.broken: list[tuple[str, str]] = []
        self.petitions: list[_Value] = []
        self.ctes = {cte.alias: cte.this for cte in tree.find_all(exp.CTE)}
        if isinstance(tree, exp.Transaction | exp.Commit | exp.Rollback | exp.Pragma):
            return
        if not isinstance(tree, exp.Query | exp.Insert | exp.Update | exp.Delete):
            self._break("kind", type(tree).__name__)
            return
        for node in tree.walk():
            match node:
                case exp.Select() | exp.Update() | exp.Delete():
                    self._rows(node)
                case exp.Insert():
                    self._insert(node)
                case exp.Join():
                    if self._touches(node.parent):
                        self._break("join", node.sql())
                case exp.Func() if "lock" in node.sql_name().lower() + node.name.lower():
                    self._break("lock", node.sql())
                case exp.EQ() if isinstance(node.parent, exp.Update | exp.OnConflict) and _is_key(node.this):
                    self._break("petition", f"it moves rows: {node.sql()}")

    def _break(self, rule: str, reason: str) -> None:
        self.broken.append((rule, reason))

    def _owns_engine(self, node: Any) -> bool:
        """Whether this is one of the store's tables: neither a CTE nor a table of the database's own."""
        return (
            isinstance(node, exp.Table)
            and node.db not in ("pg_catalog", "information_schema")
            and not node.name.startswith(("sqlite_", "pg_"))
            and not (not node.db and node.name in self.ctes)
        )

    def _touches(self, node: Any) -> bool:
        return any(map(self._owns_engine, node.find_all(exp.Table)))

    def _rows(self, node: exp.Expression) -> None:
        """Check that each table of a SELECT, UPDATE or DELETE is restricted to one petition."""
        if isinstance(node, exp.Select):
            start = node.args.get("from_")
            sources = [start.this] if start else []
        else:
            sources = [node.this]
            more = [node.args.get("from_"), *(node.args.get("using") or ())]
            if any(each is not None and self._touches(each) for each in more):
                self._break("join", f"{type(node).__name__} with several tables")
        sources += [join.this for join in node.args.get("joins") or ()]
        where = node.args.get("where")
        condition = where.this.unnest() if where else None
        conditions = condition.flatten() if isinstance(condition, exp.And) else [condition]
        conditions = [each.unnest() for each in conditions if each is not None]
        for table in filter(self._owns_engine, sources):
            values = [self._equal(each, table.alias_or_name) for each in conditions]
            found = [value for value in values if value is not None]
            self.petitions += found
            if not found:
                self._break("petition", f"{table.name} is not restricted to one petition")

    def _equal(self, condition: exp.Expression, table: str) -> _Value | None:
        """Return the value if a condition says that a table's petition is one value."""
        if not isinstance(condition, exp.EQ):
            return None
        for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
            if _is_key(one) and one.table in ("", table):
                return _value(other)
        return None

    def _insert(self, node: exp.Insert) -> None:
        """Check that each new row belongs to one petition that is named."""
        target, rows = node.this, node.expression
        names = [each.name for each in target.expressions] if isinstance(target, exp.Schema) else []
        if "petition_id" not in names:
            self._break("petition", "an insertion that does not name the petition's column")
            return
        place = names.index("petition_id")
        if isinstance(rows, exp.Values):
            if rows.find(exp.Query):
                self._break("values", "a subquery inside VALUES")
            new = [row.expressions[place] for row in rows.expressions]
        elif isinstance(rows, exp.Select):
            new = [rows.expressions[place].unalias()]
        else:
            self._break("kind", f"an insertion from {type(rows).__name__}")
            return
        for each in new:
            value = _value(each)
            if value is not None:
                self.petitions.append(value)
            elif not (_is_key(each) and self._gives_its_petition(each, rows)):
                self._break("petition", f"a new row's petition is {each.sql()}")

    def _gives_its_petition(self, column: exp.Column, rows: exp.Expression) -> bool:
        """Whether a column of the rows' source is a petition's id that the source was restricted to."""
        start = rows.args.get("from_")
        source = start.this if start else None
        if not isinstance(source, exp.Table) or column.table not in ("", source.alias_or_name):
            return False
        if self._owns_engine(source):
            return True
        body = self.ctes.get(source.name)
        returning = body.args.get("returning") if body is not None else None
        given = returning.expressions if returning else body.expressions if body is not None else []
        return any(_is_key(each) for each in given)


def _is_key(node: Any) -> bool:
    return isinstance(node, exp.Column) and node.name == "petition_id"


def _value(node: exp.Expression) -> _Value | None:
    """Return a placeholder or a literal, cast or not."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    if isinstance(node, exp.Placeholder):
        return True, node.name
    return (False, node.name) if isinstance(node, exp.Literal) else None
