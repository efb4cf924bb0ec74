"""Ya.ru, Yandex's blog service, which closed in 2014. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class Yandex(Provider):
    id = "yandex"
    name = "Ya.ru"
    endpoint = "http://my.ya.ru/posts_add_link.xml"
    params = {"url": "URL", "title": "title", "text": "body"}
    aliases = ("ya", "yaru", "ya.ru", "я.ру", "yandex_ru")
    native_names = {"be": "Я.ру", "ru": "Я.ру", "uk": "Я.ру"}
    # Translators: The blog service of Yandex, which has closed.
    label = share_label("Share on Yandex blogs")
    status = Status("retired", since="2014", reason="The Ya.ru blogs had closed by 2014-11-24.")
    blocked_in = (Block("UA", "2017-05"),)
    successor = "yandex_mail"
    colour = "#FF0000"
    docs = "https://github.com/komachi/indiesocial/issues/4"
