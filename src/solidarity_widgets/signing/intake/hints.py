"""Hints of the host: checks of its own that can make a form suspicious, but never decide alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.intake.suspicion import SuspicionPolicy

#: Takes the petition, the form's values and the sender's IP address, as they were passed to ``sign``, and
#: returns points.
HintCheck = Callable[[Petition, object, object], int]


@dataclass(frozen=True, slots=True)
class Hint:
    """A check of the host, such as a proof of work.

    It is called for every form without errors, before the form is answered, so it must be quick and take the
    same time for everybody. If it raises an exception, the form is not taken: catch what can fail.

    Attributes:
        name: Its name, for errors.
        check: Returns points: 0 if nothing is wrong. However many it returns, they are too few to quarantine
            a form without another hint.

    Raises:
        InvalidFieldError: If *check* cannot be called.

    Example:
        >>> hint = Hint("proof", lambda petition, values, ip_address: 0 if "proof" in values else 30)
        >>> vigil = Petition("vigil", title="Let them go")
        >>> hint_points([hint], SuspicionPolicy(), vigil, {}, None)
        30
    """

    name: str
    check: HintCheck

    def __post_init__(self) -> None:
        if not callable(self.check):
            raise InvalidFieldError("check", self.check, f"of the hint {self.name!r} must be a function")


def hint_points(
    hints: Sequence[Hint], policy: SuspicionPolicy, petition: Petition, values: object, ip_address: object
) -> int:
    """Return the points of all hints, each with fewer than quarantine a form.

    Raises:
        InvalidFieldError: If a check returns anything but a whole number.
    """
    points = 0
    for hint in hints:
        found = check_whole(hint.check(petition, values, ip_address), f"the points of the hint {hint.name!r}")
        points += min(max(found, 0), policy.quarantine_at - 1)
    return points
