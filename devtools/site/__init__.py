"""The documentation site: its source is made from the repository's Markdown files and from the library."""

from __future__ import annotations

import tomllib

from devtools.process import ROOT

OUTPUT = ROOT / "build" / "docs"
#: The pages that Sphinx reads. They are generated, so that no copy of the registry or of a page is committed.
SOURCE = ROOT / "build" / "docs-source"


def project_version() -> str:
    """Return the version of the library."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
