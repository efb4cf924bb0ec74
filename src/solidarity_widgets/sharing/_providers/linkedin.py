"""LinkedIn. It takes only the link, and reads the rest from the page."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, share_label


class LinkedIn(Provider):
    id = "linkedin"
    name = "LinkedIn"
    endpoint = "https://www.linkedin.com/sharing/share-offsite/"
    params = {"url": "url"}
    native_names = {"ar": "لينكد إن", "fa": "لینکدین", "he": "לינקדאין"}
    label = share_label("Share on LinkedIn")
    blocked_in = (Block("RU", "2016-11"),)
    colour = "#0A66C2"
    docs = "bradvin/social-share-urls:README.md#linkedin"
