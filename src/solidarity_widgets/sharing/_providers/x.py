"""X, formerly Twitter."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.graphemes import truncate
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.lengths import LINK_LENGTH, X_LIMIT, x_length
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
    native_names = {"ar": "إكس", "fa": "ایکس"}
    # Translators: X is the network formerly called Twitter; write the name so that readers recognize it.
    label = share_label("Share on X (formerly Twitter)")
    status = Status(reason="Documented by the network.")
    blocked_in = (Block("RU", "2022-03"), Block("CN"))
    colour = "#000000"
    brand_icon = "x"
    hashtag_rule = "word"
    docs = "https://docs.x.com/x-for-websites/post-button/guides/web-intent"

    @classmethod
    def text_length(cls, text: str) -> int:
        """Count the weights of X's rules."""
        return x_length(text)

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Leave room in the post for the link, the hashtags and the account, which X adds after the text."""
        fields = super().fields(content, options)
        room = X_LIMIT - LINK_LENGTH - 1 - (x_length(f" via @{content.via}") if content.via else 0)
        tags: list[str] = []
        for tag in content.hashtags:
            if (needed := x_length(f" #{tag}")) > room:
                break
            tags.append(tag)
            room -= needed
        return {**fields, "text": truncate(fields["text"], room, x_length), "hashtags": ",".join(tags)}
