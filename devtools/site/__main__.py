"""Builds the documentation site: ``python -m devtools.site``."""

from __future__ import annotations

import shutil
import sys

from sphinx.cmd.build import main as sphinx

from devtools.process import ROOT
from devtools.site import OUTPUT, SOURCE, markdown, source

#: Warnings are errors, and every reference must resolve.
OPTIONS = ("--nitpicky", "--fail-on-warning", "--keep-going", "--quiet", "--jobs", "auto")


def main() -> int:
    """Write the source, run Sphinx, and write the Markdown copies.

    Returns:
        The exit status.
    """
    pages = source.write()
    shutil.rmtree(OUTPUT, ignore_errors=True)
    folders = ["--conf-dir", ROOT / "docs", "--doctree-dir", ROOT / "build" / "docs-cache", SOURCE, OUTPUT]
    status = sphinx([*OPTIONS, "--builder", "html", *map(str, folders)])
    if status == 0:
        markdown.write(OUTPUT, pages)
        print(f"{len(pages)} pages: {OUTPUT / 'index.html'}")
    return status


if __name__ == "__main__":
    sys.exit(main())
