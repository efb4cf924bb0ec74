"""The rows of a CSV file on their way to signatures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import Locale
from solidarity_widgets.i18n.cldr.territories import is_territory
from solidarity_widgets.petitions import Consent, Petition
from solidarity_widgets.petitions.fields import FieldNames
from solidarity_widgets.signing.intake.email import mailbox_forms
from solidarity_widgets.signing.intake.forms import consent_records
from solidarity_widgets.signing.intake.validation import CheckedSignature, GivenConsent, validate_signature
from solidarity_widgets.signing.jobs.consent_answers import parse_answer
from solidarity_widgets.signing.jobs.csv_cells import unescape_cell
from solidarity_widgets.signing.jobs.csv_files import REJECT_COLUMNS, SIGNER_COLUMNS, drop_empty_cells
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import ConsentEntry, ConsentWording, Signature, SignatureSource
from solidarity_widgets.text import is_text, single_line

RowOutcome = Literal["added", "duplicates", "refused", "blank"]

_NUMBER = re.compile(r"[0-9]{1,9}\Z")
#: A whole row in one cell, as if it were in quotation marks: it ends with a country's code.
_WHOLE_ROW = re.compile(r"[,;\t]\s*([A-Z]{2})\Z")


@dataclass(frozen=True, slots=True)
class DatedConsent:
    """A consent, and when it was given."""

    given: GivenConsent
    at: int


@dataclass(frozen=True, slots=True, repr=False)
class _CheckedRow:
    """A row without errors."""

    checked: CheckedSignature
    agreed: list[DatedConsent]
    signed_at: int
    confirmed_at: int


class RowImporter:
    """Turns the rows of a sheet of paper into signatures.

    Args:
        store: The store.
        petition_id: The petition's id.
        keys: The service's keys.
        sheet: The name of the sheet or file.
        now: The time of the import.
        required: The columns that every row must fill.
        consents: What the signers were asked for, in which words.
        locale: The language of these words.
        dry_run: Only say what would become of each row.

    Raises:
        InvalidFieldError: If an argument is not valid.
    """

    source: ClassVar[SignatureSource] = "paper"
    #: How the signers gave their consents, in the consent log.
    method: ClassVar[str] = "paper"
    #: The columns that are checked as the form's fields are.
    fields: ClassVar[tuple[str, ...]] = SIGNER_COLUMNS

    def __init__(
        self,
        store: SignatureStore,
        petition_id: str,
        *,
        keys: Keys,
        sheet: str,
        now: int,
        required: FieldNames,
        consents: Iterable[Consent],
        locale: Locale,
        dry_run: bool,
    ) -> None:
        self.store: SignatureStore = store
        self.petition_id: str = petition_id
        self.keys: Keys = keys
        self.now: int = now
        self.sheet: str = _check_sheet(sheet)
        self.locale: str = locale.tag
        self.dry_run: bool = dry_run
        self.row_petition: Petition = Petition(
            petition_id, title=petition_id, fields=self.fields, required=required, consents=""
        )
        self.consents: list[GivenConsent] = [GivenConsent(each, each.wording(locale)) for each in consents]
        self.purposes: list[str] = list(dict.fromkeys(each.consent.purpose for each in self.consents))
        self._check_consents()
        self._would_be_added: set[str] = set()

    def _check_consents(self) -> None:
        for purpose in self.purposes:
            if sum(each.consent.purpose == purpose for each in self.consents) > 1:
                raise InvalidFieldError("consents", purpose, "must come once")
            if purpose in (*self.fields, *REJECT_COLUMNS):
                raise InvalidFieldError("consents", purpose, "must not have the name of another column")

    @property
    def columns(self) -> list[str]:
        """The columns that a file can have, apart from those of a file of rejects."""
        return [*self.fields, *(purpose for purpose in self.purposes if purpose != "processing")]

    def check_columns(self, columns: Collection[str]) -> None:
        """Check the names of a file's columns, each of which is known.

        Args:
            columns: The names.

        Raises:
            InvalidFieldError: If one is missing without which no row can be used.
        """

    def import_row(
        self, line: int, columns: list[str], cells: list[str]
    ) -> tuple[RowOutcome, Mapping[str, str]]:
        """Store one row, and say what became of it and why not."""
        cells = drop_empty_cells(cells, len(columns))
        if not any(map(str.strip, cells)):
            return "blank", {}
        row = {name: unescape_cell(cell).strip() for name, cell in zip(columns, cells, strict=False)}
        if errors := _check_layout(row, columns, cells):
            return "refused", errors
        checked = validate_signature(self.row_petition, row)
        errors = dict(checked.errors)
        signed_at, confirmed_at = self._read_times(row, errors)
        agreed = [
            each
            for each in self._read_consents(row, signed_at, errors)
            if checked.email or each.given.consent.purpose != "updates"
        ]
        number = row.get("line", str(line))
        if not _NUMBER.match(number):
            errors["line"] = "must be a number"
        if errors:
            return "refused", errors
        return self._add(int(number), _CheckedRow(checked, agreed, signed_at, confirmed_at))

    # --- what paper says ----------------------------------------------------------------------------------

    def _read_times(self, row: Mapping[str, str], errors: dict[str, str]) -> tuple[int, int]:
        """Return when the signer signed and confirmed: paper is not dated, so it is now."""
        return self.now, self.now

    def _read_consents(
        self, row: Mapping[str, str], signed_at: int, errors: dict[str, str]
    ) -> list[DatedConsent]:
        """Return what the signer agreed to. Everybody who signed the sheet agreed to ``processing``."""
        return [
            DatedConsent(given, signed_at)
            for given in self.consents
            if given.consent.purpose == "processing" or self._has_agreed(row, given.consent.purpose, errors)
        ]

    def _has_agreed(self, row: Mapping[str, str], purpose: str, errors: dict[str, str]) -> bool:
        answer = parse_answer(row.get(purpose, ""))
        if answer is None:
            errors[purpose] = "must be yes or no"
        return answer is True

    def _remember(self, line_id: str) -> None:
        """Remember a line whose signature is stored. The store does so itself when one on paper is erased."""

    # --- storing ------------------------------------------------------------------------------------------

    def _add(self, line: int, row: _CheckedRow) -> tuple[RowOutcome, Mapping[str, str]]:
        # No mailbox begins with NUL, so no line is taken for one.
        lines = self.keys.identities(self.petition_id, f"\0{self.source}\0{self.sheet}\0{line}")
        for old in filter(None, (self.store.find(self.petition_id, each[:32]) for each in lines)):
            if old.name in ("", row.checked.name):
                self._remember(lines[0][:32])
                return "duplicates", {}
            return "refused", {"line": "was imported with another name (have the rows moved?)"}
        if self.store.was_erased(self.petition_id, [each[:32] for each in lines]):
            return "duplicates", {}  # the file must not bring back people who erased their signatures
        signature = self._signature(lines[0], row)
        if not row.checked.email:
            return self._insert(signature, row), {}
        identities = self.keys.identities(self.petition_id, *mailbox_forms(row.checked.email))
        signature = replace(signature, identity=identities[0])
        known = self.store.find_by_identity(self.petition_id, identities)
        if not known:
            return self._insert(signature, row), {}
        outcome: RowOutcome = "duplicates"
        if len(known) == 1 and known[0].confirmed_at is None and known[0].state in ("pending", "quarantined"):
            outcome = self._confirm(known[0], replace(signature, id=known[0].id), row)
        decided = outcome == "added" or any(each.state not in ("pending", "quarantined") for each in known)
        if decided and not self.dry_run:
            # The mailbox's signature can be erased later, and the line must not be counted then.
            self.store.remember_paper(self.petition_id, lines[0][:32])
        return outcome, {}

    def _signature(self, identity: str, row: _CheckedRow) -> Signature:
        checked, purposes = row.checked, {each.given.consent.purpose for each in row.agreed}
        return Signature(
            self.petition_id,
            identity[:32],
            state="confirmed",
            counted=True,
            source=self.source,
            identity=identity,
            name=checked.name,
            email=checked.email if "updates" in purposes else "",
            country=checked.country,
            postcode=checked.postcode,
            message=checked.message,
            public="public" in purposes,
            locale=self.locale,
            created_at=row.signed_at,
            confirmed_at=row.confirmed_at,
            changed_at=self.now,
        )

    def _insert(self, signature: Signature, row: _CheckedRow) -> RowOutcome:
        if self.dry_run:
            return self._would_add(signature.identity or signature.id)
        stored = self.store.insert(signature, *self._consents(signature, row))
        if stored:
            self._remember(signature.id)
        return "added" if stored else "duplicates"

    def _confirm(self, known: Signature, signature: Signature, row: _CheckedRow) -> RowOutcome:
        """Replace an unconfirmed form, which anybody may have sent, with the row's data, and confirm it."""
        if self.dry_run:
            return self._would_add(known.id)
        quarantined = known.state == "quarantined"
        amended = self.store.amend(signature, *self._consents(signature, row), quarantined=quarantined)
        confirmed = amended and self.store.confirm(self.petition_id, signature.id, self.now) == "confirmed"
        return "added" if confirmed else "duplicates"

    def _would_add(self, key: str) -> RowOutcome:
        """Say what would become of a row, of which the same file may have another one."""
        if key in self._would_be_added:
            return "duplicates"
        self._would_be_added.add(key)
        return "added"

    def _consents(
        self, signature: Signature, row: _CheckedRow
    ) -> tuple[list[ConsentEntry], list[ConsentWording]]:
        entries, wordings = [], []
        for each in row.agreed:
            found = consent_records(self.petition_id, signature.id, [each.given], self.method, each.at)
            entries += found[0]
            wordings += found[1]
        return entries, wordings


def _check_sheet(sheet: object) -> str:
    """Return a sheet's name. Two sheets without one would be taken for the same sheet."""
    name = single_line(sheet, "sheet").strip() if is_text(sheet) else ""
    if not name:
        raise InvalidFieldError("sheet", sheet, "must be your name for the sheet, such as 'Minsk 1'")
    return name


def _check_layout(row: Mapping[str, str], columns: list[str], cells: list[str]) -> dict[str, str]:
    """Return what is wrong with a row's cells, whatever they say.

    A quotation mark in the wrong place can make one cell of several, or of several rows. A name that has
    others in it must not be counted as one person.
    """
    if len(cells) > len(columns):
        return {"row": "has more cells than the first row"}
    if any(cell.strip() and not name for name, cell in zip(columns, cells, strict=False)):
        return {"row": "has a cell in a column without a name"}
    for name, text in row.items():
        if len(text.splitlines()) > 1 and name not in ("reason", "message"):
            return {name: "must be one line (is a quotation mark missing, or one too many?)"}
    code = _WHOLE_ROW.search(row.get("name", ""))
    if code and is_territory(code[1]) and not row.get("country", ""):
        return {"name": "must not have other cells in it (is the whole row in quotation marks?)"}
    return {}
