"""The table of what the service does with a form.

A row says, for a form's outcome, the state of the signature the mailbox has and the form's verdict: what is
stored, which email the mailbox gets, and which event the host observes. The reader sees the same page for all
rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from solidarity_widgets.signing.context import SigningEvent
from solidarity_widgets.signing.intake.duplicates import MailboxOutcome
from solidarity_widgets.signing.intake.suspicion import Verdict
from solidarity_widgets.signing.store.records import EmailKind

#: The signature that a mailbox has. ``quarantined_by_score``: by its score alone, and not confirmed.
#: ``quarantined``: by the host or a block list. ``confirmed``: by its signer, quarantined or not.
ExistingState = Literal["none", "pending", "quarantined_by_score", "quarantined", "confirmed"]
#: ``insert`` stores a new signature. ``amend`` replaces what a pending one says, if the email about it can be
#: sent: the link in the email must confirm no other text than the one it was sent for. ``release`` replaces
#: what a quarantined one says and makes it pending. ``keep`` stores nothing.
StoreAction = Literal["insert", "amend", "release", "keep"]


@dataclass(frozen=True, slots=True)
class Step:
    """What the service does with a form.

    Attributes:
        action: What is stored.
        email: Which email the mailbox gets, if the limits allow it.
        event: What the host observes.
    """

    action: StoreAction
    email: EmailKind
    event: SigningEvent


_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

_SUSPICIOUS: tuple[Verdict, ...] = ("quarantined", "blocked")
#: Outcome, existing signature, verdicts of the form -> action, email, event.
_ROWS: tuple[tuple[MailboxOutcome, ExistingState, tuple[Verdict, ...], Step], ...] = (
    ("new", "none", ("clean",), Step("insert", "confirm", "new")),
    ("new", "none", ("quarantined",), Step("insert", "confirm", "quarantined")),
    ("new", "none", ("blocked",), Step("insert", "confirm", "blocked")),
    ("resubmitted", "pending", ("clean",), Step("amend", "confirm", "resubmitted")),
    ("resubmitted", "pending", _SUSPICIOUS, Step("keep", "confirm", "resubmitted")),
    # A suspicious form came first. It must neither silence the mailbox's owner nor make them wait.
    ("resubmitted", "quarantined_by_score", ("clean",), Step("release", "confirm", "resubmitted")),
    ("resubmitted", "quarantined_by_score", _SUSPICIOUS, Step("keep", "confirm", "resubmitted")),
    ("resubmitted", "quarantined", _VERDICTS, Step("keep", "confirm", "resubmitted")),
    ("already_signed", "confirmed", _VERDICTS, Step("keep", "already_signed", "already_signed")),
    ("household_full", "confirmed", _VERDICTS, Step("keep", "already_signed", "household_full")),
)

STEPS: Mapping[tuple[MailboxOutcome, ExistingState, Verdict], Step] = MappingProxyType(
    {
        (outcome, existing, verdict): step
        for outcome, existing, verdicts, step in _ROWS
        for verdict in verdicts
    }
)
