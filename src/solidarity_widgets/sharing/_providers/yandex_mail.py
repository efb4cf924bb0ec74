"""A new email in Yandex Mail."""

from __future__ import annotations

from solidarity_widgets.sharing.email_providers import WebmailProvider, webmail_label
from solidarity_widgets.sharing.provider import Block, Status


class YandexMail(WebmailProvider):
    id = "yandex_mail"
    name = "Yandex Mail"
    endpoint = "https://mail.yandex.ru/compose"
    aliases = ("yandex-mail", "yamail")
    native_names = {
        "ar": "بريد ياندكس",
        "be": "Яндэкс Пошта",
        "fa": "ایمیل یاندکس",
        "ru": "Яндекс Почта",
        "uk": "Яндекс Пошта",
    }
    label = webmail_label("Send with Yandex Mail")
    status = Status(reason="Browsers offer it as a handler of mail links.")
    blocked_in = (Block("UA", "2017-05"),)
