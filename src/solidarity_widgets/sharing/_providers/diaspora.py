"""diaspora*, through the page that asks readers for their pod."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class Diaspora(Provider):
    id = "diaspora"
    name = "diaspora*"
    endpoint = "https://share.diasporafoundation.org/"
    params = {"url": "url", "title": "title"}
    colour = "#000000"
    brand_icon = "diaspora"
    docs = "heiseonline/shariff:src/js/services/diaspora.js"
