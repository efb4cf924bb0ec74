"""Extra attributes of a widget's outer element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from solidarity_widgets.exceptions import InvalidAttributeError
from solidarity_widgets.text import TextLike, safe_text

#: The value of an HTML attribute. ``None`` and ``False`` omit it; ``True`` writes only its name.
AttributeValue: TypeAlias = TextLike | bool | int | float
#: Extra HTML attributes of a widget's outer element.
AttributesLike: TypeAlias = Mapping[str, AttributeValue] | None

_ATTRIBUTE_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
#: Attributes that a caller cannot set, because they run code, load something, or belong to the widget.
_RESERVED = frozenset(
    {
        "style",
        "srcdoc",
        "href",
        "src",
        "srcset",
        "action",
        "formaction",
        "rel",
        "target",
        "method",
        "enctype",
        "type",
        "ping",
        "attributionsrc",
        "is",
    }
)


def check_attributes(attrs: AttributesLike) -> dict[str, AttributeValue]:
    """Check the extra attributes that a caller passes for a widget's outer element.

    Args:
        attrs: Names and values. Values that are ``None`` are omitted. You can write ``class_`` for ``class``,
            and ``data_x`` for ``data-x``.

    Returns:
        A new dictionary with the names as HTML spells them.

    Raises:
        InvalidAttributeError: If *attrs* is not a mapping; if a name is not valid; or if the attribute is an
            event handler (``on…``), is ``style``, loads something, or belongs to the widget (``href``,
            ``rel``, …).
        InvalidFieldError: If a name is not text.

    Example:
        >>> check_attributes({"class_": "bar", "data_page": 4})
        {'class': 'bar', 'data-page': 4}
    """
    if not attrs:
        return {}
    if not isinstance(attrs, Mapping):
        raise InvalidAttributeError(attrs, "must be in a mapping, such as attrs={'class': '…'}")
    checked: dict[str, AttributeValue] = {}
    for original, value in attrs.items():
        if value is None:
            continue
        name = safe_text(original, "attrs").removesuffix("_").replace("_", "-").lower()
        if not _ATTRIBUTE_NAME.match(name):
            raise InvalidAttributeError(
                original, "is not a valid attribute name (letters, digits and hyphens)"
            )
        if name.startswith("on"):
            raise InvalidAttributeError(original, "is an event handler, which a strict content policy blocks")
        if name in _RESERVED or (name.startswith("data-sw-") and name != "data-sw-theme"):
            raise InvalidAttributeError(
                original, "is reserved by the widget; use a class and your own stylesheet"
            )
        checked[name] = value
    return checked


def merge_attributes(own: Mapping[str, object], extra: Mapping[str, object]) -> dict[str, object]:
    """Merge extra attributes into those of an element. Classes are joined; other attributes are replaced.

    Args:
        own: The element's attributes.
        extra: The result of :func:`check_attributes`.

    Returns:
        A new dictionary.

    Example:
        >>> merge_attributes({"class": "sw-share", "dir": "ltr"}, {"class": "mine", "id": "bar"})
        {'class': 'sw-share mine', 'dir': 'ltr', 'id': 'bar'}
    """
    result = {**own, **extra}
    if own.get("class"):
        more = extra.get("class")
        result["class"] = f"{own['class']} {safe_text(more, 'class')}" if more else own["class"]
    return result
