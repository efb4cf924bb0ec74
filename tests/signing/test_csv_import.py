"""Paper signatures come in once, checked like the form's; what cannot be used comes back with its reason."""

from __future__ import annotations

import csv
import stat
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
    with path.open(encoding="utf-8", newline="") as file:
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
        assert take(store, source) == ImportResult(added=1)
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
        lines = source.with_name("sheet.rejects.csv").read_text("utf-8").splitlines()
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
        assert done.added == store.count("free-them").signed == len(store.list_signatures("free-them"))
        path = source.with_name("sheet.rejects.csv")
        assert path.exists() == bool(done.refused)
        if done.refused:
            assert len(rejects(path)) == done.refused + 1
        assert replace(take(store, source, rejects=source.with_name("b.csv")), refused=0) == ImportResult(
            duplicates=done.added
        )


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

    @pytest.mark.parametrize("wrong", [{"batch": 0}, {"sheet": "a\nb"}, {"required": "phone"}])
    def test_a_wrong_call(self, source: Path, wrong: dict[str, object]) -> None:
        with pytest.raises(InvalidFieldError):
            take(MemorySignatureStore(), source, **wrong)


def test_what_is_asked_for_is_the_hosts_choice(source: Path) -> None:
    assert take(MemorySignatureStore(), source, required="name postcode") == ImportResult(added=1, refused=1)


def test_progress(source: Path) -> None:
    source.write_text("name\n" + "Алесь\n" * 5, "utf-8")
    told: list[JobProgress] = []
    take(MemorySignatureStore(), source, batch=2, progress=told.append)
    assert told == [JobProgress(2, None, "3"), JobProgress(4, None, "5"), JobProgress(5, 5, "6")]
