"""MAX, a messenger. One field holds the text and the link."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status, share_label


class MAX(Provider):
    id = "max"
    name = "MAX"
    endpoint = "https://max.ru/:share"
    params = {"message": "text"}
    aliases = ("max.ru",)
    native_names = {"ar": "ماكس", "fa": "مکس"}
    label = share_label("Share on MAX")
    status = Status(reason="Documented by the messenger.")
    docs = "https://dev.max.ru/help/deeplinks"
