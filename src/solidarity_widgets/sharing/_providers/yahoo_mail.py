"""A new email in Yahoo Mail."""

from __future__ import annotations

from solidarity_widgets.sharing.email_providers import EmailProvider, webmail_label
from solidarity_widgets.sharing.provider import Status


class YahooMail(EmailProvider):
    id = "yahoo_mail"
    name = "Yahoo Mail"
    endpoint = "https://compose.mail.yahoo.com/"
    params = {"to": "to", "title": "subject", "message": "body", "cc": "cc", "bcc": "bcc"}
    max_link_length = 6_000
    aliases = ("yahoo",)
    label = webmail_label("Send with Yahoo Mail")
    status = Status("unknown", reason="Yahoo documents no such link; other libraries use this one.")
    colour = "#6001D2"
    docs = "https://github.com/wet-boew/wet-boew/issues/4869"
