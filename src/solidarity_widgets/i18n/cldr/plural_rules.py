"""The ``Plural-Forms`` header that agrees with CLDR, and the name of the installed release of CLDR.

Pages never use these headers: each catalog has its own, which chooses its plural forms.
"""

from __future__ import annotations

import babel
from babel import core

#: Reviewed headers that agree with CLDR 46 to 49: for the languages that have a catalog, and for those where
#: Babel's default merges numbers that the language tells apart. For Tajik it is that of CLDR 49: before 48
#: the language had one category.
PLURAL_FORMS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 && n%100<=99 ? 4 : 5);",
    "be": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ca": "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);",
    "fa": "nplurals=2; plural=(n > 1);",
    "fr": "nplurals=3; plural=(n==0 || n==1 ? 0 : n%1000000==0 ? 1 : 2);",
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
    "hi": "nplurals=2; plural=(n > 1);",
    "hu": "nplurals=2; plural=(n != 1);",
    "hy": "nplurals=2; plural=(n > 1);",
    "it": "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);",
    "ka": "nplurals=2; plural=(n != 1);",
    "lt": "nplurals=3; plural=(n%10==1 && (n%100<11 || n%100>19) ? 0 :"
    " n%10>=2 && n%10<=9 && (n%100<11 || n%100>19) ? 1 : 2);",
    "lv": "nplurals=3; plural=(n%10==0 || (n%100>=11 && n%100<=19) ? 0 : n%10==1 ? 1 : 2);",
    "mk": "nplurals=2; plural=(n%10==1 && n%100!=11 ? 0 : 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "pt": "nplurals=3; plural=(n==0 || n==1 ? 0 : n%1000000==0 ? 1 : 2);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "tg": "nplurals=2; plural=(n > 1);",
    "tr": "nplurals=2; plural=(n != 1);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}


def cldr_release() -> str:
    """Return the name of the installed release of CLDR.

    Returns:
        For example ``CLDR 48.2 (Babel 2.19.0)``. Babel before 2.19 does not know its release of CLDR.

    Example:
        >>> cldr_release().startswith("CLDR ")
        True
    """
    version = getattr(core, "get_cldr_version", None)
    return (
        f"CLDR {version()} (Babel {babel.__version__})" if version else f"CLDR of Babel {babel.__version__}"
    )


def plural_forms(language: str, identifier: str) -> str:
    """Return the ``Plural-Forms`` header for a new catalog.

    Args:
        language: The language's code, such as ``be``.
        identifier: Babel's name of the locale, such as ``be_TARASK``.

    Returns:
        The reviewed header of the language, or Babel's.

    Example:
        >>> plural_forms("de", "de_AT")
        'nplurals=2; plural=(n != 1);'
    """
    if language in PLURAL_FORMS:
        return PLURAL_FORMS[language]
    from babel.messages.plurals import get_plural  # pages do not need it

    count, expression = get_plural(identifier)
    return f"nplurals={count}; plural={expression};"
