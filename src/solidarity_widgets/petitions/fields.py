"""The fields of the form and their limits, in one table for the form and the signing service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from solidarity_widgets.checks import split_names
from solidarity_widgets.exceptions import InvalidFieldError, nearest
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.petitions import messages
from solidarity_widgets.text import TextLike, safe_text

#: Names of form fields: a list, or one string with spaces between them.
FieldNames: TypeAlias = TextLike | Iterable[TextLike]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form.

    Attributes:
        name: The field's name, also in the submitted data.
        label: The label above it.
        max_length: The maximum number of characters.
        hint: The text under the label, or ``None``.
        attributes: The HTML attributes of its control. The values of ``autocomplete`` are the HTML
            Standard's.
    """

    name: str
    label: MessageId
    max_length: int
    hint: MessageId | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


#: Every field, in the order of the form. 254 is the maximum length of an email address (RFC 5321, section
#: 4.5.3.1.3, without the angle brackets).
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

#: The name of a consent's checkbox is this prefix and the purpose.
CONSENT_PREFIX = "consent-"
#: The default name of the field that must stay empty: a neutral word that browsers do not autofill.
HONEYPOT = "topic"
_CONTROL_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}\Z")

#: The fields that are required by default.
_REQUIRED_BY_DEFAULT = ("name", "email")


def check_honeypot(value: TextLike) -> str:
    """Check the name of a form's honeypot.

    Args:
        value: The name.

    Returns:
        The name, as an exact ``str``.

    Raises:
        InvalidFieldError: If *value* is not a name, or another control has it.

    Example:
        >>> check_honeypot("subject")
        'subject'
    """
    name = safe_text(value, "honeypot")
    if not _CONTROL_NAME.match(name):
        raise InvalidFieldError("honeypot", name, "must be up to 32 lower-case letters, digits and hyphens")
    if name in FIELDS or name.startswith(CONSENT_PREFIX):
        raise InvalidFieldError("honeypot", name, "must not be the name of another field of the form")
    return name


def check_fields(value: FieldNames) -> tuple[str, ...]:
    """Parse the fields of a form.

    Args:
        value: Names of fields, in a list or one string.

    Returns:
        The names, in the order of the form.

    Raises:
        InvalidFieldError: If a name is not a field, or there are no names.

    Example:
        >>> check_fields("country name")
        ('name', 'country')
    """
    names = _parse_names(value, "fields")
    if not names:
        raise InvalidFieldError("fields", value, f"must name at least one of {', '.join(FIELDS)}")
    return names


def check_required(value: FieldNames | None, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Parse the required fields of a form.

    Args:
        value: Names among *fields*, in a list or one string. ``None`` means name and email address; if the
            form has neither, all fields.
        fields: The form's fields, from :func:`check_fields`.

    Returns:
        The names, in the order of the form.

    Raises:
        InvalidFieldError: If a name is not among *fields*.

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
