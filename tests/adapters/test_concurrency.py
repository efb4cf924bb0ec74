"""No language of one request leaks into another, however a server answers several at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import solidarity_widgets

from .concurrency import REQUESTS, ROUNDS

PROGRAM = Path(__file__).with_name("concurrency.py")
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])


@pytest.mark.parametrize("kind", ["asyncio", "threads", "gevent"])
def test_fifty_requests_in_eight_languages(kind: str) -> None:
    """In a program of its own, because gevent replaces parts of Python."""
    done = subprocess.run(
        [sys.executable, PROGRAM, kind],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": SOURCES, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(REQUESTS * ROUNDS)
