"""XING, whose share link stopped working in 2026. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class XING(Provider):
    id = "xing"
    name = "XING"
    endpoint = "https://www.xing.com/spi/shares/new"
    params = {"url": "url", "follow_url": "follow_url"}
    status = Status(
        "retired", since="2026", reason="The share page no longer works; XING is now a job board."
    )
    colour = "#006567"
    brand_icon = "xing"
    docs = "https://github.com/heiseonline/shariff/issues/451"
