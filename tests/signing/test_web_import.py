"""Signatures that another tool has confirmed come in once, with the consents and days that the file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.petitions import Consent
from solidarity_widgets.signing import MemorySignatureStore, import_web
from solidarity_widgets.signing.jobs.csv_import import ImportResult
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import DAY, STATES, Signature

from .campaign import NOW, SECRET, VIGIL, Campaign

KEYS = Keys(SECRET)
#: 3 November 2026.
SIGNED = 1_793_664_000
CONSENTS = (
    Consent("processing", "I sign."),
    Consent("updates", "Write to me.", version="1"),
    Consent("updates", "Send me news.", version="2"),
    Consent("public", "Show my name."),
)
HEAD = "name,email,country,signed,confirmed,processing,updates,updates_date,updates_version\n"


def take(store: SignatureStore, folder: Path, rows: str, **changes: object) -> ImportResult:
    """Import a file as most tests want it."""
    source = folder / "other.csv"
    source.write_text(rows, "utf-8")
    source.with_suffix(".rejects.csv").unlink(missing_ok=True)
    options = {"keys": KEYS, "sheet": "Other", "now": NOW, "consents": CONSENTS, **changes}
    return import_web(store, VIGIL.id, source, **options)  # type: ignore[arg-type]


def everybody(store: SignatureStore) -> list[Signature]:
    return list(store.list_signatures(VIGIL.id, states=STATES))


ALES = "Алесь,ales@example.org,BY,2026-11-03,2026-11-04,yes,yes,2026-11-05T03:00:00+03:00,2\n"


class TestWhatIsStored:
    def test_a_row(self, store: SignatureStore, tmp_path: Path) -> None:
        assert take(store, tmp_path, HEAD + ALES) == ImportResult(added=1)
        [found] = everybody(store)
        assert (found.state, found.counted, found.source) == ("confirmed", True, "web")
        assert (found.name, found.email, found.public) == ("Алесь", "ales@example.org", False)
        assert (found.created_at, found.confirmed_at, found.changed_at) == (SIGNED, SIGNED + DAY, NOW)
        log = [
            (each.purpose, each.method, each.version, each.at) for each in store.consents(VIGIL.id, found.id)
        ]
        assert log == [("processing", "import", "", SIGNED), ("updates", "import", "2", SIGNED + 2 * DAY)]
        wording = store.find_wording(VIGIL.id, store.consents(VIGIL.id, found.id)[1].wording_hash)
        assert wording is not None
        assert wording.text == "Send me news."
        changes = [(each.event, each.signature_id, each.signed) for each in store.changes(VIGIL.id)]
        assert changes == [("confirmed", found.id, 1), ("subscribed", found.id, 1)]

    def test_no_consent_is_invented(self, store: SignatureStore, tmp_path: Path) -> None:
        assert take(store, tmp_path, "name,email,signed\nАлесь,ales@example.org,2026-11-03\n").added == 1
        [found] = everybody(store)
        assert (found.email, found.public, list(store.consents(VIGIL.id, found.id))) == ("", False, [])
        assert [each.event for each in store.changes(VIGIL.id)] == ["confirmed"]

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (",a@example.org,BY,2026-11-03,2026-11-03,,,,\n", "name: missing"),
            ("A,a@example.org,BY,,2026-11-03,,,,\n", "signed: missing"),
            ("A,a@example.org,BY,2026-11-03,,,,,\n", "confirmed: missing"),
            ("A,a@example.org,BY,03.11.2026,2026-11-03,,,,\n", "signed: must be a day"),
            ("A,a@example.org,BY,2026-11-03,2027-11-03,,,,\n", "confirmed: must not be in the future"),
            ("A,a@example.org,BY,2026-11-03,2026-11-03,,yes,,\n", "updates_version: must be the version"),
            ("A,a@example.org,BY,2026-11-03,2026-11-03,,yes,,9\n", "updates_version: must be the version"),
            ("A,a@example.org,BY,2026-11-03,2026-11-03,,yes,soon,1\n", "updates_date: must be a day"),
            ("A,a@example.org,BY,2026-11-03,2026-11-03,,perhaps,,1\n", "updates: must be yes or no"),
        ],
        ids=range(9),
    )
    def test_refused(self, row: str, reason: str, tmp_path: Path) -> None:
        store = MemorySignatureStore()
        assert take(store, tmp_path, HEAD + row) == ImportResult(refused=1)
        assert reason in (tmp_path / "other.rejects.csv").read_text("utf-8-sig")
        assert everybody(store) == []

    def test_a_file_without_days(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidFieldError, match="must have a column 'signed'"):
            take(MemorySignatureStore(), tmp_path, "name,email\nA,a@example.org\n")


class TestOnce:
    def test_again(self, store: SignatureStore, tmp_path: Path) -> None:
        for _ in range(2):
            done = take(store, tmp_path, HEAD + ALES)
        assert done == ImportResult(duplicates=1)
        assert take(store, tmp_path, HEAD + ALES, sheet="Another name") == ImportResult(duplicates=1)
        assert store.count(VIGIL.id).signed == 1
        assert len(store.changes(VIGIL.id)) == 2

    @pytest.mark.parametrize("keep_identity", [True, False])
    def test_nobody_who_was_erased_comes_back(
        self, keep_identity: bool, store: SignatureStore, tmp_path: Path
    ) -> None:
        take(store, tmp_path, HEAD + ALES)
        assert store.erase(VIGIL.id, everybody(store)[0].id, NOW, keep_identity=keep_identity)
        assert take(store, tmp_path, HEAD + ALES) == ImportResult(duplicates=1)
        assert store.count(VIGIL.id).signed == 1

    def test_who_signed_here_too(self, store: SignatureStore, tmp_path: Path) -> None:
        campaign = Campaign(store)
        campaign.signed(email="ales@example.org")
        campaign.sign(email="maria@example.org", agree="processing")
        maria = ALES.replace("ales@", "maria@")
        assert take(store, tmp_path, HEAD + ALES + maria, now=campaign.now) == ImportResult(
            added=1, duplicates=1
        )
        assert campaign.count() == 2

    def test_a_dry_run(self, store: SignatureStore, tmp_path: Path) -> None:
        rows = HEAD + ALES + ALES.replace("ales@", "Ales+2@") + ALES + ",,,,,yes,,,\n"
        planned = take(store, tmp_path, rows, dry_run=True)
        assert everybody(store) == []
        assert [path.name for path in tmp_path.glob("other*")] == ["other.csv"]
        assert take(store, tmp_path, rows) == planned
        assert planned.refused == 1
