"""LinkedIn; it takes the link alone and reads the rest from the page."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider


class LinkedIn(Provider):
    """LinkedIn; it takes the link alone and reads the rest from the page."""

    id = "linkedin"
    name = "LinkedIn"
    endpoint = "https://www.linkedin.com/sharing/share-offsite/"
    params = {"url": "url"}
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on LinkedIn")
    blocked_in = (Block("RU", "2016-11"),)
    colour = "#0A66C2"
    docs = "bradvin/social-share-urls:README.md#linkedin"
