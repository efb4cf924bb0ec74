"""Measuring one thing against another in the same run, for ratios are what carries over between machines."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter_ns
from typing import Any

import pytest

Call = Callable[[], object]


@pytest.fixture
def ratio(record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]) -> Any:
    """Give a function that measures how much more one call costs than another, and says so."""

    def measure(name: str, call: Call, floor: Call, rounds: int = 400, calls: int = 20) -> float:
        costs: tuple[list[int], list[int]] = [], []
        for _ in range(rounds):  # in turns, so that what else the machine does slows both
            for function, found in zip((call, floor), costs, strict=True):
                begin = perf_counter_ns()
                for _ in range(calls):
                    function()
                found.append(perf_counter_ns() - begin)
        middle = [median(found) / calls / 1000 for found in costs]
        result = middle[0] / middle[1]
        record_property(name, round(result, 3))
        with capsys.disabled():
            print(f"\n{name}: {middle[0]:.1f} µs / {middle[1]:.1f} µs = {result:.2f}")
        return result

    return measure


FRESH = """
import json, sys
from time import perf_counter_ns
exec(sys.argv[1])
costs = []
for _ in range(int(sys.argv[2])):
    begin = perf_counter_ns()
    call()
    costs.append(perf_counter_ns() - begin)
print(json.dumps(costs))
"""


@pytest.fixture
def fresh() -> Any:
    """Give a function that times calls in new processes, the first one with everything still to be read.

    It returns for each call the best of three processes, for what else the machine does only adds.
    """

    def measure(prepared: str, times: int) -> list[int]:
        runs = []
        for _ in range(3):
            done = subprocess.run(
                [sys.executable, "-c", FRESH, prepared, str(times)],
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, done.stderr
            runs.append(json.loads(done.stdout))
        return [min(each) for each in zip(*runs, strict=True)]

    return measure
