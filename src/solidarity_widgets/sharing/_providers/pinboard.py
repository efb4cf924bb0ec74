"""Pinboard, a bookmarking service."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Pinboard(Provider):
    id = "pinboard"
    name = "Pinboard"
    endpoint = "https://pinboard.in/add"
    params = {"url": "url", "title": "title", "text": "description"}
    status = Status(reason="The address of the service's bookmarklets.")
    colour = "#0000E6"
    brand_icon = "pinboard"
    docs = "https://pinboard.in/howto/"
