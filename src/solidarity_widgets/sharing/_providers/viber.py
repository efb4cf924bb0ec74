"""Viber, a messenger. The link opens the installed app."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, share_label


class Viber(Provider):
    id = "viber"
    name = "Viber"
    endpoint = "viber://forward"
    params = {"message": "text"}
    native_names = {"ar": "فايبر", "fa": "وایبر", "he": "וייבר"}
    label = share_label("Share on Viber")
    blocked_in = (Block("RU", "2024-12-13"),)
    colour = "#7360F2"
    brand_icon = "viber"
    docs = "nygardk/react-share:src/ViberShareButton.tsx"
