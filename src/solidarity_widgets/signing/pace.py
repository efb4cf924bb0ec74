"""Answers at whole multiples of a time, so that how long one takes does not tell what was done."""

from __future__ import annotations

import time
from dataclasses import dataclass

from solidarity_widgets.exceptions import InvalidFieldError

#: Longer than a form takes on a server that is not busy.
DEFAULT_INTERVAL = 0.02


@dataclass(frozen=True, slots=True)
class Pace:
    """Lets answers wait.

    A form of a new signer writes other rows than that of a known one. The difference is a millisecond or two,
    but whoever can send many forms could measure it.

    Args:
        interval: Seconds. An answer is given at the next multiple of it after the form came in. 0 for at
            once.

    Raises:
        InvalidFieldError: If *interval* is not a number from 0 to 1.
    """

    interval: float = DEFAULT_INTERVAL

    def __post_init__(self) -> None:
        if not isinstance(self.interval, int | float) or not 0 <= self.interval <= 1:
            raise InvalidFieldError("answer_interval", self.interval, "must be seconds, from 0 to 1")

    def begin(self) -> float:
        """Return when an answer was asked for, for :meth:`wait`."""
        return time.monotonic()

    def wait(self, begin: float) -> None:
        """Wait until the answer is due.

        Args:
            begin: What :meth:`begin` returned.
        """
        if self.interval:
            passed = time.monotonic() - begin
            time.sleep(self.interval - passed % self.interval)
