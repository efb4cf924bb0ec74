"""Whether a mailbox has signed before, and what a form from it then means."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from solidarity_widgets.signing.folding import fold_postcode
from solidarity_widgets.signing.store.records import Signature

#: What a form is, given what its mailbox has signed before. ``new``: the mailbox has not signed.
#: ``resubmitted``: its signature has not been confirmed yet. ``already_signed``: it has been confirmed.
#: ``household_full``: other people signed with the mailbox, and there is no place left.
MailboxOutcome = Literal["new", "resubmitted", "already_signed", "household_full"]

#: Signatures that one mailbox can have under the household rule.
MAX_HOUSEHOLD = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form is, and which signature it concerns.

    Attributes:
        outcome: See :data:`MailboxOutcome`.
        household_slot: The place of the new or the existing signature.
        existing: The signature the mailbox has; ``None`` if the form is new.
        replaced: The withdrawn or erased signature that the new one replaces, or ``None``.
    """

    outcome: MailboxOutcome
    household_slot: int = 0
    existing: Signature | None = field(default=None, repr=False)
    replaced: Signature | None = field(default=None, repr=False)


def decide(
    existing: Sequence[Signature], signer_hashes: Collection[str], postcode: str, household: bool
) -> Decision:
    """Decide what a form is, from what its mailbox has signed. Reads and changes nothing.

    A mailbox signs once. Under the household rule a second person can share it, with another name and the
    same postcode. A third person, or one with another postcode, takes the place of a signature that nobody
    has confirmed. If there is none, the household is full.

    Postcodes are compared in the clear. A hash of a postcode could be guessed, and would protect nothing
    while the postcode itself is stored.

    Args:
        existing: All signatures of the mailbox in the petition, in any order and state, under any key.
        signer_hashes: The hashes of the form's name and postcode, under every key.
        postcode: The form's postcode, or an empty string.
        household: Whether the petition has the household rule.

    Returns:
        The decision.

    Example:
        >>> decide([], (), "", household=False)
        Decision(outcome='new', household_slot=0)
        >>> ales = Signature("free-them", "0" * 32, state="confirmed", signer_hash="a", postcode="220030")
        >>> decide([ales], ("b",), "220 030", household=True).household_slot
        1
        >>> decide([ales], ("b",), "220 030", household=False).outcome
        'already_signed'
    """
    active = [each for each in existing if each.state not in ("withdrawn", "erased")]
    # If there are several, a confirmed one counts first, then the oldest.
    active.sort(
        key=lambda each: (not each.confirmed_by_signer, each.household_slot, each.created_at, each.id)
    )
    same = [each for each in active if not household or _can_be_signer(each, signer_hashes)]
    if same:
        outcome: MailboxOutcome = "already_signed" if same[0].confirmed_by_signer else "resubmitted"
        return Decision(outcome, same[0].household_slot, same[0])
    free = sorted(set(range(MAX_HOUSEHOLD)) - {each.household_slot for each in active})
    if active and not (free and len(active) < MAX_HOUSEHOLD and _has_same_postcode(active[0], postcode)):
        # Only a confirmed signature shows that somebody who reads the mailbox has the place.
        waiting = [each for each in active if not each.confirmed_by_signer]
        if waiting and (waiting[0] is active[0] or _has_same_postcode(active[0], postcode)):
            return Decision("resubmitted", waiting[0].household_slot, waiting[0])
        return Decision("household_full", active[0].household_slot, active[0])
    # An erased signature is replaced first: it stays in the count, so its mailbox must not count again.
    replaceable = [each for each in existing if each not in active and each.household_slot in free]
    replaceable.sort(
        key=lambda each: (
            each.state != "erased",
            not _can_be_signer(each, signer_hashes),
            each.household_slot,
            each.created_at,
            each.id,
        )
    )
    if replaceable:
        return Decision("new", replaceable[0].household_slot, replaced=replaceable[0])
    return Decision("new", free[0])


def _can_be_signer(signature: Signature, signer_hashes: Collection[str]) -> bool:
    """Return whether a signature is this signer's, as far as it says. Without a hash, it can be."""
    signer_hash = signature.signer_hash
    return signer_hash is None or any(hmac.compare_digest(signer_hash, other) for other in signer_hashes)


def _has_same_postcode(signature: Signature, postcode: str) -> bool:
    folded = fold_postcode(postcode)
    return folded != "" and fold_postcode(signature.postcode) == folded
