"""The environment of Django's Jinja2 backend."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from solidarity_widgets import jinja
from solidarity_widgets.django import conf


def install(env: Environment, *, prefix: str = "") -> Environment:
    """Add the functions to an environment of yours, with the settings of the site.

    Args:
        env: The environment.
        prefix: What the names of the functions begin with.

    Returns:
        The same environment.

    Raises:
        InvalidFieldError: If *prefix* cannot begin a name.
    """
    defaults = conf.page_defaults()
    return jinja.install(
        env,
        providers=defaults.providers,
        base_url=defaults.base_url,
        assets_base=defaults.assets_base,
        prefix=prefix,
    )


def environment(**options: Any) -> Environment:
    """Make the environment: ``"OPTIONS": {"environment": "solidarity_widgets.django.jinja2.environment"}``.

    Args:
        **options: The options of the setting ``TEMPLATES``.

    Returns:
        The environment.
    """
    return install(Environment(**options))  # noqa: S701 - Django sets autoescape
