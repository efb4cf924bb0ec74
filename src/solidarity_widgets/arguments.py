"""One error for unknown keyword arguments, the same in every public function."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import ParamSpec, TypeVar

from solidarity_widgets.exceptions import UnknownOptionError, nearest

P = ParamSpec("P")
R = TypeVar("R")

_BY_NAME = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


def suggest_arguments(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function refuse unknown keyword arguments with an error that lists similar names.

    Python's own error does not list the arguments, and in a template it is hard to trace.

    Args:
        function: The function. It has no ``**kwargs`` of its own.

    Returns:
        A function with the same signature. It raises an :class:`UnknownOptionError`, which is a
        ``TypeError``, for a keyword argument that *function* does not have.

    Example:
        >>> @suggest_arguments
        ... def vigil(*, units: str = "days") -> str:
        ...     return units
        >>> vigil(unit="hours")
        Traceback (most recent call last):
        solidarity_widgets.exceptions.UnknownOptionError: vigil() has no argument 'unit'; valid arguments: \
'units'. Did you mean 'units'?
    """
    parameters = signature(function).parameters.values()
    known = frozenset(parameter.name for parameter in parameters if parameter.kind in _BY_NAME) - {"self"}
    # The name of a class, for its __init__.
    name = function.__qualname__.removesuffix(".__init__").rpartition(".")[2]

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if kwargs and not known.issuperset(kwargs):
            unknown = next(argument for argument in kwargs if argument not in known)
            raise UnknownOptionError(unknown, [f"{name}()"], known, nearest(unknown, known, 1))
        return function(*args, **kwargs)

    return call
