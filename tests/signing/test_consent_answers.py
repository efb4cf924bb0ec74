"""An answer on paper is yes or no in the languages of the sheets, or it is asked about."""

from __future__ import annotations

import pytest

from solidarity_widgets.signing.jobs.consent_answers import parse_answer


@pytest.mark.parametrize(
    "text",
    [
        "yes", "YES", " Yes. ", "y", "x", "X", "х", "Х", "×", "✓", "✔", "✔️", "☑", "+", "1", "true",
        "так", "ТАК", "да", "Да!", "ja", "JA", "tak", "oui", "sí", "si\u0301", "taip",
        "jā", "jah", "ano", "evet", "نعم", "بله", "כן",
        "ИСТИНА", "WAHR", "VRAI", "PRAWDA",
    ],
)  # fmt: skip
def test_yes(text: str) -> None:
    assert parse_answer(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "no", "NO.", "n", "0", "-", "–", "—", "false", "не", "ні", "Нет", "nein", "nie", "ne", "non",
        "nej", "لا", "לא", "ЛОЖЬ", "FALSCH", "FAUX", "FAŁSZ",
    ],
)  # fmt: skip
def test_no(text: str) -> None:
    assert parse_answer(text) is False


@pytest.mark.parametrize("text", ["perhaps", "?", "yes and no", "2", "так і не", "✗", "✘", "Алесь"])
def test_nobody_guesses(text: str) -> None:
    assert parse_answer(text) is None
