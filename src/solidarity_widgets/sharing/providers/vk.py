"""VK (VKontakte), the social network."""

from __future__ import annotations

from solidarity_widgets.i18n.messages import pgettext_noop
from solidarity_widgets.sharing.provider import Block, Provider


class VK(Provider):
    """VK (VKontakte), the social network."""

    id = "vk"
    name = "VK"
    endpoint = "https://vk.com/share.php"
    params = {
        "url": "url",
        "title": "title",
        "image": "image",
        "text": "comment",
        "noparse": "noparse",
        "no_vk_links": "no_vk_links",
    }
    aliases = ("vkontakte", "vk.com", "вк")
    native_names = {"ru": "ВКонтакте", "uk": "ВКонтакте"}
    # Translators: Label of a share button. Decline the network's name as your language wants and use the
    # Translators: name its readers know.
    label = pgettext_noop("share", "Share on VK")
    blocked_in = (Block("UA", "2017-05"),)
    colour = "#0077FF"
    brand_icon = "vk"
    docs = "nygardk/react-share:src/VKShareButton.tsx"
