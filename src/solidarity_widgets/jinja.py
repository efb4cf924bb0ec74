"""Jinja: the functions of :mod:`solidarity_widgets.api` as filters and globals.

They work with autoescape on or off, because widgets escape their own text, and in async environments.

A call without a ``locale`` argument uses the page's locale: the template variable ``locale`` if it names a
language, otherwise the locale of :func:`solidarity_widgets.use_locale`.
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
        env: The environment. Existing filters and globals with the same names are replaced.

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
    """Make a function read the page's locale, if it has an argument ``locale``.

    ``pass_context`` also stops Jinja from evaluating a filter of literals when it compiles the template. The
    result depends on the reader's language and the current time, so it must not become a constant.
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
    """Calls :func:`install`, for tools that load extensions by name, such as Pelican and Sphinx.

    Example:
        >>> env = Environment(extensions=["solidarity_widgets.jinja.SolidarityWidgetsExtension"])
        >>> "share_buttons" in env.filters
        True
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        install(environment)
