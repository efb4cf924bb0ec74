"""The command ``share``: links, or the HTML of a bar of buttons."""

from __future__ import annotations

import argparse
from typing import Any, get_args

from solidarity_widgets.api import share_buttons, share_url
from solidarity_widgets.checks import split_names
from solidarity_widgets.cli.output import parse_pairs, print_html
from solidarity_widgets.exceptions import UnknownOptionError
from solidarity_widgets.sharing import RetiredPolicy, default_registry
from solidarity_widgets.sharing.fields import Display, IconSet

_TEXT_FIELDS = ("title", "text", "image", "via")


def add_share(commands: Any) -> None:
    """Add the command to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    share = commands.add_parser("share", help="print share links, one per line")
    share.add_argument("url", metavar="URL", help="absolute http(s) URL of the page")
    share.add_argument(
        "providers", metavar="PROVIDER", nargs="+", help="id or alias of a network; see the command providers"
    )
    for field in _TEXT_FIELDS:
        share.add_argument(f"--{field}", default="")
    share.add_argument("--hashtag", dest="hashtags", action="append", default=[], metavar="WORD")
    share.add_argument(
        "--campaign",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="add a parameter to the URL of the page",
    )
    share.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE", help="set an option of the provider"
    )
    share.add_argument("--locale", help="language of the labels")
    share.add_argument(
        "--html", action="store_true", help="print the HTML of a bar of buttons instead of links"
    )
    share.add_argument(
        "--retired",
        choices=get_args(RetiredPolicy),
        default="skip",
        help="with --html: what to do with networks that have shut down (default: skip)",
    )
    share.add_argument(
        "--display",
        choices=get_args(Display),
        default="label",
        help="with --html: what a button shows; text makes plain links (default: label)",
    )
    share.add_argument(
        "--icons",
        choices=get_args(IconSet),
        help="with --html: the library's icons, or the networks' own (default: as installed)",
    )
    share.add_argument("--new-tab", action="store_true", help="with --html: links open in a new tab")
    share.set_defaults(run=_share)


def _share(options: argparse.Namespace) -> int:
    names = (*_TEXT_FIELDS, "hashtags", "locale")
    fields: dict[str, Any] = {name: getattr(options, name) for name in names}
    fields["campaign"] = parse_pairs("campaign", options.campaign)
    registry = default_registry()
    providers = [registry[name] for name in split_names(options.providers, "providers")]
    all_options: dict[str, Any] = dict(parse_pairs("option", options.option))
    known = frozenset().union(*(provider.option_names() for provider in providers))
    for name in all_options:
        if name not in known:
            raise UnknownOptionError(name, [provider.id for provider in providers], known)
    if options.html:
        looks = {name: getattr(options, name) for name in ("retired", "display", "new_tab")}
        if options.icons is not None:
            looks["icons"] = options.icons
        print_html(share_buttons(options.url, options.providers, **looks, **fields, **all_options))
        return 0
    links = []  # all links are built before the first is printed, so that an error leaves no partial list
    for provider in providers:
        provider_options = {
            name: value for name, value in all_options.items() if name in provider.option_names()
        }
        links.append(share_url(options.url, provider.id, **fields, **provider_options))
    print("\n".join(links))
    return 0
