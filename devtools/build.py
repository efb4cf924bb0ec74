"""Build the packages as they are published."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

from devtools.environment import python, set_up
from devtools.process import ROOT


def main() -> None:
    """Build the sdist and the wheel, and compare the wheel with one that is built from the tree."""
    set_up("dev")
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    python("-m", "build", "--outdir", dist)
    python("-m", "build", "--wheel", "--outdir", dist / "from-tree")
    [wheel] = dist.glob("*.whl")
    [from_tree] = dist.glob("from-tree/*.whl")
    names, expected = (sorted(zipfile.ZipFile(path).namelist()) for path in (wheel, from_tree))
    if names != expected:
        sys.exit(f"The wheel of the sdist and the wheel of the tree differ: {set(names) ^ set(expected)}")
    languages = {path.name for path in (ROOT / "locales").iterdir() if path.is_dir()}
    compiled = {Path(name).parts[2] for name in names if name.endswith(".mo")}
    if languages != compiled:
        sys.exit(f"The wheel and locales/ have different languages: {languages ^ compiled}")
    shutil.rmtree(dist / "from-tree")
    print(f"{wheel.name}: {len(names)} files, {len(compiled)} languages")
