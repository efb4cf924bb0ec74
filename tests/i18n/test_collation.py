"""The alphabets are those of ICU with full data (Node); ``test_territories`` compares whole lists."""

from __future__ import annotations

import re

import pytest

from solidarity_widgets.i18n.cldr.collation import _TAILORINGS, collation_key

from ..cldr.releases import ask_node

pytestmark = pytest.mark.cldr


#: Steps of an alphabet that ICU does not take.
OTHER_STEPS = {
    *(("tg", "е", "<", "ё"), ("tg", "и", "<", "ӣ"), ("tg", "у", "<", "ӯ")),  # CLDR has no Tajik collation
    ("ar", "آ", "<", "ء"),  # ICU reads آ as two alefs, which puts it at the same place
}
ASK_STEPS = """
const wrong = ([tag, one, relation, other]) => {
    const {compare} = new Intl.Collator(tag, {sensitivity: "base"});
    if (relation === "=") return compare(one, other) !== 0;
    return compare(one, other) >= 0 || compare(one + "q", other) >= 0;
};
const steps = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(steps.filter(wrong)));
"""


def test_every_step_of_every_alphabet_is_one_of_icu() -> None:
    steps = []
    for language, alphabet in _TAILORINGS.items():
        for chain in alphabet.split():
            parts = re.split("([<=])", chain)
            for one, relation, other in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
                # These have both scripts in one line, and in ICU each has its own collation.
                script = ("Cyrl" if one == "и" else "Latn") if language in ("bs", "hr", "sr") else ""
                tag = f"{'sr' if script else language}-{script}".strip("-")
                steps.append((tag, one, relation, other))
    assert len(steps) > 200
    assert {tuple(step) for step in ask_node(ASK_STEPS, steps)} == OTHER_STEPS


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("be", ["Астравы", "Аўстралія", "Ельск", "Ёрш", "Зімбабвэ", "Іарданія"]),
        ("pl", ["Litwa", "lwów", "Łotwa", "Macedonia"]),
        ("de", ["Oman", "Österreich", "Pakistan"]),
        ("tr", ["Honduras", "Irak", "İran"]),
        ("en", ["", "A b", "A-c", "Ab", "ab'c", "abd", "ac"]),
    ],
)
def test_orders_to_read_by_eye(language: str, ordered: list[str]) -> None:
    shuffled = sorted(ordered, reverse=True)
    assert sorted(shuffled, key=collation_key(language)) == ordered
