"""Planted defects: each of them must be found, named and placed, and a clean catalog must give nothing."""

import ast
import gettext
import io
import struct
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from solidarity_widgets.i18n import pofile
from solidarity_widgets.i18n.pofile import PoFile, Problem
from solidarity_widgets.i18n.tools import checker, style

ROOT = Path(__file__).resolve().parents[1]
CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/solidarity_widgets.po"))
EAST_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
FORMS = {
    "be": EAST_SLAVIC,
    "be@tarask": EAST_SLAVIC,
    "uk": EAST_SLAVIC,
    "ru": EAST_SLAVIC,
    "en_GB": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
}


def header(code: str, **changes: str | None) -> str:
    fields: dict[str, str | None] = {
        "Language": code,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": FORMS.get(code, EAST_SLAVIC),
    }
    fields.update({name.replace("_", "-"): value for name, value in changes.items()})
    lines = [f'"{name}: {value}\\n"\n' for name, value in fields.items() if value is not None]
    return 'msgid ""\nmsgstr ""\n' + "".join(lines)


def message(msgstr: str, msgid: str = "Share on {provider}", context: str = "share") -> str:
    return f'\nmsgctxt "{context}"\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


def plural(*forms: str) -> str:
    text = '\nmsgctxt "demo"\nmsgid "{n} language"\nmsgid_plural "{n} languages"\n'
    return text + "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))


def catalog(body: str, code: str = "be", **changes: str | None) -> bytes:
    return (header(code, **changes) + body).encode()


def check_catalog(data: bytes, code: str, template: bytes | None = None) -> list[Problem]:
    return checker.check_catalog(PoFile(data, code), template and PoFile(template, "template"))


def compile_catalog(data: bytes, code: str) -> bytes:
    return pofile.compile_catalog(PoFile(data, code))


def completeness(data: bytes) -> tuple[int, int]:
    return pofile.completeness(PoFile(data, "be"))


CLEAN = message("Падзяліцца ў сетцы {provider}") + plural("{n} мова", "{n} мовы", "{n} моў")


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def test_a_clean_catalog_gives_nothing() -> None:
    assert check_catalog(catalog(CLEAN), "be") == []
    assert check_catalog(catalog(CLEAN), "be", template=catalog(CLEAN)) == []
    assert completeness(catalog(CLEAN)) == (2, 2)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_our_own_catalogs_have_no_errors(path: Path) -> None:
    problems = check_catalog(path.read_bytes(), path.parent.parent.name)
    assert [str(problem) for problem in problems if problem.severity == "error"] == []


# What is planted after a header of six lines, and words that the report must contain.
TEXT_DEFECTS = {
    "placeholder missing": ("Падзяліцца", "lacks the placeholder {provider}"),
    "placeholder unknown": ("{provider} {site}", "{site} is not a placeholder"),
    "placeholder translated": ("{сетка}", "{сетка} is not a placeholder"),
    "placeholder with lookalikes": ("{рrоvider}", "CYRILLIC SMALL LETTER ER"),
    "placeholder with spaces": ("{ provider }", "{ provider } is not a placeholder"),
    "brace alone": ("{provider} }", "a brace without its partner"),
    "placeholder left open": ("{provider} {provider", "a brace without its partner"),
    "percent format": ("{provider} %s", "%s is a percent format"),
    "named percent format": ("{provider} %(provider)s", "%(provider)s is a percent format"),
    "tag": ("<b>{provider}</b>", "<b> is HTML"),
    "entity": ("{provider}&nbsp;!", "&nbsp; is HTML"),
    "space before": (" {provider}", "begins or ends with other spaces"),
    "space after": ("{provider} ", "begins or ends with other spaces"),
    "no-break space after": ("{provider}\u00a0", "begins or ends with other spaces"),
    "line break after": ("{provider}\\n", "begins or ends with other spaces or line breaks"),
    "control character": ("{provider}\u0007!", "U+0007"),
    "tabulator": ("{provider}\\t!", "U+0009"),
    "byte order mark inside": ("{provider}\ufeff!", "U+FEFF"),
    "lost character": ("{provider}\ufffd!", "U+FFFD"),
    "override": ("\u202e{provider}", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    "isolate": ("\u2067{provider}\u2069", "U+2067 RIGHT-TO-LEFT ISOLATE"),
    "unknown escape": ("Падзяліцца {provider} \\x", "\\x has no meaning"),
}


@pytest.mark.parametrize(("msgstr", "report"), TEXT_DEFECTS.values(), ids=TEXT_DEFECTS)
def test_defects_of_a_text(msgstr: str, report: str) -> None:
    problems = check_catalog(catalog(message(msgstr)), "be")
    assert any(report in problem.message for problem in problems), [str(problem) for problem in problems]
    assert {problem.severity for problem in problems} == {"error"}
    assert {problem.line for problem in problems} <= {7, 9}


WARNINGS = {
    "left-to-right mark": ("be", "Падзяліцца\u200e {provider}", "U+200E"),
    "right-to-left mark": ("be", "Падзяліцца\u200f {provider}", "U+200F"),
    "two alphabets in a word": ("be", "Пaдзяліцца {provider}", "Пaдзяліцца mixes Latin and Cyrillic"),
    "Russian letter in be": ("be", "Поделитьсия {provider}", "и, no letter"),
    "Russian letter in be@tarask": ("be@tarask", "Объект {provider}", "ъ, no letter"),
    "Russian letter in uk": ("uk", "Сеты {provider}", "ы, no letter"),
    "Ukrainian letter in ru": ("ru", "Мережі {provider}", "і, no letter"),
}


@pytest.mark.parametrize(("code", "msgstr", "report"), WARNINGS.values(), ids=WARNINGS)
def test_doubts_are_warnings(code: str, msgstr: str, report: str) -> None:
    problem = only(check_catalog(catalog(message(msgstr), code), code))
    assert problem.severity == "warning"
    assert report in problem.message


FILE_DEFECTS = {
    "conflict marker": ("\n<<<<<<< ours\n", "merge conflict marker", 7 + 1),
    "conflict middle": ("\n=======\n", "merge conflict marker", 7 + 1),
    "unterminated string": ('\nmsgctxt "share"\nmsgid "Print"\nmsgstr "Друк\n', "not one string between", 10),
    "quote inside": ('\nmsgctxt "a"\nmsgid "b"\nmsgstr "a "b" c"\n', "not one string between", 10),
    "stray text": ("\nhello\n", "cannot read 'hello'", 8),
    "stray string": ('\n# comment\n"hello"\n', "cannot read", 9),
    "no msgstr": ('\nmsgctxt "a"\nmsgid "b"\n', "has no msgstr", 8),
    "no msgid": ('\nmsgctxt "a"\nmsgstr "b"\n', "has no msgid", 8),
    "keyword twice": ('\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\nmsgstr "d"\n', "msgstr is twice", 11),
    "plural without forms": ('\nmsgid "b"\nmsgid_plural "c"\nmsgstr "d"\n', "msgid_plural goes with", 8),
    "duplicate": (message("Друк", "Print") * 2, "message is in line 8", 12),
    "second header": ('\nmsgid ""\nmsgstr "Language: ru\\n"\n', "a second header", 8),
}


@pytest.mark.parametrize(("body", "report", "line"), FILE_DEFECTS.values(), ids=FILE_DEFECTS)
def test_defects_of_a_file(body: str, report: str, line: int) -> None:
    problems = check_catalog(catalog("\n" + body), "be")
    found = [problem for problem in problems if report in problem.message]
    assert [problem.severity for problem in found] == ["error"]
    assert found[0].line == line


HEADER_DEFECTS = {
    "other language": ({"Language": "ru"}, "Language: ru; the folder says be"),
    "no language": ({"Language": None}, "Language: (empty)"),
    "other charset": (
        {"Content_Type": "text/plain; charset=KOI8-R"},
        "KOI8-R; write text/plain; charset=UTF-8",
    ),
    "no plural forms": ({"Plural_Forms": None}, "Plural-Forms: (empty)"),
    "placeholder plural forms": ({"Plural_Forms": "nplurals=INTEGER; plural=EXPRESSION;"}, "INTEGER"),
    "hostile plural forms": ({"Plural_Forms": "nplurals=3; plural=__import__(n);"}, "cannot be computed"),
    "division by zero": ({"Plural_Forms": "nplurals=3; plural=n/0;"}, "cannot be computed"),
    "too many forms": ({"Plural_Forms": EAST_SLAVIC.replace("3", "4", 1)}, "nplurals=4, but"),
    "absurdly many forms": ({"Plural_Forms": "nplurals=999999999999; plural=0;"}, "write nplurals=…"),
    "too few forms": ({"Plural_Forms": EAST_SLAVIC.replace("3", "2", 1)}, "nplurals=2, but"),
}


@pytest.mark.parametrize(("changes", "report"), HEADER_DEFECTS.values(), ids=HEADER_DEFECTS)
def test_defects_of_the_header(changes: dict[str, str | None], report: str) -> None:
    problems = check_catalog(catalog(message("{provider}"), **changes), "be")
    found = [problem for problem in problems if report in problem.message]
    assert [(problem.severity, problem.line) for problem in found] == [("error", 1)]


def test_a_file_without_header() -> None:
    assert "has no header" in check_catalog(message("{provider}").encode(), "be")[0].message


def test_not_utf8() -> None:
    data = catalog("\n") + message("Сетка {provider}").encode("cp1251")
    found = [problem for problem in check_catalog(data, "be") if "not UTF-8" in problem.message]
    assert [problem.line for problem in found] == [10]
    with pytest.raises(ValueError, match="not UTF-8"):
        compile_catalog(data, "be")


def test_byte_order_mark() -> None:
    assert "byte order mark" in only(check_catalog(b"\xef\xbb\xbf" + catalog(CLEAN), "be")).message


def test_windows_line_ends_are_fine() -> None:
    assert check_catalog(catalog(CLEAN).replace(b"\n", b"\r\n"), "be") == []


# --- plural forms -------------------------------------------------------------------------------------------


def test_a_form_for_whole_millions_is_accepted() -> None:
    french = "nplurals=3; plural=(n==0 || n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);"
    forms = plural("{n} langue", "{n} de langues", "{n} langues")
    assert check_catalog(catalog(forms, "fr", Plural_Forms=french), "fr") == []


def test_a_hostile_plural_forms_header_is_refused_quickly() -> None:
    spaces = " " * 100_000
    data = catalog(CLEAN, Plural_Forms=f"nplurals=2;{spaces}plural=n{spaces}x;y")
    assert "write nplurals=…" in check_catalog(data, "be")[0].message


def test_too_few_forms_in_a_message() -> None:
    problem = only(check_catalog(catalog(plural("{n} мова", "{n} мовы")), "be"))
    assert "has 2 plural forms; the header promises 3" in problem.message


def test_an_empty_form_among_filled_ones() -> None:
    problems = check_catalog(catalog(plural("{n} мова", "", "{n} моў")), "be")
    assert any("msgstr[1] is empty" in p.message and p.severity == "error" for p in problems)


@pytest.mark.parametrize(
    ("code", "forms", "lacking"),
    [
        ("he", ("שפה אחת", "שתי שפות", "{n} שפות"), None),
        ("he", ("שפה אחת", "שתי שפות", "שפות"), "msgstr[2]"),
        ("en_GB", ("one language", "{n} languages"), None),
        ("fr", ("une langue", "{n} langues"), "msgstr[0]"),  # also serves 0
        ("be", ("адна мова", "{n} мовы", "{n} моў"), "msgstr[0]"),  # also serves 21
    ],
)
def test_only_a_form_for_one_number_may_omit_it(
    code: str, forms: tuple[str, ...], lacking: str | None
) -> None:
    problems = check_catalog(catalog(plural(*forms), code), code)
    if lacking is None:
        assert problems == []
    else:
        assert only(problems).message.startswith(f"{lacking} lacks the placeholder {{n}}")


# --- unfinished work ----------------------------------------------------------------------------------------


def test_untranslated_and_fuzzy_are_counted() -> None:
    fuzzy = message("Друк <b>", "Print").replace("\nmsgctxt", "\n#, fuzzy\nmsgctxt", 1)
    data = catalog(CLEAN + fuzzy + message("", "Copy link"))
    problem = only(check_catalog(data, "be"))
    assert problem.severity == "warning"
    assert "2 of 4 messages are not translated yet (1 marked fuzzy)" in problem.message
    assert completeness(data) == (2, 4)


def test_the_flag_of_an_obsolete_message_stays_with_it() -> None:
    data = catalog('\n#, fuzzy\n#~ msgid "Old"\n#~ msgstr "Стары"\n' + CLEAN)
    assert completeness(data) == (2, 2)


def test_the_template_is_compared() -> None:
    template = catalog(message("", "Print") + message("", "Copy link"))
    data = catalog(message("Друк", "Print") + message("Што", "What"))
    found = {problem.severity: problem for problem in check_catalog(data, "be", template=template)}
    assert found["error"].msgid == "What"
    assert "not in the template" in found["error"].message
    assert "'Copy link' of the template is missing" in found["warning"].message


def test_a_changed_plural_is_found() -> None:
    template = catalog(plural("", "", "").replace("languages", "tongues"))
    problem = only(check_catalog(catalog(plural("{n} мова", "{n} мовы", "{n} моў")), "be", template=template))
    assert "the template has '{n} tongues'" in problem.message


def test_a_problem_reads_well() -> None:
    problem = only(check_catalog(catalog(message("Падзяліцца")), "be"))
    assert str(problem) == (
        "be, line 7: error in share | Share on {provider}: "
        "lacks the placeholder {provider}; put it where the value belongs"
    )


# --- compiling ----------------------------------------------------------------------------------------------


def translations(data: bytes, code: str = "be") -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compile_catalog(data, code)))


def test_compiled_catalogs_answer() -> None:
    found = translations(catalog(CLEAN))
    assert found.pgettext("share", "Share on {provider}") == "Падзяліцца ў сетцы {provider}"
    answers = [found.npgettext("demo", "{n} language", "{n} languages", n) for n in (1, 2, 5, 11, 21, 112)]
    assert answers == ["{n} мова", "{n} мовы", "{n} моў", "{n} моў", "{n} мова", "{n} моў"]


def test_the_header_is_kept_as_it_stands() -> None:
    found = translations(catalog(CLEAN, X_Review="draft; no native speaker has read this text yet"))
    assert set(found.info()) == {"language", "content-type", "plural-forms", "x-review"}


def test_gaps_are_left_out_so_that_the_next_language_answers() -> None:
    fuzzy = message("Друк", "Print").replace("\nmsgctxt", "\n#, fuzzy\nmsgctxt", 1)
    found = translations(catalog(fuzzy + message("", "Copy link") + plural("{n} мова", "", "{n} моў")))
    found.add_fallback(translations(catalog(message("Ссылка", "Copy link") + CLEAN, "ru"), "ru"))
    assert found.pgettext("share", "Print") == "Print"
    assert found.pgettext("share", "Copy link") == "Ссылка"
    assert found.npgettext("demo", "{n} language", "{n} languages", 2) == "{n} мовы"


def test_the_same_input_gives_the_same_bytes() -> None:
    assert compile_catalog(catalog(CLEAN), "be") == compile_catalog(catalog(CLEAN), "be")


@pytest.mark.parametrize("body", ["\n<<<<<<< ours\n", '\nmsgid "a"\nmsgstr "b\n', "\nhello\n"])
def test_an_unreadable_file_is_not_compiled(body: str) -> None:
    with pytest.raises(ValueError, match=r"be, line [78]"):
        compile_catalog(catalog(body), "be")


def test_the_compiled_file_is_laid_out_as_gettext_expects() -> None:
    data = compile_catalog(catalog(CLEAN), "be")
    magic, revision, count, originals, translations, hash_size, _ = struct.unpack_from("<7I", data)
    assert (magic, revision, count, hash_size) == (0x950412DE, 0, 3, 0)

    def strings(table: int) -> list[bytes]:
        pairs = [struct.unpack_from("<2I", data, table + 8 * index) for index in range(count)]
        assert all(data[start + length] == 0 for length, start in pairs), "a string is not ended by NUL"
        return [data[start : start + length] for length, start in pairs]

    keys = strings(originals)
    assert keys == sorted(keys), "readers search by bisection"
    assert keys == [b"", b"demo\x04{n} language\0{n} languages", b"share\x04Share on {provider}"]
    assert strings(translations)[1].decode().split("\0") == ["{n} мова", "{n} мовы", "{n} моў"]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_babel_reads_what_we_compile(path: Path) -> None:
    """An independent reader finds in our file the messages that it finds in the source."""
    data = path.read_bytes()

    def messages(catalog: Catalog) -> set[tuple[object, ...]]:
        return {
            (as_text(message.context), *(tuple(part) if isinstance(part, list) else part for part in parts))
            for message in catalog
            if message.id and not message.fuzzy and (parts := (message.id, message.string)) and all(parts[1])
        }

    def as_text(context: str | bytes | None) -> str | None:
        return context.decode() if isinstance(context, bytes) else context  # Babel before 2.19

    code = path.parent.parent.name
    assert messages(read_mo(io.BytesIO(compile_catalog(data, code)))) == messages(read_po(io.BytesIO(data)))


def test_the_build_can_load_these_modules_alone() -> None:
    allowed = {"pofile", "style"}
    tools = Path(checker.__file__).with_name("__init__.py")
    for path in map(Path, (checker.__file__, style.__file__, pofile.__file__, tools)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for imported in names:
                top = imported.partition(".")[0]
                assert top in allowed or top in sys.stdlib_module_names, f"{path} imports {imported}"
