"""X, formerly Twitter."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.graphemes import count_graphemes, truncate
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class X(Provider):
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
    # Translators: X is the network formerly called Twitter; write the name so that readers recognize it.
    label = share_label("Share on X (formerly Twitter)")
    status = Status(reason="Documented by the network.")
    blocked_in = (Block("RU", "2022-03"), Block("CN"))
    colour = "#000000"
    brand_icon = "x"
    docs = "https://docs.x.com/x-for-websites/post-button/guides/web-intent"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Leave room in the post (280) for the link, which counts as 23, the hashtags and the account."""
        fields = super().fields(content, options)
        used = 24 + sum(count_graphemes(tag) + 2 for tag in content.hashtags)
        used += count_graphemes(content.via) + 6 if content.via else 0
        return {**fields, "text": truncate(fields["text"], 280 - used)}
