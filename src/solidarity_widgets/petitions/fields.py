"""What a signer may be asked for, and how much of it; the form and the service read the same table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from solidarity_widgets.checks import split_names
from solidarity_widgets.exceptions import InvalidFieldError, nearest
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.petitions import messages
from solidarity_widgets.text import TextLike

#: Names of form fields: a list, or one string with spaces between them.
FieldNames: TypeAlias = TextLike | Iterable[TextLike]


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing a signer may be asked for.

    Attributes:
        name: Its name, in the form's data too.
        label: What stands above it.
        max_length: How many characters it may have.
        hint: What stands under the label, or ``None``.
        attributes: HTML attributes of its control. The autofill names are the HTML Standard's.
    """

    name: str
    label: MessageId
    max_length: int
    hint: MessageId | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


#: Every field, in the order of the form. 254 is the longest address that mail can be sent to (RFC 5321,
#: section 4.5.3.1.3, less the brackets).
FIELDS: Mapping[str, FormField] = MappingProxyType(
    {
        "name": FormField(
            "name",
            messages.NAME,
            100,
            attributes={"type": "text", "autocomplete": "name", "spellcheck": "false", "dir": "auto"},
        ),
        "email": FormField(
            "email",
            messages.EMAIL,
            254,
            messages.EMAIL_HINT,
            {
                "type": "email",
                "autocomplete": "email",
                "spellcheck": "false",
                "autocapitalize": "none",
                "dir": "ltr",
            },
        ),
        "country": FormField("country", messages.COUNTRY, 2, attributes={"autocomplete": "country"}),
        "postcode": FormField(
            "postcode",
            messages.POSTCODE,
            12,
            attributes={"type": "text", "autocomplete": "postal-code", "spellcheck": "false", "dir": "auto"},
        ),
        "message": FormField(
            "message",
            messages.MESSAGE,
            500,
            messages.MESSAGE_HINT,
            {"rows": "4", "autocomplete": "off", "dir": "auto"},
        ),
    }
)

#: Which of the fields must be filled, if nothing else is said.
_REQUIRED_BY_DEFAULT = ("name", "email")


def check_fields(value: FieldNames) -> tuple[str, ...]:
    """Read which fields a form has.

    Args:
        value: Names of fields, in a list or one string.

    Returns:
        The names, in the order of the form.

    Raises:
        InvalidFieldError: If a name is not a field, or no name is given.

    Example:
        >>> check_fields("country name")
        ('name', 'country')
    """
    names = _parse_names(value, "fields")
    if not names:
        raise InvalidFieldError("fields", value, f"must name at least one of {', '.join(FIELDS)}")
    return names


def check_required(value: FieldNames | None, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Read which fields must be filled.

    Args:
        value: Names among *fields*, in a list or one string; ``None`` for name and email address or, in a
            form that has neither, for all.
        fields: What :func:`check_fields` returned.

    Returns:
        The names.

    Raises:
        InvalidFieldError: For a name that is not among them.

    Example:
        >>> check_required(None, ("name", "country")), check_required(None, ("country",))
        (('name',), ('country',))
    """
    if value is None:
        return tuple(name for name in fields if name in _REQUIRED_BY_DEFAULT) or fields
    names = _parse_names(value, "required")
    if strange := [name for name in names if name not in fields]:
        raise InvalidFieldError("required", strange[0], f"must be among the fields {', '.join(fields)}")
    return names


def _parse_names(value: FieldNames, field: str) -> tuple[str, ...]:
    names = split_names(value, field)
    for name in names:
        if name not in FIELDS:
            hint = f" (did you mean {near[0]!r}?)" if (near := nearest(name, FIELDS)) else ""
            raise InvalidFieldError(field, name, f"must be among {', '.join(FIELDS)}{hint}")
    return tuple(name for name in FIELDS if name in names)
