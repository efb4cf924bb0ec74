"""LiveInternet, the blog platform."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class LiveInternet(Provider):
    """LiveInternet, the blog platform."""

    id = "liveinternet"
    name = "LiveInternet"
    endpoint = "http://www.liveinternet.ru/journal_post.php"
    fixed = {"action": "n_add"}
    params = {"url": "cnurl", "title": "cntitle"}
    aliases = ("liru",)
    native_names = {"ru": "ЛиРу"}
    status = Status("unknown", reason="A library of 2025 still links to it.")
    docs = "koddr/goodshare.js:src/providers/LiveInternet.js"
