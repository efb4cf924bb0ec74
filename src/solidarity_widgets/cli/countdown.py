"""The commands ``countdown`` and ``elapsed``: the text of a widget, or its HTML."""

from __future__ import annotations

import argparse
from typing import Any, get_args

from solidarity_widgets.api import countdown, elapsed
from solidarity_widgets.cli.output import add_html, print_html
from solidarity_widgets.countdowns import Countdown
from solidarity_widgets.countdowns.widget import CountdownStyle

_NAMES = ("zone", "units", "style", "max_units", "label", "display", "now", "locale")


def add_countdown(commands: Any) -> None:
    """Add the command ``countdown`` to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser("countdown", help="print a countdown, as text or HTML")
    parser.add_argument(
        "target", metavar="TARGET", help="2027-08-04, 2027-08-04T20:00, or --08-04 for every year"
    )
    _add_options(parser, units="days hours minutes")
    parser.add_argument("--count-up", action="store_true", help="continue to count after the moment")
    parser.add_argument("--event-duration", help="how long the event lasts, such as PT15M")
    parser.set_defaults(run=_countdown)


def add_elapsed(commands: Any) -> None:
    """Add the command ``elapsed`` to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser("elapsed", help="print the time since an event, as text or HTML")
    parser.add_argument("start", metavar="START", help="2011-08-04, or 2011-08-04T20:00")
    _add_options(parser, units="years months days")
    parser.set_defaults(run=_elapsed)


def _add_options(parser: argparse.ArgumentParser, units: str) -> None:
    parser.add_argument("--zone", help="time zone of the event, such as Europe/Minsk")
    parser.add_argument("--units", default=units, help="(default: %(default)s)")
    styles = ", ".join(get_args(CountdownStyle))
    parser.add_argument("--style", default="long", help=f"one of {styles} (default: long)")
    parser.add_argument("--max-units", type=int, help="print at most this many units")
    parser.add_argument("--label", default="", help="text before the duration")
    parser.add_argument(
        "--display", default="full", help="with --html: full, or text for e-mail and feeds (default: full)"
    )
    parser.add_argument("--now", help="time to use instead of the current time")
    parser.add_argument("--locale", help="language of the text")
    add_html(parser)


def _countdown(options: argparse.Namespace) -> int:
    fields: dict[str, Any] = {
        name: getattr(options, name) for name in (*_NAMES, "count_up", "event_duration")
    }
    return _print(countdown(options.target, **fields), options.html)


def _elapsed(options: argparse.Namespace) -> int:
    fields: dict[str, Any] = {name: getattr(options, name) for name in _NAMES}
    return _print(elapsed(options.start, **fields), options.html)


def _print(widget: Countdown, html: bool) -> int:
    if html:
        print_html(widget)
    else:
        label = widget.label if widget.state in ("before", "up") else ""
        print(f"{label} {widget.text}".strip())
    return 0
