"""The change feed: what has changed in the list of confirmed signatures, for a copy kept elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from solidarity_widgets.checks import check_whole
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.store.records import Change


def changes(context: Context, petition: Petition, after: int, limit: int) -> Sequence[Change]:
    """Return entries of a petition's change feed, with the thresholds of its goal."""
    check_whole(after, "after", minimum=0)
    check_whole(limit, "limit", minimum=1)
    return context.store.changes(petition.id, after=after, limit=limit, goal=petition.goal)
