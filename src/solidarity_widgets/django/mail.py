"""Emails to signers, sent by Django's ``EMAIL_BACKEND``."""

from __future__ import annotations

from email.message import EmailMessage

from django.core.mail import EmailMultiAlternatives

#: Headers that Django's own message makes of its arguments and its content.
_OWN_HEADERS = ("subject", "from", "to", "mime-version", "content-type", "content-transfer-encoding")


def send_message(message: EmailMessage) -> None:
    """Send a message as Django sends any other.

    Args:
        message: The message, from :func:`solidarity_widgets.mail.compose`.

    Raises:
        smtplib.SMTPException: If the mail server refuses it.
        OSError: If the mail server cannot be reached.
    """
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    email = EmailMultiAlternatives(
        str(message["Subject"]),
        plain.get_content() if plain is not None else "",
        str(message["From"]),
        [str(message["To"])],
        headers={name: str(value) for name, value in message.items() if name.lower() not in _OWN_HEADERS},
    )
    if html is not None:
        email.attach_alternative(html.get_content(), "text/html")
    email.send()
