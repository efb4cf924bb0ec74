"""The virtual environment of the project."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from devtools.process import ROOT, run

VENV = Path(os.environ.get("SOLIDARITY_WIDGETS_VENV") or ROOT / ".venv")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
#: Records what is installed, so that later runs start at once.
_STAMP = VENV / "solidarity-widgets.json"


def python(*arguments: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run the environment's Python, with the environment's programs first on the PATH.

    Args:
        *arguments: The arguments of Python.
        env: Environment variables to add.
    """
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    run(PYTHON, *arguments, env={"PATH": path, **(env or {})})


def set_up(*groups: str) -> None:
    """Create the environment and install the project, unless that is done already.

    Args:
        *groups: The dependency groups to install. Groups that were installed before stay.
    """
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    installed = _installed_groups(digest)
    if installed is not None and ("dev" in installed or installed >= set(groups)):
        return
    if not PYTHON.is_file():
        _create_environment()
    wanted = sorted(set(groups) | (installed or set()))
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(*pip, "--upgrade", "pip>=25.1")  # the first version that supports dependency groups
    run(*pip, "--editable", ".[all]", *(f"--group={group}" for group in wanted))
    _STAMP.write_text(json.dumps({"digest": digest, "root": str(ROOT), "groups": wanted}))


def _installed_groups(digest: str) -> set[str] | None:
    """Return the installed groups, or ``None`` if another project or an older one is installed."""
    stamp = json.loads(_STAMP.read_text()) if _STAMP.is_file() and PYTHON.is_file() else {}
    if stamp.get("digest") != digest or stamp.get("root") != str(ROOT):
        return None
    return set(stamp.get("groups", ()))


def _create_environment() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"{sys.executable} cannot create virtual environments, because venv or ensurepip is missing.\n"
            f"On Debian and Ubuntu, run as root: apt-get install python3-venv (or python{version}-venv)"
        )
    run(sys.executable, "-m", "venv", VENV)
