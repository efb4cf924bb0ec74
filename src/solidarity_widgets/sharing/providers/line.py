"""LINE, the messenger."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class LINE(Provider):
    """LINE, the messenger."""

    id = "line"
    name = "LINE"
    endpoint = "https://social-plugins.line.me/lineit/share"
    params = {"url": "url", "text": "text"}
    aliases = ("lineme", "line.me")
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on LINE")
    status = Status(reason="Documented by the messenger.")
    colour = "#06C755"
    brand_icon = "line"
    docs = "https://social-plugins.line.me/"
