"""The message catalogs: found wherever the package lies, loaded when first used, never raising.

A wheel carries compiled catalogs (``.mo``) in the package. A checkout has only ``locales/*.po`` at its
top; they are compiled in memory, so that a translator's change shows at once. A catalog that cannot be
used is passed over with one warning, and the chain goes on.
"""

from __future__ import annotations

import gettext
import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar, cast

from importlib_resources import files
from importlib_resources.abc import Traversable

from solidarity_widgets.exceptions import CatalogError, CatalogWarning, InvalidFieldError
from solidarity_widgets.i18n.locales import SOURCE_LOCALE, parse_locale
from solidarity_widgets.i18n.messages import MessageId, placeholders
from solidarity_widgets.text import safe_text

#: The gettext domain: the catalogs' file name.
DOMAIN = "solidarity_widgets"
_PATH = "LC_MESSAGES"


class _NoTranslations(gettext.NullTranslations):
    """Ends gettext's own chain: an untranslated message is ``""``, never the msgid."""

    def pgettext(self, context: str, message: str) -> str:
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return ""


class Catalog:
    """One language's messages.

    Args:
        code: The locale's gettext code.
        data: A compiled catalog (``.mo``).

    Raises:
        ValueError: If its plural rule is not one.
        OSError: If the data are no catalog.
    """

    def __init__(self, code: str, data: bytes) -> None:
        self.code = code
        self._translations = gettext.GNUTranslations(io.BytesIO(data))
        self._translations.add_fallback(_NoTranslations())
        self._refused: set[MessageId] = set()

    def find(self, message: MessageId, n: int | None = None) -> str:
        """Return the translation.

        Args:
            message: What to translate.
            n: The number that chooses the plural form, for messages that have one.

        Returns:
            The translated template, or an empty string: for an untranslated message, and, after one
            warning, for one that cannot be shown, because it has a placeholder that the source has not or
            a character that no text may have, or because the plural rule fails.
        """
        try:
            if n is None or not message.plural:
                found = self._translations.pgettext(message.context, message.text)
            else:
                found = self._translations.npgettext(message.context, message.text, message.plural, abs(n))
            safe_text(found)
        except InvalidFieldError as error:
            return self._refuse(message, error.reason)
        except Exception as error:  # a rule such as "1 % n" is only found out when it is used
            return self._refuse(message, f"cannot be chosen ({error})")
        if not placeholders(found) <= placeholders(message.text) | placeholders(message.plural):
            return self._refuse(message, "has an unknown placeholder")
        return found

    def form(self, n: int) -> int:
        """Return which plural form the catalog's own header chooses for a number.

        Args:
            n: The number.

        Returns:
            The form's index; 0 where the header's rule fails, as "1 % n" does for zero.
        """
        try:
            return int(self._translations.plural(abs(n)))  # type: ignore[attr-defined]
        except Exception:  # the rule is a translator's
            return 0

    def _refuse(self, message: MessageId, reason: str) -> str:
        if message not in self._refused:
            self._refused.add(message)
            _warn(f"the {self.code} translation of {message.text!r} {reason}")
        return ""


def _warn(what: str) -> None:
    warnings.warn(f"solidarity_widgets: {what}; the next language answers.", CatalogWarning, stacklevel=2)


def find_checkout(start: Path | None = None) -> Path | None:
    """Return the top folder of the checkout the package is used from.

    Args:
        start: Where the package's sources are; for tests.

    Returns:
        The folder that holds ``locales/`` and this project's ``pyproject.toml``, or ``None`` when the
        package was installed. The file is the guard: a stray ``locales/`` beside an installed package is
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
    """Mark a cache whose content comes from the catalogs, so that :func:`use_folder` empties it.

    Args:
        cached: A function that ``functools.cache`` or ``lru_cache`` decorated.

    Returns:
        The same function.
    """
    _cache_clearers.append(cast(_Cached, cached).cache_clear)
    return cached


@contextmanager
def use_folder(folder: Traversable) -> Iterator[None]:
    """Read the catalogs of another folder inside the ``with`` block: for tests, and to preview a draft.

    It holds for the whole process, so it is nothing for a server that answers others meanwhile.

    Args:
        folder: A ``Path``, or another ``Traversable``, that is laid out like ``locales/``.

    Yields:
        Nothing.
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
    for forget in _cache_clearers:
        forget()


@depends_on_catalogs
@cache
def root() -> Traversable | None:
    """Return the folder of the catalogs.

    Returns:
        That of :func:`use_folder`, else the package's own ``locales``, else the checkout's, else ``None``.
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
def available_locales() -> frozenset[str]:
    """Return the codes of the languages that have a catalog.

    Returns:
        The folders' names, e.g. ``be@tarask``; the source language, which needs none, is not among them.

    Example:
        >>> "be" in available_locales()
        True
    """
    folder = root()
    if folder is None:
        return frozenset()
    try:
        codes = {child.name for child in folder.iterdir() if parse_locale(child.name) and child.is_dir()}
    except OSError as error:
        _warn(f"the folder of the catalogs cannot be read ({error})")
        codes = set()
    return frozenset(codes - {SOURCE_LOCALE})


def read(code: str) -> bytes:
    """Return a language's catalog, compiled.

    Args:
        code: One of :func:`available_locales`.

    Returns:
        The content of the ``.mo``, or of the ``.po`` compiled in memory.

    Raises:
        CatalogError: If there is neither, or the ``.po`` cannot be compiled.
    """
    folder = root()
    if folder is not None and code in available_locales():
        messages = folder / code / _PATH
        if (compiled := messages / f"{DOMAIN}.mo").is_file():
            return compiled.read_bytes()
        if (source := messages / f"{DOMAIN}.po").is_file():
            from solidarity_widgets.i18n import checker

            try:
                return checker.compile_catalog(source.read_bytes(), code)
            except Exception as error:  # whatever a broken file makes Babel raise
                raise CatalogError(f"the catalog of {code} cannot be compiled: {error}") from error
    raise CatalogError(f"there is no catalog for {code!r}; run: solidarity-widgets catalog check")


_lock = Lock()
_loaded: dict[str, Catalog | None] = {}


def load(code: str) -> Catalog | None:
    """Return a language's catalog, loading it the first time.

    Args:
        code: One of :func:`available_locales`; so the cache cannot grow beyond the folders that exist.

    Returns:
        The catalog, or ``None`` if it cannot be used, after one warning. Never raises.
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
            except Exception as error:  # a page never fails because a catalog is broken
                _loaded[code] = None
                _warn(f"the catalog of {code} cannot be used ({error})")
        return _loaded[code]
