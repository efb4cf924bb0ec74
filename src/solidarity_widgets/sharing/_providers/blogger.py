"""Blogger."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Blogger(Provider):
    id = "blogger"
    name = "Blogger"
    endpoint = "https://www.blogger.com/blog-this.g"
    params = {"url": "u", "title": "n", "text": "t"}
    status = Status("unknown", reason="The network documents no share link; other libraries use this one.")
    colour = "#FF5722"
    brand_icon = "blogger"
    docs = "bradvin/social-share-urls"
