"""Telegram, a messenger."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class Telegram(Provider):
    id = "telegram"
    name = "Telegram"
    endpoint = "https://t.me/share/url"
    params = {"url": "url", "text": "text"}
    limits = {"text": 4096}
    aliases = ("tg",)
    native_names = {"ar": "تيليغرام", "fa": "تلگرام", "he": "טלגרם"}
    label = share_label("Share on Telegram")
    status = Status(reason="Documented by the messenger.")
    blocked_in = (Block("RU", "2026-02-10"),)
    colour = "#26A5E4"
    brand_icon = "telegram"
    docs = "https://core.telegram.org/widgets/share"
