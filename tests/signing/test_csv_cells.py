"""No guarded cell begins a formula, and what the guard did is taken back exactly."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from solidarity_widgets.signing.jobs.csv_cells import escape_cell, unescape_cell

FORMULA = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
#: Texts that begin with what matters, often.
TEXT = (
    st.text()
    | st.text("0123456789 eE-.,:/'%amp", max_size=8)
    | st.builds("{}{}".format, st.text("'=+-@\t\r\n＝＋－＠", min_size=1, max_size=3), st.text())
)


@pytest.mark.parametrize("character", FORMULA)
def test_a_formula_gets_an_apostrophe(character: str) -> None:
    assert escape_cell(f"{character}1+1") == f"'{character}1+1"


@pytest.mark.parametrize("cell", ["", "Алесь", "O'Neill", "a=b", "5", "\u200f=", "{x}", '"'])
def test_what_is_no_formula_stays(cell: str) -> None:
    assert escape_cell(cell) == cell == unescape_cell(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "04109", "00", "123456789012", "1234567890123456789", "9" * 100, "2-10", "30-002", "100-0001",
        "11 000",
        "1E5", "1e+5", "12E-3", "5%", "€5", "(5)", "1,5", "1.5", "10.", "1/2", "1 1/2", "10:30", "10:30 pm",
        "9 a.m.", "2027-08-04", "4.8.2011", "5 May", "May 5", "MAR1", "SEPT2", "August 4, 2027", "5 мая",
        "4 жніўня", "12 студзеня 2020", "2月10日", " 04109", "٠٤١", "１２", "true", "FALSE",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_change_gets_an_apostrophe(cell: str) -> None:
    assert escape_cell(cell) == f"'{cell}"
    assert unescape_cell(f"'{cell}") == cell == unescape_cell(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "0", "220030", "94105", "12345678901", "SW1A 1AA", "1012 AB", "D02 AF30", "LV-1010", "AD500",
        "K1A 0B1",
        "BFPO 57", "Henry 8", "Алесь 1", "X Æ A-12", "May", "Mary 1", "Мая", "E15", "A" * 100 + "1", "web",
        "yes",
    ],
)  # fmt: skip
def test_what_it_shows_as_it_is_gets_none(cell: str) -> None:
    assert escape_cell(cell) == cell == unescape_cell(cell)


@given(TEXT)
@example("'")
@example("''")
@example("'=")
def test_there_and_back(cell: str) -> None:
    assert unescape_cell(escape_cell(cell)) == cell


@given(TEXT)
def test_guarded_text_begins_no_formula(cell: str) -> None:
    assert not escape_cell(cell).startswith(tuple(FORMULA))


@given(TEXT)
def test_what_the_guard_did_not_make_is_left_alone(cell: str) -> None:
    assert unescape_cell(cell) == cell or escape_cell(unescape_cell(cell)) == cell


@given(st.lists(TEXT.filter(lambda cell: "\0" not in cell), min_size=1))
def test_it_survives_a_csv_file(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(map(escape_cell, cells))
    file.seek(0)
    assert [[unescape_cell(cell) for cell in row] for row in csv.reader(file)] == [cells]
