"""What the tests can do with a browser, whichever engine it has."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from .host import Outside


class Engine(Protocol):
    """A running browser with a fresh profile, one page, and no way to the internet."""

    #: What Debian and npm call its parts.
    needs: ClassVar[str]
    version: str

    def __init__(self, outside: Outside, *, scripting: bool = True) -> None:
        """Start the browser, or raise ``FileNotFoundError`` if a program is missing."""

    def open(self, url: str) -> None:
        """Load a page, and wait until it is loaded."""

    def path(self) -> str:
        """Return the path of the page's URL, without a script: while a page is loading, none may run."""

    def run(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function in the page; a promise is awaited, where the page may have scripts."""

    def click(self, selector: str) -> None:
        """Click as a reader does."""

    def type(self, selector: str, text: str) -> None:
        """Type into a field."""

    def paste(self, selector: str) -> None:
        """Paste into a field with the keyboard."""

    def picture(self, url: str, width: int) -> bytes:
        """Load a page in a window of a width, and take a picture of all of it (PNG)."""

    def console(self) -> list[str]:
        """Return what the engine itself said of the page since the last call, if it tells anybody."""

    def close(self) -> None:
        """End every program that was started, and remove the profile."""


def missing(what: str) -> FileNotFoundError:
    """Make the error that names a missing part."""
    return FileNotFoundError(f"{what} could not be found; python dev.py test installs it where it may")
