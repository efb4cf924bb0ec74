"""WhatsApp, the messenger; one field holds the text and the link."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider


class WhatsApp(Provider):
    """WhatsApp, the messenger; one field holds the text and the link."""

    id = "whatsapp"
    name = "WhatsApp"
    endpoint = "https://api.whatsapp.com/send"
    params = {"message": "text", "phone": "phone"}
    aliases = ("wa",)
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on WhatsApp")
    blocked_in = (Block("RU", "2026-02-11"),)
    colour = "#25D366"
    brand_icon = "whatsapp"
    docs = "nygardk/react-share:test/WhatsappShareButton.test.tsx"
