"""Pinterest."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status, share_label


class Pinterest(Provider):
    id = "pinterest"
    name = "Pinterest"
    endpoint = "https://www.pinterest.com/pin/create/button/"
    params = {"url": "url", "image": "media", "text": "description"}
    required = ("image",)
    aliases = ("pin",)
    native_names = {"ar": "بنترست", "fa": "پینترست", "he": "פינטרסט"}
    label = share_label("Share on Pinterest")
    status = Status(reason="Without a picture, its app shows an error.")
    colour = "#BD081C"
    brand_icon = "pinterest"
    docs = "nygardk/react-share:test/PinterestShareButton.test.tsx"
