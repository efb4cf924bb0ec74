"""Show all icons on one page, to be looked at after one has been drawn or changed."""

from devtools.environment import python, set_up
from devtools.process import ROOT


def main() -> None:
    """Write the page, and print where it is."""
    set_up("tests")
    python(ROOT / "docs" / "icons.py")
