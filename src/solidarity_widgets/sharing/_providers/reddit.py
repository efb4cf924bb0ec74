"""Reddit."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, share_label


class Reddit(Provider):
    id = "reddit"
    name = "Reddit"
    endpoint = "https://www.reddit.com/submit"
    params = {"url": "url", "title": "title"}
    limits = {"title": 300}
    native_names = {"ar": "ريديت", "fa": "ردیت", "he": "רדיט"}
    label = share_label("Share on Reddit")
    blocked_in = (Block("CN"),)
    colour = "#FF4500"
    brand_icon = "reddit"
    docs = "nygardk/react-share:test/RedditShareButton.test.tsx"
