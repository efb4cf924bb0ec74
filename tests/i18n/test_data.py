"""One object holds CLDR's data of a locale, and a library's locale carries it with its parsed name."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest
from babel.localedata import locale_identifiers

from solidarity_widgets import get_locale
from solidarity_widgets.i18n import Translator, available_locales
from solidarity_widgets.i18n.cldr import CldrData, cldr_data
from solidarity_widgets.i18n.cldr.territories import territory_names
from solidarity_widgets.i18n.locales import Locale, Subtags, parse_locale
from solidarity_widgets.petitions import messages
from solidarity_widgets.petitions.translations import Translations

CODES = ["en", "be", "be_BY", "be@tarask", "sr_Latn", "zh_Hant_TW", "ar_EG", "ka"]


class TestData:
    """There is one object for each locale, and it loads nothing before it is used."""

    def test_there_is_one(self) -> None:
        assert cldr_data("be") is cldr_data("be")
        assert repr(cldr_data("be_TARASK")) == "CldrData('be_TARASK')"

    def test_a_copy_is_the_same_object(self) -> None:
        data = cldr_data("fa")
        assert data.format_number(7312) == "۷٬۳۱۲"  # with everything computed that cannot be pickled
        assert data.list_patterns
        assert copy.deepcopy(data) is copy.copy(data) is pickle.loads(pickle.dumps(data)) is data

    def test_the_script_reads_the_grouping_as_an_array(self) -> None:
        assert json.dumps(cldr_data("en").grouping) == '[",", 4, 3, 3]'
        assert json.dumps(cldr_data("hi").grouping) == '[",", 4, 3, 2]'
        assert cldr_data("pl").grouping.min_digits == 5

    def test_the_digits(self) -> None:
        assert (cldr_data("fa").digits, cldr_data("be").digits) == ("۰۱۲۳۴۵۶۷۸۹", "")
        assert cldr_data("fa").localize_digits("1392") == "۱۳۹۲"

    def test_a_symbol_that_cldr_lacks(self) -> None:
        assert cldr_data("be").number_symbol("noSuchSymbol", "?") == "?"

    def test_a_unit_that_cldr_lacks(self) -> None:
        assert cldr_data("be").unit_patterns("eon") == {"other": "{0} eon"}

    def test_an_unknown_list_style(self) -> None:
        with pytest.raises(KeyError):
            cldr_data("be").format_list(["a"], "and")  # type: ignore[arg-type]

    def test_what_it_holds_cannot_be_changed(self) -> None:
        for held in (
            cldr_data("be").list_patterns,
            cldr_data("be").list_patterns["unit"],
            cldr_data("be").unit_patterns("day"),
            territory_names(cldr_data("be")),
        ):
            with pytest.raises(TypeError):
                held["other"] = "x"  # type: ignore[index]

    @pytest.mark.cldr
    def test_every_locale_has_all_of_it(self) -> None:
        for identifier in locale_identifiers():
            data = CldrData(identifier)
            assert len(data.digits) in (0, 10)
            assert data.percent_pattern.count("{0}") == 1
            assert data.plural_category(1)

    def test_nothing_is_loaded_before_it_is_used(self) -> None:
        script = """
from babel import localedata
from solidarity_widgets.i18n import get_locale
data = get_locale("be").cldr_data
assert not localedata._cache, localedata._cache.keys()
data.format_number(1)
assert localedata._cache.keys() == {"root", "be"}, localedata._cache.keys()
"""
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr


class TestLocale:
    """Everything about a locale follows from its parsed name and its chain of catalogs."""

    @pytest.mark.parametrize("code", CODES)
    def test_its_attributes_agree(self, code: str) -> None:
        locale = get_locale(code)
        assert locale.subtags == parse_locale(code)
        assert (locale.code, locale.tag) == (locale.subtags.code, locale.subtags.tag)
        assert locale.direction == locale.subtags.direction
        assert locale.cldr == locale.cldr_data.identifier

    def test_without_data_it_has_those_of_english(self) -> None:
        locale = Locale(subtags=Subtags("be", "Latn"), catalogs=("en",))
        assert (locale.code, locale.cldr) == ("be_Latn", "en")

    @pytest.mark.parametrize("code", CODES)
    def test_a_copy_is_equal(self, code: str) -> None:
        locale = get_locale(code)
        assert pickle.loads(pickle.dumps(locale)) == copy.deepcopy(locale) == locale
        assert hash(copy.copy(locale)) == hash(locale)

    def test_the_data_that_happen_to_be_cached_do_not_matter(self) -> None:
        before = get_locale("be")
        cldr_data.cache_clear()
        after = Locale(subtags=before.subtags, catalogs=before.catalogs)
        assert after.cldr_data is not before.cldr_data
        assert after == before

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(FrozenInstanceError):
            get_locale("be").code = "ru"  # type: ignore[misc]

    def test_its_repr_is_short(self) -> None:
        assert repr(get_locale("be")) == (
            "Locale(code='be', tag='be', direction='ltr', cldr='be', catalogs=('be', 'en'))"
        )


class TestNamesAreParsedOnce:
    """What has been parsed is kept: neither a message nor a petition's text parses a name again."""

    def test_by_messages(self) -> None:
        for code in sorted(available_locales()):
            translator = Translator(get_locale(code))
            translator.message(messages.SIGNED, 7)  # loads the catalogs
            before = parse_locale.cache_info()
            translator.message(messages.SIGNED, 7312)
            translator.message_without_fallback(messages.SIGNED, 5)
            translator.own_forms(5)
            assert parse_locale.cache_info() == before

    def test_by_a_petitions_texts(self) -> None:
        title = Translations.parse({"be": "Возера", "en": "Lake", "zh_Hant": "湖"}, "title")
        locales = [get_locale(code) for code in ("be-BY", "en", "ka", "zh-TW")]
        before = parse_locale.cache_info()
        assert [title.best(locale).text for locale in locales] == ["Возера", "Lake", "Возера", "湖"]
        assert parse_locale.cache_info() == before
