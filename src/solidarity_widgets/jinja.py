"""Jinja: the functions of :mod:`solidarity_widgets.api` as filters and globals.

They work with autoescape on and off, because widgets escape themselves, and in async environments.

A function without a ``locale`` argument uses the page's: the template variable ``locale``, if it names a
language, then the locale of :func:`solidarity_widgets.use_locale`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps

from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context

from solidarity_widgets.api import FILTERS, FUNCTIONS
from solidarity_widgets.i18n import names_language
from solidarity_widgets.text import none_if_blank

#: The template variable that holds the page's locale.
LOCALE_VARIABLE = "locale"


def install(env: Environment) -> Environment:
    """Add the filters and globals to an environment.

    Args:
        env: The environment; what it has under the same names is replaced.

    Returns:
        The same environment.

    Example:
        >>> env = install(Environment(autoescape=True))
        >>> env.from_string("{{ 'https://example.org/' | share_url('telegram') }}").render()
        'https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F'
        >>> env.from_string("{{ 'P5D' | format_duration }}").render(locale="be")
        '5 дзён'
    """
    for name, function in FUNCTIONS.items():
        wrapped = _with_page_locale(function)
        env.globals[name] = wrapped
        if name in FILTERS:
            env.filters[name] = wrapped
    return env


def _with_page_locale(function: Callable[..., object]) -> Callable[..., object]:
    """Make a function read the page's locale where it takes one.

    ``pass_context`` also keeps Jinja from running a filter of literals while it compiles the template. What
    depends on the reader's language or on the clock would otherwise stay as it was at that moment.
    """
    if "locale" not in inspect.signature(function).parameters:
        return function

    @pass_context
    @wraps(function)
    def call(context: Context, /, *args: object, **kwargs: object) -> object:
        if none_if_blank(kwargs.get("locale"), "locale") is None:
            page_locale = context.get(LOCALE_VARIABLE)
            kwargs["locale"] = page_locale if names_language(page_locale) else None
        return function(*args, **kwargs)

    return call


class SolidarityWidgetsExtension(Extension):
    """Does the same, where an extension is named: ``Environment(extensions=[…])``, Pelican, Sphinx.

    Example:
        >>> env = Environment(extensions=["solidarity_widgets.jinja.SolidarityWidgetsExtension"])
        >>> "share_buttons" in env.filters
        True
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        install(environment)
