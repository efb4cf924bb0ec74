"""A form on its way to a signature: without errors, then judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from solidarity_widgets.i18n import Locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.signing.intake.duplicates import Decision
from solidarity_widgets.signing.intake.suspicion import Verdict
from solidarity_widgets.signing.intake.validation import CheckedSignature, GivenConsent
from solidarity_widgets.signing.store.records import ConsentEntry, ConsentWording, Signature, make_id


@dataclass(frozen=True, slots=True, repr=False)
class CheckedForm:
    """A form without errors, and the hashes by which its signer is recognized.

    Attributes:
        petition: The petition.
        checked: What the form says.
        locale: The form's language.
        now: When it was sent.
        mailbox: The normalized address, or an empty string if the form has none.
        identities: The mailbox's identities, the newest key's first.
        signer_hashes: The signer's hashes, the newest key's first. Empty without the household rule.
    """

    petition: Petition
    checked: CheckedSignature
    locale: Locale
    now: int
    mailbox: str = ""
    identities: tuple[str, ...] = ()
    signer_hashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class JudgedForm:
    """A form with its score.

    Attributes:
        form: The form.
        score: How suspicious it is, 0 to 100.
        verdict: What follows from the score and the block list.
    """

    form: CheckedForm
    score: int
    verdict: Verdict

    def signature(self, decision: Decision | None = None) -> Signature:
        """Return the signature the form becomes, with a new id.

        It keeps the address only if the signer wants news; the identity is enough for everything else.
        """
        form, checked = self.form, self.form.checked
        return Signature(
            form.petition.id,
            make_id(),
            state="pending" if self.verdict == "clean" else "quarantined",
            identity=form.identities[0] if form.identities else None,
            household_slot=decision.household_slot if decision else 0,
            signer_hash=form.signer_hashes[0] if form.signer_hashes else None,
            name=checked.name,
            email=checked.email if checked.agreed_to("updates") else "",
            country=checked.country,
            postcode=checked.postcode,
            message=checked.message,
            public=checked.agreed_to("public"),
            locale=form.locale.code,
            score=self.score,
            created_at=form.now,
            changed_at=form.now,
            submitted_at=form.now,
        )

    def consents(self, id: str) -> tuple[list[ConsentEntry], list[ConsentWording]]:
        """Return the entries for a signature's consent log, and the words that were agreed to."""
        return consent_records(self.form.petition.id, id, self.form.checked.consents, "form", self.form.now)


def consent_records(
    petition_id: str, signature_id: str, consents: Iterable[GivenConsent], method: str, at: int
) -> tuple[list[ConsentEntry], list[ConsentWording]]:
    """Return the entries of the consent log for some consents, and their words.

    Args:
        petition_id: The petition's id.
        signature_id: The signature's id.
        consents: What was agreed to, and in which words.
        method: How: ``form``, ``paper`` or ``import``.
        at: When, in seconds since 1970, UTC.
    """
    entries, wordings = [], []
    for given in consents:
        hash, tag = wording_hash(given.wording.text), given.wording.tag
        wordings.append(ConsentWording(petition_id, hash, tag, given.wording.text))
        entry = ConsentEntry(
            petition_id,
            signature_id,
            purpose=given.consent.purpose,
            wording_hash=hash,
            version=given.consent.version,
            locale=tag,
            action="given",
            method=method,
            at=at,
        )
        entries.append(entry)
    return entries, wordings
