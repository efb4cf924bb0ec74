"""A new letter in Gmail."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import N_
from solidarity_widgets.sharing.mail import Letter
from solidarity_widgets.sharing.provider import Block


class Gmail(Letter):
    """A new letter in Gmail."""

    id = "gmail"
    name = "Gmail"
    endpoint = "https://mail.google.com/mail/"
    fixed = {"view": "cm", "fs": "1"}
    params = {"to": "to", "title": "su", "message": "body", "cc": "cc", "bcc": "bcc"}
    aliases = ("google_mail",)
    # Translators: Label of a link that opens a new letter, with the link to the page in it, in this web
    # Translators: mail service.
    label = N_("share", "Send with Gmail")
    blocked_in = (Block("CN"),)
    colour = "#EA4335"
    brand_icon = "gmail"
    docs = "bradvin/social-share-urls:README.md#gmail"
