"""Plural forms as a short table, which the page's script reads too."""

from __future__ import annotations

_TABLE = 200
#: One count that stands for all from a million on: CLDR has rules for such numbers, Breton has words.
_MILLION = 1_000_000
#: The counts that stand for all others, in the order of the table.
PLURAL_SAMPLES = (*range(_TABLE), _MILLION)


def plural_index(count: int) -> int:
    """Return where in the table of 200 plural indexes a count is found, and behind them the millions.

    CLDR's rules for whole numbers look at the last two digits, at single numbers below 100, and at
    multiples of a million; the tests hold this against every locale.

    Args:
        count: A whole number, not negative.

    Returns:
        0 to 200.

    Example:
        >>> plural_index(21), plural_index(2021), plural_index(3_000_000)
        (21, 121, 200)
    """
    if count < _TABLE:
        return count
    return _TABLE if count % _MILLION == 0 else 100 + count % 100
