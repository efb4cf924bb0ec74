"""The link as a QR code, drawn by the server itself."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class QR(Provider):
    """The link as a QR code, drawn by the server itself."""

    id = "qr"
    name = "QR code"
    endpoint = None
    aliases = ("qrcode",)
    # Translators: Label of a switch that shows the page's address as a QR code.
    label = pgettext_noop("share", "QR code")
    status = Status(reason="Draws the link as a picture.")
    action = "qr"
    docs = "huacnlee/social-share-button"
