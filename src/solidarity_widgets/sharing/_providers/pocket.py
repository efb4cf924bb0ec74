"""Pocket, a read-later service that closed in 2025. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Pocket(Provider):
    id = "pocket"
    name = "Pocket"
    endpoint = "https://getpocket.com/save"
    params = {"url": "url", "title": "title"}
    aliases = ("getpocket", "readitlater")
    status = Status("retired", since="2025-07-08", reason="Mozilla closed Pocket.")
    successor = "instapaper"
    colour = "#EF3F56"
    docs = (
        "https://cyberinsider.com/mozilla-to-shut-down-pocket-service-in-july-to-allow-exports-until-october"
    )
