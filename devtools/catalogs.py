"""Update and check the message catalogs."""

from __future__ import annotations

import os
import shutil
import sys

from devtools.environment import python, set_up
from devtools.process import ROOT, run


def main(*arguments: str) -> None:
    """Update the catalogs and check each of them.

    Args:
        *arguments: ``--check`` to fail if an update is needed, instead of updating.
    """
    set_up()
    if arguments not in ((), ("--check",)):
        sys.exit("Usage: python dev.py catalogs [--check]")
    command = ("-m", "solidarity_widgets", "catalog")
    python(*command, "update", *arguments)
    python(*command, "check")
    if msgfmt := shutil.which("msgfmt"):  # a second opinion
        options = ("--check-format", "--check-domain", "--output-file", os.devnull)
        for catalog in sorted(ROOT.glob("locales/*/LC_MESSAGES/*.po")):
            run(msgfmt, *options, catalog.relative_to(ROOT))
