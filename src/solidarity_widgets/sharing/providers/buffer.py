"""Buffer, for posting on schedule."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Buffer(Provider):
    """Buffer, for posting on schedule."""

    id = "buffer"
    name = "Buffer"
    endpoint = "https://buffer.com/add"
    params = {"url": "url", "text": "text", "image": "picture", "via": "via"}
    aliases = ("bufferapp",)
    status = Status("unknown", reason="One list has it dead since 2020, other libraries keep it.")
    colour = "#231F20"
    brand_icon = "buffer"
    docs = "heiseonline/shariff:src/js/services/buffer.js"
