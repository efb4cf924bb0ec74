"""The command ``signatures``, run as a program on real databases: what it prints where, and its exit code."""

from __future__ import annotations

import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import solidarity_widgets
from solidarity_widgets.cli import main
from solidarity_widgets.signing.jobs.progress import JobProgress
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.records import ConsentEntry, Signature
from solidarity_widgets.signing.store.sql import SqlSignatureStore

DAY = 86_400
SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
PROGRAM = (sys.executable, "-m", "solidarity_widgets", "signatures")
SOURCES = str(Path(solidarity_widgets.__file__).resolve().parents[1])


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": SOURCES, "PYTHONIOENCODING": "utf-8", **changes}


def run(*words: str, **changes: str) -> tuple[int, str, str]:
    """The exit code, and what stood on standard output and standard error."""
    done = subprocess.run(
        [*PROGRAM, *words],
        capture_output=True,
        encoding="utf-8",
        env=environment(**changes),
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """As ``run``, inside this process."""
    try:
        code = main(["signatures", *words])
    except SystemExit as error:
        code = int(error.code or 0)
    return code, *capsys.readouterr()


def signature(number: int, **values: object) -> Signature:
    fields = {"state": "confirmed", "counted": True, "name": f"Алесь {number}", "country": "BY"}
    times = {"created_at": 100, "confirmed_at": 100, "changed_at": 100}
    return Signature(
        "free-them", f"{number:032x}", identity=f"{number:064x}", **{**fields, **times, **values}
    )


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'signatures.db'}"


@pytest.fixture
def store(url: str) -> Iterator[SqlSignatureStore]:
    with SqlSignatureStore(url) as store:
        store.create_tables()
        for number in range(3):
            log = ConsentEntry("free-them", f"{number:032x}", "updates", "ab", "", "be", "given", "form", 1)
            assert store.insert(signature(number, email=f"a{number}@example.org"), [log] * (number == 1))
        yield store


class TestCreateTables:
    """It makes what is missing, and says what is there."""

    READY = (
        "ready: sw_changes, sw_consents, sw_counts, sw_feeds, sw_hits, sw_keys, sw_new_changes, "
        "sw_outbox, sw_signatures, sw_tombstones, sw_wordings\n"
    )

    def test_a_new_file(self, url: str, tmp_path: Path) -> None:
        assert run("create-tables", "--database", url) == (0, self.READY, "")
        assert run("create-tables", SOLIDARITY_WIDGETS_DATABASE=url) == (0, self.READY, "")
        with SqlSignatureStore(url) as store:
            assert store.insert(signature(1))

    def test_signatures_stay(
        self, store: SqlSignatureStore, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert called(capsys, "create-tables", "--database", url, "--batched")[0] == 0
        assert store.count("free-them").signed == 3
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            indexes = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        assert "sw_signatures_waiting" in indexes

    @pytest.mark.parametrize("where", ["sqlite://", "sqlite:///:memory:"])
    def test_in_memory_they_would_be_gone(self, where: str, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = called(capsys, "create-tables", "--database", where)
        assert (code, out) == (2, "")
        assert "must be a file" in err

    def test_sqlite_is_not_distributed(
        self, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, out, err = called(capsys, "create-tables", "--database", url, "--distribute", "citus")
        assert (code, out) == (2, "")
        assert "needs PostgreSQL with the extension Citus" in err
        assert not list(tmp_path.iterdir())

    def test_another_way_to_distribute(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = called(capsys, "create-tables", "--database", url, "--distribute", "oracle")
        assert (code, "'citus'" in err or "choose from citus" in err) == (2, True)

    @pytest.mark.postgresql
    def test_postgresql_without_citus(self, postgresql: str, capsys: pytest.CaptureFixture[str]) -> None:
        words = ["create-tables", "--database", postgresql, "--prefix", "bare_"]
        code, out, err = called(capsys, *words, "--distribute", "citus")
        assert (code, out) == (2, "")
        assert "CREATE EXTENSION citus" in err
        code, _, err = called(capsys, "recount", *words[1:], "--petition", "x")
        assert 'relation "bare_signatures" does not exist' in err


class TestExport:
    """The result's line on stdout, the rows in the file."""

    def test_it_writes_the_file(self, store: SqlSignatureStore, url: str, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        done = run("export", "--database", url, "--petition", "free-them", str(path))
        assert done == (0, f"3 signatures in {path}\n", "")
        assert path.read_text("utf-8-sig").splitlines() == [
            '"name","country","source","confirmed","public"',
            *(f'"Алесь {number}","BY","web","1970-01-01","no"' for number in range(3)),
        ]

    def test_columns_purpose_and_states(
        self, store: SqlSignatureStore, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ["export", "--database", url, "--petition", "free-them", str(tmp_path / "a.csv")]
        code, out, _ = called(capsys, *words, "--fields", "name email", "--purpose", "updates")
        assert (code, out[:2]) == (0, "1 ")
        assert (tmp_path / "a.csv").read_text("utf-8-sig") == '"name","email"\n"Алесь 1","a1@example.org"\n'
        code, out, _ = called(capsys, *words, "--state", "quarantined", "--state", "pending")
        assert (code, out[:2]) == (0, "0 ")

    @pytest.mark.parametrize(("delimiter", "character"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
    @pytest.mark.parametrize("bom", [True, False])
    def test_for_a_spreadsheet(
        self,
        store: SqlSignatureStore,
        url: str,
        tmp_path: Path,
        delimiter: str,
        character: str,
        bom: bool,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        words = ["export", "--database", url, "--petition", "free-them", str(tmp_path / "a.csv")]
        options = ["--delimiter", delimiter, "--fields", "name country", *([] if bom else ["--no-bom"])]
        assert called(capsys, *words, *options)[0] == 0
        data = (tmp_path / "a.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") == bom
        assert data.decode("utf-8-sig").splitlines()[0] == f'"name"{character}"country"'

    @pytest.mark.parametrize(
        ("file", "options"),
        [
            ("", []),
            (".", []),
            ("nowhere/a.csv", []),
            ("a.csv", ["--fields", ""]),
            ("a.csv", ["--fields", "phone"]),
            ("a.csv", ["--state", "new"]),
            ("a.csv", ["--purpose", "no purpose"]),
            ("a.csv", ["--slots", "0"]),
        ],
    )
    def test_a_wrong_call(
        self,
        store: SqlSignatureStore,
        url: str,
        file: str,
        options: list[str],
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        before = sorted(path.name for path in tmp_path.iterdir())
        words = ["export", "--database", url, "--petition", "free-them", file, *options]
        code, out, err = called(capsys, *words)
        assert (code, out, len(err.splitlines())) == (2, "", 1)
        assert err.startswith("solidarity-widgets: ")
        assert sorted(path.name for path in tmp_path.iterdir()) == before

    @pytest.mark.parametrize("task", ["export", "recount", "retention"])
    def test_a_petition_that_nobody_has_signed(
        self,
        store: SqlSignatureStore,
        url: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        task: str,
    ) -> None:
        """A name typed wrongly must not look like work well done."""
        file = [str(tmp_path / "a.csv")] if task == "export" else []
        code, out, err = called(capsys, task, "--database", url, "--petition", "free-tehm", *file)
        assert (code, out) == (2, "")
        assert "--petition must be among those that were signed: free-them; got 'free-tehm'" in err
        assert not list(tmp_path.glob("*.csv*"))

    def test_the_database_may_stand_in_the_environment(
        self,
        store: SqlSignatureStore,
        url: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        words = ["export", "--petition", "free-them", str(tmp_path / "a.csv")]
        monkeypatch.setenv("SOLIDARITY_WIDGETS_DATABASE", url)
        assert called(capsys, *words)[0] == 0
        monkeypatch.setenv("SOLIDARITY_WIDGETS_DATABASE", "")
        code, out, err = called(capsys, *words)
        assert (code, out) == (2, "")
        assert "SOLIDARITY_WIDGETS_DATABASE" in err

    @pytest.mark.postgresql
    def test_on_postgresql(self, postgresql: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "a.csv"
        with SqlSignatureStore(postgresql, prefix="cli_") as store:
            store.create_tables()
            store.insert(signature(1))
            words = ["--database", postgresql, "--prefix", "cli_", "--petition", "free-them"]
            assert called(capsys, "export", *words, str(path))[:2] == (0, f"1 signatures in {path}\n")
            assert called(capsys, "recount", *words) == (0, "1 signed; the count right\n", "")


class TestImportWeb:
    """Confirmed signatures of another tool: a dry run says what the import would do."""

    def test_it_imports_once_with_the_consents_of_the_file(
        self, store: SqlSignatureStore, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "other.csv").write_text(
            "name,email,signed,updates\nМарыя,maria@example.org,2026-11-03,yes\nЯн,jan@example.org,2026-11-04,\n",
            "utf-8",
        )
        (tmp_path / "news.txt").write_text("Я хачу атрымліваць навіны.\n", "utf-8")
        (tmp_path / "secret").write_text(f"{SECRET}\n")
        words = [
            *("import-web", "--database", url, "--petition", "free-them", "--sheet", "Other tool"),
            *("--consent", f"updates={tmp_path / 'news.txt'}", "--locale", "be"),
            *("--secret-file", str(tmp_path / "secret"), str(tmp_path / "other.csv")),
        ]
        before = store.count("free-them").signed
        would = "2 would be added, 0 there before, 0 refused, 0 blank; rows in all: 2\n"
        assert called(capsys, *words, "--dry-run")[:2] == (0, would)
        assert store.count("free-them").signed == before
        added = "2 added, 0 there before, 0 refused, 0 blank; rows in all: 2\n"
        assert called(capsys, *words)[:2] == (0, added)
        again = "0 added, 2 there before, 0 refused, 0 blank; rows in all: 2\n"
        assert called(capsys, *words)[:2] == (0, again)
        assert store.count("free-them").signed == before + 2
        found = store.list_signatures("free-them")
        assert {each.email for each in found} & {"maria@example.org", "jan@example.org"} == {
            "maria@example.org"
        }


class TestImportPaper:
    """Its secret comes from the environment or a file, never from the command's words."""

    @pytest.fixture
    def words(self, store: SqlSignatureStore, url: str, tmp_path: Path) -> list[str]:
        (tmp_path / "sheet.csv").write_text("name,country,public\nМарыя,PL,yes\nЯн,,\n,PL,\n", "utf-8")
        (tmp_path / "public.txt").write_text("Маё імя можна паказаць.\n", "utf-8")
        return [
            *("import-paper", "--database", url, "--petition", "free-them", "--sheet", "Minsk 1"),
            *(
                "--consent",
                f"public={tmp_path / 'public.txt'}",
                "--locale",
                "be",
                str(tmp_path / "sheet.csv"),
            ),
        ]

    def test_it_imports_once(
        self,
        words: list[str],
        store: SqlSignatureStore,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        code, out, err = run(*words, SOLIDARITY_WIDGETS_SECRET=SECRET)
        assert (code, out, err) == (1, "2 added, 0 there before, 1 refused, 0 blank; rows in all: 3\n", "")
        assert "name: missing" in (tmp_path / "sheet.rejects.csv").read_text("utf-8")
        (tmp_path / "secret").write_text(f"a newer one: {SECRET}\n{SECRET}\n")
        more = ["--rejects", str(tmp_path / "b.csv"), "--secret-file", str(tmp_path / "secret")]
        assert called(capsys, *words, *more)[:2] == (
            1,
            "0 added, 2 there before, 1 refused, 0 blank; rows in all: 3\n",
        )
        assert store.count_by("free-them", "source") == {"web": 3, "paper": 2}
        maria = next(each for each in store.list_signatures("free-them") if each.name == "Марыя")
        (entry,) = store.consents("free-them", maria.id)
        words_then = store.find_wording("free-them", entry.wording_hash)
        assert words_then is not None
        assert (words_then.text, maria.public, maria.locale) == ("Маё імя можна паказаць.", True, "be")

    def test_a_mistyped_petition(
        self,
        words: list[str],
        store: SqlSignatureStore,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """It would become a petition of its own, with a count of its own."""
        monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", SECRET)
        mistyped = ["free-tehm" if word == "free-them" else word for word in words]
        code, out, err = called(capsys, *mistyped)
        assert (code, out) == (2, "")
        assert "--petition must be among those that were signed: free-them (add --new" in err
        assert store.petitions() == ["free-them"]
        for _ in range(2):  # after an interruption, the same words go on
            assert called(capsys, *mistyped, "--new", "--rejects", "nowhere/x.csv")[0] == 2
            assert called(capsys, *mistyped, "--new")[0] == 1
            Path(words[-1]).with_suffix(".rejects.csv").unlink()
        assert store.count("free-tehm").signed == 2

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    @pytest.mark.parametrize("text", [SECRET, f"\n {SECRET} \r\n", f"{SECRET}\u200b"], ids=range(3))
    def test_a_secret_is_the_same_however_it_was_saved(
        self,
        words: list[str],
        store: SqlSignatureStore,
        tmp_path: Path,
        encoding: str,
        text: str,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """A byte order mark would make another secret of it, and count everybody again."""
        identity = Keys(SECRET).identities("free-them", "maria@example.org")[0]
        assert store.insert(replace(signature(7, name="Марыя"), identity=identity))
        (tmp_path / "sheet.csv").write_text("name,email\nМарыя,maria@example.org\n", "utf-8")
        (tmp_path / "secret").write_text(text, encoding)
        done = called(capsys, *words, "--secret-file", str(tmp_path / "secret"))
        assert done == (0, "0 added, 1 there before, 0 refused, 0 blank; rows in all: 1\n", "")

    def test_a_secret_in_the_environment_with_a_mark(
        self,
        words: list[str],
        store: SqlSignatureStore,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        identity = Keys(SECRET).identities("free-them", "maria@example.org")[0]
        assert store.insert(replace(signature(7, name="Марыя"), identity=identity))
        (tmp_path / "sheet.csv").write_text("name,email\nМарыя,maria@example.org\n", "utf-8")
        monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", f"\ufeff{SECRET}")
        assert called(capsys, *words)[1].startswith("0 added, 1 there before")

    @pytest.mark.parametrize(
        ("option", "data"),
        [
            ("--secret-file", SECRET.encode("utf-16")),
            ("--secret-file", SECRET.encode("utf-16-le")),
            ("--secret-file", b"\xff" * 40),
            ("--consent", "Маё імя можна паказаць.".encode("cp1251")),
            ("--consent", "My name may be shown.".encode("utf-16")),
        ],
        ids=range(5),
    )
    def test_a_text_file_in_another_encoding(
        self,
        words: list[str],
        store: SqlSignatureStore,
        tmp_path: Path,
        option: str,
        data: bytes,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", SECRET)
        (tmp_path / "file").write_bytes(data)
        value = str(tmp_path / "file") if option == "--secret-file" else f"updates={tmp_path / 'file'}"
        code, out, err = called(capsys, *words, option, value)
        assert (code, out) == (2, "")
        assert err.startswith(f"solidarity-widgets: {option} must be a text file in UTF-8")
        assert store.count("free-them").signed == 3

    def test_the_words_of_a_consent_with_a_byte_order_mark(
        self, words: list[str], store: SqlSignatureStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "public.txt").write_text("Маё імя можна паказаць.\r\n", "utf-8-sig")
        (tmp_path / "secret").write_text(SECRET)
        assert called(capsys, *words, "--secret-file", str(tmp_path / "secret"))[0] == 1
        maria = next(each for each in store.list_signatures("free-them") if each.name == "Марыя")
        (entry,) = store.consents("free-them", maria.id)
        wording = store.find_wording("free-them", entry.wording_hash)
        assert wording is not None
        assert wording.text == "Маё імя можна паказаць."

    @pytest.mark.parametrize("bom", [True, False])
    def test_the_mark_in_the_rejects(
        self,
        words: list[str],
        tmp_path: Path,
        bom: bool,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", SECRET)
        assert called(capsys, *words, *([] if bom else ["--no-bom"]))[0] == 1
        assert (tmp_path / "sheet.rejects.csv").read_bytes().startswith(b"\xef\xbb\xbf") == bom

    @pytest.mark.parametrize(
        "wrong",
        [
            ["--sheet", ""],
            ["--sheet", " "],
            ["--locale", "belarusian"],
            ["--locale", "!!"],
            ["--locale", ""],
            ["--required", "phone"],
            ["--consent", "updates"],
            ["--consent", "updates="],
            ["--consent", "updates=nowhere.txt"],
            ["--consent", "Up dates=/etc/hostname"],
            ["--consent", "name=/etc/hostname"],
            ["--consent", "updates=/etc/hostname", "--consent", "updates=/etc/hostname"],
            ["--rejects", ""],
            ["--rejects", "."],
            ["--rejects", "nowhere/rejects.csv"],
            ["--secret-file", ""],
            ["--secret-file", "nowhere.txt"],
            ["--petition", ""],
            ["--petition", "A B", "--new"],
        ],
        ids=" ".join,
    )
    def test_a_wrong_call(
        self,
        words: list[str],
        store: SqlSignatureStore,
        wrong: list[str],
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", SECRET)
        code, out, err = called(capsys, *words, *wrong)
        assert (code, out) == (2, "")
        assert err.startswith("solidarity-widgets: ")
        assert len(err.splitlines()) == 1
        assert (store.petitions(), store.count("free-them").signed) == (["free-them"], 3)

    @pytest.mark.parametrize("file", ["", "nowhere.csv", "."])
    def test_a_wrong_file(
        self,
        words: list[str],
        file: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", SECRET)
        code, out, err = called(capsys, *words[:-1], file)
        assert (code, out, len(err.splitlines())) == (2, "", 1)

    @pytest.mark.parametrize("secret", ["", "too short to be a secret"])
    def test_no_secret(
        self,
        words: list[str],
        store: SqlSignatureStore,
        secret: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", secret)
        code, out, err = called(capsys, *words)
        assert (code, out) == (2, "")
        assert "secret" in err
        assert not secret or secret not in err
        assert store.count("free-them").signed == 3


class TestRecount:
    """It exits with 1 if there was something to mend."""

    def test_a_drift(
        self, store: SqlSignatureStore, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ["recount", "--database", url, "--petition", "free-them"]
        assert called(capsys, *words) == (0, "3 signed; the count right\n", "")
        with sqlite3.connect(tmp_path / "signatures.db") as connection:
            connection.execute("UPDATE sw_counts SET n = n + 4")
        connection.close()
        assert called(capsys, *words) == (1, "3 signed; the count was +4, 1 slots mended\n", "")
        assert called(capsys, *words, "--slots", "4", "--start", "1")[0] == 0
        assert store.count("free-them").signed == 3

    def test_stopped_it_says_where_to_go_on(
        self,
        store: SqlSignatureStore,
        url: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def stopped(*_: object, progress: object, **__: object) -> None:  # nobody presses Ctrl-C so fast
            assert callable(progress)
            progress(JobProgress(2, 4, "2"))
            raise KeyboardInterrupt

        monkeypatch.setattr("solidarity_widgets.signing.jobs.recount.recount", stopped)
        code, out, err = called(capsys, "recount", "--database", url, "--petition", "free-them")
        assert (code, out) == (130, "")
        assert "--start 2" in err


class TestRetention:
    """What goes is said before, by a dry run, in the same numbers."""

    def test_a_dry_run_and_a_run(
        self, store: SqlSignatureStore, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        now = int(time.time())
        store.insert(
            signature(10, state="pending", counted=False, confirmed_at=None, changed_at=now - 22 * DAY)
        )
        store.insert(
            signature(11, state="quarantined", counted=False, confirmed_at=None, changed_at=now - 22 * DAY)
        )
        words = ["retention", "--database", url, "--petition", "free-them"]
        expected_text = (
            "removed: 1 pending, 0 quarantined, 0 withdrawn; erased: 0; rate counters: 0; "
            "ids in the change feed: 0\n"
        )
        assert called(capsys, *words, "--dry-run") == (
            0,
            "would be " + expected_text.replace("erased", "would be erased"),
            "",
        )
        assert called(capsys, *words, "--keep", "pending=23", "--dry-run")[1].startswith(
            "would be removed: 0 pending"
        )
        assert called(capsys, *words) == (0, expected_text, "")
        assert called(capsys, *words)[1].startswith("removed: 0 pending")
        closed = ["--closed", "2020-08-04", "--zone", "Europe/Minsk"]
        assert "; erased: 3;" in called(capsys, *words, *closed, "--keep", "quarantined=20")[1]
        assert [
            each.name for each in store.list_signatures("free-them", states=["erased", "quarantined"])
        ] == [""] * 3
        assert store.count("free-them").signed == 3

    def test_a_petition_that_closed_lately_keeps_its_signatures(
        self, store: SqlSignatureStore, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        today = time.strftime("%Y-%m-%d", time.gmtime())
        words = ["retention", "--database", url, "--petition", "free-them", "--zone", "UTC"]
        assert "erased: 0" in called(capsys, *words, "--closed", today)[1]
        assert "erased: 3" in called(capsys, *words, "--closed", "2020-02-29", "--dry-run")[1]

    @pytest.mark.parametrize(
        "wrong",
        [
            ["--closed", "2020-08-04"],
            ["--closed", "2020-13-04", "--zone", "UTC"],
            ["--closed", "2020-08-04", "--zone", "Minsk"],
            ["--keep", "pending"],
            ["--keep", "confirmed=3"],
            ["--keep", "quarantined=-1"],
            ["--keep", "quarantined=999999999999999999"],
            ["--keep", "quarantined=٣"],
            ["--closed", "9999-12-31", "--zone", "UTC"],
        ],
    )
    def test_a_wrong_call(
        self, store: SqlSignatureStore, url: str, capsys: pytest.CaptureFixture[str], wrong: list[str]
    ) -> None:
        code, out, err = called(capsys, "retention", "--database", url, "--petition", "free-them", *wrong)
        assert (code, out) == (2, "")
        assert err.startswith("solidarity-widgets: ")


class TestDatabase:
    """A database that cannot be used is told of in one line, without its password, and nothing is made."""

    def test_there_is_no_such_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "none.db"
        code, out, err = called(
            capsys, "recount", "--database", f"sqlite:///{path}", "--petition", "free-them"
        )
        assert (code, out) == (2, "")
        assert "must be a file that exists" in err
        assert not path.exists()

    def test_it_has_no_tables(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "empty.db").touch()
        words = ["--database", f"sqlite:///{tmp_path / 'empty.db'}", "--petition", "free-them"]
        code, out, err = called(capsys, "recount", *words)
        assert (code, out) == (2, "")
        assert err.strip() == (
            "solidarity-widgets: The store's database failed: no such table: sw_signatures "
            "(call store.create_tables(), or run: solidarity-widgets signatures create-tables)."
        )

    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://user:s3cret@127.0.0.1:1/x",
            "s3cret",
            "oracle://user:s3cret@host/x",
            "postgresql://user:s3cret/x",
            "postgresql://host:s3cret/x",
            "sqlite:///a.db?timeout=s3cret",
        ],
    )
    def test_it_cannot_be_reached(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = called(capsys, "recount", "--database", url, "--petition", "free-them")
        assert (code, out) == (2, "")
        assert err.startswith("solidarity-widgets: ")
        assert len(err.splitlines()) == 1
        assert "s3cret" not in err

    def test_the_extra_is_missing(
        self, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in [name for name in sys.modules if name.startswith("solidarity_widgets.signing")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "sqlalchemy", None)
        code, out, err = called(capsys, "recount", "--database", url, "--petition", "free-them")
        assert (code, out) == (2, "")
        assert 'pip install "solidarity-widgets[signing]"' in err

    def test_other_commands_do_not_load_it(self) -> None:
        program = (
            "import sys; from solidarity_widgets.cli import main; main(['providers']);"
            "sys.exit(not {'sqlalchemy', 'rich', 'nh3'}.isdisjoint(sys.modules))"
        )
        subprocess.run([sys.executable, "-c", program], check=True, env=environment(), capture_output=True)


class TestLongWork:
    """It shows how far it is, on stderr only, and Ctrl-C loses nothing."""

    @pytest.fixture(params=[15_000, pytest.param(60_000, marks=pytest.mark.slow)])
    def count(self, request: pytest.FixtureRequest) -> int:
        return request.param

    @pytest.fixture
    def many(self, store: SqlSignatureStore, tmp_path: Path, count: int) -> list[str]:
        """The words of an export that takes a while."""
        with sqlite3.connect(tmp_path / "signatures.db") as connection:
            columns = [row[1] for row in connection.execute("PRAGMA table_info(sw_signatures)")]
            chosen = ", ".join(
                {"id": "printf('%032x', i)", "identity": "i"}.get(name, name) for name in columns
            )
            connection.execute(
                "WITH RECURSIVE n(i) AS "
                f"(SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < {count + 9 - 3}) "
                f"INSERT INTO sw_signatures ({', '.join(columns)}) "
                f"SELECT {chosen} FROM n, (SELECT * FROM sw_signatures LIMIT 1)"
            )
        connection.close()
        url = f"sqlite:///{tmp_path / 'signatures.db'}"
        return ["export", "--database", url, "--petition", "free-them"]

    def test_ctrl_c(
        self, many: list[str], count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, whole = tmp_path / "a.csv", tmp_path / "whole.csv"
        command = [*PROGRAM, *many, str(path)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        ) as process:
            while not path.with_name("a.csv.part.json").exists():
                assert process.poll() is None
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (130, "")
        assert err == "\nStopped; nothing is lost. The same command goes on.\n"
        assert not path.exists()
        assert called(capsys, *many, str(path))[:2] == (0, f"{count} signatures in {path}\n")
        assert called(capsys, *many, str(whole))[0] == 0
        assert path.read_bytes() == whole.read_bytes()

    def test_a_bar_on_a_terminal(self, many: list[str], count: int, tmp_path: Path) -> None:
        ours, theirs = pty.openpty()
        path = tmp_path / "a.csv"
        env = environment(TERM="xterm-256color", COLUMNS="100")
        try:
            with subprocess.Popen(
                [*PROGRAM, *many, str(path)], stdout=subprocess.PIPE, stderr=theirs, text=True, env=env
            ) as process:
                os.close(theirs)
                shown = b""
                while True:
                    try:
                        piece = os.read(ours, 65536)
                    except OSError:  # Linux says so when the other end is closed
                        break
                    if not piece:
                        break
                    shown += piece
                assert process.stdout is not None
                assert process.stdout.read() == f"{count} signatures in {path}\n"
        finally:
            os.close(ours)
        assert process.returncode == 0
        assert f"/{count}" in shown.decode()
        assert "export" in shown.decode()

    def test_a_line_now_and_then(
        self,
        store: SqlSignatureStore,
        url: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("solidarity_widgets.cli.signatures._REPORT_INTERVAL", 0.0)
        path = tmp_path / "a.csv"
        code, out, err = called(capsys, "export", "--database", url, "--petition", "free-them", str(path))
        assert (code, out, err) == (0, f"3 signatures in {path}\n", "export: 3 of 3\n")
