"""Jinja: the functions of :mod:`solidarity_widgets.api` as filters and globals.

They work with autoescape on and off, because widgets escape themselves, and in async environments.
"""

from __future__ import annotations

from typing import Any, NoReturn

from jinja2 import Environment, nodes
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
    if not getattr(env.code_generator_class, "keeps_widgets_late", False):
        env.code_generator_class = _late(env.code_generator_class)
    return env


def _late(generator: Any) -> Any:
    """Keep a code generator from running our filters while it compiles.

    Jinja folds a filter of literals into a constant. What depends on the reader's language or on the clock
    would then stay as it was when the template was compiled.
    """

    class LateFilters(generator):  # type: ignore[misc]
        keeps_widgets_late = True

        def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
            for found in node.find_all(nodes.Filter):
                if found.name in FILTERS:
                    found.as_const = _impossible  # type: ignore[method-assign, assignment]
            super().visit_Template(node, frame)

    return LateFilters


def _impossible(*_: object) -> NoReturn:
    raise nodes.Impossible


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
