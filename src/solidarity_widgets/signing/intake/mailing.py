"""The emails that forms cause: how many there can be, and what they hold.

An email is stored in the same transaction as what causes it, so that no form is answered whose email could be
lost. A host that has a queue of its own gets the email after that transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context, to_datetime
from solidarity_widgets.signing.intake.forms import CheckedForm
from solidarity_widgets.signing.intake.rates import Rate
from solidarity_widgets.signing.store.records import (
    ALL_PETITIONS,
    DAY,
    EmailKind,
    FormOutcome,
    Hit,
    MailboxLimit,
    QueuedEmail,
    Signature,
)
from solidarity_widgets.signing.tokens import TokenPurpose

#: Enough for somebody who tries again and signs several petitions, too few to flood a mailbox.
_PER_ADDRESS = Rate(10, 86_400)


@dataclass(frozen=True, slots=True, repr=False)
class OutgoingEmail:
    """An email for one signer. Its ``repr`` shows neither the address nor a token.

    Attributes:
        kind: What it is about: ``confirm``, ``already_signed`` or ``reminder``.
        to: The address to send to; see ``check_email``.
        petition: The petition.
        locale: Code of the language the signer read.
        tokens: The token of each link, by its purpose.
    """

    kind: EmailKind
    to: str
    petition: Petition
    locale: str
    tokens: Mapping[TokenPurpose, str]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.kind}, {self.petition.id}, {self.locale}>"

    @classmethod
    def create(
        cls,
        context: Context,
        petition: Petition,
        signature_id: str,
        issued_at: int,
        *,
        kind: EmailKind,
        to: str,
        locale: str,
    ) -> OutgoingEmail:
        """Make an email with its tokens; *issued_at* is when these are made."""
        purposes: tuple[TokenPurpose, ...] = ("withdraw", "erase")
        if kind != "already_signed":
            purposes = ("confirm", *purposes)
        make = context.tokens.make
        tokens = {purpose: make(purpose, petition.id, signature_id, issued_at) for purpose in purposes}
        return cls(kind, to, petition, locale, tokens)


@dataclass(frozen=True, slots=True)
class EmailPolicy:
    """Limits on the emails that anybody can cause by filling in forms.

    Attributes:
        min_interval: Seconds between two emails about one signature. A form that comes sooner changes
            nothing.
        per_address: Emails to one mailbox for all petitions, whatever follows a ``+`` in the address.

    Raises:
        InvalidFieldError: If a value is not a whole number, or not a :class:`Rate`.
    """

    min_interval: int = 120
    per_address: Rate = _PER_ADDRESS

    def __post_init__(self) -> None:
        check_whole(self.min_interval, "min_interval", 0)
        if not isinstance(self.per_address, Rate):
            reason = "must be a Rate, such as Rate(10, 86_400)"
            raise InvalidFieldError("per_address", self.per_address, reason)


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """One more email to those who have not confirmed their signature.

    The address waits in the store's outbox until then, and nowhere else. It is deleted as soon as its owner
    confirms. Nobody is reminded after the petition has closed, and nobody twice.

    Attributes:
        after: How many seconds after the first form: three days.

    Raises:
        InvalidFieldError: If it is not a whole number, 1 or more.
    """

    after: int = 3 * DAY

    def __post_init__(self) -> None:
        check_whole(self.after, "after", 1)


@dataclass(frozen=True, slots=True, repr=False)
class Mailer:
    """Asks for permission to send an email, and queues it or hands it to the host.

    Attributes:
        context: The service's context.
        send: The host's function that queues an email; ``None`` to queue it in the store.
        policy: The limits.
        reminder: When to remind; ``None`` for never.
    """

    context: Context
    send: Callable[[OutgoingEmail], object] | None
    policy: EmailPolicy
    reminder: ReminderPolicy | None = None

    def may_send(
        self, form: CheckedForm, kind: EmailKind, signature: Signature | None, *, min_interval: int
    ) -> bool:
        """Return whether there may be another email about a signature, whatever else its mailbox has had.

        Whoever stores the email checks the interval again, in the transaction that stores it.

        Args:
            form: The form that causes it.
            kind: What it is about.
            signature: The signature; without one there is nothing to send.
            min_interval: Seconds that must pass since the last email about it.
        """
        last = signature.last_email_at if signature else None
        permitted = signature is not None and (last is None or abs(form.now - last) >= min_interval)
        if kind == "confirm":  # a link that can no longer confirm is not worth an email
            permitted = permitted and form.petition.confirmable(to_datetime(form.now))
        return permitted

    def mailbox_limit(self, form: CheckedForm, *, permitted: bool = True) -> MailboxLimit:
        """Return the limit of a form's mailbox, for the store to count an email against it.

        An email that is not permitted is counted under another key: it must take as long, but not use up the
        limit.
        """
        hit = self._hit(form, "email" if permitted else "none")
        return MailboxLimit(hit, self.policy.per_address.max_count)

    def record(
        self,
        form: CheckedForm,
        signature: Signature | None,
        emails: Sequence[QueuedEmail],
        *,
        min_interval: int,
        permitted: bool,
    ) -> bool:
        """Record an email about a signature that stays as it is, and queue it. Return whether to send it."""
        outcome = FormOutcome.REFUSED
        if signature is not None:
            outcome = self.context.store.record_email(
                form.petition.id,
                signature.id,
                form.now,
                min_interval=min_interval,
                emails=emails,
                mailbox=self.mailbox_limit(form, permitted=permitted),
            )
        if outcome is not FormOutcome.STORED:
            self.count_unsent(form)
        return permitted and outcome is FormOutcome.STORED

    def count_unsent(self, form: CheckedForm) -> None:
        """Write about as much as for an email that is stored, so that both take as long."""
        self.context.store.count_hits(ALL_PETITIONS, [self._hit(form, "unsent")])

    def emails(
        self, form: CheckedForm, kind: EmailKind, signature_id: str, *, permitted: bool, first: bool = False
    ) -> list[QueuedEmail]:
        """Return what is to be queued in the store: nothing if the host has a queue of its own.

        Args:
            form: The form that causes the email.
            kind: What it is about.
            signature_id: The signature's id.
            permitted: Whether the limits allow it.
            first: Whether it is the first email about the signature, which a reminder can follow.
        """
        if self.send is not None:
            return []
        due: list[tuple[EmailKind, int]] = [(kind, form.now)]
        if first and self.reminder is not None:
            due.append(("reminder", form.now + self.reminder.after))
        address, locale = form.checked.email, form.locale.code
        return [
            QueuedEmail(form.petition.id, signature_id, each, address, locale, at, permitted)
            for each, at in due
        ]

    def _hit(self, form: CheckedForm, name: str) -> Hit:
        rate = self.policy.per_address
        window = rate.window(form.now)
        local, _, domain = form.mailbox.rpartition("@")
        mailbox = f"{local.partition('+')[0]}@{domain}"  # most providers ignore what follows the plus sign
        key = self.context.keys.mailbox_key(f"{name} {window}", mailbox)
        return Hit(key, window, (window + 1) * rate.seconds)

    def deliver(
        self, form: CheckedForm, kind: EmailKind, signature: Signature | None, *, permitted: bool
    ) -> None:
        """Hand an email to the host if it is permitted. Making its tokens takes as long if it is not."""
        if self.send is None:
            self.context.email_queued.set()  # whatever was permitted
            return
        id = signature.id if signature else secrets.token_hex(16)
        # Not older than the text it confirms, even if the clock was set back since.
        issued_at = max(form.now, signature.submitted_at) if signature else form.now
        outgoing = OutgoingEmail.create(
            self.context,
            form.petition,
            id,
            issued_at,
            kind=kind,
            to=form.checked.email,
            locale=form.locale.code,
        )
        if signature is not None and permitted:
            self.send(outgoing)
