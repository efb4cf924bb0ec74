"""From a form's data to clean values, or to the codes of what is wrong with them. Pure: nothing is stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from types import MappingProxyType
from typing import Any

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.graphemes import count_graphemes
from solidarity_widgets.i18n import Locale, LocaleLike, available_locales, get_locale
from solidarity_widgets.i18n.cldr.territories import is_territory
from solidarity_widgets.petitions import Consent, Petition
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.petitions.fields import FIELDS
from solidarity_widgets.petitions.form import CONSENT_PREFIX, HONEYPOT
from solidarity_widgets.petitions.translations import LocalizedText
from solidarity_widgets.signing.intake.email import check_email
from solidarity_widgets.signing.intake.signer_message import clean_message
from solidarity_widgets.text import safe_text, to_str

#: The form's field with the time stamp.
STAMP_FIELD = "started"

#: What copying brings along and nobody sees: soft hyphen, zero-width space, word joiner, byte order mark.
#: (The joiners U+200C and U+200D stay, and so do the marks that Persian and Hebrew writers need.)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
#: More marks on one letter than any language writes (Tibetan and Vedic have up to six).
_STACKED_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{7}"
)
#: Blanks to the eye: the fillers of Hangul, which are letters to Unicode, and the empty Braille pattern.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
#: Characters of format that names are written with: the joiners, and the marks of direction.
_FORMAT = frozenset("\u200c\u200d\u200e\u200f\u061c")
_POSTCODE = re.compile(r"[^\W_](?:[^\W_]|[ -](?![ -]))*\Z")
#: What makes a text a web address, or the source of one. Two-letter domains of countries with such names in
#: use need three letters before them: there are people called "P.de Vries" and "Dr.By".
_LINK = re.compile(
    r"://|\bwww\.|\b(?:https?|ftp|mailto|javascript):|\[/?(?:url|link)\b|<\s*/?\s*a\b"
    r"|\w\.\w{2,}/|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b[\w-]{2,}\.(?:com|org|net|info|biz|xyz|top|online|site|shop|club|app|dev|link|page|live|news|blog"
    r"|store|pro|ru|ua|рф|бел|укр)(?!\.?\w)"
    r"|\b[\w-]{3,}\.(?:by|kz|tj|io|me|co|ly|de|fr|uk|pl|lt|lv|ee|eu|us|cn|in|tv|su|cc|to|gg)(?!\.?\w)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
#: How many times a field's length its raw text may have. More is refused unread: composing a long pile of
#: marks takes time with the square of its length.
_MAX_RAW_FACTOR = 8
#: Field -> what to say of a value that is no text, and of one that is far too long.
_ERROR_CODES: Mapping[str, tuple[str, str]] = {
    "name": ("characters", "too-long"),
    "email": ("format", "format"),
    "country": ("unknown", "unknown"),
    "postcode": ("format", "format"),
    "message": ("characters", "too-long"),
}


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """A consent somebody gave.

    Attributes:
        consent: What they agreed to.
        wording: In which words, and in which language.
    """

    consent: Consent
    wording: LocalizedText


@dataclass(frozen=True, slots=True, repr=False)
class CheckedSignature:
    """What a form says. Its ``repr`` shows no personal data.

    Attributes:
        errors: Field -> code; empty if all is well. See ``petitions.messages.ERRORS`` for the codes.
        name: Clean, or empty.
        email: As it was typed, to be sent to; or empty.
        country: ISO 3166-1 code, or empty.
        postcode: Clean, or empty.
        message: Plain text or clean HTML, or empty.
        consents: What the signer agreed to, and in which words.
        honeypot_filled: Whether the field was filled that nobody sees.
        stamp: The form's time stamp, as it came.
    """

    errors: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    email: str = ""
    country: str = ""
    postcode: str = ""
    message: str = ""
    consents: tuple[GivenConsent, ...] = ()
    honeypot_filled: bool = False
    stamp: str = ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {dict(self.errors) or 'valid'}>"

    def agreed_to(self, purpose: str) -> bool:
        """Tell whether the signer agreed to a purpose."""
        return any(granted.consent.purpose == purpose for granted in self.consents)


class _FieldError(Exception):
    """A field's value cannot be used; its argument is the code."""


def validate_signature(petition: Petition, values: object, *, locale: LocaleLike = None) -> CheckedSignature:
    """Check what a form says.

    Args:
        petition: The petition; it says which fields there are and which must be filled. Fields that it does
            not have are not looked at.
        values: The form's data: any mapping with ``get``, such as ``request.form``. Where a list comes
            (``urllib.parse.parse_qs``), its only item counts.
        locale: The language of the form.

    Returns:
        The clean values, or the errors: their codes go to ``petition_form(errors=…)``.

    Raises:
        InvalidFieldError: If *values* is no mapping.

    Example:
        >>> vigil = Petition("vigil", title="Let them go", consents="")
        >>> checked = validate_signature(vigil, {"name": "  Алесь  Бяляцкі", "email": "ales@example.org"})
        >>> checked.name, dict(checked.errors)
        ('Алесь Бяляцкі', {})
        >>> dict(validate_signature(vigil, {"name": "http://example.org", "country": "SU"}).errors)
        {'name': 'link', 'email': 'missing', 'country': 'unknown'}
    """
    read: Callable[[str], Any] | None = getattr(values, "get", None)
    if read is None:
        raise InvalidFieldError("values", Withheld(values), "must be a mapping of fields to values")
    clean: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name in petition.fields:
        try:
            clean[name] = _check_field(petition, name, read(name))
        except _FieldError as error:
            errors[name] = str(error)
    consents = []
    for consent in petition.consents:
        wording = _agreed_wording(consent, read(CONSENT_PREFIX + consent.purpose), get_locale(locale))
        if wording is not None:
            consents.append(GivenConsent(consent, wording))
        elif consent.required:
            errors[CONSENT_PREFIX + consent.purpose] = "missing"
    return CheckedSignature(
        MappingProxyType(errors),
        consents=tuple(consents),
        honeypot_filled=bool(_hidden_value(read(HONEYPOT))),
        stamp=_hidden_value(read(STAMP_FIELD)),
        **clean,
    )


def _check_field(petition: Petition, name: str, value: object) -> str:
    bad_text, too_long = _ERROR_CODES[name]
    try:
        text = _text(value).translate(_INVISIBLE)
    except ValueError:  # bytes, or an object without a text form
        raise _FieldError(bad_text) from None
    if len(text) > _MAX_RAW_FACTOR * FIELDS[name].max_length:
        raise _FieldError(too_long)
    # Composed last: what nobody sees may have stood between a letter and its mark.
    text = _CHECKS[name](petition, unicodedata.normalize("NFC", text))
    if not text and name in petition.required:
        raise _FieldError("missing")
    return text


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        value = value[0] if len(value) == 1 else None
    return to_str(value)


def _hidden_value(value: object) -> str:
    """Return the text of a field that nobody fills by hand, whatever it is."""
    try:
        return _text(value)
    except ValueError:
        return ""


def _safe_text(text: str) -> str:
    try:
        return safe_text(text)
    except InvalidFieldError:
        raise _FieldError("characters") from None


def _check_name(_: Petition, text: str) -> str:
    name = " ".join(_safe_text(text).split())
    _check_length("name", name)
    if _STACKED_MARKS.search(unicodedata.normalize("NFD", name)):
        raise _FieldError("characters")
    if any(unicodedata.category(char) == "Cf" and char not in _FORMAT for char in name):
        raise _FieldError("characters")
    if _has_link(name):
        raise _FieldError("link")
    if name and not any(unicodedata.category(char)[0] == "L" for char in name if char not in _BLANK):
        raise _FieldError("letters")
    return name


def _check_email(_: Petition, text: str) -> str:
    if not text.strip():
        return ""
    try:
        return check_email(text)
    except InvalidFieldError:
        raise _FieldError("format") from None


def _check_country(_: Petition, text: str) -> str:
    code = text.strip().upper()
    if code and not is_territory(code):
        raise _FieldError("unknown")
    return code


def _check_postcode(_: Petition, text: str) -> str:
    # Full-width digits and letters are what some keyboards write.
    code = " ".join(unicodedata.normalize("NFKC", text).upper().split())
    if code and (len(code) > FIELDS["postcode"].max_length or not _POSTCODE.match(code)):
        raise _FieldError("format")
    return code


def _check_message(petition: Petition, text: str) -> str:
    message = visible = _safe_text(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if petition.message_html:
        try:
            message = clean_message(message, html=True).strip()
        except InvalidFieldError:
            raise _FieldError("characters") from None
        if (
            len(message) > _MAX_RAW_FACTOR * FIELDS["message"].max_length
        ):  # the cleaner closes what was left open
            raise _FieldError("too-long")
        visible = unescape(_TAG.sub("", message)).translate(_INVISIBLE).strip()
    _check_length("message", visible)
    if _STACKED_MARKS.search(unicodedata.normalize("NFD", visible)):
        raise _FieldError("characters")
    if not petition.message_html and _has_link(message):
        raise _FieldError("link")
    return message if visible else ""


def _has_link(text: str) -> bool:
    """Tell whether a text has a web address in it, in whatever forms of the letters and the dots."""
    return _LINK.search(unicodedata.normalize("NFKC", text)) is not None


def _check_length(name: str, text: str) -> None:
    """Refuse what has too many characters as people count them, or as the store does."""
    maximum = FIELDS[name].max_length
    if len(text) > maximum and (len(text) > 4 * maximum or count_graphemes(text) > maximum):
        raise _FieldError("too-long")


_CHECKS: Mapping[str, Callable[[Petition, str], str]] = {
    "name": _check_name,
    "email": _check_email,
    "country": _check_country,
    "postcode": _check_postcode,
    "message": _check_message,
}


def _agreed_wording(consent: Consent, value: object, locale: Locale) -> LocalizedText | None:
    """Return the words that were agreed to: in the form's language, else in whichever has that hash."""
    hash = _hidden_value(value)
    if not hash:
        return None
    for candidate in (
        locale,
        *(get_locale(code) for code in ("en", *available_locales(), *_translation_codes(consent))),
    ):
        wording = consent.wording(candidate)
        if wording_hash(wording.text) == hash:
            return wording
    return None  # words that have changed since: they must be agreed to anew


def _translation_codes(consent: Consent) -> tuple[str, ...]:
    return tuple(getattr(consent.text, "texts", ()))
