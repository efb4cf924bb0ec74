"""Locales and their names, catalogs, and translated messages: what pages use.

What the rest of the library needs is importable from here. ``i18n.cldr`` has Unicode CLDR's data, which a
``Locale`` carries as its attribute ``cldr_data``. ``i18n.tools`` has the translators' tools.
"""

from solidarity_widgets.i18n.catalogs import available_locales
from solidarity_widgets.i18n.locales import Direction, Locale, LocaleLike, Subtags, parse_locale
from solidarity_widgets.i18n.messages import Message, MessageId, Segment, npgettext_noop, pgettext_noop
from solidarity_widgets.i18n.native_names import native_name
from solidarity_widgets.i18n.negotiation import (
    add_locale_source,
    get_locale,
    match_locale,
    names_language,
    requested_locale,
    use_locale,
)
from solidarity_widgets.i18n.translator import Translator

__all__ = [
    "Direction",
    "Locale",
    "LocaleLike",
    "Message",
    "MessageId",
    "Segment",
    "Subtags",
    "Translator",
    "add_locale_source",
    "available_locales",
    "get_locale",
    "match_locale",
    "names_language",
    "native_name",
    "npgettext_noop",
    "parse_locale",
    "pgettext_noop",
    "requested_locale",
    "use_locale",
]
