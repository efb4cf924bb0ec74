"""Take pictures of the gallery, for eyes to judge the looks."""

from devtools import npm, programs
from devtools.environment import python, set_up


def main(*arguments: str) -> None:
    """Run the program that takes the pictures.

    Args:
        *arguments: ``chromium``, ``firefox`` or ``webkit``; by default all that are installed.
    """
    set_up("tests")
    if not programs.find_browser():
        programs.install_packages(*programs.BROWSER_PACKAGES)
    puppeteer = npm.PUPPETEER.fetch()
    env = {"CHROMIUM": programs.find_browser() or "", "SOLIDARITY_WIDGETS_PUPPETEER": str(puppeteer or "")}
    python("-m", "devtools.gallery_pictures", *arguments, env=env)
