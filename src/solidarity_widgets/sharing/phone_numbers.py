"""Phone numbers as links need them."""

from __future__ import annotations

import re
import unicodedata

from solidarity_widgets.exceptions import InvalidFieldError

#: What people write between the digits (RFC 3966, "visual separators", and all dashes and spaces).
_SEPARATORS = re.compile(r"[\s().\-/\u2010-\u2015\u2212\u00a0\u202f]+")


def international_number(number: str, field: str) -> str:
    """Return the digits of a phone number in international format.

    Args:
        number: A number with its country code, in any common spelling.
        field: The argument's name, for the error.

    Returns:
        Only digits, without ``+``.

    Raises:
        InvalidFieldError: If it contains anything else, begins with 0 (a national number, or the prefix 00),
            or does not have 7 to 15 digits (ITU-T E.164).

    Example:
        >>> international_number("+375 (29) 123-45-67", "phone")
        '375291234567'
    """
    digits = _SEPARATORS.sub("", number).removeprefix("+")
    digits = "".join(str(unicodedata.decimal(char, char)) for char in digits)
    if not re.fullmatch(r"[1-9][0-9]{6,14}", digits):
        raise InvalidFieldError(
            field,
            number,
            "must be a number in international format, without leading zeros, such as '+375291234567'",
        )
    return digits
