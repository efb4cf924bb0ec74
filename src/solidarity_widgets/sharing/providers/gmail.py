"""A new email in Gmail."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.email_providers import EmailProvider
from solidarity_widgets.sharing.provider import Block


class Gmail(EmailProvider):
    """A new email in Gmail."""

    id = "gmail"
    name = "Gmail"
    endpoint = "https://mail.google.com/mail/"
    fixed = {"view": "cm", "fs": "1"}
    params = {"to": "to", "title": "su", "message": "body", "cc": "cc", "bcc": "bcc"}
    aliases = ("google_mail",)
    # Translators: Label of a link that opens a new letter, with the link to the page in it, in this web
    # Translators: mail service.
    label = pgettext_noop("share", "Send with Gmail")
    blocked_in = (Block("CN"),)
    colour = "#EA4335"
    brand_icon = "gmail"
    docs = "bradvin/social-share-urls:README.md#gmail"
