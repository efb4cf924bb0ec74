"""Cells of a CSV file that a spreadsheet shows as they are, and back.

A spreadsheet runs a cell that begins with one of a few characters, quoted or not, on the machine of whoever
opens the file (OWASP, "CSV Injection"; CWE-1236; OWASP ASVS 5.0, 1.2.10). A name may begin with them.

It also turns what looks like a number or a date into one, and writes that back when it saves the file:
the postcode 04109 becomes 4109, and 2-10 becomes a day in October.
"""

from __future__ import annotations

import re

#: What begins a formula: OWASP's list, their full-width forms (Japanese and Chinese spreadsheets take them
#: for the same), and NUL (ASVS 1.2.10).
_FORMULA = "=+-@\t\r\n\0＝＋－＠"
_MARK = "'"
_ESCAPED = (*_FORMULA, _MARK)
#: A whole number that a spreadsheet shows and saves as it was: from 12 digits on, it shows 1.2E+11.
_PLAIN_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,10})\Z")
#: Months in the languages of this library's spreadsheets: English, Belarusian, Russian, Ukrainian, Polish,
#: German and French, abbreviated or whole.
_MONTH = (
    r"(?:jan(?:uary|uar|vier|v)?|feb(?:ruary|ruar)?|f[eé]v(?:rier|r)?|mar(?:ch|zec|ca|s)?|m[aä]rz"
    r"|apr(?:il)?|avr(?:il)?|ma[iyj]a?|june?|juni|juin|july?|juli|juil(?:let)?|aug(?:ust)?|ao[uû]t"
    r"|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|d[eé]c(?:embre)?"
    r"|sty(?:cznia|czeń)?|lut(?:ego|y)?|kwi(?:etnia|ecień)?|cze(?:rwca|rwiec)?|lip(?:ca|iec)?"
    r"|sie(?:rpnia|rpień)?|wrz(?:eśnia|esień)?|paź(?:dziernika|dziernik)?|lis(?:topada|topad)?"
    r"|gru(?:dnia|dzień)?"
    r"|янв(?:ар[ья])?|фев(?:рал[ья])?|мар(?:та?)?|апр(?:ел[ья])?|ма[йя]|июн[ья]?|июл[ья]?|авг(?:уста?)?"
    r"|сен(?:т|тябр[ья])?|окт(?:ябр[ья])?|ноя(?:б|бр[ья])?|дек(?:абр[ья])?"
    r"|сту(?:дзен[ья]|дз)?|лют(?:ы|ага|ого|ий)?|сак(?:авіка?)?|кра(?:савіка?)?|тра(?:вен[ья]|ўня|вня)?"
    r"|чэр(?:вен[ья])?|чер(?:вень|вня)?|ліп(?:ень|еня|ня)?|жні(?:вень|ўня)?|вер(?:асень|асня|есень|есня)?"
    r"|кас(?:трычніка?)?|ліс(?:тапада?|топада?)?|сне(?:жань|жня)?"
    r"|січ(?:ень|ня)?|бер(?:езень|езня)?|кві(?:тень|тня)?|сер(?:пень|пня)?|жов(?:тень|тня)?|гру(?:день|дня)?)"
)
#: What stands for a number, a date or a time in letters: exponents, halves of the day, months, truth.
_WORDS = re.compile(
    rf"(?:{_MONTH}|(?<=[0-9])e(?=[+-]?[0-9])|(?<=[0-9])\s?[ap]\.?m?\b|年|月|日|时|時|分|秒|년|월|일)",
    re.IGNORECASE,
)
_TRUTH = frozenset({"true", "false"})
#: More than any number or date has.
_MAX_LENGTH = 64


def _is_converted(cell: str) -> bool:
    """Tell whether a spreadsheet takes a text for a number, a date, a time or a truth value."""
    text = cell.strip()
    if len(text) > _MAX_LENGTH:  # a row of digits stays a number, however long
        return text.isdigit()
    if text.casefold() in _TRUTH:
        return True
    if not any(map(str.isdigit, text)) or _PLAIN_NUMBER.match(cell):
        return False
    return not any(map(str.isalpha, _WORDS.sub("", text)))


def escape_cell(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, or would change.

    A spreadsheet changes numbers and dates: leading zeros, digits from the twelfth on, ``2-10``, ``1E5``,
    ``5 May``, ``10 %``. A whole number of up to eleven digits stays as it is, and gets no apostrophe. Names
    of months are known in a few languages, and others are not recognized.

    The apostrophe is part of the cell: a spreadsheet shows it. A cell that begins with one gets another,
    so that :func:`unescape_cell` is exact.

    Args:
        cell: Any text.

    Returns:
        Text that a spreadsheet neither runs nor changes.

    Example:
        >>> escape_cell("=cmd()"), escape_cell("Алесь"), escape_cell("'t Hooft")
        ("'=cmd()", 'Алесь', "''t Hooft")
        >>> escape_cell("04109"), escape_cell("220030"), escape_cell("SW1A 1AA")
        ("'04109", '220030', 'SW1A 1AA')
    """
    return _MARK + cell if _is_escaped(cell) else cell


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
    return cell[1:] if cell.startswith(_MARK) and _is_escaped(cell[1:]) else cell


def _is_escaped(cell: str) -> bool:
    return cell.startswith(_ESCAPED) or _is_converted(cell)
