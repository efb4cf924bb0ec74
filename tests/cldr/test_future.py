"""A release of CLDR that splits, merges, renames and removes: nothing breaks but comparisons of words.

Babel is the real one with changed data (``future.py``), put first on the path of other processes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .future import (
    CLDR,
    DROPPED_TERRITORY,
    MERGED,
    NEW_TERRITORY,
    REMOVED,
    RENAMED,
    SPLIT,
    VERSION,
    make_future_babel,
)
from .releases import CHANGES

ROOT = Path(__file__).resolve().parents[2]

#: Renders every widget in every language, and everything that takes words from CLDR.
RENDER = """
import sys, warnings
warnings.simplefilter("error")
import babel, solidarity_widgets as sw
from solidarity_widgets.i18n import available_locales
lake = sw.Petition("lake", title="Lake", text="Text", demands=["A"], addressees=["B"], goal=10_000,
                   closes="2027-08-04", zone="Europe/Minsk", fields="name email country postcode message",
                   consents="processing updates public")
for code in [*sorted(available_locales()), "en", "kk", "ka", "xx"]:
    for style in ("long", "short", "narrow", "digital", "boxes"):
        now = "2027-07-02T03:04:05"
        assert str(sw.countdown("2027-08-04", zone="Europe/Minsk", now=now, style=style, locale=code))
        if style != "boxes":
            assert sw.format_duration("P1Y2M3W4DT5H6M7S", style=style, locale=code)
    networks = [network.id for network in sw.builtin_registry() if network.endpoint and not network.required]
    assert str(sw.share_buttons("https://example.org/", networks, retired="inert", locale=code))
    for step in ("sign", "confirm", "thanks"):
        options = {"action": "/s", "csrf": "t", "step": step, "now": "2027-08-01", "locale": code}
        assert str(sw.petition(lake, signed=7312, **options))
    print(code)
print(babel.__version__)
"""


@pytest.fixture(scope="module")
def future(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_future_babel(tmp_path_factory.mktemp("future"))


def run(future: Path, *arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(future), "PYTHONUTF8": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def test_the_library_imports_and_renders_every_page(future: Path, tmp_path: Path) -> None:
    printed = run(future, "-c", RENDER).split()
    assert printed[-1] == VERSION
    assert {SPLIT, MERGED, RENAMED, *REMOVED} <= set(printed)
    run(future, "-m", "solidarity_widgets", "demo", "--output", str(tmp_path))
    assert len([*tmp_path.glob("**/*.html")]) >= 14


def test_the_choice_of_territories_does_not_change(future: Path) -> None:
    program = f"""
from solidarity_widgets.i18n.cldr import cldr_data
from solidarity_widgets.i18n.cldr.territories import is_territory, territory_names
codes = {NEW_TERRITORY!r}, {DROPPED_TERRITORY!r}
english = territory_names(cldr_data("en"))
print({NEW_TERRITORY!r} in cldr_data("en").babel.territories, *map(is_territory, codes), len(english))
print(english[{DROPPED_TERRITORY!r}], territory_names(cldr_data("be"))[{DROPPED_TERRITORY!r}])
"""
    assert run(future, "-c", program) == "True False True 250\nAX Аландскія астравы\n"


def test_a_catalog_chooses_its_forms_by_its_own_header(future: Path) -> None:
    """Belarusian has days of its own in three forms, though this CLDR knows one category."""
    program = (
        "import solidarity_widgets as sw\n"
        "print(*(sw.format_duration(f'P{n}D', locale='be') for n in (1, 2, 5)))"
    )
    assert run(future, "-c", program) == "1 дзень 2 дні 5 дзён\n"


def test_the_catalog_check_says_what_to_add_and_who_asks_for_it(future: Path) -> None:
    printed = run(future, "-m", "solidarity_widgets", "catalog", "check", SPLIT, MERGED)
    assert (
        f"plural form 1 serves several categories of CLDR {CLDR} (Babel {VERSION}), few (3), two (2)"
        in printed
    )
    assert "0 errors" in printed
    assert f"{MERGED}, line" not in printed


def test_the_wheel_is_built(future: Path, tmp_path: Path) -> None:
    run(future, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(ROOT))
    assert list(tmp_path.glob("*.whl"))


def test_a_comparison_of_words_fails_and_says_why(future: Path) -> None:
    tests = "tests/countdowns/test_against_icu.py", "tests/i18n/test_dates.py", "tests/i18n/test_numbers.py"
    printed = run(future, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", *tests, status=1)
    failed = re.findall(r"^(?:SUBFAILED\[(\w+)\]|FAILED) \S+?\[(\w+)", printed, re.MULTILINE)
    styles = {"", "long", "short", "narrow", "digital"}
    named = {code.partition("_")[0] for codes in failed for code in codes} - styles
    # The data are those of the installed Babel, which need not have what later releases are known to change.
    known = {change.locale.partition("_")[0] for change in CHANGES}
    assert RENAMED in named
    assert named <= {SPLIT, MERGED, RENAMED, *REMOVED, *known}
    failures = re.split(r"^_{3,} .+ _{3,}$", printed, flags=re.MULTILINE)[1:]
    assert len(failures) > 9
    sentence = f"CLDR {CLDR} (Babel {VERSION}) is newer than the words of this test"
    assert [
        failure for failure in failures if sentence not in failure and "failed subtest" not in failure
    ] == []
