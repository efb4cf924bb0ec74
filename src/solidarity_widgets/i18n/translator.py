"""From a ``locale`` argument to a locale, and from a message id to the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import catalogs
from solidarity_widgets.i18n.locales import (
    MAX_NAME_LENGTH,
    SOURCE_LOCALE,
    Locale,
    LocaleLike,
    Subtags,
    cldr_identifier,
    fallback_candidates,
    parse_locale,
)
from solidarity_widgets.i18n.messages import Message, MessageId, fill_placeholders
from solidarity_widgets.i18n.numbers import format_number
from solidarity_widgets.text import to_str

#: More preferences than any reader has; hostile headers have more.
_MAX_NAMES = 32

_current: ContextVar[Locale | None] = ContextVar("solidarity_widgets_locale", default=None)


def parse_preferences(value: object) -> tuple[str, ...]:
    """Return the locale names in *value*, the most wanted first.

    Args:
        value: A locale's name in any spelling, a browser's ``Accept-Language`` header, a Babel locale, or
            a list of these. What cannot be understood is left out.

    Returns:
        The names as written, at most 32. Those that are too long to be a name are cut, because they are
        kept in caches.

    Example:
        >>> parse_preferences("ru;q=0.5, be-BY, *;q=0.1"), parse_preferences(["tg", "ru"])
        (('be-BY', 'ru'), ('tg', 'ru'))
    """
    if value is None:
        return ()
    if isinstance(value, Locale):
        return (value.code,)
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(name for item in value for name in parse_preferences(item))[:_MAX_NAMES]
    try:
        text = to_str(value, "locale")
    except InvalidFieldError:
        return ("",)  # bytes: somebody asked for a language, and for none that there is
    except Exception:  # a lazy string outside its request, for instance: no locale, no failure
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


def names_language(value: object) -> bool:
    """Tell whether a value names a language, in any form that :func:`get_locale` reads.

    Args:
        value: Anything.

    Returns:
        Whether at least one of the names in it is that of a language.

    Example:
        >>> names_language("be"), names_language(["xx", "ru"]), names_language(len)
        (True, True, False)
    """
    return any(parse_locale(name) is not None for name in parse_preferences(value))


def _parse_quality(text: str) -> float:
    """Read ``q=0.8`` (RFC 9110, section 12.4.2); what is no number counts as 1, as nothing given does."""
    try:
        weight = float(text.partition("=")[2] or 1)
    except ValueError:
        return 1.0
    return weight if 0 <= weight <= 1 else 0.0


def match_locale(value: LocaleLike, supported: Iterable[str] | None = None) -> str | None:
    """Choose the language of a page from what a reader wants.

    Languages are matched by CLDR's likely subtags and never across scripts: ``zh-TW`` finds ``zh_Hant``
    and never ``zh_Hans``, ``be-tarask`` finds ``be@tarask``, else ``be``, and never ``ru``.

    Args:
        value: As for :func:`get_locale`, usually an ``Accept-Language`` header.
        supported: The codes to choose from; by default the source language and every catalog.

    Returns:
        The code, spelt as in *supported*, or ``None`` if nothing fits. Never raises.

    Example:
        >>> match_locale("zh-HK, be-BY;q=0.9", ["en", "be", "ru"])
        'be'
    """
    codes = (*catalogs.available_locales(), SOURCE_LOCALE) if supported is None else tuple(supported)
    table: dict[Subtags, str] = {}
    for code in codes:
        if (subtags := parse_locale(code)) is not None:
            table.setdefault(subtags, code)
    for name in parse_preferences(value):
        wanted = parse_locale(name)
        if wanted is not None and (found := _nearest(wanted, table)) is not None:
            return table[found]
    return None


def _nearest(wanted: Subtags, supported: Iterable[Subtags]) -> Subtags | None:
    offered = tuple(supported)
    for candidate in fallback_candidates(wanted):
        if candidate in offered:
            return candidate
    # No exact or broader name: the language in the same script of another territory.
    same = [s for s in offered if s[:2] == wanted[:2] and not s.variant]
    likely = sorted(same, key=lambda s: (parse_locale(s.language) != s, s))
    return likely[0] if likely else None


@catalogs.depends_on_catalogs
@lru_cache(maxsize=256)
def _resolve(names: tuple[str, ...]) -> Locale:
    supported = {
        s: code for code in sorted(catalogs.available_locales()) if (s := parse_locale(code)) is not None
    }
    wanted = [subtags for name in names if (subtags := parse_locale(name)) is not None]
    chain: list[str] = []
    first: Subtags | None = None
    usable: Subtags | None = None
    for subtags in wanted:
        own = [supported[c] for c in fallback_candidates(subtags) if c in supported]
        if not own and (near := _nearest(subtags, supported)) is not None:
            own = [supported[near]]
        chain += own
        data = cldr_identifier(subtags)
        if first is None and (own or (subtags.language == SOURCE_LOCALE and data)):
            first = subtags
        if usable is None and data is not None:
            usable = subtags
        if subtags.language == SOURCE_LOCALE:
            break  # the source language answers everything: nothing after it is ever asked
    chosen = first or usable or Subtags(SOURCE_LOCALE, "Latn")
    return Locale(
        code=chosen.code,
        tag=chosen.tag,
        direction=chosen.direction,
        cldr=cldr_identifier(chosen) or SOURCE_LOCALE,
        catalogs=(*dict.fromkeys(chain), SOURCE_LOCALE),
    )


def get_locale(locale: LocaleLike = None) -> Locale:
    """Turn a ``locale`` argument into the locale a widget speaks.

    Args:
        locale: A name in any spelling (``be``, ``be-BY``, ``be_BY``, ``be@tarask``, ``be-tarask``, a Babel
            ``Locale``), a browser's ``Accept-Language`` header, or a list of names: the first one that has
            a catalog is spoken, and the others fill what it lacks. ``None`` and what is empty are the
            locale of :func:`use_locale`, else English.

    Returns:
        The locale; English for what is unknown. Never raises.

    Example:
        >>> get_locale("be-tarask").catalogs
        ('be@tarask', 'be', 'en')
        >>> get_locale("../../etc/passwd").code
        'en'
    """
    return requested_locale(locale) or _resolve(())


@contextmanager
def use_locale(locale: LocaleLike) -> Iterator[Locale]:
    """Set the locale for everything inside the ``with`` block that names none.

    It holds for the current task or thread only.

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


def requested_locale(locale: LocaleLike = None) -> Locale | None:
    """Return the locale somebody asked for, by argument or :func:`use_locale`.

    Args:
        locale: As for :func:`get_locale`.

    Returns:
        The locale, or ``None`` where only the default is left.
    """
    if isinstance(locale, Locale):
        return locale
    names = parse_preferences(locale)
    return _resolve(names) if names else _current.get()


class Translator:
    """Finds messages for one locale.

    Args:
        locale: The locale a widget speaks.

    Example:
        >>> Translator(get_locale("en")).pgettext("share", "Copy link").text
        'Copy link'
    """

    __slots__ = ("locale",)

    def __init__(self, locale: Locale) -> None:
        self.locale: Locale = locale

    def message(self, message: MessageId, n: int | None = None, **fields: str) -> Message:
        """Translate a message that :func:`pgettext_noop` or :func:`npgettext_noop` marked.

        Args:
            message: The message's id.
            n: The number that chooses the plural form; it fills ``{n}`` in the locale's digits.
            **fields: The placeholders' values, plain text.

        Returns:
            The filled message and the language that answered: the first of the locale's catalogs that
            has it. Never raises for what a catalog holds.

        Raises:
            KeyError: If the source text names a placeholder that is not given.
        """
        if n is not None:
            fields["n"] = format_number(n, self.locale)
        for code in self.locale.catalogs:
            if code == SOURCE_LOCALE:
                break
            catalog = catalogs.load(code)
            if catalog is not None and (template := catalog.find(message, n)):
                return self._build_message(code, template, fields)
        template = message.plural if message.plural and n is not None and abs(n) != 1 else message.text
        return self._build_message(SOURCE_LOCALE, template, fields)

    def pgettext(self, context: str, text: str, **fields: str) -> Message:
        """Translate a message written here, as :meth:`message` does.

        Args:
            context: The ``msgctxt``, a literal.
            text: The ``msgid``, a literal.
            **fields: The placeholders' values, plain text.

        Returns:
            The filled message and the language that answered.
        """
        return self.message(MessageId(context, text), None, **fields)

    def npgettext(self, context: str, text: str, plural: str, n: int, **fields: str) -> Message:
        """Translate a message with a number, as :meth:`message` does.

        Args:
            context: The ``msgctxt``, a literal.
            text: The ``msgid``, a literal.
            plural: The ``msgid_plural``, a literal.
            n: The number; it chooses the form and fills ``{n}``.
            **fields: The other placeholders' values, plain text.

        Returns:
            The filled message and the language that answered.
        """
        return self.message(MessageId(context, text, plural), n, **fields)

    def message_without_fallback(self, message: MessageId, n: int) -> str:
        """Return the locale's own translation, without asking any other language.

        Args:
            message: The message's id.
            n: The number that chooses the plural form.

        Returns:
            The template, not filled, or an empty string.
        """
        for catalog in self._own_catalogs():
            if template := catalog.find(message, n):
                return template
        return ""

    def own_forms(self, n: int) -> tuple[int, ...]:
        """Return which plural forms the locale's own catalogs choose for a number.

        Their headers need not agree with CLDR, which splits and merges categories now and then.

        Args:
            n: The number.

        Returns:
            The index of each catalog's form; empty for a language without a catalog.
        """
        return tuple(catalog.form(n) for catalog in self._own_catalogs())

    def _own_catalogs(self) -> Iterator[catalogs.Catalog]:
        for code in self.locale.catalogs:
            catalog = catalogs.load(code) if code != SOURCE_LOCALE and self._speaks(code) else None
            if catalog is not None:
                yield catalog

    def _speaks(self, code: str) -> bool:
        answered, own = parse_locale(code), parse_locale(self.locale.code)
        if answered is None or own is None:
            return False
        return answered._replace(territory="") == own._replace(territory="")

    def _build_message(self, code: str, template: str, fields: dict[str, str]) -> Message:
        answered = parse_locale(code) or Subtags(SOURCE_LOCALE, "Latn")
        own = self._speaks(code)
        tag = self.locale.tag if own else answered.tag
        return Message(fill_placeholders(template, fields), tag, answered.direction, not own)
