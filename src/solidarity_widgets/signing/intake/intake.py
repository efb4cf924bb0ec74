"""From a form to a stored signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from solidarity_widgets.exceptions import InvalidFieldError, TokenError
from solidarity_widgets.i18n import Locale, LocaleLike, get_locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context, to_datetime
from solidarity_widgets.signing.intake.block_list import BlockList
from solidarity_widgets.signing.intake.duplicates import Decision, decide
from solidarity_widgets.signing.intake.email import check_email, mailbox_forms
from solidarity_widgets.signing.intake.evidence import gather_evidence
from solidarity_widgets.signing.intake.forms import CheckedForm, JudgedForm
from solidarity_widgets.signing.intake.hints import Hint, hint_points
from solidarity_widgets.signing.intake.mailing import Mailer
from solidarity_widgets.signing.intake.steps import STEPS, ExistingState
from solidarity_widgets.signing.intake.suspicion import SuspicionPolicy, Verdict, score
from solidarity_widgets.signing.intake.validation import CheckedSignature, validate_signature
from solidarity_widgets.signing.store.records import EmailKind, FormOutcome, Signature
from solidarity_widgets.signing.tokens import CONFIRM_MAX_AGE

#: How often a form is tried again when another form of the same mailbox comes in between.
_MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class SignResult:
    """What a form led to. It does not say whether the signer was known, blocked or quarantined.

    Attributes:
        step: What to show: ``sign`` (the form, with its errors or because the petition is not open),
            ``confirm`` or ``thanks``. It is the ``step`` of :func:`solidarity_widgets.petition`.
        errors: Field -> code, for the form.
        closed: Whether the petition was not open. The panel says since or until when.
    """

    step: Literal["sign", "confirm", "thanks"]
    errors: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Intake:
    """Takes forms.

    Attributes:
        context: The service's context.
        mailer: Sends the emails that forms cause.
        suspicion_policy: What makes a form suspicious.
        block_list: Mailboxes and domains that the host blocks or trusts.
        household: Whether two people of a household can share a mailbox.
        hints: Checks of the host.
    """

    context: Context
    mailer: Mailer
    suspicion_policy: SuspicionPolicy
    block_list: BlockList
    household: bool
    hints: tuple[Hint, ...] = ()

    def sign(
        self,
        petition: Petition,
        values: object,
        ip_address: object,
        locale: LocaleLike,
        confirm_token: object,
    ) -> SignResult:
        """Take a form; see :meth:`~solidarity_widgets.signing.SigningService.sign`."""
        context, now = self.context, self.context.now()
        if petition.state(to_datetime(now)) != "open":
            context.observe("not_open", petition.id)
            return SignResult("sign", closed=True)
        checked = validate_signature(petition, values, locale=locale)
        if checked.errors:
            context.observe("invalid_form", petition.id)
            return SignResult("sign", checked.errors)
        context.check_keys()
        form = self.recognize(petition, checked, get_locale(locale), now)
        judged = self.judge(form, ip_address, values)
        if not form.mailbox:
            self._sign_without_email(judged)
            return SignResult("thanks")
        if confirm_token is not None and self._sign_as_owner(judged, confirm_token):
            return SignResult("thanks")
        for _ in range(_MAX_ATTEMPTS):
            existing = context.store.find_by_identity(petition.id, form.identities)
            decision = decide(existing, form.signer_hashes, checked.postcode, self.household)
            if self._carry_out(judged, decision):
                break
        return SignResult("confirm")

    def resend(self, petition: Petition, email: object, locale: LocaleLike) -> SignResult:
        """Send the email of an address again; see :meth:`~…SigningService.resend`."""
        self.context.check_keys()
        try:
            checked = CheckedSignature(email=check_email(email))
        except InvalidFieldError:
            return SignResult("sign", {"email": "format"})
        form = self.recognize(petition, checked, get_locale(locale), self.context.now())
        existing = self.context.store.find_by_identity(petition.id, form.identities)
        active = [each for each in existing if each.state not in ("withdrawn", "erased")]
        # In a household, the person who waits for an email.
        signature = min(
            active,
            key=lambda each: (each.confirmed_by_signer, self._state(each) == "quarantined_by_score"),
            default=None,
        )
        confirmed = signature is not None and signature.confirmed_by_signer
        kind: EmailKind = "already_signed" if confirmed else "confirm"
        interval = self.mailer.policy.min_interval
        permitted = self.mailer.may_send(form, kind, signature, min_interval=interval)
        permitted = permitted and not self.block_list.blocks(form.mailbox)
        emails = self.mailer.emails(form, kind, signature.id, permitted=permitted) if signature else []
        permitted = self.mailer.record(form, signature, emails, min_interval=interval, permitted=permitted)
        self.mailer.deliver(form, kind, signature, permitted=permitted)
        return SignResult("confirm")

    def recognize(
        self, petition: Petition, checked: CheckedSignature, locale: Locale, now: int
    ) -> CheckedForm:
        """Return a form with the hashes by which its signer is recognized."""
        if not checked.email:
            return CheckedForm(petition, checked, locale, now)
        forms, keys = mailbox_forms(checked.email), self.context.keys
        signer_hashes = (
            keys.signer_hashes(petition.id, checked.name, checked.postcode) if self.household else ()
        )
        identities = keys.identities(petition.id, *forms)
        return CheckedForm(petition, checked, locale, now, forms[0], identities, signer_hashes)

    def judge(self, form: CheckedForm, ip_address: object, values: object) -> JudgedForm:
        """Return a form with its score and verdict."""
        policy = self.suspicion_policy
        points = score(gather_evidence(self.context, policy, form, ip_address), policy)
        points = min(100, points + hint_points(self.hints, policy, form.petition, values, ip_address))
        verdict: Verdict = "clean"
        if self.block_list.blocks(form.mailbox):
            verdict = "blocked"
        elif policy.quarantines(points) and not self.block_list.allows(form.mailbox):
            verdict = "quarantined"
        return JudgedForm(form, points, verdict)

    def _sign_without_email(self, judged: JudgedForm) -> None:
        """Store a form that has no address. There is nobody to ask, so it counts or is quarantined."""
        clean = judged.verdict == "clean"
        signature = replace(judged.signature(), confirmed_at=judged.form.now)
        if clean:
            signature = replace(signature, state="confirmed", counted=True)
        self.context.store.insert(signature, *judged.consents(signature.id))
        self.context.observe("confirmed" if clean else "quarantined", judged.form.petition.id)

    def _sign_as_owner(self, judged: JudgedForm, confirm_token: object) -> bool:
        """Take a form of somebody who holds a confirmation link of the mailbox. Return whether it was taken.

        The link proves that they read the mailbox, so no other email is needed, and no limit on emails keeps
        the mailbox's owner from signing under their own name.
        """
        form, context = judged.form, self.context
        try:
            content = context.tokens.read("confirm", confirm_token, form.now, CONFIRM_MAX_AGE)
        except TokenError:
            return False
        existing = context.store.find_by_identity(form.petition.id, form.identities)
        own = next((each for each in existing if each.id == content.signature_id), None)
        if own is None or content.petition_id != form.petition.id or judged.verdict != "clean":
            return False
        state = self._state(own)
        if own.state not in ("pending", "quarantined") or state not in ("pending", "quarantined_by_score"):
            return False
        decision = Decision("resubmitted", own.household_slot, own)
        amended = self._amended(judged, decision, own)
        consents = judged.consents(own.id)
        if not context.store.amend(amended, *consents, quarantined=state != "pending"):
            return False
        if context.store.confirm(form.petition.id, own.id, form.now) == "confirmed":
            context.observe("confirmed", form.petition.id)
        return True

    def _state(self, signature: Signature | None) -> ExistingState:
        """Return the state of the signature that a mailbox has, as the table of steps knows it."""
        if signature is None:
            return "none"
        if signature.confirmed_by_signer:
            return "confirmed"
        if signature.state != "quarantined":
            return "pending"
        by_score = self.suspicion_policy.quarantines(signature.score)
        return "quarantined_by_score" if by_score else "quarantined"

    def _carry_out(self, judged: JudgedForm, decision: Decision) -> bool:
        """Do what the table says for a form. Return whether nothing came in between."""
        form, signature, mailer = judged.form, decision.existing, self.mailer
        step = STEPS[decision.outcome, self._state(signature), judged.verdict]
        blocked = judged.verdict == "blocked"
        if signature is None:
            signature = replace(judged.signature(decision), last_email_at=form.now)
            replaced = decision.replaced
            if replaced is not None and replaced.state == "withdrawn":
                # Under the same id, so that earlier links to withdraw and erase are about this signature.
                signature = replace(
                    signature, id=replaced.id, submitted_at=_submission_time(form.now, replaced)
                )
            emails = mailer.emails(form, step.email, signature.id, permitted=not blocked, first=True)
            consents = judged.consents(signature.id)
            # The store counts only a form that it stores against the mailbox's limit. Programs that send a
            # person's address many times at once must not use up the email that the person's own form needs.
            outcome = self.context.store.insert(
                signature,
                *consents,
                replacing=replaced.id if replaced else None,
                emails=emails,
                mailbox=mailer.mailbox_limit(form),
            )
            if outcome is FormOutcome.REFUSED:
                return False
            permitted = outcome is FormOutcome.STORED
        else:
            released = step.action == "release"
            interval = 0 if released else mailer.policy.min_interval
            permitted = mailer.may_send(form, step.email, signature, min_interval=interval)
            emails = mailer.emails(form, step.email, signature.id, permitted=permitted and not blocked)
            if permitted and step.action != "keep":
                amended = self._amended(judged, decision, signature)
                outcome = self.context.store.amend(
                    amended,
                    *judged.consents(amended.id),
                    quarantined=released,
                    min_interval=interval,
                    emails=emails,
                    mailbox=mailer.mailbox_limit(form),
                )
                if outcome is FormOutcome.REFUSED:
                    return False
                permitted = outcome is FormOutcome.STORED
                if not permitted:
                    mailer.count_unsent(form)
                signature = amended
            else:
                permitted = mailer.record(form, signature, emails, min_interval=interval, permitted=permitted)
        self.context.observe(step.event, form.petition.id)
        mailer.deliver(form, step.email, signature, permitted=permitted and not blocked)
        return True

    def _amended(self, judged: JudgedForm, decision: Decision, existing: Signature) -> Signature:
        """Return a signature with what a form says now."""
        return replace(
            judged.signature(decision),
            id=existing.id,
            created_at=existing.created_at,
            submitted_at=_submission_time(judged.form.now, existing),
            last_email_at=judged.form.now,
        )


def _submission_time(now: int, existing: Signature) -> int:
    """Return when a text was sent: later than the one it replaces, whose link must not confirm it.

    Both can be sent in the same second, and the clock can be set back in between.
    """
    return max(now, existing.submitted_at + 1)
