"""The codes are those of ISO 3166-1, and their names stand in the order of ICU with full data (Node).

ICU is asked about the names as they are read, word by word and without apostrophes and brackets, which it
would take for letters before А: it puts В’етнам before Вануату. What differs then is listed with its reason.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping

import pytest

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import available_locales, get_locale
from solidarity_widgets.i18n.cldr import cldr_data
from solidarity_widgets.i18n.cldr.collation import _TAILORINGS
from solidarity_widgets.i18n.cldr.territories import (
    TERRITORIES,
    is_territory,
    territory_name,
    territory_names,
)

from ..cldr.releases import ask_node

pytestmark = pytest.mark.cldr


#: Two-letter codes that CLDR names and ISO 3166-1 does not assign: those reserved for islands and unions, and
#: CLDR's own.
NOT_ASSIGNED = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
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


def names(code: str) -> Mapping[str, str]:
    return territory_names(get_locale(code).cldr_data)


@pytest.fixture(scope="module")
def icu() -> dict[str, list[list[str]]]:
    locales = {code: get_locale(code) for code in CODES}
    answer: dict[str, list[list[str]]] = ask_node(
        ASK,
        {
            code: (locale.cldr.replace("_", "-"), dict(sorted(territory_names(locale.cldr_data).items())))
            for code, locale in locales.items()
        },
    )
    return answer


@pytest.mark.parametrize("code", CODES)
def test_the_order_is_that_of_icu(icu: dict[str, list[list[str]]], code: str) -> None:
    moved, _ = DIFFERENCES.get(code, (set(), ""))
    found = [list(pair) for pair in names(code).items()]
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
    assert f", {expected}, " in f", {', '.join(names(code).values())}, "


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_every_assigned_code_and_kosovo(code: str) -> None:
    found = names(code)
    assert found.keys() == TERRITORIES
    assert len(found) == 250
    assert all(name.strip() == name and name for name in found.values())


def test_the_list_has_the_codes_that_cldr_has() -> None:
    codes = {code for code in cldr_data("en").babel.territories if re.fullmatch("[A-Z]{2}", code)}
    new = sorted(codes - TERRITORIES - NOT_ASSIGNED)
    assert not new, f"CLDR has the new codes {new}: if ISO 3166-1 assigns one, add it to TERRITORIES"
    assert sorted(TERRITORIES - codes) == []


def test_cldr_has_every_name_in_the_shipped_languages() -> None:
    for code in available_locales():
        assert get_locale(code).cldr_data.babel.territories.keys() >= TERRITORIES, code


def test_what_cldr_lacks_is_english() -> None:
    data = get_locale("az@cyrillic").cldr_data
    assert territory_name("BY", data) == "Беларус"
    assert {c for c, name in territory_names(data).items() if not _cyrillic(name)} == {"BQ", "EH", "MK", "PS"}
    assert territory_name("MK", data) == "North Macedonia"


def _cyrillic(name: str) -> bool:
    return any("CYRILLIC" in unicodedata.name(char) for char in name)


def test_a_wrong_name_of_cldr_is_corrected() -> None:
    """CLDR's Tajik name of the country is the word for a person."""
    assert (territory_name("BY", cldr_data("tg")), names("tg")["BY"]) == ("Беларус", "Беларус")


def test_taraskievica_has_its_own_names() -> None:
    official, own = (names(code) for code in ("be", "be@tarask"))
    assert (official["LT"], own["LT"], own["BY"]) == ("Літва", "Летува", "Беларусь")
    assert sum(official[code] != own[code] for code in own) > 50


@pytest.mark.parametrize(
    "code", ["", "by", "BLR", "112", "001", "ZZ", "EU", "UN", "SU", "AC", "UK", "BY ", "ВY"]
)
def test_other_codes_are_none(code: str) -> None:
    assert not is_territory(code)
    with pytest.raises(InvalidFieldError, match="ISO 3166-1") as caught:
        territory_name(code, cldr_data("be"))
    assert (caught.value.field, caught.value.value) == ("territory", code)


def test_codes_and_names_agree() -> None:
    for code, name in names("be").items():
        assert is_territory(code)
        assert territory_name(code, cldr_data("be")) == name


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    script = """
import sys
import solidarity_widgets.i18n.cldr.territories as module
from babel import localedata
from solidarity_widgets.i18n import get_locale
locale = get_locale("be")
assert not localedata._cache, localedata._cache.keys()
assert not {"babel.dates", "babel.numbers"} & sys.modules.keys()
module.territory_names(locale.cldr_data)
assert localedata._cache.keys() <= {"root", "en", "be"}, localedata._cache.keys()
assert "babel.messages" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
