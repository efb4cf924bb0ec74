"""Nobody learns from a response who has signed, is blocked or quarantined: not a byte of it differs.

``python -m pytest -m benchmark tests/web/test_http_enumeration.py`` prints how long the responses take.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Any

import pytest

from solidarity_widgets.signing import SqlSignatureStore
from solidarity_widgets.signing.pace import DEFAULT_INTERVAL
from solidarity_widgets.web import Response

from ..signing.campaign import DAY, HOUR, STRICT, Campaign
from ..signing.conftest import (  # noqa: F401 - fixtures
    bare_place,
    durable_place,
    kept,
    memory_folder,
    place,
    sqlite_file,
    store,
    template,
)
from ..signing.test_enumeration import CASES, OPTIONS
from .visitor import Visitor

#: A response: status, headers and body.
Sent = tuple[int, tuple[tuple[str, str], ...], bytes]


def visit(store: SqlSignatureStore, *, queued: bool, answer_interval: float = 0) -> Visitor:  # noqa: F811
    """Visit a campaign whose hidden field alone makes a form suspicious enough."""
    options = {**OPTIONS, "suspicion_policy": STRICT, "answer_interval": answer_interval}
    return Visitor(Campaign(store, queued=queued, **options))


def sent(response: Response) -> Sent:
    return response.status, response.headers, response.body


def address_of(case: str, number: int) -> str:
    domain = CASES[case][1].get("domain", "example.org")
    return f"{case.replace(' ', '.').replace(',', '')}{number}@{domain}"


def prepare(visitor: Visitor, case: str, number: int = 1) -> tuple[str, dict[str, str]]:
    """Let happen what was before, and return the address and the fields of the form that comes now."""
    before, form = CASES[case]
    address, fields = address_of(case, number), dict(form)
    before(visitor.campaign, address)
    visitor.campaign.now += HOUR
    wait = fields.pop("wait", 30)
    fields.pop("domain", None)
    filled = visitor.form(email=address, **fields)
    visitor.campaign.now += wait - 30
    return address, filled


@pytest.mark.parametrize("queued", [False, True], ids=["own queue", "outbox"])
def test_the_response_to_a_form(store: SqlSignatureStore, queued: bool) -> None:  # noqa: F811
    visitor = visit(store, queued=queued)
    responses: dict[str, list[Sent]] = {}
    for case in CASES:
        visitor.campaign.now += DAY
        _, fields = prepare(visitor, case)
        first = visitor.post("/vigil", fields)
        responses[case] = [sent(first), sent(visitor.follow(first))]
    first, page = responses["new"]
    assert first[0] == 303
    assert ("Location", "/petitions/vigil/check-email") in first[1]
    assert page[0] == 200
    assert {case for case, found in responses.items() if found != [first, page]} == set()
    assert "quarantined" in visitor.campaign.events
    assert "blocked" in visitor.campaign.events
    assert "already_signed" in visitor.campaign.events


def test_the_response_to_an_address(store: SqlSignatureStore) -> None:  # noqa: F811
    visitor = visit(store, queued=True)
    visitor.campaign.service._context.check_keys()
    responses = set()
    for case in CASES:
        visitor.campaign.now += DAY
        address, _ = prepare(visitor, case)
        for each in (address, f"nobody.{address}"):
            response = visitor.post("/vigil/resend", {"email": each})
            responses.add((sent(response), sent(visitor.follow(response))))
    assert len(responses) == 1


@pytest.mark.benchmark
@pytest.mark.parametrize("queued", [False, True], ids=["own queue", "outbox"])
def test_the_time_of_a_response(
    queued: bool,
    durable_place: Any,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Medians on the disk, each case in turn, so that what else the machine does slows all."""
    forms: dict[str, list[float]] = {case: [] for case in CASES}
    resent: dict[str, list[float]] = {"known": [], "unknown": []}
    with durable_place.open() as opened:
        opened.create_tables()
        visitor = visit(opened, queued=queued, answer_interval=DEFAULT_INTERVAL)

        def time_of(path: str, fields: dict[str, str]) -> float:
            assert visitor.campaign.outbox is not None  # what waits is sent before
            begin = perf_counter()
            assert visitor.post(path, fields).status == 303
            return perf_counter() - begin

        for number in range(30):
            for case in CASES:
                visitor.campaign.now += DAY
                address, fields = prepare(visitor, case, number)
                forms[case].append(time_of("/vigil", fields))
                if case == "pending":
                    visitor.campaign.now += HOUR
                    resent["known"].append(time_of("/vigil/resend", {"email": address}))
                    resent["unknown"].append(time_of("/vigil/resend", {"email": f"nobody.{address}"}))
    with capsys.disabled():
        for found in (forms, resent):
            middle = {case: median(times) * 1000 for case, times in found.items()}
            print("\n" + "\n".join(f"{case}: {time:.2f} ms" for case, time in middle.items()))
            ratio = max(middle.values()) / min(middle.values())
            print(f"longest against shortest median: {ratio:.3f}")
            assert ratio < 1.05
