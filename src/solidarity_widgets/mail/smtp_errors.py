"""What Python's SMTP client raises, as errors that say whether to try again and show no address."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterable

from solidarity_widgets.exceptions import MailError, PermanentMailError, TemporaryMailError

#: An enhanced status code at the start of a reply's text (RFC 3463, RFC 2034), such as 5.1.1.
_STATUS = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
#: "Service not available, closing transmission channel" (RFC 5321, section 4.2.3).
_SHUTTING_DOWN = 421
_PERMANENT = 500
#: Statuses of a server that is full, down for now, or has taken enough emails of the site (RFC 3463, sections
#: 3.4 and 3.5). Some servers send them with a 5xx code.
_BUSY = re.compile(r", 5\.(?:3\.[12]|4\.5)\)")
#: Replies about a login that is missing or was not accepted (RFC 4954, section 6).
_LOGIN = range(530, 540)


def mail_error(error: Exception) -> MailError:
    """Return the error of this library for an exception of :mod:`smtplib` or of the network.

    A refusal of the recipient or of the text is permanent if its code is 5xx, as RFC 5321 says (4.2.1). What
    concerns this site's configuration is never permanent, because no email must be deleted for that: a
    refusal of the sender's address or of the login, or for lack of permission (5.7, RFC 3463, section 3.8).
    Nor is a server that is full or has taken enough emails for today.
    If the connection breaks, nobody knows whether the server has taken the email, and it is sent again.

    Args:
        error: The exception.

    Returns:
        An error without the server's text, in which there can be addresses.

    Example:
        >>> mail_error(smtplib.SMTPRecipientsRefused({"ales@example.org": (550, b"5.1.1 ales@example.org?")}))
        PermanentMailError('The email was not sent: the recipient was refused (550, 5.1.1).')
        >>> mail_error(ConnectionRefusedError("…"))
        TemporaryMailError('The email was not sent: ConnectionRefusedError.')
    """
    match error:
        case MailError():
            return error
        case smtplib.SMTPRecipientsRefused():
            return _refusal("the recipient was refused", error.recipients.values())
        case smtplib.SMTPDataError():
            return _refusal("the message was refused", [(error.smtp_code, error.smtp_error)])
        case smtplib.SMTPSenderRefused():
            return _for_all("the sender's address was refused", error)
        case smtplib.SMTPAuthenticationError():
            return _for_all("the login was refused", error)
        case smtplib.SMTPResponseException():  # a greeting, EHLO, or MAIL
            return _for_all("the server refused the connection", error)
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, TimeoutError):
            return TemporaryMailError("the server did not answer in time", for_all=True)
        case smtplib.SMTPServerDisconnected():
            return TemporaryMailError("the server closed the connection")
        case smtplib.SMTPNotSupportedError():
            return TemporaryMailError("the server does not support what was asked for", for_all=True)
        case TimeoutError():
            return TemporaryMailError("the server did not answer in time", for_all=True)
        case OSError():
            return TemporaryMailError(type(error).__name__, for_all=True)
    return TemporaryMailError(type(error).__name__)


def _for_all(reason: str, error: smtplib.SMTPResponseException) -> TemporaryMailError:
    code = error.smtp_code
    return TemporaryMailError(f"{reason}{_codes(code, error.smtp_error)}", code, for_all=True)


def _refusal(reason: str, replies: Iterable[tuple[int, bytes | str]]) -> MailError:
    """Return the error for some replies: permanent if all of them are."""
    ordered = sorted(replies, key=lambda reply: reply[0])
    code, text = ordered[0]  # the lowest: a temporary one, if there is one
    reason += _codes(code, text)
    busy = _BUSY.search(reason) is not None
    if code >= _PERMANENT and code not in _LOGIN and ", 5.7." not in reason and not busy:
        return PermanentMailError(reason, code)
    return TemporaryMailError(reason, code, for_all=busy or code == _SHUTTING_DOWN)


def _codes(code: int, text: bytes | str) -> str:
    found = _STATUS.match(text.encode("ascii", "replace") if isinstance(text, str) else text)
    return f" ({code}, {found[1].decode()})" if found else f" ({code})"
