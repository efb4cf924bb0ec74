"""Lobsters."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class Lobsters(Provider):
    id = "lobsters"
    name = "Lobsters"
    endpoint = "https://lobste.rs/stories/new"
    params = {"url": "url", "title": "title"}
    aliases = ("lobste.rs",)
    colour = "#AC130D"
    brand_icon = "lobsters"
    docs = "kytta/shareon:src/shareon.js"
