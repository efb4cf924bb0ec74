"""The link as a QR code that the server draws."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class QR(Provider):
    id = "qr"
    name = "QR code"
    endpoint = None
    aliases = ("qrcode",)
    # Translators: Label of a button that shows the page's address as a QR code.
    label = pgettext_noop("share", "QR code")
    status = Status(reason="Shows the link as a QR code: a button, not a link.")
    action = "qr"
    docs = "huacnlee/social-share-button"
