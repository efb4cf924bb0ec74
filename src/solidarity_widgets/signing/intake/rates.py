"""Limits on how many events there can be in a time."""

from __future__ import annotations

from dataclasses import dataclass

from solidarity_widgets.checks import check_whole


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit on how many events there can be in a time window.

    Attributes:
        max_count: How many events are allowed in a window.
        seconds: The window's length in seconds. Windows start at fixed times, so up to twice *max_count* can
            pass in one length across the boundary of two windows.

    Raises:
        InvalidFieldError: If one of them is not a whole number, 1 or more.
    """

    max_count: int
    seconds: int

    def __post_init__(self) -> None:
        check_whole(self.max_count, "max_count", 1)
        check_whole(self.seconds, "seconds", 1)

    def window(self, now: int) -> int:
        """Return the number of the window that contains a time."""
        return now // self.seconds

    def exceeded(self, seen: int) -> bool:
        """Return whether *seen* events, with the present one, are too many."""
        return seen > self.max_count
