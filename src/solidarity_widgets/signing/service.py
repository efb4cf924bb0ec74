"""A signature's way: form, checked, identity, score, stored as pending, email, confirmed and counted."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import LocaleLike, get_locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.administration import Administration
from solidarity_widgets.signing.email import check_email, email_rules, normalize_email
from solidarity_widgets.signing.forms import SignatureForm
from solidarity_widgets.signing.identity import Decision, MailboxOutcome, decide, is_confirmed_by_signer
from solidarity_widgets.signing.links import SigningEvent, to_datetime
from solidarity_widgets.signing.mailing import EmailKind, EmailPolicy, OutgoingEmail
from solidarity_widgets.signing.networks import network_of
from solidarity_widgets.signing.records import Signature
from solidarity_widgets.signing.results import SignResult
from solidarity_widgets.signing.store import SignatureStore
from solidarity_widgets.signing.suspicion import BlockList, Evidence, Rate, SuspicionPolicy, score
from solidarity_widgets.signing.tokens import TokenPurpose
from solidarity_widgets.signing.validation import STAMP_FIELD, CheckedSignature, validate_signature

_EVENTS: Mapping[MailboxOutcome, SigningEvent] = {
    "new": "new",
    "resubmitted": "resubmitted",
    "already_signed": "already_signed",
    "household_full": "household_full",
}
#: How often a race for the same mailbox is run again.
_MAX_ATTEMPTS = 5
#: Emails about a signature that frees itself from quarantine, which it can do once; the address's cap holds.
_UNLIMITED = 2**31 - 1
#: How many expired hits go at a time.
_MAX_HITS_DELETED = 100
#: What concerns a mailbox in all petitions is counted under this id, which no petition can have.
_ALL_PETITIONS = "*"


class SigningService(Administration):
    """Validates, stores, confirms, counts and eventually deletes signatures.

    It knows no web framework, sends nothing and shows nothing: the host calls it, hands its emails to the
    mail, and shows the widgets of :mod:`solidarity_widgets.petitions`.

    What the service answers to a form is the same for a new signer, a known one, a blocked one and one that
    is quarantined; so are the work it does and the moment it ends, as far as the store allows. Emails go to
    *send* last, so *send* should only put them into a queue.

    Args:
        store: Keeps the signatures; see :class:`~solidarity_widgets.signing.SqlSignatureStore`.
        secrets: The host's secret, random, at least 32 characters, kept outside of the database; or several,
            the newest first.
        petitions: The petitions that links may be about, or a function from an id to a petition or ``None``.
        send: Takes a :class:`~solidarity_widgets.signing.OutgoingEmail` and puts it into the mail's queue.
        suspicion_policy: What makes a form suspicious, and from when on it is quarantined.
        block_list: Mailboxes and domains that do not count, and some that are trusted.
        email_policy: How many emails forms may cause.
        household: Whether a second person may sign with the same mailbox, under another name and the same
            postcode.
        observe: Called with an event and a petition's id, for the host's own figures.
        clock: Returns the time in seconds since 1970, UTC.

    Raises:
        InvalidFieldError: If a secret is too weak, or two petitions have one id.

    Example:
        >>> from solidarity_widgets.signing import SqlSignatureStore
        >>> vigil = Petition("vigil", title="Let them go", fields="email", consents="")
        >>> outbox = []
        >>> with SqlSignatureStore("sqlite://") as store:
        ...     store.create_tables()
        ...     service = SigningService(
        ...         store, "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[vigil], send=outbox.append
        ...     )
        ...     signed = service.sign(vigil, {"email": "ales@example.org", **service.hidden_fields(vigil)})
        ...     before = service.count(vigil)
        ...     act = service.confirm(outbox[0].tokens["confirm"])
        ...     signed.step, before, act.outcome, service.count(vigil)
        ('confirm', 0, 'done', 1)
    """

    def __init__(
        self,
        store: SignatureStore,
        secrets: str | bytes | Iterable[str | bytes],
        *,
        petitions: Iterable[Petition] | Callable[[str], Petition | None],
        send: Callable[[OutgoingEmail], object],
        suspicion_policy: SuspicionPolicy | None = None,
        block_list: BlockList | None = None,
        email_policy: EmailPolicy | None = None,
        household: bool = False,
        observe: Callable[[SigningEvent, str], object] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(store, secrets, petitions=petitions, observe=observe, clock=clock)
        self._send = send
        self._suspicion_policy = suspicion_policy or SuspicionPolicy()
        self._block_list = block_list or BlockList()
        self._email_policy = email_policy or EmailPolicy()
        self._household = household

    # --- the form -----------------------------------------------------------------------------------------

    def hidden_fields(self, petition: Petition) -> dict[str, str]:
        """Make the hidden fields of a form that is shown now, for ``petition_form(hidden_fields=…)``.

        Args:
            petition: The petition.

        Returns:
            A stamp that tells when, and nothing of the reader. A cached page may keep it.
        """
        return {STAMP_FIELD: self._tokens.make_stamp(petition.id, self._now())}

    def sign(
        self, petition: Petition, values: object, *, ip_address: object = None, locale: LocaleLike = None
    ) -> SignResult:
        """Take a form.

        Args:
            petition: The petition.
            values: The form's data, any mapping with ``get``.
            ip_address: The sender's IP address, if the host knows it *surely* (behind a proxy the header may
                say anything). Only keyed hashes of its network are kept; they expire within the hour, and
                retention removes them.
            locale: The language of the form.

        Returns:
            The errors, or what to show next. Nothing is stored of what has errors.

        Raises:
            InvalidFieldError: If *values* is no mapping, or the service does not know the petition.
        """
        now = self._now()
        self._check_petition(petition)
        if petition.state(to_datetime(now)) != "open":
            self._observe("not_open", petition.id)
            return SignResult("sign", closed=True)
        checked = validate_signature(petition, values, locale=locale)
        if checked.errors:
            self._observe("invalid_form", petition.id)
            return SignResult("sign", checked.errors)
        form = self._with_score(
            self._with_mailbox(SignatureForm(petition, checked, get_locale(locale), now)), ip_address
        )
        if not form.mailbox:
            self._sign_without_email(form)
            return SignResult("thanks")
        for _ in range(_MAX_ATTEMPTS):  # another form of the same mailbox may come in between
            existing = self.store.find_by_identity(petition.id, form.identities)
            if self._apply_decision(
                form, decide(existing, form.signer_hashes, checked.postcode, self._household)
            ):
                break
        return SignResult("confirm")

    def _check_petition(self, petition: Petition) -> None:
        if self._petition(petition.id) is None:
            raise InvalidFieldError(
                "petition",
                petition.id,
                "must be one of the service's, or its links would lead nowhere",
            )

    def _with_mailbox(self, form: SignatureForm) -> SignatureForm:
        """Return a form with what follows from its address alone."""
        petition, checked = form.petition, form.checked
        if not checked.email:
            return form
        mailbox = normalize_email(checked.email)
        return replace(
            form,
            mailbox=mailbox,
            identities=self.keys.identities(petition.id, mailbox),
            signer_hashes=self.keys.signer_hashes(petition.id, checked.name, checked.postcode)
            if self._household
            else (),
            blocked=self._block_list.blocks(mailbox),
        )

    def _with_score(self, form: SignatureForm, ip_address: object) -> SignatureForm:
        """Return a form with its score."""
        points = score(self._evidence(form, ip_address), self._suspicion_policy)
        trusted = self._block_list.allows(form.mailbox)
        quarantined = form.blocked or (self._suspicion_policy.quarantines(points) and not trusted)
        return replace(form, score=points, quarantined=quarantined)

    def _evidence(self, form: SignatureForm, ip_address: object) -> Evidence:
        policy, petition, now = self._suspicion_policy, form.petition, form.now

        def seen(name: str, rate: Rate, source: str) -> int:
            window = rate.window(now)
            key = self.keys.network_key(petition.id, f"{name} {window}", source)
            return self.store.count_hit(petition.id, key, window, (window + 1) * rate.seconds) if key else 0

        origin, domain = network_of(ip_address), form.mailbox.rpartition("@")[2]
        burst = seen("burst", policy.burst_rate, origin)
        if burst == 1:  # now and then, what has expired goes: it is of no use but to somebody who seizes it
            self.store.delete_expired_hits(now, limit=_MAX_HITS_DELETED)
        return Evidence(
            honeypot=form.checked.honeypot_filled,
            form_age=self._tokens.stamp_age(form.checked.stamp, petition.id, now),
            network_burst=burst,
            network_sustained=seen("sustained", policy.sustained_rate, origin),
            domain=seen("domain", policy.domain_rate, "" if domain in email_rules() else domain),
        )

    def _sign_without_email(self, form: SignatureForm) -> None:
        """Take a form that names no mailbox: there is nobody to ask, so it counts or it is quarantined."""
        signature = replace(form.signature(), confirmed_at=form.now)
        if not form.quarantined:
            signature = replace(signature, state="confirmed", counted=True)
        self.store.insert(signature, *form.consents(signature.id))
        self._observe("quarantined" if form.quarantined else "confirmed", form.petition.id)

    def _is_held_by_score(self, signature: Signature) -> bool:
        """Tell whether the score has quarantined a signature, and its button was not pressed."""
        return (
            signature.state == "quarantined"
            and not is_confirmed_by_signer(signature)
            and self._suspicion_policy.quarantines(signature.score)
        )

    def _apply_decision(self, form: SignatureForm, decision: Decision) -> bool:
        """Do what was decided; return whether nothing came in between."""
        existing = decision.existing
        if existing is None:
            signature = replace(form.signature(decision), emails_sent=1, last_email_at=form.now)
            consents = form.consents(signature.id)
            if not self.store.insert(signature, *consents, replacing=decision.replacing):
                return False
            event: SigningEvent = "blocked" if form.blocked else "quarantined" if form.quarantined else "new"
            self._observe(event, form.petition.id)
            self._send_email(form, "confirm", signature, may_send=True)
            return True
        pending_again = decision.outcome == "resubmitted" and not form.quarantined
        if pending_again and self._is_held_by_score(existing):
            # A suspicious form came first. It must not silence the mailbox's owner, nor make them wait.
            if not self._amend(form, decision, existing, quarantined=True):
                return False
            may_send = self._record_email(form, existing, immediately=True)
        else:
            # One email for each form that changes anything, and the link in it confirms no other: what
            # somebody else writes under this address is confirmed by nobody who has not been shown it.
            may_send = self._record_email(form, existing)
            rewrites = may_send and pending_again and existing.state == "pending"
            if rewrites and not self._amend(form, decision, existing):
                return False
        self._observe(_EVENTS[decision.outcome], form.petition.id)
        self._email_signer(form, existing, may_send)
        return True

    def _amend(
        self, form: SignatureForm, decision: Decision, existing: Signature, *, quarantined: bool = False
    ) -> bool:
        """Let a form take an earlier one's place; return whether that still waited."""
        signature = replace(form.signature(decision), id=existing.id, created_at=existing.created_at)
        return self.store.amend(signature, *form.consents(existing.id), quarantined=quarantined)

    def resend(self, petition: Petition, email: object, *, locale: LocaleLike = None) -> SignResult:
        """Send the email of an address once more, if it has signed and has not had too many.

        Args:
            petition: The petition.
            email: The address, as typed.
            locale: The reader's language.

        Returns:
            The same for every address; an error if it is not an email address.

        Raises:
            InvalidFieldError: If the service does not know the petition.
        """
        self._check_petition(petition)
        try:
            checked = CheckedSignature(email=check_email(email))
        except InvalidFieldError:
            return SignResult("sign", {"email": "format"})
        form = self._with_mailbox(SignatureForm(petition, checked, get_locale(locale), self._now()))
        existing = self.store.find_by_identity(petition.id, form.identities)
        active = [found for found in existing if found.state not in ("withdrawn", "erased")]
        # Of a household, the one who waits for an email.
        waiting = min(
            active,
            key=lambda each: (is_confirmed_by_signer(each), self._is_held_by_score(each)),
            default=None,
        )
        self._email_signer(form, waiting, self._record_email(form, waiting))
        return SignResult("confirm")

    def _record_email(
        self, form: SignatureForm, signature: Signature | None, *, immediately: bool = False
    ) -> bool:
        """Note an email about a signature; for none, take as long."""
        return self.store.record_email(
            form.petition.id,
            signature.id if signature else "",
            form.now,
            min_interval=0 if immediately else self._email_policy.min_interval,
            max_emails=_UNLIMITED if immediately else self._email_policy.max_emails,
            reset_after=self._email_policy.reset_after,
        )

    def _email_signer(self, form: SignatureForm, signature: Signature | None, may_send: bool) -> None:
        """Post the email that a signature asks for now."""
        if signature is not None and is_confirmed_by_signer(signature):
            self._send_email(form, "already_signed", signature, may_send)
        else:  # a link that cannot confirm any more is not worth an email
            self._send_email(
                form, "confirm", signature, may_send and form.petition.confirmable(to_datetime(form.now))
            )

    def _send_email(
        self, form: SignatureForm, kind: EmailKind, signature: Signature | None, may_send: bool
    ) -> None:
        """Hand over an email, unless it does not fit, the address has had too many, or is blocked."""
        rate = self._email_policy.per_address
        window = rate.window(form.now)
        # An email that does not fit is counted too, elsewhere: it must not use up what the address may get,
        # nor take less time.
        local, _, domain = form.mailbox.rpartition("@")
        mailbox = f"{local.partition('+')[0]}@{domain}"  # most providers deliver the rest to the same one
        key = self.keys.mailbox_key(f"{'email' if may_send else 'none'} {window}", mailbox)
        seen = self.store.count_hit(_ALL_PETITIONS, key, window, (window + 1) * rate.seconds)
        purposes: tuple[TokenPurpose, ...] = ("withdraw", "erase")
        if kind == "confirm":
            purposes = ("confirm", *purposes)
        id = signature.id if signature else secrets.token_hex(16)
        tokens = {purpose: self._tokens.make(purpose, form.petition.id, id, form.now) for purpose in purposes}
        outgoing = OutgoingEmail(kind, form.checked.email, form.petition, form.locale.code, tokens)
        if signature is not None and may_send and not form.blocked and not rate.exceeded(seen):
            self._send(outgoing)
