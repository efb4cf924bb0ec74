"""LiveJournal, the blog platform; the link goes into the entry, because it has no URL field."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Provider, Status


class LiveJournal(Provider):
    """LiveJournal, the blog platform; the link goes into the entry, because it has no URL field."""

    id = "livejournal"
    name = "LiveJournal"
    endpoint = "https://www.livejournal.com/update.bml"
    params = {"title": "subject", "message": "event"}
    aliases = ("lj", "zhzh", "жж", "live-journal")
    native_names = {"ru": "Живой Журнал", "uk": "Живий Журнал"}
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on LiveJournal")
    status = Status(
        since="2025-12-29",
        reason="Runs, but since 2025-12-29 only paying or verified accounts may post in its Cyrillic part.",
    )
    colour = "#00B0EA"
    brand_icon = "livejournal"
    docs = "https://www.livejournal.com/developer/extshare"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Escape the entry: the editor reads ``event`` as HTML."""
        fields = super().fields(content, options)
        return {**fields, "message": escape(fields["message"])}
