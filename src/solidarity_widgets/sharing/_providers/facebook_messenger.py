"""Meta's Messenger. Its web dialog needs an app id that belongs to the site."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class FacebookMessenger(Provider):
    id = "facebook_messenger"
    name = "Messenger"
    endpoint = "https://www.facebook.com/dialog/send"
    params = {"url": "link", "app_id": "app_id", "redirect_url": "redirect_uri", "to": "to"}
    required = ("app_id",)
    aliases = ("messenger", "fbmessenger")
    native_names = {"ar": "ماسنجر", "fa": "فیس\u200cبوک مسنجر", "he": "מסנג׳ר"}
    # Translators: Meta's messenger, formerly Facebook Messenger.
    label = share_label("Share on Messenger")
    status = Status(reason="Documented by Meta, for computers only: the dialog does not open on phones.")
    blocked_in = (Block("RU", "2022-03"),)
    colour = "#0866FF"
    brand_icon = "messenger"
    docs = "https://developers.facebook.com/docs/sharing/reference/send-dialog"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Send the reader back to the shared page by default: Meta requires an address to return to."""
        return {**super().fields(content, options), "redirect_url": options.get("redirect_url", content.url)}
