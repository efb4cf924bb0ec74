"""The goal of a petition: a fixed number, named thresholds, or a ladder that never ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice
from typing import SupportsIndex, TypeAlias

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions.translations import TranslatableText, Translations
from solidarity_widgets.text import TextLike, is_text, none_if_blank, safe_text

#: The first rung of a ladder by default.
_FIRST_STEP = 100


@dataclass(frozen=True, slots=True)
class GoalStep:
    """One number of signatures to reach.

    Attributes:
        number: The number of signatures, at least 1.
        name: What happens at that number, in the petition's languages; it can be empty.
    """

    number: int
    name: Translations = Translations({"": ""})  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """The progress towards a goal.

    Attributes:
        signed: The number of signatures.
        step: The next step to reach, or the last step if all are reached; ``None`` without a goal.
        percent: The percentage of that step, from 0 to 100. It is rounded down, so it is 100 only if the step
            is reached. ``None`` without a goal.
        reached: Whether that step, and so the goal, is reached.
    """

    signed: int
    step: GoalStep | None = None
    percent: int | None = None
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """The goal of a petition.

    Create one with :meth:`fixed`, :meth:`thresholds` or :meth:`ladder`.

    Attributes:
        steps: The numbers to reach, in ascending order.
        endless: Whether more steps follow: 1, 2, 5, 10, 20, 50, …

    Raises:
        InvalidFieldError: If *steps* is not a tuple of steps, has none, or their numbers are not in ascending
            order.

    Example:
        >>> [Goal.ladder().progress(signed).step.number for signed in (0, 99, 100, 4_999_999, 5_000_000)]
        [100, 100, 200, 5000000, 10000000]
        >>> Goal.fixed(10_000).progress(9_995).percent
        99
    """

    steps: tuple[GoalStep, ...]
    endless: bool = False

    def __post_init__(self) -> None:
        if not (isinstance(self.steps, tuple) and all(isinstance(step, GoalStep) for step in self.steps)):
            reason = "must be a tuple of GoalStep (use Goal.thresholds, Goal.fixed or Goal.ladder)"
            raise InvalidFieldError("steps", self.steps, reason)
        numbers = [step.number for step in self.steps]
        if not numbers:
            raise InvalidFieldError("goal", numbers, "must have at least one number (or be None)")
        if numbers != sorted(set(numbers)):
            raise InvalidFieldError("goal", numbers, "must be in ascending order, without duplicates")

    @classmethod
    def fixed(cls, number: SupportsIndex) -> Goal:
        """Create a goal of one number.

        Args:
            number: The number of signatures, at least 1.

        Returns:
            The goal.

        Raises:
            InvalidFieldError: If *number* is not a whole number, 1 or more.
        """
        return cls((GoalStep(_check_goal_number(number)),))

    @classmethod
    def thresholds(cls, names: Mapping[int, TranslatableText]) -> Goal:
        """Create a goal of several numbers, each with something that happens when it is reached.

        Args:
            names: A mapping of numbers, in any order, to what happens then: text, or
                ``{"be": "…", "en": "…"}``.

        Returns:
            The goal.

        Raises:
            InvalidFieldError: If a number is not a whole number, 1 or more, or a name is not valid.

        Example:
            >>> goal = Goal.thresholds({10_000: "An answer", 100_000: "A debate"})
            >>> goal.progress(10_000).step.number, goal.progress(10_000).percent
            (100000, 10)
        """
        steps = [
            GoalStep(_check_goal_number(number), Translations.parse(name, "goal"))
            for number, name in names.items()
        ]
        return cls(tuple(sorted(steps, key=lambda step: step.number)))

    @classmethod
    def ladder(cls, *rungs: SupportsIndex) -> Goal:
        """Create a goal that moves to a higher number each time it is reached.

        Args:
            *rungs: The first numbers, in ascending order; by default 100. The numbers that follow them are
                1, 2 and 5 times a power of ten.

        Returns:
            The goal.

        Raises:
            InvalidFieldError: If a number is not a whole number, 1 or more, or the numbers are not in
                ascending order.

        Example:
            >>> [Goal.ladder(300, 700).progress(signed).step.number for signed in (0, 300, 700, 1000)]
            [300, 700, 1000, 2000]
        """
        return cls(
            tuple(GoalStep(_check_goal_number(rung)) for rung in rungs or (_FIRST_STEP,)), endless=True
        )

    @classmethod
    def parse(cls, value: GoalLike) -> Goal | None:
        """Parse a ``goal`` argument.

        Args:
            value: A goal; a number; a mapping, for :meth:`thresholds`; a list of numbers or the word
                ``ladder``, for :meth:`ladder`; ``None``, or an empty text, list or mapping, for no goal.

        Returns:
            The goal, or ``None``.

        Raises:
            InvalidFieldError: If *value* is not a goal.
        """
        if isinstance(value, Goal):
            return value
        if none_if_blank(value, "goal") is None:
            return None
        if isinstance(value, Mapping):
            return cls.thresholds(value) if value else None
        if is_text(value):
            if safe_text(value, "goal").strip() == "ladder":
                return cls.ladder()
            raise InvalidFieldError(
                "goal", value, "must be a number, a list or mapping of numbers, or 'ladder'"
            )
        if isinstance(value, Iterable):
            rungs = tuple(value)
            return cls.ladder(*rungs) if rungs else None
        return cls((GoalStep(_check_goal_number(value)),))

    @property
    def named_steps(self) -> tuple[GoalStep, ...]:
        """The steps that have a name."""
        return tuple(step for step in self.steps if step.name)

    def steps_ahead(self, signed: int) -> Iterator[GoalStep]:
        """Yield the steps that are not reached yet, in order.

        Args:
            signed: The number of signatures.

        Yields:
            Steps. For an endless goal they never end.
        """
        yield from (step for step in self.steps if step.number > signed)
        if self.endless:
            last = max(signed, self.steps[-1].number)
            power = 10 ** (len(str(last)) - 1)
            rungs = (rung for scale in count() for rung in (f * power * 10**scale for f in (1, 2, 5)))
            yield from (GoalStep(rung) for rung in rungs if rung > last)

    def progress(self, signed: SupportsIndex) -> GoalProgress:
        """Return the progress that a number of signatures makes towards the goal.

        Args:
            signed: The number of signatures.

        Returns:
            The progress.

        Raises:
            InvalidFieldError: If *signed* is not a whole number, 0 or more.
        """
        number = check_signed(signed)
        step = next(islice(self.steps_ahead(number), 1), None)
        if step is None:
            return GoalProgress(number, self.steps[-1], 100, True)
        return GoalProgress(number, step, number * 100 // step.number)


#: A ``goal`` argument: a goal; a number; ``{number: "what happens then"}``; a list of numbers or the word
#: ``"ladder"`` for a goal that moves to a higher number when it is reached; ``None`` for no goal.
GoalLike: TypeAlias = (
    Goal | SupportsIndex | Mapping[int, TranslatableText] | Iterable[SupportsIndex] | TextLike
)


def check_signed(signed: SupportsIndex) -> int:
    """Check a number of signatures.

    Args:
        signed: The number.

    Returns:
        The number as an exact ``int``.

    Raises:
        InvalidFieldError: If *signed* is not a whole number, 0 or more.
    """
    return check_whole(signed, "signed", 0)


def _check_goal_number(value: object) -> int:
    return check_whole(value, "goal", 1)
