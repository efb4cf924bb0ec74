"""Meta's Messenger; its web dialog needs an app id of the site."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider


class FacebookMessenger(Provider):
    """Meta's Messenger; its web dialog needs an app id of the site."""

    id = "facebook_messenger"
    name = "Messenger"
    endpoint = "https://www.facebook.com/dialog/send"
    params = {"url": "link", "app_id": "app_id", "redirect_url": "redirect_uri", "to": "to"}
    required = ("app_id",)
    aliases = ("messenger", "fbmessenger")
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know. Meta's messenger, once Facebook Messenger.
    label = pgettext_noop("share", "Share on Messenger")
    blocked_in = (Block("RU", "2022-03"),)
    colour = "#0866FF"
    brand_icon = "messenger"
    docs = "nygardk/react-share:test/FacebookMessengerShareButton.test.tsx"
