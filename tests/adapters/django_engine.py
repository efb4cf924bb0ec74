"""Django's two template engines, for ``engines.py``: its own language, and Jinja through its backend.

The engines need no settings of a project, so they do not configure Django for the whole process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.template import Context, Engine

from solidarity_widgets.api import FILTERS
from solidarity_widgets.i18n import negotiation

LIBRARY = "solidarity_widgets.django.templatetags.solidarity_widgets"


@contextmanager
def page(locale: str) -> Iterator[None]:
    """Answer a request in a language. Other tests of this process may have configured Django for theirs."""
    from django.test import override_settings
    from django.utils import translation

    if not settings.configured:
        settings.configure()
    if not apps.ready:
        django.setup()
    before = negotiation._sources
    negotiation.add_locale_source(translation.get_language)  # as the app does when Django is set up
    try:
        with override_settings(STATIC_URL="/widgets/"), translation.override(locale):
            yield
    finally:
        negotiation._sources = before


def tag(
    name: str,
    args: Sequence[object],
    kwargs: Mapping[str, object],
    locale: str,
    *,
    folders: Sequence[Path] = (),
) -> str:
    """Call a function by its tag, on a site whose templates are in these folders."""
    words = [f"args.{each}" for each in range(len(args))] + [f"{key}=kwargs.{key}" for key in kwargs]
    with page(locale):
        engine = Engine(dirs=[*folders], builtins=[LIBRARY])
        template = engine.from_string(f"{{% {name} {' '.join(words)} %}}")
        return template.render(Context({"args": args, "kwargs": kwargs}))


def filter(name: str, args: Sequence[object], kwargs: Mapping[str, object], locale: str) -> str:
    """Call a function by its filter, where one argument is enough."""
    if name not in FILTERS or len(args) > 2 or kwargs:
        return tag(name, args, kwargs, locale)
    argument = ":args.1" if len(args) == 2 else ""
    with page(locale):
        template = Engine(builtins=[LIBRARY]).from_string(f"{{{{ args.0|{name}{argument} }}}}")
        return template.render(Context({"args": args}))


def jinja(name: str, args: Sequence[object], kwargs: Mapping[str, object], locale: str) -> str:
    """Call a function in a template of the Jinja2 backend."""
    from django.template.backends.jinja2 import Jinja2

    options = {"environment": "solidarity_widgets.django.jinja2.environment"}
    with page(locale):
        backend = Jinja2({"NAME": "jinja2", "DIRS": [], "APP_DIRS": False, "OPTIONS": options})
        template = backend.from_string(f"{{{{ {name}(*args, **kwargs) }}}}")
        return template.render({"args": args, "kwargs": kwargs})
