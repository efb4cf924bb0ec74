"""Pinterest."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider


class Pinterest(Provider):
    """Pinterest."""

    id = "pinterest"
    name = "Pinterest"
    endpoint = "https://www.pinterest.com/pin/create/button/"
    params = {"url": "url", "image": "media", "text": "description"}
    aliases = ("pin",)
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Pinterest")
    colour = "#BD081C"
    brand_icon = "pinterest"
    docs = "nygardk/react-share:test/PinterestShareButton.test.tsx"
