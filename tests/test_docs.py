"""What the prose shows is what happens: its examples run, and its tables are the registry and locales/.

In the Markdown files,

- ``python`` blocks run in order, in one namespace for each file; with ``>>>`` they are doctests;
- ``jinja`` blocks are rendered, in that namespace;
- an ``html`` block right after a ``jinja`` block is its output, but for line breaks; other ``html`` and
  ``css`` blocks name only classes, attributes and properties that the stylesheet and the script know;
- ``console`` blocks: the command after ``$`` is run and must print the lines below it. A command that would
  serve, install, write into the project or run these very tests is only parsed;
- blocks with a title are files of a site, which the tests in ``GUIDES`` build and serve; those tests also
  use blocks in the languages of servers, such as ``nginx``.

An ellipsis (…) stands for anything. ``python tests/test_docs.py`` writes the generated tables again.
"""

import argparse
import dataclasses
import doctest
import importlib
import inspect
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from babel import Locale as BabelLocale
from babel.messages.pofile import read_po

import solidarity_widgets as sw
from solidarity_widgets import assets
from solidarity_widgets.cli import build_parser
from solidarity_widgets.demo.page import count_languages
from solidarity_widgets.i18n import available_locales, get_locale
from solidarity_widgets.signing import MemorySignatureStore, SigningService
from solidarity_widgets.web import ROUTES

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PROSE = (
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "locales" / "README.md",
    *sorted((ROOT / "docs").glob("**/*.md")),
)
ALL_PROSE = (
    *PROSE,
    *(ROOT / name for name in ("CHANGELOG.md", "SECURITY.md", "examples/third_party_provider/README.md")),
)
FENCE = re.compile(r"^[ \t]*```(.*)$", re.MULTILINE)
LANGUAGES = {"python", "jinja", "html", "css", "console", "toml", "text"}
#: Programs that change a machine, or run until they are stopped.
ON_A_SERVER = {"export", "uvicorn", "flask", "django-admin", "mkdir", "gunicorn", "curl", "sudo"}
#: The info string of a block that is a file of a site.
SITE_FILE = re.compile(r'(python|jinja|text|yaml|ini|nginx|caddy) title="[\w./-]+"')
#: The pages with such blocks, and the tests that use each of them.
GUIDES = {
    "docs/how-to/frameworks.md": "tests/test_recipes.py",
    "docs/how-to/live-petition.md": "tests/web/test_live_petition_guide.py",
    "docs/how-to/flask.md": "tests/test_campaign_guides.py",
    "docs/how-to/fastapi.md": "tests/test_campaign_guides.py",
    "docs/how-to/django.md": "tests/test_campaign_guides.py",
    "docs/how-to/operate.md": "tests/web/test_operations_guide.py",
    "docs/reference/petition-site.md": "tests/web/test_access_logs.py",
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def matches(expected: str, got: str) -> bool:
    """Whether two texts are the same, where an ellipsis in the first stands for anything."""
    return re.fullmatch(".*?".join(map(re.escape, expected.split("…"))), got, re.DOTALL) is not None


def joined(html: str) -> str:
    """HTML without the line breaks and indentation between its tags."""
    return re.sub(r"\s*\n\s*", "", html.strip())


# --- running the examples ---------------------------------------------------------------------------------


def evaluate_jinja(example: object) -> None:
    from jinja2 import Environment

    from solidarity_widgets.jinja import install

    namespace = example.namespace
    env = install(Environment(autoescape=True), providers="telegram vk", base_url="https://example.org")
    html = env.from_string(example.parsed).render(namespace)
    namespace["_shown"] = (example.region.end, html)


def evaluate_html(example: object) -> str | None:
    end, shown = example.namespace.pop("_shown", (0, ""))
    if not end or re.search(
        r"^(#|[ \t]*```)", example.document.text[end : example.region.start], re.MULTILINE
    ):
        return unknown_names(example.parsed)  # a section or block of its own
    if not matches(joined(example.parsed), joined(shown)):
        return f"line {example.line}: the page shows\n{joined(example.parsed)}\nbut it is\n{joined(shown)}"
    return None


def unknown_names(source: str) -> str | None:
    """Name what in a piece of HTML or CSS the stylesheet and the script do not know."""
    known = assets.read(assets.STYLESHEET).decode() + assets.read(assets.SCRIPT).decode()
    bar = str(sw.share_buttons("https://example.org/", "vk copy_link"))
    counter = sw.countdown("2027-08-04", zone="UTC", units="seconds", style="boxes", label="A")
    panel = whole_panel()
    words = re.findall(r"(?<![\w-])(?:--|\.|data-)?sw-[a-z_-]+", source)
    missing = [word for word in words if word.lstrip(".") not in f"{known}{bar}{counter}{panel}"]
    return f"the front end knows no {', '.join(missing)}" if missing else None


def whole_panel() -> str:
    """Everything that a petition's panel may have."""
    petition = sw.Petition(
        "lake",
        title="A",
        text="A",
        demands=["A"],
        goal={2: "A"},
        closes="2027-08-04",
        zone="UTC",
        fields="name email country postcode message",
        consents="processing updates public",
    )
    options = {"signed": 1, "count_url": "/count", "action": "/sign", "csrf": "A", "now": "2027-08-04"}
    errors = {"email": "missing", "consent-processing": "missing"}
    return (
        f"{sw.petition(petition, errors=errors, **options)}{sw.petition(petition, step='thanks', **options)}"
    )


def evaluate_css(example: object) -> str | None:
    return unknown_names(example.parsed)


def evaluate_console(example: object) -> str | None:
    for block in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
        command, _, expected = block.partition("\n")
        words = shlex.split(command, comments=True)
        if understood(words):
            assert not expected.strip(), f"the output of {command!r} is shown but not checked"
            continue
        got = run(words)
        if not matches(expected.strip(), got.strip()):
            return f"line {example.line}: {command} prints\n{got}\nnot\n{expected}"
    return None


def understood(words: list[str]) -> bool:
    """Check a command that is not run here; tell whether it is one."""
    program, *rest = words
    if program in ("python", "python3") and rest[0] == "dev.py":
        assert rest[1] in subcommands(), f"dev.py has no command {rest[1]!r}"
        if rest[1] == "demo":
            build_parser().parse_args(rest[1:])
        return True
    if program in ("python", "python3") and rest[0] == "-c" and rest[-2:-1] == [">"]:
        compile(rest[1], "<command>", "exec")
        return True
    if program in ("python", "python3") and rest[0].startswith("examples/"):
        assert (ROOT / rest[0]).is_file(), f"there is no {rest[0]}"
        return True
    if words[:4] in (["python", "-m", "pip", "install"], ["python3", "-m", "pip", "install"]):
        for extras in re.findall(r"\[(.*?)\]", " ".join(rest[3:])):
            assert set(extras.split(",")) <= set(project()["optional-dependencies"]), f"no extra {extras}"
        return True
    if program in ON_A_SERVER or (program == "python" and rest[:1] == ["manage.py"]):
        return True
    copies = rest[:1] == ["assets"] and len(rest) > 1 and not rest[1].startswith("-")
    needs_database = rest[:1] == ["signatures"] and len(rest) > 1
    if program == "solidarity-widgets" and (rest[:1] in (["demo"], ["catalog"]) or copies or needs_database):
        build_parser().parse_args(rest)
        return rest[:2] != ["catalog", "check"]
    return False


def run(words: list[str]) -> str:
    """Run a command of ours from the top folder; give back all that it prints."""
    command = {
        "solidarity-widgets": [sys.executable, "-m", "solidarity_widgets"],
        "python": [sys.executable],
        "python3": [sys.executable],
    }[words[0]]
    paths = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [*command, *words[1:]],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stdout, done.stdout
    return done.stdout


@cache
def subcommands() -> set[str]:
    return set(re.findall(r"^ +python dev\.py (\w+)", run(["python", "dev.py", "--help"]), re.MULTILINE))


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def unchanged_registry() -> Iterator[None]:
    """Whatever an example registers is forgotten."""
    registry = sw.default_registry()
    before = registry.copy()
    yield
    vars(registry).update(vars(before))


@pytest.mark.cldr
@pytest.mark.usefixtures("unchanged_registry")
@pytest.mark.parametrize("path", PROSE, ids=name)
def test_the_examples_run(path: Path) -> None:
    importlib.import_module("sybil")
    from sybil import Document
    from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

    evaluators = {
        "jinja": evaluate_jinja,
        "html": evaluate_html,
        "css": evaluate_css,
        "console": evaluate_console,
    }
    document = Document.parse(
        str(path),
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE),
        *(CodeBlockParser(language, evaluator) for language, evaluator in evaluators.items()),
    )
    document.namespace["__name__"] = "__main__"  # as in a program of its own
    if name(path) == "CONTRIBUTING.md":
        document.namespace["pgettext_noop"] = (
            sw.pgettext_noop
        )  # it shows a line of a module that has imported it
    for example in document.examples():
        example.evaluate()


@pytest.mark.parametrize("path", ALL_PROSE, ids=name)
def test_every_block_is_of_a_kind_that_is_checked(path: Path) -> None:
    kinds = FENCE.findall(path.read_text(encoding="utf-8"))[::2]
    if name(path) in GUIDES:
        assert (ROOT / GUIDES[name(path)]).is_file()
        kinds = [kind for kind in kinds if not SITE_FILE.fullmatch(kind)]
    assert set(kinds) <= LANGUAGES, f"{set(kinds) - LANGUAGES} is checked by nobody"


def commands(text: str) -> Iterator[list[str]]:
    """The commands of indented blocks and of code within a line."""
    text = re.sub(r"^[ \t]*```.*?^[ \t]*```", "", text, flags=re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^ {4}((?:python3?|solidarity-widgets) \S.*)$", text, re.MULTILINE)
    inline = re.findall(r"`((?:python3? dev\.py|python3? examples/|solidarity-widgets \w)[^`\n]*)`", text)
    yield from (shlex.split(command) for command in (*indented, *inline))


@pytest.mark.parametrize("path", ALL_PROSE, ids=name)
def test_the_commands_within_the_text_are_understood(path: Path) -> None:
    for words in commands(path.read_text(encoding="utf-8")):
        if not understood(words):
            assert words[:3] == ["solidarity-widgets", "catalog", "check"] or len(words) == 2, words


def test_the_check_that_translators_type_works() -> None:
    assert re.fullmatch(r"(?s).*0 errors, \d+ warnings\n", run("solidarity-widgets catalog check be".split()))


def test_the_readme_has_the_two_commands() -> None:
    text = README.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("$ python3 dev.py")] == [
        "$ python3 dev.py demo",
        "$ python3 dev.py test",
    ]


@pytest.mark.parametrize("path", ALL_PROSE, ids=name)
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, fragment = target.partition("#")
        linked = path.parent / file if file else path
        assert linked.exists(), f"{target} leads nowhere"
        if fragment:
            headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            assert fragment in {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}, (
                target
            )


@pytest.mark.parametrize("path", ALL_PROSE, ids=name)
def test_files_that_are_named_exist(path: Path) -> None:
    for file in re.findall(
        r"`((?:src|tests|docs|examples|locales)/[\w@./-]+)(?:::\w+)*`", path.read_text(encoding="utf-8")
    ):
        assert (ROOT / file).exists() or (path.parent / file).exists(), f"there is no {file}"


@pytest.mark.parametrize("path", ALL_PROSE, ids=name)
def test_tests_that_are_named_exist(path: Path) -> None:
    for file, test in re.findall(r"`(tests/[\w/]+\.py)::(?:\w+::)*(\w+)`", path.read_text(encoding="utf-8")):
        source = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^ *(def {test}\(|class {test}:)", source, re.MULTILINE), f"{file} has no {test}"


@pytest.mark.parametrize("path", ALL_PROSE, ids=name)
def test_public_names_that_are_named_exist(path: Path) -> None:
    for word in re.findall(r"`sw\.(\w+)", path.read_text(encoding="utf-8")):
        assert word in sw.__all__, f"there is no sw.{word}"


#: Phrases that sound translated, and a spelling that the project does not use. Tables may quote messages.
STILTED = re.compile(
    r"\b(stands? in|is none|of (?:one's|its|your|their) own|comes? again|lets? go of|for it is|ever more|"
    r"e-mails?)\b",
    re.IGNORECASE,
)


def prose_lines(path: Path) -> list[str]:
    """The lines of a file without its blocks of code and its tables."""
    text = re.sub(r"^[ \t]*```.*?^[ \t]*```", "", path.read_text(encoding="utf-8"), flags=re.M | re.DOTALL)
    return [line for line in text.splitlines() if not line.lstrip().startswith("|")]


@pytest.mark.parametrize("path", ALL_PROSE, ids=name)
def test_the_prose_is_plain(path: Path) -> None:
    text = re.sub(r"`[^`]*`", "", "\n".join(prose_lines(path)))
    assert not (found := STILTED.findall(text)), found


@pytest.mark.parametrize("path", ALL_PROSE, ids=name)
def test_the_prose_is_wrapped(path: Path) -> None:
    long = [line for line in prose_lines(path) if len(line) > 120 and " " in line.strip("<> ")]
    assert not long, long


# --- the tables -------------------------------------------------------------------------------------------


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def networks() -> str:
    """The table of networks."""
    registry = sw.builtin_registry()
    counts = [
        f"{number} {status}"
        for status in ("active", "restricted", "retired", "unknown")
        if (number := sum(provider.status.value == status for provider in registry))
    ]
    lines = [
        f"{len(registry)} providers: {', '.join(counts)}.",
        "",
        "| id | name | status | blocked in | notes |",
        "|---|---|---|---|---|",
    ]
    for provider in registry:
        status, since = provider.status.value, provider.status.since
        notes = [provider.status.reason]
        if provider.successor:
            notes.append(f"Successor: `{provider.successor}`.")
        if provider.endpoint is None and provider.alternatives:
            notes.append(f"Use {' or '.join(f'`{name}`' for name in provider.alternatives)} instead.")
        if provider.required:
            notes.append(f"Needs {', '.join(f'`{name}`' for name in provider.required)}.")
        cells = (
            f"`{provider.id}`",
            provider.local_name("en"),
            f"{status} since {since}" if since and status != "active" else status,
            ", ".join(block.country for block in provider.blocked_in),
            " ".join(filter(None, notes)),
        )
        lines.append(f"| {' | '.join(map(cell, cells))} |".replace("|  |", "| |").replace("|  |", "| |"))
    return "\n".join(lines)


def languages() -> str:
    """The table of languages."""
    codes = sorted({*available_locales(), "en"})
    counted = f"{count_languages(codes)} languages, {len(codes)} locales:"
    lines = [counted, "", "| locale | language | direction | state |", "|---|---|---|---|"]
    for code in codes:
        locale = get_locale(code)
        language = BabelLocale.parse(locale.cldr).get_display_name("en")
        direction = {"ltr": "left to right", "rtl": "right to left"}[locale.direction]
        lines.append(f"| `{code}` | {language} | {direction} | {state(code)} |")
    return "\n".join(lines)


def state(code: str) -> str:
    if code == "en":
        return "source"
    path = ROOT / "locales" / code / "LC_MESSAGES" / "solidarity_widgets.po"
    with path.open("rb") as file:
        catalog = read_po(file)
    review = re.search(r'^"X-Review: (\w+)', path.read_text(encoding="utf-8"), re.MULTILINE)[1]
    # Empty unit words are no gap: they ask for CLDR's.
    messages = [m for m in catalog if m.id and not (m.context or "").startswith("countdown-unit-")]
    done = sum(
        all(message.string) if message.pluralizable else bool(message.string)
        for message in messages
        if not message.fuzzy
    )
    return f"{review}, {'complete' if done == len(messages) else f'{done} of {len(messages)} messages'}"


def routes() -> str:
    """The table of the petition site's routes."""
    lines = ["| path | methods | what for |", "|---|---|---|"]
    for route in ROUTES:
        lines.append(f"| `{route.path}` | {', '.join(route.methods)} | {cell(route.summary)} |")
    return "\n".join(lines)


TABLES = {"networks": networks, "languages": languages, "petition-site": routes}
REFERENCE = ROOT / "docs" / "reference"


def between(table: str) -> re.Pattern[str]:
    return re.compile(f"(?<=<!-- {table} -->\n\n).*?(?=\n*<!-- /{table} -->)", re.DOTALL)


@pytest.mark.cldr
@pytest.mark.parametrize("table", TABLES)
def test_the_generated_tables_are_true(table: str) -> None:
    found = between(table).search((REFERENCE / f"{table}.md").read_text(encoding="utf-8"))
    assert found, f"{table}.md has no place for its table"
    assert found[0] == TABLES[table](), "run python tests/test_docs.py to write the tables again"


@pytest.mark.parametrize("path", [README, REFERENCE / "languages.md"], ids=name)
def test_the_statement_about_translations_is_true(path: Path) -> None:
    reviews = [state(code).startswith("draft") for code in available_locales()]
    sentence = "No native speaker has read the translations yet."
    assert (sentence in path.read_text(encoding="utf-8")) == all(reviews)


def test_the_readme_has_the_right_figures() -> None:
    text = README.read_text(encoding="utf-8")
    assert f"**{len(sw.builtin_registry())} networks" in text
    assert f"**{count_languages([*available_locales(), 'en'])} languages" in text


def test_the_readme_is_short_and_its_pictures_exist() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    pictures = re.findall(r'(?:src|srcset)="([^"]+)"', text)
    assert len(pictures) >= 3
    for picture in pictures:
        assert (ROOT / picture).read_bytes()[8:12] == b"WEBP", picture


def test_the_table_of_what_is_stored_is_whole() -> None:
    from solidarity_widgets.signing.store.sql.tables import Tables

    text = (REFERENCE / "signing.md").read_text(encoding="utf-8")
    section = re.search(r"^## What is stored\n(.*?)^\*\*Not stored", text, re.MULTILINE | re.DOTALL)[1]
    tables = Tables()
    named = set(re.findall(r"`(\w+)`", section))
    assert {*tables.metadata.tables, *tables.signatures.columns.keys()} <= named


def first_cells(page: str, header: str) -> list[str]:
    """The first cells of the rows of a page's table with a header, as far as they are code."""
    text = (REFERENCE / f"{page}.md").read_text(encoding="utf-8")
    table = re.search(rf"^\| {re.escape(header)} \|.*?\n\n", text, re.MULTILINE | re.DOTALL)[0]
    rows = table.strip().splitlines()[2:]  # after the header and the line below it
    return [row.split(" | ")[0].removeprefix("| ").strip("`") for row in rows]


def test_the_tables_of_the_petition_site_are_whole() -> None:
    from solidarity_widgets.web import Page, PetitionSite, Request, Response
    from solidarity_widgets.web.asgi import AsgiApp
    from solidarity_widgets.web.openapi import openapi
    from solidarity_widgets.web.page import PageKind
    from solidarity_widgets.web.wsgi import WsgiApp

    def arguments(function: object) -> list[str]:
        return list(inspect.signature(function).parameters)

    assert first_cells("petition-site", "argument of `PetitionSite`") == arguments(PetitionSite)
    for app in (AsgiApp, WsgiApp):
        assert ["site", *first_cells("petition-site", "argument")] == arguments(app)
    for value in (Request, Response, Page):
        named = [field.name for field in dataclasses.fields(value)]
        assert first_cells("petition-site", f"`{value.__name__}`") == named
    text = (REFERENCE / "petition-site.md").read_text(encoding="utf-8")
    kinds = re.search(r"^\| `kind` \| (.*) \|$", text, re.MULTILINE)[1]
    assert re.findall(r"`(\w+)`", kinds) == list(get_args(PageKind))
    service = SigningService(MemorySignatureStore(), "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB", petitions=[])
    described = openapi(PetitionSite(service, base_url="https://example.org"))["paths"]
    codes = {
        code
        for path in described.values()
        for operation in path.values()
        if isinstance(operation, dict)
        for code in operation["responses"]
    }
    assert first_cells("petition-site", "code") == sorted(codes | {"405"})


@pytest.mark.parametrize(("page", "command"), [("command-line", None), ("signing-jobs", "signatures")])
def test_the_tables_of_commands_are_whole(page: str, command: str | None) -> None:
    parser = build_parser()
    if command is not None:
        parser = subparsers(parser)[command]
    text = (REFERENCE / f"{page}.md").read_text(encoding="utf-8")
    table = re.search(r"^\| (?:command|task) \|.*?\n\n", text, re.MULTILINE | re.DOTALL)[0]
    rows = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    assert sorted(re.findall(r"`([\w-]+)`", " ".join(rows))) == sorted(subparsers(parser))


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    [action] = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return action.choices


def test_the_table_of_public_names_is_whole() -> None:
    from solidarity_widgets import mail, signing, web

    text = (REFERENCE / "names.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    named = [word for row in rows for word in re.findall(r"`(\w+)`", re.sub(r"\(`\w+`\)", "", row))]
    bases = {"SolidarityWidgetsError", "SolidarityWidgetsWarning"}  # named above the tables
    public = {*sw.__all__, *signing.__all__, *mail.__all__, *web.__all__}
    assert sorted(named) == sorted(public - bases)


def main() -> None:
    """Write the generated tables again."""
    argparse.ArgumentParser(description=main.__doc__).parse_args()
    for table, render in TABLES.items():
        path = REFERENCE / f"{table}.md"
        place = re.compile(f"(?<=<!-- {table} -->\n).*?(?=<!-- /{table} -->)", re.DOTALL)
        text = path.read_text(encoding="utf-8")
        text, count = place.subn(lambda _, render=render: f"\n{render()}\n\n", text)
        if not count:
            sys.exit(f"{path.name} has no place for its table")
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
