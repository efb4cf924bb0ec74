"""Flipboard."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Flipboard(Provider):
    id = "flipboard"
    name = "Flipboard"
    endpoint = "https://share.flipboard.com/bookmarklet/popout"
    fixed = {"v": "2"}
    params = {"url": "url", "title": "title"}
    status = Status("unknown", reason="The network documents no share link; other libraries use this one.")
    colour = "#E12828"
    brand_icon = "flipboard"
    docs = "heiseonline/shariff"
