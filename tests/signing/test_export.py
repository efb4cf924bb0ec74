"""An export gives away only what was asked for, in one exact file, however often it is interrupted."""

from __future__ import annotations

import csv
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing import MemorySignatureStore
from solidarity_widgets.signing.jobs.csv_cells import unescape_cell
from solidarity_widgets.signing.jobs.export import DEFAULT_FIELDS, FIELDS, export
from solidarity_widgets.signing.jobs.progress import JobProgress
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import STATES, ConsentEntry, Signature

from .conftest import Place

DAY = 86_400


def signature(number: int, **values: object) -> Signature:
    fields = {
        "state": "confirmed",
        "counted": True,
        "identity": f"{number:064x}",
        "name": f"Алесь {number}",
        "country": "BY",
        "created_at": 100,
        "confirmed_at": 200 * DAY + number,
        "changed_at": 300,
    }
    return replace(Signature("free-them", f"{number:032x}"), **{**fields, **values})


def consent(number: int, purpose: str, act: str = "given", at: int = 100) -> ConsentEntry:
    return ConsentEntry("free-them", f"{number:032x}", purpose, "ab" * 32, "", "be", act, "form", at)


def fill(store: SignatureStore, count: int) -> None:
    for number in range(count):
        assert store.insert(signature(number))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [[unescape_cell(cell) for cell in row] for row in csv.reader(file)]


class Stop(Exception):
    """What a caller stops the work with."""


class Stopping:
    """A progress callable that stops after some batches."""

    def __init__(self, after: int, error: type[BaseException] = Stop) -> None:
        self.left, self.error = after, error

    def __call__(self, progress: JobProgress) -> None:
        self.left -= 1
        if self.left < 0:
            raise self.error


@pytest.fixture
def memory() -> MemorySignatureStore:
    store = MemorySignatureStore()
    fill(store, 25)
    return store


class TestFile:
    """The file is CSV in UTF-8 that other programs read, complete or not there."""

    def test_in_a_real_database(self, store: SignatureStore, tmp_path: Path) -> None:
        fill(store, 25)
        assert export(store, "free-them", tmp_path / "a.csv", batch=10) == 25
        head, *found = rows(tmp_path / "a.csv")
        assert tuple(head) == DEFAULT_FIELDS
        assert found == [[f"Алесь {n}", "BY", "web", "1970-07-20", "no"] for n in range(25)]

    def test_bytes(self, tmp_path: Path) -> None:
        store = MemorySignatureStore()
        store.insert(signature(1, name='Алесь "Воля", мір\nі', country="=BY"))
        export(store, "free-them", tmp_path / "a.csv", fields=["name", "country"])
        expected = '"name","country"\r\n"Алесь ""Воля"", мір\nі","\'=BY"\r\n'
        assert (tmp_path / "a.csv").read_bytes() == expected.encode()

    def test_nobody_has_signed(self, tmp_path: Path) -> None:
        assert export(MemorySignatureStore(), "free-them", tmp_path / "a.csv", fields=["name"]) == 0
        assert (tmp_path / "a.csv").read_bytes() == b'"name"\r\n'

    def test_it_leaves_only_the_file_and_only_for_its_owner(
        self, memory: MemorySignatureStore, tmp_path: Path
    ) -> None:
        (tmp_path / "a.csv").write_text("older")
        seen: list[int] = []

        def look(progress: JobProgress) -> None:
            seen.extend(
                stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir() if "part" in path.name
            )
            assert (tmp_path / "a.csv").read_text() == "older"

        export(memory, "free-them", tmp_path / "a.csv", batch=10, progress=look)
        assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
        assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600
        assert set(seen) == {0o600}
        assert len(seen) == 6

    def test_a_symbolic_link_is_not_followed(self, memory: MemorySignatureStore, tmp_path: Path) -> None:
        (tmp_path / "a.csv.part").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(OSError, match="symbolic"):
            export(memory, "free-them", tmp_path / "a.csv")
        assert not (tmp_path / "elsewhere").exists()

    @settings(max_examples=20)
    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=5))
    def test_any_name_comes_back(self, names: list[str]) -> None:
        store = MemorySignatureStore()
        for number, name in enumerate(names):
            store.insert(signature(number, name=name))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "a.csv")
            export(store, "free-them", path, fields=["name"], batch=2)
            assert rows(path) == [["name"], *([name] for name in names)]


class TestWhatIsGiven:
    """As little as possible: no second, no hash, no address without consent, no private message."""

    def test_other_petitions_and_states_are_left_out(
        self, memory: MemorySignatureStore, tmp_path: Path
    ) -> None:
        memory.insert(replace(signature(1), petition_id="other"))
        for number, state in enumerate(STATES, start=100):
            memory.insert(signature(number, state=state))
        assert export(memory, "free-them", tmp_path / "a.csv") == 26
        assert export(memory, "free-them", tmp_path / "b.csv", states=["withdrawn", "quarantined"]) == 2

    def test_every_field(self, tmp_path: Path) -> None:
        store = MemorySignatureStore()
        store.insert(
            signature(
                7, email="ales@example.org", postcode="220030", message="Салют", locale="be", signer_hash="p"
            ),
            [consent(7, "updates")],
        )
        export(store, "free-them", tmp_path / "a.csv", fields=FIELDS, purpose="updates")
        assert dict(zip(*rows(tmp_path / "a.csv"), strict=True)) == {
            "id": f"{7:032x}",
            "name": "Алесь 7",
            "email": "ales@example.org",
            "country": "BY",
            "postcode": "220030",
            "message": "",
            "public": "no",
            "locale": "be",
            "source": "web",
            "state": "confirmed",
            "confirmed": "1970-07-20",
        }

    def test_a_public_message(self, tmp_path: Path) -> None:
        store = MemorySignatureStore()
        store.insert(signature(1, message="Салют", public=True))
        store.insert(signature(2, confirmed_at=None))
        export(store, "free-them", tmp_path / "a.csv", fields=["message", "confirmed"])
        assert rows(tmp_path / "a.csv")[1:] == [["Салют", "1970-07-20"], ["", ""]]

    def test_addresses_of_those_who_agreed(self, store: SignatureStore, tmp_path: Path) -> None:
        store.insert(signature(0, email="a@example.org"), [consent(0, "updates")])
        store.insert(signature(1, email="b@example.org"), [consent(1, "processing")])
        store.insert(signature(2), [consent(2, "updates")])
        log = [consent(3, "updates"), consent(3, "updates", "withdrawn", 200), consent(3, "public", at=300)]
        store.insert(signature(3, email="c@example.org"), log)
        written = export(store, "free-them", tmp_path / "a.csv", fields=["email"], purpose="updates")
        assert (written, rows(tmp_path / "a.csv")) == (1, [["email"], ["a@example.org"]])

    def test_those_who_may_be_named(self, tmp_path: Path) -> None:
        store = MemorySignatureStore()
        store.insert(signature(0, public=True), [consent(0, "public")])
        store.insert(signature(1, public=True))
        store.insert(signature(2), [consent(2, "public")])
        export(store, "free-them", tmp_path / "a.csv", fields=["name"], purpose="public")
        assert rows(tmp_path / "a.csv") == [["name"], ["Алесь 0"]]

    @pytest.mark.parametrize("purpose", ["", "processing", "public"])
    def test_no_addresses_without_a_purpose(
        self, memory: MemorySignatureStore, tmp_path: Path, purpose: str
    ) -> None:
        with pytest.raises(InvalidFieldError, match="purpose must name"):
            export(memory, "free-them", tmp_path / "a.csv", fields=["email"], purpose=purpose)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "wrong",
        [{"fields": []}, {"fields": ["identity"]}, {"states": ["new"]}, {"batch": 0}, {"fields": ["score"]}],
    )
    def test_a_wrong_call(
        self, memory: MemorySignatureStore, tmp_path: Path, wrong: dict[str, object]
    ) -> None:
        with pytest.raises(InvalidFieldError):
            export(memory, "free-them", tmp_path / "a.csv", **wrong)
        assert list(tmp_path.iterdir()) == []


class TestProgress:
    """Each batch is told of, with how far the work is."""

    def test_what_is_told(self, memory: MemorySignatureStore, tmp_path: Path) -> None:
        told: list[JobProgress] = []
        export(memory, "free-them", tmp_path / "a.csv", batch=10, progress=told.append)
        assert told == [JobProgress(n, 25, f"{n - 1:032x}") for n in (10, 20, 25)]


class TestResuming:
    """Stopped anywhere and called again, it makes the very file it would have made."""

    @pytest.fixture
    def whole(self, memory: MemorySignatureStore, tmp_path: Path) -> bytes:
        export(memory, "free-them", tmp_path / "whole.csv")
        return (tmp_path / "whole.csv").read_bytes()

    @pytest.mark.parametrize("error", [Stop, KeyboardInterrupt])
    def test_it_goes_on(
        self, memory: MemorySignatureStore, tmp_path: Path, whole: bytes, error: type[BaseException]
    ) -> None:
        path, told = tmp_path / "a.csv", list[JobProgress]()
        for batches in (0, 1, 0):
            with pytest.raises(error):
                export(memory, "free-them", path, batch=5, progress=Stopping(batches, error))
            assert not path.exists()
        assert export(memory, "free-them", path, batch=3, progress=told.append) == 25
        assert [each.done for each in told] == [23, 25]
        assert path.read_bytes() == whole

    @settings(max_examples=20)
    @given(st.integers(0, 3), st.binary(max_size=40))
    def test_what_was_half_written_is_cut_off(self, batches: int, rest: bytes) -> None:
        store = MemorySignatureStore()
        fill(store, 20)
        with tempfile.TemporaryDirectory() as folder:
            whole, path = Path(folder, "whole.csv"), Path(folder, "a.csv")
            export(store, "free-them", whole)
            with pytest.raises(Stop):
                export(store, "free-them", path, batch=5, progress=Stopping(batches))
            with open(f"{path}.part", "ab") as file:
                file.write(rest)
            export(store, "free-them", path)
            assert path.read_bytes() == whole.read_bytes()

    def test_stopped_before_the_first_row(
        self, memory: MemorySignatureStore, tmp_path: Path, whole: bytes
    ) -> None:
        class Broken(MemorySignatureStore):
            def list_signatures(self, *_: object, **__: object) -> list[Signature]:
                raise Stop

        with pytest.raises(Stop):
            export(Broken(), "free-them", tmp_path / "a.csv")
        export(memory, "free-them", tmp_path / "a.csv")
        assert (tmp_path / "a.csv").read_bytes() == whole

    def test_stopped_between_the_two_files_ends(
        self, memory: MemorySignatureStore, tmp_path: Path, whole: bytes
    ) -> None:
        with pytest.raises(Stop):
            export(memory, "free-them", tmp_path / "a.csv", progress=Stopping(0))
        (tmp_path / "a.csv.part").unlink()  # renamed, and then stopped: the note is of an older export
        export(memory, "free-them", tmp_path / "a.csv")
        assert (tmp_path / "a.csv").read_bytes() == whole

    def test_another_export_is_not_gone_on_with(self, memory: MemorySignatureStore, tmp_path: Path) -> None:
        with pytest.raises(Stop):
            export(memory, "free-them", tmp_path / "a.csv", batch=5, progress=Stopping(0))
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        for wrong in ({"fields": ["name"]}, {"states": ["quarantined"]}, {"purpose": "public"}):
            with pytest.raises(InvalidFieldError, match="another export"):
                export(memory, "free-them", tmp_path / "a.csv", **wrong)
        with pytest.raises(InvalidFieldError, match="another export"):
            export(memory, "other", tmp_path / "a.csv")
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

    @pytest.mark.parametrize(
        "note", [None, b"", b"[]", b'{"settings": 1}', b"\xff", json.dumps({"settings": "x"}).encode()]
    )
    def test_a_strange_file_is_not_touched(
        self, memory: MemorySignatureStore, tmp_path: Path, note: bytes | None
    ) -> None:
        part = tmp_path / "a.csv.part"
        part.write_bytes(b"mine")
        if note is not None:
            (tmp_path / "a.csv.part.json").write_bytes(note)
        with pytest.raises(InvalidFieldError, match="another export"):
            export(memory, "free-them", tmp_path / "a.csv")
        assert part.read_bytes() == b"mine"

    def test_a_file_that_lost_its_end_is_not_gone_on_with(
        self, memory: MemorySignatureStore, tmp_path: Path
    ) -> None:
        with pytest.raises(Stop):
            export(memory, "free-them", tmp_path / "a.csv", batch=5, progress=Stopping(1))
        os.truncate(tmp_path / "a.csv.part", 50)
        with pytest.raises(InvalidFieldError, match="another export"):
            export(memory, "free-them", tmp_path / "a.csv")

    def test_two_at_once(self, memory: MemorySignatureStore, tmp_path: Path, whole: bytes) -> None:
        def meanwhile(progress: JobProgress) -> None:
            with pytest.raises(InvalidFieldError, match="another process"):
                export(memory, "free-them", tmp_path / "a.csv")

        export(memory, "free-them", tmp_path / "a.csv", batch=10, progress=meanwhile)
        assert (tmp_path / "a.csv").read_bytes() == whole

    def test_signing_goes_on(self, memory: MemorySignatureStore, tmp_path: Path) -> None:
        numbers: Iterator[int] = iter(range(1000, 2000))

        def sign(progress: JobProgress) -> None:
            if progress.done < 40:
                memory.insert(signature(next(numbers)))
                memory.withdraw("free-them", f"{progress.done:032x}", 400)

        export(memory, "free-them", tmp_path / "a.csv", batch=5, progress=sign)
        found = [name for name, *_ in rows(tmp_path / "a.csv")[1:]]
        assert len(set(found)) == len(found)
        gone = {f"Алесь {n}" for n in (5, 9, 13, 17, 21)}
        assert {f"Алесь {n}" for n in range(25)} - set(found) <= gone


KILLED = """
import sys, time
from solidarity_widgets.signing.store.sql import SqlSignatureStore
from solidarity_widgets.signing.jobs.export import export
url, prefix, path, reached = sys.argv[1:]
def tell(progress):
    print(progress.done, flush=True)
    time.sleep(0.2 if progress.done >= int(reached) else 0.005)  # or it would be done before it is killed
with SqlSignatureStore(url, prefix=prefix) as store:
    export(store, "free-them", path, batch=10, progress=tell)
"""


@pytest.mark.parametrize("size", [500, pytest.param(1000, marks=pytest.mark.slow)])
def test_killed_twice_the_file_is_the_same(
    place: Place, store: SignatureStore, tmp_path: Path, size: int
) -> None:
    """SIGKILL leaves no time for anything, and the next run goes on behind the last batch on the disk."""
    fill(store, size)
    export(store, "free-them", tmp_path / "whole.csv")
    path = tmp_path / "a.csv"
    command = [sys.executable, "-c", KILLED, place.url, place.prefix, str(path)]
    last = 0
    for reached in (size // 5, size // 2):
        with subprocess.Popen(
            [*command, str(reached)], stdout=subprocess.PIPE, text=True, env=environment()
        ) as process:
            assert process.stdout is not None
            first = int(process.stdout.readline())
            assert first > last
            while (last := int(process.stdout.readline())) < reached:
                pass
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert not path.exists()
    told: list[JobProgress] = []
    assert export(store, "free-them", path, batch=10, progress=told.append) == size
    assert told[0].done > last
    assert path.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(each.name for each in tmp_path.glob("a.csv*")) == ["a.csv"]


def environment() -> dict[str, str]:
    import solidarity_widgets

    return {**os.environ, "PYTHONPATH": str(Path(solidarity_widgets.__file__).resolve().parents[1])}
