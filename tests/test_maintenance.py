"""The template and the catalogs of a small checkout, kept in step with its sources."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from solidarity_widgets import cli
from solidarity_widgets.exceptions import CatalogError
from solidarity_widgets.i18n.pofile import PoFile, completeness
from solidarity_widgets.i18n.tools import maintenance
from solidarity_widgets.i18n.tools.checker import check_catalog
from solidarity_widgets.i18n.tools.extraction import LABELS
from solidarity_widgets.i18n.tools.plural_check import check_plural_rule

PYPROJECT = '[project]\nname = "solidarity-widgets"\n'
SOURCE = """\
from x import pgettext_noop, npgettext_noop, translator

# Translators: Label of a button. It is long
# enough for two lines.
COPY = pgettext_noop("share", "Copy link")

LANGUAGES = npgettext_noop("demo", "Available in {n} language.", "Available in {n} languages.")


def show():
    # Translators: A heading.
    return translator.pgettext("demo", "Spread the word")
"""
BELARUSIAN = """\
# Belarusian catalog of solidarity-widgets.
# Read by somebody.
msgid ""
msgstr ""
"Project-Id-Version: solidarity-widgets\\n"
"Language: be\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"
"X-Review: draft; no native speaker has read this text yet\\n"

# A note of a translator.
msgctxt "share"
msgid "Copy link"
msgstr "Скапіяваць спасылку"

msgctxt "demo"
msgid "Available in {n} language."
msgid_plural "Available in {n} languages."
msgstr[0] "Даступна на {n} мове."
msgstr[1] "Даступна на {n} мовах."
msgstr[2] "Даступна на {n} мовах."

msgctxt "demo"
msgid "Spread the word"
msgstr "Раскажыце іншым"
"""  # noqa: E501 - gettext writes it in one line
LANGUAGES = (
    *("ar", "az", "be@tarask", "cs", "de", "es", "et", "fa", "fr", "he", "hi", "hu", "hy", "it", "ka", "kk"),
    *(
        "ky",
        "lt",
        "lv",
        "mk",
        "pl",
        "pt",
        "pt_BR",
        "ro",
        "ru",
        "sr_Latn",
        "tg",
        "tr",
        "uk",
        "uz",
        "uz_Cyrl",
        "zh_Hant",
    ),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    source(tmp_path).parent.mkdir(parents=True)
    source(tmp_path).write_text(SOURCE, encoding="utf-8")
    po(tmp_path).parent.mkdir(parents=True)
    po(tmp_path).write_text(BELARUSIAN, encoding="utf-8")
    return tmp_path


def source(root: Path) -> Path:
    return root / "src" / "solidarity_widgets" / "page.py"


def po(root: Path, code: str = "be") -> Path:
    return root / "locales" / code / "LC_MESSAGES" / "solidarity_widgets.po"


def rewrite(root: Path, old: str, new: str) -> None:
    text = source(root).read_text(encoding="utf-8")
    assert old in text
    source(root).write_text(text.replace(old, new), encoding="utf-8")


def entry(path: Path, msgid: str) -> str:
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    return next(block for block in blocks if f'msgid "{msgid}"' in block)


# --- the template -------------------------------------------------------------------------------------------


def test_the_template_has_every_message_with_its_comment(root: Path) -> None:
    template = maintenance.extract(root)
    assert template == root / "locales" / "solidarity_widgets.pot"
    assert entry(template, "Copy link") == (
        "#. Label of a button. It is long\n#. enough for two lines.\n#: src/solidarity_widgets/page.py\n"
        'msgctxt "share"\nmsgid "Copy link"\nmsgstr ""'
    )
    assert "#. A heading." in entry(template, "Spread the word")
    assert 'msgstr[1] ""' in entry(template, "Available in {n} language.")
    assert completeness(PoFile(template.read_bytes(), "template")) == (0, 3)


def test_labels_of_networks_share_a_context_and_a_comment(root: Path) -> None:
    rewrite(root, "LANGUAGES =", '# Translators: Once Twitter.\nX = share_label("Share on X")\n\nLANGUAGES =')
    template = maintenance.extract(root)
    context, comment = LABELS["share_label"]
    lines = [*comment, "Once Twitter."]
    assert entry(template, "Share on X") == "\n".join(
        [
            *(f"#. {line}" for line in lines),
            "#: src/solidarity_widgets/page.py",
            f'msgctxt "{context}"',
            'msgid "Share on X"',
            'msgstr ""',
        ]
    )
    assert template.read_text().index("Share on X") < template.read_text().index("Available in")


def test_messages_in_a_private_package_are_found(root: Path) -> None:
    private = source(root).with_name("_private") / "page.py"
    private.parent.mkdir()
    private.write_text('pgettext_noop("share", "Print")\n', encoding="utf-8")
    assert "_private/page.py" in entry(maintenance.extract(root), "Print")


def test_the_template_is_the_same_every_time(root: Path) -> None:
    first = maintenance.extract(root).read_bytes()
    assert maintenance.extract(root).read_bytes() == first
    assert b"Date" not in first


def test_moving_a_message_within_its_file_changes_nothing(root: Path) -> None:
    first = maintenance.extract(root).read_bytes()
    rewrite(root, "from x", "\n\n\nfrom x")
    assert maintenance.extract(root).read_bytes() == first


def test_a_message_needs_a_literal_context(root: Path) -> None:
    rewrite(root, '"share", "Copy link"', 'SHARE, "Copy link"')
    with pytest.raises(CatalogError, match=r"src/solidarity_widgets/page\.py, line 5: 'Copy link' has no"):
        maintenance.extract(root)


# --- merging ------------------------------------------------------------------------------------------------


def test_stale_until_updated(root: Path) -> None:
    assert maintenance.is_stale(root)
    assert maintenance.update(root) == [root / "locales" / "solidarity_widgets.pot", po(root)]
    assert not maintenance.is_stale(root)
    assert maintenance.update(root) == []
    rewrite(root, "Spread the word", "Tell the others")
    assert maintenance.is_stale(root)


def test_a_catalog_that_was_only_wrapped_is_up_to_date(root: Path) -> None:
    """Poedit and Weblate wrap long lines as gettext's programs do."""
    maintenance.update(root)
    text = po(root).read_text(encoding="utf-8")
    wrapped = text.replace('msgstr "Раскажыце іншым"', 'msgstr ""\n"Раскажыце "\n"іншым"')
    wrapped = wrapped.replace('"Available in {n} language."', '""\n"Available in "\n"{n} language."')
    assert wrapped.count('"\n"') >= text.count('"\n"') + 4
    po(root).write_text(wrapped, encoding="utf-8")
    assert not maintenance.is_stale(root)
    assert maintenance.update(root) == []
    assert po(root).read_text(encoding="utf-8") == wrapped
    rewrite(root, "Spread the word", "Tell others")
    assert maintenance.is_stale(root)


def test_headers_comments_and_translations_are_kept(root: Path) -> None:
    maintenance.update(root)
    text = po(root).read_text(encoding="utf-8")
    assert text.startswith(BELARUSIAN.partition("\n\n")[0])
    assert entry(po(root), "Copy link").startswith("# A note of a translator.\n#. Label of a button.")
    assert completeness(PoFile(po(root).read_bytes(), "be")) == (3, 3)
    assert maintenance.check(root) == []


def test_a_similar_message_comes_in_fuzzy_with_the_previous_one(root: Path) -> None:
    maintenance.update(root)
    rewrite(root, "Available in", "Now available in")
    maintenance.update(root)
    found = entry(po(root), "Now available in {n} language.")
    assert "#, fuzzy, python-brace-format\n" in found
    assert '#| msgid "Available in {n} language."\n#| msgid_plural "Available in {n} languages."\n' in found
    assert 'msgstr[2] "Даступна на {n} мовах."' in found
    before = po(root).read_bytes()
    assert maintenance.update(root) == []
    assert po(root).read_bytes() == before
    assert completeness(PoFile(before, "be")) == (2, 3)


def test_a_message_that_comes_back_finds_its_translation(root: Path) -> None:
    rewrite(root, '"Spread the word"', "HEADING")
    maintenance.update(root)
    assert '#~ msgstr "Раскажыце іншым"' in po(root).read_text(encoding="utf-8")
    rewrite(root, "HEADING", '"Spread the word"')
    maintenance.update(root)
    assert entry(po(root), "Spread the word").rstrip().endswith('msgstr "Раскажыце іншым"')
    assert "#~" not in po(root).read_text(encoding="utf-8")


def test_long_and_multiline_texts_survive(root: Path) -> None:
    long = "A very long text, " * 12 + 'with \\"quotes\\", a backslash \\\\ and a line.\\nAnd another.'
    rewrite(root, "Spread the word", long)
    maintenance.update(root)
    assert not maintenance.is_stale(root)
    assert [problem for problem in maintenance.check(root) if problem.severity == "error"] == []


def test_a_broken_catalog_is_not_touched(root: Path) -> None:
    broken = BELARUSIAN.replace("Скапіяваць спасылку", "<<<<<<< ours\nСкапіяваць")
    po(root).write_text(broken, encoding="utf-8")
    with pytest.raises(CatalogError, match="is not changed: be, line 16"):
        maintenance.update(root)
    assert po(root).read_text(encoding="utf-8") == broken
    assert not (root / "locales" / "solidarity_widgets.pot").exists()


# --- a new language -----------------------------------------------------------------------------------------


@pytest.mark.cldr
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_new_language_has_the_right_plural_forms(root: Path, code: str) -> None:
    path = maintenance.init(root, code)
    assert path == po(root, code)
    data = path.read_bytes()
    [problem] = check_catalog(PoFile(data, code))
    assert "3 of 3 messages are not translated yet" in problem.message
    assert check_plural_rule(PoFile(data, code)) == []
    assert maintenance.update(root) == [root / "locales" / "solidarity_widgets.pot", po(root)]


def test_a_new_language_in_another_spelling(root: Path) -> None:
    path = maintenance.init(root, "be-tarask")
    assert path == po(root, "be@tarask")
    assert "# Belarusian" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["xx", "", "../../etc", "klingon"])
def test_an_unknown_language_is_refused(root: Path, code: str) -> None:
    with pytest.raises(CatalogError, match="is not a language known"):
        maintenance.init(root, code)


def test_an_existing_language_is_refused(root: Path) -> None:
    with pytest.raises(CatalogError, match="exists already"):
        maintenance.init(root, "be")


# --- where it works -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, "", "not toml [", '[project]\nname = "other"\n'])
def test_only_in_a_checkout_of_this_project(root: Path, content: str | None) -> None:
    (root / "pyproject.toml").unlink()
    if content is not None:
        (root / "pyproject.toml").write_text(content, encoding="utf-8")
    for command in (maintenance.extract, maintenance.update, maintenance.is_stale, maintenance.check):
        with pytest.raises(CatalogError, match="is not a checkout of solidarity-widgets"):
            command(root)


def test_checking_one_language(root: Path) -> None:
    maintenance.init(root, "ka")
    maintenance.update(root)
    assert maintenance.check(root, ["be"]) == []
    assert [problem.locale for problem in maintenance.check(root)] == ["ka"]
    with pytest.raises(CatalogError, match="no catalog for fr; there are be, ka"):
        maintenance.check(root, ["fr"])


#: Checks the catalogs of a checkout, and prints how often each file was opened and each catalog parsed.
COUNT = """
import collections, json, sys
from pathlib import Path
from solidarity_widgets.i18n.pofile import PoFile
from solidarity_widgets.i18n.tools import maintenance
from solidarity_widgets.i18n.tools.extraction import LABELS
opened, parsed = collections.Counter(), collections.Counter()
def count(event, arguments):
    if event == "open" and str(arguments[0]).startswith(sys.argv[1]):
        opened[Path(arguments[0]).relative_to(sys.argv[1]).as_posix()] += 1
def profile(frame, event, _):
    if event == "call" and frame.f_code is PoFile.__init__.__code__:
        parsed[frame.f_locals["code"]] += 1
sys.addaudithook(count)
sys.setprofile(profile)
maintenance.check(Path(sys.argv[1]))
sys.setprofile(None)
print(json.dumps([opened, parsed]))
"""


def test_each_file_is_read_and_parsed_once(root: Path) -> None:
    maintenance.init(root, "ka")
    maintenance.extract(root)
    done = subprocess.run(
        [sys.executable, "-c", COUNT, str(root)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    catalogs = [f"locales/{code}/LC_MESSAGES/solidarity_widgets.po" for code in ("be", "ka")]
    expected = ["pyproject.toml", "locales/solidarity_widgets.pot", *catalogs]
    opened, parsed = json.loads(done.stdout)
    assert opened == dict.fromkeys(expected, 1)
    assert parsed == {"be": 1, "ka": 1, "template": 1}


def test_on_the_command_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert cli.main(["catalog", "update", "--check"]) == 1
    assert cli.main(["catalog", "update"]) == 0
    assert cli.main(["catalog", "update", "--check"]) == 0
    assert cli.main(["catalog", "check"]) == 0
    po(root).write_text(BELARUSIAN.replace("{n} мове", "мове"), encoding="utf-8")
    assert cli.main(["catalog", "check"]) == 1
    assert "msgstr[0] lacks the placeholder {n}" in capsys.readouterr().out


@pytest.mark.skipif(
    shutil.which("msgfmt") is None and not os.environ.get("CI"), reason="GNU gettext is not installed"
)
def test_gettext_reads_what_is_written(root: Path) -> None:
    maintenance.update(root)
    rewrite(root, "Available in", "Now available in")
    rewrite(root, '"Spread the word"', "HEADING")
    maintenance.update(root)
    command = ["msgfmt", "--check", "--output-file", "/dev/null", str(po(root))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
