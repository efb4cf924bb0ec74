"""Options of pytest that depend on the machine and on the other options."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence


def parallel(arguments: Sequence[str]) -> list[str]:
    """Return the options that use every core.

    Args:
        arguments: The other arguments of pytest.

    Returns:
        The options. There are none if the arguments ask for debugging, benchmarks or a number of processes.
    """
    debugging = {"-n", "--pdb", "--trace", "-s", "--collect-only", "--co"}
    if debugging & set(arguments) or any("benchmark" in word or word == "slow" for word in arguments):
        return []
    return ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]


def without(marks: Iterable[str]) -> list[str]:
    """Return the options that leave out tests, including those that only other commands run.

    Args:
        marks: The marks of the other tests to leave out.

    Returns:
        The options.
    """
    return ["-m", " and ".join(f"not {mark}" for mark in ("slow", "benchmark", "docs", *marks))]
