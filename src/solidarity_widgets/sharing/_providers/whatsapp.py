"""WhatsApp, a messenger. One field holds the text and the link."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, share_label


class WhatsApp(Provider):
    id = "whatsapp"
    name = "WhatsApp"
    endpoint = "https://api.whatsapp.com/send"
    params = {"message": "text", "phone": "phone"}
    aliases = ("wa",)
    label = share_label("Share on WhatsApp")
    blocked_in = (Block("RU", "2026-02-11"),)
    colour = "#25D366"
    brand_icon = "whatsapp"
    docs = "nygardk/react-share:test/WhatsappShareButton.test.tsx"
