"""The soft score: hints that a form was not sent by a person, none of which decides alone.

A signature whose score reaches the threshold is quarantined, never told: the page, the message and the time
taken stay the same, and somebody looks at it later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.signing.email import normalize_domain, normalize_email


def _check_whole(name: str, value: object, minimum: int, maximum: int | None = None) -> None:
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or value < minimum
        or (maximum and value > maximum)
    ):
        range_ = f"{minimum} to {maximum}" if maximum else f"{minimum} or more"
        raise InvalidFieldError(name, value, f"must be a whole number, {range_}")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in such a time.

    Attributes:
        max_count: How many are still fine.
        seconds: The length of the window. Windows are fixed, so at the turn of two of them up to twice as
            many pass.
    """

    max_count: int
    seconds: int

    def __post_init__(self) -> None:
        _check_whole("max_count", self.max_count, 1)
        _check_whole("seconds", self.seconds, 1)

    def window(self, now: int) -> int:
        """Return the number of the window that a time is in."""
        return now // self.seconds

    def exceeded(self, seen: int) -> bool:
        """Tell whether so many are too many; *seen* counts the present one too."""
        return seen > self.max_count


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
        _check_whole("quarantine_at", self.quarantine_at, 1, 100)
        for name in ("honeypot", "too_fast", "no_stamp", "stale", "burst", "sustained", "flood", "domain"):
            weight = getattr(self, name)
            _check_whole(name, weight, 0)
            if weight >= self.quarantine_at:
                reason = f"must be below quarantine_at ({self.quarantine_at}): nothing alone decides"
                raise InvalidFieldError(name, weight, reason)
        if (both := self.burst + self.sustained) >= self.quarantine_at:
            limit = f"quarantine_at ({self.quarantine_at})"
            reason = f"and burst together must be below {limit}: both are one network's"
            raise InvalidFieldError("sustained", both, reason)
        _check_whole("flood_factor", self.flood_factor, 2)
        _check_whole("min_form_age", self.min_form_age, 0)
        _check_whole("max_form_age", self.max_form_age, self.min_form_age + 1)
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


#: A comment stands alone or behind white space: a ``#`` may be part of an address.
_COMMENT = re.compile(r"(?:^|\s)#.*")


class _AddressList:
    """Mailboxes, domains, and domains whose subdomains are meant."""

    def __init__(self, field: str, lines: str | Iterable[str]) -> None:
        self.addresses: set[str] = set()
        self.parents: set[str] = set()
        self.count = 0
        text = lines if isinstance(lines, str) else "\n".join(lines)
        for number, line in enumerate(text.splitlines(), 1):
            entry = _COMMENT.sub("", line).strip()
            if not entry:
                continue
            self.count += 1
            try:
                if entry.startswith("*."):
                    self.parents.add(normalize_domain(entry[2:]))
                elif entry.startswith("@"):
                    self.addresses.add("@" + normalize_domain(entry[1:]))
                else:
                    self.addresses.add(normalize_email(entry))
            except InvalidFieldError as error:
                what = (
                    error.reason
                    if error.field == "domain"
                    else ("must be an email address, @ and a domain, or *. and a domain; # begins a comment")
                )
                raise InvalidFieldError(f"{field}, line {number},", Withheld(entry), what) from None

    def matches(self, normalized: str) -> bool:
        _, at, domain = normalized.rpartition("@")
        if not at:
            return False
        labels = domain.split(".")
        above = (".".join(labels[first:]) for first in range(1, len(labels)))
        return (
            normalized in self.addresses
            or at + domain in self.addresses
            or any(one in self.parents for one in above)
        )


class BlockList:
    r"""Mailboxes and domains that the host does not want to count, and some that it trusts.

    One entry a line: ``spam@example.org`` for a mailbox in all its spellings, ``@example.org`` for a domain
    without its subdomains, ``*.example.org`` for its subdomains without itself. Empty lines and what stands
    behind a ``#`` do not count; any line break will do.

    A block is the host's own decision and not a hint, so it has no weight: the service quarantines such
    signatures.

    Args:
        blocked: Lines, or one text of lines.
        allowed: The same, for those whose rates and score do not count, such as a school whose pupils
            sign together. What is both is blocked.

    Raises:
        InvalidFieldError: For a line that is not one of these, with its number.

    Example:
        >>> blocks = BlockList("@example.net  # offers addresses for an hour\n*.example.net")
        >>> [blocks.blocks(f"a@{domain}") for domain in ("example.net", "mail.example.net", "example.org")]
        [True, True, False]
    """

    __slots__ = ("_allowed", "_blocked")

    def __init__(self, blocked: str | Iterable[str] = (), allowed: str | Iterable[str] = ()) -> None:
        self._blocked = _AddressList("blocked", blocked)
        self._allowed = _AddressList("allowed", allowed)

    def __repr__(self) -> str:
        return f"<BlockList: {self._blocked.count} blocked, {self._allowed.count} allowed>"

    def blocks(self, normalized: str) -> bool:
        """Tell whether a mailbox is blocked.

        Args:
            normalized: What :func:`~solidarity_widgets.signing.email.normalize_email` returned.
        """
        return self._blocked.matches(normalized)

    def allows(self, normalized: str) -> bool:
        """Tell whether a mailbox is trusted, and not blocked.

        Args:
            normalized: What :func:`~solidarity_widgets.signing.email.normalize_email` returned.
        """
        return self._allowed.matches(normalized) and not self._blocked.matches(normalized)
