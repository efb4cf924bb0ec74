"""Threema, the messenger; the link opens the installed program."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class Threema(Provider):
    """Threema, the messenger; the link opens the installed program."""

    id = "threema"
    name = "Threema"
    endpoint = "threema://compose"
    params = {"message": "text", "id": "id"}
    colour = "#3FE669"
    brand_icon = "threema"
    docs = "heiseonline/shariff:src/js/services/threema.js"
