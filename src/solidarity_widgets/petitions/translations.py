"""A page's own texts, in one language or in several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.i18n import Locale, LocaleLike, Subtags, get_locale, parse_locale
from solidarity_widgets.i18n.negotiation import nearest
from solidarity_widgets.text import TextLike, is_text, safe_text

#: A text, or the same text in several languages: ``{"be": "…", "en": "…"}``.
TranslatableText: TypeAlias = "TextLike | Mapping[str, TextLike] | Translations"
#: Several of them; or several texts for each language.
TranslatableTexts: TypeAlias = (
    "TranslatableText | Iterable[TranslatableText] | Mapping[str, TextLike | Iterable[TextLike]]"
)


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text and its language.

    Attributes:
        text: Plain text.
        tag: BCP 47 tag, or an empty string where nobody said which language it is.
        direction: ``ltr``, ``rtl``, or ``auto`` where the language is not known.
    """

    text: str
    tag: str = ""
    direction: str = "auto"

    def __str__(self) -> str:
        return self.text

    def attributes(self, locale: Locale) -> dict[str, str | None]:
        """Return ``lang`` and ``dir`` for an element inside a widget of a locale."""
        if self.tag == locale.tag:
            return {}
        return {"lang": self.tag or None, "dir": self.direction}


@dataclass(frozen=True, slots=True)
class Translations:
    """A text in all of its languages; as a ``str``, in the one that is read now.

    Attributes:
        texts: Locale code -> text, the original first; the code is empty where nobody said it.
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
        """Read a text.

        Args:
            value: A text, which is in the first of *languages*; a mapping of locale codes to texts; or
                what this method returned.
            field: The argument's name, for the error.
            languages: In which a mapping must have it; empty: in whichever it has.

        Raises:
            InvalidFieldError: If a mapping is empty, lacks one of *languages*, or has a key that names no
                language.
        """
        if isinstance(value, Translations):
            value = next(iter(value.texts.values())) if "" in value.texts else value.texts
        if not isinstance(value, Mapping):
            return cls({languages[0] if languages else "": safe_text(value, field)})
        texts = {
            check_language(code, field): safe_text(text, f"{field}[{code!r}]") for code, text in value.items()
        }
        if not texts:
            raise InvalidFieldError(field, value, "must have at least one language, as {'be': '…'}")
        if missing := [code for code in languages if code not in texts]:
            raise InvalidFieldError(
                field, list(texts), f"must be given in every language of the petition; add {missing[0]!r}"
            )
        return cls(texts)

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def __str__(self) -> str:
        return self.best().text

    def best(self, locale: LocaleLike = None) -> LocalizedText:
        """Return the text a reader understands best, else the original.

        Args:
            locale: The reader's, in any spelling; by default that of :func:`~solidarity_widgets.use_locale`.

        Returns:
            The text and its language.
        """
        if not self._languages:
            return LocalizedText(next(iter(self.texts.values())))
        language = nearest(get_locale(locale).subtags, self._languages) or next(iter(self._languages))
        return LocalizedText(self.texts[self._languages[language]], language.tag, language.direction)


def check_language(code: TextLike, field: str) -> str:
    """Return a locale code, as it was written.

    Args:
        code: A code such as ``be`` or ``be@tarask``.
        field: The argument's name, for the error.

    Returns:
        It, as an exact ``str``.

    Raises:
        InvalidFieldError: If it names no language.
    """
    text = safe_text(code, field)
    if parse_locale(text) is None:
        raise InvalidFieldError(field, text, "must name a language by its code, such as 'be'")
    return text


def parse_texts(
    value: TranslatableTexts, field: str, languages: tuple[str, ...] = ()
) -> tuple[Translations, ...]:
    """Read a list of texts.

    Args:
        value: A list of texts as :meth:`Translations.parse` takes them; or a mapping of locale codes to lists
            of the same length; a single text is a list of one.
        field: The argument's name, for the error.
        languages: As for :meth:`Translations.parse`.

    Returns:
        The texts that are not empty.

    Raises:
        InvalidFieldError: If the lists differ in length, or a text cannot be used.
    """
    if value is None:
        return ()
    if isinstance(value, Mapping):
        lists = {code: _as_list(items, field) for code, items in value.items()}
        if len({len(items) for items in lists.values()}) > 1:
            raise InvalidFieldError(
                field,
                {code: len(items) for code, items in lists.items()},
                "must have as many in each language",
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
