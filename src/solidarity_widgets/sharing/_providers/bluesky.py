"""Bluesky. The link is part of the post, which holds 300 graphemes."""

from __future__ import annotations

from solidarity_widgets.sharing.lengths import bluesky_length
from solidarity_widgets.sharing.provider import Provider, Status, share_label


class Bluesky(Provider):
    id = "bluesky"
    name = "Bluesky"
    endpoint = "https://bsky.app/intent/compose"
    params = {"message": "text"}
    tags_in_message = True
    limits = {"message": 300}
    hashtag_rule = "loose"
    aliases = ("bsky",)
    native_names = {"ar": "بلوسكاي", "fa": "بلواسکای", "he": "בלוסקיי"}
    label = share_label("Share on Bluesky")
    status = Status(reason="Documented by the network.")
    colour = "#1185FE"
    brand_icon = "bluesky"
    docs = "https://docs.bsky.app/docs/advanced-guides/intent-links"

    @classmethod
    def text_length(cls, text: str) -> int:
        """Count as the composer does, which shortens links."""
        return bluesky_length(text)
