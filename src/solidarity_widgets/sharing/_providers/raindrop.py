"""Raindrop.io, a bookmarking service."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Raindrop(Provider):
    id = "raindrop"
    name = "Raindrop.io"
    endpoint = "https://app.raindrop.io/add"
    params = {"url": "link", "title": "title"}
    aliases = ("raindrop.io",)
    status = Status(reason="FreshRSS and other readers use this address.")
    colour = "#0B7ED0"
    docs = "https://github.com/FreshRSS/FreshRSS/blob/edge/app/shares.php"
