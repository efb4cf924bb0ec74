"""Mailboxes and domains that the host blocks or trusts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.signing.intake.email import normalize_domain, normalize_email

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
            normalized: What :func:`~solidarity_widgets.signing.intake.email.normalize_email` returned.
        """
        return self._blocked.matches(normalized)

    def allows(self, normalized: str) -> bool:
        """Tell whether a mailbox is trusted, and not blocked.

        Args:
            normalized: What :func:`~solidarity_widgets.signing.intake.email.normalize_email` returned.
        """
        return self._allowed.matches(normalized) and not self._blocked.matches(normalized)
