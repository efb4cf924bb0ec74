"""Mastodon, through the page that asks readers for their server, or on a server that the caller names."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.sharing.instances import instance_host, other_software
from solidarity_widgets.sharing.lengths import mastodon_length
from solidarity_widgets.sharing.provider import Provider, Status, share_label
from solidarity_widgets.urls import percent_encode


class Mastodon(Provider):
    id = "mastodon"
    name = "Mastodon"
    endpoint = "https://share.joinmastodon.org/"
    params = {"message": "text"}
    tags_in_message = True
    limits = {"message": 500}
    hashtag_rule = "word"
    options = ("instance",)
    aliases = ("fediverse", "masto")
    native_names = {"ar": "ماستودون", "fa": "ماستودون", "he": "מסטודון"}
    label = share_label("Share on Mastodon")
    status = Status(reason="The project's own share page, announced in March 2026.")
    colour = "#6364FF"
    brand_icon = "mastodon"
    docs = "https://blog.joinmastodon.org/2026/03/a-new-share-button/"

    @classmethod
    def text_length(cls, text: str) -> int:
        """Count a link as 23 characters, however long it is."""
        return mastodon_length(text)

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Put the text into the fragment for the shared page, or into the query for the caller's server."""
        text = percent_encode(fields["message"])
        if instance := options.get("instance"):
            host = instance_host(instance)
            if software := other_software(host):
                raise InvalidFieldError(
                    "instance", instance, f"is not a Mastodon server (use the provider {software!r})"
                )
            return f"https://{host}/share?text={text}"
        return f"{cls.endpoint}#text={text}"
