"""Bluesky; the link is part of the post, which holds 300 graphemes."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class Bluesky(Provider):
    """Bluesky; the link is part of the post, which holds 300 graphemes."""

    id = "bluesky"
    name = "Bluesky"
    endpoint = "https://bsky.app/intent/compose"
    params = {"message": "text"}
    tags_in_message = True
    limits = {"message": 300}
    aliases = ("bsky",)
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Bluesky")
    status = Status(reason="Documented by the network.")
    colour = "#1185FE"
    brand_icon = "bluesky"
    docs = "https://docs.bsky.app/docs/advanced-guides/intent-links"
