"""The soft score: hints that a form was not sent by a person, none of which decides alone.

A signature whose score reaches the threshold is quarantined, never told: the page, the message and the time
taken stay the same, and somebody looks at it later.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.intake.rates import Rate

#: What follows from a form's score and the block list. Only ``clean`` forms can count.
Verdict = Literal["clean", "quarantined", "blocked"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one form that was sent. None of it is stored.

    Attributes:
        honeypot: Whether the field that people do not see was filled in.
        form_age: Seconds since the form was shown, or ``None`` without a genuine stamp.
        network_burst: How many came from its network in the burst's window, with this one; 0 if not known.
        network_sustained: The same for the sustained window.
        domain: How many came with a mailbox at the same domain; 0 for the domains of known providers.
    """

    honeypot: bool = False
    form_age: int | None = None
    network_burst: int = 0
    network_sustained: int = 0
    domain: int = 0


@dataclass(frozen=True, slots=True)
class SuspicionPolicy:
    """How much each hint weighs. Set a weight to 0 to leave a hint out.

    The defaults are judgements, made for readers whose mobile networks put thousands behind one IPv4
    address (carrier-grade NAT, RFC 6888), and who all come in the hour when the petition is in the news. A
    busy network does not suffice, not even with a missing stamp; it takes something that the *sender* did,
    or a flood that no crowd behind one address would be.

    Attributes:
        quarantine_at: The score from which on a signature is quarantined.
        honeypot: The hidden field was filled in. The strongest hint, and yet some browsers' and password
            managers' filling-in does it.
        too_fast: Sent sooner than ``min_form_age``. Filling-in is quick too, reading is not.
        no_stamp: No genuine stamp: a program that posts without the form, or a form out of a cache.
        stale: Shown longer ago than ``max_form_age``: hoarded stamps, or a tab left open.
        burst: More from one network than ``burst_rate``.
        flood: More than ``flood_factor`` times ``sustained_rate`` from one network.
        domain: More than ``domain_rate`` with mailboxes at one domain that is no known provider's: somebody
            who owns a domain owns all its mailboxes. So do a university and a firm.
        sustained: More than ``sustained_rate``. Together with ``burst`` it must stay below ``quarantine_at``:
            both tell the same thing of the same network.
        min_form_age: Seconds that a person takes at least to fill in name and address.
        max_form_age: Seconds after which a form is stale.
        burst_rate: What an honest shared network may send in a rush.
        sustained_rate: What it may send for long; above ``burst_rate`` both in number and in time.
        flood_factor: How many times ``sustained_rate`` not even a mobile network's shared address sends.
        domain_rate: How many of one domain may come.

    Raises:
        InvalidFieldError: For values that contradict each other, naming the one to change.
    """

    quarantine_at: int = 60
    honeypot: int = 50
    too_fast: int = 35
    no_stamp: int = 15
    stale: int = 5
    burst: int = 15
    sustained: int = 25
    flood: int = 20
    domain: int = 20
    min_form_age: int = 3
    max_form_age: int = 86_400
    burst_rate: Rate = Rate(20, 60)
    sustained_rate: Rate = Rate(200, 3600)
    flood_factor: int = 5
    domain_rate: Rate = Rate(100, 3600)

    def __post_init__(self) -> None:
        check_whole(self.quarantine_at, "quarantine_at", 1, 100)
        for name in ("honeypot", "too_fast", "no_stamp", "stale", "burst", "sustained", "flood", "domain"):
            weight = getattr(self, name)
            check_whole(weight, name, 0)
            if weight >= self.quarantine_at:
                reason = f"must be below quarantine_at ({self.quarantine_at}): nothing alone decides"
                raise InvalidFieldError(name, weight, reason)
        if (both := self.burst + self.sustained) >= self.quarantine_at:
            limit = f"quarantine_at ({self.quarantine_at})"
            reason = f"and burst together must be below {limit}: both are one network's"
            raise InvalidFieldError("sustained", both, reason)
        check_whole(self.flood_factor, "flood_factor", 2)
        check_whole(self.min_form_age, "min_form_age", 0)
        check_whole(self.max_form_age, "max_form_age", self.min_form_age + 1)
        for part in fields(Rate):
            minimum = getattr(self.burst_rate, part.name)
            if (value := getattr(self.sustained_rate, part.name)) <= minimum:
                reason = f"must be above burst_rate.{part.name} ({minimum}), or it would never tell more"
                raise InvalidFieldError(f"sustained_rate.{part.name}", value, reason)

    def quarantines(self, score: int) -> bool:
        """Tell whether a score is high enough to quarantine a signature."""
        return score >= self.quarantine_at


def score(evidence: Evidence, policy: SuspicionPolicy) -> int:
    """Return the score of a form.

    Args:
        evidence: What is known of it.
        policy: What that weighs.

    Returns:
        0 to 100.

    Example:
        >>> policy = SuspicionPolicy()
        >>> crowd = score(Evidence(form_age=40, network_burst=200, network_sustained=900), policy)
        >>> program = score(Evidence(honeypot=True, form_age=1), policy)
        >>> (crowd, policy.quarantines(crowd)), (program, policy.quarantines(program))
        ((40, False), (85, True))
    """
    age = evidence.form_age
    points = sum(
        weight
        for weight, hint in (
            (policy.honeypot, evidence.honeypot),
            (policy.no_stamp, age is None),
            (policy.too_fast, age is not None and age < policy.min_form_age),
            (policy.stale, age is not None and age > policy.max_form_age),
            (policy.burst, policy.burst_rate.exceeded(evidence.network_burst)),
            (policy.sustained, policy.sustained_rate.exceeded(evidence.network_sustained)),
            (
                policy.flood,
                evidence.network_sustained > policy.flood_factor * policy.sustained_rate.max_count,
            ),
            (policy.domain, policy.domain_rate.exceeded(evidence.domain)),
        )
        if hint
    )
    return min(100, points)
