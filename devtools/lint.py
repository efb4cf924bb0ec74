"""Check style, types and import contracts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from devtools.environment import BIN, PYTHON, python, set_up
from devtools.process import ROOT, run


def main() -> None:
    """Run every check; the first one that fails ends the program."""
    set_up("dev")
    python("-m", "ruff", "check", ".")
    python("-m", "ruff", "format", "--check", ".")
    python("-m", "mypy", "--strict")
    run(BIN / "lint-imports")
    check_completeness()


def check_completeness() -> None:
    """Check that every public name has a complete type, as the users of ``py.typed`` see it."""
    command: list[str | Path] = [PYTHON, "-m", "pyright", "--outputjson", "--ignoreexternal", "--verifytypes"]
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*command, "solidarity_widgets"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.startswith("{"):
        sys.exit(done.stderr or done.stdout or "pyright printed nothing.")
    report = json.loads(done.stdout).get("typeCompleteness", {})
    checked = [symbol for symbol in report.get("symbols", ()) if symbol["isExported"]]
    incomplete = [symbol for symbol in checked if not symbol["isTypeKnown"]]
    for symbol in incomplete:
        found = [each["message"] for each in symbol["diagnostics"] if each["severity"] == "error"]
        print(f"{symbol['name']}: {found[0] if found else 'depends on an incomplete type'}")
    print(f"Complete types: {len(checked) - len(incomplete)} of {len(checked)} public names")
    if incomplete or not checked:
        sys.exit(1)
