"""Jinja: the functions of :mod:`solidarity_widgets.api` as filters and globals.

They work with autoescape on and off, because widgets escape themselves, and in async environments.
"""

from __future__ import annotations

from jinja2 import Environment
from jinja2.ext import Extension

from solidarity_widgets.api import FILTERS, FUNCTIONS


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
    """
    env.filters.update(FILTERS)
    env.globals.update(FUNCTIONS)
    return env


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
