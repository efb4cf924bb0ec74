"""One form on its way: what it says, whose mailbox it names, and the rows it becomes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from solidarity_widgets.i18n import Locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.signing.identity import Decision
from solidarity_widgets.signing.records import ConsentEntry, ConsentWording, Signature
from solidarity_widgets.signing.validation import CheckedSignature, GivenConsent


@dataclass(frozen=True, slots=True, repr=False)
class SignatureForm:
    """A form without errors.

    Attributes:
        petition: The petition.
        checked: What it says.
        locale: Its language.
        now: When it came.
        mailbox: The folded address, or an empty string where none is named.
        identities: The mailbox's identities, the newest key's first.
        signer_hashes: The person's hashes likewise, for the household rule; else empty.
        blocked: Whether the host does not want the mailbox to count.
        score: How suspicious it is.
        quarantined: Whether that is too much.
    """

    petition: Petition
    checked: CheckedSignature
    locale: Locale
    now: int
    mailbox: str = ""
    identities: tuple[str, ...] = ()
    signer_hashes: tuple[str, ...] = ()
    blocked: bool = False
    score: int = 0
    quarantined: bool = False

    def signature(self, decision: Decision | None = None) -> Signature:
        """Return the signature it becomes, under an id of its own.

        The address is kept only for those who want news: to everything else the identity is enough.
        """
        checked = self.checked
        return Signature(
            self.petition.id,
            secrets.token_hex(16),
            state="quarantined" if self.quarantined else "pending",
            identity=self.identities[0] if self.identities else None,
            household_slot=decision.household_slot if decision else 0,
            signer_hash=self.signer_hashes[0] if self.signer_hashes else None,
            name=checked.name,
            email=checked.email if checked.agreed_to("updates") else "",
            country=checked.country,
            postcode=checked.postcode,
            message=checked.message,
            public=checked.agreed_to("public"),
            locale=self.locale.code,
            score=self.score,
            created_at=self.now,
            changed_at=self.now,
            submitted_at=self.now,
        )

    def consents(self, id: str) -> tuple[list[ConsentEntry], list[ConsentWording]]:
        """Return what a signature's consent log gets, and the words that were agreed to."""
        return consent_records(self.petition.id, id, self.checked.consents, "form", self.now)


def consent_records(
    petition_id: str, signature_id: str, consents: Iterable[GivenConsent], method: str, at: int
) -> tuple[list[ConsentEntry], list[ConsentWording]]:
    """Return what the consent log gets for some consents, and their words.

    Args:
        petition_id: The petition's id.
        signature_id: The signature's.
        consents: What was agreed to, and in which words.
        method: By which means.
        at: When.
    """
    entries, wordings = [], []
    for granted in consents:
        hash, tag = wording_hash(granted.wording.text), granted.wording.tag
        wordings.append(ConsentWording(petition_id, hash, tag, granted.wording.text))
        entry = ConsentEntry(
            petition_id,
            signature_id,
            purpose=granted.consent.purpose,
            wording_hash=hash,
            version=granted.consent.version,
            locale=tag,
            action="given",
            method=method,
            at=at,
        )
        entries.append(entry)
    return entries, wordings
