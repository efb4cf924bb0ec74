"""The shipped catalogs are complete and choose the right plurals; the loader reads them and no stray ones."""

from __future__ import annotations

import gettext
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from solidarity_widgets.exceptions import CatalogError
from solidarity_widgets.i18n import MessageId, available_locales, catalogs
from solidarity_widgets.i18n.messages import placeholders
from solidarity_widgets.i18n.pofile import Entry, PoFile, compile_catalog
from solidarity_widgets.i18n.tools.plural_check import check_plural_rule

pytestmark = pytest.mark.cldr


if TYPE_CHECKING:
    from .conftest import Shelf

LOCALES = Path(__file__).resolve().parents[2] / "locales"
SHIPPED = ["ar", "be", "be@tarask", "de", "es", "fa", "fr", "he", "lt", "pl", "ru", "tg", "uk"]
EACH = pytest.mark.parametrize("code", SHIPPED)
COPY = MessageId("test", "Copy")


def source(code: str) -> bytes:
    return (LOCALES / code / "LC_MESSAGES" / "solidarity_widgets.po").read_bytes()


def parsed(code: str) -> PoFile:
    return PoFile(source(code), code)


def entries(data: bytes, name: str) -> dict[tuple[str, str | None, str | None], Entry]:
    po = PoFile(data, name)
    assert po.problems == []
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural): entry for entry in po.entries}


TEMPLATE = entries((LOCALES / "solidarity_widgets.pot").read_bytes(), "template")


def test_the_languages_that_are_shipped() -> None:
    assert sorted(available_locales()) == SHIPPED
    assert sorted(path.name for path in LOCALES.iterdir() if path.is_dir()) == SHIPPED


@EACH
def test_it_is_complete(code: str) -> None:
    found = entries(source(code), code)
    assert found.keys() == TEMPLATE.keys()
    assert [key for key, entry in found.items() if entry.needs_translation and not entry.translated] == []


@EACH
def test_every_message_is_found_and_can_be_filled(code: str) -> None:
    catalog = catalogs.load(code)
    assert catalog is not None
    for context, text, plural in TEMPLATE:
        message = MessageId(context, text or "", plural or "")
        for n in range(0, 201) if plural else (None,):
            template = catalog.find(message, n)
            assert template or context.startswith("countdown-unit-"), (text, n)
            assert placeholders(template) <= placeholders(message.text) | placeholders(message.plural)


@EACH
def test_its_plural_forms_are_those_of_cldr(code: str) -> None:
    problems = [problem.message for problem in check_plural_rule(parsed(code))]
    assert not problems, f"The library is not broken, but the catalog is behind CLDR: {problems}"


@EACH
def test_its_header_says_that_it_is_a_draft(code: str) -> None:
    data = source(code)
    headers = PoFile(data, code).headers
    assert headers["x-review"] == "draft; no native speaker has read this text yet"
    assert headers["language"] == code
    assert headers["content-type"] == "text/plain; charset=UTF-8"
    assert b"# A careful draft: no native speaker has read it yet.\n" in data[:200]


@EACH
def test_the_draft_note_reaches_the_compiled_catalog(code: str) -> None:
    translations = gettext.GNUTranslations(io.BytesIO(compile_catalog(parsed(code))))
    assert translations.info()["x-review"].startswith("draft")


class TestLoading:
    """A compiled catalog is preferred; a source is compiled in memory, so that a change shows at once."""

    def test_from_the_source(self, shelf: Shelf) -> None:
        shelf.write("be", {"Copy": "Скапіяваць"})
        catalog = catalogs.load("be")
        assert catalog is not None
        assert catalog.find(COPY) == "Скапіяваць"
        assert catalogs.load("be") is catalog
        assert [path.name for path in shelf.path("be").parent.iterdir()] == ["solidarity_widgets.po"]

    def test_the_compiled_one_is_preferred(self, shelf: Shelf) -> None:
        shelf.path("be", "mo").write_bytes(
            compile_catalog(PoFile(shelf.write("be", {"Copy": "з .mo"}), "be"))
        )
        shelf.write("be", {"Copy": "з .po"})
        catalog = catalogs.load("be")
        assert catalog is not None
        assert catalog.find(COPY) == "з .mo"

    def test_fuzzy_and_half_filled_messages_are_left_to_the_next_language(self, shelf: Shelf) -> None:
        shelf.write("be", {"Copy": "Скапіяваць", "{n} day": ["{n} дзень", "", "{n} дзён"]})
        path = shelf.path("be")
        path.write_text(
            path.read_text(encoding="utf-8").replace(
                '\nmsgctxt "test"\nmsgid "Copy"', '\n#, fuzzy\nmsgctxt "test"\nmsgid "Copy"'
            ),
            encoding="utf-8",
        )
        catalog = catalogs.load("be")
        assert catalog is not None
        assert catalog.find(COPY) == ""
        assert [catalog.find(MessageId("test", "{n} day", "{n} days"), n) for n in (1, 2, 5)] == [""] * 3

    @pytest.mark.parametrize("code", ["ru", "../be", "", "en", "be/LC_MESSAGES", "be@latin"])
    def test_what_is_no_catalog(self, shelf: Shelf, code: str) -> None:
        shelf.write("be", {"Copy": "Скапіяваць"})
        assert catalogs.load(code) is None
        with pytest.raises(CatalogError, match="there is no catalog for"):
            catalogs.read(code)

    def test_a_tool_is_told_what_is_wrong(self, shelf: Shelf) -> None:
        shelf.path("be").write_bytes(b"<<<<<<< HEAD\n")
        with pytest.raises(
            CatalogError, match=r"the catalog of be cannot be compiled: be, line 1: .*conflict"
        ):
            catalogs.read("be")


class TestCheckout:
    """Only this project's own checkout is read; a stray ``locales/`` beside the package is not."""

    @pytest.fixture
    def package(self, tmp_path: Path) -> Path:
        package = tmp_path / "src" / "solidarity_widgets"
        package.mkdir(parents=True)
        (tmp_path / "locales").mkdir()
        (tmp_path / "pyproject.toml").write_text('[project]\nname = "solidarity-widgets"\n')
        return package

    def test_this_one(self) -> None:
        assert catalogs.find_checkout() == LOCALES.parent

    def test_a_checkout(self, package: Path, tmp_path: Path) -> None:
        assert catalogs.find_checkout(package) == tmp_path

    @pytest.mark.parametrize(
        "marker", [None, b"", b'name = "other"', b'name = "solidarity-widgets-extra"', b"\xff\xfe\xfd"]
    )
    def test_somebody_elses_folder(self, package: Path, tmp_path: Path, marker: bytes | None) -> None:
        path = tmp_path / "pyproject.toml"
        path.unlink() if marker is None else path.write_bytes(marker)
        assert catalogs.find_checkout(package) is None

    def test_no_catalogs_there(self, package: Path, tmp_path: Path) -> None:
        (tmp_path / "locales").rmdir()
        assert catalogs.find_checkout(package) is None
        (tmp_path / "locales").write_text("a file")
        assert catalogs.find_checkout(package) is None

    @pytest.mark.parametrize(
        "start", [Path("/"), Path("x"), Path("/nowhere/src/solidarity_widgets")], ids=str
    )
    def test_no_folder_above(self, start: Path) -> None:
        assert catalogs.find_checkout(start) is None
