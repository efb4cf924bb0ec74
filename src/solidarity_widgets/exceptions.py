"""Every error and warning of the library.

::

    SolidarityWidgetsError
    ├── InvalidFieldError (ValueError)        a field's value cannot be used
    │   ├── InvalidURLError                   … the field is a URL
    │   └── InvalidTimeError                  … the field is a date, a time or a recurring day
    ├── UnknownZoneError (LookupError)        there is no such time zone
    ├── MissingFieldError (ValueError)        a provider needs a field that is empty
    ├── UnknownOptionError (TypeError)        there is no such keyword argument or option
    ├── UnknownProviderError (LookupError)    no provider has this id or alias
    ├── NoShareURLError (ValueError)          the network publishes no share URL
    ├── DuplicateProviderError (ValueError)   the id or alias is already registered
    ├── ProviderDefinitionError (TypeError)   a Provider subclass is incomplete or inconsistent
    ├── InvalidAttributeError (ValueError)    an extra HTML attribute is not allowed
    ├── TokenError (ValueError)               a link's token cannot be used
    │   ├── InvalidTokenError                 … it is forged or damaged, or has another purpose
    │   └── ExpiredTokenError                 … it is too old
    ├── StoreError (OSError)                  a store's database failed
    │   └── MissingTablesError                … its tables do not exist yet
    ├── MailError (OSError)                   an email could not be sent
    │   ├── TemporaryMailError                … now, but it can be tried again
    │   └── PermanentMailError                … and never will be
    ├── CatalogError (LookupError)            message catalogs are missing or broken
    └── MissingExtraError (ImportError)       an optional dependency is not installed

    SolidarityWidgetsWarning (UserWarning)
    ├── RetiredProviderWarning                a button was left out: its network has shut down
    ├── NoProvidersWarning                    a bar was asked for without networks
    ├── ProviderLoadWarning                   an entry point could not be loaded
    └── CatalogWarning                        a catalog or message could not be used

Each error also derives from the built-in type that a caller would catch, and has its data as attributes. Its
message says which value was refused and what to do instead. Where the value is personal data, the error has a
:class:`Withheld` in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MAX_REPR_LENGTH = 80


def short_repr(value: object) -> str:
    r"""Return a short, printable representation of a value for an error message.

    Args:
        value: Any value. A long representation is cut in the middle.

    Returns:
        At most 80 characters, with control characters and lone surrogates escaped.

    Example:
        >>> short_repr("java\u202escript:")
        "'java\\u202escript:'"
    """
    text = repr(value).encode("utf-8", "backslashreplace").decode("utf-8")
    if len(text) > _MAX_REPR_LENGTH:
        text = f"{text[: _MAX_REPR_LENGTH - 20]}…{text[-15:]}"
    return text


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the known words that are most similar to a word.

    Args:
        word: The unknown word.
        known: The valid words.
        count: The maximum number of words to return.

    Returns:
        The similar words, best match first; empty if no word is similar.

    Example:
        >>> nearest("odnoklasniki", ["livejournal", "odnoklassniki"])
        ('odnoklassniki',)
    """
    return tuple(get_close_matches(word.casefold(), list(known), n=count, cutoff=0.6))


class Withheld:
    """Replaces personal data in an error: it describes the value without showing it.

    Args:
        value: The value to describe.

    Example:
        >>> Withheld("alesia@example.org")
        <text of 18 characters, not shown>
    """

    __slots__ = ("_description",)

    def __init__(self, value: object) -> None:
        is_text = isinstance(value, str)
        self._description = f"text of {len(str(value))} characters" if is_text else type(value).__name__

    def __repr__(self) -> str:
        return f"<{self._description}, not shown>"


def _comma_separated(words: Iterable[str]) -> str:
    return ", ".join(repr(word) for word in words)


class SolidarityWidgetsError(Exception):
    """Base class of every error that this library raises."""


class InvalidFieldError(SolidarityWidgetsError, ValueError):
    """A field's value cannot be used.

    Args:
        field: The argument's name.
        value: The value that was refused.
        reason: Why it was refused and what to do instead; it continues a sentence that starts with *field*.
    """

    def __init__(self, field: str, value: object, reason: str) -> None:
        self.field = field
        self.value = value
        self.reason = reason
        super().__init__(f"{field} {reason}; got {short_repr(value)}.")


class InvalidURLError(InvalidFieldError):
    """A value is not an absolute http(s) URL that may be shared."""

    @property
    def url(self) -> object:
        """The value that was refused."""
        return self.value


class InvalidTimeError(InvalidFieldError):
    """A value is not a date, time or recurring day."""


class UnknownZoneError(SolidarityWidgetsError, LookupError):
    """There is no such time zone.

    Args:
        zone: The unknown name.
        suggestions: Similar valid names, best match first.
        installed: Whether the system has time zone data.
    """

    def __init__(self, zone: str, suggestions: Iterable[str] = (), installed: bool = True) -> None:
        self.zone = zone
        self.suggestions: tuple[str, ...] = tuple(suggestions)
        if self.suggestions:
            hint = f"Did you mean {' or '.join(map(repr, self.suggestions))}?"
        elif installed:
            hint = "Use an IANA name such as 'Europe/Minsk'."
        else:
            hint = "This system has no time zone data: pip install tzdata."
        super().__init__(f"Unknown time zone {short_repr(zone)}. {hint}")


class MissingFieldError(SolidarityWidgetsError, ValueError):
    """A provider needs a field that is empty.

    Args:
        provider: The provider's id.
        field: The missing field.
    """

    def __init__(self, provider: str, field: str) -> None:
        self.provider = provider
        self.field = field
        super().__init__(f"{provider} needs {field}, which is empty; pass {field}=….")


class UnknownOptionError(SolidarityWidgetsError, TypeError):
    """A function was called with a keyword argument that neither it nor a provider of the call has.

    Args:
        option: The argument's name.
        providers: The ids of the call's providers, or the function, such as ``countdown()``.
        known: The options or arguments that they have.
        suggestions: Similar argument names, best match first.
    """

    def __init__(
        self,
        option: str,
        providers: Iterable[str],
        known: Iterable[str],
        suggestions: Iterable[str] = (),
    ) -> None:
        self.option = option
        self.providers: tuple[str, ...] = tuple(providers)
        self.known: tuple[str, ...] = tuple(sorted(known))
        subject = ", ".join(self.providers)
        noun = "argument" if subject.endswith("()") else "option"
        valid = f"valid {noun}s: {_comma_separated(self.known)}" if self.known else f"it takes no {noun}s"
        self.suggestions: tuple[str, ...] = tuple(suggestions)
        hint = f" Did you mean {' or '.join(map(repr, self.suggestions))}?" if self.suggestions else ""
        if not subject:
            super().__init__(f"No provider was given, so option {short_repr(option)} cannot be used.{hint}")
            return
        super().__init__(f"{subject} has no {noun} {short_repr(option)}; {valid}.{hint}")


class UnknownProviderError(SolidarityWidgetsError, LookupError):
    """No provider has this id or alias.

    Args:
        id: The unknown id or alias.
        known: The registered ids.
        suggestions: Similar registered names, best match first.
    """

    def __init__(self, id: str, known: Iterable[str], suggestions: Iterable[str] = ()) -> None:
        self.id = id
        self.known: tuple[str, ...] = tuple(known)
        self.suggestions: tuple[str, ...] = tuple(suggestions)
        hint = f" Did you mean {' or '.join(map(repr, self.suggestions))}?" if self.suggestions else ""
        super().__init__(
            f"Unknown provider {short_repr(id)}.{hint} Registered: {', '.join(self.known) or 'none'}."
        )


class NoShareURLError(SolidarityWidgetsError, ValueError):
    """The network publishes no share URL, or the provider is an action on the reader's device.

    Args:
        provider: The provider's id.
        reason: Why there is no URL; it continues a sentence that starts with "it".
        alternatives: The ids of providers to use instead.
    """

    def __init__(self, provider: str, reason: str, alternatives: Iterable[str] = ()) -> None:
        self.provider = provider
        self.reason = reason
        self.alternatives: tuple[str, ...] = tuple(alternatives)
        remedy = f" Use {' or '.join(map(repr, self.alternatives))} instead." if self.alternatives else ""
        super().__init__(f"{provider} cannot be linked: it {reason}.{remedy}")


class DuplicateProviderError(SolidarityWidgetsError, ValueError):
    """The id or alias is already registered.

    Args:
        name: The id or alias.
        old: The class that is registered under it.
        new: The class that was to be registered.
    """

    def __init__(self, name: str, old: type, new: type) -> None:
        self.name = name
        self.old = old
        self.new = new
        super().__init__(
            f"{name!r} is taken by {old.__module__}.{old.__qualname__}, so "
            f"{new.__module__}.{new.__qualname__} was not registered; pass replace=True to replace it."
        )


class ProviderDefinitionError(SolidarityWidgetsError, TypeError):
    """A Provider subclass is incomplete or inconsistent.

    Args:
        cls: The class's name.
        reason: What is wrong and how to fix it; it continues a sentence that starts with *cls*.
    """

    def __init__(self, cls: str, reason: str) -> None:
        self.cls = cls
        self.reason = reason
        super().__init__(f"{cls} {reason}.")


class InvalidAttributeError(SolidarityWidgetsError, ValueError):
    """An extra HTML attribute is not allowed.

    Args:
        name: The attribute's name.
        reason: Why it was refused and what to do instead; it continues a sentence that starts with the name.
    """

    def __init__(self, name: object, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"HTML attribute {short_repr(name)} {reason}.")


class TokenError(SolidarityWidgetsError, ValueError):
    """A link's token cannot be used. The error does not contain the token, because errors end up in logs."""


class InvalidTokenError(TokenError):
    """The token is forged or damaged, or was issued for another purpose."""

    def __init__(self) -> None:
        super().__init__(
            "The token is not valid: it was changed, cut short, or made for something else. "
            "Open the whole link of the message, or ask for a new one."
        )


class ExpiredTokenError(TokenError):
    """The token is genuine, but too old.

    Args:
        petition_id: The id of its petition.
        signature_id: The id of its signature, so that a page can offer to send a new email.
    """

    def __init__(self, petition_id: str, signature_id: str) -> None:
        self.petition_id = petition_id
        self.signature_id = signature_id
        super().__init__("The token has expired; ask for a new message.")


class StoreError(SolidarityWidgetsError, OSError):
    """A store's database failed.

    Drivers put whole rows into their messages. This error shows no message that can hold one, and the error
    of the driver is not its cause.

    Args:
        reason: What failed, without any value.
        sqlstate: PostgreSQL's error code, if it sent one.
        disconnected: Whether the connection was lost, so that it is not known whether the change was made.
    """

    def __init__(self, reason: str, sqlstate: str | None = None, *, disconnected: bool = False) -> None:
        self.reason = reason
        self.sqlstate = sqlstate
        self.disconnected = disconnected
        super().__init__(f"The store's database failed: {reason}.")


class MissingTablesError(StoreError):
    """The store's tables do not exist yet.

    Args:
        reason: What the database says.
        sqlstate: PostgreSQL's error code, if it sent one.
    """

    def __init__(self, reason: str, sqlstate: str | None = None) -> None:
        remedy = "call store.create_tables(), or run: solidarity-widgets signatures create-tables"
        super().__init__(f"{reason} ({remedy})", sqlstate)


class MailError(SolidarityWidgetsError, OSError):
    """An email could not be sent.

    Mail servers repeat addresses in their answers. This error shows codes only, and the server's own error is
    not its cause.

    Args:
        reason: What failed, without any address.
        code: The server's reply code, such as 550, if it sent one.
    """

    def __init__(self, reason: str, code: int | None = None) -> None:
        self.reason = reason
        self.code = code
        super().__init__(f"The email was not sent: {reason}.")


class TemporaryMailError(MailError):
    """An email could not be sent now. Its worker tries again.

    Args:
        reason: What failed, without any address.
        code: The server's reply code, if it sent one.
        for_all: Whether the server takes no email at all now, so that there is no use in trying the next one.
    """

    def __init__(self, reason: str, code: int | None = None, *, for_all: bool = False) -> None:
        self.for_all = for_all
        super().__init__(reason, code)


class PermanentMailError(MailError):
    """A mail server has refused an email for good. It is not tried again."""


class CatalogError(SolidarityWidgetsError, LookupError):
    """Message catalogs are missing or broken. Tools raise it; rendering a page never does."""


class MissingExtraError(SolidarityWidgetsError, ImportError):
    """An optional dependency is not installed.

    Args:
        feature: What needs the dependency.
        extra: The extra that installs it.
    """

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(f'{feature} needs the extra {extra!r}: pip install "solidarity-widgets[{extra}]".')


class SolidarityWidgetsWarning(UserWarning):
    """Base class of every warning that this library issues."""


class RetiredProviderWarning(SolidarityWidgetsWarning):
    """A button was left out because its network has shut down."""


class NoProvidersWarning(SolidarityWidgetsWarning):
    """A bar of buttons was asked for without networks, so it is empty."""


class ProviderLoadWarning(SolidarityWidgetsWarning):
    """A provider's entry point could not be loaded and was skipped."""


class CatalogWarning(SolidarityWidgetsWarning):
    """A catalog or message could not be used and was ignored."""
