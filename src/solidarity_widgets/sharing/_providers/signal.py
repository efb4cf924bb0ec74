"""Signal, a messenger that publishes no share URL."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, Status


class Signal(Provider):
    id = "signal"
    name = "Signal"
    endpoint = None
    status = Status(reason="Publishes no share URL.")
    blocked_in = (Block("RU", "2024-08"),)
    alternatives = ("web_share", "copy_link")
    colour = "#3B45FD"
    brand_icon = "signal"
