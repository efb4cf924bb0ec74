"""Reddit."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider


class Reddit(Provider):
    """Reddit."""

    id = "reddit"
    name = "Reddit"
    endpoint = "https://www.reddit.com/submit"
    params = {"url": "url", "title": "title"}
    limits = {"title": 300}
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Reddit")
    blocked_in = (Block("CN"),)
    colour = "#FF4500"
    brand_icon = "reddit"
    docs = "nygardk/react-share:test/RedditShareButton.test.tsx"
