"""What languages call themselves."""

from __future__ import annotations

from solidarity_widgets.i18n.locales import Locale

#: What people who use an orthography call it.
_SPELLINGS = {"tarask": "тарашкевіца"}


def native_name(locale: Locale) -> str:
    """Return what a language calls itself, for a link to a page in that language.

    Args:
        locale: The language.

    Returns:
        The name in the language itself (Unicode CLDR), with a capital letter.

    Example:
        >>> from solidarity_widgets.i18n import get_locale
        >>> native_name(get_locale("be@tarask"))
        'Беларуская (тарашкевіца)'
    """
    name = str(locale.cldr_data.babel.get_language_name() or locale.tag)
    if "@" in locale.code:  # the same language in another orthography
        variant = locale.code.partition("@")[2]
        name = f"{name} ({_SPELLINGS.get(variant, variant)})"
    return name[:1].upper() + name[1:]
