"""The command ``catalog``: tools for translators, which work on a checkout of the project."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from solidarity_widgets.exceptions import CatalogError
from solidarity_widgets.i18n import use_locale


def add_catalog(commands: Any) -> None:
    """Add the command to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    catalog = commands.add_parser("catalog", help="check and update translations, in a checkout")
    tasks = catalog.add_subparsers(required=True, metavar="TASK")
    check = tasks.add_parser("check", help="report all problems in the catalogs")
    check.add_argument("codes", metavar="LOCALE", nargs="*", help="catalogs to check (default: all)")
    check.set_defaults(run=_check)
    extract = tasks.add_parser("extract", help="write the template from the source code")
    extract.set_defaults(run=_extract)
    update = tasks.add_parser("update", help="write the template and merge it into every catalog")
    update.add_argument(
        "--check", action="store_true", help="change nothing; exit with status 1 if an update is needed"
    )
    update.set_defaults(run=_update)
    init = tasks.add_parser("init", help="start the catalog of a new language")
    init.add_argument("code", metavar="LOCALE")
    init.set_defaults(run=_init)


def _checkout() -> Path:
    from solidarity_widgets.i18n.catalogs import find_checkout

    root = find_checkout(Path.cwd() / "src" / "solidarity_widgets") or find_checkout()
    if root is None:
        raise CatalogError(
            "this is not a checkout of solidarity-widgets; run this in the folder that contains locales/"
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
        print("The catalogs need an update." if stale else "The catalogs are up to date.")
        return int(stale)
    for path in maintenance.update(_checkout()):
        print(path)
    return 0


def _init(options: argparse.Namespace) -> int:
    from solidarity_widgets.i18n.tools import maintenance

    print(maintenance.init(_checkout(), options.code))
    return 0
