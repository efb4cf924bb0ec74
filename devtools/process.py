"""Running other programs in the project's folder."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Whether this runs in continuous integration, where nothing may be left out quietly.
CI = os.environ.get("CI", "").lower() not in ("", "0", "false")


def run(*command: str | Path, env: Mapping[str, str] | None = None, fatal: bool = True) -> int:
    """Print a command and run it in the project's folder.

    Args:
        *command: The program and its arguments.
        env: Environment variables to add.
        fatal: Whether to exit if the command fails.

    Returns:
        The exit status: 127 if the program cannot be started, negative if a signal ended it.
    """
    words = [str(word) for word in command]
    print("$", shlex.join(words), flush=True)
    try:
        status = subprocess.run(words, cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode
    except OSError as error:
        print(error, file=sys.stderr)
        status = 127
    if status and fatal:
        sys.exit(status if status > 0 else 128 - status)
    return status
