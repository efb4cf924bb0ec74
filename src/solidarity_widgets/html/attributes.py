"""The extra attributes that a caller gives for a widget's outer element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from solidarity_widgets.exceptions import InvalidAttributeError
from solidarity_widgets.text import TextLike, safe_text

#: The value of an HTML attribute: ``None`` and ``False`` leave it out, ``True`` writes the bare name.
AttributeValue: TypeAlias = TextLike | bool | int | float
#: Extra HTML attributes of a widget's outer element.
AttributesLike: TypeAlias = Mapping[str, AttributeValue] | None

_ATTRIBUTE_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
#: What a caller may not set: these run code, load something, or belong to the widget itself.
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
    """Check the extra attributes a caller gave for a widget's outer element.

    Args:
        attrs: Names and values; ``None`` is absent. ``class_`` may be written for ``class``, and ``data_x``
            for ``data-x``.

    Returns:
        A new dictionary with HTML's spelling of the names.

    Raises:
        InvalidAttributeError: For invalid names, event handlers (``on…``), ``style``, and
            attributes that load something or belong to the widget (``href``, ``rel``, …).

    Example:
        >>> check_attributes({"class_": "bar", "data_page": 4})
        {'class': 'bar', 'data-page': 4}
    """
    if not attrs:
        return {}
    if not isinstance(attrs, Mapping):
        raise InvalidAttributeError(attrs, "must come in a mapping, as attrs={'class': '…'}")
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
    """Merge a caller's checked attributes into an element's own. Classes are joined; others are replaced.

    Args:
        own: The widget's attributes.
        extra: What :func:`check_attributes` returned.

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
