"""Instapaper, a read-later service."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class Instapaper(Provider):
    id = "instapaper"
    name = "Instapaper"
    endpoint = "https://www.instapaper.com/hello2"
    params = {"url": "url", "title": "title", "text": "description"}
    colour = "#1F1F1F"
    brand_icon = "instapaper"
    docs = "nygardk/react-share:src/InstapaperShareButton.tsx"
