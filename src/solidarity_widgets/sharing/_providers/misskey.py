"""Misskey, a microblogging network. By default, the project's page lets the reader choose a server."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.sharing.instances import instance_host
from solidarity_widgets.sharing.provider import Provider, Status, share_label
from solidarity_widgets.urls import encode_query


class Misskey(Provider):
    id = "misskey"
    name = "Misskey"
    endpoint = "https://misskey-hub.net/share/"
    params = {"text": "text", "url": "url", "visibility": "visibility"}
    options = ("instance",)
    label = share_label("Share on Misskey")
    status = Status(reason="Documented by the project.")
    colour = "#86B300"
    brand_icon = "misskey"
    docs = "https://misskey-hub.net/en/docs/for-users/features/share-form/"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Link to the share page of the caller's server, or to the project's."""
        if instance := options.get("instance"):
            sent = encode_query((wire, fields.get(name, "")) for name, wire in cls.params.items())
            return f"https://{instance_host(instance)}/share?{sent}"
        return super().build(fields, options)
