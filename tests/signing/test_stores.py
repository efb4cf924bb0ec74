"""What every store is: all methods of the protocol, with its signatures and its documentation."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from solidarity_widgets.signing import MemorySignatureStore, SignatureStore, SqlSignatureStore

from .campaign import VIGIL, Campaign

STORES = [SqlSignatureStore, MemorySignatureStore]
METHODS = [name for name, value in vars(SignatureStore).items() if callable(value) and name[0] != "_"]


def parameters(function: Callable[..., Any]) -> list[tuple[str, Any, Any]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(function).parameters.values()]


@pytest.mark.parametrize("store", STORES)
class TestContract:
    """A store must define each method itself: the protocol's own would do nothing and return ``None``."""

    @pytest.mark.parametrize("method", METHODS)
    def test_each_method_is_its_own(self, store: type, method: str) -> None:
        assert method in vars(store)
        assert parameters(vars(store)[method]) == parameters(vars(SignatureStore)[method])

    @pytest.mark.parametrize("method", METHODS)
    def test_the_protocol_documents_it(self, store: type, method: str) -> None:
        assert vars(store)[method].__doc__ is None
        assert inspect.getdoc(getattr(store, method)) == inspect.getdoc(getattr(SignatureStore, method))


def test_a_site_can_test_with_the_store_in_memory() -> None:
    campaign = Campaign(MemorySignatureStore())
    outgoing = campaign.signed(agree="processing updates")
    assert campaign.count() == 1
    assert [each.name for each in campaign.service.subscribers(VIGIL)] == ["Алесь Бяляцкі"]
    assert campaign.service.withdraw(outgoing.tokens["withdraw"]).outcome == "done"
    assert campaign.count() == 0
    assert campaign.service.erase(outgoing.tokens["erase"]).outcome == "done"
    assert campaign.all() == []
    assert "Бяляцкі" not in repr(campaign.store)
