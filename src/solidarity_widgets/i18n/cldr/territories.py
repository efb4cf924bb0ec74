"""Countries and territories: their ISO 3166-1 codes, and their names in CLDR in alphabetical order.

The codes are a fixed list and not whatever the installed CLDR contains. CLDR also has codes for unions, for
islands without a code in ISO 3166-1, and for tests, and a release may add more. A code that a signer chooses
is stored and has to stay valid. So a new release of CLDR neither adds a choice nor removes one; it changes
names only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n.cldr.collation import collation_key
from solidarity_widgets.i18n.cldr.data import CldrData, cldr_data

#: The 249 codes that ISO 3166-1 officially assigns (https://www.iso.org/obp/ui/#search), as of CLDR 48, and
#: XK, which ISO does not assign but Kosovo uses. If ISO assigns a code, add it here. Never remove a code,
#: because stored signatures may have it.
TERRITORIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
    UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()
)
#: Language -> code -> the name that replaces CLDR's: "Белорус" is a person from Belarus.
_CORRECTED_NAMES: Mapping[str, Mapping[str, str]] = {"tg": {"BY": "Беларус"}}


@lru_cache(maxsize=64)
def territory_names(data: CldrData) -> Mapping[str, str]:
    """Return the name of every country and territory, in the alphabetical order of the language.

    Args:
        data: The locale's data.

    Returns:
        ISO 3166-1 alpha-2 code -> name, for every code of :data:`TERRITORIES`. If CLDR lacks a name in the
        language, it is the English name.

    Example:
        >>> names = territory_names(cldr_data("be"))
        >>> list(names.items())[22:24], len(names)
        ([('AF', 'Афганістан'), ('BS', 'Багамскія астравы')], 250)
    """
    english: Mapping[str, str] = cldr_data("en").babel.territories
    own: Mapping[str, str] = data.babel.territories
    names = {code: own.get(code) or english.get(code, code) for code in TERRITORIES}
    names |= _CORRECTED_NAMES.get(data.language, {})
    key = collation_key(data.language)
    return MappingProxyType(dict(sorted(names.items(), key=lambda item: (key(item[1]), item[0]))))


def territory_name(code: str, data: CldrData) -> str:
    """Return the name of a country or territory.

    Args:
        code: ISO 3166-1 alpha-2, in capitals.
        data: The data of the name's language.

    Returns:
        CLDR's name, or a correction of it.

    Raises:
        InvalidFieldError: If the code is not one of :data:`TERRITORIES`.

    Example:
        >>> territory_name("LT", cldr_data("be")), territory_name("LT", cldr_data("be_TARASK"))
        ('Літва', 'Летува')
    """
    if not is_territory(code):
        reason = "is not an ISO 3166-1 code; write two capital letters, such as 'BY'"
        raise InvalidFieldError("territory", code, reason)
    return territory_names(data)[code]


def is_territory(code: str) -> bool:
    """Return whether a code is one of :data:`TERRITORIES`.

    Args:
        code: Anything that a form may send.

    Returns:
        True for ISO 3166-1 alpha-2 in capitals, and for ``XK``.

    Example:
        >>> is_territory("BY"), is_territory("by"), is_territory("SU")
        (True, False, False)
    """
    return code in TERRITORIES
