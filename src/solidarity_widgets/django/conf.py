"""The setting ``SOLIDARITY_WIDGETS``, read when somebody needs it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from solidarity_widgets.page_defaults import PageDefaults
from solidarity_widgets.petitions import Petition
from solidarity_widgets.sharing.functions import ProviderNames

#: The name of the setting.
NAME = "SOLIDARITY_WIDGETS"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site has set. The keys of the setting are the names of these attributes in capital letters.

    Attributes:
        base_url: The URL of the site, such as ``https://example.org``, without ``SCRIPT_NAME``.
        providers: The networks of ``share_buttons`` in templates that name none.
        petitions: The petitions, or the dotted path of a list of them or of a function that returns the
            petition with an id.
        secrets: The secrets of the signing service, the newest first. By default they are made from
            ``SECRET_KEY`` and ``SECRET_KEY_FALLBACKS``.
        database: The alias of a database of Django, or a URL.
        sender: Whom emails to signers come from; by default ``DEFAULT_FROM_EMAIL``.
        signing: More arguments of :class:`~solidarity_widgets.signing.SigningService`.
        site: More arguments of :class:`~solidarity_widgets.web.PetitionSite`.
        send_mail: Whether a thread of the site sends the emails. Otherwise run ``solidarity-widgets
            signatures send-mail``.
    """

    base_url: str | None = None
    providers: ProviderNames = None
    petitions: str | Sequence[Petition] | None = None
    secrets: str | Sequence[str] | None = None
    database: str = "default"
    sender: str | None = None
    signing: Mapping[str, Any] = field(default_factory=dict)
    site: Mapping[str, Any] = field(default_factory=dict)
    send_mail: bool = True

    def page_defaults(self) -> PageDefaults:
        """Return what templates may leave out."""
        return PageDefaults(self.providers, self.base_url, _static_url)

    def load_petitions(self) -> Sequence[Petition] | Callable[[str], Petition | None]:
        """Return the petitions.

        Raises:
            ImproperlyConfigured: If there are none.
            ImportError: If the dotted path cannot be imported.
        """
        if self.petitions is None:
            raise ImproperlyConfigured(
                f"{NAME} has no PETITIONS; name a list of petitions, such as 'campaign.petitions.PETITIONS'"
            )
        if not isinstance(self.petitions, str):
            return list(self.petitions)
        loaded: Sequence[Petition] | Callable[[str], Petition | None] = import_string(self.petitions)
        return loaded

    def load_secrets(self) -> list[str]:
        """Return the secrets, the newest first."""
        if self.secrets is not None:
            return [self.secrets] if isinstance(self.secrets, str) else list(self.secrets)
        keys = (django_settings.SECRET_KEY, *django_settings.SECRET_KEY_FALLBACKS)
        return [f"solidarity_widgets:{key}" for key in keys]  # a key of its own, not Django's


#: The keys of the setting.
KEYS: tuple[str, ...] = tuple(each.name.upper() for each in fields(Settings))


def unknown_keys(setting: Collection[str]) -> dict[str, str]:
    """Return the keys of the setting that do not exist, with a key that may be meant, or an empty string."""
    unknown = [str(key) for key in setting if key not in KEYS]
    return {key: next(iter(get_close_matches(key.upper(), KEYS)), "") for key in unknown}


def raw_setting() -> Mapping[str, Any]:
    """Return the setting as it is.

    Raises:
        ImproperlyConfigured: If it is not a dictionary.
    """
    setting = getattr(django_settings, NAME, {})
    if not isinstance(setting, Mapping):
        raise ImproperlyConfigured(f"{NAME} must be a dictionary, not {type(setting).__name__}")
    return setting


@cache
def get_settings() -> Settings:
    """Return the settings.

    Raises:
        ImproperlyConfigured: If the setting is not a dictionary, or has a key that does not exist.
    """
    setting = raw_setting()
    for key, meant in unknown_keys(setting).items():
        hint = f"; did you mean {meant}?" if meant else f"; the keys are {', '.join(KEYS)}"
        raise ImproperlyConfigured(f"{NAME} has no key {key}{hint}")
    return Settings(**{key.lower(): value for key, value in setting.items()})


@cache
def page_defaults() -> PageDefaults:
    """Return what templates may leave out."""
    return get_settings().page_defaults()


def forget() -> None:
    """Read the settings again when somebody needs them."""
    get_settings.cache_clear()
    page_defaults.cache_clear()
    for forget_more in _forgetting:
        forget_more()


_forgetting: list[Callable[[], None]] = []


def on_forget(function: Callable[[], None]) -> None:
    """Call a function when the settings are to be read again."""
    _forgetting.append(function)


def aliases() -> Collection[str]:
    """Return the aliases of Django's databases."""
    return set(django_settings.DATABASES)


def _static_url() -> str:
    return str(django_settings.STATIC_URL or "/static/").rstrip("/")
