"""A button that copies the link. It needs the script but no network."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class CopyLink(Provider):
    id = "copy_link"
    name = "Copy link"
    endpoint = None
    aliases = ("copy", "clipboard")
    # Translators: Label of a button that copies the address of the page.
    label = pgettext_noop("share", "Copy link")
    status = Status(reason="Copies the link on the reader's device: a button, not a link.")
    action = "copy"
    docs = "https://www.w3.org/TR/clipboard-apis/"
