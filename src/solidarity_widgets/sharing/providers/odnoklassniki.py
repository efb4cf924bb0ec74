"""Odnoklassniki (OK), the social network of old classmates."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider, Status


class Odnoklassniki(Provider):
    """Odnoklassniki (OK), the social network of old classmates."""

    id = "odnoklassniki"
    name = "Odnoklassniki"
    endpoint = "https://connect.ok.ru/offer"
    params = {"url": "url", "title": "title", "text": "description", "image": "imageUrl"}
    aliases = ("ok", "ok.ru", "okru", "odkl", "classmates")
    native_names = {"ru": "Одноклассники", "uk": "Однокласники"}
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on Odnoklassniki")
    status = Status(reason="Current libraries and the network's own pages use this endpoint.")
    blocked_in = (Block("UA", "2017-05"),)
    colour = "#FF7700"
    brand_icon = "odnoklassniki"
    docs = "https://apiok.ru/en/ext/like"
