"""Commons, an invented network of servers, as a share provider."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets import InvalidFieldError, Provider, Status, pgettext_noop
from solidarity_widgets.urls import check_host


class Commons(Provider):
    """Its quirk: each server has the form at its own address."""

    id = "commons"
    name = "Commons"
    endpoint = "https://commons.example/post"
    params = {"message": "status", "lang": "language"}
    limits = {"message": 500}
    tags_in_message = True
    options = ("server",)
    label = pgettext_noop("share", "Post on Commons")
    status = Status(reason="Invented, to show how a package adds a network.")
    colour = "#1B6B5A"
    docs = "https://commons.example/developers"

    @classmethod
    def build(cls, fields: Mapping[str, str], options: Mapping[str, str]) -> str:
        """Build the link as usual, then move it to the caller's server."""
        link = super().build(fields, options)
        server = options.get("server")
        if not server:
            return link
        if any(sign in server for sign in "/?#@"):
            raise InvalidFieldError("server", server, "must be a host alone, such as 'minsk.commons.example'")
        check_host(server, server, "server")
        return link.replace("commons.example", server, 1)
