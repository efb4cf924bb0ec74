"""``solidarity-widgets new``: write a small campaign site to begin with."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from importlib_resources import files
from importlib_resources.abc import Traversable

from solidarity_widgets.exceptions import InvalidFieldError

_SECRET = "secret.txt"  # noqa: S105 - the name of a file
_IGNORED = f"{_SECRET}\nsignatures.db*\nmail/\n__pycache__/\n"


@dataclass(frozen=True, slots=True)
class Framework:
    """A kind of site.

    Attributes:
        packages: What it needs, for pip.
        commands: How it is started.
        address: Where it is then, or which file to open.
        has_petition: Whether people can sign on it.
    """

    packages: str
    commands: tuple[str, ...]
    address: str
    has_petition: bool = True


FRAMEWORKS: dict[str, Framework] = {
    "flask": Framework('"solidarity-widgets[flask,signing,ics]"', ("flask run",), "http://127.0.0.1:5000/"),
    "django": Framework(
        '"solidarity-widgets[django,signing,ics]"',
        ("python manage.py migrate", "python manage.py runserver"),
        "http://127.0.0.1:8000/",
    ),
    "fastapi": Framework(
        '"solidarity-widgets[starlette,signing,ics]" fastapi uvicorn',
        ("uvicorn main:app",),
        "http://127.0.0.1:8000/",
    ),
    "static": Framework(
        '"solidarity-widgets[jinja]"', ("python build.py",), "public/en/index.html", has_petition=False
    ),
}


def add_new(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command.

    Args:
        commands: The commands of the command line.
    """
    parser = commands.add_parser(
        "new",
        help="write a small campaign site to begin with",
        description="Write a campaign site with share buttons, a countdown and, except on a static site, a "
        "petition, in four languages.",
    )
    parser.add_argument("folder", metavar="NAME", help="the folder to create")
    parser.add_argument("--framework", choices=FRAMEWORKS, required=True, help="what the site is made with")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    framework, folder = FRAMEWORKS[options.framework], Path(options.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidFieldError("NAME", options.folder, "must be the name of a new or empty folder")
    for path, content in _files(options.framework):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    steps = _steps(framework, options.folder)
    (folder / "README.md").write_text(_readme(framework, folder.name, steps), encoding="utf-8")
    if framework.has_petition:
        (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
        with open(folder / _SECRET, "w", encoding="utf-8", opener=_private) as file:
            file.write(f"{secrets.token_urlsafe(32)}\n")
    print(f"Wrote {folder}. Next:", "", *(f"  {step}" for step in steps), "", sep="\n")
    print(f"Then open {framework.address}")
    return 0


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _files(framework: str) -> Iterator[tuple[str, bytes]]:
    """Return the files of a site, by their path."""

    def walk(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
        for each in sorted(folder.iterdir(), key=lambda each: each.name):
            if each.is_dir() and each.name != "__pycache__":
                yield from walk(each, f"{path}{each.name}/")
            elif each.is_file():
                yield f"{path}{each.name}", each.read_bytes()

    return walk(files("solidarity_widgets") / "cli" / "_sites" / framework, "")


def _steps(framework: Framework, folder: str) -> list[str]:
    steps = [f"cd {folder}", f"python3 -m pip install {framework.packages}"]
    if framework.has_petition:
        steps.append(f"export SOLIDARITY_WIDGETS_SECRET=$(cat {_SECRET})")
    return [*steps, *framework.commands]


def _readme(framework: Framework, name: str, steps: list[str]) -> str:
    commands = "\n".join(steps[1:])
    start = f"To start it:\n\n```console\n{commands}\n```\n\nThen open {framework.address}\n"
    keep = (
        f"\nThe petition's secret is in `{_SECRET}`. Show it to nobody, and keep it: links in emails are\n"
        "signed with it, and without it nobody can sign any more.\n"
    )
    return f"# {name}\n\nA campaign site. {start}{keep if framework.has_petition else ''}"
