"""A new email in Yandex Mail."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.email_providers import WebmailProvider
from solidarity_widgets.sharing.provider import Block, Status


class YandexMail(WebmailProvider):
    """A new email in Yandex Mail."""

    id = "yandex_mail"
    name = "Yandex Mail"
    endpoint = "https://mail.yandex.ru/compose"
    aliases = ("yandex-mail", "yamail")
    native_names = {"ru": "Яндекс Почта"}
    # Translators: Label of a link that opens a new letter, with the link to the page in it, in this web
    # Translators: mail service.
    label = pgettext_noop("share", "Send with Yandex Mail")
    status = Status(reason="Browsers offer it as a handler of mail links.")
    blocked_in = (Block("UA", "2017-05"),)
