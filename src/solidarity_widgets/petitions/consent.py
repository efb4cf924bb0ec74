"""The consents that a form asks for: one checkbox for each purpose, with a text that is on record later."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from solidarity_widgets.arguments import suggest_arguments
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
    """A purpose, and the text with which a signer agrees to it.

    Args:
        purpose: Lower-case letters, digits and hyphens. The library uses ``processing`` for storing the
            signature, ``updates`` for email news, and ``public`` for showing the name and message.
        text: The text, or a message from the library's catalogs.
        version: Your own name for this text, stored with each consent; it can be empty.
        required: Whether people must agree in order to sign. Only what signing itself needs can be required
            (GDPR, Article 7(4)), so ``updates`` and ``public`` cannot.

    Attributes:
        purpose: The purpose.
        text: The text in all its languages, or the message.
        version: The name of the text, or an empty string.
        required: Whether people must agree in order to sign.

    Raises:
        InvalidFieldError: If the purpose or the text is not valid, or if ``updates`` or ``public`` is
            required.

    Example:
        >>> Consent("partner", "Amnesty may write to me.", version="2026-11").required
        False
    """

    purpose: str
    text: Translations | MessageId
    version: str
    required: bool

    @suggest_arguments
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
            raise InvalidFieldError(
                "required", name, "must be False for 'updates' and 'public', which signing does not need"
            )
        wording = text if isinstance(text, MessageId) else Translations.parse(text, f"consent {name!r}")
        if not wording:
            raise InvalidFieldError(f"consent {name!r}", text, "must have a text")
        object.__setattr__(self, "purpose", name)
        object.__setattr__(self, "text", wording)
        object.__setattr__(self, "version", safe_text(version, "version"))
        object.__setattr__(self, "required", required)

    def wording(self, locale: Locale) -> LocalizedText:
        """Return the text in the language that a reader understands best.

        Args:
            locale: The reader's locale.

        Returns:
            The text and its language.
        """
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
    """Return the hash that identifies the text of a consent.

    Args:
        text: The text, exactly as it was shown.

    Returns:
        Its SHA-256 hash, as 64 hexadecimal digits.

    Example:
        >>> wording_hash("I agree.")[:16]
        '826ff0dab649a97f'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def check_consents(value: ConsentsLike, fields: Collection[str]) -> tuple[Consent, ...]:
    """Parse the consents of a form.

    Args:
        value: Consents, or names of the library's own (``processing``, ``updates``, ``public``), in a list or
            one string of names. ``None`` means ``processing``, or no consent at all if the form asks for
            nothing but the country.
        fields: The form's fields.

    Returns:
        The consents.

    Raises:
        InvalidFieldError: If a name is not known, if a purpose occurs twice, or if the form does not have the
            field that a purpose needs.

    Example:
        >>> [consent.purpose for consent in check_consents("processing updates", ("email",))]
        ['processing', 'updates']
    """
    if value is None:
        value = () if set(fields) <= {"country"} else ("processing",)
    if is_text(value):
        value = split_names(value, "consents")
    if not isinstance(value, Iterable):
        raise InvalidFieldError("consents", value, "must be a list of consents or their names")
    found = tuple(item if isinstance(item, Consent) else _standard_consent(item, fields) for item in value)
    purposes = [consent.purpose for consent in found]
    if twice := [purpose for purpose in purposes if purposes.count(purpose) > 1]:
        raise InvalidFieldError("consents", twice[0], "must occur only once")
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
    raise InvalidFieldError(
        "consents", name, "must be Consent objects, or one or more of processing, updates, public"
    )
