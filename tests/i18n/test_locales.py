"""A language is found however its name is spelt, never in another script, and no name ever raises."""

from __future__ import annotations

import pytest
from babel import Locale as BabelLocale
from babel.localedata import locale_identifiers
from django.utils.functional import lazystr
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets import get_locale, match_locale, use_locale
from solidarity_widgets.i18n import negotiation
from solidarity_widgets.i18n.locales import (
    Locale,
    Subtags,
    cldr_identifier,
    fallback_candidates,
    likely_script,
    parse_locale,
)
from solidarity_widgets.i18n.negotiation import add_locale_source, parse_preferences

pytestmark = pytest.mark.cldr


#: name -> gettext code, BCP 47 tag, direction, Babel's data
SPELLINGS = {
    # The campaign's language, in every spelling the public functions promise.
    "be": ("be", "be", "ltr", "be"),
    "BE": ("be", "be", "ltr", "be"),
    " be ": ("be", "be", "ltr", "be"),
    "bel": ("be", "be", "ltr", "be"),
    "be-BY": ("be_BY", "be-BY", "ltr", "be_BY"),
    "be_BY": ("be_BY", "be-BY", "ltr", "be_BY"),
    "be-by": ("be_BY", "be-BY", "ltr", "be_BY"),
    "be_BY.UTF-8": ("be_BY", "be-BY", "ltr", "be_BY"),
    "be_BY.utf8@tarask": ("be_BY@tarask", "be-BY-tarask", "ltr", "be_TARASK"),
    "be-Cyrl": ("be", "be", "ltr", "be"),
    "be-Cyrl-BY": ("be_BY", "be-BY", "ltr", "be_BY"),
    # Babel's own reading of these loses the orthography.
    "be@tarask": ("be@tarask", "be-tarask", "ltr", "be_TARASK"),
    "be-tarask": ("be@tarask", "be-tarask", "ltr", "be_TARASK"),
    "be_TARASK": ("be@tarask", "be-tarask", "ltr", "be_TARASK"),
    "be_tarask": ("be@tarask", "be-tarask", "ltr", "be_TARASK"),
    "be-BY-tarask": ("be_BY@tarask", "be-BY-tarask", "ltr", "be_TARASK"),
    "be_BY_TARASK": ("be_BY@tarask", "be-BY-tarask", "ltr", "be_TARASK"),
    "be_BY@tarask": ("be_BY@tarask", "be-BY-tarask", "ltr", "be_TARASK"),
    # Scripts: never the data of another one.
    "be@latin": ("be_Latn", "be-Latn", "ltr", None),
    "be_Latn": ("be_Latn", "be-Latn", "ltr", None),
    "be-Latn-BY": ("be_Latn_BY", "be-Latn-BY", "ltr", None),
    "sr": ("sr", "sr", "ltr", "sr_Cyrl"),
    "sr@latin": ("sr_Latn", "sr-Latn", "ltr", "sr_Latn"),
    "sr_RS@latin": ("sr_Latn_RS", "sr-Latn-RS", "ltr", "sr_Latn_RS"),
    "sr-Latn-RS": ("sr_Latn_RS", "sr-Latn-RS", "ltr", "sr_Latn_RS"),
    "sr_Cyrl_RS": ("sr_RS", "sr-RS", "ltr", "sr_Cyrl_RS"),
    "sh": ("sr_Latn", "sr-Latn", "ltr", "sr_Latn"),
    "uz": ("uz", "uz", "ltr", "uz_Latn"),
    "uz@cyrillic": ("uz_Cyrl", "uz-Cyrl", "ltr", "uz_Cyrl"),
    "uz_Cyrl": ("uz_Cyrl", "uz-Cyrl", "ltr", "uz_Cyrl"),
    "az-Arab": ("az_Arab", "az-Arab", "rtl", "az_Arab"),
    "kk-CN": ("kk_Arab_CN", "kk-Arab-CN", "rtl", "kk_Arab_CN"),
    "pa-PK": ("pa_Arab_PK", "pa-Arab-PK", "rtl", "pa_Arab_PK"),
    "ku": ("ku", "ku", "ltr", "ku"),
    "tg": ("tg", "tg", "ltr", "tg"),
    "zh": ("zh", "zh", "ltr", "zh_Hans"),
    "zh-CN": ("zh_CN", "zh-CN", "ltr", "zh_Hans_CN"),
    "zh-TW": ("zh_Hant_TW", "zh-Hant-TW", "ltr", "zh_Hant_TW"),
    "zh-HK": ("zh_Hant_HK", "zh-Hant-HK", "ltr", "zh_Hant_HK"),
    "zh-MO": ("zh_Hant_MO", "zh-Hant-MO", "ltr", "zh_Hant_MO"),
    "zh_Hant": ("zh_Hant", "zh-Hant", "ltr", "zh_Hant"),
    "zh-Hans-TW": ("zh_Hans_TW", "zh-Hans-TW", "ltr", "zh_Hans"),
    "yue-CN": ("yue_Hans_CN", "yue-Hans-CN", "ltr", "yue_Hans_CN"),
    # Territories, old names, variants and extensions.
    "pt": ("pt", "pt", "ltr", "pt"),
    "pt-BR": ("pt_BR", "pt-BR", "ltr", "pt_BR"),
    "es-419": ("es_419", "es-419", "ltr", "es_419"),
    "ar_EG": ("ar_EG", "ar-EG", "rtl", "ar_EG"),
    "iw": ("he", "he", "rtl", "he"),
    "iw-IL": ("he_IL", "he-IL", "rtl", "he_IL"),
    "ji": ("yi", "yi", "rtl", "yi"),
    "in": ("id", "id", "ltr", "id"),
    "mo": ("ro", "ro", "ltr", "ro"),
    "tl": ("fil", "fil", "ltr", "fil"),
    "fa": ("fa", "fa", "rtl", "fa"),
    "he": ("he", "he", "rtl", "he"),
    "ur": ("ur", "ur", "rtl", "ur"),
    "ps": ("ps", "ps", "rtl", "ps"),
    "ckb": ("ckb", "ckb", "rtl", "ckb"),
    "dv": ("dv", "dv", "rtl", "dv"),
    "syr": ("syr", "syr", "rtl", "syr"),
    "ca-ES-valencia": ("ca_ES@valencia", "ca-ES-valencia", "ltr", "ca_ES_VALENCIA"),
    "de-CH-1996": ("de_CH", "de-CH", "ltr", "de_CH"),
    "be-BY-u-nu-arab": ("be_BY", "be-BY", "ltr", "be_BY"),
    "be-x-private": ("be", "be", "ltr", "be"),
    "en_US_POSIX": ("en_US", "en-US", "ltr", "en_US"),
    "en_XA": ("en_XA", "en-XA", "ltr", "en"),
    "ar_XB": ("ar_XB", "ar-XB", "rtl", "ar"),
    "crh": ("crh", "crh", "ltr", None),
    # No language.
    **dict.fromkeys(
        ("", " ", "C", "POSIX", "C.UTF-8", "xx", "x-klingon", "i-default", "*", "root", "-", "_"), None
    ),
    **dict.fromkeys(
        ("be_", "-be", "@tarask", ".UTF-8", "b", "беларуская", "ｂｅ", "be\n\0", "b e", "12", "ru,be"), None
    ),
    **dict.fromkeys(
        ("../../etc/passwd", "be/../ru", "be\\ru", "be%00", "<be>", "be;q=1", "a" * 65, "be-" * 40), None
    ),
}


@pytest.mark.parametrize(("name", "expected"), SPELLINGS.items(), ids=[ascii(name) for name in SPELLINGS])
def test_every_spelling(name: str, expected: tuple[str, str, str, str | None] | None) -> None:
    subtags = parse_locale(name)
    if expected is None:
        assert subtags is None
        return
    assert subtags is not None
    *own, data = expected
    assert [subtags.code, subtags.tag, subtags.direction] == own
    found = cldr_identifier(subtags)
    # Whether the name of the data spells out the usual script (ku, ku_Latn) differs between releases of CLDR,
    # and a later one may have data for a language that had none.
    assert (
        parse_locale(found) == parse_locale(data) if data else found is None or parse_locale(found) == subtags
    )
    assert found is None or found in locale_identifiers()


def test_every_locale_of_cldr_is_itself_in_every_spelling() -> None:
    wrong = []
    for identifier in locale_identifiers():
        subtags = parse_locale(identifier)
        if subtags is None:
            wrong += [identifier] if likely_script(identifier.split("_")[0]) else []
            continue
        same = parse_locale(subtags.code) == parse_locale(subtags.tag) == subtags
        data = parse_locale(cldr_identifier(subtags) or "")
        wrong += [] if same and data in fallback_candidates(subtags) else [identifier]
    assert wrong == []


@pytest.mark.parametrize(
    "spelling", ["be", "be_BY", "be-BY", "be@tarask", "be_TARASK", "sr_Latn_RS", "zh_Hant_TW"]
)
def test_a_babel_locale(spelling: str) -> None:
    babel = BabelLocale.parse(spelling.replace("-", "_"))
    assert get_locale(babel) == get_locale(spelling)
    assert get_locale([babel]) == get_locale(spelling)


@pytest.mark.parametrize("spelling", ["be@tarask", "be-tarask", "be_TARASK", "be-BY-tarask", "be_BY_TARASK"])
def test_taraskievica_speaks_and_falls_back(spelling: str) -> None:
    locale = get_locale(spelling)
    assert (locale.catalogs, locale.cldr) == (("be@tarask", "be", "en"), "be_TARASK")


def test_broader_names_of_a_locale() -> None:
    assert [c.code for c in fallback_candidates(Subtags("be", "Cyrl", "BY", "tarask"))] == [
        "be_BY@tarask",
        "be@tarask",
        "be_BY",
        "be",
    ]
    assert [c.code for c in fallback_candidates(Subtags("zh", "Hant", "TW"))] == ["zh_Hant_TW", "zh_Hant"]


OFFERED = ["en", "be", "ru", "zh_Hans", "zh_Hant", "pt_BR", "sr_Latn", "uz", "he", "es", "fr_CA"]

MATCHES = {
    "be-BY": "be",
    "be-tarask": "be",
    "be@latin": None,
    "zh-TW": "zh_Hant",
    "zh-HK": "zh_Hant",
    "zh-CN": "zh_Hans",
    "zh": "zh_Hans",
    "zh-Hans-TW": "zh_Hans",
    "pt": "pt_BR",
    "pt-PT": "pt_BR",
    "iw": "he",
    "sr": None,
    "sr-Latn-RS": "sr_Latn",
    "sr-ME": "sr_Latn",
    "uz-Cyrl": None,
    "uk": None,
    "kk": None,
    "tg": None,
    "es-419": "es",
    "fr": "fr_CA",
    "fr-CH": "fr_CA",
    "en-GB": "en",
    "xx": None,
    "": None,
    "zh-HK, be-BY;q=0.9": "zh_Hant",
    "uk, kk;q=0.9, ru;q=0.8": "ru",
    "be;q=0.1, ru;q=0.9": "ru",
    "be;q=0, en;q=0.1": "en",
    "*": None,
    "*, be;q=0.2": "be",
}


@pytest.mark.parametrize(("wanted", "expected"), MATCHES.items(), ids=[repr(wanted) for wanted in MATCHES])
def test_the_language_of_a_page(wanted: str, expected: str | None) -> None:
    assert match_locale(wanted, OFFERED) == expected


@pytest.mark.parametrize(
    ("wanted", "offered", "expected"),
    [
        ("be-BY,be;q=0.9,ru;q=0.8", ["be-tarask", "ru"], "be-tarask"),
        ("be-BY,be;q=0.9,ru;q=0.8", ["be-tarask", "en"], "be-tarask"),
        ("be", ["be-tarask", "be-BY", "be"], "be"),
        ("be", ["be-tarask", "be-PL"], "be-PL"),
        ("ca", ["ca-valencia", "es"], "ca-valencia"),
        ("nb-NO,nb;q=0.9,en;q=0.5", ["no", "en"], "no"),
        ("no", ["nb", "nn", "en"], "nb"),
        ("no", ["no", "nb"], "no"),
        ("nn, en;q=0.5", ["nb", "no", "en"], "en"),
        ("be@latin", ["be-tarask"], None),
    ],
)
def test_another_orthography_is_nearer_than_another_language(
    wanted: str, offered: list[str], expected: str | None
) -> None:
    assert match_locale(wanted, offered) == expected


def test_deep_and_endless_lists() -> None:
    endless: list[object] = ["xx"]
    endless[0] = endless
    deep: object = "be"
    for _ in range(5000):
        deep = [deep]
    for value in (deep, endless, [[[["xx"]]]]):
        assert get_locale(value).code == "en"
    assert get_locale([["be"], "ru"]).catalogs == ("be", "ru", "en")
    assert get_locale(["xx"] * 40 + ["be"]).code == "en"


def test_the_code_is_spelt_as_offered() -> None:
    assert match_locale("be-BY", ["be_BY.UTF-8", "be"]) == "be_BY.UTF-8"
    assert match_locale("be@tarask", ["en", "be-tarask"]) == "be-tarask"
    assert match_locale("zh-TW", ["zh-tw"]) == "zh-tw"
    assert match_locale("be", []) is None
    assert match_locale("be", ["", "../x", "xx"]) is None


def test_by_default_the_shipped_languages_are_offered() -> None:
    assert match_locale("be-tarask") == "be@tarask"
    assert match_locale("en-GB") == "en"
    assert match_locale("ka, fa-IR;q=0.5") == "fa"
    assert match_locale("ka") is None
    assert match_locale(None) is None


HEADERS = {
    "be": ("be",),
    " be ": ("be",),
    "ru;q=0.5, be-BY, *;q=0.1": ("be-BY", "ru"),
    "be,ru,en": ("be", "ru", "en"),
    "be;q=0.8,ru;q=0.8,uk;q=0.9": ("uk", "be", "ru"),
    "be;q=1.000,ru;q=0.001": ("be", "ru"),
    "be; q = 0.3 , ru ;q=0.4": ("ru", "be"),
    "be;q=0,ru;q=0.0": (),
    "be;q=-1,ru;q=7,uk;q=nan,fr;q=inf,de": ("de",),
    "be;q=x,ru;q=": ("be", "ru"),
    ",,;,;q=1,be;;": ("be",),
    "*": ("*",),
    "": (),
    "   ": (),
    ",": (),
    ";": (),
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.items(), ids=[repr(header) for header in HEADERS])
def test_an_accept_language_header(header: str, expected: tuple[str, ...]) -> None:
    assert parse_preferences(header) == expected


class Broken:
    """A lazy string outside its request."""

    def __str__(self) -> str:
        raise RuntimeError("working outside of request context")


def test_other_values() -> None:
    assert parse_preferences(["tg", "ru;q=0.5, be", None, lazystr("uk")]) == ("tg", "be", "ru", "uk")
    assert parse_preferences(get_locale("be-tarask")) == ("be@tarask",)
    assert parse_preferences(Broken()) == ()
    assert len(parse_preferences(",".join(["be"] * 10_000))) == 32
    assert len(parse_preferences(["be"] * 10_000)) == 32


ENGLISH = Locale(subtags=Subtags("en", "Latn"), catalogs=("en",))


@pytest.mark.parametrize("value", [None, "", " ", ",", [], Broken()], ids=range(6))
def test_what_is_absent_leaves_the_choice_to_use_locale(value: object) -> None:
    assert get_locale(value) == ENGLISH
    with use_locale("be"):
        assert get_locale(value).code == "be"


@pytest.mark.parametrize(
    "value",
    ["xx", "../../etc/passwd", "*", b"be", 7, pytest.param(object(), id="object"), {"be": 1}, "be@latin"],
    ids=repr,
)
def test_what_is_unknown_is_english(value: object) -> None:
    assert get_locale(value) == ENGLISH
    with use_locale("be"):
        assert get_locale(value) == ENGLISH


ANY = st.text(st.characters(codec=None))
PIECES = "be BY tarask TARASK latin Latn Cyrl ru en zh Hant TW 419 u nu - _ @ . , ; q= 0.5 * / é ＿".split()
PIECE = st.sampled_from([*PIECES, " ", "\0", "\x1f"])


@given(ANY | st.lists(PIECE, max_size=12).map("".join))
@settings(max_examples=600, deadline=None)
def test_no_name_raises(name: str) -> None:
    subtags = parse_locale(name)
    if subtags is not None:
        assert parse_locale(subtags.code) == parse_locale(subtags.tag) == subtags
    locale = get_locale(name)
    assert locale.catalogs[-1] == "en"
    assert match_locale(name) in {None, *locale.catalogs}


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.binary(), ANY, st.lists(ANY)))
@settings(max_examples=200, deadline=None)
def test_no_value_raises(value: object) -> None:
    assert get_locale(value).catalogs[-1] == "en"
    assert match_locale(value, ["en", "be"]) in (None, "en", "be")


@given(st.sampled_from(sorted(locale_identifiers())), st.lists(st.sampled_from(sorted(locale_identifiers()))))
@settings(max_examples=400, deadline=None)
def test_never_another_language_and_never_another_script(wanted: str, offered: list[str]) -> None:
    found = match_locale(wanted, offered)
    if found is not None:
        asked, given_ = parse_locale(wanted), parse_locale(found)
        assert asked is not None
        assert given_ is not None
        assert asked[:2] == given_[:2]


class TestLocaleSources:
    """A framework chooses the locale where neither the call nor ``use_locale`` does."""

    @pytest.fixture(autouse=True)
    def _own_sources(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(negotiation, "_sources", ())

    def test_the_first_that_knows_the_language(self) -> None:
        known: list[str | None] = [None, "tg"]
        add_locale_source(lambda: known[0])
        add_locale_source(lambda: known[1])
        assert get_locale().code == "tg"
        known[0] = "be"
        assert get_locale().code == "be"
        assert get_locale("ar").code == "ar"
        with use_locale("ka"):
            assert get_locale().code == "ka"
        known[:] = [None, None]
        assert get_locale().code == "en"

    def test_adding_a_source_again_has_no_effect(self) -> None:
        asked = []

        def source() -> None:
            asked.append(1)

        add_locale_source(source)
        add_locale_source(source)
        get_locale()
        assert asked == [1]
