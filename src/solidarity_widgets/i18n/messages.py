"""Message ids, and the strict filling of ``{name}`` placeholders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from solidarity_widgets.i18n.locales import Direction, Locale
from solidarity_widgets.text import safe_text

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class MessageId(NamedTuple):
    """A message as it is in the catalogs.

    Attributes:
        context: The ``msgctxt``.
        text: The ``msgid``: the English source text.
        plural: The ``msgid_plural``, or an empty string.
    """

    context: str
    text: str
    plural: str = ""


def pgettext_noop(context: str, text: str) -> MessageId:
    """Mark a message for extraction without translating it.

    Args:
        context: The ``msgctxt``, a literal.
        text: The ``msgid``, a literal.

    Returns:
        The message's id, for :meth:`Translator.message`.

    Example:
        >>> pgettext_noop("share", "Copy link").text
        'Copy link'
    """
    return MessageId(context, text)


def npgettext_noop(context: str, text: str, plural: str) -> MessageId:
    """Mark a message with a number, as :func:`pgettext_noop` does.

    Args:
        context: The ``msgctxt``, a literal.
        text: The ``msgid``, a literal, with ``{n}`` for the number.
        plural: The ``msgid_plural``, a literal.

    Returns:
        The message's id.

    Example:
        >>> npgettext_noop("demo", "{n} language", "{n} languages").plural
        '{n} languages'
    """
    return MessageId(context, text, plural)


class Segment(NamedTuple):
    """A run of a filled message.

    Attributes:
        text: Plain text.
        name: The placeholder it fills, or an empty string for the message's own words.
    """

    text: str
    name: str


class Message(NamedTuple):
    """A message in the reader's language, or in the one it fell back to.

    Attributes:
        segments: The runs, so that HTML can isolate the filled ones.
        tag: The BCP 47 tag of the language that answered.
        direction: That language's direction.
        is_fallback: Whether that is another language than the widget's, so that the text needs a ``lang``.
    """

    segments: tuple[Segment, ...]
    tag: str
    direction: Direction
    is_fallback: bool

    @property
    def text(self) -> str:
        """The whole message as plain text."""
        return "".join(segment.text for segment in self.segments)

    @classmethod
    def from_text(cls, text: str, locale: Locale) -> Message:
        """Make a message of a text that is in the reader's language already."""
        return cls((Segment(text, ""),), locale.tag, locale.direction, False)

    def attributes(self, locale: Locale) -> dict[str, str | None]:
        """Return ``lang`` and ``dir`` for an element that says it inside a widget of a locale."""
        if not self.is_fallback:
            return {}
        return {"lang": self.tag, "dir": self.direction if self.direction != locale.direction else None}


def fill_placeholders(template: str, fields: Mapping[str, str]) -> tuple[Segment, ...]:
    """Fill a template's placeholders in one pass; values are never looked at again.

    Args:
        template: A message with ``{name}`` placeholders: lower-case letters and underscores, nothing else.
        fields: The values; ``Markup`` among them becomes plain text.

    Returns:
        The runs in order, without empty ones.

    Raises:
        KeyError: If the template names a placeholder that *fields* lacks.
        InvalidFieldError: If a value holds a character that no text may have.

    Example:
        >>> "".join(s.text for s in fill_placeholders("Share on {provider}", {"provider": "{x}"}))
        'Share on {x}'
    """
    parts = _PLACEHOLDER.split(template)
    runs = [
        Segment(safe_text(fields[part], part), part) if index % 2 else Segment(part, "")
        for index, part in enumerate(parts)
    ]
    return tuple(run for run in runs if run.text)


def placeholders(template: str) -> frozenset[str]:
    """Return the names of a template's placeholders.

    Args:
        template: A message.

    Returns:
        The names without braces.

    Example:
        >>> sorted(placeholders("{a} of {b}"))
        ['a', 'b']
    """
    return frozenset(_PLACEHOLDER.findall(template))
