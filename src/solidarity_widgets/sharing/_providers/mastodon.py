"""Mastodon, through the page that asks readers for their server, or on a server that the caller names."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.exceptions import InvalidFieldError, InvalidURLError
from solidarity_widgets.sharing.provider import Provider, Status, share_label
from solidarity_widgets.urls import check_url, percent_encode


class Mastodon(Provider):
    id = "mastodon"
    name = "Mastodon"
    endpoint = "https://share.joinmastodon.org/"
    params = {"message": "text"}
    tags_in_message = True
    limits = {"message": 500}
    options = ("instance",)
    aliases = ("fediverse", "masto")
    label = share_label("Share on Mastodon")
    status = Status(reason="The project's own share page, announced in March 2026.")
    colour = "#6364FF"
    brand_icon = "mastodon"
    docs = "https://blog.joinmastodon.org/2026/03/a-new-share-button/"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Put the text into the fragment for the shared page, or into the query for the caller's server."""
        text = percent_encode(fields["message"])
        if instance := options.get("instance"):
            return f"https://{_host(instance)}/share?text={text}"
        return f"{cls.endpoint}#text={text}"


def _host(instance: str) -> str:
    host = instance.removeprefix("https://")
    try:
        check_url(f"https://{host}", "instance")
    except InvalidURLError:
        host = ""
    if not host or any(sign in host for sign in "/?#"):
        raise InvalidFieldError(
            "instance", instance, "must be the host name of a server, such as 'mastodon.social'"
        )
    return host
