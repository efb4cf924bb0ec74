"""Sina Weibo."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.i18n import parse_locale
from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Provider


class Weibo(Provider):
    id = "weibo"
    name = "Sina Weibo"
    endpoint = "https://service.weibo.com/share/share.php"
    params = {
        "url": "url",
        "title": "title",
        "image": "pic",
        "appkey": "appkey",
        "uid": "ralateUid",
        "lang": "language",
    }
    aliases = ("sina_weibo",)
    native_names = {"zh-CN": "新浪微博"}
    colour = "#E6162D"
    brand_icon = "sinaweibo"
    docs = "nygardk/react-share:src/WeiboShareButton.tsx"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Translate the language into Weibo's two codes, for simplified and traditional Chinese."""
        requested = parse_locale(content.lang)
        fields = super().fields(content, options)
        if requested is None or requested.language != "zh":
            return {**fields, "lang": ""}
        return {**fields, "lang": "zh_tw" if requested.script == "Hant" else "zh_cn"}
