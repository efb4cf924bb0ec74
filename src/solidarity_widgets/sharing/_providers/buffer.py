"""Buffer, a service that schedules posts."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Buffer(Provider):
    id = "buffer"
    name = "Buffer"
    endpoint = "https://publish.buffer.com/compose"
    params = {"url": "url", "text": "text"}
    aliases = ("bufferapp",)
    status = Status(
        "unknown", reason="Buffer documents no share link. FreshRSS has used this one since 2023."
    )
    colour = "#231F20"
    brand_icon = "buffer"
    docs = "https://github.com/FreshRSS/FreshRSS/pull/5286"
