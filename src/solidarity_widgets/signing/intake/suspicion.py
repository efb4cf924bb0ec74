"""The soft score: hints that a program sent a form. By default no hint is enough on its own.

A signature whose score reaches the threshold is quarantined. Its sender gets the same page and email, in the
same time, and somebody reviews it later.

Hints with one cause count once. A program, but also a browser that fills in forms, fills the hidden field,
sends fast and may lack a stamp: the strongest of these hints counts, not their sum. That many people share a
network or a large mail provider is no evidence at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.intake.rates import Rate

#: What follows from a form's score and the block list. Only ``clean`` forms can count.
Verdict = Literal["clean", "quarantined", "blocked"]

_WEIGHTS = ("honeypot", "too_fast", "no_stamp", "stale", "automated_network", "domain", "domain_network")
#: A network is automated if it filled the honeypot in more than one of this many of its forms.
_AUTOMATED_SHARE = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one form. None of it is stored.

    Attributes:
        honeypot: Whether the field that people do not see was filled in.
        form_age: Seconds since the form was shown, or ``None`` without a genuine stamp.
        network: How many forms came from the sender's network within the hour, with this one; 0 if the
            network is not known. For IPv6 it is the larger one of the numbers for the /64 and the /48.
        network_honeypots: How many of them filled the honeypot.
        domain: How many forms named a mailbox at the same registrable domain within the hour, with this one;
            0 for large mail providers.
        domain_network: How many of these came from the sender's network.
    """

    honeypot: bool = False
    form_age: int | None = None
    network: int = 0
    network_honeypots: int = 0
    domain: int = 0
    domain_network: int = 0


@dataclass(frozen=True, slots=True)
class SuspicionPolicy:
    """How much each hint weighs. Set a weight to 0 to ignore a hint.

    The defaults are judgements. They assume readers whose mobile networks put thousands of people behind one
    IPv4 address (carrier-grade NAT, RFC 6888), who all sign in the hour when the petition is in the news, and
    whose browsers fill in the form for them. ``tests/signing/test_crowds.py`` measures them on honest crowds
    and on floods.

    Attributes:
        quarantine_at: A signature is quarantined from this score on, 1 to 100.
        honeypot: The hidden field was filled in. Some browsers and password managers do so too.
        too_fast: Sent sooner than ``min_form_age``. Not counted if the network is shared.
        no_stamp: No genuine stamp: a program that posts without the form, or a form from a cache.
        stale: Shown longer ago than ``max_form_age``: hoarded stamps, or a tab left open. Of these first four
            only the strongest counts.
        automated_network: The honeypot was filled in more than ``automated_rate`` forms from the network, and
            in more than half of its forms.
        domain: More than ``domain_rate`` forms with mailboxes at one registrable domain that is not a large
            mail provider's. Whoever owns a domain owns all its mailboxes; so do a university and a company.
        domain_network: More than ``domain_network_rate`` of these came from one network.
        min_form_age: Seconds in which nobody can fill in a name and an address by hand.
        max_form_age: Seconds after which a form is stale.
        shared_rate: A network with more forms than this is shared.
        automated_rate: See ``automated_network``.
        domain_rate: See ``domain``.
        domain_network_rate: See ``domain_network``.

    Raises:
        InvalidFieldError: If a weight is not 0 to ``quarantine_at``, or another value is out of range. A
            weight equal to ``quarantine_at`` makes its hint decide alone.
    """

    quarantine_at: int = 60
    honeypot: int = 50
    too_fast: int = 35
    no_stamp: int = 15
    stale: int = 5
    automated_network: int = 20
    domain: int = 20
    domain_network: int = 40
    min_form_age: int = 3
    max_form_age: int = 86_400
    shared_rate: Rate = Rate(5, 3600)
    automated_rate: Rate = Rate(5, 3600)
    domain_rate: Rate = Rate(40, 3600)
    domain_network_rate: Rate = Rate(40, 3600)

    def __post_init__(self) -> None:
        check_whole(self.quarantine_at, "quarantine_at", 1, 100)
        for name in _WEIGHTS:
            check_whole(getattr(self, name), name, 0, self.quarantine_at)
        check_whole(self.min_form_age, "min_form_age", 0)
        check_whole(self.max_form_age, "max_form_age", self.min_form_age + 1)
        for name in ("shared_rate", "automated_rate", "domain_rate", "domain_network_rate"):
            if not isinstance(getattr(self, name), Rate):
                raise InvalidFieldError(name, getattr(self, name), "must be a Rate, such as Rate(40, 3600)")

    def quarantines(self, score: int) -> bool:
        """Return whether a score is high enough to quarantine a signature."""
        return score >= self.quarantine_at


def score(evidence: Evidence, policy: SuspicionPolicy) -> int:
    """Return the score of a form.

    Args:
        evidence: What is known of it.
        policy: How much each hint weighs.

    Returns:
        0 to 100.

    Example:
        >>> policy = SuspicionPolicy()
        >>> score(Evidence(form_age=1, network=1500), policy)  # a browser fills in, behind a shared network
        0
        >>> score(Evidence(form_age=9, network=900, domain=900, domain_network=900), policy)
        60
    """
    age = evidence.form_age
    shared = policy.shared_rate.exceeded(evidence.network)
    how_it_was_filled_in = max(
        policy.honeypot * evidence.honeypot,
        policy.no_stamp * (age is None),
        policy.too_fast * (age is not None and age < policy.min_form_age and not shared),
        policy.stale * (age is not None and age > policy.max_form_age),
    )
    automated = (
        policy.automated_rate.exceeded(evidence.network_honeypots)
        and evidence.network_honeypots * _AUTOMATED_SHARE > evidence.network
    )
    points = (
        how_it_was_filled_in
        + policy.automated_network * automated
        + policy.domain * policy.domain_rate.exceeded(evidence.domain)
        + policy.domain_network * policy.domain_network_rate.exceeded(evidence.domain_network)
    )
    return min(100, points)
