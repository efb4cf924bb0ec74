"""Checks that many arguments need: whole numbers, choices, lists of names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from operator import index

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.text import is_text, safe_text


def check_whole(
    value: object,
    field: str,
    minimum: int | None = None,
    maximum: int | None = None,
    *,
    error: type[InvalidFieldError] = InvalidFieldError,
) -> int:
    """Return a whole number.

    Args:
        value: An ``int``, or an object with ``__index__``. ``True`` and ``False`` are refused.
        field: The argument's name, for errors.
        minimum: The smallest number allowed; ``None`` means no limit.
        maximum: The largest number allowed; ``None`` means no limit.
        error: The error class to raise.

    Returns:
        The number as an exact ``int``.

    Raises:
        InvalidFieldError: If *value* is not a whole number in that range.

    Example:
        >>> check_whole(4, "day", 1, 31)
        4
    """
    try:
        if isinstance(value, bool):
            raise TypeError
        number = index(value)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if (
        number is None
        or (minimum is not None and number < minimum)
        or (maximum is not None and number > maximum)
    ):
        limits = "" if minimum is None else f", {minimum} {'or more' if maximum is None else f'to {maximum}'}"
        raise error(field, value, f"must be a whole number{limits}")
    return number


def check_choice(value: object, choices: Collection[str], field: str) -> None:
    """Check that a value is one of several choices.

    Args:
        value: The value.
        choices: The allowed values.
        field: The argument's name, for errors.

    Raises:
        InvalidFieldError: If *value* is not among *choices*; the error lists them.

    Example:
        >>> check_choice("skip", ("skip", "link"), "retired")
    """
    if not isinstance(value, str) or value not in choices:
        raise InvalidFieldError(field, value, f"must be one of {', '.join(map(repr, choices))}")


def split_names(value: object, field: str) -> tuple[str, ...]:
    """Split a list of names, or one string of names.

    Args:
        value: The names in a list, or in one string separated by spaces or commas. Lists can be
            nested. ``None`` and empty text mean no names.
        field: The argument's name, for errors.

    Returns:
        The names in order.

    Raises:
        InvalidFieldError: If *value*, or an item of it, is neither a list nor text, or a name contains a
            character that is not allowed.

    Example:
        >>> split_names("vk telegram", "providers"), split_names(["vk", "x"], "providers")
        (('vk', 'telegram'), ('vk', 'x'))
    """
    if isinstance(value, str):  # the most common case, without the generators
        return tuple(safe_text(value, field).replace(",", " ").split())
    return () if value is None else tuple(_flatten(value, field, value))


def _flatten(value: object, field: str, whole: object) -> Iterator[str]:
    if is_text(value):
        yield from safe_text(value, field).replace(",", " ").split()
    elif isinstance(value, Iterable):
        for item in value:
            yield from _flatten(item, field, whole)
    else:
        raise InvalidFieldError(field, whole, "must be a list of names, or one string of names")
