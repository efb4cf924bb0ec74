"""Packages from npm, which are downloaded once into ``.cache``."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from devtools.environment import BIN
from devtools.process import ROOT, run


class Package(NamedTuple):
    """An npm package in the version that the project uses.

    Attributes:
        name: The package's name.
        version: The exact version.
    """

    name: str
    version: str

    @property
    def folder(self) -> Path:
        """Where the package is after it was downloaded."""
        return self._target / "node_modules" / self.name

    @property
    def is_downloaded(self) -> bool:
        """Whether the folder holds this version."""
        manifest = self.folder / "package.json"
        return (
            manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8"))["version"] == self.version
        )

    @property
    def _target(self) -> Path:
        return ROOT / ".cache" / "npm" / f"{self.name}-{self.version}"

    def fetch(self) -> Path | None:
        """Download the package, unless that is done already, with the machine's npm or the environment's.

        Returns:
            The package's folder, or ``None`` if it could not be downloaded.
        """
        if self.is_downloaded:
            return self.folder
        path = os.pathsep.join([os.environ.get("PATH", ""), str(BIN)])
        npm = shutil.which("npm", path=path)
        if npm is None:
            return None
        self._target.mkdir(parents=True, exist_ok=True)
        options = ("--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", self._target)
        status = run(npm, "install", *options, f"{self.name}@{self.version}", env={"PATH": path}, fatal=False)
        return self.folder if status == 0 and self.is_downloaded else None


AXE = Package("axe-core", "4.14.1")  # checks accessibility
TERSER = Package("terser", "5.51.2")  # minifies the script
ICAL = Package("ical.js", "2.2.1")  # reads calendar files, as Thunderbird does
RRULE = Package("rrule", "2.8.1")  # expands recurrence rules
TWITTER_TEXT = Package("twitter-text", "3.1.0")  # counts a post's characters, as X does
PUPPETEER = Package("puppeteer-core", "24.43.1")  # drives Firefox
VNU = Package("vnu-jar", "26.9.27")  # the Nu HTML Checker, which needs Java

#: Themes of other projects, in whose pages the widgets are tested.
BOOTSTRAP = Package("bootstrap", "5.3.9")
PICO = Package("@picocss/pico", "2.1.1")
GITHUB_MARKDOWN = Package("github-markdown-css", "5.9.0")
THEMES = (BOOTSTRAP, PICO, GITHUB_MARKDOWN)
