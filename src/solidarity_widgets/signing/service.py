"""A signature's way: form, checked, identity, score, stored as pending, letter, confirmed and counted."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import get_locale
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.addresses import network
from solidarity_widgets.signing.answers import Signed
from solidarity_widgets.signing.defence import BlockList, Evidence, Policy, Rate, score
from solidarity_widgets.signing.email import check_email, normalize_email, rules
from solidarity_widgets.signing.forms import Form
from solidarity_widgets.signing.identity import Decision, Outcome, decide, pressed
from solidarity_widgets.signing.letters import Letter, LetterKind, MailPolicy
from solidarity_widgets.signing.links import Event, moment_of
from solidarity_widgets.signing.records import Signature
from solidarity_widgets.signing.store import SignatureStore
from solidarity_widgets.signing.tokens import TokenPurpose
from solidarity_widgets.signing.upkeep import Upkeep
from solidarity_widgets.signing.validation import STARTED, CheckedSignature, validate_signature

_EVENTS: Mapping[Outcome, Event] = {
    "new": "new",
    "again": "again",
    "known": "known",
    "refused": "household refused",
}
#: How often a race for the same mailbox is run again.
_TRIES = 5
#: Letters about a signature that frees itself from the mark, which it can do once; the address's cap holds.
_NO_END = 2**31 - 1
#: How many expired hits go at a time.
_FORGOTTEN = 100
#: What concerns a mailbox in all petitions is counted under this id, which no petition can have.
_ALL = "*"


class SigningService(Upkeep):
    """Takes signatures, confirms them, counts them, and lets go of them again.

    It knows no web framework, sends nothing and shows nothing: the host calls it, hands its letters to the
    mail, and shows the widgets of :mod:`solidarity_widgets.petitions`.

    What the service answers to a form is the same for a new signer, a known one, a blocked one and one that
    is marked; so are the work it does and the moment it ends, as far as the store allows. Letters go to
    *send* last, so *send* should only put them into a queue.

    Args:
        store: Keeps the signatures; see :class:`~solidarity_widgets.signing.SqlSignatureStore`.
        secrets: The host's secret, random, at least 32 characters, kept outside of the database; or several,
            the newest first.
        petitions: The petitions that links may be about, or a function from an id to a petition or ``None``.
        send: Takes a :class:`~solidarity_widgets.signing.Letter` and puts it into the mail's queue.
        policy: What makes a form suspicious, and from when on it is marked.
        blocks: Mailboxes and domains that do not count, and some that are trusted.
        mail: How many letters forms may cause.
        household: Whether a second person may sign with the same mailbox, under another name and the same
            postcode.
        observe: Called with an event and a petition's id, for the host's own figures.
        clock: Returns the time in seconds since 1970, UTC.

    Raises:
        InvalidFieldError: If a secret is too weak, or two petitions have one id.

    Example:
        >>> from solidarity_widgets.signing import SqlSignatureStore
        >>> vigil = Petition("vigil", title="Let them go", fields="email", consents="")
        >>> letters = []
        >>> with SqlSignatureStore("sqlite://") as store:
        ...     store.create_tables()
        ...     service = SigningService(
        ...         store, "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[vigil], send=letters.append
        ...     )
        ...     signed = service.sign(vigil, {"email": "ales@example.org", **service.hidden(vigil)})
        ...     before = service.count(vigil)
        ...     act = service.confirm(letters[0].tokens["confirm"])
        ...     signed.step, before, act.outcome, service.count(vigil)
        ('confirm', 0, 'done', 1)
    """

    def __init__(
        self,
        store: SignatureStore,
        secrets: str | bytes | Iterable[str | bytes],
        *,
        petitions: Iterable[Petition] | Callable[[str], Petition | None],
        send: Callable[[Letter], object],
        policy: Policy | None = None,
        blocks: BlockList | None = None,
        mail: MailPolicy | None = None,
        household: bool = False,
        observe: Callable[[Event, str], object] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(store, secrets, petitions=petitions, observe=observe, clock=clock)
        self._send = send
        self._policy = policy or Policy()
        self._blocks = blocks or BlockList()
        self._mail = mail or MailPolicy()
        self._household = household

    # --- the form -----------------------------------------------------------------------------------------

    def hidden(self, petition: Petition) -> dict[str, str]:
        """Make the hidden fields of a form that is shown now, for ``petition_form(hidden=…)``.

        Args:
            petition: The petition.

        Returns:
            A stamp that tells when, and nothing of the reader. A cached page may keep it.
        """
        return {STARTED: self._tokens.start(petition.id, self._now())}

    def sign(
        self, petition: Petition, values: object, *, address: object = None, locale: object = None
    ) -> Signed:
        """Take a form.

        Args:
            petition: The petition.
            values: The form's data, any mapping with ``get``.
            address: The sender's IP address, if the host knows it *surely* (behind a proxy the header may
                say anything). Only keyed hashes of its network are kept; they expire within the hour, and
                retention removes them.
            locale: The language of the form.

        Returns:
            The errors, or what to show next. Nothing is stored of what has errors.

        Raises:
            InvalidFieldError: If *values* is no mapping, or the service does not know the petition.
        """
        now = self._now()
        self._check_known(petition)
        if petition.state(moment_of(now)) != "open":
            self._observe("not open", petition.id)
            return Signed("sign", closed=True)
        checked = validate_signature(petition, values, locale=locale)
        if checked.errors:
            self._observe("refused input", petition.id)
            return Signed("sign", checked.errors)
        form = self._judge(self._read_mailbox(Form(petition, checked, get_locale(locale), now)), address)
        if not form.mailbox:
            self._sign_at_once(form)
            return Signed("thanks")
        for _ in range(_TRIES):  # another form of the same mailbox may come in between
            existing = self.store.find_identity(petition.id, form.identities)
            if self._carry_out(form, decide(existing, form.persons, checked.postcode, self._household)):
                break
        return Signed("confirm")

    def _check_known(self, petition: Petition) -> None:
        if self._petition(petition.id) is None:
            raise InvalidFieldError(
                "petition",
                petition.id,
                "must be one of the service's, or its links would lead nowhere",
            )

    def _read_mailbox(self, form: Form) -> Form:
        """Return a form with what follows from its address alone."""
        petition, checked = form.petition, form.checked
        if not checked.email:
            return form
        mailbox = normalize_email(checked.email)
        return replace(
            form,
            mailbox=mailbox,
            identities=self.keys.identities(petition.id, mailbox),
            persons=self.keys.person(petition.id, checked.name, checked.postcode) if self._household else (),
            blocked=self._blocks.blocks(mailbox),
        )

    def _judge(self, form: Form, address: object) -> Form:
        """Return a form with its score."""
        points = score(self._evidence(form, address), self._policy)
        trusted = self._blocks.allows(form.mailbox)
        marked = form.blocked or (self._policy.marks(points) and not trusted)
        return replace(form, score=points, marked=marked)

    def _evidence(self, form: Form, address: object) -> Evidence:
        policy, petition, now = self._policy, form.petition, form.now

        def seen(name: str, rate: Rate, source: str) -> int:
            window = rate.window(now)
            key = self.keys.rate(petition.id, f"{name} {window}", source)
            return self.store.hit(petition.id, key, window, (window + 1) * rate.seconds) if key else 0

        origin, domain = network(address), form.mailbox.rpartition("@")[2]
        burst = seen("burst", policy.burst_rate, origin)
        if burst == 1:  # now and then, what has expired goes: it is of no use but to somebody who seizes it
            self.store.forget_hits(now, limit=_FORGOTTEN)
        return Evidence(
            honeypot=form.checked.trapped,
            age=self._tokens.age(form.checked.started, petition.id, now),
            network_burst=burst,
            network_sustained=seen("sustained", policy.sustained_rate, origin),
            domain=seen("domain", policy.domain_rate, "" if domain in rules() else domain),
        )

    def _sign_at_once(self, form: Form) -> None:
        """Take a form that names no mailbox: there is nobody to ask, so it counts or it is marked."""
        signature = replace(form.signature(), confirmed_at=form.now)
        if not form.marked:
            signature = replace(signature, state="confirmed", counted=True)
        self.store.insert(signature, *form.consents(signature.id))
        self._observe("marked" if form.marked else "confirmed", form.petition.id)

    def _held(self, signature: Signature) -> bool:
        """Tell whether the score has marked a signature, and its button was not pressed."""
        return signature.state == "marked" and not pressed(signature) and self._policy.marks(signature.score)

    def _carry_out(self, form: Form, decision: Decision) -> bool:
        """Do what was decided; return whether nothing came in between."""
        existing = decision.existing
        if existing is None:
            signature = replace(form.signature(decision), mails=1, mailed_at=form.now)
            consents = form.consents(signature.id)
            if not self.store.insert(signature, *consents, replacing=decision.replacing):
                return False
            event: Event = "blocked" if form.blocked else "marked" if form.marked else "new"
            self._observe(event, form.petition.id)
            self._post(form, "confirm", signature, fits=True)
            return True
        again = decision.outcome == "again" and not form.marked
        if again and self._held(existing):
            # A suspicious form came first. It must not silence the mailbox's owner, nor make them wait.
            if not self._rewrite(form, decision, existing, held=True):
                return False
            fits = self._note_mail(form, existing, at_once=True)
        else:
            # One letter for each form that changes anything, and the link in it confirms no other: what
            # somebody else writes under this address is confirmed by nobody who has not been shown it.
            fits = self._note_mail(form, existing)
            rewrites = fits and again and existing.state == "pending"
            if rewrites and not self._rewrite(form, decision, existing):
                return False
        self._observe(_EVENTS[decision.outcome], form.petition.id)
        self._remind(form, existing, fits)
        return True

    def _rewrite(self, form: Form, decision: Decision, existing: Signature, *, held: bool = False) -> bool:
        """Let a form take an earlier one's place; return whether that still waited."""
        signature = replace(form.signature(decision), id=existing.id, created_at=existing.created_at)
        return self.store.amend(signature, *form.consents(existing.id), held=held)

    def resend(self, petition: Petition, email: object, *, locale: object = None) -> Signed:
        """Send the letter of an address once more, if it has signed and has not had too many.

        Args:
            petition: The petition.
            email: The address, as typed.
            locale: The reader's language.

        Returns:
            The same for every address; an error for what is none.

        Raises:
            InvalidFieldError: If the service does not know the petition.
        """
        self._check_known(petition)
        try:
            checked = CheckedSignature(email=check_email(email))
        except InvalidFieldError:
            return Signed("sign", {"email": "format"})
        form = self._read_mailbox(Form(petition, checked, get_locale(locale), self._now()))
        existing = self.store.find_identity(petition.id, form.identities)
        alive = [found for found in existing if found.state not in ("withdrawn", "erased")]
        # Of a household, the one who waits for a letter.
        waiting = min(alive, key=lambda each: (pressed(each), self._held(each)), default=None)
        self._remind(form, waiting, self._note_mail(form, waiting))
        return Signed("confirm")

    def _note_mail(self, form: Form, signature: Signature | None, *, at_once: bool = False) -> bool:
        """Note a letter about a signature; for none, take as long."""
        return self.store.note_mail(
            form.petition.id,
            signature.id if signature else "",
            form.now,
            cool_down=0 if at_once else self._mail.cool_down,
            most=_NO_END if at_once else self._mail.most,
            within=self._mail.within,
        )

    def _remind(self, form: Form, signature: Signature | None, fits: bool) -> None:
        """Post the letter that a signature asks for now."""
        if signature is not None and pressed(signature):
            self._post(form, "known", signature, fits)
        else:  # a link that cannot confirm any more is not worth a letter
            self._post(form, "confirm", signature, fits and form.petition.confirmable(moment_of(form.now)))

    def _post(self, form: Form, kind: LetterKind, signature: Signature | None, fits: bool) -> None:
        """Hand over a letter, unless it does not fit, the address has had too many, or is blocked."""
        rate = self._mail.address
        window = rate.window(form.now)
        # A letter that does not fit is counted too, elsewhere: it must not use up what the address may get,
        # nor take less time.
        local, _, domain = form.mailbox.rpartition("@")
        mailbox = f"{local.partition('+')[0]}@{domain}"  # most providers deliver the rest to the same one
        key = self.keys.mailbox(f"{'letter' if fits else 'none'} {window}", mailbox)
        seen = self.store.hit(_ALL, key, window, (window + 1) * rate.seconds)
        purposes: tuple[TokenPurpose, ...] = ("withdraw", "erase")
        if kind == "confirm":
            purposes = ("confirm", *purposes)
        id = signature.id if signature else secrets.token_hex(16)
        tokens = {purpose: self._tokens.make(purpose, form.petition.id, id, form.now) for purpose in purposes}
        letter = Letter(kind, form.checked.email, form.petition, form.locale.code, tokens)
        if signature is not None and fits and not form.blocked and not rate.exceeded(seen):
            self._send(letter)
