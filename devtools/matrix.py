"""Run the tests that need no browser with both ends of every dependency's range, on every Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from devtools import programs
from devtools.environment import BIN, PYTHON, VENV, set_up
from devtools.process import CI, ROOT, run
from devtools.pytest_options import parallel, without

#: The legs of the matrix: what is installed, and the options of uv that choose it.
LEGS: dict[str, tuple[str, ...]] = {
    "lowest": ("the lowest version of every dependency", "--resolution", "lowest-direct"),
    "newest": ("the newest version of every dependency", "--resolution", "highest"),
    "next": (
        "the newest version, including pre-releases",
        "--resolution",
        "highest",
        "--prerelease",
        "allow",
    ),
}
#: The extras that `all` leaves out.
FRAMEWORKS = ("flask", "django", "starlette", "sphinx")
#: What `dev.py test` runs once, with the programs it has installed.
_OTHER_PROGRAMS = ("browser", "firefox", "webkit", "validity", "proxy")


class Cell(NamedTuple):
    """One run of the matrix.

    Attributes:
        leg: A name of :data:`LEGS`.
        version: The version of Python.
        interpreter: The path of Python.
        is_newest: Whether it is the newest Python of this machine.
    """

    leg: str
    version: str
    interpreter: str
    is_newest: bool


def main(*arguments: str) -> None:
    """Run the matrix.

    Args:
        *arguments: Names of legs, by default all; other arguments go to pytest.
    """
    legs = [argument for argument in arguments if argument in LEGS] or list(LEGS)
    options = [argument for argument in arguments if argument not in LEGS]
    set_up("matrix")
    if not programs.has_postgresql():
        programs.install_packages(*programs.POSTGRESQL_PACKAGES)
    interpreters = programs.find_interpreters()
    for version in programs.PYTHONS:
        print(f"Python {version}: {interpreters.get(version, 'not found, so not tested')}", flush=True)
    results: dict[str, str] = {}
    failed = False
    for cell in _cells(legs, interpreters):
        name = f"Python {cell.version}, {cell.leg}"
        if (
            CI
            and cell.leg == "newest"
            and cell.version == f"{sys.version_info.major}.{sys.version_info.minor}"
        ):
            results[name] = "left to dev.py test, which has the same environment"
            continue
        print(f"\n{name}: {LEGS[cell.leg][0]}", flush=True)
        status = _run_cell(cell, options)
        results[name] = "passed" if status == 0 else f"failed ({status})"
        if status and cell.leg == "next":
            results[name] += "; this does not fail the matrix, because the pre-releases may be at fault"
        failed = failed or (status != 0 and cell.leg != "next")
    print("\n" + "\n".join(f"{name}: {result}" for name, result in results.items()), flush=True)
    if failed:
        sys.exit(1)


def _cells(legs: Sequence[str], interpreters: dict[str, str]) -> list[Cell]:
    """Return the runs: the lowest leg on the oldest Python, the next one on the newest, the others on all."""
    found = list(interpreters.items())
    chosen = {"lowest": found[:1], "next": found[-1:]}
    return [
        Cell(leg, version, interpreter, version == found[-1][0])
        for leg in legs
        for version, interpreter in chosen.get(leg, found)
    ]


def _run_cell(cell: Cell, options: Sequence[str]) -> int:
    """Create an environment and run the tests in it; return the exit status."""
    folder = ROOT / ".cache" / "matrix" / f"{cell.version}-{cell.leg}"
    executable = folder / PYTHON.relative_to(VENV)
    if status := _install(cell, folder, executable):
        return status
    path = os.pathsep.join([str(executable.parent), os.environ.get("PATH", "")])
    left_out = [*_OTHER_PROGRAMS]
    ignored: list[str] = []
    if CI and cell.leg == "newest":  # dev.py test runs everything; here only what depends on the Python
        left_out.append("postgresql")
        ignored = ["cldr", "security", "typing", *([] if cell.is_newest else ["signing"])]
    chosen = [] if "-m" in options else without(left_out)
    chosen += [f"--ignore=tests/{name}" for name in ignored]
    pytest = ["-m", "pytest", *chosen, *parallel(options), *options]
    return run(executable, *pytest, env={"PATH": path}, fatal=False)


def _install(cell: Cell, folder: Path, executable: Path) -> int:
    """Install the project and the tests' tools in a new environment; return the exit status."""
    uv: list[str | Path] = [BIN / "uv", "--quiet", "--no-python-downloads"]
    with open(ROOT / "pyproject.toml", "rb") as file:
        build_requirements: list[str] = tomllib.load(file)["build-system"]["requires"]
    pip: list[str | Path] = [*uv, "pip", "install", "--python", executable]
    status = run(*uv, "venv", "--seed", "--clear", "--python", cell.interpreter, folder, fatal=False)
    # First the project's own ranges, at the end that the leg asks for; then the tests' tools, which must not
    # change those versions.
    resolution = LEGS[cell.leg][1:]
    project = f".[{','.join(('all', *FRAMEWORKS))}]"
    status = status or run(*pip, *resolution, "--editable", project, *build_requirements, fatal=False)
    if status:
        return status
    frozen = subprocess.run(
        [*uv, "pip", "freeze", "--exclude-editable", "--python", executable],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    constraints = folder / "constraints.txt"
    constraints.write_text(frozen)
    status = run(*pip, "--group", "tests", "--constraint", constraints, fatal=False)
    print(", ".join(line for line in frozen.splitlines() if line), flush=True)
    return status
