"""Honest crowds and scripted floods, simulated: who is quarantined with the default policy.

``python -m pytest tests/signing/test_crowds.py -s`` prints the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from solidarity_widgets.i18n import get_locale
from solidarity_widgets.signing import MemorySignatureStore, SuspicionPolicy, validate_signature

from .campaign import HOUR, NOW, VIGIL, Campaign

LOCALE = get_locale("be")
NAT = "203.0.113.9"
LARGE = "mail.ru tut.by ukr.net wp.pl gmx.de yahoo.com hotmail.co.uk gmail.com".split()


@dataclass(frozen=True)
class Sent:
    """One form: when, from where, with which mailbox, and how it was filled in."""

    at: float
    email: str
    ip_address: str | None = NAT
    honest: bool = True
    seconds: int = 30
    honeypot: bool = False
    stamp: bool = True


def crowd(
    count: int, domains: list[str], *, hours: float = 1, start: float = 0, **form: Any
) -> Iterator[Sent]:
    """Forms at equal distances, from one address unless told otherwise."""
    for number in range(count):
        at = start + number * hours * HOUR / count
        yield Sent(at, f"person{number}@{domains[number % len(domains)]}", **form)


def bots(
    count: int, emails: str, *, hours: float = 1, start: float = 0, addresses: str = NAT, **form: Any
) -> Iterator[Sent]:
    for number in range(count):
        at = start + number * hours * HOUR / count
        yield Sent(
            at,
            emails.format(number),
            addresses.format(f"{number:x}"),
            honest=False,
            **{"seconds": 3, **form},
        )


def adversary() -> Iterator[Sent]:
    """200 forms a minute for five minutes, then 22 a minute, from the address that honest people share."""
    yield from bots(1000, "robot{}@gmail.com", hours=5 / 60)
    yield from bots(1173, "later{}@gmail.com", hours=53 / 60, start=5 * 60)


def rushes() -> dict[str, Callable[[], Iterable[Sent]]]:
    """400 people in 13 minutes behind one address, whose mailboxes are all at one large provider."""
    return {
        f"a rush at {domain}": lambda domain=domain: crowd(400, [domain], hours=13 / 60)  # type: ignore[misc]
        for domain in LARGE
    }


HONEST: dict[str, Callable[[], Iterable[Sent]]] = {
    "one carrier address, 1,500 an hour, typed": lambda: crowd(1500, ["gmail.com"]),
    "the same, filled in by browsers": lambda: crowd(1500, ["gmail.com"], seconds=2),
    "300 behind a Tor exit, filled in by browsers": lambda: crowd(300, ["gmail.com"], seconds=2),
    "one person, every field filled, after 2 s": lambda: crowd(
        1, ["gmail.com"], seconds=2, honeypot=True
    ),
    "one person, every field filled, no stamp": lambda: crowd(
        1, ["gmail.com"], stamp=False, honeypot=True
    ),
    "the site passes its proxy's address, 3,000 an hour": lambda: crowd(3000, LARGE),
    "the same without stamps": lambda: crowd(3000, LARGE, stamp=False),
    **rushes(),
    "1,000 of one university, each at home": lambda: (
        Sent(each.at, each.email, f"198.51.{index // 256}.{index % 256}")
        for index, each in enumerate(crowd(1000, ["bsu.example"]))
    ),
    "an office of 40 in one hour": lambda: crowd(40, ["firm.example"]),
    "52 people behind the address of a flood": lambda: [
        *adversary(), *crowd(52, LARGE, start=60)
    ],
    "300 behind one address, every tenth browser fills the hidden field": lambda: (
        Sent(each.at, each.email, seconds=2, honeypot=index % 10 == 0)
        for index, each in enumerate(crowd(300, LARGE))
    ),
}  # fmt: skip
FLOODS: dict[str, Callable[[], Iterable[Sent]]] = {
    "one address, one owner's subdomains, 1,000 an hour": lambda: bots(1000, "a@h{}.evil.example"),
    "the same across the full hour": lambda: bots(1000, "a@h{}.evil.example", start=HOUR / 2),
    "one address, one domain, 1,000 an hour": lambda: bots(1000, "a{}@evil.example", seconds=20),
    "one domain, a new /64 of one /48 each, 5,000 an hour": lambda: bots(
        5000, "a{}@evil.example", addresses="2001:db8:5:{}::1"
    ),
    "one address, fills every field, 1,000 an hour": lambda: bots(
        1000, "a{}@gmail.com", honeypot=True, seconds=0
    ),
    "one /48, fills every field, without stamps": lambda: bots(
        1000, "a{}@mail.ru", addresses="2001:db8:5:{}::1", honeypot=True, stamp=False
    ),
    "one address, one owner's subdomains, filled in slowly": lambda: bots(
        1000, "a@h{}.evil.example", seconds=60
    ),
}  # fmt: skip


def quarantined(forms: Iterator[Sent] | list[Sent], *, honest: bool) -> tuple[int, int]:
    """Return how many of the honest (or the other) forms were quarantined, and of how many."""
    campaign = Campaign(MemorySignatureStore(), suspicion_policy=SuspicionPolicy())
    intake = campaign.service._intake
    start = NOW - NOW % HOUR  # windows begin at full hours
    caught = total = 0
    for sent in sorted(forms, key=lambda each: each.at):
        campaign.now = start + int(sent.at) - sent.seconds
        values: dict[str, Any] = {"name": "A B", "email": sent.email}
        if sent.stamp:
            values |= campaign.service.hidden_fields(VIGIL)
        if sent.honeypot:
            values["topic"] = "x"
        campaign.now += sent.seconds
        checked = validate_signature(VIGIL, values)
        form = intake.recognize(VIGIL, checked, LOCALE, campaign.now)
        verdict = intake.judge(form, sent.ip_address, {}).verdict
        if sent.honest == honest:
            total += 1
            caught += verdict == "quarantined"
    return caught, total


@pytest.mark.parametrize("scenario", HONEST)
def test_an_honest_crowd_is_counted(scenario: str) -> None:
    caught, total = quarantined(HONEST[scenario](), honest=True)
    print(f"\nhonest | {scenario} | {total} | {caught} | {caught / total:.1%}")
    assert caught <= total / 100


@pytest.mark.parametrize("scenario", FLOODS)
def test_a_flood_is_caught(scenario: str) -> None:
    caught, total = quarantined(FLOODS[scenario](), honest=False)
    print(f"\nflood | {scenario} | {total} | {caught} | {caught / total:.1%}")
    assert caught >= total * 0.9
