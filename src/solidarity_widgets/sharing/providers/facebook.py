"""Facebook; it takes the link and one hashtag, and reads the rest from the page."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Block, Provider


class Facebook(Provider):
    """Facebook; it takes the link and one hashtag, and reads the rest from the page."""

    id = "facebook"
    name = "Facebook"
    endpoint = "https://www.facebook.com/sharer/sharer.php"
    params = {"url": "u", "hashtag": "hashtag"}
    aliases = ("fb",)
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Facebook")
    blocked_in = (Block("RU", "2022-03"), Block("CN"))
    colour = "#0866FF"
    brand_icon = "facebook"
    docs = "nygardk/react-share:src/FacebookShareButton.tsx"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Give the hashtag its sign, which Facebook wants."""
        fields = super().fields(content, options)
        return {**fields, "hashtag": f"#{fields['hashtag']}" if fields["hashtag"] else ""}
