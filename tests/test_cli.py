"""The command line, run as a program: what it prints where, and the code it ends with."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import solidarity_widgets as sw
from solidarity_widgets import assets, default_registry, share_buttons, share_url
from solidarity_widgets.cli import main
from solidarity_widgets.demo import Campaign, build_site

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = (sys.executable, "-m", "solidarity_widgets")
PAGE = "https://example.org/"
URL = "https://example.org/возера?a=1&b=%26#тут"


def environment(**changes: str) -> dict[str, str]:
    """This process's, with the sources importable from any folder."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**kept, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **changes}


def run(*words: str | bytes, **changes: Any) -> tuple[int, str, str]:
    """The exit code, and what stood on standard output and standard error."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **changes}
    env = environment(**options.pop("env", {}))
    done = subprocess.run([*PROGRAM, *words], env=env, timeout=60, **options)
    encoding = env["PYTHONIOENCODING"]
    return done.returncode, *((stream or b"").decode(encoding) for stream in (done.stdout, done.stderr))


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """As ``run``, inside this process."""
    try:
        code = main(words)
    except SystemExit as error:
        code = int(error.code or 0)
    return code, *capsys.readouterr()


class TestShare:
    """It prints the very links and bars of the functions, all of them or none."""

    def test_links_one_a_line(self) -> None:
        code, printed, complaints = run(
            "share", URL, "odnoklassniki", "LiveJournal", "x",
            "--title", "Воля & <праўда>", "--text", "раз\nдва", "--image", "https://example.org/i.png",
            "--via", "@viasna96", "--hashtag", "freeales", "--hashtag", "#Беларусь",
            "--campaign", "utm_source=cli", "--campaign", "utm_medium=a=b", "--locale", "be",
        )  # fmt: skip
        expected = [
            share_url(
                URL, name, title="Воля & <праўда>", text="раз\nдва", image="https://example.org/i.png",
                via="viasna96", hashtags=["freeales", "Беларусь"], locale="be",
                campaign={"utm_source": "cli", "utm_medium": "a=b"},
            )
            for name in ("odnoklassniki", "livejournal", "x")
        ]  # fmt: skip
        assert (code, printed.splitlines(), complaints) == (0, expected, "")

    def test_a_bar_of_buttons(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("share", URL, "telegram", "livejournal", "--html", "--locale", "be", "--title", "Воля")
        expected = f"{share_buttons(URL, 'telegram livejournal', title='Воля', locale='be')}\n"
        assert called(capsys, *words) == (0, expected, "")

    @pytest.mark.parametrize("form", [[], ["--html"]])
    def test_each_network_gets_the_options_it_knows(
        self, capsys: pytest.CaptureFixture[str], form: list[str]
    ) -> None:
        words = ("share", URL, "telegram", "mastodon", "--option", "instance=mastodon.example", *form)
        code, printed, complaints = called(capsys, *words)
        assert (code, complaints) == (0, "")
        assert "https://t.me/share/url?" in printed
        assert "https://mastodon.example/share?text=" in printed

    @pytest.mark.parametrize("form", [[], ["--html"]])
    @pytest.mark.parametrize(
        "name", ["title", "url", "provider", "registry", "attrs", "retired", "locale", "colour"]
    )
    def test_an_option_nobody_knows_is_refused(
        self, capsys: pytest.CaptureFixture[str], name: str, form: list[str]
    ) -> None:
        """Also one that is the name of an argument of the function."""
        code, printed, complaint = called(capsys, "share", URL, "telegram", "--option", f"{name}=x", *form)
        assert (code, printed) == (2, "")
        assert f"telegram has no option '{name}'" in complaint

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["javascript:alert(1)", "vk"], "url must be an absolute http(s) URL"),
            (["example.org/", "vk"], "url must be an absolute http(s) URL"),
            (["https://a:b@example.org/", "vk"], "user name or password"),
            ([PAGE, "telegramm"], "Did you mean 'telegram'"),
            ([PAGE, "telegram", "odnoklasniki"], "Did you mean 'odnoklassniki'"),
            ([PAGE, "telegram", "signal"], "solidarity-widgets: signal "),
            ([PAGE, "copy_link"], "make it with share_button()"),
            ([PAGE, "email", "--option", "to=a\nb"], "to must be one line"),
            ([PAGE, "vk", "--title", "a\u202eb"], "U+202E"),
            ([PAGE, "vk", "--image", "i.png"], "image must be an absolute http(s) URL"),
            ([PAGE, "mastodon", "--option", "instance=a.example/b"], "the host name of a server"),
            ([PAGE, "mastodon", "--option", "instance"], "--option must be written as name=value"),
            ([PAGE, "vk", "--campaign", "=x"], "--campaign must be written as name=value"),
            ([PAGE, "facebook_messenger"], "app_id"),
        ],
    )  # fmt: skip
    def test_bad_input_is_named_on_standard_error_and_nothing_is_printed(
        self, capsys: pytest.CaptureFixture[str], words: list[str], told: str
    ) -> None:
        code, printed, complaint = called(capsys, "share", *words)
        assert (code, printed) == (2, "")
        assert complaint.startswith("solidarity-widgets: ")
        assert told in complaint
        assert complaint.count("\n") == 1, "one clear line"

    def test_an_argument_that_is_no_text_is_bad_input(self) -> None:
        code, printed, complaint = run("share", "https://example.org/", "vk", "--title", b"\xff")
        assert (code, printed) == (2, "")
        assert "title must not contain the character U+DCFF" in complaint

    def test_a_closed_network_is_left_out_of_a_bar_with_a_word(self) -> None:
        code, printed, complaint = run("share", URL, "google_plus", "telegram", "--html")
        assert code == 0
        assert "t.me" in printed
        assert "plus.google" not in printed
        assert complaint.startswith("solidarity-widgets: Google+ has been closed")
        assert complaint.count("\n") == 1

    def test_a_closed_network_still_has_a_link(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, printed, complaint = called(capsys, "share", URL, "google_plus")
        assert (code, complaint) == (0, "")
        assert printed.startswith("https://plus.google.com/share?url=")


class TestProviders:
    """Every network is listed with what became of it."""

    def test_the_table(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, printed, complaint = called(capsys, "providers")
        assert (code, complaint) == (0, "")
        head, *rows = printed.splitlines()
        assert head.split() == "ID NAME STATUS SINCE BLOCKED IN SUCCESSOR REASON".split()
        assert [row.split()[0] for row in rows] == [provider.id for provider in default_registry()]
        starts = {name: head.index(name) for name in ("NAME", "STATUS", "SINCE", "SUCCESSOR", "REASON")}
        for row, provider in zip(rows, default_registry(), strict=True):
            assert row[starts["NAME"] :].startswith(provider.name)
            assert row[starts["STATUS"] :].startswith(provider.status.value)
            assert row[starts["SUCCESSOR"] : starts["REASON"]].strip() == (provider.successor or "")
            assert row[starts["REASON"] :] == provider.status.reason

    def test_json_says_all(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, printed, complaint = called(capsys, "providers", "--json")
        assert (code, complaint) == (0, "")
        rows = {row["id"]: row for row in json.loads(printed)}
        assert list(rows) == [provider.id for provider in default_registry()]
        yandex = rows["yandex"]
        assert (yandex["status"], yandex["successor"]) == ("retired", "yandex_mail")
        assert yandex["since"]
        assert yandex["reason"]
        assert rows["odnoklassniki"]["params"]["title"] == "title"
        assert rows["mastodon"]["options"] == ["instance"]
        assert (rows["signal"]["endpoint"], rows["signal"]["params"]) == (None, {})
        assert rows["signal"]["alternatives"]
        assert all(set(row) == set(yandex) for row in rows.values())

    def test_json_is_json_on_every_terminal(self) -> None:
        wide, narrow = (
            run("providers", "--json", env={"PYTHONIOENCODING": name}) for name in ("utf-8", "ascii")
        )
        assert wide[0] == narrow[0] == 0
        assert json.loads(wide[1]) == json.loads(narrow[1])
        assert "жж" in str(json.loads(narrow[1]))


class TestCalling:
    """A wrong call is explained on standard error, and ends with 2."""

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ([], "COMMAND"),
            (["nonsense"], "invalid choice: 'nonsense'"),
            (["share"], "URL, PROVIDER"),
            (["share", URL], "PROVIDER"),
            (["share", URL, "vk", "--nonsense"], "unrecognized arguments: --nonsense"),
            (["providers", "x"], "unrecognized arguments: x"),
            (["petition", "lake"], "--title"),
            (["progress", "many"], "invalid int value: 'many'"),
            (["assets"], "name a folder, or use --html"),
            (["catalog"], "TASK"),
            (["catalog", "init"], "LOCALE"),
            (["demo", "--port", "x"], "a port is a number up to 65535, not 'x'"),
            (["demo", "--port", "65536"], "a port is a number up to 65535, not '65536'"),
            (["demo", "--port", "-1"], "--port"),
        ],
    )
    def test_usage(self, capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
        code, printed, complaint = called(capsys, *words)
        assert (code, printed) == (2, "")
        assert complaint.startswith("usage: solidarity-widgets")
        assert told in complaint

    @pytest.mark.parametrize(
        "command",
        [
            *([], ["share"], ["countdown"], ["elapsed"], ["petition"], ["progress"], ["assets"]),
            *(["providers"], ["demo"], ["catalog"], ["catalog", "check"]),
        ],
    )
    def test_help(self, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
        code, printed, complaint = called(capsys, *command, "--help")
        assert (code, complaint) == (0, "")
        assert printed.startswith(f"usage: {' '.join(['solidarity-widgets', *command])} ")

    def test_the_module_is_the_program(self) -> None:
        assert run("share", "https://example.org/", "vk")[:2] == (
            0,
            "https://vk.com/share.php?url=https%3A%2F%2Fexample.org%2F\n",
        )
        scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
        assert scripts == {"solidarity-widgets": f"{main.__module__}:{main.__name__}"}

    def test_the_code_is_given_back_to_the_shell(self) -> None:
        code, printed, complaint = run("share", "ftp://example.org/", "vk")
        assert (code, printed) == (2, "")
        assert "Traceback" not in complaint

    def test_a_program_that_calls_it_keeps_its_own_way_to_show_warnings(self, capsys) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            before = warnings.showwarning
            assert main(["share", "--html", "https://example.org/", "google_plus"]) == 0
            assert warnings.showwarning is before
        assert "solidarity-widgets: Google+ has been closed" in capsys.readouterr().err


class Texts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.found.add(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value or "" for _, value in attrs}


class TestTerminals:
    """A terminal that knows few letters, or goes away, is no reason for a traceback."""

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
    def test_html_keeps_its_meaning(self, encoding: str) -> None:
        """What the encoding lacks is written as HTML knows it, not as Python does."""
        words = ("share", "https://example.org/", "livejournal", "web_share", "--html", "--locale", "be")
        code, printed, complaint = run(*words, "--title", "Воля é ✊🏽", env={"PYTHONIOENCODING": encoding})
        assert (code, complaint) == (0, "")
        assert {"Падзяліцца ў Жывым Журнале", "Воля é ✊🏽"} <= Texts(printed).found

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
    def test_complaints_are_escaped(self, encoding: str) -> None:
        code, printed, complaint = run(
            "share", "https://example.org/", "телеграм", env={"PYTHONIOENCODING": encoding}
        )
        assert (code, printed) == (2, "")
        assert r"\u0442\u0435\u043b\u0435\u0433\u0440\u0430\u043c" in complaint

    def test_a_path_in_other_letters(self, tmp_path: Path) -> None:
        target = tmp_path / "сайт"
        code, printed, complaint = run("demo", "--output", str(target), env={"PYTHONIOENCODING": "ascii"})
        assert (code, complaint) == (0, "")
        assert printed.rstrip().endswith(r"\u0441\u0430\u0439\u0442" + os.sep + "index.html")
        assert (target / "index.html").is_file()

    @pytest.mark.parametrize(
        "words",
        [("share", URL, "telegram"), ("providers",), ("providers", "--json"), ("catalog", "check", "be")],
    )
    def test_a_reader_who_goes_away_is_no_fault(self, words: tuple[str, ...]) -> None:
        """However little is written: it is still in the buffer when the work is done."""
        reading, writing = os.pipe()
        os.close(reading)
        try:
            assert run(*words, stdout=writing) == (0, "", "")
        finally:
            os.close(writing)

    @pytest.mark.parametrize("words", [("share", URL, "telegram"), ("providers", "--json")])
    def test_output_that_cannot_be_written_is_told(self, words: tuple[str, ...]) -> None:
        with open(os.devnull, "rb") as for_reading:
            code, _, complaint = run(*words, stdout=for_reading)
        assert code == 2
        assert complaint.startswith("solidarity-widgets: ")
        assert complaint.count("\n") == 1

    def test_it_runs_where_streams_cannot_be_changed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a notebook, for instance, standard output is any object that can be written to."""

        class Plain:
            def __init__(self) -> None:
                self.text = io.StringIO()

            def write(self, text: str) -> int:
                return self.text.write(text)

            def flush(self) -> None:
                self.text.flush()

        stream = Plain()
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["share", "https://example.org/", "livejournal", "--html", "--locale", "be"]) == 0
        assert "Падзяліцца ў Жывым Журнале" in stream.text.getvalue()


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running demo, and its address as it printed it."""
    process = subprocess.Popen(
        [*PROGRAM, "demo", *words], env=environment(XDG_DATA_HOME=str(folder)), text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        line = process.stdout.readline()
        assert line.startswith("The demo is at http://127.0.0.1:"), line
        assert process.stdout.readline() == (
            f"Its signatures and emails are in {folder / 'solidarity-widgets' / 'demo'}\n"
        )
        yield process, line.split()[4]
    finally:
        process.kill()
        process.communicate()


class TestDemo:
    """It serves the page until it is interrupted, or writes it and says where."""

    def test_it_serves_until_it_is_interrupted(self, tmp_path: Path) -> None:
        words = ("--port", "0", "--url", "https://example.org/?a=1&b=2", "--title", "Воля", "--locale", "uk")
        with serving(tmp_path, *words) as (process, address):
            with urllib.request.urlopen(address) as answer:
                assert answer.url == f"{address}uk/"
                page = answer.read().decode("utf-8")
            assert 'data-sw-title="Воля"' in page
            assert 'data-sw-url="https://example.org/?a=1&amp;b=2"' in page
            process.send_signal(signal.SIGINT)
            printed, complaint = process.communicate(timeout=30)
        assert (process.returncode, printed.strip(), complaint) == (0, "", "")

    def test_a_taken_port_is_named_with_the_remedy(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        with serving(tmp_path, "--port", "0") as (_, address):
            port = address.rstrip("/").rpartition(":")[2]
            code, printed, complaint = called(capsys, "demo", "--port", port)
        assert (code, printed) == (2, "")
        assert complaint.startswith(f"solidarity-widgets: port {port}: ")
        assert "--port 0" in complaint

    def test_output_is_the_site(self, tmp_path: Path) -> None:
        target = tmp_path / "new" / "site"
        words = ("--url", "https://example.org/", "--title", "Воля", "--locale", "be")
        code, printed, complaint = run("demo", "--output", str(target), *words)
        assert (code, printed, complaint) == (0, f"{target / 'index.html'}\n", "")
        expected = build_site(Campaign("https://example.org/", "Воля"), root="be", integrity=False)
        # The sample page counts to a moment, so two pages made at different times differ.
        files = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
        assert files == set(expected.files)
        index = (target / "index.html").read_text(encoding="utf-8")
        assert '<html lang="be" dir="ltr">' in index
        assert 'data-sw-title="Воля"' in index

    def test_output_needs_no_address(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        assert called(capsys, "demo", "--output", str(tmp_path))[0] == 0
        assert f'data-sw-url="{Campaign().url}"' in (tmp_path / "index.html").read_text(encoding="utf-8")

    @pytest.mark.parametrize("words", [["--port", "0"], ["--output", "never"]])
    @pytest.mark.parametrize("url", ["javascript:alert(1)", "example.org", "https://a:b@example.org/"])
    def test_a_bad_address_is_refused(
        self,
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        words: list[str],
        url: str,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        code, printed, complaint = called(capsys, "demo", "--url", url, *words)
        assert (code, printed) == (2, "")
        assert complaint.startswith("solidarity-widgets: url ")
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_cannot_be_made_is_named(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "file").write_text("in the way")
        code, printed, complaint = called(capsys, "demo", "--output", str(tmp_path / "file"))
        assert (code, printed) == (2, "")
        assert str(tmp_path / "file") in complaint


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the catalog commands work on."""
    target = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "pyproject.toml", target)
    for folder in ("src", "locales"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return target


class TestCatalog:
    """Translators check, and maintainers renew, the catalogs of the checkout they stand in."""

    @pytest.fixture
    def ask(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> Callable[..., tuple[int, str, str]]:
        """Gives a command in a checkout."""

        def ask(project: Path, *words: str) -> tuple[int, str, str]:
            monkeypatch.chdir(project)
            return called(capsys, "catalog", *words)

        return ask

    def test_the_shipped_catalogs_have_no_fault(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, printed, complaint = called(capsys, "catalog", "check")
        assert (code, complaint) == (0, "")
        assert printed.splitlines()[-1].startswith("0 errors, ")

    def test_a_fault_is_placed_and_ends_with_1(self, ask: Callable, project: Path, tmp_path: Path) -> None:
        copy = tmp_path / "copy"
        shutil.copytree(project, copy)
        path = copy / "locales" / "be" / "LC_MESSAGES" / "solidarity_widgets.po"
        text = path.read_text(encoding="utf-8")
        line = text[: text.index('msgid "Share on {provider}"')].count("\n")  # its msgctxt's
        path.write_text(
            text.replace('Share on {provider}"\nmsgstr "', 'Share on {provider}"\nmsgstr "{n}'),
            encoding="utf-8",
        )
        code, printed, complaint = ask(copy, "check", "be")
        assert (code, complaint) == (1, "")
        fault, total = printed.splitlines()
        assert "{n} is not a placeholder of this message" in fault
        assert fault.startswith(f"be, line {line}: error in share")
        assert total == "1 errors, 0 warnings"
        assert ask(copy, "check", "ru")[0] == 0, "the others are not asked"

    def test_an_unknown_language_is_named_with_those_there_are(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, printed, complaint = called(capsys, "catalog", "check", "tlh")
        assert (code, printed) == (2, "")
        assert complaint.startswith("solidarity-widgets: no catalog for tlh; there are ar, be, be@tarask, ")

    def test_a_language_is_begun_and_renewed(self, ask: Callable, project: Path) -> None:
        shutil.rmtree(project / "locales" / "sv", ignore_errors=True)
        catalog = project / "locales" / "sv" / "LC_MESSAGES" / "solidarity_widgets.po"
        assert ask(project, "init", "sv") == (0, f"{catalog}\n", "")
        assert "Language: sv" in catalog.read_text(encoding="utf-8")
        code, printed, complaint = ask(project, "init", "sv")
        assert (code, printed) == (2, "")
        assert "sv" in complaint
        template = project / "locales" / "solidarity_widgets.pot"
        template.unlink()
        assert ask(project, "extract") == (0, f"{template}\n", "")
        assert "Share on {provider}" in template.read_text(encoding="utf-8")
        code, printed, complaint = ask(project, "update")
        assert (code, complaint) == (0, "")
        assert set(printed.splitlines()) <= {str(path) for path in project.glob("locales/*/LC_MESSAGES/*.po")}
        assert ask(project, "update") == (0, "", ""), "nothing is left to renew"

    def test_an_installed_package_has_no_catalogs_to_check(self, project: Path, tmp_path: Path) -> None:
        site = tmp_path / "site"
        shutil.copytree(project / "src", site)
        code, printed, complaint = run("catalog", "check", cwd=tmp_path, env={"PYTHONPATH": str(site)})
        assert (code, printed) == (2, "")
        assert "run this in the folder that contains locales/" in complaint
        assert run("catalog", "check", cwd=project, env={"PYTHONPATH": str(site)})[0] == 0


class TestCountdown:
    """It prints what the page would say."""

    ZONE = ("--zone", "Europe/Minsk")

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (("2027-08-04", "--now", "2026-11-22", "--units", "months days"), "8 months, 12 days left"),
            (("2027-08-04", "--now", "2026-11-22", "--locale", "be"), "Засталося: 255 дзён"),
            (("--08-04", "--now", "2027-08-04T12:00"), "Today is the day"),
            (("---16T20:00", "--now", "2026-11-16T19:30"), "30 minutes left"),
            (
                ("2027-08-04T20:00", "--now", "2027-08-04T22:00", "--count-up", "--units", "hours"),
                "2 hours ago",
            ),
            (("2027-08-04", "--now", "2027-08-03", "--label", "Until then:"), "Until then: 1 day"),
        ],
    )
    def test_the_text(
        self, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], expected: str
    ) -> None:
        assert called(capsys, "countdown", *words, *self.ZONE) == (0, f"{expected}\n", "")

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            (("2027-02-30", *ZONE), "is not a valid date"),
            (("2027-08-04", "--zone", "Europe/Minks"), "Did you mean 'Europe/Minsk'"),
            (("2027-08-04",), "needs a zone"),
            (("2027-08-04", *ZONE, "--units", "fortnights"), "must be one or more of years, months"),
        ],
    )
    def test_what_cannot_be_counted(
        self, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], complaint: str
    ) -> None:
        code, printed, complaints = called(capsys, "countdown", *words)
        assert (code, printed) == (2, "")
        assert complaint in complaints


#: The options ``TestWidgets.NOW``, as arguments.
MOMENT = {"now": "2027-08-01", "zone": "Europe/Minsk", "locale": "be"}


class TestWidgets:
    """Every widget can be printed as HTML, for sites that are not built with Python."""

    NOW = ("--now", "2027-08-01", "--zone", "Europe/Minsk", "--locale", "be")
    PETITION = ("lake", "--title", "Возера", "--language", "be", "--closes", "2027-08-04", *NOW)

    def test_a_countdown(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("countdown", "--08-04", "--html", "--style", "boxes", "--label", "Да дня:", *self.NOW)
        expected = sw.countdown("--08-04", style="boxes", label="Да дня:", **MOMENT)
        assert called(capsys, *words) == (0, f"{expected}\n", "")

    def test_elapsed_time(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("elapsed", "2011-08-04", "--max-units", "1", "--label", "За кратамі:", *self.NOW)
        expected = sw.elapsed("2011-08-04", max_units=1, label="За кратамі:", **MOMENT)
        assert called(capsys, *words) == (0, f"За кратамі: {expected.text}\n", "")
        assert called(capsys, *words, "--html") == (0, f"{expected}\n", "")

    @pytest.mark.parametrize("goal", ["10000", "ladder"])
    def test_progress(self, capsys: pytest.CaptureFixture[str], goal: str) -> None:
        words = ("progress", "7312", "--goal", goal, "--count-url", "/count", "--locale", "be")
        expected = sw.petition_progress(
            7312, goal=goal if goal == "ladder" else int(goal), count_url="/count", locale="be"
        )
        lines = [expected.text, expected.goal_text, expected.percent_text]
        assert called(capsys, *words) == (0, "\n".join(lines) + "\n", "")
        assert called(capsys, *words, "--html") == (0, f"{expected}\n", "")

    def test_progress_without_a_goal(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert called(capsys, "progress", "1") == (0, "1 person has signed\n", "")

    def test_a_petition(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = (
            *("petition", *self.PETITION, "--demand", "Адно", "--demand", "Другое", "--signed", "12"),
            *("--goal", "100", "--action", "/sign", "--csrf", "token=t0ken", "--heading-level", "3"),
        )
        lake = sw.Petition(
            "lake",
            title="Возера",
            languages="be",
            demands=["Адно", "Другое"],
            goal=100,
            closes="2027-08-04",
            zone="Europe/Minsk",
        )
        form = {"action": "/sign", "csrf": {"token": "t0ken"}, "locale": "be", "heading_level": 3}
        panel = sw.petition(lake, signed=12, now="2027-08-01", **form)
        assert called(capsys, *words, "--html") == (0, f"{panel}\n", "")
        assert called(capsys, *words, "--form-only") == (0, f"{sw.petition_form(lake, **form)}\n", "")
        code, printed, complaint = called(capsys, *words)
        assert (code, printed.splitlines()[:2], complaint) == (0, ["Возера", panel.progress.text], "")

    def test_a_form_needs_a_token_or_a_word(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("petition", *self.PETITION, "--html", "--action", "/sign")
        code, printed, complaint = called(capsys, *words)
        assert (code, printed) == (2, "")
        assert "csrf is needed" in complaint
        assert "<form" in called(capsys, *words, "--no-csrf")[1]

    def test_a_bar_with_its_looks(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("share", PAGE, "vk", "--html", "--display", "icon", "--icons", "brands", "--new-tab")
        expected = share_buttons(PAGE, "vk", display="icon", icons="brands", new_tab=True)
        assert called(capsys, *words) == (0, f"{expected}\n", "")

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
    def test_on_a_narrow_terminal(self, encoding: str) -> None:
        code, printed, complaint = run(
            "petition", *self.PETITION, "--html", env={"PYTHONIOENCODING": encoding}
        )
        assert (code, complaint) == (0, "")
        assert "Возера" in Texts(printed).found


class TestAssets:
    """The files are copied, and the tags printed."""

    def test_the_files(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        folder = tmp_path / "new" / "static"
        copied = folder / "solidarity_widgets"
        assert called(capsys, "assets", str(folder)) == (0, f"{copied}\n", "")
        found = {path.name: path.read_bytes() for path in copied.iterdir()}
        assert found == {name: assets.read(name) for name in assets.FILES}

    def test_the_tags(self, capsys: pytest.CaptureFixture[str]) -> None:
        expected = f"{sw.stylesheet()}\n{sw.script()}\n"
        assert called(capsys, "assets", "--html") == (0, expected, "")
        words = ("--base", "/w", "--nonce", "n", "--no-integrity")
        options = {"base": "/w", "nonce": "n", "integrity": False}
        expected = f"{sw.stylesheet(**options)}\n{sw.script(**options)}\n"
        assert called(capsys, "assets", "--html", *words) == (0, expected, "")

    def test_the_colours(self, capsys: pytest.CaptureFixture[str]) -> None:
        expected = f"{sw.stylesheet(brands=True)}\n{sw.script()}\n"
        assert called(capsys, "assets", "--html", "--brands") == (0, expected, "")
        code, printed, complaint = called(capsys, "assets", "--colours", "vk, telegram max")
        assert (code, complaint) == (0, "")
        assert [line.partition("{")[0] for line in printed.splitlines()] == [
            '[data-sw-provider="vk"]',
            '[data-sw-provider="telegram"]',
        ]
        assert called(capsys, "assets", "--colours", "nowhere")[0] == 2

    def test_both(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        code, printed, complaint = called(capsys, "assets", str(tmp_path), "--html")
        assert (code, printed, complaint) == (0, f"{sw.stylesheet()}\n{sw.script()}\n", "")
        assert (tmp_path / "solidarity_widgets").is_dir()

    def test_a_wrong_base_copies_nothing(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        code, printed, complaint = called(capsys, "assets", str(tmp_path), "--base", "//evil.example")
        assert (code, printed, list(tmp_path.iterdir())) == (2, "", [])
        assert complaint.startswith("solidarity-widgets: base must be a path")

    def test_a_folder_that_cannot_be_made(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        code, printed, complaint = called(capsys, "assets", str(tmp_path / "file"))
        assert (code, printed) == (2, "")
        assert str(tmp_path / "file") in complaint


def test_closed_networks_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("share", PAGE, "yandex", "--html", "--retired")
    assert "<bdi>Ya.ru</bdi> has closed" in called(capsys, *words, "inert")[1]
    assert "mail.yandex.ru" in called(capsys, *words, "successor")[1]
    assert called(capsys, *words, "bury")[0] == 2
