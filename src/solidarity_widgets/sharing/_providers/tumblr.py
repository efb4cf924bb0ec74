"""Tumblr."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, share_label


class Tumblr(Provider):
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
    native_names = {"ar": "تمبلر", "fa": "تامبلر", "he": "טאמבלר"}
    label = share_label("Share on Tumblr")
    colour = "#36465D"
    brand_icon = "tumblr"
    docs = "nygardk/react-share:src/TumblrShareButton.tsx"
