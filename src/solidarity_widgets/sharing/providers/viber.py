"""Viber, the messenger; the link opens the installed program."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider


class Viber(Provider):
    """Viber, the messenger; the link opens the installed program."""

    id = "viber"
    name = "Viber"
    endpoint = "viber://forward"
    params = {"message": "text"}
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Viber")
    blocked_in = (Block("RU", "2024-12-13"),)
    colour = "#7360F2"
    brand_icon = "viber"
    docs = "nygardk/react-share:src/ViberShareButton.tsx"
