"""A bounded cache that keeps a function's type."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])

#: The longest text that is an argument of a remembered answer, in characters.
MAX_CACHED_TEXT = 512


def bounded_cache(size: int) -> Callable[[F], F]:
    """Remember a function's last *size* answers to short arguments.

    An entry is as large as its arguments and its answer, so a limit on the number of entries alone does not
    limit memory: 256 titles of a megabyte would stay for good. A call with a text of more than
    :data:`MAX_CACHED_TEXT` characters is computed each time.

    ``functools.lru_cache`` itself types its arguments as ``Hashable``, which mypy denies of classes such
    as ``type[Provider]`` (python/mypy#11470), and forgets the signature.

    Args:
        size: The maximum number of answers to keep.

    Returns:
        A decorator. The function keeps ``cache_clear()`` and ``cache_info()``.

    Example:
        >>> @bounded_cache(2)
        ... def double(n: int) -> int:
        ...     return 2 * n
        >>> double(3)
        6
    """

    def decorate(function: F) -> F:
        remembered = lru_cache(maxsize=size)(function)

        def call(*args: Any, **kwargs: Any) -> object:
            for value in (*args, *kwargs.values()):
                if isinstance(value, str) and len(value) > MAX_CACHED_TEXT:
                    return function(*args, **kwargs)
            return remembered(*args, **kwargs)

        wrapper: Any = update_wrapper(call, function)
        wrapper.cache_clear = remembered.cache_clear
        wrapper.cache_info = remembered.cache_info
        return cast(F, wrapper)

    return decorate
