"""Native digits and the grouping of digits: the parts of CLDR that Babel 2.18 does not have.

The tables come from ICU 78 (CLDR 48) in Node 24. The tests compare them with the installed ICU, for every
locale.
"""

from __future__ import annotations

#: Languages, and territories where they differ, that group digits only from five digits on
#: (CLDR numbers/minimumGroupingDigits = 2).
_GROUP_FROM_FIVE = frozenset(
    "be bg es et hu hy ia ie it ka lv pl pt_PT pt_CH pt_CV pt_GQ pt_GW pt_LU pt_MO pt_MZ pt_ST pt_TL ru_UA "
    "sl sq".split()
)
#: Territories of these languages that group from four digits on.
_GROUP_FROM_FOUR = frozenset(
    "es_419 es_AR es_BO es_BR es_BZ es_CL es_CO es_CR es_CU es_DO es_EC es_GT es_HN es_MX es_NI es_PA es_PE "
    "es_PR es_PY es_SV es_US es_UY es_VE".split()
)
#: Numbering systems that are the default of some locale -> their digit zero.
_ZEROS = {
    "adlm": 0x1E950,
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "cakm": 0x11136,
    "deva": 0x0966,
    "mymr": 0x1040,
    "nkoo": 0x07C0,
    "olck": 0x1C50,
    "tibt": 0x0F20,
}


def native_digits(numbering_system: str) -> str:
    """Return the ten digits of a numbering system.

    Args:
        numbering_system: CLDR's name, such as ``arabext``.

    Returns:
        Ten characters, or an empty string for ASCII digits.

    Example:
        >>> native_digits("arabext"), native_digits("latn")
        ('۰۱۲۳۴۵۶۷۸۹', '')
    """
    zero = _ZEROS.get(numbering_system)
    return "" if zero is None else "".join(chr(zero + i) for i in range(10))


def minimum_grouping(identifier: str) -> int:
    """Return how many digits a number needs before its first separator.

    Args:
        identifier: Babel's name of a locale.

    Returns:
        CLDR's ``minimumGroupingDigits``: 1 or 2.

    Example:
        >>> minimum_grouping("be"), minimum_grouping("en")
        (2, 1)
    """
    if identifier in _GROUP_FROM_FOUR:
        return 1
    return 2 if identifier in _GROUP_FROM_FIVE or identifier.split("_")[0] in _GROUP_FROM_FIVE else 1
