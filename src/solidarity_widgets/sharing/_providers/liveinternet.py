"""LiveInternet, a blog platform."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class LiveInternet(Provider):
    id = "liveinternet"
    name = "LiveInternet"
    endpoint = "http://www.liveinternet.ru/journal_post.php"
    fixed = {"action": "n_add"}
    params = {"url": "cnurl", "title": "cntitle"}
    aliases = ("liru",)
    status = Status("unknown", reason="A library released in 2025 still links to it.")
    docs = "koddr/goodshare.js:src/providers/LiveInternet.js"
