"""Threads, Meta's microblog."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider, Status


class Threads(Provider):
    """Threads, Meta's microblog."""

    id = "threads"
    name = "Threads"
    endpoint = "https://www.threads.com/intent/post"
    params = {"text": "text", "url": "url", "hashtag": "tag", "reply_control": "reply_control"}
    limits = {"text": 500, "hashtag": 50}
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Threads")
    status = Status(reason="Documented by the network.")
    blocked_in = (Block("RU"),)
    colour = "#000000"
    brand_icon = "threads"
    docs = "https://developers.facebook.com/documentation/threads/threads-web-intents"
