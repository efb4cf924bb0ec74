"""A new email in Outlook.com."""

from __future__ import annotations

from solidarity_widgets.sharing.email_providers import EmailProvider, webmail_label
from solidarity_widgets.sharing.provider import Status


class OutlookMail(EmailProvider):
    id = "outlook_mail"
    name = "Outlook.com"
    endpoint = "https://outlook.live.com/mail/0/deeplink/compose"
    params = {"to": "to", "title": "subject", "message": "body", "cc": "cc", "bcc": "bcc"}
    max_link_length = 2_000
    aliases = ("outlook", "outlook.com", "hotmail")
    label = webmail_label("Send with Outlook.com")
    status = Status(reason="Microsoft answers questions about this address, but publishes no reference.")
    colour = "#0F6CBD"
    docs = "https://techcommunity.microsoft.com/discussions/microsoft-365/outlook-deeplink/4111903"
