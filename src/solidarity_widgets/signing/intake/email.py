"""Email addresses: checked to be sent to, and folded to tell whether two are one mailbox."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from email_validator import EmailNotValidError, ValidatedEmail, validate_email
from importlib_resources import files

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.text import to_str

#: A path of RFC 5321, 4.5.3.1.3, holds 256 octets with its angle brackets.
MAX_EMAIL_LENGTH = 254
_REASON = (
    "must be one email address such as alesia@example.org, without a name or quotation marks around it "
    f"and of at most {MAX_EMAIL_LENGTH} characters"
)


@dataclass(frozen=True, slots=True)
class EmailRule:
    """Which spellings one provider treats as one mailbox.

    Attributes:
        provider: The provider's name.
        domains: The domains the rule applies to, in lower-case ASCII.
        canonical: The domain that stands for all of them, if a name is one mailbox on all; else ``None``.
        ignored: Characters before the ``@`` that do not count.
        extension: The character that begins a part that does not count, or an empty string.
        sources: Pages that say so.
        read: When they were read, as an ISO date.
        note: Anything else to know.
        replaced: Pairs of characters before the ``@`` that mean the same: the first becomes the second.
        subdomains: Whether mail to ``tag@name.domain`` is delivered to ``name@domain``.
        since: The first rule set that has the rule.
        until: The last one, or ``None`` if the present one has it.
    """

    provider: str
    domains: tuple[str, ...]
    canonical: str | None
    ignored: str
    extension: str
    sources: tuple[str, ...]
    read: str
    note: str = ""
    replaced: tuple[tuple[str, str], ...] = ()
    subdomains: bool = False
    since: int = 1
    until: int | None = None

    def canonical_address(self, local: str, domain: str) -> str:
        """Return the address that stands for the mailbox.

        Args:
            local: The part before the ``@``, in lower case.
            domain: One of the rule's domains.

        Returns:
            An address. A step that would leave nothing before the ``@`` is left out.
        """
        if self.extension:
            local = local.partition(self.extension)[0].rstrip(".") or local
        local = "".join(char for char in local if char not in self.ignored) or local
        for old, new in self.replaced:
            if all(local.replace(old, new).split(new)):  # else it would be no address
                local = local.replace(old, new)
        return f"{local}@{self.canonical or domain}"


@cache
def _all_rules() -> tuple[EmailRule, ...]:
    path = files("solidarity_widgets").joinpath("signing", "intake", "email_rules.json")
    entries = json.loads(path.read_text("utf-8"))
    return tuple(EmailRule(**{name: _tuple(value) for name, value in entry.items()}) for entry in entries)


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def all_rules(rule_set: int) -> list[EmailRule]:
    """Return the rules of a rule set."""
    return [rule for rule in _all_rules() if rule.since <= rule_set <= (rule.until or rule_set)]


@cache
def rule_sets() -> tuple[int, ...]:
    """Return the numbers of the rule sets, the present one first.

    A store keeps only hashes of normalized addresses. When a rule changes, the signers who are stored already
    are found under the earlier rule sets, so every set is kept.
    """
    return tuple(range(max(rule.since for rule in _all_rules()), 0, -1))


@cache
def email_rules(rule_set: int | None = None) -> Mapping[str, EmailRule]:
    """Return the providers' rules by domain, as they are in ``email_rules.json``.

    Args:
        rule_set: The number of the rule set; by default the present one.

    Example:
        >>> email_rules()["googlemail.com"].canonical
        'gmail.com'
    """
    rules = all_rules(rule_sets()[0] if rule_set is None else rule_set)
    return MappingProxyType({domain: rule for rule in rules for domain in rule.domains})


def _validate(address: object) -> ValidatedEmail:
    checked = None
    if not isinstance(address, (bytes, bytearray, memoryview)):
        text = to_str(address, "email").strip()
        # The limit comes first: the longer a text, the longer the check.
        if len(text) <= MAX_EMAIL_LENGTH:
            try:
                checked = validate_email(
                    text,
                    check_deliverability=False,
                    allow_smtputf8=True,
                    allow_quoted_local=False,
                    allow_domain_literal=False,
                    allow_display_name=False,
                )
            except EmailNotValidError:
                checked = None
    if checked is None:  # outside of the except, since that error's text quotes the address
        raise InvalidFieldError("email", Withheld(address), _REASON)
    return checked


def check_email(address: object) -> str:
    """Check an address's syntax and return it to be sent to.

    Nothing is looked up, and nothing that the signer wrote before the ``@`` is changed: capitals, dots
    and ``+`` stay, since only the provider knows what they mean (RFC 5321, 2.4).

    Args:
        address: Anything with a text form; white space around it is dropped.

    Returns:
        The address, its domain in lower case.

    Raises:
        InvalidFieldError: For what is not one plain address; it tells nothing of the address. Special-use
            domains such as ``.test``, ``.invalid`` and ``localhost`` are refused (RFC 6761), example.org
            is not.

    Example:
        >>> check_email(" Alesia+petition@Example.org ")
        'Alesia+petition@example.org'
        >>> check_email("alesia@example.org, bcc@example.org")
        Traceback (most recent call last):
            ...
        solidarity_widgets.exceptions.InvalidFieldError: email must be one email address such as \
alesia@example.org, without a name or quotation marks around it and of at most 254 characters; got \
<text of 35 characters, not shown>.
    """
    return _validate(address).normalized


def normalize_email(address: object) -> str:
    """Fold an address to the one that stands for its mailbox. For telling people apart, never to send to.

    Letters before the ``@`` are compared without case, although RFC 5321 leaves that to each provider: no
    large one tells mailboxes apart by it. Everything else is done only where the provider is known to do
    it, so a ``+`` or a dot at any other domain stays what it is.

    Args:
        address: Anything with a text form.

    Returns:
        The folded address, its domain in ASCII. Folding it once more changes nothing.

    Raises:
        InvalidFieldError: As :func:`check_email`.

    Example:
        >>> normalize_email("Alesia.K+petition@GoogleMail.com")
        'alesiak@gmail.com'
        >>> normalize_email("Alesia.K+petition@Example.org")
        'alesia.k+petition@example.org'
    """
    return _normalize(_validate(address), rule_sets()[0])


def mailbox_forms(address: object) -> tuple[str, ...]:
    """Return a mailbox as each rule set normalizes it, to recognize signers under earlier rules.

    Args:
        address: Anything with a text form.

    Returns:
        What :func:`normalize_email` returns, then what it returned under earlier rule sets, each form once.

    Raises:
        InvalidFieldError: As :func:`check_email`.

    Example:
        >>> mailbox_forms("ann+lake@live.nl")
        ('ann@live.nl', 'ann+lake@live.nl')
    """
    checked = _validate(address)
    return tuple(dict.fromkeys(_normalize(checked, rule_set) for rule_set in rule_sets()))


def _normalize(checked: ValidatedEmail, rule_set: int) -> str:
    # Lower case, and not casefolded: "ß" and "ss" are two mailboxes.
    local = unicodedata.normalize("NFC", checked.local_part.lower())
    domain = checked.ascii_domain.lower()
    rules = email_rules(rule_set)
    name, _, parent = domain.partition(".")
    if parent in rules and rules[parent].subdomains:
        local, domain = name, parent
    rule = rules.get(domain)
    return rule.canonical_address(local, domain) if rule else f"{local}@{domain}"


def normalize_domain(domain: str) -> str:
    """Fold a domain as :func:`normalize_email` does, for lists of domains.

    Args:
        domain: A domain of at least two labels.

    Returns:
        It in lower-case ASCII.

    Raises:
        InvalidFieldError: For what is no domain that mail is sent to, and for one that is only another name
            of a provider's main domain, since nobody's folded address has it.

    Example:
        >>> normalize_domain("Пример.бел")
        'xn--e1afmkfd.xn--90ais'
    """
    try:
        found = _validate(f"postmaster@{domain}").ascii_domain.lower()
    except InvalidFieldError:
        found = ""
    if not found:
        raise InvalidFieldError("domain", domain, "must be a domain such as example.org")
    rule = email_rules().get(found)
    if rule and rule.canonical and rule.canonical != found:
        reason = (
            f"is another name of {rule.canonical}; write that, and know that it is all of {rule.provider}"
        )
        raise InvalidFieldError("domain", domain, reason)
    return found
