"""Collects the site's pages: files of the repository, with their links, and generated pages."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from devtools.process import ROOT
from devtools.site import SOURCE, api, networks
from devtools.site.navigation import toctrees

#: Files outside docs/ -> their pages; and the pages that are elsewhere in docs/.
PAGES: Mapping[str, str] = {
    "docs/start.md": "index.md",
    "docs/index.md": "overview.md",
    "README.md": "project/readme.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security-policy.md",
    "locales/README.md": "project/translating.md",
}
_IMAGE = re.compile(r"^:::\{image\} (\S+)\n(?::class: .*\n)?:alt: (.*)\n:::$", re.MULTILINE)
_LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)#\s]+)")


def write() -> Mapping[str, str]:
    """Write the site's source.

    Returns:
        The name of each page, without ``.md``, and its text as people read it, without directives.
    """
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE, ignore=shutil.ignore_patterns("*.md", "*.py", "__pycache__"))
    copies: dict[str, str] = {}
    for path, text in _repository_pages():
        _write(path, text + toctrees() if path == "index.md" else text)
        copies[path] = _IMAGE.sub(r"![\2](\1)", text)
    for path, text, copy in (*networks.pages(), *api.pages()):
        _write(path, text)
        copies[path] = copy
    _write("reference/networks.md", networks.link_table(copies["reference/networks.md"]))
    return {path.removesuffix(".md"): text for path, text in copies.items()}


def _repository_pages() -> Iterator[tuple[str, str]]:
    files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("**/*.md"))]
    for file in dict.fromkeys([*PAGES, *files]):
        page = _page(file)
        yield page, _rewrite_links((ROOT / file).read_text(encoding="utf-8"), file, page)


def _page(file: str) -> str:
    return PAGES.get(file) or file.removeprefix("docs/")


def _rewrite_links(text: str, file: str, page: str) -> str:
    """Point relative links to where their targets are on the site."""

    def rewrite(match: re.Match[str]) -> str:
        target = os.path.normpath(PurePosixPath(file).parent / match[1])
        if not (ROOT / target).is_file():
            return match[1]
        if target.endswith(".md") or target.startswith("docs/"):
            place = _page(target)
        else:
            place = f"files/{target}"  # a program or the licence, to download
            (SOURCE / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / target, SOURCE / place)
        return os.path.relpath(place, PurePosixPath(page).parent)

    return _LINK.sub(rewrite, text)


def _write(path: str, text: str) -> None:
    target = SOURCE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
