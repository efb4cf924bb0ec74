"""The emails that forms cause: how many there can be, and what they hold."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context, to_datetime
from solidarity_widgets.signing.intake.forms import CheckedForm
from solidarity_widgets.signing.intake.rates import Rate
from solidarity_widgets.signing.store.records import ALL_PETITIONS, Signature
from solidarity_widgets.signing.tokens import TokenPurpose

#: ``confirm`` asks the signer to open the link and press the button. ``already_signed`` says that the mailbox
#: has signed already, in case somebody else filled in the form. ``reminder`` asks once more.
EmailKind = Literal["confirm", "already_signed", "reminder"]

#: Enough for somebody who tries again and signs several petitions, too few to flood a mailbox.
_PER_ADDRESS = Rate(10, 86_400)


@dataclass(frozen=True, slots=True, repr=False)
class OutgoingEmail:
    """An email for one signer. Its ``repr`` shows neither the address nor a token.

    Attributes:
        kind: What it is about: ``confirm`` or ``already_signed``.
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


@dataclass(frozen=True, slots=True, repr=False)
class Mailer:
    """Asks for permission to send an email, then hands it to the host.

    Attributes:
        context: The service's context.
        send: The host's function that queues an email.
        policy: The limits.
    """

    context: Context
    send: Callable[[OutgoingEmail], object]
    policy: EmailPolicy

    def permit_first(self, form: CheckedForm) -> bool:
        """Count the first email about a new signature, and return whether it may be sent."""
        return self._count_for_mailbox(form, permitted=True)

    def permit(
        self, form: CheckedForm, kind: EmailKind, signature: Signature | None, *, immediately: bool = False
    ) -> bool:
        """Count an email about a signature, and return whether it may be sent.

        Args:
            form: The form that causes it.
            kind: What it is about.
            signature: The signature. Without one there is nothing to send, but the answer takes as long.
            immediately: Whether only the mailbox's limit applies, not the interval.
        """
        permitted = signature is not None and self.context.store.record_email(
            form.petition.id,
            signature.id,
            form.now,
            min_interval=0 if immediately else self.policy.min_interval,
        )
        if not permitted:  # write as much as for an email that is recorded, so that both take as long
            self._count(form, "unrecorded")
        if kind == "confirm":  # a link that can no longer confirm is not worth an email
            permitted = permitted and form.petition.confirmable(to_datetime(form.now))
        return self._count_for_mailbox(form, permitted=permitted)

    def _count_for_mailbox(self, form: CheckedForm, *, permitted: bool) -> bool:
        """Count an email against the mailbox's limit, and return whether it may be sent."""
        # An email that is not permitted is counted elsewhere: it must take as long, but not use up the limit.
        seen = self._count(form, "email" if permitted else "none")
        return permitted and not self.policy.per_address.exceeded(seen)

    def _count(self, form: CheckedForm, name: str) -> int:
        rate = self.policy.per_address
        window = rate.window(form.now)
        local, _, domain = form.mailbox.rpartition("@")
        mailbox = f"{local.partition('+')[0]}@{domain}"  # most providers ignore what follows the plus sign
        key = self.context.keys.mailbox_key(f"{name} {window}", mailbox)
        return self.context.store.count_hit(ALL_PETITIONS, key, window, (window + 1) * rate.seconds)

    def deliver(
        self, form: CheckedForm, kind: EmailKind, signature: Signature | None, *, permitted: bool
    ) -> None:
        """Hand an email to the host if it is permitted. Making its tokens takes as long if it is not."""
        id = signature.id if signature else secrets.token_hex(16)
        purposes: tuple[TokenPurpose, ...] = ("withdraw", "erase")
        if kind == "confirm":
            purposes = ("confirm", *purposes)
        # Not older than the text it confirms, even if the clock was set back since.
        issued_at = max(form.now, signature.submitted_at) if signature else form.now
        make = self.context.tokens.make
        tokens = {purpose: make(purpose, form.petition.id, id, issued_at) for purpose in purposes}
        outgoing = OutgoingEmail(kind, form.checked.email, form.petition, form.locale.code, tokens)
        if signature is not None and permitted:
            self.send(outgoing)
