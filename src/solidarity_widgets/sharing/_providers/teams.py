"""Microsoft Teams."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status, share_label


class MicrosoftTeams(Provider):
    id = "teams"
    name = "Microsoft Teams"
    endpoint = "https://teams.microsoft.com/share"
    params = {"url": "href", "text": "msgText", "title": "assignTitle", "preview": "preview"}
    aliases = ("msteams", "microsoft_teams")
    native_names = {"ar": "مايكروسوفت تيمز", "fa": "مایکروسافت تیمز"}
    label = share_label("Share to Microsoft Teams")
    status = Status(reason="Documented by Microsoft.")
    docs = "kytta/shareon:src/shareon.js"
