"""Surfingbird, a link recommender of the 2010s. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Surfingbird(Provider):
    id = "surfingbird"
    name = "Surfingbird"
    endpoint = "https://surfingbird.ru/share"
    params = {"url": "url", "title": "title", "text": "description", "image": "screenshot"}
    status = Status("retired", since="2019", reason="Reported closed.")
    docs = "bradvin/social-share-urls:README.md#surfingbird"
