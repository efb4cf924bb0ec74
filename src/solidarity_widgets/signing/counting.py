"""The count: read, answered over HTTP, and kept right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.jobs import recount as job
from solidarity_widgets.signing.jobs.progress import ProgressCallback
from solidarity_widgets.signing.jobs.recount import RecountResult
from solidarity_widgets.signing.store.records import Count


@dataclass(frozen=True, slots=True)
class CountResponse:
    """An HTTP response with the count, as the page's script expects it.

    Attributes:
        status: 200, or 304 if the client has the count already.
        headers: The headers. Any cache may keep the response for a while.
        body: JSON, or empty.

    Example:
        >>> first = CountResponse.of(Count(7312), max_age=10)
        >>> first.status, first.body
        (200, b'{"signed":7312}')
        >>> CountResponse.of(Count(7312), max_age=10, if_none_match=first.headers["ETag"]).status
        304
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, count: Count, *, max_age: int, if_none_match: str | None = None) -> CountResponse:
        """Make a response.

        Args:
            count: The count.
            max_age: For how many seconds caches can answer by themselves.
            if_none_match: The request's ``If-None-Match``, or ``None``. Tags are compared weakly (RFC 9110,
                section 13.1.2), and ``*`` matches.

        Returns:
            The response.
        """
        tag = f'"{count.signed}"'
        headers = {
            "Cache-Control": f"public, max-age={max_age}, stale-while-revalidate={2 * max_age}",
            "ETag": tag,
        }
        known = {word.strip().removeprefix("W/") for word in (if_none_match or "").split(",")}
        if known & {tag, "*"}:
            return cls(304, headers, b"")
        body = json.dumps({"signed": count.signed}, separators=(",", ":")).encode()
        return cls(200, {**headers, "Content-Type": "application/json"}, body)


def count(context: Context, petition: Petition) -> Count:
    """Return how many have signed."""
    return context.store.count(petition.id)


def flush_counts(context: Context, petition: Petition) -> int:
    """Add all waiting confirmed signatures to the counter, and return how many there were."""
    added = 0
    while some := context.store.flush_counts(petition.id, context.now()):
        added += some
    return added


def recount(context: Context, petition: Petition, progress: ProgressCallback | None) -> RecountResult:
    """Count a petition's signatures again and correct the counter."""
    return job.recount(context.store, petition.id, now=context.now(), progress=progress)
