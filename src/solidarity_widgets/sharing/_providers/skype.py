"""Skype, which closed in 2025. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class Skype(Provider):
    id = "skype"
    name = "Skype"
    endpoint = "https://web.skype.com/share"
    params = {"url": "url", "text": "text"}
    status = Status("retired", since="2025-05-05", reason="Microsoft closed Skype.")
    successor = "teams"
    colour = "#00AFF0"
    docs = "bradvin/social-share-urls:README.md#skype"
