"""LINE, a messenger."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status, share_label


class LINE(Provider):
    id = "line"
    name = "LINE"
    endpoint = "https://social-plugins.line.me/lineit/share"
    params = {"url": "url", "text": "text"}
    aliases = ("lineme", "line.me")
    native_names = {"ar": "لاين", "fa": "لاین"}
    label = share_label("Share on LINE")
    status = Status(reason="Documented by the messenger. Its apps are reported to drop the text.")
    colour = "#06C755"
    brand_icon = "line"
    docs = "https://social-plugins.line.me/"
