"""Locale names, matching and fallback; catalogs; numbers, lists and unit patterns.

What the rest of the library and its users need is importable from here.
"""

from solidarity_widgets.i18n.catalogs import available
from solidarity_widgets.i18n.locales import Direction, Locale, Subtags, parse
from solidarity_widgets.i18n.messages import N_, NN_, Message, MessageId, Segment
from solidarity_widgets.i18n.numbers import format_list, format_number, plural_category
from solidarity_widgets.i18n.translator import (
    Translator,
    chosen_locale,
    get_locale,
    match_locale,
    use_locale,
)

__all__ = [
    "NN_",
    "N_",
    "Direction",
    "Locale",
    "Message",
    "MessageId",
    "Segment",
    "Subtags",
    "Translator",
    "available",
    "chosen_locale",
    "format_list",
    "format_number",
    "get_locale",
    "match_locale",
    "parse",
    "plural_category",
    "use_locale",
]
