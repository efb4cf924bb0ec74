"""Telegram, the messenger."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider, Status


class Telegram(Provider):
    """Telegram, the messenger."""

    id = "telegram"
    name = "Telegram"
    endpoint = "https://t.me/share/url"
    params = {"url": "url", "text": "text"}
    aliases = ("tg",)
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Telegram")
    status = Status(reason="Documented by the messenger.")
    blocked_in = (Block("RU", "2026-02-10"),)
    colour = "#26A5E4"
    brand_icon = "telegram"
    docs = "https://core.telegram.org/widgets/share"
