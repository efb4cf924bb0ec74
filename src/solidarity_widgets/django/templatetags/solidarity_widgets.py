"""Tags and filters: the functions of :mod:`solidarity_widgets.api`.

``{% load solidarity_widgets %}`` adds a tag for each function and, for functions of a value, a filter::

    {% share_buttons title="Save the lake" %}
    {% countdown "2027-08-04" zone="Europe/Minsk" as counter %}
    {{ "https://example.org/"|share_url:"telegram" }}

Filters of Django have one argument, and do not know the page. Use tags for everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import template
from django.template import Context, TemplateDoesNotExist
from django.utils.safestring import mark_safe

from solidarity_widgets.api import FILTERS, FUNCTIONS
from solidarity_widgets.django import conf

register: template.Library = template.Library()


#: The argument of a filter that has none.
_NOTHING = object()


def _tag(function: Callable[..., object]) -> Callable[..., object]:
    @wraps(function)
    def call(context: Context, *args: object, **kwargs: object) -> object:
        def render(name: str, variables: Mapping[str, object]) -> object:
            return _render_template(context, name, variables)

        made = conf.page_defaults().call(function, context.get, args, kwargs, render)
        return made if context.autoescape else str(made)  # Django escapes nothing then, and wants text

    del call.__wrapped__  # Django reads the signature, which allows any arguments
    return call


def _filter(function: Callable[..., object]) -> Callable[..., object]:
    def call(value: object, argument: object = _NOTHING) -> object:
        args = (value,) if argument is _NOTHING else (value, argument)
        return conf.page_defaults().call(function, _no_variable, args, {})

    call.__name__ = function.__name__
    return call


def _no_variable(_name: str) -> object:
    """Return the value of a template variable to a filter, which knows none."""
    return None


def _render_template(context: Context, name: str, variables: Mapping[str, object]) -> Any:
    """Render a template of the site, if it has one, with the variables of the page. Its text is escaped."""
    assert context.template is not None  # noqa: S101 - a tag is part of one
    try:
        own = context.template.engine.get_template(name)
    except TemplateDoesNotExist:
        return None
    before = context.autoescape
    context.autoescape = True
    try:
        with context.push(**variables):
            return mark_safe(own.render(context))  # noqa: S308 - the template escapes
    finally:
        context.autoescape = before


for _name, _function in FUNCTIONS.items():
    register.simple_tag(_tag(_function), takes_context=True, name=_name)
    if _name in FILTERS:
        register.filter(_name, _filter(_function))
