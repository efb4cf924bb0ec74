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
from solidarity_widgets.petitions.fields import CONSENT_PREFIX, FIELDS
from solidarity_widgets.petitions.translations import LocalizedText
from solidarity_widgets.signing.intake.email import check_email
from solidarity_widgets.signing.intake.form_text import (
    DIRECTION_MARKS,
    drop_invisible,
    is_form_text,
    strip_invisible,
)
from solidarity_widgets.signing.intake.postcodes import COUNTRIES_WITHOUT_POSTCODES, clean_postcode
from solidarity_widgets.signing.intake.signer_message import clean_message
from solidarity_widgets.text import safe_text, to_str

#: The form's field with the time stamp.
STAMP_FIELD = "started"

#: More marks on one letter than any language writes (Tibetan and Vedic have up to six).
_MAX_MARKS = 6
#: Blanks to the eye: the fillers of Hangul, which are letters to Unicode, and the empty Braille pattern.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
#: Characters of format that names are written with: the joiners, and the marks of direction.
_FORMAT = frozenset(f"\u200c\u200d{DIRECTION_MARKS}")
#: What makes a text a web address, or the source of one. Two-letter domains of countries with such names in
#: use need three letters before them: there are people called "P.de Vries" and "Dr.By".
#:
#: The list has the domains that links are made of most, and not all 1,400: "А.С.Пушкин" and "Иванов.Иван" are
#: names that somebody typed in a hurry, and .kim, .fun or .love are names of people as well. An address under
#: another domain passes; it is not a link on the page, and public messages need a moderator anyway.
_LINK = re.compile(
    r"://|\bwww\.|\b(?:https?|ftp|mailto|javascript):|\[/?(?:url|link)\b|<\s*/?\s*a\b"
    r"|\w\.\w{2,}/|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b[\w-]{2,}\.(?:com|org|net|info|biz|xyz|top|online|site|shop|club|app|dev|link|page|live|news|blog"
    r"|store|pro|website|space|host|click|icu|cyou|sbs|cfd|buzz|bet|casino|poker|loan|loans|bid|vip|pw"
    r"|ru|ua|рф|бел|укр|рус|онлайн|сайт|орг|ком|дети|москва|қаз|срб|мкд)(?!\.?\w)"
    r"|\b[\w-]{3,}\.(?:by|kz|tj|io|me|co|ly|de|fr|uk|pl|lt|lv|ee|eu|us|cn|in|tv|su|cc|to|gg|win)(?!\.?\w)",
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
        email: As it can be sent to, see ``check_email``; or empty.
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

    Only text is the value of a field: a string, ``Markup``, or a lazy string. A number, a mapping, ``bytes``
    or any other object, which a form sent as JSON may have, is an error of that field.

    A petition that requires a postcode and asks for the country does not require it from countries that have
    none. The consent ``updates`` counts only with an address.

    Args:
        petition: The petition; it says which fields there are and which must be filled. Fields that it does
            not have are not looked at.
        values: The form's data: any mapping with ``get``, such as ``request.form``. Where a list comes
            (``urllib.parse.parse_qs``), its only item counts; of the field that must stay empty, every item.
        locale: The language of the form.

    Returns:
        The clean values, or the errors, whose codes go to ``petition_form(errors=…)``.

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
            if not clean[name] and name in petition.required and not _has_no_postcode(name, clean):
                raise _FieldError("missing")
        except _FieldError as error:
            errors[name] = str(error)
    consents = []
    for consent in petition.consents:
        wording = _agreed_wording(consent, read(CONSENT_PREFIX + consent.purpose), get_locale(locale))
        if wording is not None:
            if consent.purpose != "updates" or clean.get("email"):
                consents.append(GivenConsent(consent, wording))
        elif consent.required:
            errors[CONSENT_PREFIX + consent.purpose] = "missing"
    return CheckedSignature(
        MappingProxyType(errors),
        consents=tuple(consents),
        honeypot_filled=_is_filled(values, petition.honeypot, read(petition.honeypot)),
        stamp=_hidden_value(read(STAMP_FIELD)),
        **clean,
    )


def _check_field(petition: Petition, name: str, value: object) -> str:
    bad_text, too_long = _ERROR_CODES[name]
    try:
        text = drop_invisible(_text(value))
    except ValueError:
        raise _FieldError(bad_text) from None
    if len(text) > _MAX_RAW_FACTOR * FIELDS[name].max_length:
        raise _FieldError(too_long)
    # Composed last: what nobody sees may have stood between a letter and its mark.
    return _CHECKS[name](petition, unicodedata.normalize("NFC", text))


def _has_no_postcode(name: str, clean: Mapping[str, str]) -> bool:
    return name == "postcode" and clean.get("country") in COUNTRIES_WITHOUT_POSTCODES


def _text(value: object) -> str:
    """Return the text of a field.

    Raises:
        ValueError: If it is no text. It is not turned into one: ``str`` of what somebody sent could be a
            mapping's ``repr``, or recurse as deep as it is nested.
    """
    if isinstance(value, (list, tuple)):
        if not all(item is None or is_form_text(item) for item in value):
            raise ValueError
        value = value[0] if len(value) == 1 else None
    if value is None:
        return ""
    if not is_form_text(value):
        raise ValueError
    try:
        return to_str(value)
    except Exception:  # a lazy string may raise anything
        raise ValueError from None


def _is_filled(values: object, name: str, value: object) -> bool:
    """Tell whether the field has anything in it that must stay empty, in any of its items.

    Frameworks return only one of several items from ``get``, and all of them from ``getlist``.
    """
    getlist: Callable[[str], object] | None = getattr(values, "getlist", None)
    if getlist is not None:
        value = getlist(name)
    items = value if isinstance(value, (list, tuple)) else (value,)
    return any(_hidden_value(item) if is_form_text(item) else item for item in items)


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
    _check_marks(name)
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
    code = strip_invisible(text).upper()
    if code and not is_territory(code):
        raise _FieldError("unknown")
    return code


def _check_postcode(_: Petition, text: str) -> str:
    code = clean_postcode(strip_invisible(text))
    if code is None or len(code) > FIELDS["postcode"].max_length:
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
        visible = drop_invisible(unescape(_TAG.sub("", message))).strip()
    _check_length("message", visible)
    _check_marks(visible)
    if not petition.message_html and _has_link(message):
        raise _FieldError("link")
    return message if visible else ""


def _has_link(text: str) -> bool:
    """Tell whether a text has a web address in it, in whatever forms of the letters and the dots."""
    return _LINK.search(unicodedata.normalize("NFKC", text)) is not None


def _check_marks(text: str) -> None:
    """Refuse more marks on one letter than any language writes.

    Marks stack on the letter before them, whatever stands between that takes no space: a joiner, a mark of
    direction, a spacing mark.
    """
    marks = 0
    for char in unicodedata.normalize("NFD", text):
        category = unicodedata.category(char)
        if category in ("Mn", "Me") or unicodedata.combining(char):
            marks += 1
            if marks > _MAX_MARKS:
                raise _FieldError("characters")
        elif category not in ("Cf", "Mc"):
            marks = 0


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
