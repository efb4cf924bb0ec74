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
TEXT = st.text() | st.builds("{}{}".format, st.text("'=+-@\t\r\n＝＋－＠", min_size=1, max_size=3), st.text())


@pytest.mark.parametrize("character", FORMULA)
def test_a_formula_gets_an_apostrophe(character: str) -> None:
    assert escape_cell(f"{character}1+1") == f"'{character}1+1"


@pytest.mark.parametrize("cell", ["", "Алесь", "O'Neill", "a=b", " =1", "5", "\u200f=", "{x}", '"'])
def test_what_is_no_formula_stays(cell: str) -> None:
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
