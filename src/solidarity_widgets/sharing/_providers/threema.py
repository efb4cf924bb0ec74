"""Threema, a messenger. The link opens the installed app."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class Threema(Provider):
    id = "threema"
    name = "Threema"
    endpoint = "threema://compose"
    params = {"message": "text", "id": "id"}
    colour = "#3FE669"
    brand_icon = "threema"
    docs = "heiseonline/shariff:src/js/services/threema.js"
