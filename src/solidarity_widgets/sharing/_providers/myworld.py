"""My World, Mail.ru's social network."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class MyWorld(Provider):
    id = "myworld"
    name = "My World"
    endpoint = "https://connect.mail.ru/share"
    params = {"url": "share_url", "title": "title", "text": "description", "image": "image_url"}
    aliases = (
        "moimir",
        "moi_mir",
        "moymir",
        "moi-mir",
        "mymailru",
        "my_mail",
        "mailru",
        "mail_ru",
        "mail.ru",
        "my.mail.ru",
    )
    native_names = {
        "ar": "موي مير",
        "be": "Мой Мир",
        "de": "Moi Mir",
        "es": "Moi Mir",
        "fa": "موی میر",
        "fr": "Moï Mir",
        "he": "מוי מיר",
        "lt": "Moj Mir",
        "pl": "Moj Mir",
        "ru": "Мой Мир",
        "tg": "Мой Мир",
        "uk": "Мій Світ",
    }
    # Translators: My World is Mail.ru's social network (Russian: Мой Мир).
    label = share_label("Share on My World (Mail.ru)")
    status = Status(
        "unknown", reason="No notice of closure is known, but its share page was reported broken in 2018."
    )
    blocked_in = (Block("UA", "2017-05"),)
    colour = "#168DE2"
    brand_icon = "maildotru"
    docs = "https://api.mail.ru/sites/plugins/share/extended/"
