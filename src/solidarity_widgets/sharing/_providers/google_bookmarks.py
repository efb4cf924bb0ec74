"""Google Bookmarks, which closed in 2021. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class GoogleBookmarks(Provider):
    id = "google_bookmarks"
    name = "Google Bookmarks"
    endpoint = "https://www.google.com/bookmarks/mark"
    fixed = {"op": "edit"}
    params = {"url": "bkmk", "title": "title", "text": "annotation", "hashtags": "labels"}
    aliases = ("googlebookmark",)
    status = Status("retired", since="2021-09-30", reason="Google closed it.")
    docs = "bradvin/social-share-urls:README.md#googlebookmarks"
