"""The messages of one language."""

from __future__ import annotations

import gettext
import io

from solidarity_widgets.caller import warn_caller
from solidarity_widgets.exceptions import CatalogWarning, InvalidFieldError
from solidarity_widgets.i18n.locales import SOURCE_SUBTAGS, Subtags, parse_locale
from solidarity_widgets.i18n.messages import MessageId, placeholders
from solidarity_widgets.text import safe_text


class _NoTranslations(gettext.NullTranslations):
    """The end of gettext's own chain: an untranslated message is ``""`` and not the msgid."""

    def pgettext(self, context: str, message: str) -> str:
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return ""


class Catalog:
    r"""The messages of one language.

    Args:
        code: The locale's gettext code.
        data: A compiled catalog (``.mo``).

    Attributes:
        code: The same code.
        subtags: The same code, parsed.

    Raises:
        ValueError: If the plural rule is not valid, or a text is not in the catalog's encoding.
        OSError: If the data are not a catalog.
        struct.error: If the data are too short for a catalog.

    Example:
        >>> from solidarity_widgets.i18n.pofile import PoFile, compile_catalog
        >>> po = PoFile(b'msgid ""\nmsgstr "Language: be"\n\nmsgid "Yes"\nmsgstr "Tak"\n', "be")
        >>> catalog = Catalog("be", compile_catalog(po))
        >>> catalog.find(MessageId("", "No")), catalog.form(1), catalog.form(5)
        ('', 0, 1)
    """

    def __init__(self, code: str, data: bytes) -> None:
        self.code = code
        self.subtags: Subtags = parse_locale(code) or SOURCE_SUBTAGS
        self._translations = gettext.GNUTranslations(io.BytesIO(data))
        self._translations.add_fallback(_NoTranslations())
        self._refused: set[MessageId] = set()

    def find(self, message: MessageId, n: int | None = None) -> str:
        """Return the translation of a message.

        Args:
            message: The message's id.
            n: The number that chooses the plural form, for messages that have one.

        Returns:
            The translated template, or an empty string if there is none. A translation that cannot be shown
            counts as none, after one warning: if it has a placeholder that the source lacks or a character
            that is not allowed in texts, or if the plural rule fails. Never raises.
        """
        try:
            if n is None or not message.plural:
                found = self._translations.pgettext(message.context, message.text)
            else:
                found = self._translations.npgettext(message.context, message.text, message.plural, abs(n))
            safe_text(found)
        except InvalidFieldError as error:
            return self._refuse(message, error.reason)
        except Exception as error:  # a rule such as "1 % n" fails only when it is used
            return self._refuse(message, f"cannot be chosen ({error})")
        if not placeholders(found) <= placeholders(message.text) | placeholders(message.plural):
            return self._refuse(message, "has an unknown placeholder")
        return found

    def form(self, n: int) -> int:
        """Return which plural form the catalog's header chooses for a number.

        Args:
            n: The number.

        Returns:
            The form's index; 0 if the header's rule fails, as "1 % n" does for zero. Never raises.
        """
        try:
            return int(self._translations.plural(abs(n)))  # type: ignore[attr-defined]
        except Exception:  # the rule was written by a translator
            return 0

    def _refuse(self, message: MessageId, reason: str) -> str:
        if message not in self._refused:
            self._refused.add(message)
            warn(f"the {self.code} translation of {message.text!r} {reason}")
        return ""


def warn(what: str) -> None:
    """Warn that something in the catalogs cannot be used.

    Args:
        what: The fault, as the beginning of a sentence.
    """
    warn_caller(f"solidarity_widgets: {what}; the next language answers.", CatalogWarning)
