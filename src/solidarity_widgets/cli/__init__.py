"""The command line: ``solidarity-widgets share | countdown | providers | demo | signatures | catalog``."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import warnings
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, get_args

from solidarity_widgets.api import countdown, share_buttons, share_url
from solidarity_widgets.cli.signatures import add_signatures
from solidarity_widgets.exceptions import (
    CatalogError,
    InvalidFieldError,
    SolidarityWidgetsError,
    UnknownOptionError,
)
from solidarity_widgets.i18n import use_locale
from solidarity_widgets.sharing import Provider, RetiredPolicy, default_registry

_FAILED = 2
_YEARLESS = re.compile(r"---?\d")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: The words after the program's name; by default the process's own.

    Returns:
        The exit code: 0; 1 if a check found problems; 2 for a wrong call, explained on stderr; 130 if long
            work was interrupted.

    Example:
        >>> main(["share", "https://example.org/", "telegram"])
        https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F
        0
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal without UTF-8 gets escapes, not a traceback
        _set_error_handler(stream, "backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    # A yearless date looks like an option; a space before it makes it an argument.
    options = _parser().parse_args([f" {word}" if _YEARLESS.match(word) else word for word in words])
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _print_warning
            code = int(options.run(options))
        sys.stdout.flush()  # while a fault can still be told
    except BrokenPipeError:
        _drop_output()  # its reader has gone; nothing is left to say
        return 0
    except (SolidarityWidgetsError, OSError) as error:
        print(f"solidarity-widgets: {error}", file=sys.stderr)
        _drop_output()
        return _FAILED
    return code


def _print_warning(message: object, *_: object, **__: object) -> None:
    print(f"solidarity-widgets: {message}", file=sys.stderr)


def _set_error_handler(stream: Any, errors: str) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=errors)


def _drop_output() -> None:
    """Forget output that cannot be written, or the interpreter would fail on it again as it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="solidarity-widgets",
        description="Links, buttons and countdowns that ask nothing of other servers.",
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    share = commands.add_parser("share", help="print share links, one a line")
    share.add_argument("url", metavar="URL", help="absolute http(s) URL of the page")
    share.add_argument(
        "providers", metavar="PROVIDER", nargs="+", help="ids or aliases; see the command providers"
    )
    for field in ("title", "text", "image", "via"):
        share.add_argument(f"--{field}", default="")
    share.add_argument("--hashtag", dest="hashtags", action="append", default=[], metavar="WORD")
    share.add_argument("--campaign", action="append", default=[], metavar="KEY=VALUE")
    share.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE", help="a provider's own option"
    )
    share.add_argument("--locale")
    share.add_argument("--html", action="store_true", help="print a bar of buttons instead of links")
    share.add_argument(
        "--retired",
        choices=get_args(RetiredPolicy),
        default="skip",
        help="with --html: what becomes of closed networks",
    )
    share.set_defaults(run=_share)

    countdown = commands.add_parser("countdown", help="print what a countdown says")
    countdown.add_argument(
        "target", metavar="TARGET", help="2027-08-04, 2027-08-04T20:00, or every year: --08-04"
    )
    countdown.add_argument("--zone", help="the event's time zone, such as Europe/Minsk")
    countdown.add_argument("--units", default="days hours minutes")
    countdown.add_argument("--style", default="long", help="long, short, narrow or digital")
    countdown.add_argument("--max-units", type=int)
    countdown.add_argument("--count-up", action="store_true", help="go on counting after the moment")
    countdown.add_argument("--event-duration", help="how long the moment lasts, such as PT15M")
    countdown.add_argument("--label", default="")
    countdown.add_argument("--now", help="the time, instead of the clock's")
    countdown.add_argument("--locale")
    countdown.set_defaults(run=_countdown)

    providers = commands.add_parser("providers", help="list the networks with their status")
    providers.add_argument("--json", action="store_true", help="as JSON, with every attribute")
    providers.set_defaults(run=_providers)

    demo = commands.add_parser("demo", help="serve a small campaign page on this machine")
    demo.add_argument("--url", default="", help="what its buttons share")
    demo.add_argument("--title", default="")
    demo.add_argument("--locale", help="the page's language; by default the browser's")
    demo.add_argument("--port", type=_port, default=8000, help="0 takes a free one (default: 8000)")
    demo.add_argument("--output", metavar="DIR", help="write static files there instead of serving")
    demo.set_defaults(run=_demo)

    add_signatures(commands)

    catalog = commands.add_parser("catalog", help="check translations; in a checkout also extract and update")
    tasks = catalog.add_subparsers(required=True, metavar="TASK")
    check = tasks.add_parser("check", help="report every fault of the catalogs")
    check.add_argument("codes", metavar="LOCALE", nargs="*", help="by default all")
    check.set_defaults(run=_check)
    tasks.add_parser("extract", help="write the template from the sources").set_defaults(run=_extract)
    update = tasks.add_parser("update", help="extract, and merge the template into every catalog")
    update.add_argument("--check", action="store_true", help="change nothing; exit with 1 if that is needed")
    update.set_defaults(run=_update)
    init = tasks.add_parser("init", help="begin a new language")
    init.add_argument("code", metavar="LOCALE")
    init.set_defaults(run=_init)
    return parser


def _version() -> str:
    try:
        return version("solidarity-widgets")
    except PackageNotFoundError:
        return "not installed"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a number up to 65535, not {text!r}")
    return int(text)


def _pairs(field: str, words: Sequence[str]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not (name and equals):
            raise InvalidFieldError(f"--{field}", word, "must be written as name=value")
        pairs[name] = value
    return pairs


def _share(options: argparse.Namespace) -> int:
    fields: dict[str, Any] = {
        name: getattr(options, name) for name in ("title", "text", "image", "via", "hashtags", "locale")
    }
    fields["campaign"] = _pairs("campaign", options.campaign)
    registry = default_registry()
    providers = [registry[name] for name in options.providers]
    all_options = _pairs("option", options.option)
    known = frozenset().union(*(provider.option_names() for provider in providers))
    for name in all_options:
        if name not in known:
            raise UnknownOptionError(name, [provider.id for provider in providers], known)
    if options.html:
        _set_error_handler(sys.stdout, "xmlcharrefreplace")
        print(share_buttons(options.url, options.providers, retired=options.retired, **fields, **all_options))
        return 0
    links = []  # all are built before the first is printed: a fault in one leaves no half a list
    for provider in providers:
        provider_options = {
            name: value for name, value in all_options.items() if name in provider.option_names()
        }
        links.append(share_url(options.url, provider.id, **fields, **provider_options))
    print("\n".join(links))
    return 0


def _countdown(options: argparse.Namespace) -> int:
    names = ("zone", "units", "style", "max_units", "count_up", "event_duration", "label", "now", "locale")
    fields: dict[str, Any] = {name: getattr(options, name) for name in names}
    widget = countdown(options.target, **fields)
    label = widget.label if widget.state in ("before", "up") else ""
    print(f"{label} {widget.text}".strip())
    return 0


def _provider_data(provider: type[Provider]) -> dict[str, object]:
    return {
        "id": provider.id,
        "name": provider.name,
        "status": provider.status.value,
        "since": provider.status.since,
        "reason": provider.status.reason,
        "successor": provider.successor,
        "alternatives": list(provider.alternatives),
        "aliases": list(provider.aliases),
        "endpoint": provider.endpoint,
        "params": dict(provider.params) if provider.endpoint else {},
        "options": sorted(provider.option_names()),
        "required": list(provider.required),
        "blocked_in": [{"where": block.country, "since": block.since} for block in provider.blocked_in],
        "colour": provider.colour,
        "docs": provider.docs,
    }


def _providers(options: argparse.Namespace) -> int:
    registry = default_registry()
    if options.json:
        print(json.dumps([_provider_data(provider) for provider in registry], indent=2))
        return 0
    head = ("ID", "NAME", "STATUS", "SINCE", "BLOCKED IN", "SUCCESSOR", "REASON")
    rows = [
        (
            p.id,
            p.name,
            p.status.value,
            p.status.since,
            " ".join(block.country for block in p.blocked_in),
            p.successor or "",
            p.status.reason,
        )
        for p in registry
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _demo(options: argparse.Namespace) -> int:
    from solidarity_widgets.demo import Campaign, serve, write_site

    campaign = Campaign(options.url, options.title) if options.url else Campaign(title=options.title)
    if options.output is None:
        try:
            serve(campaign, locale=options.locale, port=options.port)
        except OSError as error:
            raise OSError(f"port {options.port}: {error.strerror}; try --port 0") from error
    else:
        print(write_site(campaign, options.output, locale=options.locale))
    return 0


def _checkout() -> Path:
    from solidarity_widgets.i18n.catalogs import find_checkout

    root = find_checkout(Path.cwd() / "src" / "solidarity_widgets") or find_checkout()
    if root is None:
        raise CatalogError(
            "this is no checkout of solidarity-widgets; run it in the folder that holds locales/"
        )
    return root


def _check(options: argparse.Namespace) -> int:
    from solidarity_widgets.i18n.tools import maintenance

    with use_locale("en"):
        problems = maintenance.check(_checkout(), options.codes)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"{errors} errors, {len(problems) - errors} warnings")
    return 1 if errors else 0


def _extract(options: argparse.Namespace) -> int:
    from solidarity_widgets.i18n.tools import maintenance

    print(maintenance.extract(_checkout()))
    return 0


def _update(options: argparse.Namespace) -> int:
    from solidarity_widgets.i18n.tools import maintenance

    if options.check:
        stale = maintenance.is_stale(_checkout())
        print("The catalogs lag behind the sources." if stale else "The catalogs are up to date.")
        return int(stale)
    for path in maintenance.update(_checkout()):
        print(path)
    return 0


def _init(options: argparse.Namespace) -> int:
    from solidarity_widgets.i18n.tools import maintenance

    print(maintenance.init(_checkout(), options.code))
    return 0
