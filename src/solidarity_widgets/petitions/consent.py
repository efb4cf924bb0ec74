"""What a signer may agree to: one box for each purpose, in words that can be proven later."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from solidarity_widgets.checks import split_names
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import Locale, Translator
from solidarity_widgets.i18n.messages import MessageId
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.translations import LocalizedText, TranslatableText, Translations
from solidarity_widgets.text import TextLike, is_text, safe_text

_PURPOSE = re.compile(r"[a-z][a-z0-9-]{0,31}\Z")


@dataclass(frozen=True, slots=True, init=False)
class Consent:
    """One purpose, and the words in which a signer agrees to it.

    Attributes:
        purpose: Lower-case letters, digits and hyphens. ``processing``, ``updates`` and ``public`` have a
            meaning for the library: the signature itself, email news, showing name and message.
        text: The words: the page's own, or a message of the catalogs.
        version: The host's name for these words, kept with each consent; may be empty.
        required: Whether one must agree in order to sign. Only what signing itself needs may be required
            (GDPR, Article 7(4)): never news.

    Raises:
        InvalidFieldError: If the purpose or the text cannot be used, or news are required.

    Example:
        >>> Consent("partner", "Amnesty may write to me.", version="2026-11").required
        False
    """

    purpose: str
    text: Translations | MessageId
    version: str
    required: bool

    def __init__(
        self,
        purpose: TextLike,
        text: TranslatableText | MessageId,
        *,
        version: TextLike = "",
        required: bool = False,
    ) -> None:
        name = check_purpose(purpose)
        if required and name in ("updates", "public"):
            raise InvalidFieldError("required", name, "must not be asked for in exchange for signing")
        wording = text if isinstance(text, MessageId) else Translations.parse(text, f"consent {name!r}")
        if not wording:
            raise InvalidFieldError(f"consent {name!r}", text, "must have words to agree to")
        object.__setattr__(self, "purpose", name)
        object.__setattr__(self, "text", wording)
        object.__setattr__(self, "version", safe_text(version, "version"))
        object.__setattr__(self, "required", required)

    def wording(self, locale: Locale) -> LocalizedText:
        """Return the words, in the language a reader of a locale understands best."""
        if isinstance(self.text, MessageId):
            message = Translator(locale).message(self.text)
            return LocalizedText(message.text, message.tag, message.direction)
        return self.text.best(locale)


def check_purpose(value: TextLike) -> str:
    """Return the name of a purpose.

    Args:
        value: The name.

    Returns:
        It as an exact ``str``.

    Raises:
        InvalidFieldError: If it cannot be one.

    Example:
        >>> check_purpose("updates")
        'updates'
    """
    name = safe_text(value, "purpose")
    if not _PURPOSE.match(name):
        raise InvalidFieldError("purpose", name, "must be lower-case letters, digits and hyphens")
    return name


#: Consents, or names of the library's own: a list, or one string of names.
ConsentsLike: TypeAlias = TextLike | Iterable[Consent | TextLike]


def wording_hash(text: str) -> str:
    """Return the name under which words are kept: their SHA-256, in hexadecimal.

    Args:
        text: The words, exactly as they were shown.

    Returns:
        64 digits.

    Example:
        >>> wording_hash("I agree.")[:16]
        '826ff0dab649a97f'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def check_consents(value: ConsentsLike, fields: Collection[str]) -> tuple[Consent, ...]:
    """Read which consents a form asks for.

    Args:
        value: Consents, or names of the library's own (``processing``, ``updates``, ``public``), in a list
            or one string of names; ``None`` for ``processing`` where a name or an address is asked for,
            since these are personal data, and for nothing else.
        fields: The form's fields.

    Returns:
        The consents.

    Raises:
        InvalidFieldError: If a name is unknown, a purpose comes twice, or the form lacks the field that a
            purpose is about.

    Example:
        >>> [consent.purpose for consent in check_consents("processing updates", ("email",))]
        ['processing', 'updates']
    """
    if value is None:
        value = () if set(fields) <= {"country"} else ("processing",)
    if is_text(value):
        value = split_names(value, "consents")
    if not isinstance(value, Iterable):
        raise InvalidFieldError("consents", value, "must be a list of consents or of their names")
    found = tuple(item if isinstance(item, Consent) else _standard_consent(item, fields) for item in value)
    purposes = [consent.purpose for consent in found]
    if twice := [purpose for purpose in purposes if purposes.count(purpose) > 1]:
        raise InvalidFieldError("consents", twice[0], "must come once")
    if "updates" in purposes and "email" not in fields:
        raise InvalidFieldError("consents", "updates", "needs the field 'email'")
    return found


def _standard_consent(name: TextLike, fields: Collection[str]) -> Consent:
    match safe_text(name, "consents"):
        case "processing":
            return Consent("processing", messages.PROCESSING, required=True)
        case "updates":
            return Consent("updates", messages.UPDATES)
        case "public" if "name" in fields and "message" in fields:
            return Consent("public", messages.PUBLIC_BOTH)
        case "public" if "name" in fields:
            return Consent("public", messages.PUBLIC_NAME)
        case "public" if "message" in fields:
            return Consent("public", messages.PUBLIC_MESSAGE)
        case "public":
            raise InvalidFieldError("consents", "public", "needs the field 'name' or 'message'")
    raise InvalidFieldError("consents", name, "must be Consent objects, or among processing, updates, public")
