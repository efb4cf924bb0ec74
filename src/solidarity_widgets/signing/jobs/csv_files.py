"""The CSV files of an import: its source, and the file of rejects."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from solidarity_widgets.exceptions import InvalidFieldError, Withheld
from solidarity_widgets.signing.jobs.csv_cells import escape_cell, unescape_cell
from solidarity_widgets.signing.jobs.files import BYTE_ORDER_MARK, copy_file

#: Columns that are checked as the form's fields are.
SIGNER_COLUMNS = ("name", "email", "country", "postcode")
#: The columns that only a file of rejects has.
REJECT_COLUMNS = ("line", "reason")


@dataclass(frozen=True, slots=True)
class CsvSource:
    """A CSV file that was read once from its first to its last row, so that all of it can be read again.

    Attributes:
        path: Where it is.
        delimiter: The character that separates its cells.
        rows: How many rows it has after the first one, blank ones included.
    """

    path: Path
    delimiter: str
    rows: int

    @classmethod
    def check(cls, path: Path) -> CsvSource:
        """Read a file to its end.

        A quotation mark that is never closed would turn all the following rows into one cell. The reader is
        strict, because it is better to refuse the file than to lose those rows.

        Args:
            path: The file.

        Returns:
            What is known of it.

        Raises:
            InvalidFieldError: If it is no CSV file in UTF-8; the error says in which line.
            OSError: If it cannot be read.
        """
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter, line, rows = ",", 1, -1
            try:
                delimiter = _detect_delimiter(file)
                reader = csv.reader(file, delimiter=delimiter, strict=True)
                for _ in reader:
                    line, rows = reader.line_num + 1, rows + 1
            except UnicodeDecodeError:
                reason = "must be UTF-8 (save it as “CSV UTF-8”)"
                raise InvalidFieldError("source", str(path), reason) from None
            except csv.Error as error:
                reason = (
                    f"must be a CSV file; the row that begins in line {line} is not ({error}): is a "
                    "quotation mark missing, or one too many?"
                )
                raise InvalidFieldError("source", str(path), reason) from None
        return cls(path, delimiter, max(rows, 0))

    @contextmanager
    def read(self) -> Iterator[Iterator[list[str]]]:
        """Open the file again.

        Yields:
            Its rows, the first one included.

        Raises:
            InvalidFieldError: If it is not the file it was.
        """
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                yield csv.reader(file, delimiter=self.delimiter, strict=True)
        except (UnicodeDecodeError, csv.Error):
            raise self._changed() from None

    def check_unchanged(self, rows: int) -> None:
        """Refuse a file that has other rows now than it had.

        Args:
            rows: How many rows were read after the first one.

        Raises:
            InvalidFieldError: If these are not all.
        """
        if rows != self.rows:
            raise self._changed()

    def _changed(self) -> InvalidFieldError:
        reason = "must not change while it is imported (import it again)"
        return InvalidFieldError("source", str(self.path), reason)


def _detect_delimiter(file: TextIO) -> str:
    """Return the character that separates the cells: much of Europe's spreadsheets write semicolons."""
    head = file.readline()
    file.seek(0)
    return max(",;\t", key=head.count)


def drop_empty_cells(cells: list[str], count: int) -> list[str]:
    """Drop the empty cells that a spreadsheet writes after the last column of a row.

    Args:
        cells: The row.
        count: How many columns there are. Cells in them stay.

    Returns:
        The row without them.

    Example:
        >>> drop_empty_cells(["Алесь", "", "", " "], 2), drop_empty_cells(["Алесь", "", "x", ""], 2)
        (['Алесь', ''], ['Алесь', '', 'x'])
    """
    end = len(cells)
    while end > count and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def read_columns(head: list[str], known: Collection[str], purposes: Collection[str]) -> list[str]:
    """Read the names of a file's columns.

    Args:
        head: The first row.
        known: The columns that the file can have. It can have those of a file of rejects too.
        purposes: The purposes whose words are known.

    Returns:
        The names. A column without one has an empty name, unless it is at the end.

    Raises:
        InvalidFieldError: If one is unknown or comes twice, or the words of a consent are missing.
    """
    columns = [cell.strip().lower() for cell in drop_empty_cells(head, 0)]
    known = [*known, *REJECT_COLUMNS]
    if not set(columns) & set(SIGNER_COLUMNS):  # it may be somebody's name then
        reason = f"must begin with a row that names its columns, such as {', '.join(SIGNER_COLUMNS)}"
        raise InvalidFieldError("source", Withheld(", ".join(head)), reason)
    for column in filter(None, columns):
        if column in ("public", "updates") and column not in purposes:
            reason = f"must hold the words for the column {column!r}, so that the consent can be proven"
            raise InvalidFieldError("consents", list(purposes), reason)
        if column not in known or columns.count(column) > 1:
            reason = f"must have columns among {', '.join(known)}, each once, named in its first row"
            raise InvalidFieldError("source", column, reason)
    return columns


@contextmanager
def open_rejects(
    path: Path, columns: list[str], *, delimiter: str, bom: bool
) -> Iterator[Callable[[int, list[str], Mapping[str, str]], None]]:
    """Yield a function that writes a rejected row. The file appears when the import has ended.

    Until then, the rows are in a file without a name, which disappears with the process. An import that is
    killed leaves nobody's data on the disk.

    Args:
        path: The file to make. It is not made if no row was rejected.
        columns: What :func:`read_columns` returned.
        delimiter: The character that separates the cells: the source's, so that its spreadsheet opens the
            file.
        bom: Whether the file begins with a byte order mark.

    Yields:
        A function that takes a row's line, its cells, and column -> reason.
    """
    source_columns = [index for index, name in enumerate(columns) if name and name not in REJECT_COLUMNS]
    nameless = [index for index, name in enumerate(columns) if not name]
    number = columns.index("line") if "line" in columns else None
    has_rejects = False

    def reject(line: int, cells: list[str], reasons: Mapping[str, str]) -> None:
        nonlocal has_rejects
        has_rejects = True
        padded = cells + [""] * (len(columns) - len(cells))
        original_line = str(line) if number is None else padded[number]
        reasons_text = "; ".join(f"{name}: {reason}" for name, reason in reasons.items())
        surplus = [*(padded[index] for index in nameless), *padded[len(columns) :]]
        row = [
            original_line,
            reasons_text,
            *(padded[index] for index in source_columns),
            *drop_empty_cells(surplus, 0),
        ]
        writer.writerow([escape_cell(unescape_cell(cell)) for cell in row])

    with TemporaryFile(dir=path.parent) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        if bom:
            text.write(BYTE_ORDER_MARK)
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, delimiter=delimiter)
        writer.writerow([*REJECT_COLUMNS, *(columns[index] for index in source_columns)])
        try:
            yield reject
            if has_rejects:
                file.seek(0)
                copy_file(file, path)
        finally:
            text.detach()
