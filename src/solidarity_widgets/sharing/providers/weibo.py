"""Sina Weibo."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class Weibo(Provider):
    """Sina Weibo."""

    id = "weibo"
    name = "Sina Weibo"
    endpoint = "https://service.weibo.com/share/share.php"
    params = {
        "url": "url",
        "title": "title",
        "image": "pic",
        "appkey": "appkey",
        "via": "ralateUid",
        "language": "language",
    }
    aliases = ("sina_weibo",)
    native_names = {"zh-CN": "新浪微博"}
    colour = "#E6162D"
    brand_icon = "sinaweibo"
    docs = "nygardk/react-share:src/WeiboShareButton.tsx"
