"""VK (VKontakte), a social network."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Block, Provider, Status, share_label


class VK(Provider):
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
    native_names = {"ru": "ВКонтакте", "tg": "ВКонтакте", "uk": "ВКонтакте"}
    label = share_label("Share on VK")
    status = Status(
        reason="VK moved its API to vk.ru in 2025; other libraries still use this address for links."
    )
    blocked_in = (Block("UA", "2017-05"),)
    colour = "#0077FF"
    brand_icon = "vk"
    docs = "nygardk/react-share:src/VKShareButton.tsx"
