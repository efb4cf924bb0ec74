"""From a ``locale`` argument to a locale: what the reader prefers, and what is available.

Matching is our own, because ``babel.negotiate_locale`` does not know likely subtags: for ``zh_Hant_TW`` it
does not find ``zh_Hant``, and for ``zh_TW`` it finds ``zh``, which is another script.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice

from solidarity_widgets.arguments import suggest_arguments
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import catalogs
from solidarity_widgets.i18n.locales import (
    MAX_NAME_LENGTH,
    SOURCE_LOCALE,
    SOURCE_SUBTAGS,
    Locale,
    LocaleLike,
    Subtags,
    cldr_identifier,
    fallback_candidates,
    likely_script,
    parse_locale,
)
from solidarity_widgets.text import to_str

#: More preferences than any reader has. Hostile headers have more.
_MAX_NAMES = 32
#: How many lists may be inside each other. A hostile JSON body has more.
_MAX_DEPTH = 4
#: Two codes for one written language: CLDR's languageMatching gives this pair the shortest distance. Nynorsk
#: (nn) is another written language.
_EQUIVALENT = {"nb": "no", "no": "nb"}

_current: ContextVar[Locale | None] = ContextVar("solidarity_widgets_locale", default=None)
#: Frameworks that know the language of the current request. A tuple, so that threads can read it at any time.
_sources: tuple[Callable[[], LocaleLike], ...] = ()


def parse_preferences(value: object) -> tuple[str, ...]:
    """Return the locale names in a value, the most preferred first.

    Args:
        value: A locale name in any spelling, a browser's ``Accept-Language`` header, a Babel locale, or a
            list of these. What cannot be parsed is left out, and so are lists that are nested too deeply.

    Returns:
        The names as written, at most 32. Names that are too long are cut, because they are kept in caches.

    Example:
        >>> parse_preferences("ru;q=0.5, be-BY, *;q=0.1"), parse_preferences(["tg", "ru"])
        (('be-BY', 'ru'), ('tg', 'ru'))
    """
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(islice(_names_in_list(value, _MAX_DEPTH), _MAX_NAMES))
    if isinstance(value, Locale):
        return (value.code,)
    return () if value is None else _names_in_text(value)


def _names_in_list(values: Iterable[object], depth: int) -> Iterator[str]:
    for value in islice(values, _MAX_NAMES):
        if not isinstance(value, (list, tuple, set, frozenset)):
            yield from parse_preferences(value)
        elif depth > 1:
            yield from _names_in_list(value, depth - 1)


def _names_in_text(value: object) -> tuple[str, ...]:
    """Return the names in one locale name or in a header."""
    try:
        text = to_str(value, "locale")
    except InvalidFieldError:
        return ("",)  # bytes: a language was requested, but not one that exists
    except Exception:  # for instance a lazy string outside its request: no locale, no failure
        return ()
    if "," not in text and ";" not in text:
        return (text.strip()[: MAX_NAME_LENGTH + 1],) if text.strip() else ()
    ranked = []
    for part in text.split(",", _MAX_NAMES)[:_MAX_NAMES]:
        name, _, quality = part.partition(";")
        weight = _parse_quality(quality)
        if name.strip() not in ("", "*") and weight > 0:
            ranked.append((weight, name.strip()[: MAX_NAME_LENGTH + 1]))
    return tuple(name for _, name in sorted(ranked, key=lambda pair: -pair[0]))


def _parse_quality(text: str) -> float:
    """Parse ``q=0.8`` (RFC 9110, section 12.4.2). A missing or invalid number counts as 1."""
    try:
        weight = float(text.partition("=")[2] or 1)
    except ValueError:
        return 1.0
    return weight if 0 <= weight <= 1 else 0.0


def names_language(value: object) -> bool:
    """Return whether a value names a language, in any form that :func:`get_locale` accepts.

    Args:
        value: Anything.

    Returns:
        Whether at least one of its names is that of a language.

    Example:
        >>> names_language("be"), names_language(["xx", "ru"]), names_language(len)
        (True, True, False)
    """
    return any(True for _ in _requested_subtags(value))


def _requested_subtags(value: object) -> Iterator[Subtags]:
    if isinstance(value, Locale):
        yield value.subtags
        return
    for name in parse_preferences(value):
        if (subtags := parse_locale(name)) is not None:
            yield subtags


@suggest_arguments
def match_locale(value: LocaleLike, supported: Iterable[str] | None = None) -> str | None:
    """Choose the language of a page from the reader's preferences.

    Languages are matched by CLDR's likely subtags and never across scripts: ``zh-TW`` finds ``zh_Hant``
    and never ``zh_Hans``; ``be-tarask`` finds ``be@tarask``, otherwise ``be``, and never ``ru``. ``be`` finds
    ``be@tarask`` too, because another orthography is nearer than another language. ``no`` and ``nb`` are the
    same language.

    Args:
        value: As for :func:`get_locale`, usually an ``Accept-Language`` header.
        supported: The codes to choose from. By default the source language and every catalog.

    Returns:
        The code, spelt as in *supported*, or ``None`` if no language fits. Never raises.

    Example:
        >>> match_locale("zh-HK, be-BY;q=0.9", ["en", "be", "ru"])
        'be'
    """
    offered: dict[Subtags, str] = {}
    if supported is None:
        offered = {subtags: code for code, subtags in catalogs.available_subtags().items()}
        offered.setdefault(SOURCE_SUBTAGS, SOURCE_LOCALE)
    else:
        for code in supported:
            if (subtags := parse_locale(code)) is not None:
                offered.setdefault(subtags, code)
    for wanted in _requested_subtags(value):
        if (found := nearest(wanted, offered)) is not None:
            return offered[found]
    return None


def nearest(wanted: Subtags, offered: Collection[Subtags]) -> Subtags | None:
    """Return the offered language that fits a locale best.

    Args:
        wanted: The locale.
        offered: The languages to choose from.

    Returns:
        The same name, a broader one, the same language and script in another territory, or in another
        orthography, in this order of preference; ``None`` if nothing fits.

    Example:
        >>> offered = [parse_locale(code) for code in ("be", "pt_BR", "ru")]
        >>> nearest(parse_locale("be-tarask"), offered).code, nearest(parse_locale("pt"), offered).code
        ('be', 'pt_BR')
        >>> nearest(parse_locale("be-Latn"), offered) is None
        True
        >>> nearest(parse_locale("be"), [parse_locale(code) for code in ("be-tarask", "ru")]).code
        'be@tarask'
    """
    found = _nearest_in_language(wanted, offered)
    if found is None and wanted.language in _EQUIVALENT:
        found = _nearest_in_language(wanted._replace(language=_EQUIVALENT[wanted.language]), offered)
    return found


def _nearest_in_language(wanted: Subtags, offered: Collection[Subtags]) -> Subtags | None:
    for candidate in fallback_candidates(wanted):
        if candidate in offered:
            return candidate
    same = [s for s in offered if s[:2] == wanted[:2]]
    # The usual orthography is preferred, then the name without a territory, then the first in the alphabet.
    return min(
        same,
        key=lambda s: (bool(s.variant), bool(s.territory) or s.script != likely_script(s.language), s),
        default=None,
    )


@catalogs.depends_on_catalogs
@lru_cache(maxsize=256)
def _resolve(names: tuple[str, ...]) -> Locale:
    supported = {subtags: code for code, subtags in sorted(catalogs.available_subtags().items())}
    chain: list[str] = []
    first: Subtags | None = None
    usable: Subtags | None = None
    for subtags in filter(None, map(parse_locale, names)):
        own = [supported[c] for c in fallback_candidates(subtags) if c in supported]
        if not own and (near := nearest(subtags, supported)) is not None:
            own = [supported[near]]
        chain += own
        data = cldr_identifier(subtags)
        if first is None and (own or (subtags.language == SOURCE_LOCALE and data)):
            first = subtags
        if usable is None and data is not None:
            usable = subtags
        if subtags.language == SOURCE_LOCALE:
            break  # the source language has every message, so nothing after it is ever used
    return Locale(subtags=first or usable or SOURCE_SUBTAGS, catalogs=(*dict.fromkeys(chain), SOURCE_LOCALE))


@suggest_arguments
def get_locale(locale: LocaleLike = None) -> Locale:
    """Return the locale for a ``locale`` argument.

    Args:
        locale: A name in any spelling (``be``, ``be-BY``, ``be_BY``, ``be@tarask``, ``be-tarask``, a Babel
            ``Locale``), a browser's ``Accept-Language`` header, or a list of names. Of several names, the
            first that has a catalog is used, and the others fill its gaps. For ``None`` and empty values, it
            is the locale of :func:`use_locale`, or the language of the current request if an adapter knows
            it (see :func:`add_locale_source`), or English.

    Returns:
        The locale. Unknown names give English. Never raises.

    Example:
        >>> get_locale("be-tarask").catalogs
        ('be@tarask', 'be', 'en')
        >>> get_locale("../../etc/passwd").code
        'en'
    """
    return requested_locale(locale) or _resolve(())


@suggest_arguments
@contextmanager
def use_locale(locale: LocaleLike) -> Iterator[Locale]:
    """Set the locale for everything in the ``with`` block that has no ``locale`` argument.

    It applies only to the current task or thread.

    Args:
        locale: As for :func:`get_locale`.

    Yields:
        The locale.

    Example:
        >>> with use_locale("ar") as locale:
        ...     locale.direction
        'rtl'
    """
    resolved = get_locale(locale)
    token = _current.set(resolved)
    try:
        yield resolved
    finally:
        _current.reset(token)


def add_locale_source(source: Callable[[], LocaleLike]) -> None:
    """Let a framework choose the locale wherever neither a ``locale`` argument nor :func:`use_locale` does.

    Adapters call this once, when they are set up. Sources are asked in the order in which they were added.

    Args:
        source: Returns the language of the current request, in any form that :func:`get_locale` accepts, or
            ``None`` if no request of its framework is being handled. It must not raise. Adding a source
            again has no effect.

    Example:
        >>> from solidarity_widgets.i18n import negotiation
        >>> add_locale_source(lambda: "be")
        >>> get_locale().tag, get_locale("ar").tag
        ('be', 'ar')
        >>> negotiation._sources = negotiation._sources[:-1]
    """
    global _sources
    if source not in _sources:
        _sources = (*_sources, source)


def requested_locale(locale: LocaleLike = None) -> Locale | None:
    """Return the locale that an argument, :func:`use_locale` or the current request asks for.

    Args:
        locale: As for :func:`get_locale`.

    Returns:
        The locale, or ``None`` if none of them asks for one.

    Example:
        >>> requested_locale("be").code, requested_locale() is None
        ('be', True)
    """
    if isinstance(locale, Locale):
        return locale
    if names := parse_preferences(locale):
        return _resolve(names)
    return _current.get() or _request_locale()


def _request_locale() -> Locale | None:
    for source in _sources:
        locale = source()
        if isinstance(locale, Locale):
            return locale
        if names := parse_preferences(locale):
            return _resolve(names)
    return None
