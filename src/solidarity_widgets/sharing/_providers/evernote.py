"""Evernote's web clipper."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Evernote(Provider):
    id = "evernote"
    name = "Evernote"
    endpoint = "https://www.evernote.com/clip.action"
    params = {"url": "url", "title": "title", "text": "body"}
    status = Status("unknown", reason="The network documents no share link; other libraries use this one.")
    colour = "#00A82D"
    brand_icon = "evernote"
    docs = "bradvin/social-share-urls:README.md#evernote"
