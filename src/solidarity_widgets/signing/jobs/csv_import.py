"""Importing signatures on paper from a CSV file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import Locale, LocaleLike, get_locale
from solidarity_widgets.i18n.cldr.territories import is_territory
from solidarity_widgets.petitions import Consent, Petition
from solidarity_widgets.petitions.fields import FieldNames
from solidarity_widgets.signing.context import check_keys
from solidarity_widgets.signing.intake.email import mailbox_forms
from solidarity_widgets.signing.intake.forms import consent_records
from solidarity_widgets.signing.intake.validation import CheckedSignature, GivenConsent, validate_signature
from solidarity_widgets.signing.jobs.consent_answers import parse_answer
from solidarity_widgets.signing.jobs.csv_cells import unescape_cell
from solidarity_widgets.signing.jobs.csv_files import (
    REJECT_COLUMNS,
    SIGNER_COLUMNS,
    CsvSource,
    drop_empty_cells,
    open_rejects,
    read_columns,
)
from solidarity_widgets.signing.jobs.files import check_target
from solidarity_widgets.signing.jobs.progress import JobProgress, ProgressCallback
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.protocol import SignatureStore
from solidarity_widgets.signing.store.records import ConsentEntry, ConsentWording, Signature
from solidarity_widgets.text import is_text, single_line

RowOutcome = Literal["added", "duplicates", "refused", "blank"]

_NUMBER = re.compile(r"[0-9]{1,9}\Z")
#: A whole row in one cell, as if it were in quotation marks: it ends with a country's code.
_WHOLE_ROW = re.compile(r"[,;\t]\s*([A-Z]{2})\Z")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of the rows of a file. Each row is in one of the numbers.

    Attributes:
        added: How many are new signatures.
        duplicates: How many were there before: the same row, or the same mailbox.
        refused: How many could not be used; they are in the file of rejects.
        blank: How many have nothing in them.
    """

    added: int = 0
    duplicates: int = 0
    refused: int = 0
    blank: int = 0

    @property
    def rows(self) -> int:
        """How many rows the file has after the first one."""
        return self.added + self.duplicates + self.refused + self.blank


def import_paper(
    store: SignatureStore,
    petition_id: str,
    source: str | os.PathLike[str],
    *,
    keys: Keys,
    sheet: str,
    now: int,
    required: FieldNames = "name",
    consents: Iterable[Consent] = (),
    locale: LocaleLike = None,
    rejects: str | os.PathLike[str] | None = None,
    bom: bool = True,
    batch: int = 500,
    progress: ProgressCallback | None = None,
) -> ImportResult:
    r"""Import signatures on paper from a CSV file.

    The first row names the columns: ``name``, ``country``, ``postcode``, ``email``, and one column for each
    consent except ``processing``, named after its purpose, with ``yes`` or nothing. A missing column is read
    as empty. The file is UTF-8 and separates cells with commas, semicolons or tabs, as spreadsheets save it.
    Empty cells at the end of a row and empty columns without a name are ignored.

    The whole file is read before anything is stored. If it cannot be read to its end, for example because of
    a quotation mark that is never closed, nothing is stored, and the error names the line.

    Each row is validated like a form (``validate_signature``). It is then stored as confirmed and counted, or
    rejected. A row is identified by its sheet and line, so you can import a file twice, or again after an
    interruption: rows that are stored are not added again. A row with an address is also identified by its
    mailbox, so that people who signed on the web too are counted once. If their form on the web was never
    confirmed, it is confirmed now, with the data from the paper. Addresses are kept only with the consent
    ``updates``.

    Rows that cannot be used are written to a file of rejects, with their lines and the reasons. Correct them
    in that file and import it under the same sheet name: its column ``line`` says which rows they are.

    Args:
        store: The store.
        petition_id: The petition's id.
        source: The file.
        keys: The service's keys.
        sheet: Your name for the sheet of paper or the file. Rows under another name are other signatures.
            White space around it is ignored.
        now: The time in seconds since 1970, UTC.
        required: The columns that every row must fill, in a list or one string. Paper often has no
            addresses.
        consents: What the sheet asked for, in its words. Everybody who signed agreed to ``processing``.
        locale: The sheet's language; by default the page's.
        rejects: The file for rejected rows; by default ``source`` with the ending ``.rejects.csv``.
        bom: Whether the file of rejects begins with a byte order mark, by which Excel knows that it is
            UTF-8.
        batch: How many rows to import between two calls of *progress*.
        progress: Called after each batch; its cursor is the line.

    Returns:
        How many rows were added, were there before, were rejected, and were blank.

    Raises:
        InvalidFieldError: Before anything is stored, if the file is no CSV in UTF-8, its columns or an
            argument cannot be used, or there are rejects of an earlier import; at the end, if the file was
            changed meanwhile.
        OSError: If a file cannot be read or written.

    Example:
        >>> import tempfile
        >>> from solidarity_widgets.signing.store.sql import SqlSignatureStore
        >>> keys = Keys("3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB")
        >>> with SqlSignatureStore("sqlite://") as store, tempfile.TemporaryDirectory() as folder:
        ...     store.create_tables()
        ...     path = Path(folder, "minsk.csv")
        ...     _ = path.write_text("name,country\nАлесь,BY\nМарыя,BY\n,BY\n", "utf-8")
        ...     import_paper(store, "release", path, keys=keys, sheet="Minsk 1", now=1_800_000_000)
        ImportResult(added=2, duplicates=0, refused=1, blank=0)
    """
    check_whole(batch, "batch", 1)
    check_keys(store, keys)
    consents_by_purpose = _by_purpose(consents)
    row_petition = Petition(
        petition_id, title=petition_id, fields=SIGNER_COLUMNS, required=required, consents=""
    )
    importer = _RowImporter(
        store,
        petition_id,
        keys,
        _check_sheet(sheet),
        now,
        row_petition,
        consents_by_purpose,
        get_locale(locale),
    )
    source = Path(source)
    if not source.name or (source.exists() and not source.is_file()):
        raise InvalidFieldError("source", str(source), "must be a file, since it is read twice")
    target = source.with_suffix(".rejects.csv") if rejects is None else Path(rejects)
    check_target("rejects", target)
    if target.exists():
        reason = "has the rejects of an earlier import (import them, then remove it, or name another file)"
        raise InvalidFieldError("rejects", str(target), reason)
    csv_source = CsvSource.check(source)
    counts: dict[RowOutcome, int] = {"added": 0, "duplicates": 0, "refused": 0, "blank": 0}
    line = 1
    with csv_source.read() as rows:
        columns = read_columns(next(rows, []), consents_by_purpose)
        with open_rejects(target, columns, delimiter=csv_source.delimiter, bom=bom) as reject:
            for line, cells in enumerate(rows, start=2):
                outcome, reasons = importer.import_row(line, columns, cells)
                counts[outcome] += 1
                if reasons:
                    reject(line, cells, reasons)
                if progress is not None and (line - 1) % batch == 0:
                    progress(JobProgress(line - 1, csv_source.rows, str(line)))
    result = ImportResult(**counts)
    csv_source.check_unchanged(result.rows)
    if progress is not None:
        progress(JobProgress(result.rows, result.rows, str(line)))
    return result


def _by_purpose(consents: Iterable[Consent]) -> dict[str, Consent]:
    found: dict[str, Consent] = {}
    for consent in consents:
        if consent.purpose in found:
            raise InvalidFieldError("consents", consent.purpose, "must come once")
        if consent.purpose in (*SIGNER_COLUMNS, *REJECT_COLUMNS):
            raise InvalidFieldError("consents", consent.purpose, "must not have the name of another column")
        found[consent.purpose] = consent
    return found


def _check_sheet(sheet: object) -> str:
    """Return a sheet's name. Two sheets without one would be taken for the same sheet."""
    name = single_line(sheet, "sheet").strip() if is_text(sheet) else ""
    if not name:
        raise InvalidFieldError("sheet", sheet, "must be your name for the sheet, such as 'Minsk 1'")
    return name


class _RowImporter:
    """Turns rows into signatures."""

    def __init__(
        self,
        store: SignatureStore,
        petition_id: str,
        keys: Keys,
        sheet: str,
        now: int,
        row_petition: Petition,
        consents_by_purpose: Mapping[str, Consent],
        locale: Locale,
    ) -> None:
        self.store, self.petition_id, self.keys, self.sheet = store, petition_id, keys, sheet
        self.now, self.row_petition, self.locale = now, row_petition, locale.tag
        self.consents = {
            purpose: GivenConsent(consent, consent.wording(locale))
            for purpose, consent in consents_by_purpose.items()
        }

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
        agreed = []
        for purpose in self.consents:
            answer = parse_answer(row.get(purpose, "")) if purpose != "processing" else True
            if answer is None:
                errors[purpose] = "must be yes or no"
            elif answer and not (purpose == "updates" and not checked.email):
                agreed.append(purpose)
        number = row.get("line", str(line))
        if not _NUMBER.match(number):
            errors["line"] = "must be a number"
        return ("refused", errors) if errors else self._add(int(number), checked, agreed)

    def _add(
        self, line: int, checked: CheckedSignature, agreed: list[str]
    ) -> tuple[RowOutcome, Mapping[str, str]]:
        # No mailbox begins with NUL, so no line is taken for one.
        lines = self.keys.identities(self.petition_id, f"\0paper\0{self.sheet}\0{line}")
        for old in filter(None, (self.store.find(self.petition_id, each[:32]) for each in lines)):
            if old.name in ("", checked.name):
                return "duplicates", {}
            return "refused", {"line": "was imported with another name (have the rows moved?)"}
        if self.store.was_erased(self.petition_id, [each[:32] for each in lines]):
            return "duplicates", {}  # the sheet must not bring back people who erased their signatures
        signature = self._signature(lines[0], checked, agreed)
        if not checked.email:
            return self._insert(signature, agreed), {}
        identities = self.keys.identities(self.petition_id, *mailbox_forms(checked.email))
        signature = replace(signature, identity=identities[0])
        known = self.store.find_by_identity(self.petition_id, identities)
        if not known:
            return self._insert(signature, agreed), {}
        outcome: RowOutcome = "duplicates"
        if len(known) == 1 and known[0].confirmed_at is None and known[0].state in ("pending", "quarantined"):
            quarantined = known[0].state == "quarantined"
            outcome = self._confirm(replace(signature, id=known[0].id), agreed, quarantined)
        if outcome == "added" or any(each.state not in ("pending", "quarantined") for each in known):
            # The mailbox's signature can be erased later, and the line must not be counted then.
            self.store.remember_paper(self.petition_id, lines[0][:32])
        return outcome, {}

    def _signature(self, identity: str, checked: CheckedSignature, agreed: list[str]) -> Signature:
        return Signature(
            self.petition_id,
            identity[:32],
            state="confirmed",
            counted=True,
            source="paper",
            identity=identity,
            name=checked.name,
            email=checked.email if "updates" in agreed else "",
            country=checked.country,
            postcode=checked.postcode,
            public="public" in agreed,
            locale=self.locale,
            created_at=self.now,
            confirmed_at=self.now,
            changed_at=self.now,
        )

    def _insert(self, signature: Signature, agreed: list[str]) -> RowOutcome:
        stored = self.store.insert(signature, *self._consents(signature, agreed))
        return "added" if stored else "duplicates"

    def _confirm(self, signature: Signature, agreed: list[str], quarantined: bool) -> RowOutcome:
        """Replace an unconfirmed form, which anybody may have sent, with the paper's data, and confirm it."""
        amended = self.store.amend(signature, *self._consents(signature, agreed), quarantined=quarantined)
        confirmed = amended and self.store.confirm(self.petition_id, signature.id, self.now) == "confirmed"
        return "added" if confirmed else "duplicates"

    def _consents(
        self, signature: Signature, agreed: list[str]
    ) -> tuple[list[ConsentEntry], list[ConsentWording]]:
        granted = [self.consents[purpose] for purpose in agreed]
        return consent_records(self.petition_id, signature.id, granted, "paper", self.now)


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
        if len(text.splitlines()) > 1 and name != "reason":
            return {name: "must be one line (is a quotation mark missing, or one too many?)"}
    code = _WHOLE_ROW.search(row.get("name", ""))
    if code and is_territory(code[1]) and not row.get("country", ""):
        return {"name": "must not have other cells in it (is the whole row in quotation marks?)"}
    return {}
