"""A new email in Gmail."""

from __future__ import annotations

from solidarity_widgets.sharing.email_providers import EmailProvider, webmail_label
from solidarity_widgets.sharing.provider import Block


class Gmail(EmailProvider):
    id = "gmail"
    name = "Gmail"
    endpoint = "https://mail.google.com/mail/"
    fixed = {"view": "cm", "fs": "1"}
    params = {"to": "to", "title": "su", "message": "body", "cc": "cc", "bcc": "bcc"}
    max_link_length = 6_000
    aliases = ("google_mail",)
    native_names = {"ar": "جيميل", "fa": "جی\u200cمیل", "he": "ג׳ימייל"}
    label = webmail_label("Send with Gmail")
    blocked_in = (Block("CN"),)
    colour = "#EA4335"
    brand_icon = "gmail"
    docs = "bradvin/social-share-urls:README.md#gmail"
