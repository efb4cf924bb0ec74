"""The commands that contributors use. They need only Python 3.11 and pip.

    python dev.py demo [arguments]     show the widgets in a browser
    python dev.py test [arguments]     run the tests; arguments go to pytest
    python dev.py matrix [arguments]   run them with the lowest and the newest dependencies, on every Python
    python dev.py lint                 check style, types and import contracts
    python dev.py catalogs [--check]   update the message catalogs, or fail if that is needed; then check them
    python dev.py assets [--check]     build the script and stylesheet of pages, or fail if that is needed
    python dev.py icons                write a page with all icons, to be looked at
    python dev.py screenshots          take the README's screenshots again
    python dev.py gallery [browsers]   take pictures of every widget, in test-results/gallery
    python dev.py docs [--check]       build the documentation site, in build/docs, and test it
    python dev.py build                build the sdist, and the wheel from it and from the tree

The first run creates a virtual environment in .venv (or where SOLIDARITY_WIDGETS_VENV says) and installs the
project into it. Later runs do that again only if pyproject.toml has changed.
"""

import inspect
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may run this file
    sys.exit("Python 3.11 or newer is needed; this is %s." % sys.version.split()[0])  # noqa: UP031

from devtools import assets, build, catalogs, demo, docs, gallery, icons, lint, matrix, screenshots, test

COMMANDS = {
    module.__name__.rpartition(".")[2]: module.main
    for module in (demo, test, matrix, lint, catalogs, assets, icons, screenshots, gallery, docs, build)
}


def main() -> None:
    """Run the command that the arguments name."""
    name, *arguments = sys.argv[1:] or ["--help"]
    if name not in COMMANDS:
        print(__doc__)
        sys.exit(0 if name in ("-h", "--help") else 2)
    try:
        inspect.signature(COMMANDS[name]).bind(*arguments)
    except TypeError:
        sys.exit(f"{name} takes no arguments.")
    COMMANDS[name](*arguments)


if __name__ == "__main__":
    main()
