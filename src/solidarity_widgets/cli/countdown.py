"""The command ``countdown``: the text of a countdown."""

from __future__ import annotations

import argparse
from typing import Any

from solidarity_widgets.api import countdown


def add_countdown(commands: Any) -> None:
    """Add the command to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser("countdown", help="print the text of a countdown")
    parser.add_argument(
        "target", metavar="TARGET", help="2027-08-04, 2027-08-04T20:00, or --08-04 for every year"
    )
    parser.add_argument("--zone", help="time zone of the event, such as Europe/Minsk")
    parser.add_argument("--units", default="days hours minutes", help="(default: %(default)s)")
    parser.add_argument("--style", default="long", help="long, short, narrow or digital (default: long)")
    parser.add_argument("--max-units", type=int, help="print at most this many units")
    parser.add_argument("--count-up", action="store_true", help="continue to count after the moment")
    parser.add_argument("--event-duration", help="how long the event lasts, such as PT15M")
    parser.add_argument("--label", default="", help="text before the countdown")
    parser.add_argument("--now", help="time to use instead of the current time")
    parser.add_argument("--locale", help="language of the text")
    parser.set_defaults(run=_countdown)


def _countdown(options: argparse.Namespace) -> int:
    names = ("zone", "units", "style", "max_units", "count_up", "event_duration", "label", "now", "locale")
    fields: dict[str, Any] = {name: getattr(options, name) for name in names}
    widget = countdown(options.target, **fields)
    label = widget.label if widget.state in ("before", "up") else ""
    print(f"{label} {widget.text}".strip())
    return 0
