"""The command line about single signers: quarantine, and requests of the people concerned."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solidarity_widgets.cli import main
from solidarity_widgets.signing import SqlSignatureStore

from .signing.campaign import NEWER, SECRET, VIGIL, Campaign


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Campaign]:
    url = f"sqlite:///{tmp_path / 'signatures.db'}"
    monkeypatch.setenv("SOLIDARITY_WIDGETS_DATABASE", url)
    monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", SECRET)
    with SqlSignatureStore(url) as store:
        store.create_tables()
        yield Campaign(store)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = main(["signatures", *words])
    except SystemExit as error:
        code = int(error.code or 0)
    return code, *capsys.readouterr()


def robots(campaign: Campaign, count: int = 3) -> None:
    for number in range(count):
        campaign.machine(email=f"{number}@example.org", name=f"Robot {number}", message="Купляй")
    campaign.service.confirm(campaign.outbox[-1].tokens["confirm"])


PETITION = ("--petition", VIGIL.id)


class TestQuarantine:
    """What waits is listed, and released or rejected one by one or in bulk."""

    def test_list(self, campaign: Campaign, capsys: pytest.CaptureFixture[str]) -> None:
        campaign.signed()
        assert run(capsys, "quarantined", *PETITION) == (0, "none\n", "")
        robots(campaign)
        code, out, _ = run(capsys, "quarantined", *PETITION)
        found = [json.loads(line) for line in out.splitlines()]
        assert code == 0
        assert sorted(each["name"] for each in found) == ["Robot 0", "Robot 1", "Robot 2"]
        assert [each["name"] for each in found if each["confirmed"]] == ["Robot 2"]
        assert {(each["score"], each["country"], each["message"], each["day"]) for each in found} == {
            (60, "BY", "Купляй", "2027-01-15")
        }
        assert "example.org" not in out

    @pytest.mark.parametrize(
        ("which", "released", "count"), [("--all", 3, 1), ("--confirmed", 1, 1), ("--unconfirmed", 2, 0)]
    )
    def test_release(
        self, which: str, released: int, count: int, campaign: Campaign, capsys: pytest.CaptureFixture[str]
    ) -> None:
        robots(campaign)
        assert run(capsys, "release", *PETITION, which) == (0, f"{released} of {released} released\n", "")
        assert campaign.count() == count
        assert len(list(campaign.service.quarantined(VIGIL))) == 3 - released

    def test_reject(self, campaign: Campaign, capsys: pytest.CaptureFixture[str]) -> None:
        campaign.signed()
        robots(campaign)
        assert run(capsys, "reject", *PETITION, "--unconfirmed") == (0, "2 of 2 rejected\n", "")
        (left,) = campaign.service.quarantined(VIGIL)
        assert run(capsys, "reject", *PETITION, "--id", left.id, "--id", "f" * 32) == (
            1,
            "1 of 2 rejected\n",
            "",
        )
        assert [each.state for each in campaign.all()] == ["confirmed"]

    def test_ids_from_standard_input(
        self, campaign: Campaign, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        robots(campaign)
        first, second, _ = campaign.service.quarantined(VIGIL)
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{first.id}\n{second.id}\n"))
        assert run(capsys, "release", *PETITION, "--id", "-") == (0, "2 of 2 released\n", "")

    @pytest.mark.parametrize("task", ["release", "reject"])
    def test_it_must_be_said_which(
        self, task: str, campaign: Campaign, capsys: pytest.CaptureFixture[str]
    ) -> None:
        robots(campaign)
        for words in ((), ("--all", "--confirmed"), ("--all", "--id", "x")):
            assert run(capsys, task, *PETITION, *words)[0] == 2
        assert len(list(campaign.service.quarantined(VIGIL))) == 3

    def test_retention_keeps_and_reports_what_its_signers_confirmed(
        self, campaign: Campaign, capsys: pytest.CaptureFixture[str]
    ) -> None:
        robots(campaign)
        code, out, _ = run(capsys, "retention", *PETITION, "--keep", "quarantined=0", "--dry-run")
        assert code == 0
        assert "1 quarantined signatures that their signers confirmed wait for you" in out


class TestRequests:
    """What the people concerned may ask for: what is stored, withdrawal, erasure."""

    def test_find(
        self, campaign: Campaign, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        campaign.signed(agree="processing updates")
        code, out, _ = run(capsys, "find", *PETITION, "a.les.b@gmail.com")
        (found,) = json.loads(out)
        assert (code, found["signature"]["name"]) == (0, "Алесь Бяляцкі")
        assert [entry["purpose"] for entry in found["consents"]] == ["processing", "updates"]
        assert all(each["text"] for each in found["wordings"])
        monkeypatch.setattr("sys.stdin", io.StringIO("alesb@gmail.com\n"))
        assert run(capsys, "find", *PETITION, "-") == (0, out, "")
        assert run(capsys, "find", *PETITION, "--id", found["signature"]["id"]) == (0, out, "")
        assert run(capsys, "find", *PETITION, "nobody@example.org") == (1, "[]\n", "")

    @pytest.mark.parametrize("by", ["email", "id"])
    def test_withdraw_and_erase(
        self, by: str, campaign: Campaign, capsys: pytest.CaptureFixture[str]
    ) -> None:
        campaign.signed(agree="processing updates")
        signer = ["alesb@gmail.com"] if by == "email" else ["--id", campaign.one().id]
        assert run(capsys, "withdraw", *PETITION, *signer) == (0, "1 withdrawn\n", "")
        assert run(capsys, "withdraw", *PETITION, *signer) == (1, "0 withdrawn\n", "")
        assert campaign.count() == 0
        given = [(purpose, "given", "form") for purpose in ("processing", "updates")]
        withdrawn = [(purpose, "withdrawn", "request") for purpose in ("processing", "updates")]
        assert sorted(campaign.consent_actions()) == sorted(given + withdrawn)  # the clocks differ
        assert run(capsys, "erase", *PETITION, *signer) == (0, "1 erased\n", "")
        assert campaign.all() == []

    def test_erased_ones_stay_counted_once(
        self, campaign: Campaign, capsys: pytest.CaptureFixture[str]
    ) -> None:
        campaign.signed()
        assert run(capsys, "erase", *PETITION, "alesb@gmail.com") == (0, "1 erased\n", "")
        campaign.signed()
        assert campaign.count() == 1

    @pytest.mark.parametrize("words", [(), ("a@example.org", "--id", "x"), ("no address",)])
    def test_it_must_be_said_who(
        self, words: tuple[str, ...], campaign: Campaign, capsys: pytest.CaptureFixture[str]
    ) -> None:
        campaign.signed()
        code, out, err = run(capsys, "erase", *PETITION, *words)
        assert (code, out) == (2, "")
        assert "no address" not in err
        assert len(err.splitlines()) == 1
        assert campaign.count() == 1


class TestSecrets:
    """A foreign secret is refused until somebody accepts it."""

    def test_foreign(
        self,
        campaign: Campaign,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Any,
    ) -> None:
        campaign.signed()
        monkeypatch.setenv("SOLIDARITY_WIDGETS_SECRET", NEWER)
        sheet = tmp_path / "sheet.csv"
        sheet.write_text("name,email\nАлесь,alesb@gmail.com\n", "utf-8")
        calls = (
            ("find", *PETITION, "alesb@gmail.com"),
            ("import-paper", *PETITION, str(sheet), "--sheet", "Minsk"),
        )
        for call in calls:
            code, out, err = run(capsys, *call)
            assert (code, out) == (2, "")
            assert "secrets must include the secret with which this store's signatures were made" in err
            assert NEWER not in err
        assert campaign.count() == 1
        assert run(capsys, "accept-secret")[0] == 0
        assert run(capsys, *calls[1])[0] == 0
        assert campaign.count() == 2
