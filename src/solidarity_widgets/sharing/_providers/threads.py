"""Threads, Meta's microblogging service."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class Threads(Provider):
    id = "threads"
    name = "Threads"
    endpoint = "https://www.threads.com/intent/post"
    params = {"text": "text", "url": "url", "hashtag": "tag", "reply_control": "reply_control"}
    limits = {"text": 500, "hashtag": 50}
    native_names = {"ar": "ثريدز", "fa": "تردز", "he": "ת׳רדס"}
    label = share_label("Share on Threads")
    status = Status(reason="Documented by the network.")
    blocked_in = (Block("RU"),)
    colour = "#000000"
    brand_icon = "threads"
    docs = "https://developers.facebook.com/documentation/threads/threads-web-intents"
