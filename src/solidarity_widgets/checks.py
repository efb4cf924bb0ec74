"""Checks that many arguments share: whole numbers, names, choices."""

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
        value: An ``int``, or another type's whole number (``__index__``). ``True`` and ``False`` are not
            numbers.
        field: The argument's name, for the error.
        minimum: The smallest number allowed; ``None`` means that there is no limit.
        maximum: The largest number allowed.
        error: The error to raise.

    Returns:
        The number as an exact ``int``.

    Raises:
        InvalidFieldError: If it is not a whole number in that range.

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
    """Refuse a value that is not one of the choices.

    Args:
        value: What was given.
        choices: What may be given.
        field: The argument's name, for the error.

    Raises:
        InvalidFieldError: If *value* is not among *choices*; the error lists them.

    Example:
        >>> check_choice("skip", ("skip", "link"), "retired")
    """
    if not isinstance(value, str) or value not in choices:
        raise InvalidFieldError(field, value, f"must be one of {', '.join(map(repr, choices))}")


def split_names(value: object, field: str) -> tuple[str, ...]:
    """Return names from a list or from one string.

    Args:
        value: Names in a list (or a list of lists), or in one string with spaces between them. ``None``
            and empty text give no names.
        field: The argument's name, for the error.

    Returns:
        The names in order.

    Raises:
        InvalidFieldError: If it, or an item of the list, is neither a list nor text.

    Example:
        >>> split_names("vk telegram", "providers"), split_names(["vk", "x"], "providers")
        (('vk', 'telegram'), ('vk', 'x'))
    """
    return () if value is None else tuple(_flatten(value, field, value))


def _flatten(value: object, field: str, whole: object) -> Iterator[str]:
    if is_text(value):
        yield from safe_text(value, field).split()
    elif isinstance(value, Iterable):
        for item in value:
            yield from _flatten(item, field, whole)
    else:
        raise InvalidFieldError(field, whole, "must be names in a list or one string")
