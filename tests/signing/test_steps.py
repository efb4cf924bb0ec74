"""The table of steps: every form that can come has one row, and the promises that the rows keep together."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.signing import MemorySignatureStore, Signature
from solidarity_widgets.signing.intake.duplicates import decide
from solidarity_widgets.signing.intake.steps import STEPS
from solidarity_widgets.signing.intake.suspicion import Verdict
from solidarity_widgets.signing.store.records import STATES

from .campaign import VIGIL, Campaign

SERVICE = Campaign(MemorySignatureStore()).service

signatures = st.builds(
    Signature,
    st.just(VIGIL.id),
    st.text("0123456789abcdef", min_size=32, max_size=32),
    state=st.sampled_from(STATES),
    household_slot=st.integers(0, 1),
    signer_hash=st.none() | st.sampled_from("ab"),
    postcode=st.sampled_from(["", "220030", "1010"]),
    score=st.integers(0, 100),
    confirmed_at=st.none() | st.just(100),
)


@given(
    existing=st.lists(signatures, max_size=3),
    household=st.booleans(),
    postcode=st.sampled_from(["", "220030"]),
    verdict=st.sampled_from(get_args(Verdict)),
)
def test_every_form_has_a_row(
    existing: list[Signature], household: bool, postcode: str, verdict: Any
) -> None:
    decision = decide(existing, ("a",), postcode, household)
    state = SERVICE._intake._state(decision.existing)
    step = STEPS[decision.outcome, state, verdict]
    assert (step.action == "insert") == (decision.existing is None)
    assert (step.email == "already_signed") == (state == "confirmed")


def test_no_suspicious_form_changes_what_is_stored() -> None:
    """Else anybody could replace what a signer wrote, or free what was quarantined."""
    for (_, _, verdict), step in STEPS.items():
        if verdict != "clean":
            assert step.action in ("insert", "keep")


def test_no_form_changes_what_its_signer_confirmed() -> None:
    assert {step.action for (_, state, _), step in STEPS.items() if state == "confirmed"} == {"keep"}


def test_only_a_score_can_be_overruled_by_a_form() -> None:
    """What the host or a block list quarantined stays so."""
    assert {state for (_, state, _), step in STEPS.items() if step.action == "release"} == {
        "quarantined_by_score"
    }
