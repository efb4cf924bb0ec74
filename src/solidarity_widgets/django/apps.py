"""The app."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.signals import setting_changed
from django.db.models.signals import post_migrate
from django.utils.translation import get_language

from solidarity_widgets.django import conf
from solidarity_widgets.django.checks import check_settings
from solidarity_widgets.i18n import LocaleLike, add_locale_source


class SolidarityWidgetsConfig(AppConfig):
    """Lets widgets follow Django's language, checks the settings, and creates the tables of petitions.

    ``path`` is the folder of the library, because staticfiles looks for the stylesheet and the script in its
    folder ``static``.
    """

    name: str = "solidarity_widgets.django"
    label: str = "solidarity_widgets"
    verbose_name: Any = "Solidarity widgets"
    path: str = str(Path(__file__).resolve().parents[1])

    def ready(self) -> None:
        """Connect the app with Django."""
        add_locale_source(_active_language)
        checks.register(check_settings)
        setting_changed.connect(_forget_settings)
        post_migrate.connect(_create_tables, sender=self)


#: The settings of Django from which ours are made.
_SETTINGS = (conf.NAME, "SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASES", "MIDDLEWARE", "ROOT_URLCONF")


def _active_language() -> LocaleLike:
    return get_language()


def _forget_settings(*, setting: str, **_: Any) -> None:
    """Read the settings again after ``override_settings`` has changed them."""
    if setting in _SETTINGS:
        conf.forget()


def _create_tables(*, using: str, **_: Any) -> None:
    """Create the tables of petitions after ``migrate`` has worked on the database in which they belong."""
    settings = conf.get_settings()
    alias = settings.database if settings.database in conf.aliases() else "default"
    if settings.petitions is not None and using == alias:
        from solidarity_widgets.django.petitions import get_store

        get_store().create_tables()
