"""Tumblr."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider


class Tumblr(Provider):
    """Tumblr."""

    id = "tumblr"
    name = "Tumblr"
    endpoint = "https://www.tumblr.com/widgets/share/tool"
    params = {
        "url": "canonicalUrl",
        "title": "title",
        "text": "caption",
        "hashtags": "tags",
        "posttype": "posttype",
        "content": "content",
        "via": "show-via",
    }
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Tumblr")
    colour = "#36465D"
    brand_icon = "tumblr"
    docs = "nygardk/react-share:src/TumblrShareButton.tsx"
