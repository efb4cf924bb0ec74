"""Take the README's screenshots again."""

from devtools import programs
from devtools.environment import python, set_up
from devtools.process import ROOT


def main() -> None:
    """Run the program that takes the screenshots."""
    set_up("tests")
    if not programs.find_browser():
        programs.install_packages(*programs.BROWSER_PACKAGES)
    python(ROOT / "docs" / "screenshots.py", env={"CHROMIUM": programs.find_browser() or ""})
