"""A new email in Mail.ru's web mail."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.email_providers import WebmailProvider
from solidarity_widgets.sharing.provider import Status


class MailruMail(WebmailProvider):
    """A new email in Mail.ru's web mail."""

    id = "mailru_mail"
    name = "Mail.ru Mail"
    endpoint = "https://e.mail.ru/cgi-bin/sentmsg"
    aliases = ("e.mail.ru",)
    native_names = {"ru": "Почта Mail.ru"}
    # Translators: Label of a link that opens a new letter, with the link to the page in it, in this web
    # Translators: mail service.
    label = pgettext_noop("share", "Send with Mail.ru Mail")
    status = Status(reason="Browsers offer it as a handler of mail links.")
    colour = "#005FF9"
    brand_icon = "maildotru"
