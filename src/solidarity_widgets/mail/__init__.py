"""Emails to signers: composed, and sent (extra ``signing``)."""

from solidarity_widgets.mail.compose import LinkMaker, compose
from solidarity_widgets.mail.senders import FolderSender, Sender, SmtpSender
from solidarity_widgets.mail.worker import Composer, DeliveryResult, MailWorker, deliver_waiting

__all__ = [
    "Composer",
    "DeliveryResult",
    "FolderSender",
    "LinkMaker",
    "MailWorker",
    "Sender",
    "SmtpSender",
    "compose",
    "deliver_waiting",
]
