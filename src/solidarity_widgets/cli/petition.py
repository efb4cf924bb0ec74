"""The commands ``petition`` and ``progress``: a petition's widgets, as text or HTML."""

from __future__ import annotations

import argparse
from typing import Any, get_args

from solidarity_widgets.api import petition, petition_form, petition_progress
from solidarity_widgets.cli.output import add_html, parse_pairs, print_html
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.panel import PetitionStep
from solidarity_widgets.petitions.progress import PetitionProgress


def add_petition(commands: Any) -> None:
    """Add the command ``petition`` to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser("petition", help="print a petition, as text or HTML")
    parser.add_argument("id", metavar="ID", help="lower-case letters, digits and hyphens")
    parser.add_argument("--title", required=True)
    parser.add_argument("--text", default="")
    parser.add_argument("--demand", dest="demands", action="append", default=[], metavar="TEXT")
    parser.add_argument("--addressee", dest="addressees", action="append", default=[], metavar="TEXT")
    parser.add_argument("--language", default="", help="language of these texts")
    parser.add_argument("--goal", type=_goal, help="a number, or ladder")
    parser.add_argument("--opens", help="first day on which it can be signed")
    parser.add_argument("--closes", help="last day on which it can be signed")
    parser.add_argument("--zone", help="time zone of both days, such as Europe/Minsk")
    parser.add_argument("--fields", default="name email country", help="(default: %(default)s)")
    parser.add_argument("--required", help="fields that must be filled in (default: name email)")
    parser.add_argument("--consents", help="processing, updates, public (default: processing)")
    parser.add_argument("--signed", type=int, help="number of signatures")
    parser.add_argument("--count-url", default="", help="URL from which the page updates the number")
    parser.add_argument(
        "--action", default="", help="URL that the form is sent to; without it there is no form"
    )
    parser.add_argument(
        "--csrf", action="append", default=[], metavar="NAME=VALUE", help="add a CSRF token to the form"
    )
    parser.add_argument(
        "--no-csrf",
        action="store_true",
        help="the form needs no token, because its URL is protected differently",
    )
    parser.add_argument(
        "--step", choices=get_args(PetitionStep), default="sign", help="page to print (default: sign)"
    )
    parser.add_argument("--heading-level", type=int, default=2, help="(default: 2)")
    parser.add_argument("--now", help="time to use instead of the current time")
    parser.add_argument("--locale", help="language of the labels")
    parser.add_argument("--form-only", action="store_true", help="with --html: print only the form")
    add_html(parser)
    parser.set_defaults(run=_petition)


def add_progress(commands: Any) -> None:
    """Add the command ``progress`` to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser("progress", help="print the number of signatures, as text or HTML")
    parser.add_argument("signed", metavar="NUMBER", type=int, help="number of signatures")
    parser.add_argument("--goal", type=_goal, help="a number, or ladder")
    parser.add_argument("--count-url", default="", help="URL from which the page updates the number")
    parser.add_argument("--locale", help="language of the text")
    add_html(parser)
    parser.set_defaults(run=_progress)


def _goal(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _petition(options: argparse.Namespace) -> int:
    values = (
        *("title", "text", "demands", "addressees", "goal", "opens", "closes", "zone"),
        *("fields", "required", "consents"),
    )
    arguments: dict[str, Any] = {name: getattr(options, name) for name in values}
    described = Petition(options.id, languages=options.language, **arguments)
    common: dict[str, Any] = {
        "action": options.action,
        "csrf": False if options.no_csrf else parse_pairs("csrf", options.csrf),
        "heading_level": options.heading_level,
        "locale": options.locale,
    }
    if options.form_only:
        print_html(petition_form(described, **common))
        return 0
    panel = petition(
        described,
        signed=options.signed,
        step=options.step,
        count_url=options.count_url,
        now=options.now,
        **common,
    )
    if options.html:
        print_html(panel)
        return 0
    print(panel.title)
    if panel.progress is not None:
        _print_progress(panel.progress)
    return 0


def _progress(options: argparse.Namespace) -> int:
    widget = petition_progress(
        options.signed, goal=options.goal, count_url=options.count_url, locale=options.locale
    )
    if options.html:
        print_html(widget)
    else:
        _print_progress(widget)
    return 0


def _print_progress(widget: PetitionProgress) -> None:
    print("\n".join(filter(None, (widget.text, widget.goal_text, widget.percent_text))))
