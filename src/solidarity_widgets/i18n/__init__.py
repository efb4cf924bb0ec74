"""Locale names, matching and fallback; catalogs; numbers, lists and unit patterns.

What the rest of the library and its users need is importable from here.
"""

from solidarity_widgets.i18n.catalogs import available_locales
from solidarity_widgets.i18n.locales import Direction, Locale, LocaleLike, Subtags, parse_locale
from solidarity_widgets.i18n.messages import Message, MessageId, Segment, npgettext_noop, pgettext_noop
from solidarity_widgets.i18n.numbers import format_list, format_number, plural_category
from solidarity_widgets.i18n.translator import (
    Translator,
    get_locale,
    match_locale,
    names_language,
    requested_locale,
    use_locale,
)

__all__ = [
    "Direction",
    "Locale",
    "LocaleLike",
    "Message",
    "MessageId",
    "Segment",
    "Subtags",
    "Translator",
    "available_locales",
    "format_list",
    "format_number",
    "get_locale",
    "match_locale",
    "names_language",
    "npgettext_noop",
    "parse_locale",
    "pgettext_noop",
    "plural_category",
    "requested_locale",
    "use_locale",
]
