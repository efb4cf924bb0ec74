"""WeChat, which publishes no share URL. Readers scan a QR code instead."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class WeChat(Provider):
    id = "wechat"
    name = "WeChat"
    endpoint = None
    aliases = ("weixin",)
    native_names = {"zh": "微信"}
    status = Status(reason="Publishes no share URL; readers scan a QR code.")
    alternatives = ("qr", "copy_link")
    colour = "#07C160"
    brand_icon = "wechat"
    docs = "huacnlee/social-share-button:app/assets/javascripts/social-share-button/wechat.coffee"
