"""The annotations are a promise: mypy and pyright accept correct calls and refuse wrong ones."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "src"
#: Parts of the public interface whose types are not complete, and why.
INCOMPLETE = {
    # SQLAlchemy's own types are partly unknown.
    "solidarity_widgets.signing.": "built on SQLAlchemy",
}


def run(*command: str, folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, timeout=120)
    assert done.returncode in (0, 1), done.stderr or done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def mypy_lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, str]]:
    """Return what mypy finds, by file and line."""
    folder = tmp_path_factory.mktemp("mypy")
    settings = folder / "mypy.ini"
    settings.write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    files = [str(HERE / name) for name in ("correct.py", "wrong.py")]
    found = run(
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(settings),
        "--cache-dir",
        str(folder / "cache"),
        "--no-pretty",
        *files,
        folder=folder,
    )
    return by_line(re.findall(r"^(.*?)(\w+\.py):(\d+): error: (.*)$", found, re.MULTILINE))


@pytest.fixture(scope="module")
def pyright_lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, str]]:
    """Return what pyright finds, by file and line."""
    folder = tmp_path_factory.mktemp("pyright")
    for name in ("correct.py", "wrong.py"):  # pyright checks only files below its settings
        shutil.copy(HERE / name, folder)
    settings = {
        "typeCheckingMode": "strict",
        "extraPaths": [str(SOURCES)],
        "reportUnusedExpression": False,
        "reportUnusedCallResult": False,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = ["pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    found = json.loads(run(sys.executable, "-m", *command, folder=folder))["generalDiagnostics"]
    return by_line(
        ("", Path(one["file"]).name, str(one["range"]["start"]["line"] + 1), one["message"])
        for one in found
        if one["severity"] == "error"
    )


def by_line(found: Any) -> dict[str, dict[int, str]]:
    lines: dict[str, dict[int, str]] = {"correct.py": {}, "wrong.py": {}}
    for _, file, line, message in found:
        lines.setdefault(file, {})[int(line)] = message
    return lines


@pytest.fixture(params=["mypy", "pyright"])
def found(request: pytest.FixtureRequest) -> dict[str, dict[int, str]]:
    lines: dict[str, dict[int, str]] = request.getfixturevalue(f"{request.param}_lines")
    return lines


def test_correct_calls_pass(found: dict[str, dict[int, str]]) -> None:
    assert found["correct.py"] == {}


def test_wrong_calls_do_not(found: dict[str, dict[int, str]]) -> None:
    text = (HERE / "wrong.py").read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(text, 1) if line.endswith("# wrong")}
    assert len(wrong) > 30
    assert {line: text[line - 1] for line in wrong - set(found["wrong.py"])} == {}
    assert {line: found["wrong.py"][line] for line in set(found["wrong.py"]) - wrong} == {}


def test_every_public_type_is_known(tmp_path: Path) -> None:
    """What pyright's completeness check finds is a listed exception."""
    command = ["pyright", "--outputjson", "--ignoreexternal", "--verifytypes", "solidarity_widgets"]
    report = json.loads(run(sys.executable, "-m", *command, folder=tmp_path))["typeCompleteness"]
    symbols = [symbol for symbol in report["symbols"] if symbol["isExported"]]
    assert len(symbols) > 1000
    unknown = [symbol["name"] for symbol in symbols if not symbol["isTypeKnown"]]
    assert [name for name in unknown if not name.startswith(tuple(INCOMPLETE))] == []
