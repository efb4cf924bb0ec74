"""The message catalogs: where they are, and loading them when they are first used.

A wheel has compiled catalogs (``.mo``) in the package. A checkout has only ``locales/*.po`` in its top
folder. They are compiled in memory, so that a translator's change is visible at once. A catalog that cannot
be used causes one warning, and the next one in the chain is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Protocol, TypeVar, cast

from importlib_resources import files
from importlib_resources.abc import Traversable

from solidarity_widgets.exceptions import CatalogError
from solidarity_widgets.i18n.catalog import Catalog, warn
from solidarity_widgets.i18n.locales import SOURCE_LOCALE, Subtags, parse_locale

#: The gettext domain: the catalogs' file name.
DOMAIN = "solidarity_widgets"
_PATH = "LC_MESSAGES"


def find_checkout(start: Path | None = None) -> Path | None:
    """Return the top folder of the checkout that the package runs from.

    Args:
        start: The folder of the package's sources, by default this package's.

    Returns:
        The folder with ``locales/`` and this project's ``pyproject.toml``, or ``None`` if the package is
        installed. Because the file is required, an unrelated ``locales/`` beside an installed package is
        never read.
    """
    try:
        top = (start or Path(__file__).resolve().parent.parent).parents[1]
        marker = (top / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, IndexError, UnicodeDecodeError):
        return None
    if 'name = "solidarity-widgets"' in marker and (top / "locales").is_dir():
        return top
    return None


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


F = TypeVar("F", bound=Callable[..., object])
_cache_clearers: list[Callable[[], None]] = []
_folder_override: Traversable | None = None


def depends_on_catalogs(cached: F) -> F:
    """Mark a cache whose content comes from the catalogs. :func:`use_folder` empties it.

    Args:
        cached: A function decorated with ``functools.cache`` or ``lru_cache``.

    Returns:
        The same function.

    Example:
        >>> @depends_on_catalogs
        ... @cache
        ... def count_languages() -> int:
        ...     return len(available_locales())
        >>> count_languages() > 10
        True
    """
    _cache_clearers.append(cast(_Cached, cached).cache_clear)
    return cached


@contextmanager
def use_folder(folder: Traversable) -> Iterator[None]:
    """Read the catalogs of another folder inside the ``with`` block, for tests and to preview a draft.

    It applies to the whole process. Do not use it in a server that answers other requests at the same time.

    Args:
        folder: A ``Path`` or another ``Traversable`` with the layout of ``locales/``.

    Yields:
        Nothing.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as empty, use_folder(Path(empty)):
        ...     len(available_locales())
        0
    """
    global _folder_override
    before, _folder_override = _folder_override, folder
    _clear_caches()
    try:
        yield
    finally:
        _folder_override = before
        _clear_caches()


def _clear_caches() -> None:
    with _lock:
        _loaded.clear()
    for clear in _cache_clearers:
        clear()


@depends_on_catalogs
@cache
def root() -> Traversable | None:
    """Return the folder of the catalogs.

    Returns:
        The folder of :func:`use_folder`, the package's own ``locales``, or the checkout's, in this order;
        ``None`` if none of them exists.

    Example:
        >>> root().name
        'locales'
    """
    if _folder_override is not None:
        return _folder_override
    packaged = files("solidarity_widgets") / "locales"
    if packaged.is_dir():
        return packaged
    top = find_checkout()
    return top / "locales" if top else None


@depends_on_catalogs
@cache
def available_subtags() -> Mapping[str, Subtags]:
    """Return the languages that have a catalog, with their parsed names.

    Returns:
        Folder name, such as ``be@tarask`` -> the name, parsed. The source language has no catalog and is not
        included. If the folder cannot be read, the result is empty, after a warning.

    Example:
        >>> available_subtags()["be@tarask"].variant
        'tarask'
    """
    folder = root()
    if folder is None:
        return MappingProxyType({})
    found: dict[str, Subtags] = {}
    try:
        for child in folder.iterdir():
            subtags = parse_locale(child.name)
            if subtags is not None and child.name != SOURCE_LOCALE and child.is_dir():
                found[child.name] = subtags
    except OSError as error:
        warn(f"the folder of the catalogs cannot be read ({error})")
        return MappingProxyType({})
    return MappingProxyType(found)


@depends_on_catalogs
@cache
def available_locales() -> frozenset[str]:
    """Return the codes of the languages that have a catalog.

    Returns:
        The names of the folders, such as ``be@tarask``. The source language has no catalog and is not
        included.

    Example:
        >>> "be" in available_locales()
        True
    """
    return frozenset(available_subtags())


def read(code: str) -> bytes:
    """Return the compiled catalog of a language.

    Args:
        code: One of :func:`available_locales`.

    Returns:
        The content of the ``.mo`` file, or of the ``.po`` file compiled in memory.

    Raises:
        CatalogError: If there is no such file, or the ``.po`` file cannot be compiled.
        OSError: If the ``.mo`` file cannot be read.

    Example:
        >>> read("be")[:4].hex()
        'de120495'
    """
    folder = root()
    if folder is not None and code in available_locales():
        messages = folder / code / _PATH
        if (compiled := messages / f"{DOMAIN}.mo").is_file():
            return compiled.read_bytes()
        if (source := messages / f"{DOMAIN}.po").is_file():
            from solidarity_widgets.i18n.pofile import PoFile, compile_catalog  # only a checkout needs it

            try:
                return compile_catalog(PoFile(source.read_bytes(), code))
            except (OSError, ValueError) as error:
                raise CatalogError(f"the catalog of {code} cannot be compiled: {error}") from error
    raise CatalogError(f"there is no catalog for {code!r}; run: solidarity-widgets catalog check")


_lock = Lock()
_loaded: dict[str, Catalog | None] = {}


def load(code: str) -> Catalog | None:
    """Return the catalog of a language. It is loaded once.

    Args:
        code: One of :func:`available_locales`. Other codes are not cached, so the cache cannot grow beyond
            the folders that exist.

    Returns:
        The catalog, or ``None`` if there is none or it cannot be used; the latter causes one warning. Never
        raises.

    Example:
        >>> load("be").subtags.language, load("../../etc") is None
        ('be', True)
    """
    try:
        return _loaded[code]
    except KeyError:
        pass
    with _lock:
        if code not in _loaded:
            if code not in available_locales():
                return None
            try:
                _loaded[code] = Catalog(code, read(code))
            except Exception as error:  # a broken catalog must not break a page
                _loaded[code] = None
                warn(f"the catalog of {code} cannot be used ({error})")
        return _loaded[code]
