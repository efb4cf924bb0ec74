"""The part of a mailbox's domain that one owner has, unless it is a large mail provider's."""

from __future__ import annotations

import json
from functools import cache

from importlib_resources import files
from publicsuffixlist import PublicSuffixList


@cache
def large_providers() -> frozenset[str]:
    """Return the registrable domains of large mail providers.

    Many people have mailboxes there who know nothing of each other, so that many of them sign in an hour is
    no evidence. The list is in ``large_email_providers.json``. It is not the list of the providers whose
    aliases are known.

    Example:
        >>> "mail.ru" in large_providers(), "example.org" in large_providers()
        (True, False)
    """
    path = files("solidarity_widgets").joinpath("signing", "intake", "large_email_providers.json")
    providers = json.loads(path.read_text("utf-8"))["providers"]
    return frozenset(domain for domains in providers.values() for domain in domains)


@cache
def _suffixes() -> PublicSuffixList:
    # Without the list's private part: whoever gives away names below a domain counts as their owner.
    return PublicSuffixList(only_icann=True)


def counted_domain(mailbox: str) -> str:
    """Return the domain under which forms with a mailbox are counted.

    Args:
        mailbox: A normalized address, or an empty string.

    Returns:
        The registrable domain (by the Public Suffix List); empty for a large mail provider or no mailbox.

    Example:
        >>> [counted_domain(mailbox) for mailbox in ("a@h1.evil.example", "b@x.evil.example", "a@mail.ru")]
        ['evil.example', 'evil.example', '']
    """
    domain = mailbox.rpartition("@")[2]
    registrable = _suffixes().privatesuffix(domain) or domain
    return "" if registrable in large_providers() else registrable
