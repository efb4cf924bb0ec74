"""Names and postcodes, folded so that two spellings of the same one are equal."""

from __future__ import annotations

import unicodedata


def fold_name(name: str) -> str:
    """Fold a name to compare it: compatibility forms, case and white space do not count.

    Example:
        >>> fold_name("  Алесь   БЯЛЯЦКІ ")
        'алесь бяляцкі'
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(folded.split())


def fold_postcode(postcode: str) -> str:
    """Fold a postcode to compare it: only letters and digits count, without case.

    Example:
        >>> fold_postcode("sw1a 1aa"), fold_postcode("00-950")
        ('sw1a1aa', '00950')
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", postcode).casefold())
    return "".join(char for char in folded if char.isalnum())
