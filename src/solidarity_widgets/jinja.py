"""Jinja: the functions of :mod:`solidarity_widgets.api` as filters and globals.

They work with autoescape on or off, because widgets escape their own text, and in async environments.

Templates may leave out what the page or the site knows: see :mod:`solidarity_widgets.page_defaults`.
A call without a ``locale`` argument uses the page's locale: the template variable ``locale`` if it names a
language, otherwise the locale of :func:`solidarity_widgets.use_locale`. A call without a URL shares the
current page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial, wraps

from jinja2 import Environment, Template, TemplateNotFound, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from solidarity_widgets.api import FILTERS, FUNCTIONS
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.page_defaults import PageDefaults
from solidarity_widgets.sharing.functions import ProviderNames
from solidarity_widgets.urls import UrlLike


def install(
    env: Environment,
    *,
    providers: ProviderNames = None,
    base_url: UrlLike | None = None,
    assets_base: str | Callable[[], str] | None = None,
    prefix: str = "",
) -> Environment:
    """Add the filters and globals to an environment.

    Args:
        env: The environment. Existing filters and globals with the same names are replaced.
        providers: The networks of ``share_buttons`` in templates that name none.
        base_url: The URL of the site, such as ``https://example.org``. With it, templates can share paths,
            and ``{{ share_buttons() }}`` shares the current page: the template variable ``page_url``, or the
            path of the template variable ``request``.
        assets_base: The prefix under which the site publishes the static files, so that templates can write
            ``{{ stylesheet() }}``; or a function that returns it. By default ``/static``. The nonce of both
            tags is the template variable ``csp_nonce``, if there is one.
        prefix: What the names of the filters and globals begin with: with ``"sw_"``, they are
            ``sw_share_buttons``, ``sw_countdown``, … and no template variable hides them.

    Returns:
        The same environment.

    Raises:
        InvalidURLError: If *base_url* is not an absolute http(s) URL, or has a query or a fragment.
        InvalidFieldError: If *providers* is not a list of names, or *prefix* cannot begin a name.

    Example:
        >>> env = install(Environment(autoescape=True), providers="telegram vk", base_url="https://example.org")
        >>> env.from_string("{{ 'https://example.org/' | share_url('telegram') }}").render()
        'https://t.me/share/url?url=https%3A%2F%2Fexample.org%2F'
        >>> env.from_string("{{ share_buttons() | length }} {{ share_buttons()[0].content.url }}").render(
        ...     page_url="/lake")
        '2 https://example.org/lake'
        >>> env.from_string("{{ 'P5D' | format_duration }}").render(locale="be")
        '5 дзён'
    """
    defaults = PageDefaults(providers, base_url, assets_base)
    return _add(env, prefix, lambda _env: defaults)


def _add(env: Environment, prefix: str, defaults: Callable[[Environment], PageDefaults]) -> Environment:
    if prefix and not prefix.isidentifier():
        raise InvalidFieldError("prefix", prefix, "must be letters, digits and underscores, such as 'sw_'")
    for name, function in FUNCTIONS.items():
        wrapped = _with_page(function, defaults)
        env.globals[prefix + name] = wrapped
        if name in FILTERS:
            env.filters[prefix + name] = wrapped
    return env


def _with_page(
    function: Callable[..., object], defaults: Callable[[Environment], PageDefaults]
) -> Callable[..., object]:
    """Make a function use what the page knows.

    ``pass_context`` also stops Jinja from evaluating a filter of literals when it compiles the template. The
    result depends on the reader's language and the current time, so it must not become a constant.
    """

    @pass_context
    @wraps(function)
    def call(context: Context, /, *args: object, **kwargs: object) -> object:
        env = context.environment
        render = partial(_render_template, context)
        return defaults(env).call(function, context.get, args, kwargs, render)

    return call


def _render_template(context: Context, name: str, variables: Mapping[str, object]) -> object:
    """Render a template of the site, if it has one, with the variables of the page.

    Its text is always escaped, because it is part of a widget. Many environments have autoescape off.
    """
    env = context.environment
    template = _find_template(env, name)
    if template is None:
        return None
    values = {**context.get_all(), **variables}
    if env.is_async:
        return _render_async(template, values)  # Jinja awaits it
    return Markup(template.render(values))  # noqa: S704 - the template escapes


async def _render_async(template: Template, values: Mapping[str, object]) -> Markup:
    return Markup(await template.render_async(values))  # noqa: S704 - the template escapes


def _find_template(env: Environment, name: str) -> Template | None:
    if env.loader is None:
        return None
    site: _Site | None = vars(env).get("solidarity_widgets_site")
    if site is None:
        # Jinja 3.1.2 takes an overlay for one that is not async, unless it is told.
        site = _Site(env.overlay(autoescape=True, enable_async=env.is_async))
        env.extend(solidarity_widgets_site=site)
    if name in site.missing and not env.auto_reload:
        return None
    try:
        return site.env.get_template(name)
    except TemplateNotFound:  # of this template: those that it includes are loaded when it is rendered
        site.missing.add(name)
        return None


@dataclass(slots=True)
class _Site:
    """An environment that escapes, and the templates that its site does not have."""

    env: Environment
    missing: set[str] = field(default_factory=set)


class SolidarityWidgetsExtension(Extension):
    """Adds the filters and globals, for tools that load extensions by name, such as Pelican.

    Extensions have no arguments. The settings of :func:`install` are attributes of the environment, which
    you can set at any time: ``solidarity_widgets_providers``, ``solidarity_widgets_base_url`` and
    ``solidarity_widgets_assets_base``. If your code has no access to the environment, or needs a *prefix*,
    write a subclass with these attributes:

    Attributes:
        providers: As for :func:`install`.
        base_url: As for :func:`install`.
        assets_base: As for :func:`install`.
        prefix: As for :func:`install`.

    Example:
        >>> env = Environment(extensions=["solidarity_widgets.jinja.SolidarityWidgetsExtension"])
        >>> env.solidarity_widgets_base_url = "https://example.org"
        >>> env.from_string("{{ '/lake' | share_url('telegram') }}").render()
        'https://t.me/share/url?url=https%3A%2F%2Fexample.org%2Flake'
        >>> class CampaignWidgets(SolidarityWidgetsExtension):
        ...     providers = "telegram vk"
        ...     prefix = "sw_"
        >>> "sw_share_buttons" in Environment(extensions=[CampaignWidgets]).filters
        True
    """

    providers: ProviderNames = None
    base_url: UrlLike | None = None
    assets_base: str | None = None
    prefix: str = ""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(
            solidarity_widgets_providers=self.providers,
            solidarity_widgets_base_url=self.base_url,
            solidarity_widgets_assets_base=self.assets_base,
        )
        _defaults_of(environment)  # an error here is easier to trace than one in a template
        _add(environment, self.prefix, _defaults_of)


def _defaults_of(env: Environment) -> PageDefaults:
    settings = vars(env)
    names = ("providers", "base_url", "assets_base")
    return PageDefaults(*(settings[f"solidarity_widgets_{name}"] for name in names))
