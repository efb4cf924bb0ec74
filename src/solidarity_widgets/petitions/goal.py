"""What a petition wants to reach: a fixed number, named thresholds, or a ladder that never runs out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice
from typing import SupportsIndex, TypeAlias

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions.translations import TranslatableText, Translations
from solidarity_widgets.text import TextLike, is_text, none_if_blank, safe_text

#: The first rung of a ladder, unless others are given.
_FIRST_STEP = 100


@dataclass(frozen=True, slots=True)
class GoalStep:
    """One number to reach.

    Attributes:
        number: Of signatures, at least 1.
        name: What happens then, in the page's own words; may be empty.
    """

    number: int
    name: Translations = Translations({"": ""})  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """How far a number of signatures is.

    Attributes:
        signed: How many have signed.
        step: What is being reached, or the last one if all are; ``None`` without a goal.
        percent: Whole percents of that step, cut off: 100 only if it is reached, never more. ``None``
            without a goal.
        reached: Whether that step is reached.
    """

    signed: int
    step: GoalStep | None = None
    percent: int | None = None
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """What a petition wants to reach.

    Make one with :meth:`fixed`, :meth:`thresholds` or :meth:`ladder`.

    Attributes:
        steps: The numbers, rising.
        endless: Whether more follow, so that the last is never the end: 1, 2, 5, 10, 20, 50, …

    Example:
        >>> [Goal.ladder().progress(signed).step.number for signed in (0, 99, 100, 4_999_999, 5_000_000)]
        [100, 100, 200, 5000000, 10000000]
        >>> Goal.fixed(10_000).progress(9_995).percent
        99
    """

    steps: tuple[GoalStep, ...]
    endless: bool = False

    def __post_init__(self) -> None:
        numbers = [step.number for step in self.steps]
        if not numbers:
            raise InvalidFieldError("goal", numbers, "must have at least one number (or be None)")
        if numbers != sorted(set(numbers)):
            raise InvalidFieldError("goal", numbers, "must rise from one number to the next")

    @classmethod
    def fixed(cls, number: SupportsIndex) -> Goal:
        """Make a goal of one number; once it is reached, it stays so.

        Args:
            number: Of signatures, at least 1.

        Returns:
            The goal.

        Raises:
            InvalidFieldError: If it is no such number.
        """
        return cls((GoalStep(_check_goal_number(number)),))

    @classmethod
    def thresholds(cls, names: Mapping[int, TranslatableText]) -> Goal:
        """Make a goal of several numbers, at each of which something happens.

        Args:
            names: Number -> what happens then, as text or ``{"be": "…", "en": "…"}``; in any order.

        Returns:
            The goal.

        Raises:
            InvalidFieldError: If one is no number, or a name cannot be used.

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
        """Make a goal that moves on as soon as it is reached, for ever.

        Args:
            *rungs: The first numbers, rising; after them 1, 2, 5, 10, 20, 50, … By default it begins
                with 100.

        Returns:
            The goal.

        Raises:
            InvalidFieldError: If one is no number, or they do not rise.

        Example:
            >>> [Goal.ladder(300, 700).progress(signed).step.number for signed in (0, 300, 700, 1000)]
            [300, 700, 1000, 2000]
        """
        return cls(
            tuple(GoalStep(_check_goal_number(rung)) for rung in rungs or (_FIRST_STEP,)), endless=True
        )

    @classmethod
    def parse(cls, value: GoalLike) -> Goal | None:
        """Read a ``goal`` argument.

        Args:
            value: A goal; a number; a mapping, for :meth:`thresholds`; a list of numbers or the word
                ``ladder``, for :meth:`ladder`; ``None`` or an empty text for none.

        Returns:
            The goal.

        Raises:
            InvalidFieldError: If it is not one of these.
        """
        if isinstance(value, Goal):
            return value
        if none_if_blank(value, "goal") is None:
            return None
        if isinstance(value, Mapping):
            return cls.thresholds(value)
        if is_text(value):
            if safe_text(value, "goal").strip() == "ladder":
                return cls.ladder()
            raise InvalidFieldError("goal", value, "must be a number, a list or mapping of them, or 'ladder'")
        if isinstance(value, Iterable):
            rungs = tuple(value)
            return cls.ladder(*rungs) if rungs else cls(())
        return cls((GoalStep(_check_goal_number(value)),))

    @property
    def named_steps(self) -> tuple[GoalStep, ...]:
        """The steps that have a name."""
        return tuple(step for step in self.steps if step.name)

    def steps_ahead(self, signed: int) -> Iterator[GoalStep]:
        """Yield the steps that are not reached yet, in order; of an endless goal without end."""
        yield from (step for step in self.steps if step.number > signed)
        if self.endless:
            last = max(signed, self.steps[-1].number)
            power = 10 ** (len(str(last)) - 1)
            rungs = (rung for scale in count() for rung in (f * power * 10**scale for f in (1, 2, 5)))
            yield from (GoalStep(rung) for rung in rungs if rung > last)

    def progress(self, signed: SupportsIndex) -> GoalProgress:
        """Return how far a number of signatures is.

        Args:
            signed: How many have signed.

        Returns:
            The progress.

        Raises:
            InvalidFieldError: If *signed* is no whole number, or negative.
        """
        number = check_signed(signed)
        step = next(islice(self.steps_ahead(number), 1), None)
        if step is None:
            return GoalProgress(number, self.steps[-1], 100, True)
        return GoalProgress(number, step, number * 100 // step.number)


#: A ``goal`` argument: a goal; a number; ``{number: "what happens then"}``; a list of numbers or the word
#: ``"ladder"`` for a goal that moves on; ``None`` for no goal.
GoalLike: TypeAlias = (
    Goal | SupportsIndex | Mapping[int, TranslatableText] | Iterable[SupportsIndex] | TextLike
)


def check_signed(signed: SupportsIndex) -> int:
    """Return a number of signatures.

    Args:
        signed: A whole number, not negative.

    Returns:
        It.

    Raises:
        InvalidFieldError: If it is not a whole number, 0 or more.
    """
    return check_whole(signed, "signed", 0)


def _check_goal_number(value: object) -> int:
    return check_whole(value, "goal", 1)
