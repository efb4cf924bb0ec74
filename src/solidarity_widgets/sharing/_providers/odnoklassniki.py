"""Odnoklassniki (OK), a social network for former classmates."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class Odnoklassniki(Provider):
    id = "odnoklassniki"
    name = "Odnoklassniki"
    endpoint = "https://connect.ok.ru/offer"
    params = {"url": "url", "title": "title", "text": "description", "image": "imageUrl"}
    aliases = ("ok", "ok.ru", "okru", "odkl", "classmates")
    native_names = {
        "ar": "أودنوكلاسنيكي",
        "be": "Аднакласнікі",
        "be-tarask": "Аднаклясьнікі",
        "fa": "آدناکلاسنیکی",
        "he": "אודנוקלסניקי",
        "ru": "Одноклассники",
        "tg": "Одноклассники",
        "uk": "Однокласники",
    }
    label = share_label("Share on Odnoklassniki")
    status = Status(reason="Current libraries and the network's own pages use this endpoint.")
    blocked_in = (Block("UA", "2017-05"),)
    colour = "#FF7700"
    brand_icon = "odnoklassniki"
    docs = "https://apiok.ru/en/ext/like"
