"""The command ``demo``: a campaign page, served on this machine or written as files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_demo(commands: Any) -> None:
    """Add the command to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    demo = commands.add_parser("demo", help="serve a small campaign page on this machine")
    demo.add_argument("--url", default="", help="URL that the buttons share")
    demo.add_argument("--title", default="", help="title that the buttons share")
    demo.add_argument("--locale", help="language of the page (default: the browser's)")
    demo.add_argument("--port", type=_port, default=8000, help="0 for any free port (default: 8000)")
    demo.add_argument("--output", metavar="DIR", help="write static files to this folder instead of serving")
    demo.add_argument("--data", metavar="DIR", type=Path, help="folder for signatures and emails")
    demo.add_argument("--database", metavar="URL", default="", help="keep the signatures in another database")
    demo.add_argument("--reset", action="store_true", help="delete the signatures and emails of earlier runs")
    demo.set_defaults(run=_demo)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a number up to 65535, not {text!r}")
    return int(text)


def _demo(options: argparse.Namespace) -> int:
    from solidarity_widgets.demo import Campaign, serve, write_site

    campaign = Campaign(options.url, options.title) if options.url else Campaign(title=options.title)
    if options.output is None:
        try:
            serve(
                campaign,
                locale=options.locale,
                port=options.port,
                folder=options.data,
                database=options.database,
                reset=options.reset,
            )
        except OSError as error:
            raise OSError(f"port {options.port}: {error.strerror}; try --port 0") from error
    else:
        print(write_site(campaign, options.output, locale=options.locale))
    return 0
