"""Jinja: the functions of :mod:`solidarity_widgets.api` as filters and globals.

They work with autoescape on or off, because widgets escape their own text, and in async environments.

Templates may leave out what the page or the site knows: see :mod:`solidarity_widgets.page_defaults`.
A call without a ``locale`` argument uses the page's locale: the template variable ``locale`` if it names a
language, otherwise the locale of :func:`solidarity_widgets.use_locale`. A call without a URL shares the
current page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context

from solidarity_widgets.api import FILTERS, FUNCTIONS
from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.page_defaults import PageDefaults, reads_page
from solidarity_widgets.sharing.functions import ProviderNames
from solidarity_widgets.urls import UrlLike


def install(
    env: Environment,
    *,
    providers: ProviderNames = None,
    base_url: UrlLike | None = None,
    prefix: str = "",
) -> Environment:
    """Add the filters and globals to an environment.

    Args:
        env: The environment. Existing filters and globals with the same names are replaced.
        providers: The networks of ``share_buttons`` in templates that name none.
        base_url: The URL of the site, such as ``https://example.org``. With it, templates can share paths,
            and ``{{ share_buttons() }}`` shares the current page: the template variable ``page_url``, or the
            path of the template variable ``request``.
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
    defaults = PageDefaults(providers, base_url)
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
    """Make a function use what the page knows, if it has an argument for that.

    ``pass_context`` also stops Jinja from evaluating a filter of literals when it compiles the template. The
    result depends on the reader's language and the current time, so it must not become a constant.
    """
    if not reads_page(function):
        return function

    @pass_context
    @wraps(function)
    def call(context: Context, /, *args: object, **kwargs: object) -> object:
        return defaults(context.environment).call(function, context.get, args, kwargs)

    return call


class SolidarityWidgetsExtension(Extension):
    """Adds the filters and globals, for tools that load extensions by name, such as Pelican.

    Extensions have no arguments. The settings of :func:`install` are attributes of the environment, which
    you can set at any time: ``solidarity_widgets_providers`` and ``solidarity_widgets_base_url``. If your
    code has no access to the environment, or needs a *prefix*, write a subclass with these attributes:

    Attributes:
        providers: As for :func:`install`.
        base_url: As for :func:`install`.
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
    prefix: str = ""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(
            solidarity_widgets_providers=self.providers, solidarity_widgets_base_url=self.base_url
        )
        _defaults_of(environment)  # an error here is easier to trace than one in a template
        _add(environment, self.prefix, _defaults_of)


def _defaults_of(env: Environment) -> PageDefaults:
    settings = vars(env)
    return PageDefaults(settings["solidarity_widgets_providers"], settings["solidarity_widgets_base_url"])
