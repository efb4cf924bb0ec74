"""The emails that wait in the store: each is looked at once more, and gets its tokens, before it is sent."""

from __future__ import annotations

from solidarity_widgets.signing.context import Context, to_datetime
from solidarity_widgets.signing.intake.mailing import OutgoingEmail
from solidarity_widgets.signing.store.records import QueuedEmail


def prepare_email(context: Context, email: QueuedEmail) -> OutgoingEmail | None:
    """Return a queued email with its tokens, or ``None`` if it has no purpose any more.

    Args:
        context: The service's context.
        email: The email.

    Raises:
        InvalidFieldError: If the service does not know the petition.
    """
    petition = context.find_petition(email.petition_id)
    signature = context.store.find(email.petition_id, email.signature_id)
    if signature is None or signature.state in ("withdrawn", "erased"):
        return None
    if email.kind != "already_signed":
        now = to_datetime(context.now())
        if signature.confirmed_by_signer or not petition.confirmable(now):
            return None
        if email.kind == "reminder" and petition.state(now) != "open":
            return None
    return OutgoingEmail.create(
        context,
        petition,
        email.signature_id,
        # Not older than the text it confirms, but not newer than the email either: a text that is sent while
        # this email is being written has an email of its own.
        max(email.due_at, signature.submitted_at),
        kind=email.kind,
        to=email.address,
        locale=signature.locale if email.kind == "reminder" else email.locale,
    )
