"""Baidu Cang, a bookmarking service that closed in 2018. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Baidu(Provider):
    id = "baidu"
    name = "Baidu Cang"
    endpoint = "http://cang.baidu.com/do/add"
    params = {"url": "iu", "title": "it"}
    status = Status("retired", since="2018", reason="Closed.")
    docs = "bradvin/social-share-urls:README.md (Deprecated)"
