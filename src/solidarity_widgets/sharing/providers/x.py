"""X, once called Twitter."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.graphemes import count_graphemes, truncate
from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Block, Provider, Status


class X(Provider):
    """X, once called Twitter."""

    id = "x"
    name = "X"
    endpoint = "https://x.com/intent/tweet"
    params = {
        "url": "url",
        "text": "text",
        "hashtags": "hashtags",
        "via": "via",
        "related": "related",
        "in_reply_to": "in_reply_to",
    }
    aliases = ("twitter", "xcom", "tweet")
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know. X is the network once called Twitter; write the name so that it is
    # Translators: understood.
    label = pgettext_noop("share", "Share on X (formerly Twitter)")
    status = Status(reason="Documented by the network.")
    blocked_in = (Block("RU", "2022-03"), Block("CN"))
    colour = "#000000"
    brand_icon = "x"
    docs = "https://docs.x.com/x-for-websites/post-button/guides/web-intent"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Leave room in the post's 280 for the link, which counts 23, the hashtags and the account."""
        fields = super().fields(content, options)
        used = 24 + sum(count_graphemes(tag) + 2 for tag in content.hashtags)
        used += count_graphemes(content.via) + 6 if content.via else 0
        return {**fields, "text": truncate(fields["text"], 280 - used)}
