"""WhatsApp, a messenger. One field holds the text and the link."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.sharing.fields import OptionValue
from solidarity_widgets.sharing.phone_numbers import international_number
from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class WhatsApp(Provider):
    id = "whatsapp"
    name = "WhatsApp"
    endpoint = "https://api.whatsapp.com/send"
    params = {"message": "text", "phone": "phone"}
    aliases = ("wa",)
    native_names = {"ar": "واتساب", "fa": "واتساپ", "he": "וואטסאפ"}
    label = share_label("Share on WhatsApp")
    status = Status(reason="The form of phone numbers is documented by the messenger.")
    blocked_in = (Block("RU", "2026-02-11"),)
    colour = "#25D366"
    brand_icon = "whatsapp"
    docs = "https://faq.whatsapp.com/5913398998672934"

    @classmethod
    def clean_options(cls, options: Mapping[str, OptionValue]) -> dict[str, str]:
        """Reduce the phone number to its digits, which is all that WhatsApp recognizes."""
        cleaned = super().clean_options(options)
        if phone := cleaned.get("phone"):
            cleaned["phone"] = international_number(phone, "phone")
        return cleaned
