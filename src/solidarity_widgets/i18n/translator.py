"""From a message id to a text in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from solidarity_widgets.i18n import catalogs
from solidarity_widgets.i18n.catalog import Catalog
from solidarity_widgets.i18n.cldr import CldrData, cldr_data
from solidarity_widgets.i18n.locales import (
    SOURCE_LOCALE,
    SOURCE_SUBTAGS,
    Locale,
    Subtags,
    cldr_identifier,
)
from solidarity_widgets.i18n.messages import FieldValue, Message, MessageId, fill_placeholders


class Translator:
    """Translates messages to one locale.

    Args:
        locale: The widget's locale.

    Attributes:
        locale: The same locale.

    Example:
        >>> from solidarity_widgets import get_locale
        >>> Translator(get_locale("en")).pgettext("share", "Copy link").text
        'Copy link'
    """

    __slots__ = ("locale",)

    def __init__(self, locale: Locale) -> None:
        self.locale: Locale = locale

    def message(self, message: MessageId, n: int | None = None, **fields: FieldValue) -> Message:
        """Translate a message that :func:`pgettext_noop` or :func:`npgettext_noop` marked.

        The first of the locale's catalogs that has the message is used. A faulty catalog never raises.
        Numbers and dates in the message have the formats of that catalog's language, because "1.234" does not
        mean the same in every language.

        Args:
            message: The message's id.
            n: The number that chooses the plural form. It fills ``{n}``, with the digits and separators of
                the language of the message.
            **fields: The values of the placeholders: plain text, or functions that format them.

        Returns:
            The message with its placeholders filled in, and its language.

        Raises:
            KeyError: If the source text has a placeholder without a value.
            InvalidFieldError: If a value has a character that is not allowed in texts.

        Example:
            >>> from solidarity_widgets import get_locale
            >>> message = Translator(get_locale("ka")).message(MessageId("share", "Copy link"))
            >>> message.text, message.tag, message.is_fallback
            ('Copy link', 'en', True)
        """
        for code in self.locale.catalogs:
            if code == SOURCE_LOCALE:
                break
            catalog = catalogs.load(code)
            if catalog is not None and (template := catalog.find(message, n)):
                return self._build_message(catalog.subtags, template, n, fields)
        template = message.plural if message.plural and n is not None and abs(n) != 1 else message.text
        return self._build_message(SOURCE_SUBTAGS, template, n, fields)

    def pgettext(self, context: str, text: str, **fields: str) -> Message:
        """Translate a message that is written in the call, as :meth:`message` does.

        Args:
            context: The ``msgctxt``, a literal.
            text: The ``msgid``, a literal.
            **fields: The values of the placeholders, plain text.

        Returns:
            The message with its placeholders filled in, and its language.

        Raises:
            KeyError: If the source text has a placeholder without a value.
            InvalidFieldError: If a value has a character that is not allowed in texts.

        Example:
            >>> from solidarity_widgets import get_locale
            >>> Translator(get_locale("en")).pgettext("share", "Share on {provider}", provider="VK").text
            'Share on VK'
        """
        return self.message(MessageId(context, text), None, **fields)

    def npgettext(self, context: str, text: str, plural: str, n: int, **fields: str) -> Message:
        """Translate a message with a number that is written in the call, as :meth:`message` does.

        Args:
            context: The ``msgctxt``, a literal.
            text: The ``msgid``, a literal.
            plural: The ``msgid_plural``, a literal.
            n: The number. It chooses the form and fills ``{n}``.
            **fields: The values of the other placeholders, plain text.

        Returns:
            The message with its placeholders filled in, and its language.

        Raises:
            KeyError: If the source text has a placeholder without a value.
            InvalidFieldError: If a value has a character that is not allowed in texts.

        Example:
            >>> from solidarity_widgets import get_locale
            >>> Translator(get_locale("en")).npgettext("demo", "{n} page", "{n} pages", 1200).text
            '1,200 pages'
        """
        return self.message(MessageId(context, text, plural), n, **fields)

    def message_without_fallback(self, message: MessageId, n: int) -> str:
        """Return the translation in the locale's own language only.

        Args:
            message: The message's id.
            n: The number that chooses the plural form.

        Returns:
            The template with its placeholders, or an empty string.

        Example:
            >>> from solidarity_widgets import get_locale
            >>> Translator(get_locale("ka")).message_without_fallback(MessageId("share", "Copy link"), 1)
            ''
        """
        for catalog in self._own_catalogs():
            if template := catalog.find(message, n):
                return template
        return ""

    def own_forms(self, n: int) -> tuple[int, ...]:
        """Return which plural forms the catalogs of the locale's own language choose for a number.

        Their headers may differ from CLDR, which splits and merges categories now and then.

        Args:
            n: The number.

        Returns:
            The index of the form in each catalog. Empty for a language without a catalog.

        Example:
            >>> from solidarity_widgets import get_locale
            >>> [Translator(get_locale("be")).own_forms(n) for n in (1, 2, 5)]
            [(0,), (1,), (2,)]
        """
        return tuple(catalog.form(n) for catalog in self._own_catalogs())

    def _own_catalogs(self) -> Iterator[Catalog]:
        available = catalogs.available_subtags()
        for code in self.locale.catalogs:
            # Checked before loading, so that a catalog that is not needed is not read.
            if code in available and self.locale.subtags.is_same_language(available[code]):
                catalog = catalogs.load(code)
                if catalog is not None:
                    yield catalog

    def _build_message(
        self, language: Subtags, template: str, n: int | None, fields: dict[str, FieldValue]
    ) -> Message:
        is_own = self.locale.subtags.is_same_language(language)
        values: dict[str, str] = {}
        if n is not None or fields:
            data = self.locale.cldr_data if is_own else _formats(language)
            for name, value in fields.items():
                values[name] = value(data) if callable(value) else value
            if n is not None:
                values["n"] = data.format_number(n)
        tag = self.locale.tag if is_own else language.tag
        return Message(fill_placeholders(template, values), tag, language.direction, not is_own)


def _formats(language: Subtags) -> CldrData:
    """Return the number and date formats of a catalog's language."""
    return cldr_data(cldr_identifier(language) or SOURCE_LOCALE)
