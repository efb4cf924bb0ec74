"""The texts of a petition, in one language or several."""

from __future__ import annotations

from collections import UserString
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import Locale, LocaleLike, Subtags, get_locale, parse_locale
from solidarity_widgets.i18n.negotiation import nearest
from solidarity_widgets.text import SupportsHtml, is_text, safe_text

#: A text that does not depend on the reader. Lazy translations do, so they are not allowed.
FixedText: TypeAlias = str | SupportsHtml | None
#: A text, or the same text in several languages: ``{"be": "…", "en": "…"}``.
TranslatableText: TypeAlias = "FixedText | Mapping[str, FixedText] | Translations"
#: A list of texts, or a list of texts for each language.
TranslatableTexts: TypeAlias = (
    "TranslatableText | Iterable[TranslatableText] | Mapping[str, FixedText | Iterable[FixedText]]"
)


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in one language.

    Attributes:
        text: Plain text.
        tag: The BCP 47 tag of the language, or an empty string if the language is not known.
        direction: ``ltr``, ``rtl``, or ``auto`` if the language is not known.
    """

    text: str
    tag: str = ""
    direction: str = "auto"

    def __str__(self) -> str:
        return self.text

    def attributes(self, locale: Locale) -> dict[str, str | None]:
        """Return ``lang`` and ``dir`` for an element that contains the text.

        Args:
            locale: The locale of the widget around the element.

        Returns:
            The attributes; empty if the text is in the widget's language.
        """
        if self.tag == locale.tag:
            return {}
        return {"lang": self.tag or None, "dir": self.direction}


@dataclass(frozen=True, slots=True)
class Translations:
    """A text in all its languages. ``str()`` returns it in the language of the current locale.

    Attributes:
        texts: A mapping of locale codes to texts, the original first. The code is an empty string if the
            language is not known.
    """

    texts: Mapping[str, str]
    #: The languages that have a text -> their codes, parsed once for every reader.
    _languages: Mapping[Subtags, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        languages: dict[Subtags, str] = {}
        for code, text in self.texts.items():
            if text and (subtags := parse_locale(code)) is not None:
                languages.setdefault(subtags, code)
        object.__setattr__(self, "_languages", languages)

    @classmethod
    def parse(cls, value: TranslatableText, field: str, languages: tuple[str, ...] = ()) -> Translations:
        """Parse a text argument.

        Args:
            value: A text in the first of *languages*; a mapping of locale codes to texts; or the result of
                this method.
            field: The argument's name, for errors.
            languages: The locale codes of the petition. A mapping must have exactly these; if there are none,
                it can have any.

        Returns:
            The text in all its languages.

        Raises:
            InvalidFieldError: If a mapping is empty, has other languages than *languages*, or has a key that
                is not a locale code; or if a text is a lazy translation or contains a character that is not
                allowed.
        """
        if isinstance(value, Translations):
            value = next(iter(value.texts.values())) if "" in value.texts else value.texts
        if not isinstance(value, Mapping):
            return cls({languages[0] if languages else "": _fixed_text(value, field)})
        texts = {
            check_language(code, field): _fixed_text(text, f"{field}[{code!r}]")
            for code, text in value.items()
        }
        if not texts:
            raise InvalidFieldError(field, value, "must have at least one language, such as {'be': '…'}")
        if missing := [code for code in languages if code not in texts]:
            raise InvalidFieldError(
                field, list(texts), f"must be given in every language of the petition; add {missing[0]!r}"
            )
        if languages and (others := [code for code in texts if code not in languages]):
            raise InvalidFieldError(
                field,
                list(texts),
                f"must not be in other languages than the petition; remove {others[0]!r}, or add it to "
                "the title",
            )
        return cls(texts)

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def __str__(self) -> str:
        return self.best().text

    def best(self, locale: LocaleLike = None) -> LocalizedText:
        """Return the text in the language that a reader understands best, or else the original.

        Args:
            locale: The reader's locale; see :func:`solidarity_widgets.get_locale`.

        Returns:
            The text and its language.
        """
        if not self._languages:
            return LocalizedText(next(iter(self.texts.values())))
        language = nearest(get_locale(locale).subtags, self._languages) or next(iter(self._languages))
        return LocalizedText(self.texts[self._languages[language]], language.tag, language.direction)


def check_language(code: object, field: str) -> str:
    """Check a locale code.

    Args:
        code: A code such as ``be`` or ``be@tarask``.
        field: The argument's name, for errors.

    Returns:
        The code, unchanged, as an exact ``str``.

    Raises:
        InvalidFieldError: If *code* is not a locale code.
    """
    text = safe_text(code, field)
    if parse_locale(text) is None:
        raise InvalidFieldError(field, text, "must use locale codes such as 'be'")
    return text


def _fixed_text(value: object, field: str) -> str:
    """Return a text of a value that is made once and shown to many readers.

    A lazy translation would be evaluated here, and stay in the language of this moment. Some cannot be
    evaluated outside a request.
    """
    if not issubclass(type(value), (str, UserString)):
        try:
            lazy = hasattr(value, "casefold")
        except Exception:
            lazy = not _is_blank(value)
        if lazy:
            raise InvalidFieldError(
                field,
                type(value).__name__,
                "must not be a lazy translation, which has one language at a time: pass a mapping with a "
                "text for each language, such as {'be': '…', 'en': '…'}",
            )
    return safe_text(value, field)


def _is_blank(value: object) -> bool:
    """Tell whether a value is empty text, as Jinja's ``Undefined`` is."""
    try:
        return not str(value)
    except Exception:
        return False


def parse_texts(
    value: TranslatableTexts, field: str, languages: tuple[str, ...] = ()
) -> tuple[Translations, ...]:
    """Parse a list of texts.

    Args:
        value: A single text, or a list of texts as for :meth:`Translations.parse`; or a mapping of locale
            codes to lists of the same length.
        field: The argument's name, for errors.
        languages: As for :meth:`Translations.parse`.

    Returns:
        The texts that are not empty.

    Raises:
        InvalidFieldError: If the lists differ in length, or a text is not valid.
    """
    if value is None:
        return ()
    if isinstance(value, Mapping):
        lists = {code: _as_list(items, field) for code, items in value.items()}
        if len({len(items) for items in lists.values()}) > 1:
            raise InvalidFieldError(
                field,
                {code: len(items) for code, items in lists.items()},
                "must have the same number of texts in each language",
            )
        found = [dict(zip(lists, column, strict=True)) for column in zip(*lists.values(), strict=True)]
        return tuple(Translations.parse(item, field, languages) for item in found)
    localized = (Translations.parse(item, field, languages) for item in _as_list(value, field))
    return tuple(text for text in localized if text)


def _as_list(value: TranslatableTexts, field: str) -> list[TranslatableText]:
    if isinstance(value, (str, Mapping, Translations)) or is_text(value):
        return [cast(TranslatableText, value)]
    if isinstance(value, Iterable):
        return list(value)
    raise InvalidFieldError(field, value, "must be a list of texts")
