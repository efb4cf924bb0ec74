"""Meta's Workplace, which closed in 2026. The link is kept for archives."""

from __future__ import annotations

from collections.abc import Mapping

from solidarity_widgets.sharing.content import ShareContent
from solidarity_widgets.sharing.provider import Provider, Status


class Workplace(Provider):
    id = "workplace"
    name = "Workplace"
    endpoint = "https://work.facebook.com/sharer.php"
    params = {"url": "u", "text": "quote", "hashtag": "hashtag"}
    status = Status("retired", since="2026-06-01", reason="Meta closed it.")
    hashtag_rule = "word"
    colour = "#4526CE"
    docs = "nygardk/react-share:src/WorkplaceShareButton.tsx"

    @classmethod
    def fields(cls, content: ShareContent, options: Mapping[str, str]) -> dict[str, str]:
        """Put ``#`` before the hashtag, as Workplace required."""
        fields = super().fields(content, options)
        return {**fields, "hashtag": f"#{fields['hashtag']}" if fields["hashtag"] else ""}
