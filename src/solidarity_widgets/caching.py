"""A bounded cache that keeps a function's type."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])


def bounded_cache(size: int) -> Callable[[F], F]:
    """Remember a function's last *size* answers.

    ``functools.lru_cache`` itself types its arguments as ``Hashable``, which mypy denies of classes such
    as ``type[Provider]`` (python/mypy#11470), and forgets the signature.

    Args:
        size: The most answers to keep.

    Returns:
        A decorator.

    Example:
        >>> @bounded_cache(2)
        ... def double(n: int) -> int:
        ...     return 2 * n
        >>> double(3)
        6
    """

    def decorate(function: F) -> F:
        return cast(F, lru_cache(maxsize=size)(function))

    return decorate
