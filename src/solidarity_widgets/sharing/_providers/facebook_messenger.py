"""Meta's Messenger. Its web dialog needs an app id that belongs to the site."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, share_label


class FacebookMessenger(Provider):
    id = "facebook_messenger"
    name = "Messenger"
    endpoint = "https://www.facebook.com/dialog/send"
    params = {"url": "link", "app_id": "app_id", "redirect_url": "redirect_uri", "to": "to"}
    required = ("app_id",)
    aliases = ("messenger", "fbmessenger")
    # Translators: Meta's messenger, formerly Facebook Messenger.
    label = share_label("Share on Messenger")
    blocked_in = (Block("RU", "2022-03"),)
    colour = "#0866FF"
    brand_icon = "messenger"
    docs = "nygardk/react-share:test/FacebookMessengerShareButton.test.tsx"
