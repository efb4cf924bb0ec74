"""One form on its way: what it says, whose mailbox it names, and the rows it becomes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from solidarity_widgets.i18n import Locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.signing.identity import Decision
from solidarity_widgets.signing.records import ConsentEntry, Signature, Wording
from solidarity_widgets.signing.validation import CheckedSignature, Given


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A form without errors.

    Attributes:
        petition: The petition.
        checked: What it says.
        locale: Its language.
        now: When it came.
        mailbox: The folded address, or an empty string where none is named.
        identities: The mailbox's identities, the newest key's first.
        persons: The person's hashes likewise, for the household rule; else empty.
        blocked: Whether the host does not want the mailbox to count.
        score: How suspicious it is.
        marked: Whether that is too much.
    """

    petition: Petition
    checked: CheckedSignature
    locale: Locale
    now: int
    mailbox: str = ""
    identities: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    blocked: bool = False
    score: int = 0
    marked: bool = False

    def signature(self, decision: Decision | None = None) -> Signature:
        """Return the signature it becomes, under an id of its own.

        The address is kept only for those who want news: to everything else the identity is enough.
        """
        checked = self.checked
        return Signature(
            self.petition.id,
            secrets.token_hex(16),
            state="marked" if self.marked else "pending",
            identity=self.identities[0] if self.identities else None,
            seat=decision.seat if decision else 0,
            person=self.persons[0] if self.persons else None,
            name=checked.name,
            email=checked.email if checked.agreed("updates") else "",
            country=checked.country,
            postcode=checked.postcode,
            message=checked.message,
            public=checked.agreed("public"),
            locale=self.locale.code,
            score=self.score,
            created_at=self.now,
            changed_at=self.now,
            written_at=self.now,
        )

    def consents(self, id: str) -> tuple[list[ConsentEntry], list[Wording]]:
        """Return what a signature's consent log gets, and the words that were agreed to."""
        return logged(self.petition.id, id, self.checked.consents, "form", self.now)


def logged(
    petition_id: str, signature_id: str, consents: Iterable[Given], method: str, at: int
) -> tuple[list[ConsentEntry], list[Wording]]:
    """Return what the consent log gets for some consents, and their words.

    Args:
        petition_id: The petition's id.
        signature_id: The signature's.
        consents: What was agreed to, and in which words.
        method: By which means.
        at: When.
    """
    entries, wordings = [], []
    for given in consents:
        hash, tag = wording_hash(given.words.text), given.words.tag
        wordings.append(Wording(petition_id, hash, tag, given.words.text))
        entry = ConsentEntry(
            petition_id,
            signature_id,
            purpose=given.consent.purpose,
            wording=hash,
            version=given.consent.version,
            locale=tag,
            act="given",
            method=method,
            at=at,
        )
        entries.append(entry)
    return entries, wordings
