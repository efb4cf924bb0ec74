"""How far a number of signatures is: right at the ends, never a hundred percent before it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from fractions import Fraction
from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jinja2 import Undefined
from markupsafe import Markup

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Goal
from solidarity_widgets.petitions.goal import GoalProgress, GoalStep, check_signed

FIXED = Goal.fixed(10_000)
NAMED = Goal.thresholds({100_000: "A debate", 1_000: "A reply", 10_000: "An answer"})
LADDER = Goal.ladder()
OWN = Goal.ladder(300, 700)


class Whole:
    """A number of another library, such as one of NumPy's."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


class TestProgress:
    """At 0, 1, one below, exactly at and above every threshold, at 99.95 % and at ten times the goal."""

    @pytest.mark.parametrize(
        ("goal", "signed", "step", "percent", "reached"),
        [
            (FIXED, 0, 10_000, 0, False),
            (FIXED, 1, 10_000, 0, False),
            (FIXED, 99, 10_000, 0, False),
            (FIXED, 100, 10_000, 1, False),
            (FIXED, 5_000, 10_000, 50, False),
            (FIXED, 9_899, 10_000, 98, False),
            (FIXED, 9_900, 10_000, 99, False),
            (FIXED, 9_995, 10_000, 99, False),
            (FIXED, 9_999, 10_000, 99, False),
            (FIXED, 10_000, 10_000, 100, True),
            (FIXED, 10_001, 10_000, 100, True),
            (FIXED, 100_000, 10_000, 100, True),
            (Goal.fixed(1), 0, 1, 0, False),
            (Goal.fixed(1), 1, 1, 100, True),
            (Goal.fixed(1), 10, 1, 100, True),
            (Goal.fixed(3), 1, 3, 33, False),
            (Goal.fixed(3), 2, 3, 66, False),
            (Goal.fixed(10**18), 10**18 - 1, 10**18, 99, False),
            (Goal.fixed(10**30), 10**30 - 1, 10**30, 99, False),
            (Goal.fixed(10**30), 10**31, 10**30, 100, True),
            (NAMED, 0, 1_000, 0, False),
            (NAMED, 1, 1_000, 0, False),
            (NAMED, 999, 1_000, 99, False),
            (NAMED, 1_000, 10_000, 10, False),
            (NAMED, 1_001, 10_000, 10, False),
            (NAMED, 9_995, 10_000, 99, False),
            (NAMED, 9_999, 10_000, 99, False),
            (NAMED, 10_000, 100_000, 10, False),
            (NAMED, 10_001, 100_000, 10, False),
            (NAMED, 99_950, 100_000, 99, False),
            (NAMED, 99_999, 100_000, 99, False),
            (NAMED, 100_000, 100_000, 100, True),
            (NAMED, 100_001, 100_000, 100, True),
            (NAMED, 1_000_000, 100_000, 100, True),
            (LADDER, 0, 100, 0, False),
            (LADDER, 1, 100, 1, False),
            (LADDER, 99, 100, 99, False),
            (LADDER, 100, 200, 50, False),
            (LADDER, 101, 200, 50, False),
            (LADDER, 199, 200, 99, False),
            (LADDER, 200, 500, 40, False),
            (LADDER, 499, 500, 99, False),
            (LADDER, 500, 1_000, 50, False),
            (LADDER, 1_000, 2_000, 50, False),
            (LADDER, 9_995, 10_000, 99, False),
            (LADDER, 10_000, 20_000, 50, False),
            (LADDER, 4_999_999, 5_000_000, 99, False),
            (LADDER, 5_000_000, 10_000_000, 50, False),
            (LADDER, 10**30, 2 * 10**30, 50, False),
            (OWN, 0, 300, 0, False),
            (OWN, 299, 300, 99, False),
            (OWN, 300, 700, 42, False),
            (OWN, 699, 700, 99, False),
            (OWN, 700, 1_000, 70, False),
            (OWN, 999, 1_000, 99, False),
            (OWN, 1_000, 2_000, 50, False),
            (Goal.ladder(1), 0, 1, 0, False),
            (Goal.ladder(1), 1, 2, 50, False),
            (Goal.ladder(1), 9, 10, 90, False),
            (Goal.ladder(1), 10, 20, 50, False),
        ],
    )
    def test_each_case(self, goal: Goal, signed: int, step: int, percent: int, reached: bool) -> None:
        found = goal.progress(signed)
        assert (found.signed, found.percent, found.reached) == (signed, percent, reached)
        assert found.step is not None
        assert found.step.number == step

    def test_without_a_goal(self) -> None:
        assert GoalProgress(7) == GoalProgress(7, None, None, False)

    def test_a_number_of_another_library(self) -> None:
        assert Goal.fixed(Whole(10)).progress(Whole(5)) == GoalProgress(5, GoalStep(10), 50)

    def test_a_goal_is_a_value(self) -> None:
        assert Goal.fixed(10) == Goal.fixed(10) != Goal.ladder(10)
        with pytest.raises(FrozenInstanceError):
            FIXED.endless = True  # type: ignore[misc]


NUMBERS = st.integers(1, 10**7) | st.integers(1, 10**40)
GOALS = st.one_of(
    NUMBERS.map(Goal.fixed),
    st.lists(NUMBERS, min_size=1, max_size=5).map(
        lambda numbers: Goal.thresholds(dict.fromkeys(numbers, "x"))
    ),
    st.lists(NUMBERS, max_size=4, unique=True).map(lambda rungs: Goal.ladder(*sorted(rungs))),
)


@st.composite
def counts(draw: st.DrawFn) -> tuple[Goal, int]:
    """A goal, and a count anywhere, most often beside one of its numbers."""
    goal = draw(GOALS)
    number = draw(st.sampled_from(goal.steps)).number
    near = st.integers(-2, 2).map(lambda by: max(0, number + by))
    return goal, draw(near | st.integers(0, number * 10) | st.integers(0, 10**40))


FEW = settings(max_examples=200, deadline=None)


class TestAnyGoal:
    """Never a hundred before it is reached, never more after, never a division by zero."""

    @given(counts())
    @FEW
    def test_percents(self, case: tuple[Goal, int]) -> None:
        goal, signed = case
        found = goal.progress(signed)
        assert found.step is not None
        assert found.percent is not None
        assert 0 <= found.percent <= 100
        assert (found.percent == 100) is found.reached is (signed >= found.step.number)
        exact = Fraction(signed * 100, found.step.number)
        assert found.percent == (100 if found.reached else exact // 1)
        assert not (found.reached and goal.endless)

    @given(counts(), st.integers(0, 10**41))
    @FEW
    def test_nothing_goes_back_as_signatures_come(self, case: tuple[Goal, int], more: int) -> None:
        goal, signed = case
        before, after = goal.progress(signed), goal.progress(signed + more)
        assert before.step is not None
        assert after.step is not None
        assert before.step.number <= after.step.number
        if before.step == after.step:
            assert before.percent is not None
            assert after.percent is not None
            assert before.percent <= after.percent

    @given(counts())
    @FEW
    def test_what_is_ahead(self, case: tuple[Goal, int]) -> None:
        goal, signed = case
        numbers = [step.number for step in islice(goal.steps_ahead(signed), 60)]
        assert all(low < high for low, high in pairwise([signed, *numbers]))
        own = [step.number for step in goal.steps if step.number > signed]
        assert numbers[: len(own)] == own
        # The first of what is ahead is what is being reached.
        found = goal.progress(signed)
        assert found.step is not None
        assert found.step.number == (numbers[0] if numbers else goal.steps[-1].number)
        assert len(numbers) == (60 if goal.endless else len(own))

    @given(st.lists(NUMBERS, max_size=4, unique=True), st.integers(0, 10**40), st.integers(0, 10**40))
    @FEW
    def test_a_ladder_never_runs_out(self, rungs: list[int], signed: int, more: int) -> None:
        goal = Goal.ladder(*sorted(rungs))
        numbers = [step.number for step in islice(goal.steps_ahead(signed), len(rungs) + 51)]
        beyond = [number for number in numbers if number > goal.steps[-1].number]
        assert len(beyond) >= 50
        for number in beyond:
            assert str(number).rstrip("0") in ("1", "2", "5")
        # From one to the next it is at most two and a half times as far, and none is left out.
        assert {Fraction(high, low) for low, high in pairwise(beyond)} <= {Fraction(2), Fraction(5, 2)}
        # The rungs stand where they stand, however many have signed.
        last = numbers[-1]
        assume(signed + more < last)
        later = [number for number in numbers if number > signed + more]
        assert [step.number for step in islice(goal.steps_ahead(signed + more), len(later))] == later


class TestReading:
    """What a goal is given as."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (None, None),
            ("", None),
            (Markup(""), None),
            (Undefined(name="goal"), None),
            (10_000, FIXED),
            pytest.param(Whole(10_000), FIXED, id="whole"),
            (FIXED, FIXED),
            (LADDER, LADDER),
            ("ladder", LADDER),
            (" ladder ", LADDER),
            (Markup("ladder"), LADDER),
            ([300, 700], OWN),
            ((300, 700), OWN),
            pytest.param(iter([300, 700]), OWN, id="iterator"),
            (range(300, 701, 400), OWN),
            ({1_000: "A reply", 10_000: "An answer", 100_000: "A debate"}, NAMED),
            ({10: ""}, Goal.thresholds({10: ""})),
        ],
        ids=repr,
    )
    def test_each_form(self, value: object, expected: Goal | None) -> None:
        assert Goal.parse(value) == expected

    def test_names(self) -> None:
        assert [(step.number, next(iter(step.name.texts.values()))) for step in NAMED.named_steps] == [
            (1_000, "A reply"),
            (10_000, "An answer"),
            (100_000, "A debate"),
        ]
        several = Goal.thresholds({2: {"be": "Адказ", "en": "A reply"}, 1: "", 3: None})
        assert [step.number for step in several.named_steps] == [2]
        assert several.named_steps[0].name.texts == {"be": "Адказ", "en": "A reply"}
        assert FIXED.named_steps == LADDER.named_steps == ()

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            (0, "whole number, 1 or more"),
            (-5, "whole number, 1 or more"),
            (True, "whole number"),
            (1.5, "whole number"),
            (10_000.0, "whole number"),
            (float("nan"), "whole number"),
            pytest.param(object(), "whole number", id="object"),
            ("10000", "or 'ladder'"),
            ("stairs", "or 'ladder'"),
            (b"ladder", "not bytes"),
            ("ladder\0", r"U\+0000"),
            ({"10": "x"}, "whole number"),
            ({0: "x"}, "whole number, 1 or more"),
            ({1: "\u202e"}, r"U\+202E"),
            ({1: {}}, "at least one language"),
            ({1: {"klingonese": "x"}}, "must use locale codes"),
            pytest.param({Whole(1): "x", Whole(1): "y"}, "must be in ascending order", id="twice the same"),
            ([200, 100], "must be in ascending order"),
            ([100, 100], "must be in ascending order"),
            ([100, 0], "whole number, 1 or more"),
            ([100, None], "whole number"),
            ([True], "whole number"),
        ],
        ids=repr,
    )
    def test_refused(self, value: object, reason: str) -> None:
        with pytest.raises(InvalidFieldError, match=rf"^goal.*{reason}"):
            Goal.parse(value)

    @pytest.mark.parametrize("value", [[], (), {}, iter(())], ids=["list", "tuple", "mapping", "iterator"])
    def test_no_steps_no_goal(self, value: object) -> None:
        """Steps that come from settings may be none."""
        assert Goal.parse(value) is None

    @pytest.mark.parametrize("steps", [{100: "An answer"}, [100, 200], (100,), "ladder", 100, None])
    def test_steps_are_made_by_a_class_method(self, steps: Any) -> None:
        with pytest.raises(InvalidFieldError, match=r"^steps must be .* \(use Goal\.thresholds"):
            Goal(steps)

    def test_a_goal_of_nothing_is_refused(self) -> None:
        with pytest.raises(InvalidFieldError, match="at least one number"):
            Goal(())

    @pytest.mark.parametrize(
        "value", [-1, True, False, 1.0, 1.5, "7", "", None, b"7", [7], float("nan")], ids=repr
    )
    def test_what_is_no_number_of_signatures(self, value: object) -> None:
        for use in (check_signed, FIXED.progress, LADDER.progress, NAMED.progress):
            with pytest.raises(InvalidFieldError, match=r"^signed must"):
                use(value)

    @pytest.mark.parametrize("names", [{5: "a", 1: "b"}, {1: "b", 5: "a"}])
    def test_thresholds_come_in_any_order(self, names: Mapping[Any, Any]) -> None:
        assert [step.number for step in Goal.thresholds(names).steps] == [1, 5]
