"""The number of signatures, kept for a moment so that a crowd of readers costs few queries."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

#: How long a number is kept, in seconds. Readers' caches keep it longer.
_MAX_AGE = 1.0
_MAX_PETITIONS = 1000


class CountCache:
    """Keeps the number of signatures of each petition for a second.

    Args:
        read: Reads the number of the petition with an id.
    """

    def __init__(self, read: Callable[[str], int]) -> None:
        self._read = read
        self._lock = Lock()
        self._counts: dict[str, tuple[float, int]] = {}
        self._changes = 0

    def cached(self, petition_id: str) -> int | None:
        """Return the number if it is kept, without asking the database.

        Args:
            petition_id: The petition's id.
        """
        kept = self._counts.get(petition_id)
        return kept[1] if kept is not None and monotonic() < kept[0] else None

    def get(self, petition_id: str) -> int:
        """Return the number.

        Args:
            petition_id: The petition's id.
        """
        kept = self.cached(petition_id)
        if kept is not None:
            return kept
        now, changes = monotonic(), self._changes
        signed = self._read(petition_id)
        with self._lock:
            if changes == self._changes:  # or the number may be older than a change
                if len(self._counts) >= _MAX_PETITIONS:
                    self._counts.clear()
                self._counts[petition_id] = (now + _MAX_AGE, signed)
        return signed

    def forget(self, petition_id: str) -> None:
        """Forget the number, because it has just changed.

        Args:
            petition_id: The petition's id.
        """
        with self._lock:
            self._changes += 1
            self._counts.pop(petition_id, None)
