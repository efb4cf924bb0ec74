"""Paper signatures come in once, checked like the form's; what cannot be used comes back with its reason."""

from __future__ import annotations

import csv
import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Consent
from solidarity_widgets.petitions.consent import wording_hash
from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.signing.intake.email import normalize_email
from solidarity_widgets.signing.jobs.csv_cells import unescape_cell
from solidarity_widgets.signing.jobs.csv_import import ImportResult, import_paper
from solidarity_widgets.signing.jobs.progress import JobProgress
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import STATES, Signature

from .test_export import environment

OLD, NEW = "old secret 3q-vN8Q0yF2mJr5uT7wZxC", "new secret 9aB1eH4kL6pS5uT7wZxC2m"
KEYS = Keys(NEW)
NOW = 1_800_000_000
CONSENTS = (
    Consent("processing", "I sign.", version="1"),
    Consent("public", "My name may be shown."),
    Consent("updates", {"be": "Пішыце мне.", "en": "Write to me."}),
)


def take(store: SignatureStore, source: Path, **changes: object) -> ImportResult:
    """Import a file as most tests want it."""
    fields = {"keys": KEYS, "sheet": "Minsk 1", "now": NOW, **changes}
    return import_paper(store, "free-them", source, **fields)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text("name,country,postcode\nАлесь,BY,220030\nМарыя,PL,\n", "utf-8")
    return path


def everybody(store: SignatureStore) -> dict[str, Signature]:
    states = ("pending", "confirmed", "quarantined", "withdrawn", "erased")
    return {each.name: each for each in store.list_signatures("free-them", states=states)}


def rejects(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[unescape_cell(cell) for cell in row] for row in csv.reader(file)]


class TestWhatIsStored:
    """A row becomes one signature, confirmed, counted, and known to be from paper."""

    def test_a_file(self, store: SignatureStore, source: Path) -> None:
        assert take(store, source, locale="be") == ImportResult(added=2)
        assert store.count("free-them").signed == 2
        found = everybody(store)["Алесь"]
        same = Signature(
            "free-them",
            found.id,
            state="confirmed",
            counted=True,
            source="paper",
            identity=found.identity,
            name="Алесь",
            country="BY",
            postcode="220030",
            locale="be",
            created_at=NOW,
            confirmed_at=NOW,
            changed_at=NOW,
        )
        assert found == same
        assert store.count_by("free-them", "source") == {"paper": 2}
        assert [path.name for path in source.parent.glob("sheet*")] == ["sheet.csv"]

    def test_consents(self, store: SignatureStore, source: Path) -> None:
        source.write_text(
            "name,email,public,updates\nАлесь,a@example.org,yes,X\nМарыя,m@example.org,,no\n", "utf-8"
        )
        take(store, source, consents=CONSENTS, locale="be")
        ales, maria = everybody(store)["Алесь"], everybody(store)["Марыя"]
        assert (ales.public, ales.email, maria.public, maria.email) == (True, "a@example.org", False, "")
        log = store.consents("free-them", ales.id)
        assert [(each.purpose, each.method, each.action, each.version, each.at) for each in log] == [
            ("processing", "paper", "given", "1", NOW),
            ("public", "paper", "given", "", NOW),
            ("updates", "paper", "given", "", NOW),
        ]
        words = store.find_wording("free-them", log[2].wording_hash)
        assert words is not None
        assert (words.text, words.locale, words.hash) == ("Пішыце мне.", "be", wording_hash("Пішыце мне."))
        assert [each.purpose for each in store.consents("free-them", maria.id)] == ["processing"]

    @pytest.mark.parametrize("column", ["public", "updates"])
    def test_no_consent_without_words(self, source: Path, column: str) -> None:
        source.write_text(f"name,{column}\nАлесь,yes\n", "utf-8")
        store = MemorySignatureStore()
        with pytest.raises(
            InvalidFieldError, match=f"consents must hold the words for the column '{column}'"
        ):
            take(store, source)
        assert everybody(store) == {}

    @pytest.mark.parametrize(
        "text",
        [
            "name;country\r\nАлесь;by\r\n\r\n;\r\n",
            "\ufeffname,country\nАлесь,BY\n",
            "Country\t Name\nBY\tАлесь\n",
            'name,country\n"Алесь","BY"',
        ],
    )
    def test_as_spreadsheets_write_it(self, source: Path, text: str) -> None:
        source.write_bytes(text.encode())
        store = MemorySignatureStore()
        assert replace(take(store, source), blank=0) == ImportResult(added=1)
        assert everybody(store)["Алесь"].country == "BY"


class TestOnce:
    """Nobody counts twice, whatever is imported again."""

    def test_the_same_file(self, store: SignatureStore, source: Path) -> None:
        take(store, source)
        assert take(store, source, now=NOW + 5) == ImportResult(duplicates=2)
        assert store.count("free-them").signed == 2

    def test_another_sheet_is_other_people(self, source: Path) -> None:
        store = MemorySignatureStore()
        take(store, source)
        assert take(store, source, sheet="Minsk 2") == ImportResult(added=2)

    def test_two_people_of_one_name_on_one_sheet(self, source: Path) -> None:
        source.write_text("name\nАлесь\nАлесь\n", "utf-8")
        assert take(MemorySignatureStore(), source) == ImportResult(added=2)

    def test_under_a_new_secret(self, source: Path) -> None:
        store = MemorySignatureStore()
        take(store, source, keys=Keys(OLD))
        assert take(store, source, keys=Keys([NEW, OLD])) == ImportResult(duplicates=2)

    @pytest.mark.parametrize("act", ["erase", "withdraw", "quarantine"])
    def test_what_became_of_them_stays(self, store: SignatureStore, source: Path, act: str) -> None:
        take(store, source)
        getattr(store, act)("free-them", everybody(store)["Алесь"].id, NOW)
        before = store.count("free-them"), everybody(store)
        assert take(store, source) == ImportResult(duplicates=2)
        assert (store.count("free-them"), everybody(store)) == before

    def test_a_mailbox_is_known_from_the_web(self, store: SignatureStore, source: Path) -> None:
        identity = KEYS.identities("free-them", normalize_email("ales@gmail.com"))[0]
        web = Signature(
            "free-them", "ab" * 16, state="confirmed", counted=True, identity=identity, name="Алесь"
        )
        store.insert(web)
        source.write_text("name,email\nАлесь,A.les+x@googlemail.com\nАлесь,ales@GMAIL.com\n", "utf-8")
        assert take(store, source) == ImportResult(duplicates=2)
        assert store.count("free-them").signed == 1

    def test_a_mailbox_on_two_sheets(self, source: Path) -> None:
        store = MemorySignatureStore()
        source.write_text("name,email\nАлесь,ales@example.org\n", "utf-8")
        assert take(store, source) == ImportResult(added=1)
        assert take(store, source, sheet="Minsk 2") == ImportResult(duplicates=1)
        assert everybody(store)["Алесь"].email == ""

    def test_paper_stands_for_a_button_that_was_never_pressed(
        self, store: SignatureStore, source: Path
    ) -> None:
        identity = KEYS.identities("free-them", "ales@example.org")[0]
        forged = Signature(
            "free-them", "ab" * 16, identity=identity, name="A forger", message="x", public=True
        )
        store.insert(forged)
        source.write_text("name,email\nАлесь,ales@example.org\n", "utf-8")
        assert take(store, source, consents=CONSENTS[:1]) == ImportResult(added=1)
        assert store.count("free-them").signed == 1
        found = everybody(store)["Алесь"]
        assert (found.state, found.public, found.message, found.id) == ("confirmed", False, "", "ab" * 16)
        assert [each.method for each in store.consents("free-them", found.id)] == ["paper"]
        assert take(store, source) == ImportResult(duplicates=1)

    @pytest.mark.parametrize("confirmed_on_the_web", [True, False])
    @pytest.mark.parametrize("end", ["withdraw and erase", "withdraw and sweep", "erase and close"])
    def test_who_signed_on_the_web_too_does_not_come_back(
        self, store: SignatureStore, source: Path, confirmed_on_the_web: bool, end: str
    ) -> None:
        identity = KEYS.identities("free-them", "ales@example.org")[0]
        id = "ab" * 16
        store.insert(Signature("free-them", id, identity=identity, name="Алесь"))
        if confirmed_on_the_web:
            store.confirm("free-them", id, NOW)
        source.write_text("name,email\nАлесь,ales@example.org\n", "utf-8")
        take(store, source)
        assert store.count("free-them").signed == 1
        if end == "erase and close":
            assert store.erase("free-them", id, NOW)
        else:
            assert store.withdraw("free-them", id, NOW)
            if end == "withdraw and erase":
                assert store.erase("free-them", id, NOW)
            else:
                assert store.sweep("free-them", "withdrawn", NOW + 1, now=NOW + 1).count == 1
        before = store.count("free-them"), everybody(store)
        assert take(store, source) == ImportResult(duplicates=1)
        assert (store.count("free-them"), everybody(store)) == before

    def test_a_row_whose_mailbox_has_only_a_form_in_quarantine_can_come_again(
        self, store: SignatureStore, source: Path
    ) -> None:
        identity = KEYS.identities("free-them", "ales@example.org")[0]
        held = Signature("free-them", "ab" * 16, "quarantined", identity=identity, confirmed_at=NOW)
        store.insert(held)
        source.write_text("name,email\nАлесь,ales@example.org\n", "utf-8")
        assert take(store, source) == ImportResult(duplicates=1)
        assert store.reject("free-them", held.id, NOW)
        assert take(store, source) == ImportResult(added=1)

    def test_rows_that_have_moved_are_not_mistaken(self, source: Path) -> None:
        store = MemorySignatureStore()
        take(store, source)
        source.write_text("name,country\nТаццяна,BY\nАлесь,BY\nМарыя,PL\n", "utf-8")
        assert take(store, source) == ImportResult(added=1, refused=2)
        assert rejects(source.with_name("sheet.rejects.csv"))[1][0:3:2] == ["2", "Таццяна"]

    def test_it_goes_on_after_a_stop(self, store: SignatureStore, source: Path) -> None:
        source.write_text("name\n" + "".join(f"Алесь {chr(1072 + n)}\n" for n in range(20)), "utf-8")

        def stop(progress: JobProgress) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            take(store, source, batch=7, progress=stop)
        assert store.count("free-them").signed == 7
        assert list(source.parent.glob("*reject*")) == []
        assert take(store, source) == ImportResult(added=13, duplicates=7)
        assert store.count("free-them").signed == len(everybody(store)) == 20


BAD = """name,email,country,public
Алесь,,BY,
,,BY,
http://evil.example,,BY,
Марыя,not an address,XX,
Таццяна,,BY,perhaps
=cmd(),,BY,yes
Ян,,PL,,one too many
"""


class TestRejects:
    """What is refused is not stored, not lost, and can be put right and imported."""

    @pytest.fixture
    def refused(self, store: SignatureStore, source: Path) -> Path:
        source.write_text(BAD, "utf-8")
        assert take(store, source, consents=CONSENTS) == ImportResult(added=2, refused=5)
        return source.with_name("sheet.rejects.csv")

    def test_lines_and_reasons(self, store: SignatureStore, refused: Path) -> None:
        assert rejects(refused) == [
            ["line", "reason", "name", "email", "country", "public"],
            ["3", "name: missing", "", "", "BY", ""],
            ["4", "name: link", "http://evil.example", "", "BY", ""],
            ["5", "email: format; country: unknown", "Марыя", "not an address", "XX", ""],
            ["6", "public: must be yes or no", "Таццяна", "", "BY", "perhaps"],
            ["8", "row: has more cells than the first row", "Ян", "", "PL", "", "one too many"],
        ]
        assert set(everybody(store)) == {"Алесь", "=cmd()"}
        assert stat.S_IMODE(refused.stat().st_mode) == 0o600

    def test_put_right_they_are_imported(self, store: SignatureStore, refused: Path, source: Path) -> None:
        with refused.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [
                    ["line", "reason", "name", "email", "country", "public"],
                    ["3", "name: missing", "Вольга", "", "BY", ""],
                    ["4", "", "still www.evil.example", "", "BY", ""],
                    ["five", "", "Марыя", "", "BY", ""],
                ]
            )
        again = source.with_name("again.csv")
        taken = take(store, refused, consents=CONSENTS, rejects=again)
        assert taken == ImportResult(added=1, refused=2)
        assert [row[:2] for row in rejects(again)[1:]] == [
            ["4", "name: link"],
            ["five", "line: must be a number"],
        ]
        once_more = take(store, source, consents=CONSENTS, rejects=source.with_name("more.csv"))
        assert (once_more.added, once_more.duplicates) == (0, 2)

    def test_formulas_are_guarded_there_and_back(self, source: Path) -> None:
        source.write_text("name\n'=cmd()\n=1+1\n'+2\n", "utf-8")
        store = MemorySignatureStore()
        assert take(store, source) == ImportResult(added=1, refused=2)
        assert set(everybody(store)) == {"=cmd()"}
        lines = source.with_name("sheet.rejects.csv").read_text("utf-8-sig").splitlines()
        assert lines == [
            '"line","reason","name"',
            '"3","name: letters","\'=1+1"',
            '"4","name: letters","\'+2"',
        ]

    def test_those_of_an_earlier_import_are_kept(self, refused: Path, source: Path) -> None:
        before = refused.read_bytes()
        with pytest.raises(InvalidFieldError, match="rejects of an earlier import"):
            take(MemorySignatureStore(), source, consents=CONSENTS)
        assert refused.read_bytes() == before

    @given(
        st.lists(
            st.lists(
                st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
                min_size=1,
                max_size=4,
            ),
            max_size=6,
        )
    )
    def test_every_row_ends_in_one_place(
        self, tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
    ) -> None:
        source = tmp_path_factory.mktemp("paper") / "sheet.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["name", "country", "postcode"], *cells])
        store = MemorySignatureStore()
        done = take(store, source)
        written = sum(any(cell.strip() for cell in row) for row in cells)
        assert done.added + done.duplicates + done.refused == written
        assert (done.rows, done.blank) == (len(cells), len(cells) - written)
        assert done.added == store.count("free-them").signed == len(store.list_signatures("free-them"))
        path = source.with_name("sheet.rejects.csv")
        assert path.exists() == bool(done.refused)
        if done.refused:
            assert len(rejects(path)) == done.refused + 1
        again = take(store, source, rejects=source.with_name("b.csv"))
        assert again == replace(done, added=0, duplicates=done.added)


class TestBadFiles:
    """A file that is no such list is refused before anything is stored, without repeating what it says."""

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "must begin with a row that names"),
            ("Сакрэт Сакрэтны,BY\n".encode(), "must begin with a row that names"),
            (b"name,phone\nx,1\n", "must have columns among name, email, country, postcode, line, reason"),
            (b"name,name\nx,y\n", "each once"),
            ("name\nСакрэт\n".encode("cp1251"), "must be UTF-8"),
            ("name\nСакрэт\n".encode("utf-16"), "must be UTF-8"),
            (b'name\n"' + b"x" * 200_000, "must be a CSV file"),
            (b"name\n" + "Алесь\n".encode() * 3 + b'"\n' + b"Maria\n" * 3, "begins in line 5 is not"),
            (b'name\n"Maryja\nJanka\n"Ales\n', "begins in line 2 is not"),
            (b'name,country\n"Maryja",BY\n"Janka" Kupala,BY\n', "begins in line 3 is not"),
            (b'name\n"two\nlines"\n\n"Maryja', "begins in line 5 is not"),
        ],
    )
    def test_it_is_refused(self, source: Path, data: bytes, reason: str) -> None:
        source.write_bytes(data)
        store = MemorySignatureStore()
        with pytest.raises(InvalidFieldError, match=reason) as caught:
            take(store, source)
        assert "Сакрэт" not in str(caught.value)
        assert store.list_signatures("free-them", states=STATES) == []
        assert [path.name for path in source.parent.glob("sheet*")] == ["sheet.csv"]

    def test_there_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            take(MemorySignatureStore(), tmp_path / "none.csv")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"batch": 0},
            *({"sheet": sheet} for sheet in ("a\nb", "", "  ", None, 7)),
            {"required": "phone"},
            {"consents": [Consent("name", "x")]},
            {"consents": [Consent("line", "x")]},
            {"consents": [CONSENTS[1], CONSENTS[1]]},
        ],
    )
    def test_a_wrong_call(self, source: Path, wrong: dict[str, object]) -> None:
        with pytest.raises(InvalidFieldError):
            take(MemorySignatureStore(), source, **wrong)


class TestSpreadsheets:
    """What spreadsheets write, and what hands do to it: no row is lost, and nothing that is empty matters."""

    def test_a_stray_quotation_mark_stores_nothing(self, store: SignatureStore, source: Path) -> None:
        """Everything from it to the end of the file would be one name."""
        people = [f"Person {chr(1072 + n // 32)}{chr(1072 + n % 32)},BY\n" for n in range(500)]
        people[250] = '"' + people[250]
        source.write_text("name,country\n" + "".join(people), "utf-8")
        with pytest.raises(InvalidFieldError, match="the row that begins in line 252 is not"):
            take(store, source)
        assert store.list_signatures("free-them", states=STATES) == []
        assert [path.name for path in source.parent.glob("sheet*")] == ["sheet.csv"]

    def test_two_stray_quotation_marks(self, source: Path) -> None:
        """To a parser they make a cell of three lines; its people are refused together, and none counts."""
        source.write_text('name,country\nAles,BY\n"Maryja,BY\nJanka,BY\nUladzimir",PL\n', "utf-8")
        store = MemorySignatureStore()
        assert take(store, source) == ImportResult(added=1, refused=1)
        refused = rejects(source.with_name("sheet.rejects.csv"))[1]
        assert refused[:2] == ["3", "name: must be one line (is a quotation mark missing, or one too many?)"]
        assert refused[2] == "Maryja,BY\nJanka,BY\nUladzimir"
        assert set(everybody(store)) == {"Ales"}

    @pytest.mark.parametrize("cell", ['"Maryja,BY"', '"Maryja;BY"', '"Maryja, BY"'])
    def test_a_row_in_quotation_marks(self, source: Path, cell: str) -> None:
        source.write_text(f"name,country\n{cell}\n{cell},\n", "utf-8")
        assert take(MemorySignatureStore(), source) == ImportResult(refused=2)

    @pytest.mark.parametrize("name", ["King, Jr.", "King, QQ", "Ko, M.D."])
    def test_a_comma_in_a_name(self, source: Path, name: str) -> None:
        source.write_text(f'name,country\n"{name}",\n"{name}, BY",BY\n', "utf-8")
        assert take(MemorySignatureStore(), source) == ImportResult(added=2)

    @pytest.mark.parametrize(
        "text",
        [
            "name,country,\nАлесь,BY,\nМарыя,PL,\n",
            "name,country\nАлесь,BY,\nМарыя,PL,,,\n",
            "name,country,, ,\nАлесь,BY\nМарыя,PL,,, ,\n",
            "name,,country\nАлесь,,BY\nМарыя, ,PL,\n",
            "name;country;;\nАлесь;BY;;\nМарыя;PL;;\n",
        ],
    )
    def test_empty_cells_and_columns(self, source: Path, text: str) -> None:
        source.write_text(text, "utf-8")
        store = MemorySignatureStore()
        assert take(store, source) == ImportResult(added=2)
        assert {name: each.country for name, each in everybody(store).items()} == {
            "Алесь": "BY",
            "Марыя": "PL",
        }

    def test_a_column_without_a_name_that_is_not_empty(self, source: Path) -> None:
        source.write_text("name,,country,\nАлесь,x,BY\nМарыя,,PL,y\nЯн,,PL,,z\n", "utf-8")
        assert take(MemorySignatureStore(), source) == ImportResult(refused=3)
        assert rejects(source.with_name("sheet.rejects.csv")) == [
            ["line", "reason", "name", "country"],
            ["2", "row: has a cell in a column without a name", "Алесь", "BY", "x"],
            ["3", "row: has more cells than the first row", "Марыя", "PL", "", "y"],
            ["4", "row: has more cells than the first row", "Ян", "PL", "", "", "z"],
        ]

    def test_rejects_can_be_put_right(self, source: Path) -> None:
        """Whoever takes the surplus cell out, and leaves the spreadsheet's empty ones, is done."""
        source.write_text("name,country\nЯн,PL,z,\n", "utf-8")
        store = MemorySignatureStore()
        assert take(store, source) == ImportResult(refused=1)
        refused = source.with_name("sheet.rejects.csv")
        refused.write_text(refused.read_text("utf-8-sig").replace('"z"', '""'), "utf-8-sig")
        assert take(store, refused) == ImportResult(added=1)

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("bom", [True, False])
    def test_rejects_open_in_the_spreadsheet_that_wrote_the_sheet(
        self, source: Path, delimiter: str, bom: bool
    ) -> None:
        rows = [["name", "country", "postcode"], ["Алесь", "BY", "220030"], ["", "DE", "04109"]]
        source.write_text("\n".join(map(delimiter.join, rows)), "utf-8")
        assert take(MemorySignatureStore(), source, bom=bom) == ImportResult(added=1, refused=1)
        data = source.with_name("sheet.rejects.csv").read_bytes()
        cells = (f'"{cell}"' for cell in ("3", "name: missing", "", "DE", "'04109"))
        assert data.startswith(b"\xef\xbb\xbf") == bom
        assert data.decode("utf-8-sig").splitlines()[1] == delimiter.join(cells)
        data = data.replace(b'"missing",""', '"missing","Марыя"'.encode())
        source.with_name("sheet.rejects.csv").write_bytes(data)
        again = take(MemorySignatureStore(), source.with_name("sheet.rejects.csv"), required="")
        assert again == ImportResult(added=1)

    def test_an_exported_postcode_comes_back(self, source: Path) -> None:
        source.write_text("name,postcode\nАлесь,'04109\nМарыя,04109\n", "utf-8")
        store = MemorySignatureStore()
        take(store, source)
        assert {each.postcode for each in everybody(store).values()} == {"04109"}

    def test_a_sheet_is_the_same_with_white_space(self, source: Path) -> None:
        store = MemorySignatureStore()
        assert take(store, source, sheet=" Minsk 1 ") == ImportResult(added=2)
        assert take(store, source, sheet="Minsk 1") == ImportResult(duplicates=2)

    def test_every_row_is_in_the_result(self, source: Path) -> None:
        source.write_text("name\nАлесь\n\n,\nМарыя\n123\n \n", "utf-8")
        done = take(MemorySignatureStore(), source)
        assert (done, done.rows) == (ImportResult(added=2, refused=1, blank=3), 6)

    @pytest.mark.parametrize("length", [27, 28])  # at the end of a row, and inside a letter
    def test_a_file_that_changes_meanwhile(self, source: Path, length: int) -> None:
        def shorten(progress: JobProgress) -> None:
            with source.open("r+b") as file:
                file.truncate(length)

        source.write_text("name\n" + "Алесь\n" * 2_000, "utf-8")
        with pytest.raises(InvalidFieldError, match="must not change while it is imported"):
            take(MemorySignatureStore(), source, batch=1, progress=shorten)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
    def test_a_pipe_cannot_be_read_twice(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(InvalidFieldError, match="read twice"):
            take(MemorySignatureStore(), tmp_path / "pipe.csv")

    def test_updates_without_an_address_are_no_consent(self, source: Path) -> None:
        source.write_text("name,email,updates\nАлесь,,yes\nМарыя,m@example.org,yes\n", "utf-8")
        store = MemorySignatureStore()
        assert take(store, source, consents=CONSENTS) == ImportResult(added=2)
        logged = {
            name: [entry.purpose for entry in store.consents("free-them", each.id)]
            for name, each in everybody(store).items()
        }
        assert logged == {"Алесь": ["processing"], "Марыя": ["processing", "updates"]}


KILLED = """
import os, signal, sys
from pathlib import Path
from solidarity_widgets.signing import MemorySignatureStore, import_paper
from solidarity_widgets.signing.keys import Keys
options = {"keys": Keys("3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"), "sheet": "M", "now": 1, "batch": 1}
kill = lambda progress: os.kill(os.getpid(), signal.SIGKILL)
import_paper(MemorySignatureStore(), "free-them", sys.argv[1], progress=kill, **options)
"""


def test_a_killed_import_leaves_no_names_behind(source: Path) -> None:
    source.write_text("name,country\nМарыя,XX\nМарыя,XX\n", "utf-8")
    command = [sys.executable, "-c", KILLED, str(source)]
    done = subprocess.run(command, env=environment(), check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert [path.name for path in source.parent.iterdir()] == ["sheet.csv"]


def test_what_is_asked_for_is_the_hosts_choice(source: Path) -> None:
    assert take(MemorySignatureStore(), source, required="name postcode") == ImportResult(added=1, refused=1)


def test_progress(source: Path) -> None:
    source.write_text("name\n" + "Алесь\n" * 5, "utf-8")
    told: list[JobProgress] = []
    take(MemorySignatureStore(), source, batch=2, progress=told.append)
    assert told == [JobProgress(2, 5, "3"), JobProgress(4, 5, "5"), JobProgress(5, 5, "6")]
