"""LiveJournal, a blog platform. It has no URL field, so the link is part of the entry."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Provider, Status, share_label


class LiveJournal(Provider):
    id = "livejournal"
    name = "LiveJournal"
    endpoint = "https://www.livejournal.com/update.bml"
    params = {"title": "subject", "message": "event"}
    aliases = ("lj", "zhzh", "жж", "live-journal")
    native_names = {
        "ar": "لايف جورنال",
        "be": "Жывы Журнал",
        "fa": "لایوجورنال",
        "he": "לייבג׳ורנל",
        "ru": "Живой Журнал",
        "uk": "Живий Журнал",
    }
    label = share_label("Share on LiveJournal")
    status = Status(
        since="2025-12-29",
        reason="Active, but since 2025-12-29 only paid or verified accounts may post in its Cyrillic part.",
    )
    colour = "#00B0EA"
    brand_icon = "livejournal"
    docs = "https://www.livejournal.com/developer/extshare"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Escape the entry, because the editor reads ``event`` as HTML."""
        fields = super().fields(content, options)
        return {**fields, "message": escape(fields["message"])}
