"""Cells of a CSV file that no spreadsheet takes for a formula, and back.

A spreadsheet runs a cell that begins with one of a few characters, quoted or not, on the machine of whoever
opens the file (OWASP, "CSV Injection"; CWE-1236; OWASP ASVS 5.0, 1.2.10). A name may begin with them.
"""

from __future__ import annotations

#: What begins a formula: OWASP's list, their full-width forms (Japanese and Chinese spreadsheets take them
#: for the same), and NUL (ASVS 1.2.10).
_FORMULA = "=+-@\t\r\n\0＝＋－＠"
_MARK = "'"
_ESCAPED = (*_FORMULA, _MARK)


def escape_cell(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    A cell that begins with an apostrophe gets another one, so that :func:`unescape_cell` is exact.

    Args:
        cell: Any text.

    Returns:
        Text that begins with no formula's character.

    Example:
        >>> escape_cell("=cmd()"), escape_cell("Алесь"), escape_cell("'t Hooft")
        ("'=cmd()", 'Алесь', "''t Hooft")
    """
    return _MARK + cell if cell.startswith(_ESCAPED) else cell


def unescape_cell(cell: str) -> str:
    """Take back exactly what :func:`escape_cell` did.

    Args:
        cell: A cell that may come from :func:`escape_cell`.

    Returns:
        The text as it was; an apostrophe that :func:`escape_cell` cannot have put there stays.

    Example:
        >>> unescape_cell("'=cmd()"), unescape_cell("''t Hooft"), unescape_cell("'t Hooft")
        ('=cmd()', "'t Hooft", "'t Hooft")
    """
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith(_ESCAPED) else cell
