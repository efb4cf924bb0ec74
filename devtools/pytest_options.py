"""Options of pytest that depend on the machine and on the other options."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence


def parallel(arguments: Sequence[str]) -> list[str]:
    """Return the options that use every core.

    Args:
        arguments: The other arguments of pytest.

    Returns:
        No options if somebody debugs or measures, or says how many processes to use.
    """
    debugging = {"-n", "--pdb", "--trace", "-s", "--collect-only", "--co"}
    if debugging & set(arguments) or any("benchmark" in word or word == "slow" for word in arguments):
        return []
    return ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]


def without(marks: Iterable[str]) -> list[str]:
    """Return the options that leave out the tests with some marks, besides those that are never run unasked.

    Args:
        marks: The marks.

    Returns:
        The options.
    """
    return ["-m", " and ".join(f"not {mark}" for mark in ("slow", "benchmark", *marks))]
