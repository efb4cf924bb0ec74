"""The reader's words: message by message from the nearest language that has them, and never a failure."""

from __future__ import annotations

import asyncio
import struct
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

import solidarity_widgets as sw
from solidarity_widgets.exceptions import CatalogWarning
from solidarity_widgets.i18n import (
    MessageId,
    Translator,
    catalogs,
    get_locale,
    npgettext_noop,
    pgettext_noop,
    use_locale,
)
from solidarity_widgets.i18n.catalog import Catalog
from solidarity_widgets.i18n.messages import Message, Segment, fill_placeholders, placeholders
from solidarity_widgets.i18n.negotiation import parse_preferences, requested_locale
from solidarity_widgets.i18n.pofile import PoFile

if TYPE_CHECKING:
    from .conftest import Shelf

HELLO = pgettext_noop("test", "Hello {name}")
COPY = pgettext_noop("test", "Copy")
PRINT = pgettext_noop("test", "Print")
DAYS = npgettext_noop("test", "{n} day", "{n} days")


@contextmanager
def all_warnings() -> Iterator[list[warnings.WarningMessage]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught


def say(locale: object, message: MessageId, n: int | None = None, **fields: str) -> Message:
    return Translator(get_locale(locale)).message(message, n, **fields)


class TestChain:
    """From an orthography to its language to English, and never to a neighbour's language."""

    @pytest.mark.parametrize(
        ("locale", "expected"),
        [
            ("be@tarask", ("be@tarask", "be", "en")),
            ("be-BY-tarask", ("be@tarask", "be", "en")),
            ("be", ("be", "en")),
            ("be-BY", ("be", "en")),
            ("be@latin", ("en",)),
            ("uk", ("uk", "en")),
            ("ru-BY", ("ru", "en")),
            *((code, ("en",)) for code in ("kk", "ky", "uz", "az", "hy", "ka", "xx", "")),
            ("en-GB", ("en",)),
            ("de-AT", ("de", "en")),
            ("ar-EG", ("ar", "en")),
            ("fa-AF", ("fa", "en")),
            ("iw", ("he", "en")),
            # what a reader or a site asks for, in that order
            (["kk", "ru"], ("ru", "en")),
            (["be@tarask", "uk", "be"], ("be@tarask", "be", "uk", "en")),
            ("kk, ru;q=0.8, be;q=0.9", ("be", "ru", "en")),
            ("en, be;q=0.5", ("en",)),
            (["xx", "pl", "en", "be"], ("pl", "en")),
        ],
        ids=str,
    )
    def test_of_the_shipped_languages(self, locale: object, expected: tuple[str, ...]) -> None:
        assert get_locale(locale).catalogs == expected

    @pytest.mark.parametrize(
        ("locale", "expected"),
        [
            ("pt-BR", ("pt_BR", "pt", "en")),
            ("pt", ("pt", "en")),
            ("es-419", ("es", "en")),
            ("zh-TW", ("zh_Hant", "en")),
            ("zh_Hant_TW", ("zh_Hant", "en")),
            ("zh-CN", ("en",)),
            ("sr", ("en",)),
            ("sr-Latn-RS", ("sr@latin", "en")),
            ("be", ("en",)),
            ("ru", ("ru", "en")),
            ("fr", ("fr_CA", "en")),
        ],
    )
    def test_of_any_folder(self, shelf: Shelf, locale: str, expected: tuple[str, ...]) -> None:
        for code in ("pt", "pt_BR", "es", "zh_Hant", "sr@latin", "ru", "fr_CA"):
            shelf.write(code, {})
        assert get_locale(locale).catalogs == expected

    def test_the_first_preference_with_a_catalog_is_spoken(self) -> None:
        assert get_locale(["kk", "ru"]).code == "ru"
        assert get_locale("ka;q=0.9, be-BY;q=0.8, ru").code == "ru"
        assert get_locale(["ka", "be-tarask"]).tag == "be-tarask"
        assert get_locale(["xx", "ka"]).code == "ka"
        assert get_locale(["en", "be"]).code == "en"


class TestFallback:
    """Each message is answered by the first language that has it, and says which one that was."""

    @pytest.fixture
    def texts(self, shelf: Shelf) -> None:
        shelf.write("be@tarask", {"Copy": "Скапіяваць (тарашкевіца)", "{n} day": ["", "", ""]})
        shelf.write(
            "be", {"Print": "Друкаваць", "Copy": "x", "{n} day": ["{n} дзень", "{n} дні", "{n} дзён"]}
        )
        shelf.write("ru", {"Hello {name}": "Привет, {name}"})
        shelf.write("ar", {"Hello {name}": "مرحبا {name}"}, "nplurals=1; plural=0;")

    @pytest.mark.parametrize(
        ("locale", "message", "expected"),
        [
            ("be@tarask", COPY, ("Скапіяваць (тарашкевіца)", "be-tarask", "ltr", False)),
            ("be@tarask", PRINT, ("Друкаваць", "be", "ltr", True)),
            ("be@tarask", HELLO, ("Hello Ales", "en", "ltr", True)),
            ("be-BY", PRINT, ("Друкаваць", "be-BY", "ltr", False)),
            ("be", HELLO, ("Hello Ales", "en", "ltr", True)),
            (["be", "ru"], HELLO, ("Привет, Ales", "ru", "ltr", True)),
            (["be", "ar", "ru"], HELLO, ("مرحبا Ales", "ar", "rtl", True)),
            ("ar", HELLO, ("مرحبا Ales", "ar", "rtl", False)),
            ("ar", COPY, ("Copy", "en", "ltr", True)),
            ("ka", COPY, ("Copy", "en", "ltr", True)),
            ("en", COPY, ("Copy", "en", "ltr", False)),
            ("en-GB", COPY, ("Copy", "en-GB", "ltr", False)),
            ("xx", COPY, ("Copy", "en", "ltr", False)),
        ],
    )
    @pytest.mark.usefixtures("texts")
    def test_who_answers(
        self, locale: object, message: MessageId, expected: tuple[str, str, str, bool]
    ) -> None:
        found = say(locale, message, **({"name": "Ales"} if message is HELLO else {}))
        assert (found.text, found.tag, found.direction, found.is_fallback) == expected

    @pytest.mark.parametrize(
        ("locale", "n", "expected"),
        [
            ("be@tarask", 1, "1 дзень"),
            ("be@tarask", 22, "22 дні"),
            ("be", 11, "11 дзён"),
            ("be", 5000, "5000 дзён"),
            ("be", 50000, "50\xa0000 дзён"),
            ("be", -1, "-1 дзень"),
            ("ru", 1, "1 day"),
            ("en", 1, "1 day"),
            ("en", -1, "-1 day"),
            ("en", 0, "0 days"),
            ("en", 1001, "1,001 days"),
        ],
    )
    @pytest.mark.usefixtures("texts")
    def test_plural_forms(self, locale: str, n: int, expected: str) -> None:
        assert say(locale, DAYS, n).text == expected
        assert Translator(get_locale(locale)).npgettext("test", "{n} day", "{n} days", n).text == expected

    def test_a_fragment_that_fell_back_carries_its_language(self, shelf: Shelf) -> None:
        shelf.write("ar", {})
        html = str(sw.share_button("https://example.org/", "vk", locale="ar"))
        assert ' lang="ar" dir="rtl"' in html
        assert '<span class="sw-share__label" lang="en" dir="ltr">' in html
        assert 'lang="en"' not in str(sw.share_button("https://example.org/", "vk", locale="en-GB"))

    def test_the_shorthands(self) -> None:
        translator = Translator(get_locale("be"))
        assert translator.pgettext("share", "Copy link") == translator.message(
            pgettext_noop("share", "Copy link")
        )
        assert translator.pgettext("nowhere", "{x} & {y}", x="1", y="{x}").text == "1 & {x}"


class TestPlaceholders:
    """Values are filled in once, strictly, and never looked at again."""

    @pytest.mark.parametrize(
        ("template", "expected"),
        [
            ("", ()),
            ("{a}", (Segment("<{b}>", "a"),)),
            ("x {a} y", (Segment("x ", ""), Segment("<{b}>", "a"), Segment(" y", ""))),
            ("{a}{b}{a}", (Segment("<{b}>", "a"), Segment("B", "b"), Segment("<{b}>", "a"))),
            ("{}{0}{A}{a.b}{a[0]}{a!r}{a:>9}{ a }{a b}", None),
            ("{{a}}", (Segment("{", ""), Segment("<{b}>", "a"), Segment("}", ""))),
            ("%s %(a)s $a", None),
        ],
    )
    def test_filling(self, template: str, expected: tuple[Segment, ...] | None) -> None:
        whole = (Segment(template, ""),)
        assert fill_placeholders(template, {"a": "<{b}>", "b": "B"}) == (
            whole if expected is None else expected
        )

    def test_an_empty_value_leaves_no_run(self) -> None:
        assert fill_placeholders("a{b}", {"b": ""}) == (Segment("a", ""),)

    def test_a_missing_value_is_the_callers_mistake(self) -> None:
        with pytest.raises(KeyError, match="name"):
            say("be", HELLO)

    def test_names(self) -> None:
        assert placeholders("{a} {b_c} {a} {D} {}") == {"a", "b_c"}


class TestBrokenCatalogs:
    """Whatever a catalog holds, the next language answers, and a warning is given once."""

    def hold(self, shelf: Shelf, told: str, message: MessageId = COPY, n: int | None = None) -> None:
        with all_warnings() as caught:
            answers = [say("be", message, n).text for _ in range(3)]
        assert answers == [message.plural.replace("{n}", str(n)) if n is not None else message.text] * 3
        assert [warning.category for warning in caught] == [CatalogWarning]
        assert told in str(caught[0].message)
        assert str(caught[0].message).endswith("the next language answers.")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"garbage",
            b"\xde\x12\x04\x95",
            b"\x95\x04\x12\xde" + b"\xff" * 24,
            struct.pack("<7I", 0x950412DE, 0, 10**6, 28, 28, 0, 0),
            struct.pack("<7I", 0x950412DE, 9 << 16, 0, 28, 28, 0, 0),
        ],
        ids=["empty", "garbage", "half a head", "wrong offsets", "too many messages", "unknown version"],
    )
    def test_a_compiled_catalog(self, shelf: Shelf, content: bytes) -> None:
        shelf.path("be", "mo").write_bytes(content)
        self.hold(shelf, "the catalog of be cannot be used")

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "cannot be compiled"),
            (b"\xff\xfe", "cannot be compiled"),
            (b'msgid "a', "cannot be compiled"),
            (b"<<<<<<< HEAD\n", "cannot be compiled"),
            (
                b'msgid ""\nmsgstr "Content-Type: text/plain; charset=klingon\\n"\n',
                "unknown encoding: klingon",
            ),
        ],
        ids=["empty", "not UTF-8", "unterminated", "conflict", "unknown charset"],
    )
    def test_a_source_catalog(self, shelf: Shelf, content: bytes, told: str) -> None:
        shelf.path("be").write_bytes(content)
        self.hold(shelf, told)

    def test_a_folder_without_a_catalog(self, shelf: Shelf) -> None:
        shelf.path("be").mkdir()
        self.hold(shelf, "there is no catalog for 'be'")

    @pytest.mark.parametrize(
        "rule",
        [
            "nplurals=2; plural=__import__('os');",
            "nplurals=2; plural=n.__class__;",
            "nplurals=2; plural=(n;",
            "nplurals=2; plural=n==;",
            "nplurals=2; plural=" + "(" * 500 + "n" + ")" * 500 + ";",
            "nplurals=2; plural=" + "n+" * 2000 + "n;",
            "nplurals=x",
        ],
        ids=["call", "attribute", "open", "half", "deep", "long", "no rule"],
    )
    def test_a_hostile_plural_rule(self, shelf: Shelf, rule: str) -> None:
        shelf.write("be", {"Copy": "Скапіяваць", "{n} day": ["{n} дзень"]}, rule)
        self.hold(shelf, "the catalog of be cannot be used")

    @pytest.mark.parametrize("rule", ["n/0", "5%(n-7)", "1/(n-7)"])
    def test_a_rule_that_fails_when_it_is_used(self, shelf: Shelf, rule: str) -> None:
        shelf.write("be", {"{n} day": ["{n} дзень", "{n} дні"]}, f"nplurals=2; plural={rule};")
        self.hold(shelf, "the be translation of '{n} day' cannot be chosen", DAYS, 7)

    @pytest.mark.parametrize(
        "rule", ["nplurals=2; plural=9;", "nplurals=2; plural=n-9;", "nplurals=2; plural=n*n*n;"]
    )
    def test_a_rule_that_names_no_form(self, shelf: Shelf, rule: str) -> None:
        shelf.write("be", {"{n} day": ["{n} дзень", "{n} дні"]}, rule)
        assert say("be", DAYS, 7).text == "7 days"

    @pytest.mark.parametrize("text", ["{site}", "{n}", "{name} {nane}", "{name_}"])
    def test_an_unknown_placeholder(self, shelf: Shelf, text: str) -> None:
        shelf.write("be", {"Hello {name}": text, "Copy": "Скапіяваць"})
        with all_warnings() as caught:
            assert [say("be", HELLO, name="Ales").text for _ in range(3)] == ["Hello Ales"] * 3
            assert say("be", COPY).text == "Скапіяваць"
        assert [str(warning.message) for warning in caught] == [
            "solidarity_widgets: the be translation of 'Hello {name}' has an unknown placeholder; "
            "the next language answers."
        ]

    @pytest.mark.parametrize(
        "text", ["{}", "{name.__class__}", "{0}", "{імя}", "%(name)s", "{ name }", "{NAME}"]
    )
    def test_what_is_no_placeholder_is_text(self, shelf: Shelf, text: str) -> None:
        shelf.write("be", {"Hello {name}": text})
        assert say("be", HELLO, name="Ales").text == text

    @pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x07", "\x9b"], ids=ascii)
    def test_a_hostile_character(self, shelf: Shelf, character: str) -> None:
        shelf.write("be", {"Copy": f"Скапія{character}ваць"})
        self.hold(shelf, f"must not contain the character U+{ord(character):04X}")

    def test_a_page_is_shown(self, shelf: Shelf) -> None:
        shelf.path("be", "mo").write_bytes(b"garbage")
        with pytest.warns(CatalogWarning, match="the catalog of be cannot be used") as caught:
            html = str(sw.share_buttons("https://example.org/", "vk copy_link", locale="be"))
        assert "Share on VK" in html
        assert {warning.filename for warning in caught} == {__file__}, "it points at the caller's line"

    def test_no_folder_at_all(self, shelf: Shelf) -> None:
        shelf.folder.rmdir()
        with pytest.warns(CatalogWarning, match="the folder of the catalogs cannot be read"):
            assert get_locale("be").catalogs == ("en",)
        assert say("be", COPY).text == "Copy"

    def test_stray_files_are_no_languages(self, shelf: Shelf) -> None:
        shelf.write("be", {"Copy": "Скапіяваць"})
        (shelf.folder / "ru").write_text("a file")
        for name in ("xx", "__pycache__", ".git", "en", "templates"):
            (shelf.folder / name).mkdir()
        assert catalogs.available_locales() == {"be"}


def test_reading_another_folder_leaves_nothing_behind(shelf: Shelf) -> None:
    def bar() -> str:
        return str(sw.share_button("https://example.org/", "vk", locale="be"))

    assert "Share on VK" in bar()
    shelf.path("be").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "share"\nmsgid "Share on VK"\nmsgstr "VK!"\n',
        encoding="utf-8",
    )
    with catalogs.use_folder(shelf.folder):
        assert "VK!" in bar()
    assert catalogs.root() == shelf.folder
    with catalogs.use_folder(catalogs.find_checkout() / "locales"):
        assert "Падзяліцца ў VK" in bar()


class TestUseLocale:
    """The default holds for one task or thread, and only inside its block."""

    def test_nesting(self) -> None:
        with use_locale("be") as outer:
            assert outer.code == get_locale().code == "be"
            with use_locale("ar"):
                assert get_locale().code == "ar"
                assert get_locale("uk").code == "uk"
            assert requested_locale() is outer
        assert requested_locale() is None
        assert get_locale().code == "en"

    def test_after_an_error(self) -> None:
        with pytest.raises(ZeroDivisionError), use_locale("be"):
            _ = 1 / 0
        assert requested_locale() is None

    def test_it_reaches_widgets_and_links(self) -> None:
        with use_locale("be"):
            assert sw.share_button("https://example.org/", "vk").label == "Падзяліцца ў VK"
            assert sw.share_button("https://example.org/", "vk", locale="en").label == "Share on VK"
        assert sw.share_button("https://example.org/", "vk").label == "Share on VK"

    def test_a_widget_keeps_the_locale_it_was_made_with(self) -> None:
        with use_locale("be"):
            button = sw.share_button("https://example.org/", "vk")
        with use_locale("ar"):
            assert 'lang="be"' in str(button)
            assert button.label == "Падзяліцца ў VK"

    def test_tasks(self) -> None:
        async def page(code: str, together: asyncio.Barrier) -> list[str]:
            with use_locale(code):
                await together.wait()
                seen = [get_locale().code]
                await asyncio.sleep(0)
                seen.append(await asyncio.create_task(inner()))
            return [*seen, get_locale().code]

        async def inner() -> str:
            return get_locale().code

        async def pages() -> list[list[str]]:
            together = asyncio.Barrier(4)
            return await asyncio.gather(*(page(code, together) for code in ("be", "ru", "fr", "ar")))

        found = asyncio.run(pages())
        assert found == [["be", "be", "en"], ["ru", "ru", "en"], ["fr", "fr", "en"], ["ar", "ar", "en"]]

    def test_threads(self) -> None:
        together = Barrier(4)

        def page(code: str) -> list[str]:
            before = get_locale().code
            with use_locale(code):
                together.wait(10)
                inside = get_locale().code
                together.wait(10)
            return [before, inside, get_locale().code]

        with use_locale("pl"), ThreadPoolExecutor(4) as pool:
            found = list(pool.map(page, ("be", "ru", "fr", "ar")))
        assert found == [["en", code, "en"] for code in ("be", "ru", "fr", "ar")]


def test_a_catalog_is_loaded_once_by_many_threads(shelf: Shelf) -> None:
    shelf.write("be", {"Copy": "Скапіяваць"})
    together = Barrier(8)

    def load(_number: int) -> Catalog | None:
        together.wait(10)
        return catalogs.load("be")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(load, range(8)))
    assert len(found) == 1
    assert isinstance(found.pop(), Catalog)


def test_an_untranslated_message_is_nothing_not_its_id(shelf: Shelf) -> None:
    shelf.write("be", {"Copy": "Скапіяваць"})
    catalog = catalogs.load("be")
    assert catalog is not None
    assert catalog.find(MessageId("test", "Copy")) == "Скапіяваць"
    assert catalog.find(MessageId("other", "Copy")) == ""
    assert catalog.find(MessageId("", "")) == ""
    assert catalog.find(DAYS, 1) == ""
    assert catalogs.load("ru") is None


def test_what_is_too_long_for_a_locale_is_not_kept() -> None:
    long = "be" * 40_000
    assert max(map(len, parse_preferences(f"{long}, ru;q=0.5, {long};q=0.1"))) < 100
    assert max(map(len, parse_preferences(long))) < 100
    assert get_locale(long).code == "en"


class TestFormats:
    """Numbers and dates have the format of the language that answers, not that of the page around it."""

    MESSAGES = tuple(
        MessageId(entry.msgctxt, entry.msgid or "", entry.msgid_plural)
        for entry in PoFile((catalogs.root() / "solidarity_widgets.pot").read_bytes(), "template").entries
        if entry.msgid_plural and "{n}" in entry.msgid_plural
    )

    @pytest.mark.parametrize("locale", ["it", "bn", "ka", "my", "kk", "hy", "sr-Latn", "pt", "zh", "cs"])
    def test_every_number_in_a_language_without_a_catalog(self, locale: str) -> None:
        assert len(self.MESSAGES) > 20
        assert get_locale(locale).catalogs == ("en",)
        for message in self.MESSAGES:
            found = say(locale, message, 1_234_567)
            assert found.tag == "en"
            assert "1,234,567" in found.text, message

    @pytest.mark.parametrize("locale", ["de", "fa", "ar-EG", "pl", "es-MX"])
    def test_every_number_in_a_language_with_one(self, locale: str) -> None:
        data = get_locale(locale).cldr_data
        for message in self.MESSAGES:
            found = say(locale, message, 1_234_567)
            formats = get_locale("en").cldr_data if found.is_fallback else data
            assert formats.format_number(1_234_567) in found.text, message

    def test_a_gap_of_a_catalog(self, shelf: Shelf) -> None:
        """Persian digits would be read in English."""
        shelf.write("fa", {"Copy": "کپی"})
        shelf.write("be", {"{n} day": ["{n} дзень", "{n} дні", "{n} дзён"]})
        assert say("fa", COPY).text == "کپی"
        found = say("fa", DAYS, 1_234)
        assert (found.text, found.tag) == ("1,234 days", "en")
        shelf.write("be", {"{n} day": ["{n} дзень", "{n} дні", "{n} дзён"]})
        assert (
            say("be@tarask", DAYS, 12_345).text == f"{get_locale('be').cldr_data.format_number(12_345)} дзён"
        )

    def test_a_value_that_formats_itself(self, shelf: Shelf) -> None:
        shelf.write("be", {"Hello {name}": "Вітаем, {name}"})
        names = []
        for locale in ("be", "it"):
            found = Translator(get_locale(locale)).message(HELLO, name=lambda data: data.identifier)
            names.append((found.text, found.tag))
        assert names == [("Вітаем, be", "be"), ("Hello en", "en")]
