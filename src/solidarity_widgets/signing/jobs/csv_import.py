"""Importing signatures from a CSV file: those on paper, and those of another tool on the web."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from solidarity_widgets.checks import check_whole
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import LocaleLike, get_locale
from solidarity_widgets.petitions import Consent
from solidarity_widgets.petitions.fields import FieldNames
from solidarity_widgets.signing.context import check_keys
from solidarity_widgets.signing.jobs.csv_files import CsvSource, open_rejects, read_columns
from solidarity_widgets.signing.jobs.csv_rows import RowImporter, RowOutcome
from solidarity_widgets.signing.jobs.csv_web_rows import WebRowImporter
from solidarity_widgets.signing.jobs.files import check_target
from solidarity_widgets.signing.jobs.progress import JobProgress, ProgressCallback
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.store.protocol import SignatureStore


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
    dry_run: bool = False,
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
        dry_run: Store nothing and write no file; only return what would become of the rows.
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
    importer = RowImporter(
        store,
        petition_id,
        keys=keys,
        sheet=sheet,
        now=now,
        required=required,
        consents=consents,
        locale=get_locale(locale),
        dry_run=dry_run,
    )
    return _import_rows(importer, source, rejects=rejects, bom=bom, batch=batch, progress=progress)


def import_web(
    store: SignatureStore,
    petition_id: str,
    source: str | os.PathLike[str],
    *,
    keys: Keys,
    sheet: str,
    now: int,
    required: FieldNames = "name email",
    consents: Iterable[Consent] = (),
    locale: LocaleLike = None,
    rejects: str | os.PathLike[str] | None = None,
    dry_run: bool = False,
    bom: bool = True,
    batch: int = 500,
    progress: ProgressCallback | None = None,
) -> ImportResult:
    r"""Import signatures that another tool on the web has collected and confirmed, from a CSV file.

    It works as :func:`import_paper` does, with the columns that a tool on the web has:

    - ``signed``, which every row must fill: the day (``2027-01-15``) or time (``2027-01-15T10:30:00+02:00``)
      at which the form was sent. A time without an offset is UTC.
    - ``confirmed``: when the signer confirmed the address. If there is such a column, a row without a day is
      rejected. Without the column, it is the time of ``signed``: import only what was confirmed.
    - ``message``.
    - A column for each consent, ``processing`` too, with ``yes`` or nothing. ``updates_date`` says when it
      was given; by default when the form was sent. ``updates_version`` says which words the signer saw, if
      they changed: it is the ``version`` of one of several consents for that purpose in *consents*.

    What the file does not say, nobody agreed to. Without a column ``updates``, no address is kept, and nobody
    gets news.

    Args:
        store: The store.
        petition_id: The petition's id.
        source: The file.
        keys: The service's keys.
        sheet: Your name for the file. Rows under another name are other signatures.
        now: The time in seconds since 1970, UTC. The change feed has the day of the import.
        required: The columns that every row must fill besides ``signed``.
        consents: The words that the signers saw, for each consent that has a column.
        locale: The language of these words, and of emails to the signers; by default the page's.
        rejects: The file for rejected rows; by default ``source`` with the ending ``.rejects.csv``.
        dry_run: Store nothing and write no file; only return what would become of the rows.
        bom: Whether the file of rejects begins with a byte order mark.
        batch: How many rows to import between two calls of *progress*.
        progress: Called after each batch; its cursor is the line.

    Returns:
        How many rows were added, were there before, were rejected, and were blank.

    Raises:
        InvalidFieldError: As from :func:`import_paper`.
        OSError: If a file cannot be read or written.

    Example:
        >>> import tempfile
        >>> from solidarity_widgets.signing.store.sql import SqlSignatureStore
        >>> keys = Keys("3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB")
        >>> news = Consent("updates", "Write to me.", version="2026")
        >>> with SqlSignatureStore("sqlite://") as store, tempfile.TemporaryDirectory() as folder:
        ...     store.create_tables()
        ...     path = Path(folder, "other.csv")
        ...     _ = path.write_text(
        ...         "name,email,signed,updates\nАлесь,ales@example.org,2026-11-03,yes\n", "utf-8"
        ...     )
        ...     found = import_web(
        ...         store, "release", path, keys=keys, sheet="Other tool", now=1_800_000_000, consents=[news]
        ...     )
        ...     print(found, [change.event for change in store.changes("release")])
        ImportResult(added=1, duplicates=0, refused=0, blank=0) ['confirmed', 'subscribed']
    """
    importer = WebRowImporter(
        store,
        petition_id,
        keys=keys,
        sheet=sheet,
        now=now,
        required=required,
        consents=consents,
        locale=get_locale(locale),
        dry_run=dry_run,
    )
    return _import_rows(importer, source, rejects=rejects, bom=bom, batch=batch, progress=progress)


def _import_rows(
    importer: RowImporter,
    source: str | os.PathLike[str],
    *,
    rejects: str | os.PathLike[str] | None,
    bom: bool,
    batch: int,
    progress: ProgressCallback | None,
) -> ImportResult:
    check_whole(batch, "batch", 1)
    if not importer.dry_run:
        check_keys(importer.store, importer.keys)
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
    with csv_source.read() as rows, ExitStack() as stack:
        columns = read_columns(next(rows, []), importer.columns, importer.purposes)
        importer.check_columns(columns)
        reject = None
        if not importer.dry_run:
            reject = stack.enter_context(
                open_rejects(target, columns, delimiter=csv_source.delimiter, bom=bom)
            )
        for line, cells in enumerate(rows, start=2):
            outcome, reasons = importer.import_row(line, columns, cells)
            counts[outcome] += 1
            if reasons and reject is not None:
                reject(line, cells, reasons)
            if progress is not None and (line - 1) % batch == 0:
                progress(JobProgress(line - 1, csv_source.rows, str(line)))
    result = ImportResult(**counts)
    csv_source.check_unchanged(result.rows)
    if progress is not None:
        progress(JobProgress(result.rows, result.rows, str(line)))
    return result
