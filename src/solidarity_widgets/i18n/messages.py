"""Message ids, and filling in ``{name}`` placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from solidarity_widgets.i18n.cldr import CldrData
from solidarity_widgets.i18n.locales import Direction, Locale
from solidarity_widgets.text import safe_text

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

#: The value of a placeholder: plain text; or a function that returns it in the formats of the language that
#: the message turns out to be in, for dates and numbers.
FieldValue: TypeAlias = str | Callable[[CldrData], str]


class MessageId(NamedTuple):
    """The id of a message, as in the catalogs.

    Attributes:
        context: The ``msgctxt``.
        text: The ``msgid``: the English source text.
        plural: The ``msgid_plural``, or an empty string.
    """

    context: str
    text: str
    plural: str = ""


def pgettext_noop(context: str, text: str) -> MessageId:
    """Mark a message for extraction. It is not translated here.

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
    """Mark a message with a number for extraction. It is not translated here.

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
    """A part of a message: its own words, or the value of a placeholder.

    Attributes:
        text: Plain text.
        name: The placeholder's name, or an empty string for the message's own words.
    """

    text: str
    name: str


class Message(NamedTuple):
    """A translated message with its placeholders filled in.

    Attributes:
        segments: The parts, so that HTML can isolate the values.
        tag: The BCP 47 tag of the text's language.
        direction: The direction of the text's language.
        is_fallback: Whether the text is in another language than the widget, so that it needs a ``lang``.
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
        """Create a message from a text that is in the widget's language.

        Args:
            text: Plain text.
            locale: The widget's locale.

        Returns:
            A message of one segment.

        Example:
            >>> from solidarity_widgets import get_locale
            >>> Message.from_text("Возера", get_locale("be")).tag
            'be'
        """
        return cls((Segment(text, ""),), locale.tag, locale.direction, False)

    def attributes(self, locale: Locale) -> dict[str, str | None]:
        """Return the attributes of the element that contains the message.

        Args:
            locale: The widget's locale.

        Returns:
            ``lang`` and ``dir``, or nothing if the message is in the widget's language.

        Example:
            >>> from solidarity_widgets import get_locale
            >>> Message((), "en", "ltr", True).attributes(get_locale("ar"))
            {'lang': 'en', 'dir': 'ltr'}
        """
        if not self.is_fallback:
            return {}
        return {"lang": self.tag, "dir": self.direction if self.direction != locale.direction else None}


def fill_placeholders(template: str, fields: Mapping[str, str]) -> tuple[Segment, ...]:
    """Fill in a template's placeholders in one pass. Placeholders inside values stay as they are.

    Args:
        template: A message with ``{name}`` placeholders. Names consist of lower-case letters and underscores.
        fields: The values. ``Markup`` becomes plain text.

    Returns:
        The segments in order, without empty ones.

    Raises:
        KeyError: If the template has a placeholder that *fields* lacks.
        InvalidFieldError: If a value has a character that is not allowed in texts.

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
