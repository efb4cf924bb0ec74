"""Providers by id and alias."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from threading import Lock, RLock
from typing import TypeAlias, TypeVar, overload

from solidarity_widgets.caller import warn_caller
from solidarity_widgets.exceptions import (
    DuplicateProviderError,
    InvalidFieldError,
    ProviderDefinitionError,
    ProviderLoadWarning,
    UnknownProviderError,
    nearest,
)
from solidarity_widgets.sharing.provider import Provider
from solidarity_widgets.text import TextLike, safe_text

#: Id or alias of one provider.
ProviderName: TypeAlias = TextLike

#: The entry-point group in which other packages publish providers.
ENTRY_POINT_GROUP = "solidarity_widgets.providers"

P = TypeVar("P", bound=type[Provider])


class ProviderRegistry:
    """Provider classes by id and alias.

    Args:
        providers: The classes to register first.

    Example:
        >>> registry = default_registry().copy()
        >>> @registry.register
        ... class Commons(Provider):
        ...     id = "commons"
        ...     name = "Commons"
        ...     endpoint = "https://commons.example/share"
        >>> registry["commons"].name, "ok" in registry, "commons" in default_registry()
        ('Commons', True, False)
    """

    def __init__(self, providers: Iterable[type[Provider]] = ()) -> None:
        self._providers: dict[str, type[Provider]] = {}
        self._names: dict[str, str] = {}  # every id and alias, case folded -> id
        self._lock = Lock()
        for provider in providers:
            self.register(provider)

    @overload
    def register(self, provider: P, /, *, replace: bool = False) -> P: ...

    @overload
    def register(self, provider: None = None, /, *, replace: bool = False) -> Callable[[P], P]: ...

    def register(self, provider: P | None = None, /, *, replace: bool = False) -> P | Callable[[P], P]:
        """Register a provider class. You can use this as a decorator, with or without arguments.

        Args:
            provider: The class.
            replace: Whether to replace a class whose id is the new class's id or one of its aliases. Aliases
                that other classes share with the new class are moved to it.

        Returns:
            The class, unchanged.

        Raises:
            DuplicateProviderError: If the id or an alias is already registered and *replace* is false.
            ProviderDefinitionError: If the class is not a complete subclass of :class:`Provider`.
        """
        if provider is None:
            return lambda cls: self.register(cls, replace=replace)
        if not (isinstance(provider, type) and issubclass(provider, Provider) and hasattr(provider, "id")):
            raise ProviderDefinitionError(
                getattr(provider, "__qualname__", repr(provider)),
                "is not a complete subclass of Provider, so it cannot be registered",
            )
        names = [name.casefold() for name in (provider.id, *provider.aliases)]
        with self._lock:
            if not replace:
                for name in names:
                    owner = self._names.get(name)
                    if owner is not None:
                        raise DuplicateProviderError(name, self._providers[owner], provider)
            for name in names:
                if self._names.get(name) == name:  # an id: the class and its aliases are removed
                    self._drop(name, keep_place=name == provider.id)
            self._providers[provider.id] = provider
            self._names.update(dict.fromkeys(names, provider.id))
        return provider

    def _drop(self, id: str, keep_place: bool) -> None:
        if not keep_place:
            del self._providers[id]
        self._names = {name: owner for name, owner in self._names.items() if owner != id}

    def __getitem__(self, name: ProviderName) -> type[Provider]:
        """Return the class with this id or alias.

        Args:
            name: The id or alias, in any case.

        Returns:
            The class.

        Raises:
            UnknownProviderError: If there is no such provider. The error lists the most similar names.
        """
        text = safe_text(name, "provider")
        found = self._find(text)
        if found is None:
            raise UnknownProviderError(text, self._providers, nearest(text, self._names))
        return found

    def get(self, name: ProviderName, default: type[Provider] | None = None) -> type[Provider] | None:
        """Return the class with this id or alias, or a default.

        Args:
            name: The id or alias, in any case.
            default: What to return if there is no such provider.

        Returns:
            The class, or *default*.
        """
        return self._find(safe_text(name, "provider")) or default

    def _find(self, name: str) -> type[Provider] | None:
        folded = name.strip().casefold()
        id = self._names.get(folded) or self._names.get(folded.replace("-", "_"))
        return None if id is None else self._providers.get(id)

    def __contains__(self, name: object) -> bool:
        if isinstance(name, type):
            return name in self._providers.values()
        return isinstance(name, str) and self._find(name) is not None

    def __iter__(self) -> Iterator[type[Provider]]:
        return iter(tuple(self._providers.values()))

    def __len__(self) -> int:
        return len(self._providers)

    def __repr__(self) -> str:
        return f"<ProviderRegistry of {len(self)}: {', '.join(self._providers)}>"

    def copy(self) -> ProviderRegistry:
        """Return a registry with the same providers.

        Returns:
            A new registry. Changing it does not change this one.
        """
        twin = ProviderRegistry()
        twin._providers = dict(self._providers)
        twin._names = dict(self._names)
        return twin

    def active(self) -> tuple[type[Provider], ...]:
        """Return the providers whose network has not shut down.

        Returns:
            The classes, in order.
        """
        return tuple(provider for provider in self if provider.status.value != "retired")


def builtin_registry() -> ProviderRegistry:
    """Return a new registry of the library's own providers, without those of other packages.

    Returns:
        A new registry.

    Example:
        >>> "odnoklassniki" in builtin_registry()
        True
    """
    from solidarity_widgets.sharing._providers import PROVIDERS  # 60 small modules, loaded on first use

    return ProviderRegistry(PROVIDERS)


def check_registry(registry: ProviderRegistry | None) -> ProviderRegistry:
    """Return the registry to use.

    Args:
        registry: The caller's registry, or ``None``.

    Returns:
        The same registry, or :func:`default_registry` for ``None``.

    Raises:
        InvalidFieldError: If *registry* is something else.
    """
    if registry is None:
        return default_registry()
    if not isinstance(registry, ProviderRegistry):
        raise InvalidFieldError(
            "registry", registry, "must be a ProviderRegistry (see default_registry().copy())"
        )
    return registry


_default: ProviderRegistry | None = None
_default_lock = RLock()


def default_registry() -> ProviderRegistry:
    """Return the registry that functions use by default.

    It contains the library's own providers, then those of the entry-point group
    ``solidarity_widgets.providers``, sorted by name. An entry point is skipped with a
    :class:`ProviderLoadWarning` if it cannot be loaded, if it tries to end the program, or if its id is
    already registered.

    Returns:
        The same object on every call. To make changes that affect only your code, use its ``copy()``.

    Example:
        >>> default_registry()["ok"].id
        'odnoklassniki'
    """
    global _default
    with _default_lock:
        if _default is None:
            # Set before it is complete: a plugin that calls this while it is loaded gets the same object.
            _default = builtin_registry()
            try:
                load_entry_points(_default, entry_points(group=ENTRY_POINT_GROUP))
            except BaseException:  # such as Ctrl+C; the next call starts again
                _default = None
                raise
        return _default


def load_entry_points(registry: ProviderRegistry, points: Iterable[EntryPoint]) -> None:
    """Register the providers of entry points, sorted by name. One that fails is skipped with a warning.

    Args:
        registry: The registry to change.
        points: The entry points.
    """
    for point in sorted(points, key=lambda p: p.name):
        try:
            registry.register(point.load())
        except (Exception, SystemExit) as error:  # a faulty plugin must not break the page, or end it
            reason = f"it tried to end the program with {error!r}" if isinstance(error, SystemExit) else error
            origin = point.dist.name if point.dist else "an unknown distribution"
            warn_caller(
                f"The share provider {point.name!r} ({point.value}) of {origin} was skipped: {reason}",
                ProviderLoadWarning,
            )
