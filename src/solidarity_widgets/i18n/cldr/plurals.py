"""Plural forms as a short table, which the page's script reads too."""

from __future__ import annotations

_TABLE = 200
#: One sample for every whole number of millions: CLDR has rules for such numbers, and Breton has words.
_MILLION = 1_000_000
#: A sample number for each place in the table, in order.
PLURAL_SAMPLES = (*range(_TABLE), _MILLION)


def plural_index(count: int) -> int:
    """Return the place of a count in the table of plural forms.

    The table has 200 places for the last digits, and one more for whole millions. CLDR's rules for whole
    numbers depend on the last two digits, on single numbers below 100, and on multiples of a million. The
    tests check that for every locale.

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
