"""FriendFeed, which closed in 2015. The link is kept for archives."""

from __future__ import annotations

from solidarity_widgets.sharing.provider import Provider, Status


class FriendFeed(Provider):
    id = "friendfeed"
    name = "FriendFeed"
    endpoint = "http://friendfeed.com/"
    params = {"url": "url"}
    status = Status("retired", since="2015", reason="Closed.")
    docs = "bradvin/social-share-urls:README.md (Deprecated)"
