"""Pages about the Python names, grouped by what people do with them. Sphinx reads their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple


class ApiPage(NamedTuple):
    """A page about Python names.

    Attributes:
        title: Its heading.
        intro: A sentence below it.
        names: Module -> its names, or ``*`` for all names of its ``__all__`` that no other page has.
    """

    title: str
    intro: str
    names: Mapping[str, str]


#: Where users import names from.
PACKAGE = "solidarity_widgets"
PAGES: Mapping[str, ApiPage] = {
    "sharing": ApiPage(
        "Share links and buttons",
        "Make links and buttons, and describe networks.",
        {
            PACKAGE: "share_url share_button share_buttons ShareButton ShareButtons ShareContent Provider "
            "ProviderRegistry Status Block builtin_registry default_registry"
        },
    ),
    "countdowns": ApiPage(
        "Countdowns",
        "Show the time until and since an event.",
        {PACKAGE: "countdown elapsed format_duration Countdown Duration Yearly Monthly"},
    ),
    "petitions": ApiPage(
        "Petitions",
        "Show a petition, its form and its progress.",
        {PACKAGE: "petition petition_form petition_progress Petition Goal Deadline Consent"},
    ),
    "pages": ApiPage(
        "Pages, languages and templates",
        "Load the stylesheet and the script, choose the language, and set up templates.",
        {
            PACKAGE: "stylesheet script use_locale get_locale match_locale pgettext_noop",
            f"{PACKAGE}.jinja": "install SolidarityWidgetsExtension",
            f"{PACKAGE}.page_defaults": "PageDefaults",
            f"{PACKAGE}.assets": "copy_to directory read integrity asset_url",
            f"{PACKAGE}.i18n": "add_locale_source",
        },
    ),
    "frameworks": ApiPage(
        "Frameworks",
        "Set up Flask, Starlette, FastAPI and Django (extras `flask`, `starlette`, `django`).",
        {
            f"{PACKAGE}.flask": "SolidarityWidgets",
            f"{PACKAGE}.starlette": "setup LocaleMiddleware",
            f"{PACKAGE}.django.conf": "Settings",
            f"{PACKAGE}.django.petitions": "get_service get_store",
            f"{PACKAGE}.django.jinja2": "install environment",
        },
    ),
    "signing": ApiPage(
        "Signing", "Store, confirm and count signatures (extra `signing`).", {f"{PACKAGE}.signing": "*"}
    ),
    "mail": ApiPage("Emails", "Send emails to signers (extra `signing`).", {f"{PACKAGE}.mail": "*"}),
    "web": ApiPage(
        "Petitions over HTTP",
        "Serve petitions (extra `signing`).",
        {
            f"{PACKAGE}.web": "*",
            f"{PACKAGE}.web.asgi": "AsgiApp",
            f"{PACKAGE}.web.wsgi": "WsgiApp",
            f"{PACKAGE}.web.openapi": "openapi",
        },
    ),
    "errors": ApiPage(
        "Errors and warnings",
        "Every error is a `SolidarityWidgetsError` and also an error of a standard type.",
        {PACKAGE: "*"},  # whatever has no other page is an error; a test checks it
    ),
    "types": ApiPage("Types", "The types of arguments, for your own annotations.", {f"{PACKAGE}.types": "*"}),
}


def names() -> Mapping[str, list[tuple[str, str]]]:
    """Return the names of each page, as pairs of module and name."""
    named = {
        (module, name)
        for page in PAGES.values()
        for module, listed in page.names.items()
        for name in listed.split()
    }
    return {
        key: [
            (module, name)
            for module, listed in page.names.items()
            for name in (
                listed.split()
                if listed != "*"
                else [name for name in import_module(module).__all__ if (module, name) not in named]
            )
        ]
        for key, page in PAGES.items()
    }


def pages() -> Iterator[tuple[str, str, str]]:
    """Yield the path, the source and the plain text of each page."""
    for key, listed in names().items():
        page = PAGES[key]
        head = f"# {page.title}\n\n{page.intro}\n\n"
        source = "".join(_directive(module, name) for module, name in listed)
        copy = "".join(_plain(module, name) for module, name in listed)
        yield f"api/{key}.md", f"{head}```{{eval-rst}}\n{source}```\n", head + copy


def _directive(module: str, name: str) -> str:
    value = getattr(import_module(module), name)
    kind = "class" if inspect.isclass(value) else "function" if inspect.isroutine(value) else "data"
    if inspect.isclass(value) and issubclass(value, BaseException):
        kind = "exception"
    return f".. auto{kind}:: {module}.{name}\n\n"


def _plain(module: str, name: str) -> str:
    """Return a name's signature and docstring, for the Markdown copy."""
    value = getattr(import_module(module), name)
    text = f"## `{module}.{name}`\n\n"
    if not callable(value):
        return text
    with suppress(ValueError):  # of classes without a signature
        signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(value)))
        text += f"```python\n{name}{signature}\n```\n\n"
    return f"{text}```text\n{inspect.getdoc(value) or ''}\n```\n\n"
