"""The codes are those of ISO 3166-1, and their names stand in the order of ICU with full data (Node).

ICU is asked about the names as they are read, word by word and without apostrophes and brackets, which it
would take for letters before А: it puts В’етнам before Вануату. What differs then is listed with its reason.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from babel.core import Locale as BabelLocale

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import available_locales, get_locale
from solidarity_widgets.i18n.territories import _TAILORINGS, is_territory, territories, territory_name

from ..cldr.releases import ask_node

pytestmark = pytest.mark.cldr


#: ISO 3166-1, the officially assigned alpha-2 codes (https://www.iso.org/obp/ui/#search).
ASSIGNED = set(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
    UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()
)
#: The shipped locales, every language with an alphabet of its own, and some that need none.
CODES = sorted(
    {
        *(
            *available_locales(),
            *_TAILORINGS,
            "en",
            "bg",
            "bn",
            "el",
            "en_GB",
            "hi",
            "hy",
            "it",
            "ka",
            "mn",
            "nl",
            "pt",
        ),
        *("az@cyrillic", "sr@latin", "uz@cyrillic"),
    }
)
#: Names that stand elsewhere than in ICU's list.
DIFFERENCES = {
    "tg": ({"UZ"}, "CLDR has no Tajik collation; in the alphabet ӯ is a letter after у"),
    "uz": ({"EH"}, "CLDR writes G‘arbiy with a quotation mark for ʻ, so that ICU sees no gʻ"),
}
ASK = r"""
const answer = {};
const read = name => name.replace(/\p{Pd}/gu, " ").replace(/[\p{P}\u02bc]/gu, "").replace(/\s+/g, " ");
for (const [code, [tag, names]] of Object.entries(JSON.parse(require("fs").readFileSync(0, "utf8")))) {
    const collator = new Intl.Collator(Intl.Collator.supportedLocalesOf(tag).length ? tag : "und");
    const order = (a, b) => collator.compare(read(a[1]), read(b[1])) || collator.compare(a[1], b[1]);
    answer[code] = Object.entries(names).sort(order);
}
process.stdout.write(JSON.stringify(answer));
"""


#: Steps of an alphabet that ICU does not take.
OTHER_STEPS = {
    *(("tg", "е", "<", "ё"), ("tg", "и", "<", "ӣ"), ("tg", "у", "<", "ӯ")),  # CLDR has no Tajik collation
    ("ar", "آ", "<", "ء"),  # ICU reads آ as two alefs, which puts it at the same place
}
ASK_STEPS = """
const wrong = ([tag, one, relation, other]) => {
    const {compare} = new Intl.Collator(tag, {sensitivity: "base"});
    if (relation === "=") return compare(one, other) !== 0;
    return compare(one, other) >= 0 || compare(one + "q", other) >= 0;
};
const steps = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(steps.filter(wrong)));
"""


@pytest.fixture(scope="module")
def icu() -> dict[str, list[list[str]]]:
    locales = {code: get_locale(code) for code in CODES}
    answer: dict[str, list[list[str]]] = ask_node(
        ASK,
        {
            code: (locale.cldr.replace("_", "-"), dict(sorted(territories(locale))))
            for code, locale in locales.items()
        },
    )
    return answer


def test_every_step_of_every_alphabet_is_one_of_icu() -> None:
    steps = []
    for language, alphabet in _TAILORINGS.items():
        for chain in alphabet.split():
            parts = re.split("([<=])", chain)
            for one, relation, other in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
                # These have both scripts in one line, and in ICU each has its own collation.
                script = ("Cyrl" if one == "и" else "Latn") if language in ("bs", "hr", "sr") else ""
                tag = f"{'sr' if script else language}-{script}".strip("-")
                steps.append((tag, one, relation, other))
    assert len(steps) > 200
    assert {tuple(step) for step in ask_node(ASK_STEPS, steps)} == OTHER_STEPS


@pytest.mark.parametrize("code", CODES)
def test_the_order_is_that_of_icu(icu: dict[str, list[list[str]]], code: str) -> None:
    moved, _ = DIFFERENCES.get(code, (set(), ""))
    found = [list(pair) for pair in territories(get_locale(code))]
    assert [pair for pair in found if pair[0] not in moved] == [x for x in icu[code] if x[0] not in moved]
    assert (found != icu[code]) == bool(moved), "a listed difference is gone"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("be", "Венесуэла, В’етнам, Востраў Бувэ"),
        ("be", "Аруба, Астравы Кука"),
        ("be", "Астравы Цёркс і Кайкас, Аўстралія"),
        ("be", "Замбія, Заходняя Сахара, Зімбабвэ, Злучаныя Штаты Амерыкі, Іарданія"),
        ("be@tarask", "Летува, Лібан"),
        ("be@tarask", "Украіна, Уругвай, Усходні Тымор, Ўоліс і Футуна, Фарэрскія астравы"),
        ("tg", "Украина, Умон, Уоллис ва Футуна, Урдун, Уругвай, Ӯзбекистон, Фаронса"),
        ("tg", "Чили, Ҷазираи Буве"),
        ("uk", "Венесуела, Вʼєтнам, Віддалені острови США"),
        ("de", "Oman, Österreich, Pakistan, Palästinensische Autonomiegebiete"),
        ("pl", "Litwa, Luksemburg, Łotwa, Macedonia Północna"),
        ("lt", "Islandija, Ispanija, Italija"),
        ("cs", "Grónsko, Gruzie"),
        ("tr", "Honduras, Irak, İran"),
        ("uz", "Oʻzbekiston, G‘arbiy Sahroi Kabir, Shimoliy Koreya"),
        ("sv", "Zimbabwe, Åland, Österrike"),
        ("ar", "عُمان, غامبيا"),
    ],
)
def test_orders_to_read_by_eye(code: str, expected: str) -> None:
    assert f", {expected}, " in f", {', '.join(name for _, name in territories(get_locale(code)))}, "


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_every_assigned_code_and_kosovo(code: str) -> None:
    found = territories(get_locale(code))
    assert len(ASSIGNED) == 249
    assert {code for code, _ in found} == ASSIGNED | {"XK"}
    assert len(found) == 250
    assert all(name.strip() == name and name for _, name in found)


def test_cldr_has_every_name_in_the_shipped_languages() -> None:
    for code in available_locales():
        own = BabelLocale.parse(get_locale(code).cldr).territories
        assert ASSIGNED | {"XK"} <= own.keys(), code


def test_what_cldr_lacks_is_english() -> None:
    locale = get_locale("az@cyrillic")
    assert territory_name("BY", locale) == "Беларус"
    assert {c for c, name in territories(locale) if not _cyrillic(name)} == {"BQ", "EH", "MK", "PS"}
    assert territory_name("MK", locale) == "North Macedonia"


def _cyrillic(name: str) -> bool:
    return any("CYRILLIC" in unicodedata.name(char) for char in name)


def test_a_wrong_name_of_cldr_is_corrected() -> None:
    """CLDR's Tajik name of the country is the word for a person."""
    locale = get_locale("tg")
    assert (territory_name("BY", locale), dict(territories(locale))["BY"]) == ("Беларус", "Беларус")


def test_taraskievica_has_its_own_names() -> None:
    official, own = (dict(territories(get_locale(code))) for code in ("be", "be@tarask"))
    assert (official["LT"], own["LT"], own["BY"]) == ("Літва", "Летува", "Беларусь")
    assert sum(official[code] != own[code] for code in own) > 50


@pytest.mark.parametrize(
    "code", ["", "by", "BLR", "112", "001", "ZZ", "EU", "UN", "SU", "AC", "UK", "BY ", "ВY"]
)
def test_other_codes_are_none(code: str) -> None:
    assert not is_territory(code)
    with pytest.raises(InvalidFieldError, match="ISO 3166-1") as caught:
        territory_name(code, get_locale("be"))
    assert (caught.value.field, caught.value.value) == ("territory", code)


def test_codes_and_names_agree() -> None:
    for code, name in territories(get_locale("be")):
        assert is_territory(code)
        assert territory_name(code, get_locale("be")) == name


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    script = """
import sys
import solidarity_widgets.i18n.territories as room
from babel import localedata
from solidarity_widgets.i18n import get_locale
locale = get_locale("be")
assert not localedata._cache, localedata._cache.keys()
assert not {"babel.dates", "babel.numbers"} & sys.modules.keys()
room.territories(locale)
assert localedata._cache.keys() <= {"root", "en", "be"}, localedata._cache.keys()
assert "babel.messages" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
