"""Moi Krug, a professional network of the 2010s. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class MoiKrug(Provider):
    id = "moikrug"
    name = "Moi Krug"
    endpoint = "http://moikrug.ru/share"
    params = {"url": "url", "title": "title", "text": "description"}
    native_names = {"be": "Мой Круг", "ru": "Мой Круг", "uk": "Мой Круг"}
    status = Status("retired", reason="Its share form appears only in code from 2010 to 2015.")
