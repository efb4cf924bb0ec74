"""The command ``assets``: copies the stylesheets and the script, and prints tags and brand colours."""

from __future__ import annotations

import argparse
from typing import Any

from solidarity_widgets import assets
from solidarity_widgets.checks import split_names
from solidarity_widgets.cli.output import print_html
from solidarity_widgets.sharing import default_registry
from solidarity_widgets.sharing.brand_colours import brand_rules


def add_assets(commands: Any) -> None:
    """Add the command to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser("assets", help="copy the stylesheets and the script to a folder")
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        help="folder for solidarity_widgets/, which contains the three files",
    )
    parser.add_argument("--html", action="store_true", help="print the tags for the page's head")
    parser.add_argument("--brands", action="store_true", help="with --html: load the brands' colours too")
    parser.add_argument(
        "--colours",
        metavar="PROVIDERS",
        help="print the brand colours of these networks as CSS, for networks of other packages",
    )
    parser.add_argument("--base", default="/static", help="URL of DIR on your site (default: %(default)s)")
    parser.add_argument("--nonce", default="", help="nonce of the page's content security policy")
    parser.add_argument(
        "--no-integrity", action="store_true", help="leave out the integrity values, for local files"
    )
    parser.set_defaults(run=_assets, error=parser.error)


def _assets(options: argparse.Namespace) -> int:
    if options.folder is None and not options.html and options.colours is None:
        options.error("name a folder, or use --html or --colours")
    common = {"base": options.base, "integrity": not options.no_integrity}
    tags = [
        assets.stylesheet(options.nonce, brands=options.brands, **common),
        assets.script(options.nonce, **common),
    ]
    registry = default_registry()
    rules = brand_rules(registry[name] for name in split_names(options.colours, "colours"))
    if options.folder is not None:
        folder = assets.copy_to(options.folder)
        if not options.html and options.colours is None:
            print(folder)
    if options.html:
        for tag in tags:
            print_html(tag)
    if rules:
        print(rules, end="")
    return 0
