"""The command line, ``solidarity-widgets COMMAND``.

The commands are ``share``, ``countdown``, ``elapsed``, ``petition``, ``progress``, ``assets``, ``providers``,
``demo``, ``new``, ``signatures`` and ``catalog``.
"""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from solidarity_widgets.cli.assets import add_assets
from solidarity_widgets.cli.catalog import add_catalog
from solidarity_widgets.cli.countdown import add_countdown, add_elapsed
from solidarity_widgets.cli.demo import add_demo
from solidarity_widgets.cli.new import add_new
from solidarity_widgets.cli.output import discard_output, set_error_handler
from solidarity_widgets.cli.petition import add_petition, add_progress
from solidarity_widgets.cli.providers import add_providers
from solidarity_widgets.cli.share import add_share
from solidarity_widgets.cli.signatures import add_signatures
from solidarity_widgets.exceptions import SolidarityWidgetsError

_FAILED = 2
_YEARLESS = re.compile(r"---?\d")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: The words after the program's name; by default those of the process.

    Returns:
        The exit code: 0 for success; 1 if a check found problems; 2 for invalid arguments, which are
        explained on stderr; 130 if a long task was interrupted.

    Raises:
        SystemExit: For ``--help``, ``--version`` and arguments that cannot be parsed.

    Example:
        >>> main(["share", "https://example.org/", "telegram"])
        https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F
        0
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal without UTF-8 gets escapes instead of a traceback
        set_error_handler(stream, "backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    # A date without a year looks like an option; a space before it makes it an argument.
    options = build_parser().parse_args([f" {word}" if _YEARLESS.match(word) else word for word in words])
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _print_warning
            code = int(options.run(options))
        sys.stdout.flush()  # while an error can still be reported
    except BrokenPipeError:
        discard_output()  # the program that read the output has ended
        return 0
    except (SolidarityWidgetsError, OSError) as error:
        print(f"solidarity-widgets: {error}", file=sys.stderr)
        discard_output()
        return _FAILED
    return code


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command line.

    Returns:
        A parser whose result has the function ``run``, which takes that result and returns the exit code.

    Example:
        >>> build_parser().parse_args(["providers", "--json"]).json
        True
    """
    parser = argparse.ArgumentParser(
        prog="solidarity-widgets",
        description="Share buttons, countdowns and petitions that do not contact any other server.",
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in (
        *(add_share, add_countdown, add_elapsed, add_petition, add_progress, add_assets),
        *(add_providers, add_demo, add_new, add_signatures, add_catalog),
    ):
        add_command(commands)
    return parser


def _version() -> str:
    try:
        return version("solidarity-widgets")
    except PackageNotFoundError:
        return "not installed"


def _print_warning(message: object, *_: object, **__: object) -> None:
    print(f"solidarity-widgets: {message}", file=sys.stderr)
