"""Lemmy, a network of link aggregators."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.sharing.instances import instance_host
from solidarity_widgets.sharing.provider import Provider, Status, share_label
from solidarity_widgets.urls import encode_query


class Lemmy(Provider):
    id = "lemmy"
    name = "Lemmy"
    endpoint = "https://join-lemmy.org/instances"
    params = {"url": "url", "title": "title", "text": "body"}
    options = ("instance",)
    required = ("instance",)
    limits = {"title": 200}
    label = share_label("Share on Lemmy")
    status = Status(
        reason="The page for a new post on each server; there is no page where readers choose one."
    )
    colour = "#00BC8C"
    brand_icon = "lemmy"
    docs = "https://github.com/FreshRSS/FreshRSS/issues/2510"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Link to the page for a new post on the caller's server."""
        sent = encode_query((wire, fields.get(name, "")) for name, wire in cls.params.items())
        return f"https://{instance_host(options['instance'])}/create_post?{sent}"
