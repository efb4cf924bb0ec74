"""The command ``providers``: a table of the networks, or everything about them as JSON."""

from __future__ import annotations

import argparse
import json
from typing import Any

from solidarity_widgets.sharing import Provider, default_registry


def add_providers(commands: Any) -> None:
    """Add the command to the command line's parser.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` returned.
    """
    providers = commands.add_parser("providers", help="list the networks with their status")
    providers.add_argument("--json", action="store_true", help="print JSON with all attributes")
    providers.set_defaults(run=_providers)


def _providers(options: argparse.Namespace) -> int:
    registry = default_registry()
    if options.json:
        print(json.dumps([_provider_data(provider) for provider in registry], indent=2))
        return 0
    head = ("ID", "NAME", "STATUS", "SINCE", "BLOCKED IN", "SUCCESSOR", "REASON")
    rows = [head, *map(_row, registry)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _row(provider: type[Provider]) -> tuple[str, ...]:
    return (
        provider.id,
        provider.name,
        provider.status.value,
        provider.status.since,
        " ".join(block.country for block in provider.blocked_in),
        provider.successor or "",
        provider.status.reason,
    )


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
