"""A Django project with petitions, for the tests: its settings, its URLs, its templates.

``configure`` sets Django up once in a process. The tests of other parts of the library use Django without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from solidarity_widgets import Petition

LAKE = Petition(
    "lake",
    title={"en": "Save the lake", "be": "Выратуйце возера", "ar": "أنقذوا البحيرة"},
    fields="name email country",
    consents="processing",
)
PETITIONS = [LAKE]
SECRET = "3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
BASE = (
    "<!doctype html><html lang='{{ LANGUAGE_CODE }}'><head><title>{% block title %}Home{% endblock %}</title>"
    "{% load solidarity_widgets %}{% stylesheet %}{% block head %}{% endblock %}</head><body><header>"
    "{% share_button url='https://example.org/' provider='telegram' %}</header>"
    "<main>{% block main %}{% endblock %}</main></body></html>"
)
PAGE = (
    "{% extends 'base.html' %}{% block title %}{{ page.title }}{% endblock %}"
    "{% block head %}{{ page.head }}{% endblock %}{% block main %}{{ page.body }}{% endblock %}"
)


def home(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string(
        "{% load solidarity_widgets i18n %}{% get_current_language as code %}{{ code }} {{ locale.tag }} "
        "{% share_buttons title='Lake' %}"
    )
    return HttpResponse(template.render({}, request))


urlpatterns = [path("", home), path("petitions/", include("solidarity_widgets.django.urls"))]


def configure(folder: Path, **changes: Any) -> None:
    """Set Django up with a database and templates in a folder."""
    options: dict[str, Any] = {
        "context_processors": [
            "django.template.context_processors.request",
            "django.template.context_processors.i18n",
            "solidarity_widgets.django.context_processors.locale",
        ]
    }
    values: dict[str, Any] = {
        "SECRET_KEY": "for tests only, it protects nothing but is long enough",
        "ALLOWED_HOSTS": ["*"],
        "ROOT_URLCONF": __name__,
        "INSTALLED_APPS": ["django.contrib.staticfiles", "solidarity_widgets.django"],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        "LANGUAGES": [("en", "English"), ("be", "Беларуская"), ("ar", "العربية")],
        "STATIC_URL": "/static/",
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "site.db")}},
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [folder / "templates"],
                "OPTIONS": options,
            }
        ],
        **(
            {"MAILERS": {"default": {"BACKEND": LOCMEM}}}  # since Django 6.1
            if django.VERSION >= (6, 1)
            else {"EMAIL_BACKEND": LOCMEM}
        ),
        "DEFAULT_FROM_EMAIL": "Lake <info@example.org>",
        "SOLIDARITY_WIDGETS": {
            "BASE_URL": "https://example.org",
            "PROVIDERS": "telegram, vk",
            "PETITIONS": f"{__name__}.PETITIONS",
            "SECRETS": SECRET,
            "SIGNING": {"answer_interval": 0},
        },
        **changes,
    }
    if "MAILERS" in changes or "EMAIL_HOST" in changes:
        values = {name: value for name, value in values.items() if value != LOCMEM}
    settings.configure(**values)
    django.setup()
