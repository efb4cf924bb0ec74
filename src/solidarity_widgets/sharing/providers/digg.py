"""Digg's submit page, closed by 2020; a link for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Digg(Provider):
    """Digg's submit page, closed by 2020; a link for archives."""

    id = "digg"
    name = "Digg"
    endpoint = "http://digg.com/submit"
    params = {"url": "url"}
    status = Status("retired", since="2020", reason="Its submit page no longer answers.")
    docs = "bradvin/social-share-urls:README.md (Deprecated)"
