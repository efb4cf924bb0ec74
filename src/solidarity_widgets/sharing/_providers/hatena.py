"""Hatena Bookmark."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class Hatena(Provider):
    id = "hatena"
    name = "Hatena Bookmark"
    endpoint = "https://b.hatena.ne.jp/add"
    fixed = {"mode": "confirm"}
    params = {"url": "url", "title": "title"}
    native_names = {"ja": "はてなブックマーク"}
    colour = "#00A4DE"
    brand_icon = "hatenabookmark"
    docs = "nygardk/react-share:src/HatenaShareButton.tsx"
