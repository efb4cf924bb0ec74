"""Delicious, a bookmarking service that closed in 2017. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Delicious(Provider):
    id = "delicious"
    name = "Delicious"
    endpoint = "https://del.icio.us/save"
    params = {"url": "url", "title": "title"}
    status = Status("retired", since="2017", reason="Its links have failed since 2018.")
    docs = "bradvin/social-share-urls:README.md (Deprecated)"
