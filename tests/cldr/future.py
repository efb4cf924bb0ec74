"""A Babel from the future: the installed one with the kinds of change that a release of CLDR brings.

``python tests/cldr/future.py FOLDER`` writes the package into a folder that goes first on ``PYTHONPATH``.
"""

from __future__ import annotations

import pickle
import shutil
import sys
from pathlib import Path
from typing import Any

import babel
from babel import core
from babel.plural import PluralRule

VERSION, CLDR = "99.0", "99"
#: Polish tells 2 apart, Belarusian tells nothing apart, a day has another German name, and CLDR gives up
#: Lithuanian (which has a catalog) and Kazakh (which has none). It adds a territory and drops another's name.
SPLIT, MERGED, RENAMED, REMOVED = "pl", "be", "de", ("lt", "kk")
DAY = "Sonnentag"
NEW_TERRITORY, DROPPED_TERRITORY = "QX", "AX"


def make_future_babel(folder: Path) -> Path:
    """Write the package.

    Args:
        folder: An empty folder.

    Returns:
        The same folder, to be put first on the import path.
    """
    package = folder / "babel"
    shutil.copytree(Path(babel.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    init = package / "__init__.py"
    source = init.read_text(encoding="utf-8")
    assert f"'{babel.__version__}'" in source
    init.write_text(source.replace(f"'{babel.__version__}'", f"'{VERSION}'"), encoding="utf-8")
    if not hasattr(core, "get_cldr_version"):  # Babel before 2.19
        with open(package / "core.py", "a", encoding="utf-8") as file:
            file.write(f"\n\ndef get_cldr_version():\n    return {CLDR!r}\n")
    with (
        _edited(package / "global.dat") as world,
        _edited(package / "locale-data" / f"{SPLIT}.dat") as split,
        _edited(package / "locale-data" / f"{MERGED}.dat") as merged,
        _edited(package / "locale-data" / f"{RENAMED}.dat") as renamed,
        _edited(package / "locale-data" / "en.dat") as english,
    ):
        english["territories"][NEW_TERRITORY] = "Newland"
        del english["territories"][DROPPED_TERRITORY]
        world["cldr"] = {**world.get("cldr", {}), "version": CLDR}
        rules = dict(split["plural_form"].rules)
        split["plural_form"] = PluralRule({**rules, "few": f"{rules['few']} and n is not 2", "two": "n is 2"})
        merged["plural_form"] = PluralRule({})
        for form in renamed["unit_patterns"]["duration-day"].values():
            for category, pattern in form.items():
                if isinstance(pattern, str):
                    form[category] = pattern.replace("Tagen", DAY).replace("Tage", DAY).replace("Tag", DAY)
    for code in REMOVED:
        for file in package.glob(f"locale-data/{code}*.dat"):
            if file.stem.split("_")[0] == code:
                file.unlink()
    return folder


class _edited:
    """Unpickle a file of Babel's, and pickle it again at the end of the block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: dict[str, Any] = pickle.loads(path.read_bytes())

    def __enter__(self) -> dict[str, Any]:
        return self.data

    def __exit__(self, *_: object) -> None:
        self.path.write_bytes(pickle.dumps(self.data, 2))


if __name__ == "__main__":
    print(make_future_babel(Path(sys.argv[1])))
