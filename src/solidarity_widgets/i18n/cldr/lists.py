"""Joining items by CLDR's list patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def join_list(items: Iterable[str], patterns: Mapping[str, str]) -> str:
    """Join items by list patterns (CLDR, UTS #35, "List Patterns").

    Args:
        items: Plain texts. Braces in them stay as they are.
        patterns: The patterns ``2``, ``start``, ``middle`` and ``end``, each with ``{0}`` and ``{1}``.

    Returns:
        One text.

    Example:
        >>> from solidarity_widgets.i18n.cldr import cldr_data
        >>> join_list(["1", "2", "3"], cldr_data("en").list_patterns["standard"])
        '1, 2, and 3'
    """
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2:
        return _join_pair(patterns["2"], parts[0], parts[1])
    joined = _join_pair(patterns["end"], parts[-2], parts[-1])
    for part in reversed(parts[1:-2]):
        joined = _join_pair(patterns["middle"], part, joined)
    return _join_pair(patterns["start"], parts[0], joined)


def _join_pair(pattern: str, first: str, second: str) -> str:
    before, _, rest = pattern.partition("{0}")
    between, _, after = rest.partition("{1}")
    return f"{before}{first}{between}{second}{after}"
