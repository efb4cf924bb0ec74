"""The stylesheets and the script: tags with nonce and integrity, paths for static collectors.

The files are in the package, under ``static/solidarity_widgets/``, which is where Django looks for an
app's static files. On any other server, publish :func:`directory` under a prefix and pass that prefix as
``base``. The tags point to ``BASE/solidarity_widgets/…``.
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

from solidarity_widgets.arguments import suggest_arguments
from solidarity_widgets.exceptions import InvalidURLError
from solidarity_widgets.html import element
from solidarity_widgets.text import TextLike, safe_text
from solidarity_widgets.urls import check_form_target

#: The folder of the files below the static root.
FOLDER = "solidarity_widgets"
STYLESHEET = "solidarity_widgets.css"
#: The optional stylesheet with the colours of brands.
BRANDS = "solidarity_widgets_brands.css"
SCRIPT = "solidarity_widgets.js"
#: All files that a page can load.
FILES = (STYLESHEET, BRANDS, SCRIPT)


def root() -> Traversable:
    """Return the package's static root, whether the package is in a folder or in a zip file.

    Returns:
        A ``Traversable`` that holds :data:`FOLDER`.

    Example:
        >>> (root() / FOLDER / STYLESHEET).is_file()
        True
    """
    return files("solidarity_widgets") / "static"


@cache
def directory() -> Path:
    """Return the static root as a real folder, for servers and tools that need a path.

    Returns:
        The folder that contains :data:`FOLDER`. If the package is in a zip file, the folder is temporary and
        is removed when the process ends.

    Example:
        >>> sorted(path.suffix for path in (directory() / FOLDER).glob("solidarity_widgets.*"))
        ['.css', '.js']
    """
    stack = ExitStack()
    atexit.register(stack.close)
    return Path(stack.enter_context(as_file(root())))


def copy_to(target: str | Path) -> Path:
    """Copy the stylesheets and the script, for example into the output of a static site.

    Args:
        target: The folder that is published under ``base``. It and ``solidarity_widgets/`` in it are created
            if they do not exist.

    Returns:
        The folder ``solidarity_widgets``, with the three files.

    Raises:
        OSError: If the folder cannot be written.
    """
    folder = Path(target) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        with (root() / FOLDER / name).open("rb") as source, (folder / name).open("wb") as copy:
            shutil.copyfileobj(source, copy)
    return folder


@cache
def read(name: str) -> bytes:
    """Return the content of one of the files.

    Args:
        name: :data:`STYLESHEET`, :data:`BRANDS` or :data:`SCRIPT`.

    Returns:
        The bytes as they are served.
    """
    return (root() / FOLDER / name).read_bytes()


@cache
def integrity(name: str) -> str:
    """Return the Subresource Integrity value of one of the files.

    Args:
        name: :data:`STYLESHEET`, :data:`BRANDS` or :data:`SCRIPT`.

    Returns:
        ``sha384-…`` (W3C Subresource Integrity).

    Example:
        >>> integrity(SCRIPT)[:7]
        'sha384-'
    """
    return "sha384-" + base64.b64encode(hashlib.sha384(read(name)).digest()).decode("ascii")


def asset_url(name: str, base: TextLike = "/static") -> str:
    """Return the URL of one of the files. It changes with the content, for caches.

    Args:
        name: The file's name, such as :data:`STYLESHEET`.
        base: The prefix under which the static root is published: a path, or an absolute http(s) URL. The
            file is in ``solidarity_widgets/`` below it.

    Returns:
        The URL.

    Raises:
        InvalidURLError: If *base* is neither a path nor an absolute http(s) URL.

    Example:
        >>> asset_url(SCRIPT).partition("?")[0]
        '/static/solidarity_widgets/solidarity_widgets.js'
    """
    version = hashlib.sha256(read(name)).hexdigest()[:8]
    try:
        address = check_form_target(f"{safe_text(base, 'base').rstrip('/')}/{FOLDER}/{name}", "base")
    except InvalidURLError:
        raise InvalidURLError(
            "base",
            base,
            "must be a path of the page's own site such as '/static', or an absolute http(s) URL; the files "
            f"are below it, in {FOLDER}/",
        ) from None
    return f"{address}?v={version}"


@suggest_arguments
def stylesheet(
    nonce: TextLike = None, *, base: str = "/static", integrity: bool = True, brands: bool = False
) -> Markup:
    """Make the ``<link>`` tag of the stylesheet. A page needs it once, in its head.

    Args:
        nonce: The page's CSP nonce, if it has one.
        base: The prefix under which the static root is published: a path, or an absolute http(s) URL. The
            file is in ``solidarity_widgets/`` below it.
        integrity: Whether to add the Subresource Integrity value. Turn it off if a build step changes the
            file, or if pages are opened as local files. On another host, it needs CORS: the tag gets
            ``crossorigin``, and the host must send ``Access-Control-Allow-Origin``.
        brands: Whether to add the tag of the stylesheet with the brands' colours. It colours all share
            buttons of the page.

    Returns:
        The tag, or two tags on two lines.

    Raises:
        InvalidURLError: If *base* is neither a path nor an absolute http(s) URL.
        InvalidFieldError: If *nonce* contains a character that is not allowed.

    Example:
        >>> print(stylesheet(integrity=False))  # doctest: +ELLIPSIS
        <link rel="stylesheet" href="/static/solidarity_widgets/solidarity_widgets.css?v=...">
    """
    names = (STYLESHEET, BRANDS) if brands else (STYLESHEET,)
    return Markup("\n").join(_stylesheet_tag(name, nonce, base, integrity) for name in names)


def _stylesheet_tag(name: str, nonce: TextLike, base: str, with_integrity: bool) -> Markup:
    url = asset_url(name, base)
    attributes = {"rel": "stylesheet", "href": url, "nonce": nonce or None}
    return element("link", {**attributes, **_integrity_attributes(name, url, with_integrity)})


@suggest_arguments
def script(nonce: TextLike = None, *, base: str = "/static", integrity: bool = True) -> Markup:
    """Make the ``<script>`` tag. A page needs it at most once, and works without it.

    Args:
        nonce: The page's CSP nonce, if it has one.
        base: As for :func:`stylesheet`.
        integrity: As for :func:`stylesheet`.

    Returns:
        The tag, deferred.

    Raises:
        InvalidURLError: If *base* is neither a path nor an absolute http(s) URL.
        InvalidFieldError: If *nonce* contains a character that is not allowed.

    Example:
        >>> print(script(nonce="r4nd0m", integrity=False))  # doctest: +ELLIPSIS
        <script src="/static/solidarity_widgets/solidarity_widgets.js?v=..." defer nonce="r4nd0m"></script>
    """
    url = asset_url(SCRIPT, base)
    attributes = {"src": url, "defer": True, "nonce": nonce or None}
    return element("script", {**attributes, **_integrity_attributes(SCRIPT, url, integrity)})


def _integrity_attributes(name: str, url: str, wanted: bool) -> dict[str, str]:
    if not wanted:
        return {}
    attributes = {"integrity": integrity(name)}
    if url.lower().startswith(("http://", "https://")):  # browsers check another host's files only with CORS
        attributes["crossorigin"] = "anonymous"
    return attributes
