"""The CSV files that paper signatures come from, and those that refused rows go to."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.petitions.consent import Consent
from solidarity_widgets.signing.jobs.csv_cells import escape_cell, unescape_cell
from solidarity_widgets.signing.jobs.files import locked_file, sync

#: Columns that are checked as the form's fields are.
SIGNER_COLUMNS = ("name", "email", "country", "postcode")
#: What rejects have besides.
REJECT_COLUMNS = ("line", "reason")


@contextmanager
def csv_errors(source: Path) -> Iterator[None]:
    """Turn what goes wrong while a file is read into an error that names the file."""
    try:
        yield
    except UnicodeDecodeError:
        raise InvalidFieldError("source", str(source), "must be UTF-8 (save it as “CSV UTF-8”)") from None
    except csv.Error as error:
        raise InvalidFieldError("source", str(source), f"must be a CSV file ({error})") from None


def detect_delimiter(file: TextIO) -> str:
    """Find what stands between the cells: spreadsheets of much of Europe write semicolons into CSV files."""
    head = file.readline()
    file.seek(0)
    return max(",;\t", key=head.count)


def read_columns(head: list[str], consents_by_purpose: Mapping[str, Consent]) -> list[str]:
    """Read the names of a file's columns.

    Args:
        head: The first row.
        consents_by_purpose: Consents by purpose; each but ``processing`` may have a column.

    Returns:
        The names.

    Raises:
        InvalidFieldError: If one is unknown or comes twice, or the words of a consent are missing.
    """
    columns = [cell.strip().lower() for cell in head]
    known = [
        *SIGNER_COLUMNS,
        *REJECT_COLUMNS,
        *(purpose for purpose in consents_by_purpose if purpose != "processing"),
    ]
    if not set(columns) & set(SIGNER_COLUMNS):  # it may be somebody's name then
        reason = f"must begin with a row that names its columns, such as {', '.join(SIGNER_COLUMNS)}"
        raise InvalidFieldError("source", Withheld(", ".join(head)), reason)
    for column in columns:
        if column in ("public", "updates") and column not in consents_by_purpose:
            reason = f"must hold the words for the column {column!r}, so that the consent can be proven"
            raise InvalidFieldError("consents", list(consents_by_purpose), reason)
        if column not in known or columns.count(column) > 1:
            reason = f"must have columns among {', '.join(known)}, each once, named in its first row"
            raise InvalidFieldError("source", column, reason)
    return columns


@contextmanager
def open_rejects(
    path: Path, columns: list[str]
) -> Iterator[Callable[[int, list[str], Mapping[str, str]], None]]:
    """Give a function that writes a refused row; the file gets its name when the import has ended."""
    part = path.with_name(f"{path.name}.part")
    source_columns = [index for index, name in enumerate(columns) if name not in REJECT_COLUMNS]
    number = columns.index("line") if "line" in columns else None
    has_rejects = False

    def reject(line: int, cells: list[str], reasons: Mapping[str, str]) -> None:
        nonlocal has_rejects
        has_rejects = True
        padded = cells + [""] * (len(columns) - len(cells))
        original_line = str(line) if number is None else padded[number]
        reasons_text = "; ".join(f"{name}: {reason}" for name, reason in reasons.items())
        row = [
            original_line,
            reasons_text,
            *(padded[index] for index in source_columns),
            *padded[len(columns) :],
        ]
        writer.writerow([escape_cell(unescape_cell(cell)) for cell in row])

    with locked_file(part) as file:
        file.truncate()
        text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        try:
            writer = csv.writer(text, quoting=csv.QUOTE_ALL)
            writer.writerow([*REJECT_COLUMNS, *(columns[index] for index in source_columns)])
            yield reject
            if has_rejects:
                sync(file)
                os.replace(part, path)
        finally:
            text.detach()
            part.unlink(missing_ok=True)
