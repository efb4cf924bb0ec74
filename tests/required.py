"""A pytest plugin for continuous integration: a run in which a kind of test did not take part has failed.

Loaded with ``-p tests.required``. Tests whose program is missing fail by themselves; this notices the ones
that were never collected.
"""

from __future__ import annotations

from collections import Counter

import pytest

MARKS = ("browser", "firefox", "webkit", "validity", "postgresql", "proxy")
passed = Counter[str]()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what passed, by mark."""
    if report.when == "call" and report.passed:
        passed.update(mark for mark in MARKS if mark in report.keywords)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if no test of a kind passed."""
    if (
        not hasattr(session.config, "workerinput")
        and session.exitstatus == 0
        and not all(map(passed.get, MARKS))
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many of each kind passed."""
    for mark in MARKS:
        terminalreporter.write_line(f"{mark} tests passed: {passed[mark]}", red=not passed[mark])
