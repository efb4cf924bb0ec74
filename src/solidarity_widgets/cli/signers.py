"""The tasks of ``signatures`` about single signers: review, release, reject, find, withdraw and erase."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from solidarity_widgets.cli.secrets import add_secret_file, read_keys
from solidarity_widgets.exceptions import InvalidFieldError

if TYPE_CHECKING:
    import argparse

    from solidarity_widgets.signing.jobs.progress import ProgressCallback
    from solidarity_widgets.signing.store.protocol import SignatureStore
    from solidarity_widgets.signing.store.records import Signature

Result = tuple[int, str]
_BATCH = 1000
#: The tasks of this module that need a petition that somebody has signed.
OF_SIGNED = ("quarantined", "release", "reject", "find", "withdraw", "erase")


def add_signer_tasks(task: Callable[..., Any]) -> None:
    """Add the tasks to the command ``signatures``.

    Args:
        task: Adds a task with a name, a function and a help text, and returns its parser.
    """
    task("quarantined", _quarantined, "list the signatures in quarantine, as JSON lines")
    for name, run, help in (
        ("release", _release, "give quarantined signatures the state they would have without it"),
        ("reject", _reject, "remove quarantined signatures and their consents"),
    ):
        _add_choice(task(name, run, help))
    for name, run, help in (
        ("find", _find, "print everything that is stored about a mailbox, as JSON"),
        ("withdraw", _withdraw, "take a signer's signatures out of the count"),
        ("erase", _erase, "erase a signer's personal data; what was counted still is"),
    ):
        parser = task(name, run, help)
        parser.add_argument("email", metavar="EMAIL", nargs="?", help="the address; - reads it from stdin")
        parser.add_argument("--id", help="a signature's id instead, such as one on paper has in an export")
        add_secret_file(parser)
    accept = task("accept-secret", _accept_secret, "accept other secrets: earlier signers become unknown")
    add_secret_file(accept)


def _add_choice(parser: Any) -> None:
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument(
        "--id", action="append", dest="ids", help="one signature; may be repeated; - reads ids"
    )
    chosen.add_argument("--all", action="store_const", const="all", dest="which", help="every one")
    chosen.add_argument(
        "--confirmed",
        action="store_const",
        const="confirmed",
        dest="which",
        help="confirmed by their signers",
    )
    chosen.add_argument(
        "--unconfirmed", action="store_const", const="unconfirmed", dest="which", help="the others"
    )


def _in_quarantine(store: SignatureStore, petition_id: str) -> Iterator[Signature]:
    from solidarity_widgets.signing.moderation import in_batches

    return in_batches(store, petition_id, "quarantined", "", _BATCH)


def _quarantined(store: SignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    lines = [
        json.dumps(
            {
                "id": each.id,
                "score": each.score,
                "confirmed": each.confirmed_at is not None,
                "day": datetime.fromtimestamp(each.submitted_at, UTC).date().isoformat(),
                "name": each.name,
                "country": each.country,
                "message": each.message,
            },
            ensure_ascii=False,
        )
        for each in _in_quarantine(store, options.petition)
    ]
    return 0, "\n".join(lines) or "none"


def _chosen(store: SignatureStore, options: argparse.Namespace) -> list[str]:
    if options.ids:
        typed = [id for id in options.ids if id != "-"]
        return typed + (sys.stdin.read().split() if "-" in options.ids else [])
    wanted = {"all": (True, False), "confirmed": (True,), "unconfirmed": (False,)}[options.which]
    found = _in_quarantine(store, options.petition)
    return [each.id for each in found if (each.confirmed_at is not None) in wanted]


def _release(store: SignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    now, ids = int(time.time()), _chosen(store, options)
    done = sum(store.release(options.petition, id, now) for id in ids)
    return int(done < len(ids)), f"{done} of {len(ids)} released"


def _reject(store: SignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    now, ids = int(time.time()), _chosen(store, options)
    done = sum(store.reject(options.petition, id, now) for id in ids)
    return int(done < len(ids)), f"{done} of {len(ids)} rejected"


def _signatures(store: SignatureStore, options: argparse.Namespace) -> list[Signature]:
    from solidarity_widgets.signing.context import check_keys
    from solidarity_widgets.signing.intake.email import mailbox_forms

    if (options.email is None) == (options.id is None):
        raise InvalidFieldError("EMAIL", options.email or "", "or --id must be given, and not both")
    if options.id is not None:
        found = store.find(options.petition, options.id)
        return [] if found is None else [found]
    email = sys.stdin.readline().strip() if options.email == "-" else options.email
    keys = read_keys(options.secret_file)
    check_keys(store, keys)
    identities = keys.identities(options.petition, *mailbox_forms(email))
    return list(store.find_by_identity(options.petition, identities))


def _find(store: SignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    from solidarity_widgets.signing.moderation import stored_data

    found = [asdict(stored_data(store, each)) for each in _signatures(store, options)]
    return int(not found), json.dumps(found, ensure_ascii=False, indent=2)


def _withdraw(store: SignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    from solidarity_widgets.signing.withdrawal import withdraw_with_consents

    now = int(time.time())
    done = sum(
        withdraw_with_consents(store, options.petition, each.id, now, method="request")
        for each in _signatures(store, options)
    )
    return int(not done), f"{done} withdrawn"


def _erase(store: SignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    now = int(time.time())
    done = sum(
        store.erase(options.petition, each.id, now, keep_identity=True)
        for each in _signatures(store, options)
    )
    return int(not done), f"{done} erased"


def _accept_secret(store: SignatureStore, options: argparse.Namespace, report: ProgressCallback) -> Result:
    store.add_key_check(read_keys(options.secret_file).check_values()[0])
    return 0, "accepted; signers from before are not recognized under this secret"
