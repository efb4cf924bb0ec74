"""System checks of the setting ``SOLIDARITY_WIDGETS``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

from solidarity_widgets.django import conf
from solidarity_widgets.exceptions import SolidarityWidgetsError


def check_settings(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with the settings. Each message has an id by which it can be silenced.

    Returns:
        Errors and warnings of Django.
    """
    return list(_messages())


def _messages() -> Iterator[CheckMessage]:
    try:
        setting = conf.raw_setting()
    except ImproperlyConfigured as error:
        yield _error(1, str(error), "Write a dictionary, such as {'BASE_URL': 'https://example.org'}.")
        return
    unknown = conf.unknown_keys(setting)
    for key, meant in unknown.items():
        hint = f"Did you mean {meant}?" if meant else f"The keys are {', '.join(conf.KEYS)}."
        yield _error(2, f"{conf.NAME} has no key {key}.", hint)
    if unknown:
        return
    settings = conf.get_settings()
    try:
        settings.page_defaults()
    except SolidarityWidgetsError as error:
        yield _error(3, f"{conf.NAME}: {error}", "Set BASE_URL and PROVIDERS to values that can be used.")
    if settings.petitions is not None:
        yield from _petition_messages(settings)


def _petition_messages(settings: conf.Settings) -> Iterator[CheckMessage]:
    from solidarity_widgets.django.petitions import make_service, make_store

    if settings.base_url is None:
        hint = "Set BASE_URL to the URL of the site, such as 'https://example.org'."
        yield _error(4, f"{conf.NAME} has PETITIONS and no BASE_URL, from which links are made.", hint)

    def checked(id: int, hint: str, function: Callable[[], Any]) -> Iterator[CheckMessage]:
        try:
            function()
        except (ImproperlyConfigured, ImportError, SolidarityWidgetsError, TypeError) as error:
            yield _error(id, f"{conf.NAME}: {error}", hint)

    path = "Set PETITIONS to a list of petitions, or to its dotted path."
    problems = list(checked(5, path, settings.load_petitions))
    alias = "Set DATABASE to the alias of a SQLite or PostgreSQL database of DATABASES, or to a URL."
    problems += checked(6, alias, lambda: make_store(settings).close())
    yield from problems
    if not problems:
        arguments = "Check PETITIONS, SECRETS and SIGNING. A secret has at least 32 random characters."
        yield from checked(7, arguments, lambda: make_service(settings, store=None))
    if settings.secrets is None:
        yield Warning(
            f"{conf.NAME} has PETITIONS and no SECRETS, so a new SECRET_KEY ends the petitions.",
            hint="Set SECRETS to a secret of its own, or put the old key into SECRET_KEY_FALLBACKS.",
            id="solidarity_widgets.W001",
        )


def _error(id: int, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"solidarity_widgets.E{id:03}")
