"""The annotations are a promise: mypy and pyright accept correct calls and refuse wrong ones."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import solidarity_widgets as sw

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "src"
#: Public annotations that are ``object``, and why.
VAGUE = {
    "InvalidAttributeError.__init__.name": "an error holds what was refused, which may be anything",
    "InvalidFieldError.__init__.value": "an error holds what was refused, which may be anything",
    "InvalidURLError.url.return": "an error holds what was refused, which may be anything",
    "ProviderRegistry.__contains__.name": "the protocol of containers",
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


def public_annotations() -> dict[str, str]:
    """Return the annotations of all public functions, methods and attributes, by name."""
    found: dict[str, str] = {}
    for name in sw.__all__:
        public = getattr(sw, name)
        found |= annotations_of(name, inspect.unwrap(public))
        for base in public.__mro__ if inspect.isclass(public) else ():
            if not base.__module__.startswith("solidarity_widgets"):
                continue
            found |= annotations_of(base.__name__, base)
            for attribute, value in vars(base).items():
                if not attribute.startswith("_") or attribute in ("__init__", "__getitem__", "__contains__"):
                    function = getattr(value, "__func__", None) or getattr(value, "fget", None) or value
                    found |= annotations_of(f"{base.__name__}.{attribute}", function)
    return found


def annotations_of(name: str, annotated: object) -> dict[str, str]:
    """Return the annotations that are written on one object, without private ones."""
    raw = vars(annotated).get("__annotations__", {}) if inspect.isclass(annotated) else {}
    raw = getattr(annotated, "__annotations__", {}) if inspect.isfunction(annotated) else raw
    return {f"{name}.{key}": str(value) for key, value in raw.items() if not key.startswith("_")}


def test_public_signatures_say_what_they_take() -> None:
    found = public_annotations()
    assert len(found) > 300
    assert found["share_button.arguments"] == "Unpack[ButtonArguments]"
    vague = {name for name, annotation in found.items() if re.search(r"\b(Any|object)\b", annotation)}
    assert vague == set(VAGUE)
