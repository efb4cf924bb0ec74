"""Facebook. It takes the link and one hashtag, and reads the rest from the page."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Block, Provider, share_label


class Facebook(Provider):
    id = "facebook"
    name = "Facebook"
    endpoint = "https://www.facebook.com/sharer/sharer.php"
    params = {"url": "u", "hashtag": "hashtag"}
    aliases = ("fb",)
    hashtag_rule = "word"
    native_names = {"ar": "فيسبوك", "fa": "فیس\u200cبوک", "he": "פייסבוק"}
    label = share_label("Share on Facebook")
    blocked_in = (Block("RU", "2022-03"), Block("CN"))
    colour = "#0866FF"
    brand_icon = "facebook"
    docs = "nygardk/react-share:src/FacebookShareButton.tsx"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Put ``#`` before the hashtag, as Facebook requires."""
        fields = super().fields(content, options)
        return {**fields, "hashtag": f"#{fields['hashtag']}" if fields["hashtag"] else ""}
