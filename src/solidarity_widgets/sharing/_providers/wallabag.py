"""wallabag, a service for reading later that people host themselves."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.sharing.instances import instance_host
from solidarity_widgets.sharing.provider import Provider, Status
from solidarity_widgets.urls import percent_encode


class Wallabag(Provider):
    id = "wallabag"
    name = "wallabag"
    endpoint = "https://app.wallabag.it/bookmarklet"
    params = {"url": "url"}
    options = ("instance",)
    status = Status(reason="The address of its bookmarklet, by default on the project's paid service.")
    colour = "#3F6184"
    brand_icon = "wallabag"
    docs = "https://github.com/FreshRSS/FreshRSS/blob/edge/app/shares.php"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Link to the caller's server, or to the project's."""
        if instance := options.get("instance"):
            return f"https://{instance_host(instance)}/bookmarklet?url={percent_encode(fields['url'])}"
        return super().build(fields, options)
