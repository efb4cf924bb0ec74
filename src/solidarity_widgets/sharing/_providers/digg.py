"""Digg, whose submission page had closed by 2020. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Digg(Provider):
    id = "digg"
    name = "Digg"
    endpoint = "http://digg.com/submit"
    params = {"url": "url"}
    status = Status("retired", since="2020", reason="Its submission page no longer responds.")
    docs = "bradvin/social-share-urls:README.md (Deprecated)"
