"""Qzone, QQ's social network."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider


class Qzone(Provider):
    id = "qzone"
    name = "Qzone"
    endpoint = "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey"
    params = {"url": "url", "title": "title", "text": "summary", "image": "pics", "source": "site"}
    aliases = ("qq",)
    native_names = {"zh-CN": "QQ 空间"}
    colour = "#FECE00"
    brand_icon = "qzone"
    docs = "huacnlee/social-share-button"
