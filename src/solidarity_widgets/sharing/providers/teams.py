"""Microsoft Teams."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Provider, Status


class MicrosoftTeams(Provider):
    """Microsoft Teams."""

    id = "teams"
    name = "Microsoft Teams"
    endpoint = "https://teams.microsoft.com/share"
    params = {"url": "href", "text": "msgText", "title": "assignTitle", "preview": "preview"}
    aliases = ("msteams", "microsoft_teams")
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share to Microsoft Teams")
    status = Status(reason="Documented by Microsoft.")
    docs = "kytta/shareon:src/shareon.js"
