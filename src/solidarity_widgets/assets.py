"""The stylesheet and the script: tags with nonce and integrity, paths for static collectors.

The files are in the package, under ``static/solidarity_widgets/``, which is where Django looks for an
app's static files. Any other server publishes :func:`directory` under a prefix and gives that prefix as
``base``.
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import shutil
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from importlib_resources import as_file, files
from importlib_resources.abc import Traversable
from markupsafe import Markup

from solidarity_widgets.html import element
from solidarity_widgets.text import TextLike, safe_text

#: The folder of the files below the static root.
FOLDER = "solidarity_widgets"
STYLESHEET = "solidarity_widgets.css"
SCRIPT = "solidarity_widgets.js"


def root() -> Traversable:
    """Return the package's static root, wherever the package lies (a folder or a zip file).

    Returns:
        A ``Traversable`` that holds :data:`FOLDER`.

    Example:
        >>> (root() / FOLDER / STYLESHEET).is_file()
        True
    """
    return files("solidarity_widgets") / "static"


@cache
def directory() -> Path:
    """Return the static root as a real folder, for collectors that want a path.

    Returns:
        The folder holding :data:`FOLDER`. From a zip file it is unpacked once, for the life of the process.

    Example:
        >>> sorted(path.suffix for path in (directory() / FOLDER).glob("solidarity_widgets.*"))
        ['.css', '.js']
    """
    stack = ExitStack()
    atexit.register(stack.close)
    return Path(stack.enter_context(as_file(root())))


def copy_to(target: str | Path) -> Path:
    """Copy the stylesheet and the script, e.g. into a static site's output.

    Args:
        target: A folder; ``solidarity_widgets/`` is made in it.

    Returns:
        The folder that now holds the two files.

    Raises:
        OSError: If the folder cannot be written.
    """
    folder = Path(target) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in (STYLESHEET, SCRIPT):
        with (root() / FOLDER / name).open("rb") as source, (folder / name).open("wb") as copy:
            shutil.copyfileobj(source, copy)
    return folder


@cache
def read(name: str) -> bytes:
    """Return the content of one of the two files.

    Args:
        name: :data:`STYLESHEET` or :data:`SCRIPT`.

    Returns:
        The bytes as they are served.
    """
    return (root() / FOLDER / name).read_bytes()


@cache
def integrity(name: str) -> str:
    """Return the Subresource Integrity value of one of the two files.

    Args:
        name: :data:`STYLESHEET` or :data:`SCRIPT`.

    Returns:
        ``sha384-…`` (W3C Subresource Integrity).

    Example:
        >>> integrity(SCRIPT)[:7]
        'sha384-'
    """
    return "sha384-" + base64.b64encode(hashlib.sha384(read(name)).digest()).decode("ascii")


def _href(name: str, base: object) -> str:
    # The query changes with the content, so that a cached old file never meets a new integrity value.
    version = hashlib.sha256(read(name)).hexdigest()[:8]
    return f"{safe_text(base, 'base').rstrip('/')}/{FOLDER}/{name}?v={version}"


def stylesheet(nonce: TextLike = None, *, base: str = "/static", integrity: bool = True) -> Markup:
    """Make the ``<link>`` of the stylesheet; once in a page's head.

    Args:
        nonce: The page's CSP nonce, if it has one.
        base: The prefix under which the static root is published.
        integrity: Whether to add the Subresource Integrity value (off where a build step changes the
            file, or where pages are opened as local files).

    Returns:
        The tag.

    Example:
        >>> print(stylesheet(integrity=False))  # doctest: +ELLIPSIS
        <link rel="stylesheet" href="/static/solidarity_widgets/solidarity_widgets.css?v=...">
    """
    attributes = {"rel": "stylesheet", "href": _href(STYLESHEET, base), "nonce": nonce or None}
    return element("link", {**attributes, "integrity": _integrity_if(STYLESHEET, integrity)})


def script(nonce: TextLike = None, *, base: str = "/static", integrity: bool = True) -> Markup:
    """Make the ``<script>`` tag; once in a page. Pages work without it.

    Args:
        nonce: The page's CSP nonce, if it has one.
        base: The prefix under which the static root is published.
        integrity: Whether to add the Subresource Integrity value.

    Returns:
        The tag, deferred.

    Example:
        >>> print(script(nonce="r4nd0m", integrity=False))  # doctest: +ELLIPSIS
        <script src="/static/solidarity_widgets/solidarity_widgets.js?v=..." defer nonce="r4nd0m"></script>
    """
    attributes = {"src": _href(SCRIPT, base), "defer": True, "nonce": nonce or None}
    return element("script", {**attributes, "integrity": _integrity_if(SCRIPT, integrity)})


def _integrity_if(name: str, wanted: bool) -> str | None:
    return integrity(name) if wanted else None
