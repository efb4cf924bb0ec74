"""A new email in Mail.ru's webmail."""

from __future__ import annotations

from solidarity_widgets.sharing.email_providers import WebmailProvider, webmail_label
from solidarity_widgets.sharing.provider import Status


class MailruMail(WebmailProvider):
    id = "mailru_mail"
    name = "Mail.ru Mail"
    endpoint = "https://e.mail.ru/cgi-bin/sentmsg"
    aliases = ("e.mail.ru",)
    native_names = {
        "ar": "بريد Mail.ru",
        "be": "Пошта Mail.ru",
        "de": "Mail.ru",
        "es": "Mail.ru",
        "fa": "ایمیل Mail.ru",
        "fr": "Mail.ru",
        "ru": "Почта Mail.ru",
        "uk": "Пошта Mail.ru",
    }
    label = webmail_label("Send with Mail.ru Mail")
    status = Status(reason="Browsers offer it as a handler of mail links.")
    colour = "#005FF9"
    brand_icon = "maildotru"
