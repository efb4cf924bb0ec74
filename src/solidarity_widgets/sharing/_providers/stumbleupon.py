"""StumbleUpon, later Mix, which closed in 2018. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class StumbleUpon(Provider):
    id = "stumbleupon"
    name = "StumbleUpon"
    endpoint = "https://www.stumbleupon.com/submit"
    params = {"url": "url", "title": "title"}
    status = Status(
        "retired", since="2018-06", reason="Closed; its successor Mix stopped accepting links in 2019."
    )
    docs = "bradvin/social-share-urls:README.md (Deprecated)"
