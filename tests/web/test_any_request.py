"""Any request at all has an answer, and what is refused leaves nothing behind."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from solidarity_widgets.web import ROUTES, PetitionSite, Request

from ..signing.campaign import Campaign, in_memory, rows
from .visitor import BASE_URL

FORM = "application/x-www-form-urlencoded"
STATUSES = {200, 204, 303, 304, 400, 403, 404, 405, 413, 415, 422}
PATHS = st.sampled_from(
    [route.path.format(petition="vigil", token="\u0430.b", file="x.css") for route in ROUTES]
)
HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "accept-language", "origin", "sec-fetch-site", "if-none-match"]),
    st.one_of(st.text(), st.sampled_from([FORM, "same-origin", "cross-site", "be, ar;q=0.5"])),
)
BODIES = st.one_of(
    st.binary(), st.sampled_from([b"email=a%40example.org&name=x", b"lang=be&lang=ar", b"a=" + b"b" * 70_000])
)


class AnyRequests(RuleBasedStateMachine):
    """A site that gets one strange request after another."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.engine, self.store = self.stack.enter_context(in_memory())
        self.site = PetitionSite(Campaign(self.store).service, base_url=BASE_URL)

    @rule(
        method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", ""]),
        path=st.one_of(st.text(), PATHS),
        query=st.one_of(st.text(), st.sampled_from(["lang=ar", "url=https%3A%2F%2Fexample.org"])),
        headers=HEADERS,
        body=BODIES,
    )
    def ask(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> None:
        """Send a request."""
        response = self.site.handle(Request(method, path, query, headers, body, "?"))
        assert response.status in STATUSES
        for name, value in response.headers:
            assert f"{name}{value}".isascii()
            assert not {"\r", "\n"} & set(value)
        if response.status >= 400:
            assert not any(self._signatures())

    def _signatures(self) -> list[Any]:
        return [found for name, found in rows(self.engine, self.store).items() if name != "sw_keys"]

    def teardown(self) -> None:
        """Close the store."""
        self.stack.close()


TestAnyRequests = AnyRequests.TestCase


@given(st.text(), st.text())
def test_a_request_shows_nothing_of_the_reader(path: str, query: str) -> None:
    assert repr(Request("GET", path, query)) == "Request(method='GET')"
