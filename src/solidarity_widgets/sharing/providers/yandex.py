"""Yandex's blog service Ya.ru, closed in 2014; a link for archives."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider, Status


class Yandex(Provider):
    """Yandex's blog service Ya.ru, closed in 2014; a link for archives."""

    id = "yandex"
    name = "Yandex"
    endpoint = "http://my.ya.ru/posts_add_link.xml"
    params = {"url": "URL", "title": "title", "text": "body"}
    aliases = ("ya", "yaru", "ya.ru", "я.ру", "yandex_ru")
    service = "my.ya.ru"
    native_names = {"ru": "Яндекс", "uk": "Яндекс"}
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know. Here: the closed blog service of Yandex.
    label = pgettext_noop("share", "Share on Yandex blogs")
    status = Status("retired", since="2014", reason="The blogs of Ya.ru were seen closed by 2014-11-24.")
    blocked_in = (Block("UA", "2017-05"),)
    successor = "yandex_mail"
    colour = "#FF0000"
    docs = "https://github.com/komachi/indiesocial/issues/4"
