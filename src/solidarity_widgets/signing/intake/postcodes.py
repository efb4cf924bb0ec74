"""Postcodes: cleaned as people write them, and the countries that have none."""

from __future__ import annotations

import re
import unicodedata

from solidarity_widgets.signing.intake.form_text import DIRECTION_MARKS

#: Countries and territories without postcodes, or whose post does not use the ones there are. From two lists
#: that were read on 2026-11-27: the address formats of Google's libaddressinput (those without a postcode),
#: and GeoPostcodes' "Countries without zip codes". The lists differ, and a country in either is here: if that
#: is wrong, a required postcode is optional there; if it were missing, nobody there could sign.
COUNTRIES_WITHOUT_POSTCODES = frozenset(
    "AE AG AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER ET FJ GA GD GH GM GN GQ GW GY"
    " HK HN JM KI KM KN KP LC LY ML MO MR MS MW NR NU PA PS QA RW SB SC SD SL SO SR SS ST SX SY TD TF TG TK"
    " TL TO TT TV UG VU WS YE ZM ZW".split()
)

_POSTCODE = re.compile(r"[^\W_](?:[^\W_]|[ -](?![ -]))*\Z")
#: Everything that is written for a hyphen besides Unicode's dashes: minus, hyphen bullet, and the long vowel
#: that Japanese keyboards have on the same key.
_HYPHENS = frozenset("\u2212\u2043\u30fc")
#: Ignored wherever they stand, as brackets are: full stops, middle dots, and what nobody sees.
_IGNORED = frozenset(f".\u00b7\u30fb\u3002{DIRECTION_MARKS}")
#: What stands before a postcode in Japan.
_POSTAL_MARKS = frozenset("\u3012\u3020\u3036")
_BLANKS_AROUND_HYPHEN = re.compile(r" *-[ -]*")


def clean_postcode(text: str) -> str | None:
    """Return a postcode in one spelling, or ``None`` for what cannot be one.

    Nothing depends on how a postcode is punctuated, so what people and their keyboards write is taken: any
    dash is a hyphen, and full stops, brackets and punctuation around it are dropped. What holds other signs,
    such as ``<`` or ``;``, is refused.

    Args:
        text: What was typed.

    Returns:
        Capital letters, digits, single spaces and hyphens; an empty text for punctuation alone.

    Example:
        >>> clean_postcode("30–002"), clean_postcode("[EC1A 1BB]."), clean_postcode("〒530－0011")
        ('30-002', 'EC1A 1BB', '530-0011')
        >>> clean_postcode("01.310 - 100"), clean_postcode("12;34")
        ('01310-100', None)
    """
    # Full-width digits and letters are what some keyboards write.
    text = "".join(map(_clean_character, unicodedata.normalize("NFKC", text).upper()))
    code = _BLANKS_AROUND_HYPHEN.sub("-", " ".join(text.split()))
    begin, end = 0, len(code)
    while begin < end and _is_outer(code[begin]):
        begin += 1
    while end > begin and _is_outer(code[end - 1]):
        end -= 1
    code = code[begin:end]
    return code if not code or _POSTCODE.match(code) else None


def _clean_character(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Pd" or char in _HYPHENS:
        return "-"
    return "" if category in ("Ps", "Pe") or char in _IGNORED else char


def _is_outer(char: str) -> bool:
    """Tell whether a character does not count at the ends: punctuation, but not the underscore."""
    category = unicodedata.category(char)
    return char in _POSTAL_MARKS or char == " " or (category[0] == "P" and category != "Pc")
