"""An answer comes at a whole multiple of a time, whatever was done for it."""

from __future__ import annotations

import time

import pytest

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.signing.pace import Pace

from .campaign import VIGIL, Campaign


@pytest.mark.parametrize("work", [0.0, 0.01, 0.06])
def test_answers_come_at_multiples(work: float) -> None:
    pace = Pace(0.05)
    begin = pace.begin()
    time.sleep(work)
    pace.wait(begin)
    passed = time.monotonic() - begin
    assert passed >= 0.05 * (2 if work > 0.05 else 1)  # a busy machine can only make it longer


def test_without_an_interval_there_is_no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", None)
    Pace(0).wait(0)


@pytest.mark.parametrize("interval", [-0.1, 1.1, float("nan"), "0.02", None])
def test_only_seconds_are_accepted(interval: object) -> None:
    with pytest.raises(InvalidFieldError, match="answer_interval"):
        Campaign(MemorySignatureStore(), answer_interval=interval)


def test_what_waits_is_the_answer_that_says_nothing() -> None:
    campaign = Campaign(MemorySignatureStore(), answer_interval=0.3)

    def time_of(**form: object) -> float:
        begin = time.monotonic()
        campaign.sign(VIGIL, **form)
        return time.monotonic() - begin

    assert time_of() >= 0.3
    assert time_of(email="ales@") < 0.3  # its errors say themselves what is wrong
    begin = time.monotonic()
    campaign.service.resend(VIGIL, "nobody@example.org")
    assert time.monotonic() - begin >= 0.3
