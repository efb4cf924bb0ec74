"""Buffer, a service that schedules posts."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Buffer(Provider):
    id = "buffer"
    name = "Buffer"
    endpoint = "https://buffer.com/add"
    params = {"url": "url", "text": "text", "image": "picture", "via": "via"}
    aliases = ("bufferapp",)
    status = Status("unknown", reason="One list reports it closed in 2020; other libraries still include it.")
    colour = "#231F20"
    brand_icon = "buffer"
    docs = "heiseonline/shariff:src/js/services/buffer.js"
