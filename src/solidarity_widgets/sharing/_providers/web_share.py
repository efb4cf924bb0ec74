"""A button that opens the share sheet of the reader's device (W3C Web Share API)."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class WebShare(Provider):
    id = "web_share"
    name = "Share with an app"
    endpoint = None
    aliases = ("native", "navigator.share")
    # Translators: Label of a button that opens the share sheet of the reader's device, where the reader
    # Translators: chooses an app.
    label = pgettext_noop("share", "Share using an app")
    status = Status(reason="Opens the share sheet of the reader's device: a button, not a link.")
    action = "share"
    docs = "https://www.w3.org/TR/web-share/"
