"""MAX, the messenger; one field holds the text and the link."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class MAX(Provider):
    """MAX, the messenger; one field holds the text and the link."""

    id = "max"
    name = "MAX"
    endpoint = "https://max.ru/:share"
    params = {"message": "text"}
    aliases = ("max.ru",)
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on MAX")
    status = Status(reason="Documented by the messenger.")
    docs = "https://dev.max.ru/help/deeplinks"
