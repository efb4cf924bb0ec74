"""The task ``changes`` of ``signatures``: the change feed, for a copy of the list that is kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError

if TYPE_CHECKING:
    import argparse

    from solidarity_widgets.signing.jobs.progress import ProgressCallback
    from solidarity_widgets.signing.store.records import Change
    from solidarity_widgets.signing.store.sql import SqlSignatureStore

_BATCH = 1000


def add_changes(task: Callable[..., Any]) -> None:
    """Add the task to the command ``signatures``.

    Args:
        task: Adds a task with a name, a function and a help text, and returns its parser.
    """
    parser = task("changes", _changes, "print what has changed since an entry of the change feed")
    parser.add_argument(
        "--after", type=int, default=0, metavar="N", help="the number of the last entry you have applied"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many entries (default: all)")
    parser.add_argument("--format", choices=["jsonl"], default="jsonl", help="one JSON object in each line")
    parser.add_argument(
        "--goal", metavar="GOAL", help="a number, or ladder; the feed says when the count reaches it"
    )


def _changes(
    store: SqlSignatureStore, options: argparse.Namespace, report: ProgressCallback
) -> tuple[int, str]:
    from solidarity_widgets.petitions import Goal

    goal = Goal.parse(int(options.goal) if (options.goal or "").isdecimal() else options.goal)
    after = check_whole(options.after, "--after", 0)
    left = None if options.limit is None else check_whole(options.limit, "--limit", 1)
    while left is None or left > 0:
        size = _BATCH if left is None else min(_BATCH, left)
        found = store.changes(options.petition, after=after, limit=size, goal=goal)
        if not found and after == 0 and options.petition not in store.petitions():
            reason = "must be among those that were signed: its name may be mistyped"
            raise InvalidFieldError("--petition", options.petition, reason)
        for change in found:
            print(_line(change))
        if len(found) < size:
            break
        after = found[-1].sequence
        left = None if left is None else left - size
    return 0, ""


def _line(change: Change) -> str:
    values = {
        "sequence": change.sequence,
        "event": change.event,
        "id": change.signature_id or None,
        "day": change.day.isoformat(),
        "signed": change.signed,
    }
    if change.threshold is not None:
        values["threshold"] = change.threshold
    return json.dumps(values)
