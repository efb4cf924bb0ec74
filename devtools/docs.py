"""Build the documentation site."""

import sys

from devtools import npm, programs
from devtools.environment import python, set_up
from devtools.process import ROOT


def main(check: str = "") -> None:
    """Build the site in build/docs. A warning or a broken link is an error.

    Args:
        check: ``--check`` to test the site too, in a browser.
    """
    if check not in ("", "--check"):
        sys.exit(f"docs has no argument {check}; it has --check.")
    set_up("docs", *(["tests"] if check else []))
    python("-m", "devtools.site")
    if check:
        if not programs.find_browser():
            programs.install_packages(*programs.BROWSER_PACKAGES)
        env = {"CHROMIUM": programs.find_browser() or ""}
        if axe := npm.AXE.fetch():
            env["SOLIDARITY_WIDGETS_AXE"] = str(axe / "axe.min.js")
        python("-m", "pytest", "-q", "-m", "docs", ROOT / "tests" / "docs_site", env=env)
