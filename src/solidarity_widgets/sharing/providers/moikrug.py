"""Moi Krug, a professional network of the 2010s; a link for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class MoiKrug(Provider):
    """Moi Krug, a professional network of the 2010s; a link for archives."""

    id = "moikrug"
    name = "Moi Krug"
    endpoint = "http://moikrug.ru/share"
    params = {"url": "url", "title": "title", "text": "description"}
    native_names = {"ru": "Мой Круг"}
    status = Status("retired", reason="Its share form was only seen in code of 2010-2015.")
