"""A site with petitions, and a visitor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ..signing.campaign import Campaign, in_memory
from .visitor import Visitor


@pytest.fixture
def campaign() -> Iterator[Campaign]:
    """A campaign whose store is in memory."""
    with in_memory() as (_, store):
        yield Campaign(store)


@pytest.fixture
def visitor(campaign: Campaign) -> Visitor:
    """A visitor who reads English."""
    return Visitor(campaign)
