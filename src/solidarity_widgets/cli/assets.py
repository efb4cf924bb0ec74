"""The command ``assets``: copies the stylesheet and the script, and prints their tags."""

from __future__ import annotations

import argparse
from typing import Any

from solidarity_widgets import assets
from solidarity_widgets.cli.output import print_html


def add_assets(commands: Any) -> None:
    """Add the command to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser("assets", help="copy the stylesheet and the script to a folder")
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        help="folder for solidarity_widgets/, which contains the two files",
    )
    parser.add_argument("--html", action="store_true", help="print the tags of the two files")
    parser.add_argument("--base", default="/static", help="URL of DIR on your site (default: %(default)s)")
    parser.add_argument("--nonce", default="", help="nonce of the page's content security policy")
    parser.add_argument(
        "--no-integrity", action="store_true", help="leave out the integrity values, for local files"
    )
    parser.set_defaults(run=_assets, error=parser.error)


def _assets(options: argparse.Namespace) -> int:
    if options.folder is None and not options.html:
        options.error("name a folder, or use --html")
    tags = [
        tag(options.nonce, base=options.base, integrity=not options.no_integrity)
        for tag in (assets.stylesheet, assets.script)
    ]
    if options.folder is not None:
        folder = assets.copy_to(options.folder)
        if not options.html:
            print(folder)
    if options.html:
        for tag in tags:
            print_html(tag)
    return 0
